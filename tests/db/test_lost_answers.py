"""A save whose answer was lost: its end is made sure of before anything is said about it, and what is left of it on the server is ended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg2
import pytest

from ncovy_qgis.db.changes import Update, end_session, receipts, save
from ncovy_qgis.db.connection import connect, execute, value_of
from ncovy_qgis.db.errors import reachable, refusal_of
from ncovy_qgis.db.present import Present, present
from ncovy_qgis.db.review import own_drafts
from tests.db.desk import VINH_2, pharmacy, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


@pytest.fixture
def database(module_database: Database) -> Database:
    """One for all tests of this file: each looks at its own features only."""
    return module_database


@pytest.fixture
def lan(database: Database) -> Iterator[Connection]:
    with closing(connect(dsn=database.dsn("lan"), application="ncovy test")) as connection:
        yield connection


def begin(connection: Connection, number: Any) -> int:
    """A save that is under way: its number is taken, nothing committed. Returns the server's process."""
    execute(connection, "SELECT ncovy_app.begin_changeset(%s, '')", (str(number),))
    return int(connection.info.backend_pid)


@pytest.mark.parametrize("stored", [True, False])
def test_the_answer_waits_for_a_save_still_under_way(database: Database, lan: Connection, stored: bool) -> None:
    number, change = uuid4(), pharmacy()
    with closing(database.connect("lan")) as earlier, ThreadPoolExecutor(1) as thread:
        begin(earlier, number)
        answer = thread.submit(receipts, lan, number)
        time.sleep(0.3)
        assert not answer.done()
        if stored:
            columns = "uid, name, geom, reported_at"
            row = (change.uid, change.values["name"], change.values["reported_at"])
            execute(earlier, f"INSERT INTO ncovy.pharmacy ({columns}) VALUES (%s, %s, 'SRID=4326;POINT(105.68 18.67)', %s)", row)
        earlier.commit() if stored else earlier.rollback()
        assert [each.uid for each in answer.result(5)] == ([change.uid] if stored else [])


def test_asking_leaves_the_number_free_for_the_save_itself(lan: Connection) -> None:
    number, change = uuid4(), pharmacy()
    assert receipts(lan, number) == ()
    assert receipts(lan, number) == ()
    made = save(lan, [change], client_uid=number, comment="")
    assert receipts(lan, number) == made


def test_what_is_left_of_a_save_on_a_broken_line_is_ended_at_once(database: Database, lan: Connection) -> None:
    number = uuid4()
    with closing(connect(dsn=database.dsn("lan"), application="ncovy test")) as broken:
        backend = begin(broken, number)
        end_session(lan, backend)
        start = time.monotonic()
        assert receipts(lan, number) == ()
        assert time.monotonic() - start < 2
        with pytest.raises(psycopg2.Error):
            broken.commit()
    end_session(lan, backend)  # gone already: nothing


@pytest.mark.parametrize(("person", "application", "busy"), [("minh", "ncovy test", True), ("lan", "another program", True), ("lan", "ncovy test", False)])
def test_nobody_elses_session_is_ended_nor_one_that_saves_nothing(
    database: Database, lan: Connection, person: str, application: str, busy: bool
) -> None:
    with closing(connect(dsn=database.dsn(person), application=application)) as other:
        backend = begin(other, uuid4())
        if not busy:
            other.rollback()
        end_session(lan, backend)
        other.rollback()
        assert value_of(other, "SELECT 1") == 1


def test_the_servers_own_features_are_told_by_name_version_and_removal(database: Database, lan: Connection) -> None:
    first, second, gone = pharmacy(), pharmacy(VINH_2), ("pharmacy", str(uuid4()))
    store(database, "lan", first, second)
    store(database, "lan", Update("pharmacy", first.uid, 1, {"name": "Nhà thuốc số 7"}))
    found = present(lan, [("pharmacy", first.uid), ("pharmacy", second.uid), gone, ("road_block", first.uid)])
    assert found == {("pharmacy", first.uid): Present("Nhà thuốc số 7", 2, False), ("pharmacy", second.uid): Present(str(second.values["name"]), 1, False)}


def test_ones_own_drafts_are_those_one_edited_last(database: Database, lan: Connection) -> None:
    mine, taken_over = pharmacy(), pharmacy(VINH_2)
    store(database, "lan", mine, taken_over)
    store(database, "minh", Update("pharmacy", taken_over.uid, 1, {"phone": "115"}))
    found = {each.uid: each for each in own_drafts(lan)}
    assert (found[mine.uid].layer, found[mine.uid].row_version, found[mine.uid].name) == ("pharmacy", 1, mine.values["name"])
    assert taken_over.uid not in found


@pytest.mark.parametrize(("said", "code", "there"), [
    ('FATAL:  password authentication failed for user "lan"', "28P01", True),
    ("fe_sendauth: no password supplied", "28P01", True),
    ('FATAL:  role "lan" is not permitted to log in', "28000", True),
    ('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "lan"', "28000", True),
    ('FATAL:  database "ncovy" does not exist', "3D000", True),
    ("FATAL:  sorry, too many clients already", "53300", True),
    ("FATAL:  the database system is starting up", "57P03", True),
    ("connection refused. Is the server running on that host?", "08006", False),
    ("timeout expired", "08006", False),
])  # fmt: skip
def test_a_connection_that_was_not_made_says_why(said: str, code: str, there: bool) -> None:
    error = psycopg2.OperationalError(f'connection to server at "db", port 5432 failed: {said}\n')
    refusal = refusal_of(error)
    assert (refusal.code, reachable(error)) == (code, there)
    assert "FATAL" not in refusal.text.vi
    assert not reachable(OSError())


def test_a_real_refused_login_says_so(database: Database) -> None:
    with pytest.raises(psycopg2.OperationalError) as nobody:
        connect(dsn={**database.dsn("lan"), "user": "nobody_at_all"})
    assert refusal_of(nobody.value).code == "28000"
    with pytest.raises(psycopg2.OperationalError) as nowhere:
        connect(dsn={**database.dsn("lan"), "dbname": "nowhere_at_all"})
    assert refusal_of(nowhere.value).code == "3D000"
