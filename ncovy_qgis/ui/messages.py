"""What the person is told: one line in QGIS's message bar, all of it behind a button."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QCoreApplication, QTimer

from ..db.errors import SaveRefused, SetupError
from ..gis.refusals import refusal_of_error
from ..gis.report import Report
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

    def reported(self, report: Report) -> None:
        """What came of a save. QGIS adds its own English line to a refused one afterwards: it goes, ours stays."""
        if not report.problems:
            if report.receipts:
                self.done(report.sentence())
            return
        QgsMessageLog.logMessage("\n".join(said(each.refusal.text) for each in report.problems), TITLE, Qgis.MessageLevel.Warning)
        before = len(self._iface.messageBar().items()) if hasattr(self._iface.messageBar(), "items") else None
        QTimer.singleShot(0, lambda: self._show_refused(report, before))

    def _show_refused(self, report: Report, before: Optional[int]) -> None:
        bar = self._iface.messageBar()
        if before is not None:
            for item in bar.items()[before:]:
                bar.popWidget(item)
        if report.receipts or len(report.problems) > 1:
            text = report.sentence()
        else:
            text = QCoreApplication.translate("Ncovy", "Chưa lưu: {reason}").format(reason=said(report.problems[0].refusal.text))
        bar.pushMessage(TITLE, text, Qgis.MessageLevel.Warning, 0)


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
