"""Undoing a save, a day or an area, and bringing back what was removed: previewed, with later edits left alone, then done as one save."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtTest import QTest

from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.gis.values import VIETNAM
from ncovy_qgis.ui.history.moments import put_moment, shown_moment
from ncovy_qgis.ui.history.pane import StepsPane
from ncovy_qgis.ui.history.undo import AREA, DAY, SAVE
from ncovy_qgis.ui.history.window import FEATURE, REMOVED, UNDO
from ncovy_qgis.ui.session import Session
from tests.db.desk import VINH, VINH_2, pharmacy, store, zone
from tests.db.past import changeset_of, now
from tests.server import Database
from tests.ui.remembering import LAYER, opened, part_of, session, uid, window_of
from tests.ui.validating import until

__all__ = ["session", "uid"]


@pytest.fixture
def save(database: Database) -> dict[str, Any]:
    """Lan spoils two pharmacies and a zone in one save; minh went on with one of them."""
    one, two, area = pharmacy(name="Quầy A"), pharmacy(VINH_2, name="Quầy B"), zone(name="Khối 9")
    store(database, "lan", one, two, area)
    before = now(database)
    wrong = (Update(LAYER, one.uid, 1, {"name": "Sai A"}), Update(LAYER, two.uid, 1, {"name": "Sai B"}), Remove("lockdown_zone", area.uid, 1, "nhầm"))
    store(database, "lan", *wrong, comment="lỡ tay")
    store(database, "minh", Update(LAYER, two.uid, 2, {"address": "Số 2"}))
    return {"changeset": changeset_of(database, str(one.uid), 2), "before": before, "one": str(one.uid), "two": str(two.uid), "zone": str(area.uid)}


def undo_page(session: Session, changeset: int) -> Any:
    """The page with the preview of a save."""
    part_of(session)._shown()
    part_of(session)._undo_save(changeset)
    page = window_of(session).undo
    until(lambda: page.pane.model.lines)
    return page


def lines(pane: StepsPane) -> dict[str, tuple[bool, str, str]]:
    """Name → whether it is ticked, what becomes of it, what to know."""
    texts = [[pane.model.data(pane.model.index(row, column)) for column in (0, 2, 4)] for row in range(len(pane.model.lines))]
    return {name: (line.ticked, deed, note) for (name, deed, note), line in zip(texts, pane.model.lines)}


def results(pane: StepsPane) -> list[str]:
    return [str(pane.model.data(pane.model.index(row, 5))) for row in range(len(pane.model.lines))]


def names(database: Database) -> set[str]:
    return {name for (name,) in database.run("SELECT name FROM ncovy.pharmacy UNION ALL SELECT name FROM ncovy.lockdown_zone WHERE NOT removed")}


def test_a_save_is_previewed_with_what_was_edited_later(session: Session, save: dict[str, Any]) -> None:
    page = undo_page(session, save["changeset"])
    found = lines(page.pane)
    assert found["Sai A"] == (True, "trả nội dung cũ", "") and found["Khối 9"] == (True, "đưa trở lại", "")
    ticked, _, note = found["Sai B"]
    assert not ticked and note.startswith("⚠ minh sửa lúc")
    assert "lỡ tay" in page.saves.currentText() and "1 đối tượng được sửa sau đó" in page.pane.summary.text()


def test_a_save_is_undone_as_one_new_save_and_later_edits_stay(session: Session, database: Database, save: dict[str, Any]) -> None:
    page = undo_page(session, save["changeset"])
    assert not page.pane.deed.isEnabled()  # without a reason
    page.pane.reason.setText("lỡ tay xóa nhầm")
    assert page.pane.deed.text() == "Khôi phục 2 đối tượng"
    page.pane.deed.click()
    assert names(database) == {"Quầy A", "Sai B", "Khối 9"}
    ((changesets, comment, reason),) = database.run(
        "SELECT count(DISTINCT v.changeset), min(c.comment), min(d.reason) FROM ncovy.version AS v JOIN ncovy.changeset AS c ON c.id = v.changeset"
        " JOIN ncovy.decision AS d USING (layer, uid, row_version) WHERE v.row_version = 3 AND v.session_user_name = 'lan'"
    )
    assert (changesets, comment) == (1, f"Hoàn tác lần lưu {save['changeset']}") and "lỡ tay xóa nhầm" in reason
    assert sorted(results(page.pane)) == ["", "✓ đã khôi phục thành bản nháp", "✓ đã khôi phục thành bản nháp"]
    assert not page.pane.model.chosen() and not page.pane.deed.isEnabled()


def test_later_edits_are_undone_when_the_person_says_so(session: Session, database: Database, save: dict[str, Any]) -> None:
    page = undo_page(session, save["changeset"])
    page.pane.all.click()
    assert "⚠ Ở 1 đối tượng" in page.pane.summary.text()
    page.pane.reason.setText("làm lại từ đầu")
    page.pane.deed.click()
    assert names(database) == {"Quầy A", "Quầy B", "Khối 9"}


def test_what_moved_since_the_preview_is_refused_alone_with_its_reason(session: Session, database: Database, save: dict[str, Any]) -> None:
    page = undo_page(session, save["changeset"])
    store(database, "minh", Update(LAYER, save["one"], 2, {"address": "Số 3"}))
    page.pane.reason.setText("lỡ tay")
    page.pane.deed.click()
    assert names(database) == {"Sai A", "Sai B", "Khối 9"}
    assert any(text.startswith("✗") and "minh" in text for text in results(page.pane))


def test_unsaved_edits_lock_their_feature_also_those_made_after_the_preview(session: Session, database: Database, save: dict[str, Any]) -> None:
    layer = session.layers()[LAYER]
    layer.dataProvider().reloadData()
    layer.startEditing()
    address = layer.fields().indexOf("address")
    (feature,) = layer.getFeatures(f"uid = '{save['one']}'")
    layer.changeAttributeValue(feature.id(), address, "Số 99")
    page = undo_page(session, save["changeset"])
    page.pane.all.click()
    assert [line.locked for line in page.pane.model.lines if line.step.uid == save["one"]] == ["bạn có sửa đổi chưa lưu"]
    assert save["one"] not in {step.uid for step in page.pane.model.chosen()}
    (other,) = layer.getFeatures(f"uid = '{save['two']}'")
    layer.changeAttributeValue(other.id(), address, "Số 98")
    page.pane.reason.setText("lỡ tay")
    page.pane.deed.click()
    assert "chưa lưu" in page.pane.summary.text()
    assert names(database) == {"Sai A", "Sai B"}
    assert {layer.getFeature(fid)["address"] for fid in (feature.id(), other.id())} == {"Số 99", "Số 98"}


def test_a_preview_never_stands_beside_another_choice(session: Session, save: dict[str, Any]) -> None:
    page = undo_page(session, save["changeset"])
    for change in (
        lambda: page.kind.setCurrentIndex(DAY),
        lambda: page.day.setDate(page.day.date().addDays(-1)),
        lambda: page.people.setCurrentIndex(page.people.findText("minh")),
        lambda: page.kind.setCurrentIndex(SAVE),
    ):
        page.look.click()
        change()
        assert not page.pane.model.lines and "Bấm «Xem trước»" in page.pane.summary.text()
    page.read()
    until(lambda: page.pane.model.lines or page._offered._work is None)
    page.preview()
    until(lambda: page.pane.model.lines)


def test_a_persons_day_is_undone(session: Session, database: Database, save: dict[str, Any]) -> None:
    page = undo_page(session, save["changeset"])
    page.kind.setCurrentIndex(DAY)
    page.people.setCurrentIndex(page.people.findText("minh"))
    today = datetime.now(VIETNAM)
    page.day.setDate(QDate(today.year, today.month, today.day))
    page.look.click()
    until(lambda: list(lines(page.pane)) == ["Sai B"])
    page.day.setDate(QDate(2020, 1, 1))
    page.look.click()
    until(lambda: "Không có gì để hoàn tác" in page.pane.summary.text())
    assert not page.pane.model.lines


def test_an_area_is_brought_back_to_a_moment(session: Session, database: Database, save: dict[str, Any]) -> None:
    page = undo_page(session, save["changeset"])
    page.kind.setCurrentIndex(AREA)
    page.areas.setEditText(page.areas.itemText(next(row for row in range(page.areas.count()) if page.areas.itemData(row).code == "412")))
    page.pane.show_lines((), "")
    put_moment(page.since, datetime.now(VIETNAM) - timedelta(days=1))
    page.look.click()
    until(lambda: len(page.pane.model.lines) == 2)
    assert {deed for _, deed, _ in lines(page.pane).values()} == {"gỡ bỏ"}  # nothing of it was there yesterday
    page.areas.setEditText("một nơi không có")
    page.look.click()
    assert page.pane.summary.text() == "Hãy chọn trong danh sách."


def test_a_moment_is_vietnamese_whatever_the_machine_says(session: Session) -> None:
    page = part_of(session)._shown().undo
    put_moment(page.since, datetime(2021, 9, 1, 8, 30, tzinfo=VIETNAM))
    assert page.since.text() == "01/09/2021 08:30" and shown_moment(page.since) == datetime(2021, 9, 1, 8, 30, tzinfo=VIETNAM)


def test_the_save_of_a_version_is_undone_from_its_history(session: Session, save: dict[str, Any]) -> None:
    page = opened(session, save["one"], 2)
    page.undo.click()
    window = window_of(session)
    until(lambda: window.undo.pane.model.lines)
    assert window.pages.currentIndex() == UNDO and window.undo.kind.currentIndex() == SAVE
    assert window.undo.saves.currentData() == save["changeset"]
    window.undo.pane.table.setCurrentIndex(window.undo.pane.model.index(0, 0))
    QTest.keyClick(window.undo.pane.table, Qt.Key.Key_Return)
    assert window.pages.currentIndex() == FEATURE


def test_what_was_removed_is_found_without_accents_and_brought_back(session: Session, database: Database) -> None:
    gone, kept = pharmacy(name="Hồng Ngọc", uid=uuid4()), pharmacy(VINH, name="Hồng Đức")
    store(database, "lan", gone, kept)
    store(database, "lan", Remove(LAYER, gone.uid, 1, "nhập trùng"), Remove(LAYER, kept.uid, 1, "nhập trùng"))
    window = part_of(session)._shown()
    window.pages.setCurrentIndex(REMOVED)
    pane = window.removed.pane
    until(lambda: len(pane.model.lines) == 2)
    window.removed.text.setText("hong ngoc")
    until(lambda: list(lines(pane)) == ["Hồng Ngọc"])
    ticked, deed, note = lines(pane)["Hồng Ngọc"]
    assert not ticked and deed == "đưa trở lại" and note.startswith("lan, ") and note.endswith("nhập trùng")
    pane.table.selectRow(0)
    QTest.keyClick(pane.table, Qt.Key.Key_Space)
    pane.reason.setText("gỡ nhầm")
    pane.deed.click()
    assert database.run("SELECT name, removed, removed_reason, review_state FROM ncovy.pharmacy ORDER BY removed") == [
        ("Hồng Ngọc", False, None, "draft"),
        ("Hồng Đức", True, "nhập trùng", "draft"),
    ]
    window.removed.layer.setCurrentIndex(window.removed.layer.findData("lockdown_zone"))
    until(lambda: not pane.model.lines and "Không có gì" in pane.summary.text())
