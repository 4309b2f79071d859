"""Undoing a save, a person's day, or all of an area since a moment: chosen, previewed, then done as one save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QDate, Qt
from qgis.PyQt.QtWidgets import QComboBox, QDateEdit, QDateTimeEdit, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ...core.dates import show_date, show_datetime
from ...core.rules.moments import VIETNAM
from ...db import recall, restoring
from ...db.change import Key
from ...db.recall import Area, Offer
from ..background import Question
from ..messages import sentence_of
from .moments import put_moment, shown_moment
from .pane import StepsPane
from .steps import lines_of
from .tasks import Task, asked
from .words import area_label, save_label

if TYPE_CHECKING:
    from ..session import Session

SAVE, DAY, AREA = range(3)
SHOWN = "dd/MM/yyyy"


class UndoPage(QWidget):
    """What to choose from is read when the page is first shown."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._offered, self._read = Question(self), Question(self)
        self._comment = ""
        self._wanted: Optional[int] = None  # the save to stand on
        self.locked: Callable[[], Mapping[Key, str]] = dict
        self.kind, self.stack = QComboBox(self), QStackedWidget(self)
        self.saves, self.people, self.areas = (QComboBox(self) for _ in range(3))
        self.day, self.since = QDateEdit(self), QDateTimeEdit(self)
        self.look = QPushButton(QCoreApplication.translate("Ncovy", "Xem trước"), self)
        self.pane = StepsPane(self, session.catalogue, "Undo", QCoreApplication.translate("Ncovy", "Được sửa sau đó"))
        self._arrange()
        self._offered.answered.connect(self._fill)
        self._read.answered.connect(self._show)
        for question in (self._offered, self._read):
            question.failed.connect(self._failed)

    def read(self, changeset: Optional[int] = None) -> None:
        """What there is to choose from; a save named is put first, and previewed."""
        self._wanted = changeset
        self._ask(self._offered, lambda connection: (recall.offer(connection), recall.save_of(connection, changeset) if changeset is not None else None))

    def preview(self) -> None:
        """What undoing the choice would do."""
        chosen = self._chosen()
        if chosen is None:
            self.pane.say(QCoreApplication.translate("Ncovy", "Hãy chọn trong danh sách."))
            return
        task, self._comment = chosen
        self._chose()
        self.pane.say(QCoreApplication.translate("Ncovy", "Đang xem trước…"))
        self._ask(self._read, task)

    def drop(self) -> None:
        """Nobody waits for an answer any more."""
        self._offered.drop()
        self._read.drop()

    def _ask(self, question: Question, task: Task) -> None:
        source = self._session.source()
        if source is not None:
            dsn = source.dsn()
            question.ask(lambda: asked(dsn, task))

    def _chosen(self) -> Optional[tuple[Task, str]]:
        """The question for the database, and what the save will be called."""
        translate, kind = QCoreApplication.translate, self.kind.currentIndex()
        if kind == SAVE:
            save = self.saves.currentData()
            text = translate("Ncovy", "Hoàn tác lần lưu {number}")
            return None if save is None else (lambda connection: restoring.of_changeset(connection, int(save)), text.format(number=save))
        if kind == DAY:
            person, day = self.people.currentText(), _day(self.day.date())
            text = translate("Ncovy", "Hoàn tác ngày {day} của {person}").format(day=show_date(day), person=person)
            return (lambda connection: restoring.of_person_day(connection, person, day), text) if person else None
        area: Optional[Area] = self.areas.itemData(self.areas.findText(self.areas.currentText()))
        since = shown_moment(self.since)
        if area is None:
            return None
        text = translate("Ncovy", "Đưa {area} về lúc {at}").format(area=area_label(area), at=show_datetime(since))
        return lambda connection: restoring.of_area(connection, area.code, area.era, since), text

    def _chose(self, *_: object) -> None:
        """What is shown would be of another choice."""
        self._read.drop()
        self.pane.show_lines((), "")
        self.pane.say(QCoreApplication.translate("Ncovy", "Bấm «Xem trước» để thấy việc hoàn tác sẽ làm gì."))

    def _fill(self, answer: tuple[Offer, Optional[recall.Save]]) -> None:
        offer, named = answer
        known = {box: box.currentText() for box in (self.saves, self.people, self.areas)}
        saves = [*([named] if named is not None and named not in offer.saves else ()), *offer.saves]
        entries: dict[QComboBox, list[tuple[str, Any]]] = {
            self.saves: [(save_label(save), save.changeset) for save in saves],
            self.people: [(person, person) for person in offer.authors],
            self.areas: [(area_label(area), area) for area in offer.areas],
        }
        for box, items in entries.items():
            box.blockSignals(True)
            box.clear()
            for text, value in items:
                box.addItem(text, value)
            box.setCurrentIndex(max(box.findText(known[box]), 0))
            box.blockSignals(False)
        if self._wanted is not None:
            self.kind.setCurrentIndex(SAVE)
            self.saves.setCurrentIndex(self.saves.findData(self._wanted))
            self._wanted = None
            self.preview()

    def _show(self, steps: tuple[restoring.Step, ...]) -> None:
        self.pane.show_lines(lines_of(steps, self.locked()), self._comment)
        if not steps:
            self.pane.say(QCoreApplication.translate("Ncovy", "Không có gì để hoàn tác: nội dung hiện nay đã như vậy."))

    def _failed(self, error: BaseException) -> None:
        self.pane.say(sentence_of(error))

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        self.kind.addItems([translate("Ncovy", "Một lần lưu"), translate("Ncovy", "Một ngày của một người"), translate("Ncovy", "Một địa bàn")])
        self.kind.setAccessibleName(translate("Ncovy", "Hoàn tác gì"))
        self.kind.currentIndexChanged.connect(self.stack.setCurrentIndex)
        for box, name in ((self.kind, "Kind"), (self.saves, "Saves"), (self.people, "People"), (self.areas, "Areas")):
            box.setObjectName(f"ncovyHistory{name}")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
        self.areas.setEditable(True)
        self.areas.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.areas.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.areas.completer().setCompletionMode(self.areas.completer().CompletionMode.PopupCompletion)
        yesterday = datetime.now(VIETNAM) - timedelta(days=1)
        self.day.setDate(QDate(yesterday.year, yesterday.month, yesterday.day))
        put_moment(self.since, yesterday)
        self.day.setDisplayFormat(SHOWN)
        self.day.setCalendarPopup(True)
        self.stack.addWidget(_beside(self.saves))
        self.stack.addWidget(_beside(self.people, QLabel(translate("Ncovy", "ngày"), self), self.day))
        self.stack.addWidget(_beside(self.areas, QLabel(translate("Ncovy", "về lúc"), self), self.since))
        for signal in (self.kind.currentIndexChanged, self.saves.currentIndexChanged, self.people.currentIndexChanged, self.areas.editTextChanged):
            signal.connect(self._chose)
        for edit in (self.day, self.since):
            edit.dateTimeChanged.connect(self._chose)
        self.look.setObjectName("ncovyHistoryLook")
        self.look.setAutoDefault(False)
        self.look.clicked.connect(lambda _=False: self.preview())
        row.addWidget(self.kind)
        row.addWidget(self.stack, 1)
        row.addWidget(self.look)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.pane, 1)


def _day(shown: QDate) -> date:
    return date(shown.year(), shown.month(), shown.day())


def _beside(*widgets: QWidget) -> QWidget:
    """In a row; the first takes what room is left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 0 if place else 1)
    return holder
