"""What was taken away: found by name, with or without accents, and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ...core.dates import show_datetime
from ...db import recall
from ...db.change import Key
from ...db.recall import Taken
from ..background import Question
from ..icons import icon
from ..messages import sentence_of
from ..words import said
from .pane import StepsPane
from .steps import Line
from .tasks import asked

if TYPE_CHECKING:
    from ..session import Session

PATIENCE_MS = 250


class RemovedPage(QWidget):
    """Asks again while the person types."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.locked: Callable[[], Mapping[Key, str]] = dict
        translate = QCoreApplication.translate
        self.text, self.layer = QLineEdit(self), QComboBox(self)
        self.text.setObjectName("ncovyHistorySearch")
        self.text.setPlaceholderText(translate("Ncovy", "Tìm theo tên, có dấu hay không"))
        self.text.setClearButtonEnabled(True)
        self.layer.setObjectName("ncovyHistoryLayer")
        self.layer.addItem(translate("Ncovy", "Mọi lớp"), None)
        for schema in session.catalogue.layers:
            self.layer.addItem(icon(schema.name), said(schema.title), schema.name)
        self.pane = StepsPane(self, session.catalogue, "Removed", translate("Ncovy", "Bị gỡ"))
        self._question = Question(self, PATIENCE_MS)
        self._question.answered.connect(self._show)
        self._question.failed.connect(lambda error: self.pane.say(sentence_of(error)))
        self.text.textChanged.connect(lambda _: self.read())
        self.layer.currentIndexChanged.connect(lambda _: self.read())
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.layer)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.pane, 1)

    def read(self) -> None:
        """What is taken away now."""
        source = self._session.source()
        if source is not None:
            dsn, text, layer = source.dsn(), self.text.text(), self.layer.currentData()
            layers = [layer] if layer is not None else None
            self._question.ask(lambda: asked(dsn, lambda connection: recall.taken_away(connection, text, layers)))

    def drop(self) -> None:
        """Nobody waits for an answer any more."""
        self._question.drop()

    def _show(self, found: tuple[Taken, ...]) -> None:
        translate, locked = QCoreApplication.translate, self.locked()
        lines = [Line(each.step, _note(each), False, locked.get((each.step.layer, each.step.uid), "")) for each in found]
        self.pane.show_lines(lines, translate("Ncovy", "Đưa trở lại những gì đã gỡ bỏ"))
        if not found:
            self.pane.say(translate("Ncovy", "Không có gì như vậy đã bị gỡ bỏ."))


def _note(taken: Taken) -> str:
    """By whom, when, why."""
    text = QCoreApplication.translate("Ncovy", "{person}, {at}")
    note = text.format(person=taken.step.later_by or "", at=show_datetime(taken.step.later_at) if taken.step.later_at else "")
    return f"{note}: {taken.reason}" if taken.reason else note
