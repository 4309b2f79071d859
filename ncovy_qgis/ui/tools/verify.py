"""«Xác nhận vẫn đúng»: whoever checked a place says so of exactly the version listed here; nothing else is written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QTreeWidget, QTreeWidgetItem

from ...core.catalogue import Catalogue
from ...core.dates import show_datetime
from ...core.messages import Refusal
from ...core.shown import show_value
from ...db.connection import connect
from ...db.review import verify_items
from ...gis.source import Source, source_of
from ...gis.tools.plan import title_of
from ...gis.values import to_python
from .. import waiting
from ..icons import icon
from ..messages import sentence_of
from ..words import said
from .frame import Chosen, ToolDialog

if TYPE_CHECKING:
    from ..session import Session

ITEM = Qt.ItemDataRole.UserRole


def verify(source: Source, layer: str, items: Sequence[tuple[str, int]], catalogue: Catalogue) -> tuple[Optional[Refusal], ...]:
    """Verdicts in the order of the items. Touches no QGIS: for a thread."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        return verify_items(connection, layer, items, catalogue)


class VerifyDialog(ToolDialog):
    """Tick, confirm, read the answers; features with unsaved edits are listed, not asked."""

    def __init__(self, session: Session, into: Chosen) -> None:
        translate = QCoreApplication.translate
        super().__init__(session.iface.mainWindow(), "ncovyVerifyDialog", translate("Ncovy", "Xác nhận vẫn đúng"), translate("Ncovy", "Xác nhận"))
        self._session, self._into = session, into
        self.resize(860, 440)
        self.head.setText(translate("Ncovy", "Bạn đã kiểm tra và thấy các thông tin dưới đây vẫn đúng. Chỉ ghi người và giờ xác minh, không đổi nội dung."))
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        state = said(into.schema.field(into.schema.state_field).label)
        self.list.setHeaderLabels([translate("Ncovy", "Tên"), state, translate("Ncovy", "Sửa lần cuối"), translate("Ncovy", "Kết quả")])
        for column, width in enumerate((330, 120, 170)):
            self.list.setColumnWidth(column, width)
        self.buttons.button(self.buttons.StandardButton.Cancel).setText(translate("Ncovy", "Đóng"))
        self.fill(self.list)
        self._list()
        self.list.itemChanged.connect(self._ticked)

    def _list(self) -> None:
        for feature in self._into.features:
            self.list.addTopLevelItem(self._row(feature))
        rows = self._rows()
        left_out = sum(row.data(0, ITEM) is None for row in rows)
        if left_out:
            self.note.setText(QCoreApplication.translate("Ncovy", "{count} đối tượng có sửa đổi chưa lưu nên không xác nhận được.").format(count=left_out))
        self._ticked()

    def _row(self, feature: QgsFeature) -> QTreeWidgetItem:
        schema = self._into.schema
        state = said(show_value(schema.field(schema.state_field), to_python(feature[schema.state_field]), self._session.catalogue))
        at = to_python(feature["edited_at"])
        edited = f"{to_python(feature['edited_by']) or ''} {show_datetime(at)}" if at is not None else ""
        row = QTreeWidgetItem([title_of(feature), state, edited.strip(), ""])
        row.setIcon(0, icon(schema.name))
        row.setToolTip(0, row.text(0))
        if self._is_edited(feature.id()):
            row.setText(3, QCoreApplication.translate("Ncovy", "Có sửa đổi chưa lưu"))
            row.setCheckState(0, Qt.CheckState.Unchecked)
            row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        else:
            row.setCheckState(0, Qt.CheckState.Checked)
            row.setData(0, ITEM, (str(feature["uid"]), int(feature["row_version"])))
        return row

    def _is_edited(self, fid: int) -> bool:
        buffer = self._into.layer.editBuffer()
        return buffer is not None and (fid in buffer.addedFeatures() or fid in buffer.changedAttributeValues() or fid in buffer.changedGeometries())

    def _rows(self) -> list[QTreeWidgetItem]:
        return [self.list.topLevelItem(index) for index in range(self.list.topLevelItemCount())]

    def _asked(self) -> list[QTreeWidgetItem]:
        return [row for row in self._rows() if row.checkState(0) == Qt.CheckState.Checked and row.data(0, ITEM) is not None]

    def _ticked(self, *_: Any) -> None:
        self.ok.setEnabled(bool(self._asked()))

    def accept(self) -> None:
        """Ask for what is ticked; the window stays, with an answer beside each feature."""
        rows = self._asked()
        items = [tuple(row.data(0, ITEM)) for row in rows]
        source, name, catalogue = source_of(self._into.layer), self._into.schema.name, self._session.catalogue
        if not items:
            return
        try:
            work: Any = lambda: verify(source, name, items, catalogue)  # noqa: E731
            verdicts = waiting.run(work, self, QCoreApplication.translate("Ncovy", "Đang xác nhận…"))
        except Exception as error:  # an edge: the sentence is shown below the list
            self.note.setText(sentence_of(error))
            return
        self.list.blockSignals(True)  # each row would be counted again
        for row, verdict in zip(rows, verdicts):
            row.setText(3, said(verdict.text) if verdict else QCoreApplication.translate("Ncovy", "Đã xác nhận"))
            row.setToolTip(3, row.text(3))
            row.setCheckState(0, Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.list.viewport().update()
        self._ticked()
        done = sum(verdict is None for verdict in verdicts)
        self.note.setText(QCoreApplication.translate("Ncovy", "Đã xác nhận {done} trong {count}.").format(done=done, count=len(verdicts)))
        selected = self._into.layer.selectedFeatureIds()
        self._into.layer.reload()
        self._into.layer.selectByIds(selected)  # a reload forgets it
