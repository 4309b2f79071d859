"""Who may do what and where: roles of persons, and areas. Roles are given by the administrator; the database decides who may give areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Text
from ncovy_qgis.core.dates import show_datetime

from .connection import execute, fetch, tidy, transaction, value_of
from .errors import explained
from .foundation import look_as_owner

ROLES = ("viewer", "editor", "supervisor", "publisher", "reader")
PROVINCE = "40"
# A person at a desk; publishing may take longer, a reader of open data, perhaps a program of somebody else's, less.
LIMITS = {"lock_timeout": "5s", "statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s"}
STATEMENTS = {"publisher": "15min", "reader": "30s"}
_LIST = """
    SELECT r.rolname,
           (SELECT coalesce(array_agg(substr(g.rolname, 7) ORDER BY g.rolname), '{}')
              FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid
             WHERE m.member = r.oid AND g.rolname = ANY (%(groups)s)),
           (SELECT coalesce(json_agg(json_build_object('code', a.unit_code, 'era', a.era, 'name', u.name, 'until', a.valid_to)
                                     ORDER BY a.era, a.unit_code), '[]')
              FROM ncovy.assignment AS a LEFT JOIN ncovy.unit AS u ON u.code = a.unit_code AND u.era = a.era
             WHERE a.person = r.rolname AND a.valid_from <= now() AND (a.valid_to IS NULL OR a.valid_to > now()))
      FROM pg_roles AS r
     WHERE r.rolcanlogin
       AND EXISTS (SELECT FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid WHERE m.member = r.oid AND g.rolname = ANY (%(groups)s))
     ORDER BY r.rolname
"""
_RIGHTS = """
    SELECT session_user, me.admin OR me.rolcreaterole,
           me.admin OR pg_has_role(session_user, 'ncovy_supervisor', 'USAGE') AND ncovy_app.may_write('', 0::smallint), me.admin
      FROM (SELECT ncovy_app.is_admin() AS admin, r.rolcreaterole FROM pg_roles AS r WHERE r.rolname = session_user) AS me
"""


@dataclass(frozen=True)
class Area:
    """A unit in an era, perhaps until a day."""

    code: str
    era: int
    name: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Person:
    name: str
    roles: tuple[str, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Rights:
    """What the person who asks may give: roles, areas (never to himself, unless he is the administrator)."""

    person: str
    roles: bool
    areas: bool
    own: bool


class StaffError(Exception):
    """A person or role that is not there."""

    def __init__(self, vi: str, en: str) -> None:
        self.text = Text(vi, en)
        super().__init__(vi)


def grant(
    connection: Connection, person: str, role: str | None = None, areas: Sequence[Area] = (), *, create: bool = False, until: datetime | None = None
) -> tuple[str, ...]:
    """Give a role, areas or both, effective at once; `create` makes the login (its password is set elsewhere). Returns what was done."""
    if role is not None and role not in ROLES:
        raise StaffError(f"Không có vai trò {role}; chọn {', '.join(ROLES)}.", f"No role {role}; choose one of {', '.join(ROLES)}.")
    with explained(), transaction(connection):
        made = _login(connection, person, create)
        given = _role(connection, person, role) if role else []
        look_as_owner(connection)
        if made:
            _record(connection, person, "make_login")
        if given:
            _record(connection, person, "grant_role", role)
        for area in areas:
            execute(connection, "SELECT ncovy_app.grant_area(%s, %s, %s::smallint, %s)", (person, area.code, area.era, until))
    return (*made, *given, *(f"Giao địa bàn {area.code} ({area.era}) cho {person}" for area in areas))


def revoke(connection: Connection, person: str, role: str | None = None, areas: Sequence[Area] = ()) -> tuple[str, ...]:
    """Take a role, areas, or (with neither) everything."""
    with explained(), transaction(connection):
        known = _known(connection, person)
        everything = role is None and not areas
        gone = [each for each in known.roles if everything or each == role]
        done = [_revoke_role(connection, person, each) for each in gone]
        look_as_owner(connection)
        for each in gone:
            _record(connection, person, "revoke_role", each)
        done += [sentence for area in (known.areas if everything else areas) for sentence in _revoke_area(connection, person, area)]
    return tuple(done)


def expire(connection: Connection, person: str, until: datetime, areas: Sequence[Area] = ()) -> tuple[str, ...]:
    """Let areas in force end at a moment to come (without `areas`: all of them). With them ends all writing and deciding; roles stay."""
    with explained(), transaction(connection):
        known = _known(connection, person)
        look_as_owner(connection)
        return tuple(sentence for area in (areas or known.areas) for sentence in _expire_area(connection, person, area, until))


def people(connection: Connection) -> tuple[Person, ...]:
    """Everybody with a role, and the areas in force."""
    tidy(connection)
    with explained():
        look_as_owner(connection)
        found = _people(connection)
    tidy(connection)
    return found


def rights(connection: Connection) -> Rights:
    """Asked so that a window need not offer what the database would refuse."""
    tidy(connection)
    with explained():
        look_as_owner(connection)
        found = fetch(connection, _RIGHTS)[0]
    tidy(connection)
    return Rights(*found)


def _known(connection: Connection, person: str) -> Person:
    """Read as the owner of the tables, and back to oneself: giving roles is the person's own right."""
    look_as_owner(connection)
    found = next((each for each in _people(connection) if each.name == person), None)
    execute(connection, "RESET ROLE")
    if found is None:
        raise StaffError(f"{person} không phải là người dùng Ncovy.", f"{person} is no user of Ncovy.")
    return found


