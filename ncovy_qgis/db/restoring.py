"""Bringing back: what a restore of a save, of a person's day or of an area would do, and doing it as one new save. History is only ever added to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.merge import GEOMETRY, REMOVED, Choice, Choices, Image, Merge, Pick, merge
from ncovy_qgis.core.messages import Refusal, explain
from ncovy_qgis.core.model import Layer
from ncovy_qgis.core.rules.moments import VIETNAM

from .batches import dependency_order
from .change import Update
from .changes import save
from .columns import WRITTEN_WITH_REMOVAL
from .conflicts import read_moved
from .connection import fetch, tidy, transaction, value_of
from .errors import DatabaseError, SaveRefused, explained
from .review import Verdict

# `picked`: the versions to be undone; `span`: from which version on, of each feature.
_OF_VERSIONS = sql.SQL(
    """
    WITH picked AS MATERIALIZED (SELECT v.layer, v.uid, v.row_version FROM ncovy.version AS v WHERE {condition}),
         span AS (SELECT p.layer, p.uid, min(p.row_version) AS first FROM picked AS p GROUP BY p.layer, p.uid)
    """
)
_OF_SAVE = sql.SQL("v.changeset = %(changeset)s")
_OF_DAY = sql.SQL("v.session_user_name = %(person)s AND v.at >= %(since)s AND v.at < %(until)s")
# A feature belongs to an area when it lay there then, or at any time since; what was moved into another area meanwhile is a later edit in the way.
_OF_AREA = sql.SQL(
    """
    WITH area AS MATERIALIZED (
        SELECT u.code FROM ncovy.unit AS u LEFT JOIN ncovy.unit AS p ON p.code = u.parent_code AND p.era = u.era
         WHERE u.era = %(era)s AND %(code)s IN (u.code, u.parent_code, p.parent_code)
    ), touched AS MATERIALIZED (
        SELECT v.layer, v.uid, min(v.row_version) AS first FROM ncovy.version AS v WHERE v.at > %(since)s GROUP BY v.layer, v.uid
    ), placed AS MATERIALIZED (
        SELECT v.layer, v.uid, v.row_version, t.first,
               (v."row" -> 'commune_era')::integer = %(era)s AND v."row" ->> 'commune_code' IN (SELECT a.code FROM area AS a) AS here
          FROM touched AS t JOIN ncovy.version AS v ON v.layer = t.layer AND v.uid = t.uid AND v.row_version >= t.first - 1
    ), picked AS MATERIALIZED (SELECT p.layer, p.uid, p.row_version FROM placed AS p WHERE p.here AND p.row_version >= p.first),
         span AS (SELECT p.layer, p.uid, p.first FROM placed AS p GROUP BY p.layer, p.uid, p.first HAVING bool_or(p.here))
    """
)
# Where the content is already that of then, there is nothing to bring back.
_STEPS = sql.SQL(
    """
    , mark AS (
        SELECT s.layer, s.uid, s.first, max(v.row_version) AS now, max(v.row_version) FILTER (WHERE p.uid IS NULL) AS later
          FROM span AS s JOIN ncovy.version AS v ON v.layer = s.layer AND v.uid = s.uid AND v.row_version >= s.first
          LEFT JOIN picked AS p ON p.layer = v.layer AND p.uid = v.uid AND p.row_version = v.row_version
         GROUP BY s.layer, s.uid, s.first
    )
    SELECT m.layer, m.uid::text, n."row" ->> 'name', m.now, t.row_version, o.seq IS NOT NULL, o.session_user_name, o.at,
           CASE WHEN t.seq IS NULL OR (t."row" -> 'removed')::boolean AND NOT (n."row" -> 'removed')::boolean THEN 'removed'
                WHEN (n."row" -> 'removed')::boolean AND NOT (t."row" -> 'removed')::boolean THEN 'restored'
                WHEN NOT (n.geom OPERATOR(public.=) t.geom) THEN 'moved' ELSE 'changed' END
      FROM mark AS m
      JOIN ncovy.version AS n ON n.layer = m.layer AND n.uid = m.uid AND n.row_version = m.now
      LEFT JOIN ncovy.version AS t ON t.layer = m.layer AND t.uid = m.uid AND t.row_version = m.first - 1
      LEFT JOIN ncovy.version AS o ON o.layer = m.layer AND o.uid = m.uid AND o.row_version = m.later
     WHERE CASE WHEN t.seq IS NULL THEN NOT (n."row" -> 'removed')::boolean
                ELSE NOT (n.geom OPERATOR(public.=) t.geom)
                     OR jsonb_strip_nulls(n."row" - {servers}::text[]) <> jsonb_strip_nulls(t."row" - {servers}::text[]) END
     ORDER BY m.layer, 3, m.uid
    """
).format(servers=sql.Literal(["row_version", "review_state", "approved_version", "edited_by", "edited_at", "verified_by", "verified_at"]))
_RESTORE = "SELECT code, rule, message, detail FROM ncovy_app.restore_items(%s, %s::uuid[], %s::integer[], %s::integer[], %s)"


@dataclass(frozen=True)
class Step:
    """What a restore would do to one feature: from the version it has now to an earlier one, or away (`to_version` None: it did not exist)."""

    layer: str
    uid: str
    name: str | None
    row_version: int
    to_version: int | None
    conflict: bool  # somebody changed it since, and that would be undone too
    later_by: str | None
    later_at: datetime | None
    kind: str  # what becomes of it: changed, moved, removed, restored


def of_changeset(connection: Connection, changeset: int) -> tuple[Step, ...]:
    """What undoing a whole save would do; later edits, whoever's, are told as conflicts."""
    return _steps(connection, _OF_VERSIONS.format(condition=_OF_SAVE), {"changeset": changeset})


