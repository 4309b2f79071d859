"""Dates as people write them («22/8/2021 17h30», «22-8-21»): typed over QGIS's date editor, which takes them part by part or not at all.

Typing starts the overlay when the field is empty or was reached by Tab; with mouse or arrows inside it, QGIS's own editing goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Callable, Optional

from qgis.gui import QgsDateTimeEdit
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QDate, QDateTime, QEvent, QObject, Qt, QTime
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QApplication, QDateTimeEdit, QLineEdit, QWidget

from ...core.catalogue import Text
from ...core.dates import DateError, parse_datetime
from ...gis.values import VIETNAM
from .editors import Editor

BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
MOVES = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_F2)
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass
class _Moment:
    """One date editor."""

    name: str
    editor: QgsDateTimeEdit
    fresh: bool = False  # reached by Tab, nothing moved inside yet
    overlay: Optional[_Overlay] = None
    problem: Optional[Text] = None


class DateTyping(QObject):
    """All dates of a form."""

    def __init__(self, parent: QObject, editors: Mapping[str, Editor], changed: Callable[[], None]) -> None:
        super().__init__(parent)
        self._changed = changed
        found = {name: editor.widget for name, editor in editors.items() if isinstance(editor.widget, QDateTimeEdit)}
        self._moments: dict[QObject, _Moment] = {widget: _Moment(name, sip.cast(widget, QgsDateTimeEdit)) for name, widget in found.items()}
        for widget in self._moments:
            widget.installEventFilter(self)

    def close(self) -> None:
        """QGIS's own editing again."""
        for widget, moment in self._moments.items():
            widget.removeEventFilter(self)
            self._drop(moment)

    def finish(self) -> None:
        """As if every field were left."""
        for moment in self._moments.values():
            self._take(moment)

    def forget(self) -> None:
        """Another feature is shown."""
        for moment in self._moments.values():
            self._drop(moment)

    def problems(self) -> dict[str, Text]:
        """Field → why what was typed was not taken."""
        return {moment.name: moment.problem for moment in self._moments.values() if moment.problem is not None}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that begin a date typed as text."""
        moment = self._moments.get(watched)
        if moment is None:
            return False
        if event.type() == QEvent.Type.FocusIn:
            moment.fresh = event.reason() in BY_KEYBOARD
        elif event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            moment.fresh = False
        elif event.type() == QEvent.Type.KeyPress:
            return self._pressed(moment, event)
        return False

    def _pressed(self, moment: _Moment, event: QEvent) -> bool:
        if event.key() in MOVES:
            moment.fresh = False
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            self._open(moment, QApplication.clipboard().text())
            self._take(moment)
            return True
        begins = event.text().strip() and event.text().isprintable() and not event.modifiers() & COMMANDS
        if not begins or not (moment.fresh or moment.editor.isNull()):
            return False
        self._open(moment, event.text())
        return True

    def _open(self, moment: _Moment, text: str) -> None:
        self._drop(moment)
        moment.overlay = _Overlay(moment.editor, text)
        moment.overlay.editingFinished.connect(partial(self._take, moment))
        moment.overlay.given_up = partial(self._cancel, moment)

    def _take(self, moment: _Moment) -> None:
        """The typed text as the value of the editor, or a problem while the text stays to be mended."""
        overlay = moment.overlay
        if overlay is None:
            return
        text = overlay.text().strip()
        try:
            value = _read(text) if text else None
        except DateError:
            wrong = Text(f"«{text}» chưa đọc được là ngày giờ; ví dụ 22/08/2021 17:30.", f"“{text}” cannot be read as a date; e.g. 22/08/2021 17:30.")
            moment.problem = wrong
            self._changed()
            return
        if value is not None:
            moment.editor.setDateTime(value)
        self._cancel(moment)

    def _cancel(self, moment: _Moment) -> None:
        self._drop(moment)
        self._changed()

    def _drop(self, moment: _Moment) -> None:
        overlay, moment.overlay, moment.problem = moment.overlay, None, None
        if overlay is None or sip.isdeleted(overlay):
            return
        had_keyboard = overlay.hasFocus()
        overlay.blockSignals(True)
        overlay.hide()
        overlay.deleteLater()
        if had_keyboard:
            moment.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            moment.fresh = True


class _Overlay(QLineEdit):
    """A line over the date editor's own; Esc gives it up."""

    def __init__(self, editor: QWidget, text: str) -> None:
        super().__init__(editor)
        self.given_up: Callable[[], None] = self.clear
        self.setFrame(False)
        self.setAccessibleName(editor.accessibleName())
        self.setPlaceholderText("22/8/2021 17h30")
        self.setGeometry(editor.findChild(QLineEdit).geometry())
        self.setAutoFillBackground(True)
        QWidget.setTabOrder(editor, self)
        self.setText(text)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deselect()
        self.setCursorPosition(len(text))

    def keyPressEvent(self, event: QEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # takes the date; the dialog's OK is another Enter
            self.editingFinished.emit()
        else:
            super().keyPressEvent(event)


def _read(text: str) -> QDateTime:
    """The wall clock of Viet Nam, which is what the editor shows."""
    at = parse_datetime(text).astimezone(VIETNAM)
    return QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute, at.second))
