"""«Chép thuộc tính»: ticked fields of one feature, taken over by the selected ones."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsFeature, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QWidget

from ...core.shown import show_value
from ...gis.layers import stem_of
from ...gis.tools.copying import Copyable, commune_name, copyable
from ...gis.tools.plan import title_of
from ..icons import icon
from ..words import said
from .frame import Chosen
from .pick import PickButton, feature_at
from .planned import PlanDialog

if TYPE_CHECKING:
    from ..session import Session

Source = tuple[QgsVectorLayer, QgsFeature]


class CopyDialog(PlanDialog):
    """Choose the source in the selection or on the map, tick fields, take them over."""

    def __init__(self, session: Session, into: Chosen, now: datetime) -> None:
        translate = QCoreApplication.translate
        super().__init__(session, into, now, "ncovyCopyDialog", translate("Ncovy", "Chép thuộc tính"), translate("Ncovy", "Chép"))
        self._offers: tuple[Copyable, ...] = ()
        self._source: Optional[Source] = None
        self._clicked: Optional[Source] = None  # what the first line of the list stands for
        self.resize(620, 520)
        self.source = QComboBox(self)
        self.map_button = PickButton(self, translate("Ncovy", "Chọn trên bản đồ"), session.iface.mapCanvas(), self.take_at)
        self.fields = QTreeWidget(self)
        self.fields.setHeaderLabels([translate("Ncovy", "Trường"), translate("Ncovy", "Giá trị")])
        self.fields.setRootIsDecorated(False)
        self.fields.setColumnWidth(0, 230)
        self.fields.itemChanged.connect(lambda *_: self._preview())
        self.fill(self._source_row(), self.fields, self.faults)
        self._offer_sources()

    def _source_row(self) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.source, 1)
        layout.addWidget(self.map_button)
        return row

    def _offer_sources(self) -> None:
        """The selected features, when there are several; one alone is where to, not where from."""
        self.source.addItem(QCoreApplication.translate("Ncovy", "(chọn nguồn)"), None)
        if len(self._into.features) > 1:
            for feature in self._into.features:
                self.source.addItem(icon(self._into.schema.name), title_of(feature), feature.id())
        self.source.currentIndexChanged.connect(self._chosen)
        self._show_source()

    def take_at(self, point: QgsPointXY) -> None:
        """The feature at a click on the map becomes the source."""
        found = feature_at(self._session.iface.mapCanvas(), self._session.layers(), point)
        if found is None:
            self.note.setText(QCoreApplication.translate("Ncovy", "Không có đối tượng Ncovy nào ở chỗ vừa bấm."))
            return
        stem, feature = found
        self._clicked = (self._session.layers()[stem], feature)
        self.source.setItemText(0, title_of(feature))
        self.source.setItemIcon(0, icon(stem))
        self.source.setCurrentIndex(0)
        self._chosen()

    def _chosen(self, *_: Any) -> None:
        fid = self.source.currentData()
        own = next((feature for feature in self._into.features if feature.id() == fid), None)
        self._source = self._clicked if own is None else (self._into.layer, own)
        self._show_source()

    def _targets(self) -> list[QgsFeature]:
        """All selected ones but the source."""
        layer, source = self._source or (None, None)
        own = source.id() if source is not None and layer is self._into.layer else None
        return [feature for feature in self._into.features if feature.id() != own]

    def _show_source(self) -> None:
        """The fields of the source with their values."""
        text = QCoreApplication.translate("Ncovy", "Chép vào {count} đối tượng đang chọn của lớp «{layer}» từ một đối tượng khác, cùng lớp hay khác lớp.")
        self.head.setText(text.format(count=len(self._targets()), layer=said(self._into.schema.title)))
        self.fields.blockSignals(True)
        self.fields.clear()
        self._offers = ()
        if self._source is not None:
            layer, feature = self._source
            schema = self._session.catalogue.layer(str(stem_of(layer)))
            self._offers = copyable(layer, schema, feature, self._into.schema)
        for offer in self._offers:
            value = self._shown(offer)
            row = QTreeWidgetItem([said(offer.field.label), value])
            row.setToolTip(1, value)
            row.setCheckState(0, Qt.CheckState.Checked if offer.usual else Qt.CheckState.Unchecked)
            self.fields.addTopLevelItem(row)
        self.fields.blockSignals(False)
        self._preview()

    def _shown(self, offer: Copyable) -> str:
        """The value in words."""
        if offer.field.references:
            return QCoreApplication.translate("Ncovy", "(liên kết)")
        if offer.field.name == "commune_code" and self._source is not None:
            return commune_name(*self._source)
        return said(show_value(offer.field, offer.value, self._session.catalogue))

    def _ticked(self) -> dict[str, Any]:
        rows = enumerate(self._offers)
        return {offer.field.name: offer.value for index, offer in rows if self.fields.topLevelItem(index).checkState(0) == Qt.CheckState.Checked}

    def _preview(self) -> None:
        hint = "" if self._source else QCoreApplication.translate("Ncovy", "Hãy chọn nguồn trong danh sách hoặc bấm trên bản đồ.")
        self.judge(self._targets(), self._ticked(), hint)

    def accept(self) -> None:
        """One undoable step."""
        self.carry_out(QCoreApplication.translate("Ncovy", "Đã chép vào {count} đối tượng; hãy lưu để gửi lên máy chủ."))
