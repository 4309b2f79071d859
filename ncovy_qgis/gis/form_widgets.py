"""Which built-in widget edits a field, and how it is set: only widgets that QField and Lizmap know too. Imports no QGIS."""

from __future__ import annotations

from typing import Any, Optional

from ..core.catalogue import Catalogue, Field, Value
from .form_system import MOMENT, PLAIN
from .form_value import Widget

NULL_CHOICE = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"  # QgsValueMapFieldFormatter.NULL_VALUE
NOT_CHOSEN = {"vi": "(chưa chọn)", "en": "(not chosen)"}
YES_NO = {"vi": ("Có", "Không"), "en": ("Yes", "No")}
LARGEST = 2147483647
CASCADE = (
    "\"level\" = 3 AND \"era\" = coalesce(current_value('commune_era'), {era})"
    " AND (current_value('district_code') IS NULL OR \"parent_code\" = current_value('district_code'))"
)
DAY = Widget("DateTime", {**MOMENT.config, "display_format": "dd/MM/yyyy", "field_format": "yyyy-MM-dd"})


def widget_of(field: Field, catalogue: Catalogue, language: str, era: str = "2021") -> Widget:
    """The widget of a catalogue field."""
    if field.name == "commune_code":
        return _relation("unit", "code", "name", CASCADE.format(era=era))
    if field.name == "district_code":
        return _relation("unit", "code", "name", '"level" = 2')
    if field.references:
        return _relation(field.references, "uid", "name", "", UseCompleter=True)
    maker = _MAKERS.get(field.type)
    return maker(field, catalogue, language) if maker else _text(field)


def _text(field: Field) -> Widget:
    return Widget("TextEdit", {"IsMultiline": field.widget == "multiline", "UseHtml": False})


def _number(field: Field, *_: Any) -> Widget:
    """A spin box wide enough to let a wrong number in: the sentence then says what is wrong with it."""
    if field.auto:
        return PLAIN
    precision = field.precision[1] if field.precision else (2 if field.type == "number" else 0)
    config = {"Style": "SpinBox", "Min": _low(field), "Max": LARGEST, "Step": 1, "Precision": precision, "AllowNull": True}
    return Widget("Range", config)


def _low(field: Field) -> int:
    lows = [int(rule.argument[0]) for rule in field.rules_of("between")]
    return min([0, *lows])


def _boolean(field: Field, catalogue: Catalogue, language: str) -> Widget:
    """Unknown is neither yes nor no: a choice of three, not a box."""
    yes, no = YES_NO[language]
    return Widget("ValueMap", {"map": [{NOT_CHOSEN[language]: NULL_CHOICE}, {yes: "true"}, {no: "false"}]})


def _choice(field: Field, catalogue: Catalogue, language: str) -> Widget:
    choices = [{value.label.said(language): value.code} for value in _values(field, catalogue)]
    return Widget("ValueMap", {"map": [{NOT_CHOSEN[language]: NULL_CHOICE}, *choices]})


def _choices(field: Field, catalogue: Catalogue, language: str) -> Widget:
    label = "label_en" if language == "en" else "label_vi"
    return _relation("list_value", "code", label, f"\"list\" = '{field.list}'", AllowMulti=True, NofColumns=2)


def _values(field: Field, catalogue: Catalogue) -> tuple[Value, ...]:
    """The values of the field's list, fewer under an `only` rule."""
    listed = catalogue.list_of(field)
    only: Optional[Any] = next((rule.argument for rule in field.rules_of("only") if rule.when is None), None)
    values = listed.values if listed else ()
    return tuple(value for value in values if only is None or value.code in only)


def _relation(layer: str, key: str, value: str, filtered: str, **more: Any) -> Widget:
    config = {
        "Key": key, "Value": value, "FilterExpression": filtered, "AllowNull": True, "AllowMulti": False,
        "NofColumns": 1, "OrderByValue": True, "UseCompleter": False, **more,
    }  # fmt: skip
    return Widget("ValueRelation", config, looks_into=layer)


_MAKERS = {
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "list": _choice,
    "lists": _choices,
    "date": lambda *_: DAY,
    "datetime": lambda *_: MOMENT,
}
