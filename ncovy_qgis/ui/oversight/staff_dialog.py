"""The staff: who has which role and which areas. What is given or taken here counts at once and is recorded by the database."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any, Callable, Optional

from psycopg2.extensions import connection as Connection
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QShortcut,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.dates import parse_datetime, show_datetime
from ...core.deeds import ROLES as ROLE_WORDS
from ...core.text import fold
from ...db import staff
from ...db.connection import connect
from ...db.staff import ROLES, Area, Person
from ...gis.project import language
from ...gis.source import Source
from .. import waiting
from ..messages import sentence_of
from ..words import said
from .area_picker import AreaPicker, LimitDialog
from .newcomer import NewcomerDialog
from .tasks import Roster, read_roster

Deed = Callable[[Connection], Sequence[str]]


class StaffDialog(QDialog):
    """Persons on the left, what the marked one may do on the right; every button is one transaction."""

    def __init__(self, parent: Optional[QWidget], source: Source) -> None:
        super().__init__(parent)
        self._source = source
        self.roster: Optional[Roster] = None
        self.setObjectName("ncovyStaffDialog")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Nhân sự và địa bàn"))
        self.resize(940, 560)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(self._make_people())
        halves.addWidget(self._make_person())
        halves.setSizes([520, 420])
        halves.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addWidget(halves, 1)
        layout.addLayout(self._make_foot())
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.start)
        self._mark_changed()

    # --- reading ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read everybody anew; the marked person stays marked."""
        with_units = self.roster is None
        try:
            read = waiting.run(lambda: self._with_connection(lambda connection: read_roster(connection, with_units)), self, self.windowTitle())
        except Exception as error:  # an edge: the sentence is shown below
            self.answer.setText(sentence_of(error))
            return
        units = read.units if with_units else self.roster.units
        self.roster = Roster(read.people, read.rights, units)
        self.newcomer.setEnabled(read.rights.roles)
        self._list()

    def _with_connection(self, ask: Callable[[Connection], Any]) -> Any:
        with closing(connect(dsn=self._source.dsn(), application="ncovy qgis")) as connection:
            return ask(connection)

    def _list(self) -> None:
        """Everybody who matches what is typed."""
        marked = self.person()
        words = fold(self.search.text()).split()
        self.people.blockSignals(True)
        self.people.clear()
        for each in self.roster.people if self.roster else ():
            line = (each.name, ", ".join(said(ROLE_WORDS[role]) for role in each.roles), ", ".join(area.name or area.code for area in each.areas))
            if all(word in fold(" ".join(line)) for word in words):
                item = QTreeWidgetItem(self.people, list(line))
                item.setData(0, Qt.ItemDataRole.UserRole, each)
                item.setToolTip(2, line[2])
                if marked is not None and each.name == marked.name:
                    self.people.setCurrentItem(item)
        if self.people.currentItem() is None and self.people.topLevelItemCount():
            self.people.setCurrentItem(self.people.topLevelItem(0))
        self.people.blockSignals(False)
        self._mark_changed()

    # --- the marked person ------------------------------------------------------------------------------------------

    def person(self) -> Optional[Person]:
        """Who is marked."""
        item = self.people.currentItem()
        return None if item is None else item.data(0, Qt.ItemDataRole.UserRole)

    def area(self) -> Optional[Area]:
        """Which of his areas is marked."""
        item = self.areas.currentItem()
        return None if item is None else item.data(0, Qt.ItemDataRole.UserRole)

    def _mark_changed(self) -> None:
        person, rights = self.person(), self.roster.rights if self.roster else None
        for role, box in self.roles.items():
            box.blockSignals(True)
            box.setChecked(person is not None and role in person.roles)
            box.blockSignals(False)
            box.setEnabled(person is not None and rights is not None and rights.roles)
        self.areas.clear()
        for area in person.areas if person else ():
            until = show_datetime(parse_datetime(area.until)) if area.until else ""
            item = QTreeWidgetItem(self.areas, [area.name or area.code, f"{area.code}, {area.era}", until])
            item.setData(0, Qt.ItemDataRole.UserRole, area)
        self.areas.setCurrentItem(self.areas.topLevelItem(0))
        mine = person is not None and rights is not None and rights.areas and (rights.own or person.name != rights.person)
        self.give.setEnabled(mine)
        for button in (self.take, self.limit):
            button.setEnabled(mine and self.areas.topLevelItemCount() > 0)
        self.take_all.setEnabled(person is not None and rights is not None and rights.roles)
        self.title.setText(person.name if person else "")

    # --- what is done -----------------------------------------------------------------------------------------------

    def _do(self, deed: Deed) -> None:
        """One transaction; then everybody is read anew, for a refusal may mean that much has changed."""
        text = QCoreApplication.translate("Ncovy", "Đang ghi…")
        try:
            done = waiting.run(lambda: self._with_connection(deed), self, text)
            answer = _done_words(done)
        except staff.StaffError as error:
            answer = said(error.text)
        except Exception as error:  # an edge: the sentence is shown below
            answer = sentence_of(error)
        self.start()
        self.answer.setText(answer)

    def _set_role(self, role: str, given: bool) -> None:
        person = self.person()
        if person is not None:
            name = person.name
            self._do(lambda connection: staff.grant(connection, name, role) if given else staff.revoke(connection, name, role))

    def _give(self) -> None:
        person = self.person()
        if person is None or self.roster is None:
            return
        picker = AreaPicker(self, person.name, self.roster.units)
        unit = picker.unit() if picker.exec() else None
        if unit is not None:
            area, until = Area(unit.code, unit.era), picker.end.until()
            self._do(lambda connection: staff.grant(connection, person.name, areas=[area], until=until))
        picker.deleteLater()

    def _take(self) -> None:
        person, area = self.person(), self.area()
        if person is not None and area is not None:
            self._do(lambda connection: staff.revoke(connection, person.name, areas=[area]))

    def _limit(self) -> None:
        person, area = self.person(), self.area()
        if person is None or area is None:
            return
        dialog = LimitDialog(self, person.name, area.name or area.code)
        if dialog.exec():
            until = dialog.end.until()
            self._do(lambda connection: staff.expire(connection, person.name, until, [area]))
        dialog.deleteLater()

    def _take_all(self) -> None:
        person = self.person()
        if person is None:
            return
        question = QCoreApplication.translate("Ncovy", "Thu mọi vai trò và địa bàn của {person}? Có hiệu lực ngay.").format(person=person.name)
        buttons = QMessageBox.StandardButton
        if QMessageBox.question(self, self.windowTitle(), question, buttons.Yes | buttons.No, buttons.No) == buttons.Yes:
            self._do(lambda connection: staff.revoke(connection, person.name))

    def _add(self) -> None:
        dialog = NewcomerDialog(self)
        if dialog.exec():
            name, role = dialog.name(), dialog.role()
            self.search.clear()
            self._do(lambda connection: staff.grant(connection, name, role, create=True))
            self._mark(name)
        dialog.deleteLater()

    def _mark(self, name: str) -> None:
        for item in self.people.findItems(name, Qt.MatchFlag.MatchExactly, 0):
            self.people.setCurrentItem(item)

    # --- how it is built --------------------------------------------------------------------------------------------

    def _make_people(self) -> QWidget:
        translate = QCoreApplication.translate
        self.search = QgsFilterLineEdit(self)
        self.search.setObjectName("ncovyStaffSearch")
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(translate("Ncovy", "Tìm người, vai trò, địa bàn (không cần dấu)"))
        self.search.textChanged.connect(lambda _: self._list())
        self.people = _tree(self, "ncovyStaffPeople", [translate("Ncovy", "Tài khoản"), translate("Ncovy", "Vai trò"), translate("Ncovy", "Địa bàn")])
        self.people.setColumnWidth(0, 130)
        self.people.setColumnWidth(1, 150)
        self.people.currentItemChanged.connect(lambda *_: self._mark_changed())
        return _column(self, self.search, self.people)

    def _make_person(self) -> QWidget:
        translate = QCoreApplication.translate
        self.title = QLabel(self)
        self.title.setStyleSheet("font-weight: bold")
        roles, box = QGroupBox(translate("Ncovy", "Vai trò"), self), QHBoxLayout()
        self.roles = {role: QCheckBox(said(ROLE_WORDS[role]), roles) for role in ROLES}
        for role, tick in self.roles.items():
            tick.setObjectName(f"ncovyStaffRole_{role}")
            tick.toggled.connect(lambda given, role=role: self._set_role(role, given))
        lines = QVBoxLayout(roles)
        for tick in self.roles.values():
            lines.addWidget(tick)
        names = [translate("Ncovy", "Địa bàn"), translate("Ncovy", "Mã, kỳ"), translate("Ncovy", "Đến")]
        self.areas = _tree(self, "ncovyStaffAreas", names)
        self.areas.setColumnWidth(0, 170)
        self.give = _button(self, "ncovyStaffGive", translate("Ncovy", "Giao địa bàn…"), self._give)
        self.take = _button(self, "ncovyStaffTake", translate("Ncovy", "Thu hồi"), self._take)
        self.limit = _button(self, "ncovyStaffLimit", translate("Ncovy", "Đặt hết hạn…"), self._limit)
        for button in (self.give, self.take, self.limit):
            box.addWidget(button)
        column = _column(self, self.title, roles, self.areas)
        column.layout().addLayout(box)
        return column

    def _make_foot(self) -> QHBoxLayout:
        translate = QCoreApplication.translate
        self.answer = QLabel(self)
        self.answer.setObjectName("ncovyStaffAnswer")
        self.answer.setWordWrap(True)
        self.newcomer = _button(self, "ncovyStaffNew", translate("Ncovy", "Người mới…"), self._add)
        self.newcomer.setEnabled(False)
        self.take_all = _button(self, "ncovyStaffTakeAll", translate("Ncovy", "Thu mọi quyền…"), self._take_all)
        foot = QHBoxLayout()
        foot.addWidget(self.answer, 1)
        for button in (self.newcomer, self.take_all, _button(self, "ncovyStaffClose", translate("Ncovy", "Đóng"), self.reject)):
            foot.addWidget(button)
        return foot


def _done_words(done: Sequence[str]) -> str:
    """What was done is told in Vietnamese by the function that did it; elsewhere the lists themselves tell."""
    if not done:
        return QCoreApplication.translate("Ncovy", "Không có gì thay đổi.")
    return QCoreApplication.translate("Ncovy", "Đã ghi, có hiệu lực ngay.") if language() == "en" else ". ".join(done) + "."


def _tree(parent: QWidget, name: str, titles: Sequence[str]) -> QTreeWidget:
    tree = QTreeWidget(parent)
    tree.setObjectName(name)
    tree.setHeaderLabels(list(titles))
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    return tree


def _button(parent: QWidget, name: str, text: str, slot: Callable[[], None]) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _=False: slot())
    return button


def _column(parent: QWidget, *widgets: QWidget) -> QWidget:
    column = QWidget(parent)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    return column
