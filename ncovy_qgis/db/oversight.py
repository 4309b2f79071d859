"""Who did what, for supervisors and the administrator: the database refuses everybody else (NC006). A period is [since, until)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.model import Text
from ncovy_qgis.core.oversight import NOTHING, Accepted, Activity, AuditRow, StaffChange, Unusual, WaitingTime
from ncovy_qgis.core.unusual import Facts, Limits, sentence

from . import gate_parts
from .check_files import read_checks
from .connection import fetch, tidy, value_of
from .errors import explained
from .foundation import look_as_owner

__all__ = ["REPORTS", "Limits", "acceptances", "activity", "audit", "may_oversee", "staff_changes", "unusual", "waiting_times"]
_ACTIVITY = (
    "SELECT person, unit_code, era, unit_name, district_name, day, inserts, updates, moves, removes, restores, submits, approvals, returns, verifies"
    " FROM ncovy_app.activity(%(since)s, %(until)s)"
)
_WAITING = (
    "SELECT layer, unit_code, era, unit_name, decided, median_s, p90_s, longest_s, waiting, oldest_s"
    " FROM ncovy_app.waiting_times(%(since)s, %(until)s)"
)
_ACCEPTANCES = (
    "SELECT at, person, layer, uid::text, name, row_version, unit_name, code, reason FROM ncovy_app.acceptances(%(since)s, %(until)s)"
)
_STAFF = (
    "SELECT at, by, application, person, deed, role, unit_code, era, unit_name, valid_to FROM ncovy_app.staff_changes(%(since)s, %(until)s)"
)
_AUDIT = (
    "SELECT at, by, application, kind, deed, layer, uid::text, name, row_version, unit_code, era, unit_name, changeset, comment, fields, metres, reason,"
    " person, role, valid_to FROM ncovy_app.audit(%(since)s, %(until)s)"
)
_UNUSUAL = (
    "SELECT kind, person, day, first_at, last_at, deeds, metres, layer, uid::text, name, changeset"
    " FROM ncovy_app.unusual(%(since)s, %(until)s, %(removals)s, %(far)s, %(night_from)s, %(night_to)s)"
)
OWN_REASON = Text("Lý do chung ghi trong biểu mẫu", "One reason for all, in the form")
# A year of a whole province takes longer than the minute a person's statement has; compiling the statements longer than running them.
_PATIENT = "SELECT set_config('statement_timeout', '15min', true), set_config('jit', 'off', true)"
_MAY = "SELECT ncovy_app.is_admin() OR pg_has_role(session_user, 'ncovy_supervisor', 'USAGE')"
_AT_ONCE = 1000  # rows of the audit that are held at a time


def may_oversee(connection: Connection) -> bool:
    """Is this person a supervisor or the administrator?"""
    with _asking(connection):
        return bool(value_of(connection, _MAY))


def activity(connection: Connection, since: datetime, until: datetime) -> tuple[Activity, ...]:
    """Deeds per person, commune and Vietnamese day, the latest day first."""
    return tuple(Activity(*row) for row in _read(connection, _ACTIVITY, since, until))


def waiting_times(connection: Connection, since: datetime, until: datetime, catalogue: Catalogue | None = None) -> tuple[WaitingTime, ...]:
    """Of what was decided in the period, and what waits now, per layer and district."""
    titles = _titles(catalogue or load_catalogue())
    return tuple(WaitingTime(layer, _title(titles, layer), *rest) for layer, *rest in _read(connection, _WAITING, since, until))


def acceptances(connection: Connection, since: datetime, until: datetime, catalogue: Catalogue | None = None) -> tuple[Accepted, ...]:
    """Warnings answered for, with whose word and why, the latest first."""
    known = catalogue or load_catalogue()
    titles, rules = _titles(known), _rules(known)
    return tuple(
        Accepted(at, person, layer, _title(titles, layer), uid, name, version, unit, code, _rule(rules, layer, code), reason)
        for at, person, layer, uid, name, version, unit, code, reason in _read(connection, _ACCEPTANCES, since, until)
    )


def unusual(
    connection: Connection, since: datetime, until: datetime, limits: Limits | None = None, catalogue: Catalogue | None = None
) -> tuple[Unusual, ...]:
    """What to look at twice, the latest first."""
    borders = limits or Limits()
    titles = _titles(catalogue or load_catalogue())
    more = {"removals": borders.removals, "far": borders.far_metres, "night_from": borders.night_from, "night_to": borders.night_to}
    return tuple(_unusual(row, titles, borders) for row in _read(connection, _UNUSUAL, since, until, more))


def staff_changes(connection: Connection, since: datetime, until: datetime) -> tuple[StaffChange, ...]:
    """Roles and areas given, taken and limited, the latest first."""
    return tuple(StaffChange(*row) for row in _read(connection, _STAFF, since, until))


def audit(connection: Connection, since: datetime, until: datetime, catalogue: Catalogue | None = None) -> Iterator[AuditRow]:
    """Every row of the period in order, a thousand at a time, however many there are; the transaction ends with the iterator."""
    titles = _titles(catalogue or load_catalogue())
    with _asking(connection), connection.cursor("ncovy_audit") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(_AUDIT, {"since": since, "until": until})
        for row in cursor:
            told: list[Any] = [*row[:6], _title(titles, row[5]), *row[6:]]
            yield AuditRow(*told)


REPORTS: Mapping[str, Callable[[Connection, datetime, datetime], Any]] = {
    "activity": activity, "waiting": waiting_times, "acceptances": acceptances, "unusual": unusual, "staff": staff_changes, "log": audit,
}  # fmt: skip


@contextmanager
def _asking(connection: Connection) -> Iterator[None]:
    tidy(connection)
    try:
        with explained():
            look_as_owner(connection)
            fetch(connection, _PATIENT)
            yield
    finally:
        if not connection.closed:
            tidy(connection)


def _read(connection: Connection, query: str, since: datetime, until: datetime, more: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with _asking(connection):
        return fetch(connection, query, {"since": since, "until": until, **(more or {})})


def _unusual(row: tuple[Any, ...], titles: Mapping[str, Text], limits: Limits) -> Unusual:
    kind, person, day, _, _, deeds, metres, layer, _, name, _ = row
    words = sentence(Facts(kind, person, day, deeds, metres, _title(titles, layer), name), limits)
    told: list[Any] = [*row, words.vi, words.en]
    return Unusual(*told)


def _titles(catalogue: Catalogue) -> Mapping[str, Text]:
    return {layer.name: layer.short for layer in catalogue.layers}


def _title(titles: Mapping[str, Text], layer: str | None) -> Text:
    return titles.get(layer, Text(layer, layer)) if layer else NOTHING


def _rules(catalogue: Catalogue) -> Mapping[tuple[str | None, str], Text]:
    """(layer, rule) and (None, check) → its sentence."""
    rules: dict[tuple[str | None, str], Text] = {(layer.name, rule.name): rule.message for layer in catalogue.layers for rule in layer.rules}
    rules.update({(layer.name, code): text for layer in catalogue.layers for code, text in gate_parts.texts(layer).items()})
    rules.update({(None, check.code): check.text for check in read_checks(catalogue)})
    return rules


def _rule(rules: Mapping[tuple[str | None, str], Text], layer: str, code: str | None) -> Text:
    if code is None:
        return OWN_REASON
    return rules.get((layer, code)) or rules.get((None, code)) or Text(code, code)
