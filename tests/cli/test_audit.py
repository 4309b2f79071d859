"""The oversight by command: tables for people, JSON for programs, CSV for a spreadsheet; staff limited and the record read."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ncovy_qgis.core.oversight import LOG, REPORTS, header
from ncovy_qgis.core.safe_csv import ENCODING
from ncovy_qgis.db.changes import Update
from tests.cli.conftest import Console
from tests.db.desk import VINH, VINH_2, pharmacy, store
from tests.server import Database

ATTACK = '=HYPERLINK("http://x.example","bấm")'
TOMORROW = (datetime.now() + timedelta(days=2)).strftime("%d/%m/%Y")


@pytest.fixture(scope="module", autouse=True)
def worked(module_database: Database) -> None:
    """Lan saved a pharmacy with a comment that a spreadsheet would run, moved it and removed another."""
    first, second = pharmacy(VINH), pharmacy(VINH_2)
    store(module_database, "lan", first, second, comment=ATTACK)
    store(module_database, "lan", Update("pharmacy", second.uid, 1, {"removed": True}))


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_speaks_to_people_to_programs_and_to_spreadsheets(ncovy: Console, name: str) -> None:
    report = REPORTS[name]
    lines = ncovy("tuan", "audit", name).out.splitlines()
    document = ncovy("tuan", "audit", name, "--json").document
    table = rows_of(ncovy("tuan", "audit", name, "--csv", "-").out)
    assert table[0] == list(header(report))
    assert len(table) - 1 == len(document) == (len(lines) - 1 if document else 0)


def test_activity_is_a_table_with_headings(ncovy: Console) -> None:
    told = ncovy("thu", "audit", "activity")
    assert told.code == 0
    heading, line = told.out.splitlines()
    assert heading.split()[:2] == ["Ngày", "Người"]
    assert line.split()[1] == "lan" and "Thành phố Vinh" in line


def test_districts_may_be_summed(ncovy: Console) -> None:
    (row,) = ncovy("thu", "audit", "activity", "--by-district", "--json").document
    assert (row["person"], row["district_name"], row["unit_name"], row["inserts"], row["removes"]) == ("lan", "Thành phố Vinh", None, 2, 1)


def test_an_empty_period_says_so(ncovy: Console) -> None:
    assert ncovy("tuan", "audit", "log", "--since", "01/01/2020", "--until", "02/01/2020").out == "Không có gì trong thời gian này.\n"
    assert ncovy("tuan", "audit", "log", "--since", "01/01/2020", "--until", "02/01/2020", "--json").document == []


def test_what_is_unusual_is_a_finding(ncovy: Console) -> None:
    quiet = ("--removals", "99", "--far", "1e9", "--night", "24-0")
    assert ncovy("tuan", "audit", "unusual", *quiet).code == 0
    told = ncovy("tuan", "audit", "unusual", "--removals", "1", "--night", "24-0")
    assert told.code == 1 and "lan gỡ bỏ 1 đối tượng" in told.out


def test_the_exported_log_is_whole_knows_vietnamese_and_runs_nothing(ncovy: Console, tmp_path: Path, module_database: Database) -> None:
    file = tmp_path / "nhat ky.csv"
    told = ncovy("tuan", "audit", "log", "--csv", str(file), "--json")
    text = file.read_text(ENCODING)
    rows = rows_of(text)
    assert rows[0] == list(header(LOG)) and file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert told.document == {"file": str(file), "rows": len(rows) - 1}
    (versions,) = module_database.run("SELECT count(*) FROM ncovy.version")[0]
    assert sum(row[2] == "Sửa đổi" for row in rows) == versions
    comments = {row[rows[0].index("Ghi chú")] for row in rows[1:]}
    assert "'" + ATTACK in comments and ATTACK not in comments
    assert [path.name for path in tmp_path.iterdir()] == ["nhat ky.csv"]


def test_a_file_that_cannot_be_written_leaves_nothing_and_says_why(ncovy: Console, tmp_path: Path) -> None:
    told = ncovy("tuan", "audit", "log", "--csv", str(tmp_path / "nowhere" / "a.csv"))
    assert told.code == 2 and "nowhere" in told.err


def test_half_an_export_never_takes_the_place_of_a_whole_one(ncovy: Console, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("hôm qua")
    assert ncovy("lan", "audit", "log", "--csv", str(file)).code == 1
    assert file.read_text() == "hôm qua" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("person", ["lan", "vy", "phuc"])
@pytest.mark.parametrize("name", sorted(REPORTS))
def test_only_supervisors_are_told(ncovy: Console, person: str, name: str) -> None:
    told = ncovy(person, "audit", name)
    assert (told.code, told.out) == (1, "") and told.err.strip()


def test_areas_end_on_a_day_and_the_record_says_who_said_so(ncovy: Console) -> None:
    told = ncovy("tuan", "staff", "expire", "minh", "--until", TOMORROW)
    assert told.out == f"Địa bàn 412 (2021) của minh hết hạn lúc {TOMORROW} 00:00\n"
    assert f"(412:2021, đến {TOMORROW} 00:00)" in ncovy("vy", "staff", "list").out
    record = ncovy("tuan", "audit", "staff", "--json").document
    assert (record[0]["by"], record[0]["person"], record[0]["deed"], record[0]["unit_name"]) == ("tuan", "minh", "expire_area", "Thành phố Vinh")
    assert ncovy("admin", "staff", "grant", "minh", "--area", "412").code == 0
    assert "412:2021)" in ncovy("vy", "staff", "list").out


def test_an_end_that_is_over_is_refused_in_words(ncovy: Console) -> None:
    told = ncovy("tuan", "staff", "expire", "minh", "--until", "01/01/2020")
    assert (told.code, told.out) == (1, "") and told.err.startswith("NC009: Ngày hết hạn phải ở sau lúc này")


def test_neither_role_nor_area_is_nothing_to_give(ncovy: Console) -> None:
    told = ncovy("admin", "staff", "grant", "hoa")
    assert (told.code, told.out) == (2, "") and "--area" in told.err


def test_taking_what_somebody_does_not_have_changes_nothing(ncovy: Console) -> None:
    assert ncovy("admin", "staff", "revoke", "hoa", "--area", "412").out == "Không có gì thay đổi.\n"
