"""Where the keyboard is. Qt's own signal also hands over the widget it was in, which may be gone by then: PyQt would end QGIS on making a Python
object of it. So the signal is heard without its arguments, and Qt is asked."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSlot
from qgis.PyQt.QtWidgets import QApplication, QWidget


class Focus(QObject):
    """Calls `moved` with the widget that has the keyboard now, or None, until it is closed."""

    def __init__(self, moved: Callable[[Optional[QWidget]], None]) -> None:
        super().__init__()
        self._moved, self._open = moved, True
        QApplication.instance().focusChanged.connect(self.look)

    def close(self) -> None:
        """Stop listening; a second time does nothing."""
        if self._open:
            self._open = False
            QApplication.instance().focusChanged.disconnect(self.look)

    @pyqtSlot()
    def look(self) -> None:
        """Only a slot that is declared without arguments is given none."""
        self._moved(QApplication.focusWidget())
