"""One line in a message bar that changes instead of stacking, and goes when there is nothing to say."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import Qgis
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt.QtWidgets import QPushButton

from ..messages import TITLE


class Notice:
    """A line of its own; closed by the person it stays away until it has something else to say."""

    def __init__(self, bar: QgsMessageBar, level: Qgis.MessageLevel, title: str = TITLE) -> None:
        self._bar: Optional[QgsMessageBar] = bar
        self._level, self._title = level, title
        self._item: Optional[QgsMessageBarItem] = None
        self._button: tuple[str, Optional[Callable[[], None]]] = ("", None)
        self.text = ""
        bar.widgetRemoved.connect(self._removed)
        bar.destroyed.connect(self._destroyed)

    def say(self, text: str, button: str = "", slot: Optional[Callable[[], None]] = None) -> None:
        """Show this, empty: nothing. The button is that of the line's first text."""
        if text == self.text or self._bar is None:
            return
        self.text = text
        if not text:
            self._drop()
        elif self._item is not None:
            self._item.setText(text)
        else:
            self._button = (button, slot)
            self._push(self._bar)

    def come_before(self, other: Notice) -> None:
        """Where both are there, this is the one that is seen: the bar shows what was pushed last."""
        if self._item is not None and self._bar is not None and self._bar.currentItem() is other._item:
            self._drop()
            self._push(self._bar)

    def close(self) -> None:
        """Take the line away, and listen no more."""
        if self._bar is not None:
            self._bar.widgetRemoved.disconnect(self._removed)
            self._bar.destroyed.disconnect(self._destroyed)
            self._drop()

    def _push(self, bar: QgsMessageBar) -> None:
        item, (button, slot) = bar.createMessage(self._title, self.text), self._button
        if slot is not None:
            press = QPushButton(button, item)
            press.clicked.connect(lambda _=False: slot())
            item.layout().addWidget(press)
        item.setLevel(self._level)
        self._item = item
        bar.pushItem(item)

    def _drop(self) -> None:
        item, self._item = self._item, None
        if item is not None and self._bar is not None:
            self._bar.popWidget(item)

    def _removed(self, item: QgsMessageBarItem) -> None:
        if item is self._item:
            self._item = None

    def _destroyed(self, *_: object) -> None:
        """The window is gone; a bar made by QGIS dies without telling its Python face."""
        self._bar = self._item = None
