"""«Sửa hình vùng lỗi»: outlines that cross themselves, shown as they are and as they would be; nothing without a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QTreeWidget, QTreeWidgetItem

from ...core.numbers import show_number
from ...gis.tools.shapes import to_project
from ...gis.tools.zones import Broken, broken_zones, reshape
from .frame import ToolDialog
from .outline import EMPTY, hectares
from .pick import band, discard, draw

if TYPE_CHECKING:
    from ..session import Session

BEFORE, AFTER = "#C62828", "#2E7D32"


class RepairDialog(ToolDialog):
    """Each broken outline with its area before and after; the current one on the map."""

    def __init__(self, session: Session, zones: QgsVectorLayer) -> None:
        translate = QCoreApplication.translate
        super().__init__(session.iface.mainWindow(), "ncovyRepairDialog", translate("Ncovy", "Sửa hình vùng lỗi"), translate("Ncovy", "Sửa hình"))
        self._session, self._zones, self._canvas = session, zones, session.iface.mapCanvas()
        self.resize(640, 320)
        self.found: tuple[Broken, ...] = ()
        self._before, self._after = band(self._canvas, BEFORE, dashed=True), band(self._canvas, AFTER)
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([translate("Ncovy", "Tên"), translate("Ncovy", "Lỗi"), translate("Ncovy", "Trước (ha)"), translate("Ncovy", "Sau (ha)")])
        for column, width in enumerate((170, 230, 100)):
            self.list.setColumnWidth(column, width)
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.list.itemChanged.connect(lambda *_: self._count())
        self.finished.connect(lambda _: discard(self._canvas, self._before, self._after))
        self.fill(self.list)

    def start(self) -> None:
        """List what is broken in the buffer."""
        translate = QCoreApplication.translate
        self.found = broken_zones(self._zones)
        text = translate("Ncovy", "{count} vùng chưa lưu có hình không hợp lệ. Nét đỏ đứt là hình hiện tại, nét xanh là hình sau khi sửa.")
        nothing = translate("Ncovy", "Không có vùng nào lỗi hình trong các sửa đổi chưa lưu; hình đã lưu đều hợp lệ.")
        self.head.setText(text.format(count=len(self.found)) if self.found else nothing)
        self.list.blockSignals(True)
        self.list.clear()
        for broken in self.found:
            mended = broken.repair.after
            row = QTreeWidgetItem([broken.name, _reason(broken), hectares(broken.repair.before), hectares(mended)])
            can = not mended.isEmpty()
            row.setCheckState(0, Qt.CheckState.Checked if can else Qt.CheckState.Unchecked)
            row.setFlags(row.flags() if can else row.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight)
            row.setTextAlignment(3, Qt.AlignmentFlag.AlignRight)
            self.list.addTopLevelItem(row)
        self.list.blockSignals(False)
        for shown in (self._before, self._after):
            draw(shown, QgsGeometry.fromWkt(EMPTY))
        if self.found:
            self.list.setCurrentItem(self.list.topLevelItem(0))
        self._count()

    def ticked(self) -> list[Broken]:
        """Outlines that are to be mended."""
        rows = (self.list.topLevelItem(index) for index in range(self.list.topLevelItemCount()))
        return [broken for broken, row in zip(self.found, rows) if row.checkState(0) == Qt.CheckState.Checked]

    def _count(self) -> None:
        self.ok.setEnabled(bool(self.ticked()))

    def _show(self) -> None:
        broken = self.found[self.list.indexOfTopLevelItem(self.list.currentItem())]
        draw(self._before, broken.repair.before)
        draw(self._after, broken.repair.after)
        box = to_project(QgsGeometry.fromRect(broken.repair.before.boundingBox()), QgsProject.instance()).boundingBox()
        box.scale(1.6)
        self._canvas.setExtent(box)
        self._canvas.refresh()
        change = (broken.repair.area_after - broken.repair.area_before) / 10_000
        sign = "+" if change >= 0 else "−"
        text = QCoreApplication.translate("Ncovy", "Diện tích thay đổi {change} ha.")
        self.note.setText(text.format(change=sign + show_number(round(abs(change), 2))))

    def accept(self) -> None:
        """The ticked ones get their mended shape, as one undoable step; what was drawn since they were listed is not overwritten."""
        drawn = {broken.fid: broken.repair.before.asWkb() for broken in broken_zones(self._zones)}
        if any(drawn.get(broken.fid) != broken.repair.before.asWkb() for broken in self.ticked()):
            self.start()
            self.note.setText(QCoreApplication.translate("Ncovy", "Hình vừa được vẽ tiếp trên bản đồ; danh sách đã được làm mới, hãy xem lại."))
            return
        reshape(self._zones, {broken.fid: broken.repair.after for broken in self.ticked()}, self.windowTitle())
        super().accept()


def _reason(broken: Broken) -> str:
    """Whether it can be mended. (GEOS names the fault in the language QGIS was started with, not always ours.)"""
    translate = QCoreApplication.translate
    if broken.repair.after.isEmpty():
        return translate("Ncovy", "Không còn diện tích nào, hãy vẽ lại")
    return translate("Ncovy", "Ranh giới tự cắt hoặc tự chạm")
