"""What the dock asks of the database, each in one connection and away from the main thread. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from psycopg2.extensions import connection as Connection

from ...core.catalogue import Catalogue
from ...core.messages import Refusal
from ...db.acceptances import accept
from ...db.checks import Progress, check
from ...db.connection import value_of
from ...db.errors import DatabaseError
from ...db.findings import Finding
from ...db.neighbours import recheck
from .rows import Row, rows_of

HAS_AREAS = """
    SELECT EXISTS (SELECT FROM ncovy.assignment AS s WHERE s.person = session_user AND s.valid_from <= now() AND (s.valid_to IS NULL OR s.valid_to > now()))
"""


@dataclass(frozen=True)
class Desk:
    """What does not change from task to task."""

    catalogue: Catalogue
    language: str


@dataclass(frozen=True)
class Checked:
    """One pass over everything, or over the person's own areas."""

    rows: tuple[Row, ...]
    has_areas: bool
    mine: bool


@dataclass(frozen=True)
class Again:
    """Some features judged anew: their rows take the place of the old ones."""

    uids: frozenset[str]
    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...] = ()


def check_all(connection: Connection, progress: Progress, desk: Desk, mine: Optional[bool]) -> Checked:
    """One moment of all layers; `mine` None: the own areas where there are any."""
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    has_areas = bool(value_of(connection, HAS_AREAS))
    own = has_areas if mine is None else mine and has_areas
    found = check(connection, desk.catalogue, mine=own, notes=True, progress=progress)
    return Checked(rows_of(found, desk.catalogue, desk.language), has_areas, own)


def check_again(connection: Connection, progress: Any, desk: Desk, touched: Mapping[str, Sequence[str]], known: Sequence[str], mine: bool) -> Again:
    """Touched features and their neighbours."""
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    return _again(connection, desk, touched, known, mine)


def accept_all(connection: Connection, progress: Any, desk: Desk, doubts: Sequence[Finding], reason: str, mine: bool) -> Again:
    """Record a reason for each warning, a transaction each; what was refused is told, the rest stands."""
    refusals = []
    for doubt in doubts:
        try:
            accept(connection, doubt, reason)
        except DatabaseError as error:
            refusals.append(error.refusal)
    touched: dict[str, list[str]] = {}
    for doubt in doubts:
        touched.setdefault(doubt.layer, []).append(doubt.uid)
    answer = _again(connection, desk, touched, (), mine)
    return Again(answer.uids, answer.rows, tuple(refusals))


def _again(connection: Connection, desk: Desk, touched: Mapping[str, Sequence[str]], known: Sequence[str], mine: bool) -> Again:
    answer = recheck(connection, desk.catalogue, touched, known, mine=mine, notes=True)
    return Again(answer.uids, rows_of(answer.findings, desk.catalogue, desk.language))
