"""The desk on the command line: what waits in full, approval by field and by save, questions, answers and the inbox."""

from __future__ import annotations

from itertools import count

import pytest

from ncovy_qgis.db.changes import Update
from tests.cli.conftest import Console
from tests.db.desk import QUYNH_LUU, VINH, call, pharmacy, row, store
from tests.server import Database

_numbers = count(1)


def waiting(database: Database, person: str = "lan", comment: str = "thử", **values: object) -> str:
    """A new pharmacy that waits in version 1, fifty metres from the last; its uid."""
    east, north = divmod(next(_numbers), 8)
    x, y = QUYNH_LUU if person == "hoa" else VINH
    item = pharmacy((x - east / 2000, y - north / 2000), **values)
    store(database, person, item, comment=comment)
    call(database, person, "submit", "pharmacy", item.uid, 1)
    return item.uid


def changed(database: Database, **values: object) -> str:
    """Approved in version 1, waiting in version 2."""
    uid = waiting(database, phone="115")
    call(database, "tuan", "approve", "pharmacy", uid, 1)
    store(database, "lan", Update("pharmacy", uid, 1, values), comment="sửa")
    call(database, "lan", "submit", "pharmacy", uid, 2)
    return uid


def test_the_list_says_what_kind_of_change_of_whom_in_which_save(ncovy: Console, module_database: Database) -> None:
    uid = changed(module_database, phone="113")
    line = next(line for line in ncovy("tuan", "review", "list").out.splitlines() if uid in line)
    ((changeset,),) = module_database.run("SELECT changeset FROM ncovy.version WHERE uid = %s AND row_version = 2", (uid,))
    assert "v2 (sửa)" in line and "  lan  " in line and f"lần lưu {changeset}" in line


def test_the_list_is_narrowed_to_an_area_an_author_or_a_save(ncovy: Console, module_database: Database) -> None:
    here, there = waiting(module_database), waiting(module_database, "hoa")
    ((changeset,),) = module_database.run("SELECT changeset FROM ncovy.version WHERE uid = %s", (here,))

    def listed(*options: str) -> set[str]:
        return {each["uid"] for each in ncovy("thu", "review", "list", "--json", *options).document}

    assert {here, there} <= listed()
    assert here in listed("--mine") and there not in listed("--mine")
    assert there in listed("--author", "hoa") and here not in listed("--author", "hoa")
    assert listed("--changeset", str(changeset)) == {here}


def test_one_item_is_shown_with_its_changes_findings_and_talk(ncovy: Console, module_database: Database) -> None:
    uid = changed(module_database, phone="113")
    ncovy("tuan", "review", "ask", "pharmacy", uid, "2", "Số này của ai?")
    said = ncovy("tuan", "review", "show", "pharmacy", uid).out
    assert "phiên bản 2: sửa, của lan" in said
    assert any(line.split()[-3:] == ["115", "→", "113"] for line in said.splitlines())
    assert "tuan hỏi (v2): Số này của ai?" in said
    told = ncovy("tuan", "review", "show", "pharmacy", uid, "--json").document
    assert (told["item"]["kind"], [each["field"] for each in told["changes"]], told["findings"]) == ("changed", ["phone"], [])
    assert [each["verdict"] for each in told["thread"]] == ["submit", "approve", "submit", "ask"]


