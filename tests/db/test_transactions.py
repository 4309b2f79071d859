"""A write outside a transaction block is refused whatever protocol it comes by: nobody is told "stored" for half of his work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import psycopg2
import pytest

from tests.db.attempts import AT_VINH, PHONE, insert, update
from tests.db.desk import VINH, everything, pharmacy, psql, row, store
from tests.db.libpq import Extended, extended
from tests.server import Database

INSERT = f"INSERT INTO ncovy.pharmacy (uid, name, reported_at, geom) VALUES ($1, 'Quầy thuốc', '2021-09-01', {AT_VINH})"


@pytest.fixture
def database(module_database: Database) -> Database:
    """One for all tests of this file: each looks at its own features only."""
    return module_database


@pytest.fixture
def lan(database: Database) -> Iterator[Extended]:
    with extended(database, "lan") as connection:
        yield connection


@pytest.fixture
def stored(database: Database) -> str:
    """The uid of a feature in version 1."""
    item = pharmacy(VINH)
    store(database, "lan", item)
    return item.uid


def test_an_insert_with_parameters_outside_a_transaction_is_refused(database: Database, lan: Extended) -> None:
    before = everything(database)
    assert lan.run(INSERT, str(uuid4())) == "NC004"
    assert everything(database) == before


def test_an_edit_with_parameters_outside_a_transaction_is_refused(database: Database, lan: Extended, stored: str) -> None:
    assert lan.run("UPDATE ncovy.pharmacy SET phone = $1, base_version = 1 WHERE uid = $2", "115", stored) == "NC004"
    assert lan.run("UPDATE ncovy.pharmacy SET removed = true, base_version = 1 WHERE uid = $1", stored) == "NC004"
    assert row(database, "pharmacy", stored, "row_version", "removed") == (1, False)


def test_a_prepared_statement_outside_a_transaction_is_refused_each_time(database: Database, lan: Extended) -> None:
    before = everything(database)
    assert lan.prepare("add", INSERT) == ""
    assert [lan.run_prepared("add", str(uuid4())) for _ in range(3)] == ["NC004"] * 3
    assert everything(database) == before


def test_the_superuser_is_refused_too(database: Database) -> None:
    with extended(database, "admin") as admin:
        assert admin.run(INSERT, str(uuid4())) == "NC004"


@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN ISOLATION LEVEL SERIALIZABLE", "BEGIN; SAVEPOINT s"])
def test_prepared_statements_in_a_transaction_are_stored(database: Database, lan: Extended, begin: str) -> None:
    uids = [str(uuid4()) for _ in range(3)]
    assert lan.prepare("add", INSERT) == ""
    assert [lan.simple(begin), *(lan.run_prepared("add", uid) for uid in uids), lan.run("COMMIT")] == [""] * 5
    assert database.run("SELECT count(*) FROM ncovy.version WHERE uid = ANY (%s::uuid[])", (uids,)) == [(3,)]


def test_what_was_rolled_back_to_a_savepoint_leaves_no_trace_at_the_end(database: Database, lan: Extended) -> None:
    first, second = str(uuid4()), str(uuid4())
    steps = [lan.simple("BEGIN; SAVEPOINT s"), lan.run(INSERT, first), lan.simple("ROLLBACK TO s"), lan.run(INSERT, second), lan.simple("COMMIT")]
    assert steps == [""] * 5
    assert database.run("SELECT uid::text FROM ncovy.pharmacy WHERE uid IN (%s, %s)", (first, second)) == [(second,)]


def test_a_review_is_a_transaction_of_its_own_on_either_protocol(database: Database, lan: Extended, stored: str) -> None:
    store_again = "SELECT ncovy_app.restore('pharmacy', $1, 1, $2)"
    assert lan.run(store_again, stored, "1") == ""
    assert psql(database, "lan", f"SELECT ncovy_app.restore('pharmacy', '{stored}', 1, 2)").returncode == 0
    assert lan.run("SELECT ncovy_app.submit('pharmacy', $1, 3)", stored) in ("", "NC010")
    assert row(database, "pharmacy", stored, "row_version") == (3,)


@pytest.mark.parametrize(
    "script",
    [
        "PREPARE add AS {insert}; EXECUTE add",
        "SELECT $${insert}$$ \\gexec",
        "DO $$ BEGIN {insert}; END $$",
        "DO $$ BEGIN COMMIT; {insert}; COMMIT; END $$",
        "WITH made AS ({insert} RETURNING id) SELECT count(*) FROM made",
        "SELECT 1 \\; {insert}",
    ],
)
def test_no_other_form_of_a_lone_statement_slips_through(database: Database, script: str) -> None:
    before = everything(database)
    assert "NC004" in psql(database, "lan", script.replace("{insert}", insert(AT_VINH)) + "\n;").stderr
    assert everything(database) == before


def test_an_autocommit_connection_of_psycopg2_is_refused(database: Database, stored: str) -> None:
    with closing(database.connect("lan")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor, pytest.raises(psycopg2.Error) as refusal:
            cursor.execute(update(stored, PHONE))
    assert refusal.value.pgcode == "NC004"
