"""The past from the command line: shown, compared, searched, and brought back with a preview."""

from __future__ import annotations

from datetime import datetime

import pytest

from ncovy_qgis.core.rules.moments import VIETNAM
from ncovy_qgis.db.changes import Remove, Update
from tests.cli.conftest import Console
from tests.cli.test_review_by_people import NOBODY, draft
from tests.db.desk import call, everything, pharmacy, row, store
from tests.db.past import changeset_of, now
from tests.server import Database


@pytest.fixture
def two(module_database: Database) -> tuple[str, str]:
    """Two pharmacies changed in one save by minh, the second again by lan."""
    one, other = draft(module_database, phone="02383844528"), draft(module_database, phone="02383844529")
    store(module_database, "minh", Update("pharmacy", one, 1, {"phone": "115"}), Update("pharmacy", other, 1, {"phone": "115"}))
    store(module_database, "lan", Update("pharmacy", other, 2, {"address": "5 Lê Lợi"}), comment="bổ sung")
    return one, other


def phone(database: Database, uid: str) -> tuple[object, ...]:
    return row(database, "pharmacy", uid, "phone", "row_version")


def test_a_feature_is_shown_with_all_its_versions(ncovy: Console, module_database: Database, two: tuple[str, str]) -> None:
    told = ncovy("vy", "history", "show", "pharmacy", two[1])
    lines = told.out.splitlines()
    assert told.code == 0 and [line.split()[:3] for line in lines] == [["v1", "thêm", "lan"], ["v2", "sửa", "minh"], ["v3", "sửa", "lan"]]
    assert lines[2].endswith("bổ sung")
    listed = ncovy("vy", "history", "show", "pharmacy", two[1], "--json").document
    assert [(each["row_version"], each["by"], each["row"]["phone"]) for each in listed] == [(1, "lan", "02383844529"), (2, "minh", "115"), (3, "lan", "115")]
    assert bytes.fromhex(listed[0]["wkb"])[:1] == b"\x01"


def test_an_approval_is_shown_with_its_version(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database)
    call(module_database, "lan", "submit", "pharmacy", uid, 1)
    call(module_database, "tuan", "approve", "pharmacy", uid, 1)
    assert "tuan duyệt " in ncovy("vy", "history", "show", "pharmacy", uid).out


def test_two_versions_are_compared_in_the_words_of_the_form(ncovy: Console, two: tuple[str, str]) -> None:
    told = ncovy("vy", "history", "diff", "pharmacy", two[1], "1", "3")
    assert told.code == 0 and "0238 3844 529" in told.out and "(trống)" in told.out and "5 Lê Lợi" in told.out
    document = ncovy("vy", "history", "diff", "pharmacy", two[1], "1", "3", "--json").document
    assert ({change["field"] for change in document["changes"]}, document["moved"]) == ({"phone", "address"}, False)
    assert ncovy("vy", "history", "diff", "pharmacy", two[1], "2", "2").out == "Hai phiên bản giống nhau.\n"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [(1, ("show", "pharmacy", NOBODY)), (1, ("diff", "pharmacy", NOBODY, "1", "2")), (2, ("diff", "hospitals", NOBODY, "1", "2")), (1, ("show", "x", "không"))],
)
def test_what_is_not_there_is_a_sentence(ncovy: Console, code: int, arguments: tuple[str, ...]) -> None:
    told = ncovy("vy", "history", *arguments)
    assert (told.code, told.out) == (code, "")
    assert any(ord(letter) > 127 for letter in told.err) and "ERROR" not in told.err


def test_what_was_removed_is_found_without_accents_and_restored(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database, name="Nhà thuốc Cửa Nam")
    store(module_database, "lan", Remove("pharmacy", uid, 1, "đóng cửa"))
    found = ncovy("vy", "history", "removed", "cua", "nam")
    assert uid in found.out and "đóng cửa" in found.out
    assert "Không có gì" in ncovy("vy", "history", "removed", "cua nam", "--layer", "road_block").out
    assert [each["uid"] for each in ncovy("vy", "history", "removed", "cua nam", "--json").document] == [uid]
    assert ncovy("lan", "history", "restore", "pharmacy", uid, "2", "--to", "1").code == 0
    assert row(module_database, "pharmacy", uid, "removed") == (False,)


