"""Single letters that do something inside a window, whatever QGIS itself does with the same letter: «S» snaps and «R» streams as well,
and Qt carries out neither of two shortcuts that are alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Callable, Optional

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)  # there a letter stays a letter
WALKING = (Qt.Key.Key_J, Qt.Key.Key_K)  # go on while the key is held; a decision is one press each, or a finger decides what nobody has seen
MODIFIERS = {"": Qt.KeyboardModifier.NoModifier, "Shift": Qt.KeyboardModifier.ShiftModifier, "Ctrl": Qt.KeyboardModifier.ControlModifier}
Deed = Callable[[], None]


class Letters(QObject):
    """Watches every widget that is inside `owner` by now; `keys` are «A», «1», «Shift+A», «Ctrl+Return». Nothing counts inside `but`."""

    def __init__(self, owner: QWidget, keys: Mapping[str, Deed], but: Optional[QWidget] = None) -> None:
        super().__init__(owner)
        self._deeds = {_parsed(text): deed for text, deed in keys.items()}
        self._but = but
        for widget in (owner, *owner.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """First Qt asks whether the key is wanted here, then it comes."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        deed = self._deed(watched, event)
        if deed is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and (not event.isAutoRepeat() or event.key() in WALKING):
            deed()
        return True

    def _deed(self, watched: QObject, event: QKeyEvent) -> Optional[Deed]:
        """By where the keyboard is: what a button leaves comes again from the widgets around it."""
        where = QApplication.focusWidget() or watched
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if isinstance(where, TEXTS) and held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return None
        if self._but is not None and (where is self._but or self._but.isAncestorOf(where)):
            return None
        name = next((name for name, modifier in MODIFIERS.items() if held == modifier), None)
        return self._deeds.get((Qt.Key(event.key()), name)) if event.key() and name is not None else None


def _parsed(text: str) -> tuple[Qt.Key, str]:
    held, _, name = text.rpartition("+")
    return getattr(Qt.Key, f"Key_{name}"), held
