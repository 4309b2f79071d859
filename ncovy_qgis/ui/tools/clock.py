"""The time the tools work at: the database's, or the moment of an exercise; without an answer this computer's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QWidget

from ...gis.tools.closing import time_of
from ...gis.values import VIETNAM
from .. import waiting

if TYPE_CHECKING:
    from ..session import Session


def now_of(session: Session, parent: QWidget) -> datetime:
    """Vietnamese time to the minute; when the server does not tell, it is said."""
    source = session.source()
    if source is not None:
        try:
            text = QCoreApplication.translate("Ncovy", "Đang hỏi giờ của máy chủ…")
            return waiting.run(lambda: time_of(source), parent, text)
        except Exception:  # an edge: the tools work without the server, on the clock that is there
            session.messages.info(QCoreApplication.translate("Ncovy", "Máy chủ chưa trả lời; dùng giờ của máy này."))
    return datetime.now(VIETNAM).replace(second=0, microsecond=0)
