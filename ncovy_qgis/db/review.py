"""Review from Python: thin calls of the functions that decide in the database. Each call is one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.messages import Refusal, explain

from .batches import dependency_order
from .connection import fetch, tidy, transaction, value_of
from .errors import explained

_FINDINGS = "SELECT field, code, severity, text_vi, text_en FROM ncovy_app.findings(%s, %s) ORDER BY severity, field, code"
_VERIFY = "SELECT code, message, detail FROM ncovy_app.verify_items(%s, %s::uuid[], %s::integer[])"

_APPROVE = "SELECT code, message, detail FROM ncovy_app.approve_items(%s, %s::uuid[], %s::integer[], %s)"
_RETURN = "SELECT code, message, detail FROM ncovy_app.return_items(%s, %s::uuid[], %s::integer[], %s)"
_OF_CHANGESET = "SELECT layer, uid::text, row_version FROM ncovy_app.queue WHERE changeset = %s ORDER BY submitted_at, layer, uid"
_BY_FIELD = "SELECT approved_version, draft_version FROM ncovy_app.approve_fields(%s, %s, %s, %s, %s)"

# A version somebody else's decision wrote down is its authors' draft all the same.
_OWN_DRAFTS = """
    SELECT f.layer, f.uid::text, f.row_version, f.name FROM ncovy_app.feature AS f
     WHERE f.review_state IN ('draft', 'returned') AND NOT f.removed
       AND coalesce((SELECT bool_or(a.person = session_user) FROM ncovy.authorship AS a
                      WHERE a.layer = f.layer AND a.uid = f.uid AND a.row_version = f.row_version), f.edited_by = session_user)
     ORDER BY f.layer, f.name, f.uid
"""


@dataclass(frozen=True)
class Draft:
    """One feature in the version that is shown, not handed over yet."""

    layer: str
    uid: str
    row_version: int
    name: str


@dataclass(frozen=True)
class Doubt:
    """What stands between a draft and its submission: an error, or a warning that needs a reason."""

    field: str
    code: str
    severity: str
    vi: str
    en: str


@dataclass(frozen=True)
class Verdict:
    """What became of one of many: done, or refused."""

    layer: str
    uid: str
    row_version: int
    refusal: Refusal | None  # None: done


Seen = tuple[str, str, int]  # layer, uid, the version that was seen


def own_drafts(connection: Connection) -> tuple[Draft, ...]:
    """Every draft the person edited last."""
    tidy(connection)
    with explained():
        rows = fetch(connection, _OWN_DRAFTS)
    tidy(connection)
    return tuple(Draft(layer, uid, version, name or "") for layer, uid, version, name in rows)


def doubts(connection: Connection, layer: str, uid: str) -> tuple[Doubt, ...]:
    """What submit() would refuse, and why."""
    tidy(connection)
    with explained(layer=layer, uid=uid):
        rows = fetch(connection, _FINDINGS, (layer, uid))
    tidy(connection)
    return tuple(Doubt(*row) for row in rows)


def submit(connection: Connection, layer: str, uid: str, row_version: int) -> None:
    """Ask for approval of this version; NC010 lists what is missing."""
    _call(connection, "SELECT ncovy_app.submit(%s, %s, %s)", layer, uid, row_version)


def approve(connection: Connection, layer: str, uid: str, row_version: int, note: str | None = None) -> None:
    """Make exactly this version public; NC001 when it moved, NC008 for one's own, NC009 when it was not submitted."""
    _call(connection, "SELECT ncovy_app.approve(%s, %s, %s, %s)", layer, uid, row_version, note)


def return_item(connection: Connection, layer: str, uid: str, row_version: int, reason: str) -> None:
    """Give a submitted version back to its author with a reason."""
    _call(connection, "SELECT ncovy_app.return_item(%s, %s, %s, %s)", layer, uid, row_version, reason)


