"""Staff: roles with their deadlines, areas with their end, and who may give them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from psycopg2 import sql
from psycopg2.errors import InsufficientPrivilege

from ncovy_qgis.db.changes import SaveRefused
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.db.staff import Area, StaffError, grant, people, revoke
from tests.db.desk import QUYNH_LUU, pharmacy, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

NEWCOMER = f"nhan_vien_{os.getpid()}"  # roles belong to the whole server, which test runs share


@pytest.fixture
def admin(database: Database) -> Iterator[Connection]:
    """The administrator; the newcomer is gone before and after."""
    with closing(database.admin()) as connection:
        _forget(connection)
        yield connection
        connection.rollback()
        _forget(connection)


def _forget(connection: Connection) -> None:
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (NEWCOMER,))
        if cursor.rowcount:
            cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(NEWCOMER)))


def test_a_newcomer_gets_login_role_deadlines_and_area_and_can_write_at_once(database: Database, admin: Connection) -> None:
    done = grant(admin, NEWCOMER, "editor", [Area("421", 2021)], create=True)
    assert len(done) == 3
    assert store(database, NEWCOMER, pharmacy(QUYNH_LUU))[0].row_version == 1
    assert database.run("SHOW statement_timeout", person=NEWCOMER) == [("1min",)]
    assert database.run("SHOW lock_timeout", person=NEWCOMER) == [("5s",)]


def test_a_reader_of_open_data_gets_less_time_and_no_area(database: Database, admin: Connection) -> None:
    assert len(grant(admin, NEWCOMER, "reader", create=True)) == 2
    assert database.run("SHOW statement_timeout", person=NEWCOMER) == [("30s",)]
    assert database.run("SELECT count(*) FROM ncovy_open.pharmacy", person=NEWCOMER) == [(0,)]
    revoke(admin, NEWCOMER)
    with pytest.raises(InsufficientPrivilege):
        database.run("SELECT FROM ncovy_open.pharmacy", person=NEWCOMER)


def test_who_is_not_there_is_made_only_when_asked(admin: Connection) -> None:
    with pytest.raises(StaffError, match=NEWCOMER):
        grant(admin, NEWCOMER, "editor")
    with pytest.raises(StaffError, match="captain"):
        grant(admin, "lan", "captain")


def test_the_list_names_roles_and_areas(admin: Connection) -> None:
    found = {person.name: person for person in people(admin)}
    assert found["lan"].roles == ("editor",)
    assert [(area.code, area.era, area.name) for area in found["tuan"].areas] == [("40", 2021, "Tỉnh Nghệ An")]
    assert found["phuc"].areas == ()


def test_revoking_an_area_keeps_the_record_of_it(database: Database, admin: Connection) -> None:
    revoke(admin, "hoa", areas=[Area("421", 2021)])
    with pytest.raises(SaveRefused, match="NC006"):
        store(database, "hoa", pharmacy(QUYNH_LUU))
    assert database.run("SELECT valid_to IS NOT NULL, granted_by FROM ncovy.assignment WHERE person = 'hoa'") == [(True, "admin")]


def test_revoking_everything_ends_the_newcomers_work(database: Database, admin: Connection) -> None:
    grant(admin, NEWCOMER, "supervisor", [Area("40", 2021)], create=True)
    assert len(revoke(admin, NEWCOMER)) == 2
    assert NEWCOMER not in {person.name for person in people(admin)}
    with pytest.raises(StaffError):
        revoke(admin, NEWCOMER)
    with pytest.raises((SaveRefused, DatabaseError)):
        store(database, NEWCOMER, pharmacy(QUYNH_LUU))


def test_an_area_ends_by_itself(database: Database, admin: Connection) -> None:
    grant(admin, "hoa", "editor", [Area("421", 2021)], until=datetime.now(timezone.utc) - timedelta(seconds=1))
    with pytest.raises(SaveRefused, match="NC006"):
        store(database, "hoa", pharmacy(QUYNH_LUU))


def test_a_supervisor_of_the_province_gives_areas_and_an_editor_does_not(database: Database) -> None:
    with closing(database.connect("tuan")) as tuan:
        grant(tuan, "lan", "editor", [Area("421", 2021)])
    assert store(database, "lan", pharmacy(QUYNH_LUU))
    with closing(database.connect("lan")) as lan, pytest.raises(DatabaseError) as refusal:
        grant(lan, "lan", "editor", [Area("40", 2021)])
    assert refusal.value.refusal.code == "NC006"
