"""«Vùng từ các xã»: communes ticked in a list or clicked on the map become one zone."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from ...core.text import fold, sort_key
from ...db.connection import connect
from ...db.outlines import Commune, communes
from ...gis.source import Source, source_of
from ...gis.tools.shapes import union
from .. import waiting
from ..messages import sentence_of
from .outline import EMPTY, OutlineDialog
from .pick import PickButton, place_of

if TYPE_CHECKING:
    from ..session import Session

CODE = Qt.ItemDataRole.UserRole
KEY = Qt.ItemDataRole.UserRole + 1


def read_communes(source: Source) -> tuple[Commune, ...]:
    """All communes of the map's era. Touches no QGIS: for a thread."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        return communes(connection)


class CommunesDialog(OutlineDialog):
    """Search without accents, tick, see the union."""

    def __init__(self, session: Session, zones: QgsVectorLayer) -> None:
        translate = QCoreApplication.translate
        super().__init__(session, zones, "ncovyCommunesDialog", translate("Ncovy", "Vùng từ các xã"))
        self.resize(430, 520)
        self.head.setText(translate("Ncovy", "Đánh dấu các xã, phường, thị trấn; hình của chúng được gộp thành một vùng."))
        self._shapes: dict[str, QgsGeometry] = {}
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(translate("Ncovy", "Tìm xã, không cần dấu"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget(self)
        self.list.itemChanged.connect(lambda _: self._unite())
        self.map_button = PickButton(self, translate("Ncovy", "Chọn trên bản đồ"), self._canvas, self.toggle_at)
        self.fill(self.search, self.list, self.map_button, self.replace)
        self.show_shape(self.shape)

    def start(self) -> None:
        """Read the communes; without them the reason is said."""
        source = source_of(self._zones)
        try:
            found = waiting.run(lambda: read_communes(source), self, QCoreApplication.translate("Ncovy", "Đang đọc ranh giới các xã…"))
        except Exception as error:  # an edge: the sentence is shown below the list
            self.note.setText(sentence_of(error))
            return
        self.list.blockSignals(True)
        for commune in sorted(found, key=lambda commune: (sort_key(commune.district), sort_key(commune.name))):
            self._add(commune)
        self.list.blockSignals(False)

    def _add(self, commune: Commune) -> None:
        shape = QgsGeometry()
        shape.fromWkb(commune.wkb)
        self._shapes[commune.code] = shape
        item = QListWidgetItem(", ".join(filter(None, (commune.name, commune.district))))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setData(CODE, commune.code)
        item.setData(KEY, fold(item.text()))
        item.setToolTip(commune.code)
        self.list.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def ticked(self) -> list[QListWidgetItem]:
        """Communes that are to be united."""
        return [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def _filter(self, text: str) -> None:
        """Those that hold all words; what is ticked stays in sight."""
        words = fold(text).split()
        for item in self._items():
            hit = all(word in item.data(KEY) for word in words)
            item.setHidden(not hit and item.checkState() != Qt.CheckState.Checked)

    def toggle_at(self, point: QgsPointXY) -> None:
        """A click on the map ticks the commune there, or takes the tick away."""
        spot = QgsGeometry.fromPointXY(place_of(point))
        for item in self._items():
            if self._shapes[item.data(CODE)].contains(spot):
                ticked = item.checkState() == Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
                item.setHidden(False)
                self.list.scrollToItem(item)
                return

    def _unite(self) -> None:
        shapes = [self._shapes[item.data(CODE)] for item in self.ticked()]
        self.show_shape(union(shapes) if shapes else QgsGeometry.fromWkt(EMPTY))
        self.zoom()

    def accept(self) -> None:
        """A zone named after its communes, or another shape for the selected one."""
        names = [item.text().split(",")[0] for item in self.ticked()]
        extent = "commune" if len(names) == 1 else "multi_commune"
        extents = self._session.catalogue.lists.get("zone_extent")
        values = {"name": ", ".join(names)[:200]}
        if extents is not None and extents.value(extent) is not None:
            values["extent"] = extent
        if self.put(values):
            super().accept()
