"""The command line: Vietnamese for people, JSON for programs, exit codes 0 / 1 / 2, no traceback of a driver."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest

from ncovy_qgis.cli import main, parser
from ncovy_qgis.db.changes import Update
from tests.db.desk import VINH_2, pharmacy, row, store
from tests.server import Database


class Told:
    """What one command said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def ncovy(database: Database, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command as a person (by service), in this process."""

    def run(person: str, *arguments: str) -> Told:
        code = main([*arguments, "--service", f"ncovy_{person}"])
        said = capsys.readouterr()
        return Told(code, said.out, said.err)

    return run


def test_a_second_upgrade_says_that_nothing_changes(ncovy: Any) -> None:
    told = ncovy("admin", "db", "upgrade")
    assert (told.code, told.out.strip()) == (0, "Không có gì thay đổi: cơ sở dữ liệu đã đúng.")
    assert ncovy("admin", "db", "upgrade", "--dry-run", "--json").document == {"changes": [], "dry_run": True, "notes": []}


def test_status_is_zero_when_current_and_one_when_not(ncovy: Any, database: Database) -> None:
    assert ncovy("vy", "db", "status").code == 0
    database.run("UPDATE ncovy.setting SET value = '{\"version\": \"x\"}' WHERE name = 'application'")
    told = ncovy("vy", "db", "status", "--json")
    assert told.code == 1 and told.document["application"] is False


def test_a_review_from_draft_to_decision(ncovy: Any, database: Database) -> None:
    item, other = pharmacy(), pharmacy(VINH_2)
    store(database, "lan", item, other)
    assert ncovy("lan", "review", "submit", "pharmacy", item.uid, "1").code == 0
    listed = ncovy("tuan", "review", "list", "--json").document
    assert [each["uid"] for each in listed] == [item.uid]
    assert item.uid in ncovy("tuan", "review", "list").out
    assert ncovy("tuan", "review", "return", "pharmacy", item.uid, "1", "--reason", "thiếu").code == 0
    assert ncovy("lan", "review", "submit", "pharmacy", item.uid, "1").code == 0
    refused = ncovy("lan", "review", "approve", "pharmacy", item.uid, "1")
    assert (refused.code, refused.out) == (1, "") and refused.err.startswith("NC006: ")
    assert "Đã duyệt" in ncovy("tuan", "review", "approve", "pharmacy", item.uid, "1", "--note", "tốt").out
    store(database, "lan", Update("pharmacy", item.uid, 1, {"phone": "115"}))
    assert ncovy("lan", "review", "restore", "pharmacy", item.uid, "2", "--to", "1", "--json").document["row_version"] == 3
    assert row(database, "pharmacy", item.uid, "phone") == (item.values["phone"],)
    assert ncovy("tuan", "review", "list").out.strip() == "Không có gì chờ duyệt."


def test_refusals_as_json_stay_one_document(ncovy: Any) -> None:
    told = ncovy("tuan", "review", "approve", "pharmacy", str(uuid4()), "1", "--json")
    assert told.code == 1 and told.document["error"][0].startswith("NC003: ")


def test_check_lists_findings_and_exits_with_one(ncovy: Any, database: Database) -> None:
    assert ncovy("lan", "check").code == 0
    item = pharmacy(gpp_expiry="2021-01-01")
    store(database, "lan", item)
    told = ncovy("lan", "check", "--layer", "pharmacy")
    assert told.code == 1 and told.out.endswith("0 lỗi, 1 cảnh báo.\n") and item.uid in told.out
    document = ncovy("lan", "check", "--layer", "pharmacy", "--json").document
    assert ([each["field"] for each in document["findings"]], document["accepted"]) == (["gpp_expiry"], [])
    assert ncovy("lan", "check", "--layer", "hospitals").code == 2


def test_check_tells_accepted_warnings_apart_and_they_fail_nothing(ncovy: Any, database: Database) -> None:
    item = pharmacy(gpp_expiry="2021-01-01", warning_reason="đang gia hạn")
    store(database, "lan", item)
    told = ncovy("lan", "check", "--layer", "pharmacy")
    assert told.code == 0 and "lý do: đang gia hạn" in told.out
    assert told.out.endswith("Không có lỗi, không có cảnh báo; 1 cảnh báo đã được chấp nhận.\n")
    document = ncovy("lan", "check", "--layer", "pharmacy", "--json").document
    assert (document["findings"], [each["accepted"] for each in document["accepted"]]) == ([], ["đang gia hạn"])
    store(database, "lan", pharmacy(VINH_2, open_24h=None, warning_reason="lý do không chữa được lỗi"))
    told = ncovy("lan", "check", "--layer", "pharmacy")
    assert told.code == 1 and told.out.endswith("1 lỗi, 0 cảnh báo; 1 cảnh báo đã được chấp nhận.\n")


def test_units_are_found_without_accents(ncovy: Any) -> None:
    assert "Thành phố Vinh" in ncovy("vy", "units", "find", "thanh", "pho", "vinh").out
    assert ncovy("vy", "units", "find", "atlantis").code == 1


def test_staff_are_listed_granted_and_revoked(ncovy: Any) -> None:
    assert "Thành phố Vinh (412:2021)" in ncovy("admin", "staff", "list").out
    assert "Giao địa bàn 413 (2021) cho hoa" in ncovy("admin", "staff", "grant", "hoa", "--role", "editor", "--area", "413").out
    assert ncovy("admin", "staff", "revoke", "hoa", "--area", "413").code == 0
    assert ncovy("admin", "staff", "grant", "khong_co", "--role", "editor").code == 2
    assert ncovy("admin", "staff", "grant", "phuc", "--role", "publisher", "--area", "412").code == 2


def test_the_doctor_speaks_vietnamese_with_a_remedy(ncovy: Any) -> None:
    told = ncovy("lan", "doctor")
    assert told.code == 0 and "ranh giới ước lượng" in told.out and "→" in told.out
    assert {trouble["severity"] for trouble in ncovy("lan", "doctor", "--json").document} == {"warning"}


def test_no_connection_is_a_sentence_and_exit_code_two(ncovy: Any) -> None:
    told = ncovy("nobody_there", "doctor")
    assert told.code == 2 and told.err.startswith("Không kết nối được cơ sở dữ liệu")
    assert "Traceback" not in told.err


def test_publishing_without_a_style_is_refused_in_words(ncovy: Any, tmp_path: Any) -> None:
    told = ncovy("phuc", "publish", str(tmp_path / "site"))
    assert told.code == 1 and "kiểu hiển thị" in told.err


def test_a_folder_that_is_no_site_is_told(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path)]) == 1
    assert main(["rollback", str(tmp_path)]) == 1
    assert main(["serve", str(tmp_path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_every_command_of_the_contract_is_there() -> None:
    commands = (
        "db upgrade", "db status", "units load x", "units find x", "staff grant x --role editor", "staff revoke x", "staff list", "check", "review list",
        "review approve l u 1", "review return l u 1 --reason x", "review restore l u 1 --to 1", "publish s", "rollback s", "verify s",
        "serve s", "doctor", "demo",
    )  # fmt: skip
    for command in commands:
        assert callable(parser().parse_args(command.split()).run)


def test_usage_errors_exit_with_two() -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["review", "approve"])
    assert leaving.value.code == 2


def test_loading_units_from_a_file_that_is_none_is_told(ncovy: Any, database: Database, tmp_path: Any) -> None:
    file = tmp_path / "xa.geojson"
    file.write_text("{}")
    told = ncovy("admin", "units", "load", str(file))
    assert told.code == 2 and told.err
    with closing(database.admin()):
        assert database.run("SELECT count(*) FROM ncovy.unit WHERE quality = 'official'") == [(0,)]
