"""A part of the desk, such as a dock: what it offers in menu and toolbar, and how it goes away. The session holds the parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Protocol

from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAction

from .icons import set_sign


class Part(Protocol):
    """Made with the session; connects to its signals `map_opened` and `reported` itself."""

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Its entries of menu and toolbar, in the order of work; `owner` is their parent."""

    def close(self) -> None:
        """Leave nothing behind: windows, docks, threads, connections to signals."""


def make_action(owner: QObject, name: str, sign: str, text: str, slot: Callable[[], None], shortcut: str = "") -> QAction:
    """An action; `sign` is a stem of icons/ or a theme icon of QGIS (mAction….svg)."""
    action = QAction(text, owner)
    set_sign(action, sign)
    action.setObjectName(name)
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))
        action.setToolTip(f"{text.rstrip('…')} ({shortcut})")
    action.triggered.connect(lambda _=False: slot())
    return action
