"""The checks behind the dock: beside the window, stoppable, again after each save, and quick with twenty thousand findings."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QLineEdit, QToolButton

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.changes import Receipt
from ncovy_qgis.gis.live import Link
from ncovy_qgis.gis.report import Report
from ncovy_qgis.ui.live.part import LiveMap
from ncovy_qgis.ui.session import Session
from ncovy_qgis.ui.validation.dock import ValidationDock
from ncovy_qgis.ui.validation.preview import AcceptDialog
from ncovy_qgis.ui.validation.rows import COMMUNE, LAYER, RULE, Wanted, grouped, kept, rows_of
from ncovy_qgis.ui.validation.work import Work
from tests.server import Database
from tests.ui.validating import checked, listed, make_findings, many_findings, part_of, settled, until
from tests.ui.window import Window, let_go, the_part

MANY = 20_000
# Ours, not a map that is drawn meanwhile.
WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'ncovy qgis'"


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    make_findings(database)
    window = Window(qgis_iface, seen=True)
    made = Session(window, tmp_path / "journal")
    yield made
    window.shut()
    let_go(made)


def start_button(dock: Any) -> QToolButton:
    return dock.findChild(QToolButton, "ncovyValidationStart")


def codes(dock: Any, name: str) -> set[str]:
    return {row.finding.code for row in listed(dock) if row.finding.name == name}


def test_the_action_opens_the_dock_and_checks_the_first_time_only(session: Session, qtbot: Any) -> None:
    (action,) = [action for action in session.actions(session) if action.objectName() == "ncovyCheck"]
    action.trigger()
    dock = settled(session)
    assert dock.objectName() == "ncovyValidationDock" and dock.isVisible()
    before = listed(dock)
    assert before
    action.trigger()
    assert part_of(session)._work is None and listed(dock) == before


def test_a_running_check_tells_its_steps_and_keeps_what_was_found_before(session: Session) -> None:
    dock = checked(session)
    before, steps = listed(dock), []
    start_button(dock).click()
    part_of(session)._work.progressed.connect(lambda done, of, title: steps.append((done, of)))
    assert not dock.progress.isHidden()
    assert listed(dock) == before
    settled(session)
    assert dock.progress.isHidden()
    [total] = {of for _, of in steps}
    assert [done for done, _ in steps] == list(range(steps[0][0], total)), "none left out after the first one heard"
    assert len(steps) > 20


def test_a_long_check_is_stopped_at_once_and_the_server_too(session: Session, database: Database) -> None:
    dock = checked(session)
    before = listed(dock)
    with closing(database.admin()) as blocker, blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE ncovy.pharmacy IN ACCESS EXCLUSIVE MODE")  # the check waits for it
        start_button(dock).click()
        work = part_of(session)._work
        until(lambda: database.run(WAITING))
        start_button(dock).click()
        assert part_of(session)._work is None, "while the lock is still held"
        until(lambda: not work.alive())  # before the lock is given back: the server was told
        blocker.rollback()
    assert listed(dock) == before
    assert "Đã dừng" in dock.summary.text()
    start_button(dock).click()
    settled(session)
    assert len(listed(dock)) == len(before)


def test_the_window_stays_alive_while_the_server_thinks(session: Session, database: Database) -> None:
    dock = checked(session)
    with closing(database.admin()) as blocker, blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE ncovy.pharmacy IN ACCESS EXCLUSIVE MODE")
        start_button(dock).click()
        rounds, end = 0, time.perf_counter() + 2
        while time.perf_counter() < end:
            QCoreApplication.processEvents()
            rounds += 1
            time.sleep(0.005)
        blocker.rollback()
    assert rounds > 20, "the lock was held for two seconds: a window that waited for it would have come round once"
    settled(session)


def test_after_a_save_the_touched_feature_and_its_neighbour_are_judged_again(session: Session, database: Database) -> None:
    dock = checked(session)
    database.run("UPDATE ncovy.lockdown_zone SET status = 'lifted', active_to = '2021-09-16', base_version = 1 WHERE name = 'Khối 3'", person="lan")
    ((uid,),) = database.run("SELECT uid::text FROM ncovy.lockdown_zone")
    assert "point_unlinked" in codes(dock, "Ngõ 12")
    session.reported.emit(Report((Receipt("lockdown_zone", uid, 2, "update"),)))
    settled(session)
    assert "point_unlinked" not in codes(dock, "Ngõ 12")
    assert "operating_state__required" in codes(dock, "Quầy thuốc số 5")


def test_what_somebody_else_saves_is_judged_again_by_itself(session: Session, database: Database) -> None:
    dock = checked(session)
    live = the_part(session, LiveMap)
    until(lambda: live.link is Link.CONNECTED)
    database.run("UPDATE ncovy.pharmacy SET operating_state = 'open', base_version = 1 WHERE name = 'Quầy thuốc số 5'", person="minh")
    until(lambda: "operating_state__required" not in codes(dock, "Quầy thuốc số 5"))
    assert "operating_state__required" not in codes(dock, "Quầy thuốc số 5")


def test_saves_during_a_check_are_judged_after_it(session: Session, database: Database) -> None:
    dock = checked(session)
    ((uid, _),) = database.run("SELECT uid::text, name FROM ncovy.pharmacy WHERE name = 'Quầy thuốc số 5'")
    part = part_of(session)
    part.run()
    database.run("UPDATE ncovy.pharmacy SET operating_state = 'open', base_version = 1 WHERE uid = %s", (uid,), person="lan")
    part.recheck("pharmacy", [uid])
    until(lambda: part._work is None and not part._waiting)
    assert "operating_state__required" not in codes(dock, "Quầy thuốc số 5")


def test_before_the_first_check_a_save_asks_for_nothing(session: Session) -> None:
    part = part_of(session)
    part.recheck("pharmacy", ["00000000-0000-4000-8000-00000000000a"])
    assert part._work is None and not part._waiting


def test_a_server_that_is_gone_is_said_in_vietnamese_and_the_list_stays(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dock = checked(session)
    before = listed(dock)
    services = tmp_path / "services"
    services.write_text(f"[{session.source().service}]\nhost={tmp_path}\ndbname=none\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    start_button(dock).click()
    settled(session)
    assert "kết nối" in dock.summary.text().lower()
    assert listed(dock) == before


def test_another_map_forgets_what_was_found_and_closing_leaves_no_dock(session: Session) -> None:
    dock = checked(session)
    session.map_opened.emit()
    assert listed(dock) == []
    settled(session)
    assert listed(dock)
    window = session.iface.mainWindow()
    part = part_of(session)
    part.close()
    from qgis.PyQt.QtCore import QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChild(ValidationDock) is None
    session.parts.remove(part)


class Listener(QObject):
    """As the part listens: a method of its own, with more told beforehand."""

    def hear(self, work: Work, answer: Any) -> None:
        self.thread, self.heard = threading.current_thread(), answer


def test_answers_arrive_in_the_thread_of_the_window(module_database: Database, qgis_app: Any) -> None:
    seen, listener = [], Listener()
    work = Work(module_database.dsn("lan"), lambda connection, progress: seen.append(threading.current_thread()) or "answer")
    work.done.connect(partial(listener.hear, work))
    work.start()
    until(lambda: getattr(listener, "heard", ""))
    assert listener.heard == "answer"
    assert listener.thread is threading.main_thread() and seen[0] is not listener.thread


def test_stopping_a_check_of_another_area_keeps_the_area_that_is_listed(session: Session, database: Database) -> None:
    dock = checked(session)
    mine = dock.findChild(QCheckBox, "ncovyValidationMine")
    with closing(database.admin()) as blocker, blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE ncovy.pharmacy IN ACCESS EXCLUSIVE MODE")
        mine.click()
        assert not mine.isChecked()
        start_button(dock).click()
        blocker.rollback()
    assert mine.isChecked()
    assert part_of(session)._mine is True


def test_work_that_is_stopped_never_answers(module_database: Database, qgis_app: Any) -> None:
    answers: list[Any] = []
    work = Work(module_database.dsn("lan"), lambda connection, progress: "late")
    work.done.connect(answers.append)
    work.stop()
    work.start()
    until(lambda: not work.alive())
    QCoreApplication.processEvents()
    assert answers == []


def test_a_reason_is_recorded_though_another_check_is_begun_meanwhile(session: Session, database: Database) -> None:
    dock, part = checked(session), part_of(session)
    doubts = [row for row in listed(dock) if row.finding.code == "gpp_expiry__not_past"]
    with closing(database.admin()) as blocker, blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE ncovy.acceptance IN EXCLUSIVE MODE")  # reading is allowed
        record(session, doubts, "Đang gia hạn")
        until(lambda: database.run(WAITING))
        dock.findChild(QCheckBox, "ncovyValidationMine").click()
        until(lambda: part._work is None)
        blocker.rollback()
    until(lambda: database.run("SELECT reason, by FROM ncovy.acceptance") == [("Đang gia hạn", "lan")])
    settled(session)
    assert [row.finding.accepted for row in listed(dock) if row.finding.code == "gpp_expiry__not_past"] == ["Đang gia hạn"]


def test_a_reason_is_recorded_though_another_map_is_opened_meanwhile(session: Session, database: Database) -> None:
    dock = checked(session)
    doubts = [row for row in listed(dock) if row.finding.code == "gpp_expiry__not_past"]
    record(session, doubts, "Đang gia hạn")
    session.map_opened.emit()
    until(lambda: database.run("SELECT reason FROM ncovy.acceptance") == [("Đang gia hạn",)])
    settled(session)


def record(session: Session, doubts: Any, reason: str) -> None:
    """Accept in the window that asks why."""

    def explain() -> None:
        window = QApplication.activeModalWidget()
        if not isinstance(window, AcceptDialog):
            QTimer.singleShot(20, explain)
            return
        window.reason.setPlainText(reason)
        window.accept()

    QTimer.singleShot(0, explain)
    part_of(session)._accept(doubts)


def test_a_first_check_that_is_stopped_leaves_no_list_that_looks_like_one_of_everything(session: Session, database: Database) -> None:
    part = part_of(session)
    ((uid,),) = database.run("SELECT uid::text FROM ncovy.pharmacy WHERE name = 'Quầy thuốc số 5'")
    with closing(database.admin()) as blocker, blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE ncovy.pharmacy IN ACCESS EXCLUSIVE MODE")
        part.show()
        part.recheck("pharmacy", [uid])  # saved meanwhile
        start_button(part._dock).click()
        blocker.rollback()
    dock = settled(session)
    assert listed(dock) == [] and part._work is None
    assert dock.summary.text() == "Đã dừng; chưa kiểm tra xong lần nào."


def test_a_check_of_another_area_that_fails_keeps_the_area_that_is_listed(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dock = checked(session)
    services = tmp_path / "services"
    services.write_text(f"[{session.source().service}]\nhost={tmp_path}\ndbname=none\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    mine = dock.findChild(QCheckBox, "ncovyValidationMine")
    mine.click()
    settled(session)
    assert mine.isChecked() and part_of(session)._mine is True
    assert "kết nối" in dock.summary.text().lower()


# --- many findings ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(catalogue: Catalogue) -> Any:
    return rows_of(many_findings(MANY, catalogue), catalogue, "vi")


@pytest.mark.parametrize("by", [RULE, LAYER, COMMUNE])
def test_twenty_thousand_findings_are_grouped_and_none_is_left_out(many: Any, by: str) -> None:
    assert sum(len(group.rows) for group in grouped(many, by)) == MANY
    assert sum(len(group.rows) for group in grouped(kept(many, Wanted(text="hong bang")), by)) == MANY


def test_twenty_thousand_findings_are_shown_and_filtered(many: Any, catalogue: Catalogue, qtbot: Any) -> None:
    dock = ValidationDock(None, catalogue)
    qtbot.addWidget(dock)
    dock.resize(420, 700)
    dock.show()
    dock.show_rows(many)
    QCoreApplication.processEvents()
    assert dock.model.rowCount() == 40
    dock.tree.setExpanded(dock.model.index(0, 0), True)
    QCoreApplication.processEvents()
    dock.findChild(QLineEdit, "ncovyValidationSearch").setText("nghi phu 17")
    dock.refresh()
    assert 0 < len(listed(dock)) < MANY
    assert all("17" in row.words for row in listed(dock))
