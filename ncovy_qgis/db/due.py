"""Features to look after although nobody handed them over: what ends soon, was not verified for long, or has something wrong. Only reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.model import Field, Layer, Text
from ncovy_qgis.core.rules.moments import VIETNAM

from . import columns, published
from .checks import MINE, QUICK, open_findings
from .connection import execute, fetch, tidy
from .errors import explained
from .findings import Finding

NOT_IN_FORCE = ("planned", "lifted", "cancelled", "closed_permanently")
END = "active_to"
_DUE = sql.SQL(
    """
    SELECT a.uid::text, a.name, a.row_version, a.commune_code, a.commune_era, u.name, n.name, {at}, coalesce({mine}, false),
           public.st_x(s.spot), public.st_y(s.spot), concat_ws(' ', a.name_search, {address})
      FROM {table} AS a
      LEFT JOIN {public} AS p ON p.uid = a.uid
      LEFT JOIN ncovy.unit AS u ON u.code = a.commune_code AND u.era = a.commune_era
      LEFT JOIN ncovy.unit AS n ON n.code = a.district_code AND n.era = a.commune_era AND n.level = 2
     CROSS JOIN LATERAL (SELECT public.st_pointonsurface(a.geom) AS spot) AS s
     WHERE NOT a.removed AND ({condition})
    """
)
_ENDS = sql.SQL("p.uid IS NOT NULL AND coalesce(a.{state}, '') <> ALL (%(closed)s) AND {at} <= ncovy_app.today() + %(hours)s * interval '1 hour'")
_UNVERIFIED = sql.SQL("greatest(a.verified_at, p.approved_at) < now() - %(hours)s * interval '1 hour'")
_SHOWN_OR_WAITING = sql.SQL("(p.uid IS NOT NULL OR a.review_state = 'submitted') AND a.uid = ANY (%(uids)s::uuid[])")


@dataclass(frozen=True)
class Due:
    """A feature somebody should look at, and why."""

    layer: str
    uid: str
    name: str | None
    row_version: int
    commune_code: str | None
    commune_era: int | None
    commune_name: str | None
    district_name: str | None
    at: datetime | None
    words_vi: str
    words_en: str
    mine: bool
    lon: float
    lat: float
    name_search: str  # name and address, folded


def expiring(connection: Connection, hours: int = 24, catalogue: Catalogue | None = None) -> tuple[Due, ...]:
    """Public features in force whose end comes within so many hours, or has passed; the first to end first."""
    found: list[Due] = []
    for layer in (catalogue or load_catalogue()).layers:
        for field in filter(_is_end, layer.fields):
            at = _moment(field)
            condition = _ENDS.format(state=sql.Identifier(layer.state_field), at=at)
            dues = _dues(connection, layer, at, condition, {"hours": hours, "closed": list(NOT_IN_FORCE)})
            found += (_said(due, Text(f"{field.label.vi}: {_clock(due.at)}.", f"{field.label.en}: {_clock(due.at)}.")) for due in dues)
    return _in_order(found)


def unverified(connection: Connection, hours: int, catalogue: Catalogue | None = None) -> tuple[Due, ...]:
    """Public features nobody verified or approved for so many hours; the longest first."""
    at = sql.SQL("greatest(a.verified_at, p.approved_at)")
    found = [due for layer in (catalogue or load_catalogue()).layers for due in _dues(connection, layer, at, _UNVERIFIED, {"hours": hours})]
    return _in_order(
        _said(due, Text(f"Chưa được xác nhận lại từ {_clock(due.at)}.", f"Not verified since {_clock(due.at)}.")) for due in found
    )  # fmt: skip


def warned(connection: Connection, catalogue: Catalogue | None = None) -> tuple[Due, ...]:
    """Public or waiting features with errors, or warnings nobody answered for; takes the time of a check of everything."""
    words = catalogue or load_catalogue()
    findings = open_findings(connection, None, words)
    found: list[Due] = []
    for layer in words.layers:
        own = {uid: each for (name, uid), each in findings.items() if name == layer.name}
        dues = _dues(connection, layer, sql.SQL("NULL::timestamptz"), _SHOWN_OR_WAITING, {"uids": list(own)}) if own else []
        found += (_said(due, _sentences(own[due.uid])) for due in dues)
    return tuple(found)


def _is_end(field: Field) -> bool:
    return field.name == END or bool(field.rules_of("not_past"))


def _moment(field: Field) -> sql.Composable:
    """A clock time; of a day, its end in Vietnam."""
    return sql.SQL("(a.{} + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'" if field.type == "date" else "a.{}").format(sql.Identifier(field.name))


def _dues(connection: Connection, layer: Layer, at: sql.Composable, condition: sql.Composable, values: Mapping[str, Any]) -> list[Due]:
    query = _DUE.format(
        at=at, condition=condition, mine=sql.SQL(MINE), table=columns.table_name(layer), public=published.table_name(layer),
        address=sql.SQL("ncovy.fold(a.address)" if layer.has("address") else "NULL::text"),
    )  # fmt: skip
    tidy(connection)
    with explained(layer=layer.name):
        execute(connection, QUICK)
        rows = fetch(connection, query, values)
    tidy(connection)
    return [Due(*_parts(layer, row)) for row in rows]


def _parts(layer: Layer, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The words are put in when it is known what it is about."""
    return (layer.name, *row[:8], "", "", *row[8:])


def _said(due: Due, words: Text) -> Due:
    return replace(due, words_vi=words.vi, words_en=words.en)


def _sentences(found: Sequence[Finding]) -> Text:
    """Each sentence once, errors first as they come."""
    return Text(" ".join(dict.fromkeys(each.text.vi for each in found)), " ".join(dict.fromkeys(each.text.en for each in found)))


def _in_order(found: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(found, key=lambda due: (due.at, due.layer, due.uid)))


def _clock(at: date | datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if isinstance(at, datetime) else ""
