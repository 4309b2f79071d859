"""What the windows of the oversight ask of the database, each in a thread. Imports no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection

from ...core.catalogue import Catalogue
from ...core.oversight import LOG, REPORTS, cells, header
from ...core.safe_csv import write_file
from ...db import oversight, staff
from ...db.connection import fetch
from ...db.staff import Person, Rights

SHOWN = ("activity", "waiting", "acceptances", "unusual", "staff")
_WITH_CATALOGUE = ("waiting", "acceptances")
_UNITS = """
    SELECT u.code, u.era, u.name, coalesce(p.name, ''), u.level FROM ncovy.unit AS u LEFT JOIN ncovy.unit AS p ON p.code = u.parent_code AND p.era = u.era
     ORDER BY u.level, u.era DESC, u.code
"""


@dataclass(frozen=True)
class Period:
    """[since, until)."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Unit:
    """An administrative unit; level 1 is the province, 2 a district, 3 a commune."""

    code: str
    era: int
    name: str
    parent: str
    level: int


@dataclass(frozen=True)
class Roster:
    """Everybody, what the person who asks may give, and the units there are."""

    people: tuple[Person, ...]
    rights: Rights
    units: tuple[Unit, ...] = ()


def read_reports(connection: Connection, progress: Any, period: Period, catalogue: Catalogue) -> Mapping[str, tuple[Any, ...]]:
    """The rows of every report that is shown."""
    found = {}
    for place, name in enumerate(SHOWN):
        progress(place, len(SHOWN), REPORTS[name].title)
        more = {"catalogue": catalogue} if name in _WITH_CATALOGUE else {}
        found[name] = tuple(oversight.REPORTS[name](connection, period.since, period.until, **more))
    return found


def export_log(connection: Connection, progress: Any, period: Period, catalogue: Catalogue, path: Path, language: str) -> int:
    """The whole audit of the period as CSV; how many rows."""
    rows = oversight.audit(connection, period.since, period.until, catalogue)
    return write_file(path, header(LOG, language), (cells(LOG, row, language) for row in rows))


def may_oversee(connection: Connection, progress: Any) -> bool:
    """Supervisor or administrator?"""
    return oversight.may_oversee(connection)


def read_roster(connection: Connection, with_units: bool) -> Roster:
    """Who there is; the units once, for they do not change while a window is open."""
    people, rights = staff.people(connection), staff.rights(connection)
    units = tuple(Unit(*row) for row in fetch(connection, _UNITS)) if with_units else ()
    return Roster(people, rights, units)
