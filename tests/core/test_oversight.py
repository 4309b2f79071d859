"""The reports: headings and cells in both languages, search without accents, spans of time in words."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timezone

import pytest

from ncovy_qgis.core.deeds import DEEDS, deed_text, show_span
from ncovy_qgis.core.model import Text
from ncovy_qgis.core.oversight import (
    ACTIVITY,
    LOG,
    REPORTS,
    STAFF,
    UNUSUAL,
    WAITING,
    Activity,
    AuditRow,
    StaffChange,
    Unusual,
    WaitingTime,
    by_district,
    cells,
    header,
    matches,
)

MOMENT = datetime(2021, 9, 1, 3, tzinfo=timezone.utc)
DAY = date(2021, 9, 1)
PHARMACY = Text("Nhà thuốc", "Pharmacy")
ACTED = Activity("lan", "16681", 2021, "Phường Hưng Bình", "Thành phố Vinh", DAY, 3, 1, 0, 0, 0, 2, 0, 0, 0)
WAITED = WaitingTime("pharmacy", PHARMACY, "412", 2021, "Thành phố Vinh", 3, 60.0, 7200.0, 90_000.0, 1, 30.0)
CHANGED = StaffChange(MOMENT, "tuan", "ncovy staff", "hoa", "grant_area", None, "421", 2021, "Huyện Quỳnh Lưu", None)
LOGGED = AuditRow(
    MOMENT, "lan", "ncovy qgis", "version", "move", "pharmacy", PHARMACY, "u", "Hồng Ngọc", 2, "16681", 2021, "Phường Hưng Bình", 7, "sửa vị trí",
    "location_method", 12.345, None, None, None, None,
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_report_has_headings_in_two_languages_and_no_heading_twice(name: str) -> None:
    report = REPORTS[name]
    for language in ("vi", "en"):
        titles = header(report, language)
        assert all(titles) and len(set(titles)) == len(titles)
    assert header(report, "vi") != header(report, "en")


def test_an_activity_is_a_line_of_words_and_numbers() -> None:
    assert cells(ACTIVITY, ACTED) == (DAY, "lan", "Phường Hưng Bình", "Thành phố Vinh", 3, 1, 0, 0, 0, 2, 0, 0, 0)


def test_communes_of_a_district_are_summed_and_other_persons_and_days_kept_apart() -> None:
    same = replace(ACTED, unit_code="16690", unit_name="Phường Lê Lợi", inserts=4, submits=0)
    others = (replace(ACTED, person="hoa"), replace(ACTED, day=date(2021, 9, 2)), replace(ACTED, district_name="Huyện Quỳnh Lưu"))
    first, *rest = by_district((ACTED, *others, same))
    assert (first.unit_name, first.district_name, first.inserts, first.updates, first.submits) == (None, "Thành phố Vinh", 7, 2, 2)
    assert [(row.person, row.day, row.district_name, row.inserts) for row in rest] == [(row.person, row.day, row.district_name, 3) for row in others]


def test_waiting_times_are_said_in_words_of_the_language() -> None:
    assert cells(WAITING, WAITED) == ("Nhà thuốc", "Thành phố Vinh", 3, "1 phút", "2 giờ 0 phút", "1 ngày 1 giờ", 1, "dưới 1 phút")
    assert cells(WAITING, WAITED, "en")[3:6] == ("1 min", "2 h 0 min", "1 d 1 h")
    assert cells(WAITING, replace(WAITED, median_s=None))[3] == ""


def test_an_unusual_thing_is_told_in_the_language_of_the_reader() -> None:
    row = Unusual("night", "lan", DAY, MOMENT, MOMENT, 2, None, None, None, None, None, "lan làm đêm.", "lan worked at night.")
    assert cells(UNUSUAL, row)[-1] == "lan làm đêm." and cells(UNUSUAL, row, "en")[-1] == "lan worked at night."


def test_a_change_of_staff_says_what_was_done_to_whom() -> None:
    assert cells(STAFF, CHANGED) == (MOMENT, "tuan", "Giao địa bàn", "hoa", "", "Huyện Quỳnh Lưu", "421", 2021, None, "ncovy staff")
    assert "Người duyệt" in cells(STAFF, replace(CHANGED, deed="grant_role", role="supervisor"))


def test_the_log_leaves_nothing_of_a_row_out_but_what_it_says_in_other_words() -> None:
    line = cells(LOG, LOGGED)
    assert {"Sửa đổi", "Dời vị trí", "Nhà thuốc", 12.3, "location_method"} <= set(line)
    told = {field.name for field in fields(AuditRow)} - {"layer", "kind", "deed", "metres", "layer_title"}
    assert {getattr(LOGGED, name) for name in told} <= set(line) | {None}


@pytest.mark.parametrize(("words", "found"), [("hung binh", True), ("HƯNG", True), ("vinh lan", True), ("vinh hoa", False), ("", True)])
def test_rows_are_found_without_accents(words: str, found: bool) -> None:
    assert matches(cells(ACTIVITY, ACTED), words) is found


@pytest.mark.parametrize(
    ("seconds", "vi"),
    [(0, "dưới 1 phút"), (59.4, "dưới 1 phút"), (60, "1 phút"), (3599, "59 phút"), (3600, "1 giờ 0 phút"), (86_399, "23 giờ 59 phút"),
     (86_400, "1 ngày 0 giờ"), (200_000, "2 ngày 7 giờ"), (-5, "dưới 1 phút")],
)  # fmt: skip
def test_a_span_is_its_two_largest_units(seconds: float, vi: str) -> None:
    assert show_span(seconds).vi == vi


def test_a_deed_nobody_named_is_its_own_word() -> None:
    assert deed_text("dance") == Text("dance", "dance") and deed_text("insert") is DEEDS["insert"]
