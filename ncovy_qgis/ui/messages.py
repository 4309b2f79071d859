"""What the person is told: one line in QGIS's message bar, all of it behind a button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, Optional

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtWidgets import QMessageBox, QPushButton

from ..core.messages import Refusal
from ..db.errors import SaveRefused, SetupError
from ..gis.refusals import refusal_of_error
from .waiting import Stopped
from .words import said

TITLE = "Ncovy"


class Messages:
    """The message bar of a QGIS window."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface

    def done(self, text: str) -> None:
        """Something worked."""
        self._iface.messageBar().pushMessage(TITLE, text, Qgis.MessageLevel.Success, 6)

    def info(self, text: str) -> None:
        """Something to know."""
        self._iface.messageBar().pushMessage(TITLE, text, Qgis.MessageLevel.Info, 8)

    def warn(self, text: str) -> None:
        """Something that did not work; stays until closed."""
        self._iface.messageBar().pushMessage(TITLE, text, Qgis.MessageLevel.Warning, 0)

    def failed(self, error: BaseException) -> None:
        """An error as its sentence."""
        self.warn(sentence_of(error))

    def refused(self, refusals: Sequence[Refusal], show: Optional[Callable[[], None]] = None) -> None:
        """A save that was refused. QGIS adds its own English line afterwards: it goes, ours stays."""
        QgsMessageLog.logMessage("\n".join(said(item.text) for item in refusals), TITLE, Qgis.MessageLevel.Warning)
        before = len(self._iface.messageBar().items()) if hasattr(self._iface.messageBar(), "items") else None
        QTimer.singleShot(0, lambda: self._show_refused(refusals, show, before))

    def _show_refused(self, refusals: Sequence[Refusal], show: Optional[Callable[[], None]], before: Optional[int]) -> None:
        bar = self._iface.messageBar()
        if before is not None:
            for item in bar.items()[before:]:
                bar.popWidget(item)
        text = QCoreApplication.translate("Ncovy", "Chưa lưu: {reason}").format(reason=said(refusals[0].text))
        widget = bar.createMessage(TITLE, text)
        if len(refusals) > 1 or len(text) > 120:
            button = QPushButton(QCoreApplication.translate("Ncovy", "Chi tiết… ({count})").format(count=len(refusals)), widget)
            button.clicked.connect(lambda: self._details(refusals))
            widget.layout().addWidget(button)
        if show is not None:
            button = QPushButton(QCoreApplication.translate("Ncovy", "Tới đối tượng"), widget)
            button.clicked.connect(show)
            widget.layout().addWidget(button)
        bar.pushWidget(widget, Qgis.MessageLevel.Warning)

    def _details(self, refusals: Sequence[Refusal]) -> None:
        text = "\n\n".join(f"• {said(item.text)}" for item in refusals)
        title = QCoreApplication.translate("Ncovy", "Vì sao chưa lưu")
        QMessageBox.warning(self._iface.mainWindow(), title, text)


def sentence_of(error: BaseException) -> str:
    """Any error in the language of QGIS."""
    if isinstance(error, SaveRefused):
        return " ".join(said(item.text) for item in error.refusals)
    if isinstance(error, SetupError):
        return said(error.text)
    if isinstance(error, Stopped) or not isinstance(error, Exception):
        return str(error)
    text = getattr(error, "what", None)
    return str(error) if text else said(refusal_of_error(error).text)
