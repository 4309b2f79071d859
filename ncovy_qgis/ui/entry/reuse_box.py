"""«Dùng lại giá trị»: the last values of each field; what is ticked goes on to the next feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QComboBox, QHeaderView, QLabel, QPushButton, QSizePolicy, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue, Field, Layer
from ...core.reuse import reusable
from ...core.shown import show_value
from ..words import said
from . import memory

NAME = Qt.ItemDataRole.UserRole


class ReuseBox(QWidget):
    """One row a field that has been filled before: a tick and its last values."""

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._layer: Optional[Layer] = None
        translate = QCoreApplication.translate
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setObjectName("ncovyEntryReuse")
        self.list.setHeaderLabels([translate("Ncovy", "Trường"), translate("Ncovy", "Giá trị")])
        self.list.setRootIsDecorated(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.list.setColumnWidth(0, 112)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # the ten layers before this list
        self.list.setMinimumHeight(4 * self.fontMetrics().height())
        self.forget = QPushButton(translate("Ncovy", "Quên các giá trị này"), self)
        self.forget.setObjectName("ncovyEntryForget")
        self.forget.clicked.connect(lambda *_: self._forget())
        layout = QVBoxLayout(self)
        for widget, stretch in ((self.note, 0), (self.list, 1), (self.forget, 0)):
            layout.addWidget(widget, stretch)
        self.list.itemChanged.connect(lambda *_: self._ticked())

    def show_layer(self, layer: Layer) -> None:
        """The last values of this layer, ticked as last time."""
        self._layer = layer
        known, again = memory.recent(layer), memory.ticked(layer)
        before = self.list.blockSignals(True)
        self.list.clear()
        for field in reusable(layer):
            if field.name in known:
                self._add(field, known[field.name], field.name in again)
        self.list.blockSignals(before)
        some = self.list.topLevelItemCount() > 0
        self.forget.setEnabled(some)
        translate = QCoreApplication.translate
        empty = translate("Ncovy", "Chưa có giá trị nào: các giá trị bạn nhập ở lớp này sẽ hiện ở đây.")
        self.note.setText(translate("Ncovy", "Đánh dấu trường cần điền sẵn cho đối tượng tiếp theo.") if some else empty)

    def values(self) -> Mapping[str, Any]:
        """Field → value of all that is ticked."""
        found = {}
        for place in range(self.list.topLevelItemCount()):
            row = self.list.topLevelItem(place)
            if row.checkState(0) == Qt.CheckState.Checked:
                found[str(row.data(0, NAME))] = self.list.itemWidget(row, 1).currentData()
        return found

    def _add(self, field: Field, values: tuple[Any, ...], ticked: bool) -> None:
        row = QTreeWidgetItem(self.list, [said(field.label), ""])
        row.setToolTip(0, said(field.label))
        row.setData(0, NAME, field.name)
        row.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        choice = QComboBox(self.list)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setFrame(False)
        choice.setAccessibleName(said(field.label))
        for value in values:
            choice.addItem(said(show_value(field, value, self._catalogue)), value)
        choice.setToolTip(choice.currentText())
        choice.currentTextChanged.connect(choice.setToolTip)
        self.list.setItemWidget(row, 1, choice)

    def _ticked(self) -> None:
        if self._layer is not None:
            memory.tick(self._layer, self.values())

    def _forget(self) -> None:
        if self._layer is not None:
            memory.forget(self._layer)
            self.show_layer(self._layer)
