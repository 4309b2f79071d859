"""Review from the command line: the right people, the right version, and every refusal in words."""

from __future__ import annotations

from dataclasses import fields
from itertools import count

import pytest

from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.queue import Item
from tests.cli.conftest import Console
from tests.db.desk import QUYNH_LUU, VINH, call, everything, pharmacy, row, store
from tests.server import Database

LISTED = {field.name for field in fields(Item)}


_numbers = count(1)
NOBODY = "b82d06dc-669c-4d60-8492-d8a3ba477eb2"


def draft(database: Database, person: str = "lan", **values: object) -> str:
    """A new pharmacy of somebody, fifty metres from the last: nothing to warn of; its uid."""
    east, north = divmod(next(_numbers), 8)
    x, y = QUYNH_LUU if person == "hoa" else VINH
    item = pharmacy((x + east / 2000, y + north / 2000), **values)
    store(database, person, item)
    return item.uid


def waiting(database: Database, person: str = "lan") -> str:
    uid = draft(database, person)
    call(database, person, "submit", "pharmacy", uid, 1)
    return uid


def state(database: Database, uid: str) -> tuple[object, ...]:
    return row(database, "pharmacy", uid, "review_state", "row_version", "approved_version")


def test_the_author_submits_and_a_supervisor_approves(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database)
    assert ncovy("lan", "review", "submit", "pharmacy", uid, "1").out == f"Đã gửi duyệt: pharmacy {uid}, phiên bản 1.\n"
    assert ncovy("tuan", "review", "approve", "pharmacy", uid, "1").out == f"Đã duyệt: pharmacy {uid}, phiên bản 1.\n"
    assert state(module_database, uid) == ("approved", 1, 1)


def test_a_decision_as_json_names_what_was_decided(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database)
    for person, action, more in (("lan", "submit", ()), ("tuan", "return", ("--reason", "Thiếu số nhà"))):
        told = ncovy(person, "review", action, "pharmacy", uid, "1", *more, "--json")
        assert (told.code, told.document, told.err) == (0, {"layer": "pharmacy", "uid": uid, "row_version": 1}, "")


def test_a_supervisor_of_the_district_decides_there_and_nowhere_else(ncovy: Console, module_database: Database) -> None:
    here, elsewhere = waiting(module_database), waiting(module_database, "hoa")
    assert ncovy("thu", "review", "approve", "pharmacy", here, "1").code == 0
    refused = ncovy("thu", "review", "approve", "pharmacy", elsewhere, "1")
    assert (refused.code, refused.err[:7]) == (1, "NC006: ")
    assert state(module_database, elsewhere) == ("submitted", 1, None)


def test_who_is_no_supervisor_decides_nothing(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    for person in ("lan", "minh", "vy", "phuc"):
        for decision, *more in (("approve",), ("return", "--reason", "x")):
            told = ncovy(person, "review", decision, "pharmacy", uid, "1", *more)
            assert (told.code, told.out, told.err.split(":")[0] in ("NC006", "42501")) == (1, "", True), (person, decision)
    assert state(module_database, uid) == ("submitted", 1, None)


def test_nobody_approves_what_they_wrote_themselves(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database, "tuan")
    told = ncovy("tuan", "review", "approve", "pharmacy", uid, "1")
    assert (told.code, told.err[:7]) == (1, "NC008: ")


def test_a_version_that_moved_meanwhile_is_not_approved(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    store(module_database, "minh", Update("pharmacy", uid, 1, {"phone": "115"}))
    assert ncovy("tuan", "review", "approve", "pharmacy", uid, "1").err.startswith("NC001: ")
    assert ncovy("tuan", "review", "approve", "pharmacy", uid, "2").err.startswith("NC009: ")
    assert state(module_database, uid) == ("draft", 2, None)


def test_an_unfinished_draft_is_not_submitted_and_its_gaps_are_named(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database, open_24h=None)
    told = ncovy("lan", "review", "submit", "pharmacy", uid, "1")
    assert (told.code, told.err[:7]) == (1, "NC010: ")
    assert state(module_database, uid) == ("draft", 1, None)


def test_returning_needs_a_reason_that_says_something(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    before = everything(module_database)
    for reason in ("", "   "):
        told = ncovy("tuan", "review", "return", "pharmacy", uid, "1", "--reason", reason)
        assert told.code == 1 and told.err.strip()
    assert everything(module_database) == before


def test_what_was_returned_leaves_the_queue_and_may_come_again(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    ncovy("tuan", "review", "return", "pharmacy", uid, "1", "--reason", "Thiếu số nhà")
    assert uid not in ncovy("tuan", "review", "list").out
    assert state(module_database, uid)[0] == "returned"
    assert ncovy("lan", "review", "submit", "pharmacy", uid, "1").code == 0
    assert uid in ncovy("tuan", "review", "list").out


def test_restoring_writes_an_old_version_again_as_a_draft(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database, phone="02383844528")
    store(module_database, "lan", Update("pharmacy", uid, 1, {"phone": "115"}))
    told = ncovy("lan", "review", "restore", "pharmacy", uid, "2", "--to", "1")
    assert told.out == f"Đã khôi phục nội dung phiên bản 1: pharmacy {uid}, phiên bản 3.\n"
    assert row(module_database, "pharmacy", uid, "phone", "review_state", "edited_by") == ("02383844528", "draft", "lan")


def test_a_version_that_never_was_cannot_be_restored(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database)
    told = ncovy("lan", "review", "restore", "pharmacy", uid, "1", "--to", "9")
    assert told.code == 1 and told.err.startswith("NC")
    assert state(module_database, uid) == ("draft", 1, None)


@pytest.mark.parametrize(("layer", "uid"), [("hospitals", NOBODY), ("pharmacy", "không-phải-mã"), ("pharmacy", NOBODY), ("pg_class", "1")])
def test_what_is_not_there_is_a_sentence(ncovy: Console, layer: str, uid: str) -> None:
    told = ncovy("tuan", "review", "approve", layer, uid, "1")
    assert (told.code, told.out) == (1, "")
    assert any(ord(letter) > 127 for letter in told.err)
    assert "ERROR" not in told.err and "CONTEXT" not in told.err


def test_the_queue_has_the_same_keys_for_programs_every_time(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    listed = ncovy("vy", "review", "list", "--json").document
    assert all(set(each) == LISTED for each in listed)
    mine = next(each for each in listed if each["uid"] == uid)
    assert (mine["layer"], mine["edited_by"], mine["row_version"], mine["removed"]) == ("pharmacy", "lan", 1, False)
    assert [each["submitted_at"] for each in listed] == sorted(each["submitted_at"] for each in listed)


def test_the_queue_of_another_layer_is_empty_and_says_so(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    told = ncovy("tuan", "review", "list", "--layer", "road_block")
    assert (told.code, told.out) == (0, "Không có gì chờ duyệt.\n")
    assert uid in ncovy("tuan", "review", "list", "--layer", "road_block", "--layer", "pharmacy").out


def test_a_removal_that_waits_is_marked_as_one(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    call(module_database, "tuan", "approve", "pharmacy", uid, 1)
    store(module_database, "lan", Remove("pharmacy", uid, 1, "Đã đóng cửa"))
    ncovy("lan", "review", "submit", "pharmacy", uid, "2")
    line = next(line for line in ncovy("tuan", "review", "list").out.splitlines() if uid in line)
    assert line.startswith("Hiệu thuốc") and "v2 (gỡ bỏ)" in line
