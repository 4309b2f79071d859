"""The window of the oversight on a real database: what is counted, found, sorted, exported, and refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import QFileDialog

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.safe_csv import ENCODING
from ncovy_qgis.db.changes import Insert
from ncovy_qgis.ui.oversight.period_bar import CHOICE, PeriodBar
from ncovy_qgis.ui.oversight.tasks import SHOWN
from ncovy_qgis.ui.oversight.window import COMMUNE, OversightWindow
from tests.server import Database
from tests.ui.overseeing import cell, make_work, overseen, settled


@pytest.fixture
def moved(database: Database) -> Insert:
    return make_work(database)


@pytest.fixture
def window(database: Database, moved: Insert, catalogue: Catalogue, qgis_app: Any) -> Iterator[OversightWindow]:
    made = overseen(database, "tuan", catalogue)
    yield made
    made.close()
    made.deleteLater()


def rows(window: OversightWindow, name: str) -> list[Any]:
    return window.views[name].reported.rows()


def test_every_report_is_there_with_its_number_of_rows(window: OversightWindow) -> None:
    assert [window.tabs.tabText(place) for place in range(len(SHOWN))] == [
        f"{title} ({len(rows(window, name))})"
        for title, name in zip(("Hoạt động", "Thời gian chờ duyệt", "Cảnh báo đã chấp nhận", "Bất thường", "Nhân sự"), SHOWN)
    ]
    assert window.answer.text() == "2 người, 5 sửa đổi, 1 lần xét duyệt."


def test_activity_says_who_did_what_where_on_which_day(window: OversightWindow) -> None:
    lines = [cell(window, "activity", row) for row in range(len(rows(window, "activity")))]
    lan = [line for line in lines if line[1] == "lan"]
    assert {line[3] for line in lan} == {"Thành phố Vinh"}
    assert [sum(int(line[column] or 0) for line in lan) for column in range(4, 10)] == [3, 0, 1, 1, 0, 2]
    assert all(line[0].count("/") == 2 for line in lines)


def test_districts_are_summed_where_one_wants_it_and_noughts_are_left_blank(window: OversightWindow) -> None:
    communes = len(rows(window, "activity"))
    window.district.click()
    assert [row.person for row in rows(window, "activity")] == ["lan", "tuan"] and communes > 2
    assert window.views["activity"].isColumnHidden(COMMUNE)
    assert cell(window, "activity", 0)[4:] == ["3", "", "1", "1", "", "2", "", "", ""]
    window.district.click()
    assert len(rows(window, "activity")) == communes and not window.views["activity"].isColumnHidden(COMMUNE)
    window.tabs.setCurrentIndex(1)
    assert not window.district.isVisible()


def test_what_waits_and_what_was_accepted_is_told(window: OversightWindow) -> None:
    assert cell(window, "waiting", 0)[:3] == ["Hiệu thuốc", "Thành phố Vinh", "1"]
    assert cell(window, "waiting", 0)[6] == "1"
    assert cell(window, "acceptances", 0)[-2:] == ["Lý do chung ghi trong biểu mẫu", "Đã gọi điện"]


def test_a_far_move_is_pointed_out_and_opens_the_history_of_its_feature(window: OversightWindow, moved: Insert, qtbot: Any) -> None:
    wanted: list[tuple[str, str]] = []
    window.feature_wanted.connect(lambda layer, uid: wanted.append((layer, uid)))
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert window.view() is window.views["unusual"]
    found = rows(window, "unusual")
    place = next(number for number, row in enumerate(found) if row.kind == "far_move")
    assert "lan dời «Nhà thuốc Hồng Ngọc» (Hiệu thuốc) đi 3,5 km" in cell(window, "unusual", place)[-1]
    window.view().setCurrentIndex(window.view().model().index(place, 0))
    qtbot.keyClick(window.view(), Qt.Key.Key_Return)
    assert wanted == [("pharmacy", moved.uid)]


def test_rows_are_found_without_accents_and_the_number_follows(window: OversightWindow, qtbot: Any) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.search, "thanh pho vinh tuan")
    settled(window)
    assert {row.person for row in rows(window, "activity")} == {"tuan"}
    assert window.tabs.tabText(0) == "Hoạt động (1)"
    window.search.setText("không có ai")
    settled(window)
    assert window.answer.text() == "0 người, 0 sửa đổi, 0 lần xét duyệt."


def test_a_column_sorts_by_its_meaning_and_leaves_empty_cells_at_the_end(window: OversightWindow) -> None:
    model = window.views["staff"].reported
    model.sort(8, Qt.SortOrder.DescendingOrder)  # the end of an area: nobody's is set
    assert len(model.rows()) == len(rows(window, "staff"))
    waiting = window.views["waiting"].reported
    (row,) = waiting.rows()
    slow = type(row)(**{**row.__dict__, "longest_s": 90_000.0, "layer": "slow"})
    none = type(row)(**{**row.__dict__, "longest_s": None, "layer": "none"})
    minute = type(row)(**{**row.__dict__, "longest_s": 3000.0, "layer": "minute"})
    waiting.show([none, slow, minute])
    for order, wanted in ((Qt.SortOrder.AscendingOrder, ["minute", "slow", "none"]), (Qt.SortOrder.DescendingOrder, ["slow", "minute", "none"])):
        waiting.sort(5, order)
        assert [each.layer for each in waiting.rows()] == wanted


def test_another_period_is_read_by_itself(window: OversightWindow) -> None:
    window.days.first.setDate(QDate(2020, 1, 1))
    window.days.last.setDate(QDate(2020, 1, 2))
    settled(window)
    assert window.days.span.currentData() == CHOICE
    assert rows(window, "activity") == []
    window.days.span.setCurrentIndex(0)
    settled(window)
    assert len(rows(window, "activity")) > 0


def test_days_given_backwards_are_the_same_days(qgis_app: Any) -> None:
    bar = PeriodBar()
    bar.first.setDate(QDate(2021, 9, 3))
    bar.last.setDate(QDate(2021, 9, 1))
    assert (bar.period().until - bar.period().since).days == 3
    assert bar.period().since.isoformat() == "2021-09-01T00:00:00+07:00"
    bar.deleteLater()


def test_the_table_in_view_is_exported_as_it_is_searched(window: OversightWindow, tmp_path: Path, monkeypatch: Any, qtbot: Any) -> None:
    file = tmp_path / "bang.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(file), "")))
    window.search.setText("lan")
    settled(window)
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    table = list(csv.reader(io.StringIO(file.read_text(ENCODING), newline="")))
    assert table[0][:2] == ["Ngày", "Người"] and {line[1] for line in table[1:]} == {"lan"}
    assert window.answer.text() == f"Đã ghi {len(table) - 1} dòng vào {file}."


def test_the_whole_log_of_the_period_is_exported(window: OversightWindow, tmp_path: Path, monkeypatch: Any, database: Database, qtbot: Any) -> None:
    file = tmp_path / "nhat-ky.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(file), "")))
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settled(window)
    table = list(csv.reader(io.StringIO(file.read_text(ENCODING), newline="")))
    (versions,) = database.run("SELECT count(*) FROM ncovy.version")[0]
    assert sum(line[2] == "Sửa đổi" for line in table) == versions == 5
    assert f"vào {file}." in window.answer.text()


def test_a_folder_that_cannot_be_written_is_a_sentence(window: OversightWindow, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(tmp_path / "nowhere" / "a.csv"), "")))
    for export in (window.export_log, window.export_table):
        window.answer.clear()
        export()
        settled(window)
        assert "nowhere" in window.answer.text() and not list(tmp_path.iterdir())
    assert rows(window, "activity")  # what is listed stays


def test_nothing_is_written_when_no_file_is_chosen(window: OversightWindow, monkeypatch: Any) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: ("", "")))
    before = window.answer.text()
    window.export_table()
    window.export_log()
    assert window.answer.text() == before and window._work is None


def test_an_editor_is_told_that_this_is_for_supervisors(database: Database, moved: Insert, catalogue: Catalogue, qgis_app: Any) -> None:
    made = overseen(database, "lan", catalogue)
    assert "ncovy_supervisor" in made.answer.text()
    assert all(not rows(made, name) for name in SHOWN)
    made.close()
    made.deleteLater()


def test_a_window_closed_while_it_reads_waits_for_nobody(database: Database, moved: Insert, catalogue: Catalogue, qtbot: Any) -> None:
    made = overseen(database, "tuan", catalogue)
    made.start()
    work = made._work
    made.reject()
    assert made._work is None
    qtbot.waitUntil(lambda: not work.alive(), timeout=5000)
    made.deleteLater()


def test_it_fits_a_small_screen(window: OversightWindow) -> None:
    assert window.minimumSizeHint().width() <= 1366 and window.minimumSizeHint().height() <= 600
    assert window.height() <= 580
