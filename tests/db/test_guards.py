"""Plain psql, no plugin: every way to damage the data is refused with its code, and every table stays as it was."""

from __future__ import annotations

import re

import pytest

from ncovy_qgis.db.changes import Update
from tests.db.attempts import APPROVED, AT_QUYNH_LUU, AT_VINH, ATTEMPTS, MOVED_ON, NOBODY, NORTH, OWN, PHONE, SUBMITTED, ZONE, Attempt, insert, update
from tests.db.desk import QUYNH_LUU, VINH, VINH_2, call, everything, pharmacy, psql, row, store, zone
from tests.server import Database


@pytest.fixture(scope="module")
def untouched(desk: Database) -> str:
    """All tables as they were before the first attempt."""
    return everything(desk)


@pytest.fixture(scope="module")
def desk(module_database: Database) -> Database:
    """Six features in every state an attack may want."""
    database = module_database
    store(database, "lan", pharmacy(VINH, APPROVED), pharmacy(VINH_2, SUBMITTED), pharmacy((105.6790, 18.6890), MOVED_ON), zone(VINH, ZONE))
    store(database, "thu", pharmacy((105.6770, 18.6850), OWN))
    store(database, "hoa", pharmacy(QUYNH_LUU, NORTH))
    store(database, "minh", Update("pharmacy", MOVED_ON, 1, {"phone": "0966641414"}))
    for uid, who in ((APPROVED, "lan"), (SUBMITTED, "lan"), (OWN, "thu")):
        call(database, who, "submit", "pharmacy", uid, 1)
    call(database, "tuan", "approve", "pharmacy", APPROVED, 1)
    return database


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.title)
def test_is_refused_with_its_code_and_nothing_changes(desk: Database, untouched: str, attempt: Attempt) -> None:
    script = f"BEGIN;\n{attempt.script};\nCOMMIT;" if attempt.block else f"{attempt.script};"
    done = psql(desk, attempt.person, script)
    assert re.findall(r"ERROR:\s+(\w+)", done.stderr) == [attempt.code], done.stderr
    assert everything(desk) == untouched


@pytest.mark.parametrize(("person", "place"), [("lan", AT_VINH), ("thu", AT_VINH), ("hoa", AT_QUYNH_LUU), ("tuan", AT_QUYNH_LUU)])
def test_the_same_insert_in_ones_own_area_is_stored(database: Database, person: str, place: str) -> None:
    assert psql(database, person, f"BEGIN; {insert(place)}; COMMIT;").stderr == ""
    assert database.run("SELECT edited_by FROM ncovy.pharmacy") == [(person,)]


def test_at_least_fifty_different_attempts_are_made() -> None:
    assert len({(attempt.person, attempt.script, attempt.block) for attempt in ATTEMPTS}) >= 50


def test_one_statement_with_its_own_begin_is_no_transaction_block(desk: Database) -> None:
    done = psql(desk, "lan", "", "-c", f"{update(APPROVED, PHONE)}; {update(SUBMITTED, PHONE)}")
    assert "NC004" in done.stderr


def test_what_an_insert_claims_about_itself_is_not_believed(database: Database) -> None:
    claim = "name, uid, row_version, review_state, approved_version, edited_by, verified_by, removed"
    values = f"'Quầy thuốc', '{NOBODY}', 7, 'approved', 7, 'tuan', 'tuan', true"
    assert psql(database, "lan", f"BEGIN; {insert(AT_VINH, claim, values)}; COMMIT;").returncode == 0
    stored = row(database, "pharmacy", NOBODY, "row_version", "review_state", "approved_version", "edited_by", "verified_by", "removed")
    assert stored == (1, "draft", None, "lan", None, False)


def test_the_refusal_says_who_when_and_which_version_in_vietnamese(desk: Database) -> None:
    done = psql(desk, "lan", f"BEGIN; {update(MOVED_ON, PHONE, 1)}; COMMIT;", "-v", "VERBOSITY=default")
    assert re.search(r"NC001: minh đã sửa đối tượng này lúc \d\d:\d\d ngày \d\d/\d\d/\d{4} \(phiên bản 2; bản đang sửa dựa trên phiên bản 1\)", done.stderr)
    assert '"row_version": 2' in done.stderr and MOVED_ON in done.stderr
    assert "Failing row" not in done.stderr


def test_a_good_edit_by_plain_psql_is_stored_with_its_history(database: Database) -> None:
    store(database, "lan", pharmacy(VINH, APPROVED))
    assert psql(database, "minh", f"BEGIN; {update(APPROVED, PHONE)}; COMMIT;").returncode == 0
    assert row(database, "pharmacy", APPROVED, "row_version", "base_version", "phone", "edited_by") == (2, None, "115", "minh")
    found = database.run("SELECT operation, row_version, session_user_name, row ->> 'phone' FROM ncovy.version WHERE uid = %s ORDER BY seq", (APPROVED,))
    assert found == [("insert", 1, "lan", "0238 3844 528"), ("update", 2, "minh", "115")]
