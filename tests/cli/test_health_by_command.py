"""`doctor`, `db` and `check`: what each person is told about the state of things, with a remedy for all of it."""

from __future__ import annotations

import re
from contextlib import closing

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.acceptances import accept
from ncovy_qgis.db.checks import check
from tests.cli.conftest import Console, leave_with
from tests.db.desk import VINH_2, everything, pharmacy, store
from tests.server import Database

FINDING = {"layer", "uid", "name", "field", "code", "severity", "text", "lon", "lat"}


@pytest.mark.parametrize("person", ["lan", "tuan", "phuc", "vy", "admin"])
def test_every_trouble_is_a_sentence_with_a_remedy_in_both_languages(ncovy: Console, person: str) -> None:
    for trouble in ncovy(person, "doctor", "--json").document:
        assert set(trouble) == {"code", "severity", "text", "remedy"}
        for words in (trouble["text"], trouble["remedy"]):
            assert words["vi"].endswith(".") and words["en"].endswith(".") and words["vi"] != words["en"]


def test_people_see_a_sign_the_trouble_and_below_it_what_to_do(ncovy: Console) -> None:
    lines = ncovy("lan", "doctor").out.splitlines()
    assert lines[0].startswith("! ")
    assert all(line.startswith("  → ") for line in lines[1::2])
    assert len(lines) % 2 == 0


def test_an_editor_without_an_area_is_told_whom_to_ask(ncovy: Console, module_database: Database) -> None:
    module_database.run("UPDATE ncovy.assignment SET valid_to = now() - interval '1 day' WHERE person = 'minh'")
    told = ncovy("minh", "doctor")
    assert "địa bàn" in told.out and "ncovy staff grant" in told.out
    assert "địa bàn" not in ncovy("lan", "doctor").out


def test_the_doctor_and_a_trial_upgrade_change_nothing(ncovy: Console, module_database: Database) -> None:
    before = everything(module_database)
    ncovy("admin", "doctor")
    ncovy("admin", "db", "status")
    ncovy("admin", "db", "upgrade", "--dry-run")
    assert everything(module_database) == before


def test_upgrading_is_not_for_editors(ncovy: Console, module_database: Database) -> None:
    module_database.run("UPDATE ncovy.setting SET value = '{\"version\": \"x\"}' WHERE name = 'application'")
    try:
        for person in ("lan", "phuc", "vy"):
            told = ncovy(person, "db", "upgrade")
            assert told.code in (1, 2) and told.out == "" and "Traceback" not in told.err
        status = ncovy("vy", "db", "status")
        assert (status.code, status.out.splitlines()) == (1, ["Hàm, trigger, quyền (ncovy_app) đã đổi.", "Hãy chạy «ncovy db upgrade»."])
        assert "ncovy db upgrade" in ncovy("lan", "doctor").out
        assert ncovy("admin", "db", "upgrade").code == 0
    finally:
        assert ncovy("vy", "db", "status").out == "Cơ sở dữ liệu đã đúng với chương trình này.\n"


def test_a_database_without_ncovy_is_told_what_it_needs(
    empty_database: Database, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    services = tmp_path_factory.mktemp("empty") / "pg_service.conf"
    services.write_text(empty_database.services())
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    assert leave_with(["db", "status", "--service", "ncovy_admin"]) == 1
    assert capsys.readouterr().out == "Cơ sở dữ liệu này chưa cài Ncovy.\nHãy chạy «ncovy db upgrade».\n"
    assert leave_with(["doctor", "--service", "ncovy_admin"]) == 1
    assert capsys.readouterr().out.startswith("✗ ")
    for command in (["check"], ["review", "list"], ["staff", "list"], ["units", "find", "vinh"]):
        assert leave_with([*command, "--service", "ncovy_admin"]) in (1, 2)
        said = capsys.readouterr()
        assert said.out == "" and any(ord(letter) > 127 for letter in said.err), (command, said.err)


def test_a_finding_is_listed_with_place_and_key(ncovy: Console, module_database: Database) -> None:
    item = pharmacy(gpp_expiry="2021-01-01")
    store(module_database, "lan", item)
    told = ncovy("vy", "check", "--layer", "pharmacy")
    line = next(line for line in told.out.splitlines() if item.uid in line)
    assert line.startswith("cảnh báo  ") and "105.67953, 18.68674" in line and "Hiệu thuốc" in line
    assert told.out.splitlines()[-1] == "0 lỗi, 1 cảnh báo."
    (found,) = ncovy("vy", "check", "--json").document["findings"]
    assert set(found) >= FINDING and (found["uid"], found["severity"]) == (item.uid, "warning")


def test_an_accepted_warning_fails_nothing_and_says_who_why_and_when(ncovy: Console, module_database: Database, catalogue: Catalogue) -> None:
    with closing(module_database.connect("lan")) as connection:
        (finding,) = check(connection, catalogue, ["pharmacy"])
        accept(connection, finding, "Đang gia hạn")
    told = ncovy("vy", "check", "--layer", "pharmacy")
    assert told.code == 0
    assert re.search(r"lý do: Đang gia hạn \(lan, \d\d/\d\d/\d{4} \d\d:\d\d\)", told.out)
    (accepted,) = ncovy("vy", "check", "--json").document["accepted"]
    assert (accepted["accepted"], accepted["accepted_by"]) == ("Đang gia hạn", "lan")


def test_ones_own_area_is_asked_for_by_name(ncovy: Console, module_database: Database) -> None:
    store(module_database, "lan", pharmacy(VINH_2, gpp_expiry="2021-01-01"))
    assert ncovy("lan", "check", "--mine").code == 1
    assert ncovy("hoa", "check", "--mine").out == "Không có lỗi, không có cảnh báo.\n"


def test_another_layer_has_nothing_to_say_about_it(ncovy: Console) -> None:
    told = ncovy("vy", "check", "--layer", "road_block")
    assert (told.code, told.out) == (0, "Không có lỗi, không có cảnh báo.\n")
    assert ncovy("vy", "check", "--layer", "road_block", "--json").document["findings"] == []


def test_every_layer_nobody_knows_is_named_before_anything_is_asked(ncovy: Console) -> None:
    told = ncovy("nobody_there", "check", "--layer", "hospital", "--layer", "pharmacy", "--layer", "school")
    assert (told.code, told.err) == (2, "Không có lớp hospital, school.\n")
