"""units.json: how many features of each layer every commune has, and the worst risk level of its lockdown zones in force."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue, Layer

from .areas import current_units
from .columns import public_columns, visible
from .snapshot import Snapshot

NAME = "units.json"
RISK_LAYER, RISK_FIELD = "lockdown_zone", "risk_level"
IN_FORCE = "active"
_UNITS = sql.SQL(
    """SELECT u.code, u.level::int, u.parent_code, u.name, ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b)
FROM (SELECT u.code, u.level, u.parent_code, u.name, Box2D(coalesce(u.geom, u.point)) AS b FROM {units}) AS u
ORDER BY u.level, u.code"""
)
_COUNTS = sql.SQL("SELECT t.commune_code, t.commune_name, count(*) FROM {table} AS t WHERE {visible} GROUP BY 1, 2")
_RISKS = sql.SQL(
    """SELECT DISTINCT t.commune_code, t.commune_name, {risk} FROM {table} AS t
WHERE {visible} AND t.{state} = {in_force} AND {risk} IS NOT NULL"""
)


class Unit(NamedTuple):
    """One administrative unit of today; communes are level 3."""

    code: str
    level: int
    parent: str | None
    name: str
    west: float | None
    south: float | None
    east: float | None
    north: float | None


def units(snapshot: Snapshot) -> dict[str, Any]:
    """The content of units.json: province, districts and communes in order; what lies in no commune of today is counted apart."""
    found = _read_units(snapshot)
    communes = {(one.code, one.name) for one in found if one.level == 3}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    elsewhere: Counter[str] = Counter()
    for layer, code, name, number in _counts(snapshot):
        (counts[code] if (code, name) in communes else elsewhere)[layer] += number
    risks = _worst(snapshot, communes)
    return {
        "risk": _risk(snapshot.catalogue),
        "units": [_described(one, counts.get(one.code, {}), risks.get(one.code)) for one in found],
        "elsewhere": dict(sorted(elsewhere.items())),
    }


def _read_units(snapshot: Snapshot) -> list[Unit]:
    snapshot.cursor.execute(_UNITS.format(units=current_units(snapshot, 3)))
    return [Unit(*row) for row in snapshot.cursor]


def _counts(snapshot: Snapshot) -> Iterator[tuple[str, str, str, int]]:
    """Layer, code and name of a commune, features. A code alone is not enough: other times gave it to other communes."""
    for layer in snapshot.catalogue.layers:
        snapshot.cursor.execute(_COUNTS.format(table=snapshot.table(layer), visible=visible(layer, snapshot.as_of)))
        yield from ((layer.name, *row) for row in snapshot.cursor)


def _worst(snapshot: Snapshot, communes: set[tuple[str, str]]) -> Mapping[str, str]:
    """Code of a commune → its worst level; the list goes from the worst down."""
    layer = _risk_layer(snapshot.catalogue)
    if layer is None:
        return {}
    levels = snapshot.catalogue.lists[layer.field(RISK_FIELD).list or ""].codes
    risk = next(column.value for column in public_columns(layer) if column.name == RISK_FIELD)
    state, in_force = sql.Identifier(layer.state_field), sql.Literal(IN_FORCE)
    query = _RISKS.format(risk=risk, table=snapshot.table(layer), visible=visible(layer, snapshot.as_of), state=state, in_force=in_force)
    snapshot.cursor.execute(query)
    seen: dict[str, list[str]] = defaultdict(list)
    for code, name, level in snapshot.cursor:
        if (code, name) in communes and level in levels:
            seen[code].append(level)
    return {code: min(found, key=levels.index) for code, found in seen.items()}


def _risk_layer(catalogue: Catalogue) -> Layer | None:
    """The layer that carries the level, while the catalogue has one and shows it."""
    return next((layer for layer in catalogue.layers if layer.name == RISK_LAYER and any(field.name == RISK_FIELD for field in layer.public_fields)), None)


def _risk(catalogue: Catalogue) -> dict[str, str | None] | None:
    layer = _risk_layer(catalogue)
    return {"layer": layer.name, "field": RISK_FIELD, "list": layer.field(RISK_FIELD).list} if layer else None


def _described(unit: Unit, counts: Mapping[str, int], risk: str | None) -> dict[str, Any]:
    described: dict[str, Any] = {"code": unit.code, "level": unit.level, "name": unit.name}
    if unit.parent:
        described["parent"] = unit.parent
    if unit.west is not None:
        described["bounds"] = [round(degree, 4) for degree in unit[4:] if degree is not None]
    if counts:
        described["counts"] = dict(sorted(counts.items()))
    if risk:
        described["risk"] = risk
    return described
