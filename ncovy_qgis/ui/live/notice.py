"""One line in a message bar that changes instead of stacking, and goes when there is nothing to say."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import Qgis
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QPushButton

from ..messages import TITLE


class Notice:
    """A line of its own; closed by the person it stays away until it has something else to say."""

    def __init__(self, bar: QgsMessageBar, level: Qgis.MessageLevel, title: str = TITLE) -> None:
        self._bar, self._level, self._title = bar, level, title
        self._item: Optional[QgsMessageBarItem] = None
        self.text = ""
        bar.widgetRemoved.connect(self._removed)

    def say(self, text: str, button: str = "", slot: Optional[Callable[[], None]] = None) -> None:
        """Show this, empty: nothing. The button is that of the line's first text."""
        if text == self.text or sip.isdeleted(self._bar):
            return
        self.text = text
        if not text:
            self._drop()
        elif self._item is not None:
            self._item.setText(text)
        else:
            self._push(text, button, slot)

    def close(self) -> None:
        """Take the line away, and listen no more."""
        if not sip.isdeleted(self._bar):
            self._bar.widgetRemoved.disconnect(self._removed)
            self._drop()

    def _push(self, text: str, button: str, slot: Optional[Callable[[], None]]) -> None:
        item = self._bar.createMessage(self._title, text)
        if slot is not None:
            press = QPushButton(button, item)
            press.clicked.connect(lambda _=False: slot())
            item.layout().addWidget(press)
        item.setLevel(self._level)
        self._item = item
        self._bar.pushItem(item)

    def _drop(self) -> None:
        item, self._item = self._item, None
        if item is not None:
            self._bar.popWidget(item)

    def _removed(self, item: QgsMessageBarItem) -> None:
        if item is self._item:
            self._item = None