def restore(connection: Connection, layer: str, uid: str, to_version: int, row_version: int) -> int:
    """Write an earlier version again as a new draft; returns the new version."""
    return int(_call(connection, "SELECT ncovy_app.restore(%s, %s, %s, %s)", layer, uid, to_version, row_version))


def ask(connection: Connection, layer: str, uid: str, row_version: int, question: str) -> None:
    """Ask the authors of a waiting version; it goes on waiting."""
    _call(connection, "SELECT ncovy_app.ask(%s, %s, %s, %s)", layer, uid, row_version, question)


def answer(connection: Connection, layer: str, uid: str, row_version: int, words: str) -> None:
    """Answer a question, or a return, as an author or a supervisor; NC009 when there is none."""
    _call(connection, "SELECT ncovy_app.answer(%s, %s, %s, %s)", layer, uid, row_version, words)


def approve_fields(connection: Connection, layer: str, uid: str, row_version: int, fields: Sequence[str], reason: str) -> tuple[int, int]:
    """Make these fields («geom»: the position) public and give the whole version back with a reason; returns the approved and the returned version."""
    with explained(layer=layer, uid=uid), transaction(connection):
        ((approved, draft),) = fetch(connection, _BY_FIELD, (layer, uid, row_version, list(fields), reason))
    return int(approved), int(draft)


def verify_items(connection: Connection, layer: str, items: Sequence[tuple[str, int]], catalogue: Catalogue | None = None) -> tuple[Refusal | None, ...]:
    """Say of many (uid, version seen) that they are still true; for each, in the order given, None or what refuses it."""
    verdicts = _of_many(connection, _VERIFY, [(layer, uid, version) for uid, version in items], (), catalogue)
    return tuple(each.refusal for each in verdicts)


def approve_many(connection: Connection, items: Sequence[Seen], note: str | None = None, catalogue: Catalogue | None = None) -> tuple[Verdict, ...]:
    """approve() of many in one transaction; what is refused of one leaves the others. In the order given."""
    return _of_many(connection, _APPROVE, items, (note,), catalogue)


def return_many(connection: Connection, items: Sequence[Seen], reason: str, catalogue: Catalogue | None = None) -> tuple[Verdict, ...]:
    """return_item() of many in one transaction, with one reason."""
    return _of_many(connection, _RETURN, items, (reason,), catalogue)


def approve_changeset(connection: Connection, changeset: int, note: str | None = None, catalogue: Catalogue | None = None) -> tuple[Verdict, ...]:
    """Approve what waits of one save: the versions it wrote that are still the latest."""
    tidy(connection)
    with explained():
        items = [(layer, uid, version) for layer, uid, version in fetch(connection, _OF_CHANGESET, (changeset,))]
    return approve_many(connection, items, note, catalogue)


def _of_many(connection: Connection, query: str, items: Sequence[Seen], more: tuple[Any, ...], catalogue: Catalogue | None) -> tuple[Verdict, ...]:
    """One statement a layer, in the order in which saves take them, so that nobody waits for each other."""
    words = catalogue or load_catalogue()
    order = {name: place for place, name in enumerate(dependency_order(words))}
    verdicts: dict[int, Verdict] = {}
    with transaction(connection):
        for layer in sorted({layer for layer, _, _ in items}, key=lambda name: (order.get(name, -1), name)):
            own = [(place, uid, version) for place, (name, uid, version) in enumerate(items) if name == layer]
            _, uids, versions = (list(column) for column in zip(*own))
            with explained(words, layer=layer):
                rows = fetch(connection, query, (layer, uids, versions, *more))
            for (place, uid, version), (code, message, detail) in zip(own, rows):
                refusal = explain(code, None, message, json.dumps(detail), words, layer) if code else None
                verdicts[place] = Verdict(layer, uid, version, refusal)
    return tuple(verdicts[place] for place in range(len(items)))


def _call(connection: Connection, query: str, layer: str, uid: str, *rest: Any) -> Any:
    with explained(layer=layer, uid=uid), transaction(connection):
        return value_of(connection, query, (layer, uid, *rest))
