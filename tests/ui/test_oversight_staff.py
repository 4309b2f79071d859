"""The staff dialog on a real database: areas found without accents, given, limited and taken; what it offers is what the database allows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Callable

import psycopg2
import pytest
from psycopg2 import sql
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QMessageBox

from ncovy_qgis.core.rules.moments import VIETNAM
from ncovy_qgis.ui.oversight.area_picker import AreaPicker, LimitDialog
from ncovy_qgis.ui.oversight.newcomer import NewcomerDialog
from ncovy_qgis.ui.oversight.staff_dialog import StaffDialog
from ncovy_qgis.ui.oversight.tasks import Unit
from tests.db.desk import QUYNH_LUU, pharmacy, store
from tests.server import Database
from tests.ui.overseeing import staffed
from tests.ui.validating import until

NEWCOMER = f"nguoi_cua_so_{os.getpid()}"
UNITS = (
    Unit("40", 2021, "Tỉnh Nghệ An", "", 1), Unit("412", 2021, "Thành phố Vinh", "Tỉnh Nghệ An", 2), Unit("421", 2021, "Huyện Quỳnh Lưu", "Tỉnh Nghệ An", 2),
    Unit("16681", 2021, "Phường Hưng Bình", "Thành phố Vinh", 3), Unit("17098", 2021, "Xã Quỳnh Thạch", "Huyện Quỳnh Lưu", 3),
    Unit("16690", 2025, "Phường Thành Vinh", "Tỉnh Nghệ An", 3),
)  # fmt: skip


@pytest.fixture
def forgotten(database: Database) -> Iterator[None]:
    """The areas and the newcomer as they were before."""
    before = database.run("SELECT person, unit_code, era FROM ncovy.assignment WHERE valid_to IS NULL OR valid_to > now()")
    yield
    database.run("DELETE FROM ncovy.assignment")
    for row in before:
        database.run("INSERT INTO ncovy.assignment (person, unit_code, era) VALUES (%s, %s, %s)", row)
    if database.run("SELECT FROM pg_roles WHERE rolname = %s", (NEWCOMER,)):
        database.run(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(NEWCOMER)))


@pytest.fixture
def sit(database: Database, forgotten: None, qgis_app: Any) -> Iterator[Callable[[str], StaffDialog]]:
    opened: list[StaffDialog] = []

    def open_as(person: str) -> StaffDialog:
        opened.append(staffed(database, person))
        return opened[-1]

    yield open_as
    for dialog in opened:
        dialog.close()
        dialog.deleteLater()


def names(dialog: StaffDialog) -> list[str]:
    return [dialog.people.topLevelItem(row).text(0) for row in range(dialog.people.topLevelItemCount())]


def areas(dialog: StaffDialog) -> list[tuple[str, str]]:
    lines = [dialog.areas.topLevelItem(row) for row in range(dialog.areas.topLevelItemCount())]
    return [(line.text(0), line.text(2)) for line in lines]


def mark(dialog: StaffDialog, name: str) -> None:
    dialog.people.setCurrentItem(dialog.people.findItems(name, Qt.MatchFlag.MatchExactly, 0)[0])


def when_asked(answer: Callable[[Any], None]) -> None:
    """What the person does in the window that comes up."""
    QTimer.singleShot(50, lambda: answer(QApplication.activeModalWidget()))


def test_everybody_is_listed_with_roles_and_areas_and_found_without_accents(sit: Callable[[str], StaffDialog], qtbot: Any) -> None:
    dialog = sit("tuan")
    assert {"lan", "minh", "hoa", "tuan", "thu", "phuc", "vy"} <= set(names(dialog))
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(dialog.search, "quynh luu nhap lieu")
    assert names(dialog) == ["hoa"]
    assert areas(dialog) == [("Huyện Quỳnh Lưu", "")]
    assert [role for role, box in dialog.roles.items() if box.isChecked()] == ["editor"]


def test_an_area_is_given_by_keyboard_and_counts_at_once(sit: Callable[[str], StaffDialog], database: Database, qtbot: Any) -> None:
    dialog = sit("tuan")
    mark(dialog, "lan")

    def choose(picker: AreaPicker) -> None:
        qtbot.keyClicks(picker.search, "huyen quynh luu")
        qtbot.keyClick(picker.search, Qt.Key.Key_Return)

    when_asked(choose)
    dialog.give.click()
    assert dialog.answer.text() == "Giao địa bàn 421 (2021) cho lan."
    assert ("Huyện Quỳnh Lưu", "") in areas(dialog)
    assert store(database, "lan", pharmacy(QUYNH_LUU))
    assert database.run("SELECT by, person, deed FROM ncovy.staff_change ORDER BY seq DESC LIMIT 1") == [("tuan", "lan", "grant_area")]


def test_an_area_gets_its_last_day_and_is_taken(sit: Callable[[str], StaffDialog], database: Database) -> None:
    dialog = sit("tuan")
    mark(dialog, "hoa")
    last = datetime.now(VIETNAM).date() + timedelta(days=3)

    def limit(window: LimitDialog) -> None:
        window.end.day.setDate(last)
        window.accept()

    when_asked(limit)
    dialog.limit.click()
    shown = (last + timedelta(days=1)).strftime("%d/%m/%Y 00:00")
    assert areas(dialog) == [("Huyện Quỳnh Lưu", shown)] and shown in dialog.answer.text()
    dialog.take.click()
    assert areas(dialog) == [] and dialog.answer.text() == "Thu địa bàn 421 (2021) của hoa."
    assert not dialog.take.isEnabled() and not dialog.limit.isEnabled() and dialog.give.isEnabled()
    with pytest.raises(Exception, match="NC006"):
        store(database, "hoa", pharmacy(QUYNH_LUU))


def test_a_window_that_is_left_changes_nothing(sit: Callable[[str], StaffDialog], database: Database) -> None:
    dialog = sit("tuan")
    mark(dialog, "hoa")
    before = database.run("SELECT count(*) FROM ncovy.staff_change")
    for button in (dialog.give, dialog.limit):
        when_asked(lambda window: window.reject())
        button.click()
    assert database.run("SELECT count(*) FROM ncovy.staff_change") == before


@pytest.mark.parametrize(
    ("person", "roles", "others", "own"),
    [("admin", True, True, True), ("tuan", False, True, False), ("thu", False, False, False), ("lan", False, False, False)],
)
def test_it_offers_what_the_database_allows(sit: Callable[[str], StaffDialog], person: str, roles: bool, others: bool, own: bool) -> None:
    dialog = sit(person)
    mark(dialog, "hoa")
    assert (dialog.newcomer.isEnabled(), dialog.roles["editor"].isEnabled(), dialog.take_all.isEnabled()) == (roles, roles, roles)
    assert (dialog.give.isEnabled(), dialog.take.isEnabled()) == (others, others)
    if person != "admin":
        mark(dialog, person)
        assert dialog.give.isEnabled() is own


def test_a_right_lost_meanwhile_is_refused_in_words_and_the_window_knows_it_then(sit: Callable[[str], StaffDialog], database: Database) -> None:
    dialog = sit("tuan")
    mark(dialog, "hoa")
    database.run("UPDATE ncovy.assignment SET valid_to = now() WHERE person = 'tuan'")
    dialog.take.click()
    assert "toàn tỉnh" in dialog.answer.text()
    assert areas(dialog) == [("Huyện Quỳnh Lưu", "")] and not dialog.take.isEnabled()


def test_the_administrator_makes_a_newcomer_gives_another_role_and_takes_all(
    sit: Callable[[str], StaffDialog], database: Database, monkeypatch: Any
) -> None:
    dialog = sit("admin")

    def name(window: NewcomerDialog) -> None:
        window.account.setText(NEWCOMER)
        window.accept()

    when_asked(name)
    dialog.newcomer.click()
    person = dialog.person()
    assert person is not None and (person.name, person.roles) == (NEWCOMER, ("editor",))
    assert dialog.answer.text() == f"Tạo tài khoản {NEWCOMER}. Trao vai trò editor cho {NEWCOMER}."
    dialog.roles["supervisor"].click()
    assert dialog.roles["supervisor"].isChecked() and dialog.roles["editor"].isChecked()
    dialog.roles["editor"].click()
    assert dialog.person().roles == ("supervisor",)
    monkeypatch.setattr(QMessageBox, "question", staticmethod(lambda *_: QMessageBox.StandardButton.No))
    dialog.take_all.click()
    assert NEWCOMER in names(dialog)
    monkeypatch.setattr(QMessageBox, "question", staticmethod(lambda *_: QMessageBox.StandardButton.Yes))
    dialog.take_all.click()
    assert NEWCOMER not in names(dialog)
    deeds = database.run("SELECT deed, role FROM ncovy.staff_change WHERE person = %s ORDER BY seq", (NEWCOMER,))
    assert deeds == [("make_login", None), ("grant_role", "editor"), ("grant_role", "supervisor"), ("revoke_role", "editor"), ("revoke_role", "supervisor")]


@pytest.mark.parametrize(("typed", "good"), [("lan_2", True), ("", False), ("Lan", False), ("2lan", False), ("lan;drop", False), ("đào", False), ("a", False)])
def test_a_login_is_what_every_program_can_type(qgis_app: Any, typed: str, good: bool) -> None:
    window = NewcomerDialog()
    window.account.setText(typed)
    assert window.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled() is good
    window.deleteLater()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("vinh", "412"), ("hung binh", "16681"), ("Hưng Bình", "16681"), ("421", "421"), ("quynh thach", "17098"), ("2025", "16690"), ("nghe an", "40")],
)
def test_the_unit_one_means_comes_first(qgis_app: Any, typed: str, first: str) -> None:
    picker = AreaPicker(None, "lan", UNITS)
    picker.search.setText(typed)
    assert picker.unit().code == first
    picker.deleteLater()


def test_arrows_move_in_the_list_while_typing_and_nothing_found_cannot_be_given(qgis_app: Any, qtbot: Any) -> None:
    picker = AreaPicker(None, "lan", UNITS)
    picker.show()
    for _ in range(10):
        qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    assert picker.list.currentRow() == picker.list.count() - 1
    qtbot.keyClick(picker.search, Qt.Key.Key_Up)
    assert picker.list.currentRow() == picker.list.count() - 2
    picker.search.setText("atlantis")
    assert picker.unit() is None and not picker.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    assert picker.end.until() is None
    picker.end.limited.setChecked(True)
    assert picker.end.until().hour == 0 and picker.end.until().utcoffset() == timedelta(hours=7)
    picker.close()
    picker.deleteLater()


def test_a_server_that_does_not_answer_is_a_sentence_and_the_window_stays(
    sit: Callable[[str], StaffDialog], monkeypatch: Any
) -> None:
    dialog = sit("tuan")
    before = names(dialog)

    def refuse(*_: Any, **__: Any) -> None:
        raise psycopg2.OperationalError("connection refused")

    monkeypatch.setattr("ncovy_qgis.ui.oversight.staff_dialog.connect", refuse)
    dialog.start()
    assert dialog.answer.text() and "refused" not in dialog.answer.text()
    assert names(dialog) == before


def test_it_fits_a_small_screen(sit: Callable[[str], StaffDialog]) -> None:
    dialog = sit("tuan")
    assert dialog.minimumSizeHint().width() <= 1366 and dialog.height() <= 580


def test_no_connection_is_left_open(sit: Callable[[str], StaffDialog], database: Database) -> None:
    dialog = sit("tuan")
    dialog.start()
    left = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ncovy qgis' AND usename = 'tuan'"
    until(lambda: database.run(left) == [(0,)], 5)  # the server notices a moment later
