"""Staff in the open: every change is recorded by the database, nobody edits the record, and what is taken is gone for the next statement."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import psycopg2
import pytest
from psycopg2 import sql

from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.db.oversight import staff_changes
from ncovy_qgis.db.review import approve, submit
from ncovy_qgis.db.staff import Area, StaffError, expire, grant, people, revoke
from tests.db.desk import QUYNH_LUU, VINH, pharmacy, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

NEWCOMER = f"nguoi_moi_{os.getpid()}"
QL = Area("421", 2021)
LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)
INSERT = "INSERT INTO ncovy.pharmacy (name, reported_at, geom) VALUES ('Quầy thuốc', '2021-09-01', ST_SetSRID(ST_MakePoint(105.62806, 19.14167), 4326))"


@pytest.fixture
def admin(database: Database) -> Iterator[Connection]:
    with closing(database.admin()) as connection:
        yield connection
        connection.rollback()
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", (NEWCOMER,))
            if cursor.rowcount:
                cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(NEWCOMER)))


def soon(hours: float = 1) -> datetime:
    return datetime.now(timezone.utc) + timedelta(hours=hours)


def recorded(admin: Connection, person: str) -> list[tuple[str, str, str | None, str | None]]:
    """What was done to a person, oldest first."""
    changes = reversed(staff_changes(admin, LONG_AGO, soon()))
    return [(each.by, each.deed, each.role, each.unit_code) for each in changes if each.person == person]


def test_login_role_and_area_are_recorded_with_who_gave_and_who_took_them(database: Database, admin: Connection) -> None:
    grant(admin, NEWCOMER, "editor", [QL], create=True)
    with closing(database.connect("tuan")) as tuan:
        revoke(tuan, NEWCOMER, areas=[QL])
    revoke(admin, NEWCOMER, "editor")
    assert recorded(admin, NEWCOMER) == [
        ("admin", "make_login", None, None), ("admin", "grant_role", "editor", None), ("admin", "grant_area", None, "421"),
        ("tuan", "revoke_area", None, "421"), ("admin", "revoke_role", "editor", None),
    ]  # fmt: skip


def test_what_changes_nothing_is_not_recorded(admin: Connection) -> None:
    before = recorded(admin, "hoa")
    assert grant(admin, "hoa", "editor") == ()
    assert revoke(admin, "hoa", areas=[Area("412", 2021)]) == ()
    grant(admin, "hoa", areas=[QL])  # she has it already
    assert recorded(admin, "hoa") == before


def test_what_the_administrator_writes_by_hand_is_recorded_too(database: Database, admin: Connection) -> None:
    before = len(recorded(admin, "hoa"))
    database.run("UPDATE ncovy.assignment SET valid_to = now() + interval '1 day' WHERE person = 'hoa'")
    database.run("UPDATE ncovy.assignment SET valid_to = now() WHERE person = 'hoa'")
    database.run("INSERT INTO ncovy.assignment (person, unit_code, era) VALUES ('hoa', '412', 2021)")
    database.run("UPDATE ncovy.assignment SET unit_code = '421' WHERE person = 'hoa' AND unit_code = '412'")
    database.run("DELETE FROM ncovy.assignment WHERE person = 'hoa'")
    assert [(deed, unit) for _, deed, _, unit in recorded(admin, "hoa")[before:]] == [
        ("expire_area", "421"), ("revoke_area", "421"), ("grant_area", "412"), ("revoke_area", "412"), ("grant_area", "421"), ("revoke_area", "421"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "deed", ["UPDATE ncovy.staff_change SET by = 'x'", "DELETE FROM ncovy.staff_change", "TRUNCATE ncovy.staff_change", "TRUNCATE ncovy.assignment"]
)
def test_nobody_rewrites_the_record_not_even_the_administrator(database: Database, deed: str) -> None:
    with pytest.raises(psycopg2.Error, match="NC007"):
        database.run(deed)


@pytest.mark.parametrize("person", ["lan", "tuan"])
def test_a_role_that_was_not_given_cannot_be_recorded(database: Database, admin: Connection, person: str) -> None:
    with pytest.raises(psycopg2.Error, match="NC006"):
        database.run("SELECT ncovy_app.record_role('vy', 'grant_role', 'supervisor')", person=person)
    with pytest.raises(psycopg2.Error, match="NC009"):
        database.run("SELECT ncovy_app.record_role('vy', 'grant_role', 'supervisor')")
    assert recorded(admin, "vy") == []


def test_a_role_only_the_administrator_may_give_leaves_no_record_when_it_fails(database: Database, admin: Connection) -> None:
    with closing(database.connect("tuan")) as tuan, pytest.raises(DatabaseError):
        grant(tuan, "vy", "supervisor")
    assert recorded(admin, "vy") == []
    assert next(each for each in people(admin) if each.name == "vy").roles == ("viewer",)


def test_an_area_that_expires_later_is_written_in_until_then(database: Database, admin: Connection) -> None:
    until = soon()
    (sentence,) = expire(admin, "hoa", until)
    assert sentence.startswith("Địa bàn 421 (2021) của hoa hết hạn lúc ")
    assert store(database, "hoa", pharmacy(QUYNH_LUU))
    (change,) = [each for each in staff_changes(admin, LONG_AGO, soon()) if each.deed == "expire_area"]
    assert (change.person, change.valid_to) == ("hoa", until)
    grant(admin, "hoa", areas=[QL])  # without an end: it goes on
    assert database.run("SELECT count(*), max(valid_to) FROM ncovy.assignment WHERE person = 'hoa'") == [(1, None)]


def test_an_end_in_the_past_is_refused_and_an_unknown_person_named(admin: Connection) -> None:
    with pytest.raises(DatabaseError, match="NC009"):
        expire(admin, "hoa", soon(-1))
    with pytest.raises(StaffError, match="khong_ai"):
        expire(admin, "khong_ai", soon())
    assert expire(admin, "hoa", soon(), [Area("412", 2021)]) == ()


def test_nobody_prolongs_their_own_area_and_an_editor_nobodys(database: Database, admin: Connection) -> None:
    for person, whose in (("tuan", "tuan"), ("lan", "lan"), ("lan", "hoa"), ("thu", "lan")):
        with closing(database.connect(person)) as connection, pytest.raises(DatabaseError, match="NC006"):
            expire(connection, whose, soon())


def test_a_revoked_area_is_gone_for_the_next_statement_of_an_open_transaction(database: Database, admin: Connection) -> None:
    with closing(database.connect("hoa")) as hoa, hoa.cursor() as cursor:
        cursor.execute("SELECT 1")  # the transaction, and its now(), begin before the area is taken
        cursor.execute(INSERT)
        revoke(admin, "hoa", areas=[QL])
        with pytest.raises(psycopg2.Error, match="NC006"):
            cursor.execute(INSERT)
        hoa.rollback()
    assert database.run("SELECT count(*) FROM ncovy.pharmacy") == [(0,)]


def test_a_given_area_counts_for_the_next_statement_of_an_open_transaction(database: Database, admin: Connection) -> None:
    with closing(database.connect("lan")) as lan, lan.cursor() as cursor:
        cursor.execute("SELECT 1")
        grant(admin, "lan", areas=[QL])
        cursor.execute(INSERT)
        lan.commit()
    assert database.run("SELECT edited_by FROM ncovy.pharmacy") == [("lan",)]


def test_an_area_expires_in_the_middle_of_a_transaction(database: Database, admin: Connection) -> None:
    with closing(database.connect("hoa")) as hoa, hoa.cursor() as cursor:
        cursor.execute("SELECT 1")
        expire(admin, "hoa", datetime.now(timezone.utc) + timedelta(seconds=0.4))
        cursor.execute(INSERT)
        cursor.execute("SELECT pg_sleep(0.5)")
        with pytest.raises(psycopg2.Error, match="NC006"):
            cursor.execute(INSERT)
        hoa.rollback()


def test_a_supervisor_whose_area_is_taken_in_mid_session_decides_nothing_more(database: Database, admin: Connection) -> None:
    first, second = pharmacy(VINH), pharmacy((105.695, 18.699))
    store(database, "lan", first, second)
    with closing(database.connect("lan")) as lan, closing(database.connect("thu")) as thu:
        for each in (first, second):
            submit(lan, "pharmacy", each.uid, 1)
        approve(thu, "pharmacy", first.uid, 1)
        revoke(admin, "thu", areas=[Area("412", 2021)])
        with pytest.raises(DatabaseError, match="NC006"):
            approve(thu, "pharmacy", second.uid, 1)
    assert database.run("SELECT count(*) FROM ncovy_public.pharmacy") == [(1,)]


def test_a_role_taken_in_mid_session_is_gone_for_the_next_statement(database: Database, admin: Connection) -> None:
    grant(admin, NEWCOMER, "editor", [QL], create=True)
    with closing(database.connect(NEWCOMER)) as newcomer, newcomer.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute(INSERT)
        revoke(admin, NEWCOMER, "editor")
        with pytest.raises(psycopg2.Error, match="permission denied"):
            cursor.execute(INSERT)
        newcomer.rollback()


def test_an_administrator_without_superpowers_gives_roles_and_reads_the_record(database: Database, admin: Connection) -> None:
    keeper = f"quan_tri_{os.getpid()}"
    database.run(f"CREATE ROLE {keeper} LOGIN CREATEROLE; ALTER DATABASE {database.name} OWNER TO {keeper}; GRANT ncovy_owner TO {keeper}")
    try:
        if admin.info.server_version >= 160000:
            database.run(f"GRANT ncovy_editor TO {keeper} WITH ADMIN OPTION; GRANT ncovy_owner TO {keeper} WITH SET TRUE, INHERIT FALSE")
        with closing(database.connect(keeper)) as connection:
            assert len(grant(connection, NEWCOMER, "editor", [QL], create=True)) == 3
            assert [deed for _, deed, _, _ in recorded(connection, NEWCOMER)] == ["make_login", "grant_role", "grant_area"]
            assert len(revoke(connection, NEWCOMER)) == 2
    finally:
        database.run(f"ALTER DATABASE {database.name} OWNER TO admin; DROP OWNED BY {NEWCOMER}, {keeper}; DROP ROLE {NEWCOMER}, {keeper}")