def of_person_day(connection: Connection, person: str, day: date) -> tuple[Step, ...]:
    """What undoing all a person wrote on a Vietnamese day would do; what others wrote after his first edit is told as a conflict."""
    start = datetime.combine(day, time(0), VIETNAM)
    return _steps(connection, _OF_VERSIONS.format(condition=_OF_DAY), {"person": person, "since": start, "until": start + timedelta(days=1)})


def of_area(connection: Connection, unit_code: str, era: int, since: datetime) -> tuple[Step, ...]:
    """What bringing an area back to a moment would do: everything that lay in it then or since."""
    return _steps(connection, _OF_AREA, {"code": unit_code, "era": era, "since": since})


def restore_many(connection: Connection, steps: Sequence[Step], comment: str, reason: str, catalogue: Catalogue | None = None) -> tuple[Verdict, ...]:
    """Do it: one transaction, one changeset of new drafts; one verdict a step, in their order. What moved since the preview is refused (NC001).

    `reason` stands in the decisions, and with features that are taken away. Where every step is refused, nothing is written at all.
    """
    if len({(step.layer, step.uid) for step in steps}) < len(steps):
        raise ValueError("A feature may stand in a restore once only.")
    known = catalogue or load_catalogue()
    found: dict[tuple[str, str], Refusal | None] = {}
    with explained(known), transaction(connection):
        value_of(connection, "SELECT ncovy_app.begin_changeset(%s, %s)", (str(uuid4()), comment))
        for layer in _in_order(known, steps):
            found.update(_restore_layer(connection, known, layer, [step for step in steps if step.layer == layer], reason))
        if all(found.values()):
            connection.rollback()
    return tuple(Verdict(step.layer, step.uid, step.row_version, found[step.layer, step.uid]) for step in steps)


