"""The queue without a window: what is kept, in which order, under which heading, and where the cursor goes when something left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from qgis.core import QgsSettings

from ncovy_qgis.ui.review import saved
from ncovy_qgis.ui.review.bulk import decidable, parts_of, summary
from ncovy_qgis.ui.review.rows import (
    ASKED,
    AT,
    AUTHOR,
    CHANGESET,
    CLEAN,
    COMMUNE,
    ERROR,
    EXPIRING,
    FINDINGS,
    FLAT,
    LAYER,
    NAME,
    RETURNED,
    WARNING,
    Wanted,
    grouped,
    kept,
    ordered,
    severity,
    successor,
)
from ncovy_qgis.ui.review.words import age, counts, group_title, tooltip
from tests.ui.reviewing import NOW, due, item, rows

VINH, CUA_LO = {"commune_name": "Phường Lê Mao"}, {"commune_name": "Phường Nghi Hương", "district_name": "Thị xã Cửa Lò"}


def left(wanted: Wanted, *items: Any, found: Any = None) -> list[str]:
    return [row.name for row in kept(rows(*items), wanted, found or {}, NOW)]


@pytest.mark.parametrize(
    ("wanted", "values"),
    [
        ({"layer": "lockdown_zone"}, {"layer": "lockdown_zone"}),
        ({"kind": "moved"}, {"kind": "moved"}),
        ({"author": "minh"}, {"authors": ("hoa", "minh")}),
        ({"place": "cua lo"}, CUA_LO),
        ({"changeset": 9}, {"changeset": 9}),
        ({"mine": True}, {"mine": True}),
        ({"decidable": True}, {"own": False}),
        ({"age": 24}, {"submitted_at": NOW - timedelta(hours=25)}),
        ({"age": -1}, {"submitted_at": NOW - timedelta(minutes=59)}),
        ({"talk": ASKED}, {"asked": True}),
        ({"talk": RETURNED}, {"returned_before": 3}),
        ({"text": "dot rao quanh"}, {"comment": "Đợt rào quanh chợ"}),
        ({"text": "nghi huong hoang mai"}, {**CUA_LO, "name": "Hoàng Mai"}),
        ({"text": "MINH"}, {"authors": ("minh",)}),
    ],
)
def test_each_filter_keeps_what_it_asks_for_and_nothing_else(wanted: dict[str, Any], values: dict[str, Any]) -> None:
    other = {"mine": False, "own": True, "submitted_at": NOW - timedelta(hours=3)}
    asked = item(1, **{"name": "Cần tìm", **values})
    assert left(Wanted(**wanted), item(2, name="Khác", **other), asked) == [asked.name]


def test_filters_hold_together_and_all_words_must_be_there() -> None:
    both = item(1, name="Chợ Ga", kind="moved")
    assert left(Wanted(text="ga cho", kind="moved"), both, item(2, name="Chợ Ga 2"), item(3, name="Chợ Lường", kind="moved")) == ["Chợ Ga"]


def test_severity_is_that_of_the_version_judged_and_unknown_before() -> None:
    (row,) = rows(item(1, row_version=4))
    assert severity(row, {}) == severity(row, {row.key: (3, 1, 0)}) == ""
    assert [severity(row, {row.key: (4, *numbers)}) for numbers in ((1, 2), (0, 2), (0, 0))] == [ERROR, WARNING, CLEAN]
    assert left(Wanted(severity=ERROR), row.item, found={row.key: (4, 1, 0)}) == [row.name]
    assert left(Wanted(severity=CLEAN), row.item) == []


def test_what_waits_for_care_is_filtered_by_what_it_has() -> None:
    care = due(1)
    assert left(Wanted(queue=EXPIRING, kind="new", author="minh", severity=ERROR, age=24), care) == ["Khối 3"]
    assert left(Wanted(queue=EXPIRING, place="cửa lò"), care) == left(Wanted(queue=EXPIRING, layer="pharmacy"), care) == []
    assert left(Wanted(queue=EXPIRING, text="hom nay"), care) == ["Khối 3"]


def test_the_oldest_comes_first_and_names_follow_the_vietnamese_alphabet() -> None:
    listed = rows(item(1, name="Đô Lương"), item(2, name="Anh Sơn"), item(3, name="Ân"), item(4, name="Dũng"))
    assert [row.name for row in ordered(listed, AT, False, {})] == ["Dũng", "Ân", "Anh Sơn", "Đô Lương"]
    assert [row.name for row in ordered(listed, NAME, False, {})] == ["Anh Sơn", "Ân", "Dũng", "Đô Lương"]
    assert [row.name for row in ordered(listed, NAME, True, {})] == ["Đô Lương", "Dũng", "Ân", "Anh Sơn"]
    judged = {listed[1].key: (1, 2, 0), listed[2].key: (1, 0, 5)}
    assert [row.name for row in ordered(listed, FINDINGS, True, judged)] == ["Anh Sơn", "Ân", "Dũng", "Đô Lương"]


def test_groups_come_in_the_order_of_their_first_rows_under_who_saved_when_and_why() -> None:
    listed = ordered(rows(item(1, changeset=1, comment="Ca chiều"), item(2, changeset=2), item(3, changeset=1)), AT, False, {})
    first, second = grouped(listed, CHANGESET)
    assert [row.name[-1] for row in first.rows] == ["3", "1"]
    assert group_title(second) == "(1) lan · 26/11/2026 14:00 · «Rà soát tháng 9»"
    assert [group.title for group in grouped(listed, LAYER)] == ["Hiệu thuốc"]
    assert [group.title for group in grouped(listed, COMMUNE)] == ["Phường Lê Mao, Thành phố Vinh"]
    assert [group.title for group in grouped(listed, AUTHOR)] == ["lan"]
    assert len(grouped(listed, FLAT)) == 1
    assert grouped(rows(item(1, changeset=None)), CHANGESET)[0].title == "Hiệu thuốc"
    assert group_title(grouped(rows(due(1), due(2)), CHANGESET)[0]) == "(2) Vùng phong tỏa"


def test_the_cursor_stays_else_goes_down_else_up() -> None:
    a, b, c, d = ((letter, "") for letter in "abcd")
    assert successor([a, b, c, d], b, [d, b]) == b
    assert successor([a, b, c, d], b, [a, d]) == d
    assert successor([a, b, c, d], d, [a, c]) == c
    assert successor([a], a, []) is None
    assert successor([], None, [a]) is None


def test_how_long_something_waits_is_said_in_the_unit_that_says_most() -> None:
    said = [age(NOW - timedelta(minutes=minutes), NOW) for minutes in (-3, 0, 59, 60, 47 * 60, 48 * 60, 1000 * 24 * 60)]
    assert said == ["0 phút", "0 phút", "59 phút", "1 giờ", "47 giờ", "2 ngày", "1.000 ngày"]
    assert age(None, NOW) == ""


def test_the_tooltip_says_what_keeps_the_person_from_deciding_and_what_was_talked() -> None:
    (row,) = rows(item(1, own=True, mine=False, returned_before=2, asked=True, warning_reason="Đã gọi điện"))
    text = tooltip(row)
    for part in ("Đã gọi điện", "người khác phải duyệt", "Ngoài địa bàn", "phiên bản 2", "chờ người soạn trả lời", "Mới, lan, 26/11/2026 14:59"):
        assert part in text
    assert "Ngoài" not in tooltip(rows(item(1))[0])
    assert counts(rows(item(1), item(2)), 10_000, {row.key: (1, 3, 0)}) == "2 trong 10.000; 1 có lỗi, 0 có cảnh báo"
    assert counts(rows(item(1), due(2)), 10_000, {}) == "2 trong 10.000"


def test_a_summary_counts_kinds_errors_and_what_is_left_out() -> None:
    listed = rows(item(1), item(2), item(3, kind="removed"), item(4, own=True), item(5, mine=False), due(6))
    mine = decidable(listed)
    assert [row.item.uid[-1] for row in mine] == ["1", "2", "3"]
    text = summary(mine, [row for row in listed if row not in mine and row.waiting], {mine[0].key: (1, 2, 0), mine[1].key: (1, 0, 0)})
    assert text.splitlines() == [
        "3 mục: 2 mới, 1 gỡ bỏ.",
        "⚠ 1 mục có lỗi, 0 mục có cảnh báo.",
        "1 mục chưa kiểm tra xong.",
        "Bỏ ra 2 mục: 1 do bạn tham gia soạn, 1 ngoài địa bàn của bạn.",
    ]
    assert [(part.title, len(part.rows)) for part in parts_of(mine)] == [("Hiệu thuốc · Mới", 2), ("Hiệu thuốc · Gỡ bỏ", 1)]


@pytest.fixture
def kept_filters(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    key = "ncovy_test_rows/review_filters"
    monkeypatch.setattr(saved, "KEY", key)
    yield key
    QgsSettings().remove("ncovy_test_rows")


def test_filters_are_kept_under_their_names_with_all_they_ask_for(kept_filters: str, qgis_app: Any) -> None:
    whole = Wanted("unverified", 72, COMMUNE, NAME, True, "chợ", "pharmacy", "Vinh", "minh", "moved", WARNING, ASKED, -1, 12, True, True)
    saved.keep({"Vinh, có cảnh báo": whole, "Ân": Wanted()})
    assert saved.load() == {"Ân": Wanted(), "Vinh, có cảnh báo": whole}
    assert list(saved.load()) == ["Ân", "Vinh, có cảnh báo"]


@pytest.mark.parametrize("stored", ["", "{", "[1]", "null", json.dumps({"a": 3}), json.dumps({"a": {"kind": "exploded"}}), json.dumps({"a": {"hours": "x"}})])
def test_what_cannot_be_read_is_left_out_and_the_desk_opens(kept_filters: str, stored: str, qgis_app: Any) -> None:
    QgsSettings().setValue(kept_filters, stored)
    assert saved.load() == {}


def test_a_filter_of_an_older_version_keeps_what_it_says(kept_filters: str, qgis_app: Any) -> None:
    QgsSettings().setValue(kept_filters, json.dumps({"cũ": {"kind": "new", "gone": 1}}))
    assert saved.load() == {"cũ": replace(Wanted(), kind="new")}
