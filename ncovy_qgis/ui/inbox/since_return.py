"""What became of a version since it was given back: the fields that changed, old beside new, and how far it moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from psycopg2.extensions import connection as Connection
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ...db import history
from ...db.connection import tidy
from ...db.history import Version
from ...db.names import names_of
from ..background import Question
from ..messages import sentence_of
from ..review_change.reading import asked
from ..review_change.rows import compared
from ..review_change.table import FIELD, DiffModel, DiffTable

if TYPE_CHECKING:
    from ..session import Session

PATIENCE_MS = 60  # whoever runs through the list does not read every item
LABEL_LETTERS = 14


@dataclass(frozen=True)
class Pair:
    """A version given back and a later one, and the names of what their fields refer to."""

    returned: Version
    now: Version
    names: Mapping[str, str]


def read_pair(connection: Connection, catalogue: Catalogue, layer: str, uid: str, returned_version: int, row_version: int) -> Optional[Pair]:
    """Both versions; None when one of them is nowhere."""
    returned, now = (history.version(connection, layer, uid, number) for number in (returned_version, row_version))
    if returned is None or now is None:
        return None
    names = names_of(connection, catalogue, [(layer, returned.row), (layer, now.row)])
    tidy(connection)
    return Pair(returned, now, names)


class SinceReturn(QWidget):
    """Reads beside the window; nothing to show is said in words."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("ncovySinceReturn")
        self.told = QLabel(self)
        self.told.setObjectName("ncovySinceReturnTold")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.model = DiffModel(self)
        self.table = DiffTable(self.model, "ncovySinceReturnTable", self)
        self.table.horizontalHeader().resizeSection(FIELD, self.fontMetrics().averageCharWidth() * LABEL_LETTERS)  # a dock is narrow
        self._question = Question(self, PATIENCE_MS)
        self._question.answered.connect(self._show)
        self._question.failed.connect(self._failed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        self.forget()

    def show_since(self, layer: str, uid: str, returned_version: int, row_version: int) -> None:
        """What changed from one version to the other."""
        self.forget()
        source, catalogue = self._session.source(), self._session.catalogue
        if source is None or row_version <= returned_version:
            self._show(None)
            return
        dsn = source.dsn()
        self.told.setText(QCoreApplication.translate("Ncovy", "Đang đọc…"))
        self._question.ask(lambda: asked(dsn, lambda connection: read_pair(connection, catalogue, layer, uid, returned_version, row_version)))

    def forget(self) -> None:
        """Nothing is shown, and no answer wanted."""
        self._question.drop()
        self.model.show_rows((), ("", ""))
        self.told.clear()
        self.table.hide()

    def _show(self, pair: Optional[Pair]) -> None:
        translate = QCoreApplication.translate
        if pair is None:
            self.told.setText(translate("Ncovy", "Chưa lưu sửa đổi nào từ khi bị trả lại."))
            return
        version = translate("Ncovy", "Phiên bản {version}")
        titles = (version.format(version=pair.returned.row_version), version.format(version=pair.now.row_version))
        self.model.show_rows(compared(pair.returned, pair.now, self._session.catalogue, pair.names), titles)
        count = len(self.model.rows)
        some, none = translate("Ncovy", "Đã đổi {count} mục từ khi bị trả lại."), translate("Ncovy", "Đã lưu lại nhưng không đổi gì từ khi bị trả lại.")
        self.told.setText(some.format(count=count) if count else none)
        self.table.setVisible(count > 0)

    def _failed(self, error: Any) -> None:
        self.told.setText(sentence_of(error))
