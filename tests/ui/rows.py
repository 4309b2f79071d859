"""A row of any layer that breaks no rule that blocks saving, made from the catalogue itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer, Strength
from ncovy_qgis.gis.values import VIETNAM

GIVEN: dict[str, Any] = {
    "name": "Nơi thử nghiệm số một",
    "active_from": datetime(2021, 8, 22, tzinfo=VIETNAM),
    "decision_date": date(2021, 8, 21),
    "expected_end": date(2021, 9, 30),
    "gpp_expiry": date(2031, 1, 1),
    "reported_at": datetime(2021, 9, 17, 8, 30, tzinfo=VIETNAM),
    "status": "active",
    "households": 12,
    "population": 48,
    "beds_total": 300,
    "commune_code": None,
}
NOW = datetime(2021, 9, 17, 18, 0, tzinfo=VIETNAM)


def valid_row(layer: Layer, catalogue: Catalogue) -> dict[str, Any]:
    """Field → value; fields that would break a blocking rule are left out."""
    row = {field.name: _value(field, catalogue) for field in layer.fields if not field.auto}
    for rule in layer.rules:
        if rule.strength is Strength.SAVE and not rule.holds(row, NOW):
            row[rule.field] = None
    return {name: value for name, value in row.items() if value is not None}


def _value(field: Field, catalogue: Catalogue) -> Any:
    if field.name in GIVEN:
        return GIVEN[field.name]
    only = next((rule.argument for rule in field.rules_of("only")), None)
    if field.list:
        codes = only or catalogue.lists[field.list].codes
        return list(codes[:2]) if field.type == "lists" else codes[0]
    if field.type == "text":
        pattern = next((catalogue.patterns.get(rule.argument) for rule in field.rules_of("matches")), None)
        return pattern.example.split(";")[0] if pattern else "Theo báo cáo"
    if field.type in ("integer", "number"):
        between = next((rule.argument for rule in field.rules_of("between")), [0, 100])
        return only[0] if only else min(between[1], 100)
    return False if field.type == "boolean" else None