def test_what_does_not_wait_is_not_shown(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    call(module_database, "tuan", "approve", "pharmacy", uid, 1)
    assert ncovy("tuan", "review", "show", "pharmacy", uid).code == 1


def test_a_field_is_approved_and_the_rest_is_in_the_inbox(ncovy: Console, module_database: Database) -> None:
    uid = changed(module_database, phone="113", address="5 Lê Lợi")
    told = ncovy("tuan", "review", "approve", "pharmacy", uid, "2", "--field", "phone", "--reason", "địa chỉ sai", "--json")
    assert told.document == {"layer": "pharmacy", "uid": uid, "approved_version": 3, "draft_version": 4}
    assert row(module_database, "pharmacy", uid, "review_state", "approved_version", "address") == ("returned", 3, "5 Lê Lợi")
    mine = ncovy("lan", "review", "inbox").out
    line = next(line for line in mine.splitlines() if uid in line)
    assert line.startswith("bị trả lại") and "v4 (Trả lại)" in line and "tuan: địa chỉ sai" in line
    assert next(each for each in ncovy("lan", "review", "inbox", "--json").document if each["uid"] == uid)["returned_version"] == 4


def test_a_field_without_a_reason_for_the_rest_is_refused(ncovy: Console, module_database: Database) -> None:
    uid = changed(module_database, phone="113", address="5 Lê Lợi")
    told = ncovy("tuan", "review", "approve", "pharmacy", uid, "2", "--field", "phone")
    assert (told.code, told.err[:7]) == (1, "NC009: ")
    assert row(module_database, "pharmacy", uid, "row_version") == (2,)


def test_a_save_is_approved_with_a_verdict_for_each(ncovy: Console, module_database: Database) -> None:
    first, other = waiting(module_database), waiting(module_database, "hoa")
    ((changeset,),) = module_database.run("SELECT changeset FROM ncovy.version WHERE uid = %s", (first,))
    ((foreign,),) = module_database.run("SELECT changeset FROM ncovy.version WHERE uid = %s", (other,))
    assert ncovy("thu", "review", "approve-changeset", str(changeset)).out == f"Đã duyệt 1 đối tượng của lần lưu {changeset}; từ chối 0.\n"
    refused = ncovy("thu", "review", "approve-changeset", str(foreign))
    assert refused.code == 1 and "từ chối 1" in refused.out and f"pharmacy {other}: NC006" in refused.out
    assert ncovy("tuan", "review", "approve-changeset", str(foreign), "--json").document == [
        {"layer": "pharmacy", "uid": other, "row_version": 1, "refusal": None}
    ]


def test_question_and_answer_stand_in_the_thread(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    assert ncovy("tuan", "review", "ask", "pharmacy", uid, "1", "Số nhà nào?").out == f"Đã hỏi: pharmacy {uid}, phiên bản 1.\n"
    assert next(line for line in ncovy("lan", "review", "inbox").out.splitlines() if uid in line).startswith("được hỏi")
    assert ncovy("lan", "review", "answer", "pharmacy", uid, "1", "Số 5").code == 0
    assert uid not in ncovy("lan", "review", "inbox").out
    lines = ncovy("vy", "review", "thread", "pharmacy", uid).out.splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == ["lan gửi duyệt (v1)", "tuan hỏi (v1): Số nhà nào?", "lan trả lời (v1): Số 5"]


def test_who_may_not_ask_is_told_so(ncovy: Console, module_database: Database) -> None:
    uid = waiting(module_database)
    assert ncovy("lan", "review", "ask", "pharmacy", uid, "1", "?").err.startswith("NC006: ")
    assert ncovy("lan", "review", "answer", "pharmacy", uid, "1", "x").err.startswith("NC009: ")


def test_an_empty_inbox_and_an_empty_thread_say_so(ncovy: Console) -> None:
    assert ncovy("minh", "review", "inbox").out == "Không có gì cần làm.\n"
    assert ncovy("minh", "review", "thread", "pharmacy", "b82d06dc-669c-4d60-8492-d8a3ba477eb2").out == "Chưa có lời nào.\n"


@pytest.mark.parametrize(("what", "options"), [("unverified", ("--hours", "0")), ("warned", ())])
def test_what_is_due_is_listed_with_its_sentence(ncovy: Console, module_database: Database, what: str, options: tuple[str, ...]) -> None:
    uid = waiting(module_database)
    call(module_database, "tuan", "approve", "pharmacy", uid, 1)
    (at,) = row(module_database, "pharmacy", uid, "geom")
    ((x, y),) = module_database.run("SELECT ST_X(%s::geometry), ST_Y(%s::geometry)", (at, at))
    store(module_database, "lan", pharmacy((x + 0.00008, y)), comment="gần")
    line = next(line for line in ncovy("tuan", "review", "due", what, *options).out.splitlines() if uid in line)
    assert ("15 m" in line) if what == "warned" else ("Chưa được xác nhận lại từ" in line)
    assert ncovy("tuan", "review", "due", "expiring").out == "Không có gì.\n"
