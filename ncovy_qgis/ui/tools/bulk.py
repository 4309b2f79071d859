"""«Sửa hàng loạt»: one value, entered with the field's own widget, for all selected features."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import NULL, QgsFeature
from qgis.gui import QgsEditorWidgetWrapper, QgsGui
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from ...gis.buffer import READERS
from ...gis.values import to_python
from ..words import said
from .frame import Chosen
from .planned import PlanDialog

if TYPE_CHECKING:
    from ..session import Session


class BulkDialog(PlanDialog):
    """Pick a field, enter the value, see how many change, apply."""

    def __init__(self, session: Session, into: Chosen, now: datetime) -> None:
        translate = QCoreApplication.translate
        super().__init__(session, into, now, "ncovyBulkDialog", translate("Ncovy", "Sửa hàng loạt"), translate("Ncovy", "Sửa"))
        self.wrapper: Optional[QgsEditorWidgetWrapper] = None
        self.setMinimumWidth(560)
        text = translate("Ncovy", "Cùng một giá trị cho {count} đối tượng đang chọn của lớp «{layer}».")
        self.head.setText(text.format(count=len(into.fids), layer=said(into.schema.title)))
        self.field = QComboBox(self)
        for field in into.schema.fields:
            if not field.auto and into.layer.fields().indexOf(field.name) >= 0:
                self.field.addItem(said(field.label), field.name)
        self.place = QWidget(self)
        QVBoxLayout(self.place).setContentsMargins(0, 0, 0, 0)
        self.empty = QCheckBox(translate("Ncovy", "Để trống"), self)
        self.empty.toggled.connect(self._emptied)
        self.fill(self._form(), self.faults)
        self.field.currentIndexChanged.connect(self._field_chosen)
        self.field.setCurrentIndex(self.field.findData(into.schema.state_field))
        self._field_chosen()

    def _form(self) -> QWidget:
        form = QWidget(self)
        layout = QFormLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addRow(QCoreApplication.translate("Ncovy", "Trường"), self.field)
        layout.addRow(QCoreApplication.translate("Ncovy", "Giá trị mới"), self.place)
        layout.addRow("", self.empty)
        return form

    def _field_chosen(self, *_: Any) -> None:
        """The editor of the field, empty."""
        if self.wrapper is not None:
            old = self.wrapper.widget()
            self.place.layout().removeWidget(old)
            for gone in (old, self.wrapper):
                gone.deleteLater()
            old.hide()
        layer, index = self._into.layer, self._into.layer.fields().indexOf(self.field.currentData())
        blank = QgsFeature(layer.fields())
        self.wrapper = QgsGui.editorWidgetRegistry().create(layer, index, None, self.place)
        editor = self.wrapper.widget()
        self.place.layout().addWidget(editor)
        self.wrapper.setFeature(blank)
        self.wrapper.setValues(NULL, [])
        self.wrapper.setEnabled(True)
        self.wrapper.valuesChanged.connect(self._preview)
        self.empty.setChecked(False)
        self._preview()

    def _emptied(self, empty: bool) -> None:
        self.place.setEnabled(not empty)
        self._preview()

    def value(self) -> Any:
        """What is entered, as a plain value."""
        if self.empty.isChecked() or self.wrapper is None:
            return None
        field = self._into.schema.field(self.field.currentData())
        return READERS.get(field.type, to_python)(self.wrapper.value())

    def _preview(self, *_: Any) -> None:
        value = self.value()
        given = value is not None or self.empty.isChecked()
        hint = "" if given else QCoreApplication.translate("Ncovy", "Hãy nhập giá trị, hoặc chọn «Để trống» để xóa giá trị cũ.")
        self.judge(self._into.features, {self.field.currentData(): value} if given else {}, hint)

    def accept(self) -> None:
        """One undoable step."""
        self.carry_out(QCoreApplication.translate("Ncovy", "Đã sửa {count} đối tượng; hãy lưu để gửi lên máy chủ."))