def _people(connection: Connection) -> tuple[Person, ...]:
    groups = [f"ncovy_{role}" for role in ROLES]
    return tuple(Person(name, tuple(roles), tuple(Area(**area) for area in areas)) for name, roles, areas in fetch(connection, _LIST, {"groups": groups}))


def _login(connection: Connection, person: str, create: bool) -> list[str]:
    if value_of(connection, "SELECT true FROM pg_roles WHERE rolname = %s AND rolcanlogin", (person,)):
        return []
    if not create:
        raise StaffError(f"Không có tài khoản {person}; thêm --create để tạo.", f"There is no login {person}; --create makes it.")
    execute(connection, sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(person)))
    return [f"Tạo tài khoản {person}"]


def _role(connection: Connection, person: str, role: str) -> list[str]:
    """Deadlines are set for this database only: settings of a group do not pass to its members."""
    names = sql.Identifier(f"ncovy_{role}"), sql.Identifier(person)
    if value_of(connection, "SELECT pg_has_role(%s, %s, 'USAGE')", (person, f"ncovy_{role}")):
        return []
    execute(connection, sql.SQL("GRANT {} TO {}").format(*names))
    database = sql.Identifier(connection.info.dbname)
    for name, value in LIMITS.items():
        limit = STATEMENTS.get(role, value) if name == "statement_timeout" else value
        execute(connection, sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}").format(names[1], database, sql.Identifier(name), sql.Literal(limit)))
    return [f"Trao vai trò {role} cho {person}"]


def _revoke_role(connection: Connection, person: str, role: str) -> str:
    execute(connection, sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(f"ncovy_{role}"), sql.Identifier(person)))
    return f"Thu vai trò {role} của {person}"


def _record(connection: Connection, person: str, deed: str, role: str | None = None) -> None:
    """Roles belong to the server, which tells the database nothing of them; areas are recorded by the database itself."""
    value_of(connection, "SELECT ncovy_app.record_role(%s, %s, %s)", (person, deed, role))


def _revoke_area(connection: Connection, person: str, area: Area) -> list[str]:
    ended = value_of(connection, "SELECT ncovy_app.revoke_area(%s, %s, %s::smallint)", (person, area.code, area.era))
    return [f"Thu địa bàn {area.code} ({area.era}) của {person}"] if ended else []


def _expire_area(connection: Connection, person: str, area: Area, until: datetime) -> list[str]:
    found = value_of(connection, "SELECT ncovy_app.expire_area(%s, %s, %s::smallint, %s)", (person, area.code, area.era, until))
    return [f"Địa bàn {area.code} ({area.era}) của {person} hết hạn lúc {show_datetime(until)}"] if found else []