def test_one_feature_is_restored_whole_or_with_later_edits_kept(ncovy: Console, module_database: Database, two: tuple[str, str]) -> None:
    uid = two[1]
    before = everything(module_database)
    dry = ncovy("lan", "history", "restore", "pharmacy", uid, "3", "--to", "1", "--keep-later", "--dry-run")
    assert dry.out == "Trở lại như cũ: phone\nGiữ như hiện nay: address\n"
    whole = ncovy("lan", "history", "restore", "pharmacy", uid, "3", "--to", "1", "--dry-run", "--json").document
    assert (sorted(whole["undone"]), whole["kept"]) == (["address", "phone"], [])
    assert ncovy("lan", "history", "restore", "pharmacy", uid, "2", "--to", "1", "--dry-run").code == 1
    assert everything(module_database) == before
    assert ncovy("lan", "history", "restore", "pharmacy", uid, "3", "--to", "1", "--keep-later", "--json").document["row_version"] == 4
    assert row(module_database, "pharmacy", uid, "phone", "address") == ("02383844529", "5 Lê Lợi")
    assert ncovy("lan", "history", "restore", "pharmacy", uid, "4", "--to", "1").code == 0
    assert row(module_database, "pharmacy", uid, "phone", "address") == ("02383844529", None)
    assert ncovy("lan", "history", "restore", "pharmacy", uid, "4", "--to", "1").err.startswith("NC001: ")


def test_a_save_is_undone_but_for_what_was_changed_since(ncovy: Console, module_database: Database, two: tuple[str, str]) -> None:
    one, other = two
    changeset = str(changeset_of(module_database, one, 2))
    before = everything(module_database)
    dry = ncovy("tuan", "history", "restore-changeset", changeset, "--dry-run")
    assert dry.code == 0 and f"v2 → v1  {one}" in dry.out and "Để nguyên vì đã được sửa sau đó:" in dry.out and "lan sửa " in dry.out
    assert ncovy("tuan", "history", "restore-changeset", changeset).code == 2
    assert everything(module_database) == before
    done = ncovy("tuan", "history", "restore-changeset", changeset, "--reason", "nhập nhầm")
    assert done.code == 0 and done.out.endswith("Đã khôi phục 1 đối tượng thành bản nháp.\n")
    assert (phone(module_database, one), phone(module_database, other)) == (("02383844528", 3), ("115", 3))
    rest = ncovy("tuan", "history", "restore-changeset", changeset, "--reason", "nhập nhầm", "--with-conflicts", "--json").document
    assert ([step["uid"] for step in rest["restored"]], rest["left"], rest["refused"]) == ([other], [], [])
    assert phone(module_database, other) == ("02383844529", 4)
    comment = module_database.run("SELECT comment FROM ncovy.changeset ORDER BY id DESC LIMIT 1")
    assert comment == [(f"Hoàn tác lần lưu {changeset}",)]


def test_what_is_refused_is_named_and_the_command_ends_with_one(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database, "hoa")
    store(module_database, "tuan", Update("pharmacy", uid, 1, {"phone": "115"}))
    told = ncovy("lan", "history", "restore-changeset", str(changeset_of(module_database, uid, 2)), "--reason", "nhầm")
    assert told.code == 1 and f"Không được: pharmacy {uid}: " in told.out and "Đã khôi phục 0 đối tượng" in told.out


def test_a_persons_day_and_an_area_are_previewed_and_undone(ncovy: Console, module_database: Database) -> None:
    uid = draft(module_database, "hoa")
    then = now(module_database)
    store(module_database, "hoa", Update("pharmacy", uid, 1, {"phone": "115"}))
    day, moment = datetime.now(VIETNAM).strftime("%d/%m/%Y"), then.astimezone(VIETNAM).isoformat()
    assert uid in ncovy("tuan", "history", "restore-day", "hoa", day, "--dry-run").out
    preview = ncovy("tuan", "history", "restore-area", "421", moment, "--dry-run", "--json").document
    assert [(step["uid"], step["to_version"]) for step in preview["restore"]] == [(uid, 1)]
    assert ncovy("tuan", "history", "restore-area", "421", moment, "--reason", "nhầm").code == 0
    assert row(module_database, "pharmacy", uid, "row_version", "removed") == (3, False)
    assert "Không có gì để hoàn tác." in ncovy("tuan", "history", "restore-area", "421:2025", moment, "--reason", "nhầm").out


def test_the_map_as_it_was(ncovy: Console, module_database: Database) -> None:
    at = now(module_database).astimezone(VIETNAM).isoformat()
    item = pharmacy((105.7011, 18.7011))
    store(module_database, "lan", item)
    later = now(module_database).astimezone(VIETNAM).isoformat()
    assert item.uid not in ncovy("vy", "as-of", at).out
    told = ncovy("vy", "as-of", later, "--layer", "pharmacy")
    assert item.uid in told.out and told.out.splitlines()[-1].split()[1:3] == ["đối", "tượng"]
    assert item.uid not in ncovy("vy", "as-of", later, "--public", "--json").out
    (found,) = [each for each in ncovy("vy", "as-of", later, "--json").document if each["uid"] == item.uid]
    assert (found["row"]["name"], bytes.fromhex(found["wkb"])) == (item.values["name"], item.wkb)
    assert ncovy("vy", "as-of", later, "--layer", "hospitals").code == 2