def merge_of(
    connection: Connection, layer: str, uid: str, to_version: int, base_version: int | None = None, catalogue: Catalogue | None = None
) -> tuple[Merge, int]:
    """An earlier version against what was made of the feature since, and the version the feature has now.

    Undone is what `base_version` (the one after `to_version` unless named) had made of it; what was changed later stays.
    """
    known = catalogue or load_catalogue()
    moved = read_moved(connection, known, [Update(layer, uid, to_version, {})]).moved.get((layer, uid))
    if moved is None or moved.base is None:
        raise DatabaseError(explain("NC003", None, f"NC003: Đối tượng này không có phiên bản {to_version}.", json.dumps({"uid": uid}), known, layer))
    later = base_version or min(to_version + 1, moved.row_version)
    base = next((step.image for step in moved.steps if step.row_version == later), moved.base)
    return merge(known.layer(layer), base, moved.current, moved.base), moved.row_version


def restore_merged(
    connection: Connection,
    layer: str,
    uid: str,
    to_version: int,
    row_version: int,
    base_version: int | None = None,
    choices: Choices | None = None,
    catalogue: Catalogue | None = None,
) -> int:
    """Bring an earlier version back but keep what was changed later; returns the version the feature has then (the same where nothing differs).

    A field changed both by what is undone and later stays as it is now unless `choices` say otherwise; a feature taken away comes back.
    Written like any edit, so every guard judges it: NC001 when the feature moved since `row_version` was seen.
    """
    known = catalogue or load_catalogue()
    found, now = merge_of(connection, layer, uid, to_version, base_version, known)
    decided: dict[str, Choice] = {REMOVED: Choice(Pick.MINE), **(choices or {})}
    change = _difference(known.layer(layer), uid, row_version, found, found.result(decided))
    if now == row_version and not change.values and change.wkb is None:
        return now
    try:
        made = save(connection, [change], client_uid=uuid4(), comment=f"Khôi phục phiên bản {to_version}, giữ các sửa đổi sau", catalogue=known)
    except SaveRefused as error:
        raise DatabaseError(error.refusals[0]) from error
    return made[0].row_version


def _difference(layer: Layer, uid: str, seen: int, found: Merge, wanted: Image) -> Update:
    fields = (cell for cell in found.cells if cell.name not in (GEOMETRY, REMOVED))
    values = {cell.name: wanted.values[cell.name] for cell in fields if not found.same(cell.name, cell.theirs, wanted.values[cell.name])}
    if wanted.removed != found.theirs.removed:
        values |= {REMOVED: wanted.removed, **({} if wanted.removed else {WRITTEN_WITH_REMOVAL: None})}
    return Update(layer.name, uid, seen, values, None if wanted.wkb == found.theirs.wkb else wanted.wkb)


def _in_order(catalogue: Catalogue, steps: Sequence[Step]) -> list[str]:
    """As every save takes its layers; those that are none come last, to be refused by the database."""
    named = {step.layer for step in steps}
    order = [name for name in dependency_order(catalogue) if name in named]
    return [*order, *sorted(named - set(order))]


def _restore_layer(connection: Connection, catalogue: Catalogue, layer: str, steps: Sequence[Step], reason: str) -> Mapping[tuple[str, str], Refusal | None]:
    asked = ([step.uid for step in steps], [step.row_version for step in steps], [step.to_version for step in steps])
    rows = fetch(connection, _RESTORE, (layer, *asked, reason))
    return {(layer, step.uid): _refusal(catalogue, layer, row) for step, row in zip(steps, rows)}


def _refusal(catalogue: Catalogue, layer: str, row: tuple[Any, ...]) -> Refusal | None:
    code, rule, message, detail = row
    return explain(code, rule, message, json.dumps(detail), catalogue, layer) if code else None


def _steps(connection: Connection, head: sql.Composable, values: Mapping[str, Any]) -> tuple[Step, ...]:
    tidy(connection)
    with explained():
        rows = fetch(connection, head + _STEPS, values)
    tidy(connection)
    return tuple(Step(*row) for row in rows)
