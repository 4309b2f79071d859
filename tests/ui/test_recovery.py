"""The offer after a crash, in the real window: listed by layer, restored, kept for later, or put aside; never lost and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from qgis.core import QgsGeometry, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QPushButton

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.change import Change, Insert, Remove, Update, key_of
from ncovy_qgis.gis.journal import ASIDE, count_left
from ncovy_qgis.gis.source import place_of
from ncovy_qgis.gis.values import VIETNAM, to_wkb
from ncovy_qgis.ui.recovery.dialog import RecoveryDialog
from ncovy_qgis.ui.recovery.part import Recovery
from ncovy_qgis.ui.session import Session
from tests.gis.editors import VINH, own_service
from tests.gis.left_behind import crashed
from tests.resting import emptied
from tests.server import Database
from tests.ui.window import Window, let_go, said, the_part

POINT = to_wkb(QgsGeometry.fromWkt(VINH), False)
FROM = datetime(2021, 8, 22, tzinfo=VIETNAM)
INSERT = "INSERT INTO ncovy.testing_site (name, geom, active_from) VALUES (%s, 'SRID=4326;POINT(105.68 18.67)', '2021-08-22') RETURNING uid::text"
ZONE = "MultiPolygon(((105.678 18.668, 105.682 18.668, 105.682 18.672, 105.678 18.672, 105.678 18.668)))"


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    made = Session(Window(qgis_iface), tmp_path / "journal")
    yield made
    let_go(made)


@pytest.fixture
def place(module_database: Database) -> str:
    return place_of(own_service(module_database, "lan").dsn())


def part(session: Session) -> Recovery:
    return the_part(session, Recovery)


def offered(session: Session, qtbot: Any) -> RecoveryDialog:
    """The window, shown because the map has opened."""
    session.map_opened.emit()
    qtbot.waitUntil(lambda: part(session).dialog is not None, timeout=10_000)
    dialog = part(session).dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def rows(dialog: RecoveryDialog) -> dict[str, list[list[str]]]:
    tree = dialog.list
    tops = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return {top.text(0): [[top.child(at).text(column) for column in range(4)] for at in range(top.childCount())] for top in tops}


def press(dialog: RecoveryDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button.isEnabled()
    button.click()
    QCoreApplication.processEvents()


def a_days_work(database: Database) -> tuple[Change, ...]:
    moved, removed, changed = (database.run(INSERT, (name,), "lan")[0][0] for name in ("Trạm y tế Hưng Dũng", "Trạm y tế Bến Thủy", "Trạm y tế Lê Mao"))
    database.run("UPDATE ncovy.testing_site SET base_version = row_version, phone = '02383844528' WHERE uid = %s", (changed,), "minh")
    return (
        Insert("pharmacy", str(uuid4()), {"name": "Nhà thuốc Hồng Ngọc", "reported_at": FROM}, POINT),
        Insert("lockdown_zone", str(uuid4()), {"name": "Khối 5, phường Lê Mao", "active_from": FROM}, to_wkb(QgsGeometry.fromWkt(ZONE), True)),
        Update("testing_site", moved, 1, {"phone": "02383844529", "methods": ["rt_pcr"], "note_internal": "Gọi lại", "source_org": "CDC"}, POINT),
        Update("testing_site", changed, 1, {"name": "Trạm y tế phường Lê Mao"}),
        Remove("testing_site", removed, 1, "Nhập trùng"),
    )


def test_the_offer_lists_every_edit_by_layer_with_its_kind_time_and_fate(session: Session, database: Database, place: str, qtbot: Any) -> None:
    crashed(session.edits.folder, place, a_days_work(database))
    dialog = offered(session, qtbot)
    found = rows(dialog)
    assert set(found) == {"Hiệu thuốc (1)", "Vùng phong tỏa (1)", "Điểm xét nghiệm (3)"}
    sites = {row[0]: row[1:] for row in found["Điểm xét nghiệm (3)"]}
    assert sites["Trạm y tế Hưng Dũng"][0].startswith("Sửa «Điện thoại», ")
    assert sites["Trạm y tế Hưng Dũng"][0].endswith("(+2)")
    assert sites["Trạm y tế phường Lê Mao"][2] == "Người khác đã sửa"
    assert sites["Trạm y tế Bến Thủy"][0] == "Gỡ bỏ"
    assert sites["Trạm y tế Bến Thủy"][1].startswith(f"{datetime.now(VIETNAM):%d/%m/%Y}")
    assert dialog.width() <= 1366
    assert dialog.height() <= 580
    press(dialog, "ncovyRecoveryLater")


def test_a_project_of_the_map_that_is_opened_from_a_file_is_asked_about_too(
    session: Session, project: QgsProject, database: Database, place: str, qtbot: Any, tmp_path: Path
) -> None:
    assert project.write(str(tmp_path / "map.qgs"))
    crashed(session.edits.folder, place, a_days_work(database))
    assert project.read(str(tmp_path / "map.qgs"))
    qtbot.waitUntil(lambda: part(session).dialog is not None, timeout=10_000)
    dialog = part(session).dialog
    assert dialog is not None
    press(dialog, "ncovyRecoveryRestore")
    assert sum(map(len, session.edits.pending().values())) == 5


def test_restored_edits_are_in_the_buffers_and_in_no_old_journal(session: Session, database: Database, place: str, qtbot: Any) -> None:
    changes = a_days_work(database)
    crashed(session.edits.folder, place, changes)
    press(offered(session, qtbot), "ncovyRecoveryRestore")
    pending = [change for each in session.edits.pending().values() for change in each.values()]
    assert {key_of(change): change for change in pending} == {key_of(change): change for change in changes}
    assert any("Đã khôi phục 5 sửa đổi" in item.text() for item in session.iface.messageBar().items())  # the live map may have said something since
    assert count_left(session.edits.folder) == 0
    assert len(list(session.edits.folder.glob("*.jsonl"))) == 1  # its own
    assert part(session).dialog is None


def test_what_is_not_ticked_is_offered_again(session: Session, database: Database, place: str, qtbot: Any) -> None:
    crashed(session.edits.folder, place, a_days_work(database))
    dialog = offered(session, qtbot)
    for at in range(dialog.list.topLevelItemCount()):
        top = dialog.list.topLevelItem(at)
        top.setCheckState(0, Qt.CheckState.Checked if "Vùng" in top.text(0) else Qt.CheckState.Unchecked)
    press(dialog, "ncovyRecoveryRestore")
    assert [layer.name() for layer in session.edits.edited()] == ["Vùng phong tỏa"]
    again = offered(session, qtbot)
    assert set(rows(again)) == {"Hiệu thuốc (1)", "Điểm xét nghiệm (3)"}
    press(again, "ncovyRecoveryLater")


def test_with_nothing_ticked_there_is_nothing_to_press_but_later(session: Session, database: Database, place: str, qtbot: Any) -> None:
    crashed(session.edits.folder, place, a_days_work(database))
    dialog = offered(session, qtbot)
    for at in range(dialog.list.topLevelItemCount()):
        dialog.list.topLevelItem(at).setCheckState(0, Qt.CheckState.Unchecked)
    assert not dialog.restoring.isEnabled()
    assert not dialog.discarding.isEnabled()
    press(dialog, "ncovyRecoveryLater")
    assert count_left(session.edits.folder) == 5


def test_escape_keeps_everything_for_later(session: Session, database: Database, place: str, qtbot: Any) -> None:
    crashed(session.edits.folder, place, a_days_work(database))
    dialog = offered(session, qtbot)
    assert count_left(session.edits.folder) == 0  # held: no other QGIS offers it now
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not session.edits.edited()
    assert count_left(session.edits.folder) == 5


@pytest.mark.parametrize("sure", [True, False])
def test_dropping_asks_again_and_keeps_a_copy(
    session: Session, database: Database, place: str, qtbot: Any, sure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed(session.edits.folder, place, a_days_work(database))
    dialog = offered(session, qtbot)
    monkeypatch.setattr(dialog, "sure", lambda: sure)
    press(dialog, "ncovyRecoveryDrop")
    aside = list((session.edits.folder / ASIDE).glob("*.jsonl"))
    assert (dialog.isVisible(), len(aside)) == (not sure, 1 if sure else 0)
    if sure:
        assert "Đã bỏ 5 sửa đổi" in said(session)
    else:
        press(dialog, "ncovyRecoveryLater")
    assert count_left(session.edits.folder) == (0 if sure else 5)
    assert not session.edits.edited()


def test_the_second_question_has_vietnamese_buttons_and_keeps_by_default(session: Session, database: Database, place: str, qtbot: Any) -> None:
    crashed(session.edits.folder, place, a_days_work(database))
    dialog = offered(session, qtbot)
    box = dialog.question()
    assert sorted(button.text() for button in box.buttons()) == ["Bỏ", "Giữ lại"]
    assert box.defaultButton().text() == "Giữ lại"
    assert "Bỏ 5 sửa đổi" in box.text()
    box.deleteLater()
    press(dialog, "ncovyRecoveryLater")


def test_what_the_server_has_after_all_is_only_told(session: Session, database: Database, catalogue: Catalogue, place: str, qtbot: Any) -> None:
    from tests.gis.test_recovery import insert, store

    new, number = insert(), uuid4()
    store(database, catalogue, new, number=number)
    crashed(session.edits.folder, place, [new], number)
    session.map_opened.emit()
    qtbot.waitUntil(lambda: "máy chủ đã có đủ 1 sửa đổi" in said(session), timeout=10_000)
    assert part(session).dialog is None
    assert count_left(session.edits.folder) == 0


def test_when_nothing_is_left_only_who_asks_is_told(session: Session) -> None:
    part(session).offer()
    assert said(session) == ""
    part(session).offer(True)
    assert "Không có sửa đổi nào chưa lưu" in said(session)


def test_another_databases_edits_are_not_offered_here(session: Session, database: Database) -> None:
    crashed(session.edits.folder, "elsewhere", a_days_work(database))
    part(session).offer(True)
    assert "Không có sửa đổi nào chưa lưu" in said(session)
    assert count_left(session.edits.folder) == 5


def test_of_two_crashes_the_older_edit_of_a_feature_waits_its_turn(session: Session, database: Database, place: str, qtbot: Any) -> None:
    uid = database.run(INSERT, ("Trạm y tế Lê Mao",), "lan")[0][0]
    older, later = (Update("testing_site", uid, 1, values) for values in ({"phone": "02383844528"}, {"note_internal": "Gọi lại"}))
    crashed(session.edits.folder, place, [older])
    crashed(session.edits.folder, place, [later])
    press(offered(session, qtbot), "ncovyRecoveryRestore")
    assert session.edits.changes() == (later,)
    assert count_left(session.edits.folder) == 1
    session.save_all()
    press(offered(session, qtbot), "ncovyRecoveryRestore")
    assert session.edits.changes() == (older,)
    assert count_left(session.edits.folder) == 0


@pytest.mark.parametrize("button", ["ncovyRecoveryRestore", "ncovyRecoveryDrop"])
def test_a_disk_that_refuses_keeps_what_was_offered_and_is_told(
    session: Session, database: Database, place: str, qtbot: Any, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    crashed(session.edits.folder, place, a_days_work(database))
    dialog = offered(session, qtbot)
    monkeypatch.setattr(dialog, "sure", lambda: True)
    for each in part(session)._left:
        monkeypatch.setattr(each._file, "append", full)
    press(dialog, button)
    told = "\n".join(item.text() for item in session.iface.messageBar().items())
    assert "Không ghi được nhật ký" in told
    assert "Đã bỏ" not in told
    assert part(session).dialog is None
    assert count_left(session.edits.folder) == 5


def test_a_session_closed_while_the_server_is_asked_opens_no_window(
    session: Session, database: Database, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed(session.edits.folder, place, a_days_work(database))
    own = part(session)
    session.parts.remove(own)

    def closed_meanwhile(work: Any, *_: Any) -> Any:
        found = work()
        own.close()
        return found

    monkeypatch.setattr("ncovy_qgis.ui.recovery.part.waiting.run", closed_meanwhile)
    own.offer()
    assert own.dialog is None
    assert count_left(session.edits.folder) == 5


def test_a_start_without_a_map_says_that_something_waits(qgis_iface: Any, database: Database, tmp_path: Path, qtbot: Any) -> None:
    crashed(tmp_path, "elsewhere", a_days_work(database))
    emptied(QgsProject.instance())
    made = Session(Window(qgis_iface), tmp_path)
    try:
        qtbot.waitUntil(lambda: "Còn 5 sửa đổi chưa lưu" in said(made), timeout=3000)
        part(made).offer(True)
        assert "Hãy mở bản đồ trước" in said(made)
    finally:
        made.close()


def test_a_full_disk_is_told_in_the_message_bar(session: Session) -> None:
    session.edits.recorder.failed.emit("No space left on device")
    assert "Không ghi được nhật ký" in said(session)
