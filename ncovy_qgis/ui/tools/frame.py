"""What the windows of the tools share: their frame, the features they work on, the list of what a change would break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsApplication, QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QDialog, QDialogButtonBox, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ...core.catalogue import Layer
from ...gis.layers import stem_of
from ...gis.tools.plan import Fault, Plan, features_of, title_of
from ..words import said

if TYPE_CHECKING:
    from ..session import Session

FEW = 3  # names told one by one


@dataclass(frozen=True)
class Chosen:
    """Selected features of one catalogue layer, read once: typing in a window asks no server."""

    layer: QgsVectorLayer
    schema: Layer
    features: tuple[QgsFeature, ...]

    @property
    def fids(self) -> list[int]:
        return [feature.id() for feature in self.features]

    def names(self) -> str:
        """The first few by name."""
        return names_of([title_of(feature) for feature in self.features])


def chosen(session: Session, text: str) -> Optional[Chosen]:
    """What is selected in the active layer; else `text` is said and there is nothing."""
    layer = session.iface.activeLayer()
    stem = stem_of(layer)
    if stem is None or not session.catalogue.has(stem) or not layer.selectedFeatureCount():
        session.messages.info(text)
        return None
    return Chosen(layer, session.catalogue.layer(stem), tuple(features_of(layer, layer.selectedFeatureIds())))


def ready(session: Session, layer: QgsVectorLayer) -> bool:
    """Put the layer in editing; when QGIS refuses, it is said."""
    if layer.isEditable() or layer.startEditing():
        return True
    session.messages.warn(QCoreApplication.translate("Ncovy", "Không sửa được lớp «{layer}».").format(layer=layer.name()))
    return False


class ToolDialog(QDialog):
    """A window beside the map: what it is about, its content, two buttons."""

    def __init__(self, parent: QWidget, name: str, title: str, deed: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.head, self.note = QLabel(self), QLabel(self)
        for label in (self.head, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)  # names are what somebody typed
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.ok = self.buttons.button(kinds.Ok)
        self.ok.setText(deed)
        self.buttons.button(kinds.Cancel).setText(QCoreApplication.translate("Ncovy", "Hủy"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def fill(self, *widgets: QWidget) -> None:
        """Head, content, note, buttons from top to bottom; lists take what room is left, sentences none."""
        layout = QVBoxLayout(self)
        for widget in (self.head, *widgets, self.note):
            layout.addWidget(widget, int(isinstance(widget, QAbstractScrollArea)))
        layout.addStretch(0)
        layout.addWidget(self.buttons)

    def event(self, event: QEvent) -> bool:
        """Something longer is said, or a list came in: the window grows, or a sentence of two lines would lie under the list."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.layout() is not None:
            self.resize(self.width(), max(self.height(), self.layout().minimumHeightForWidth(self.width())))
        return handled


class FaultList(QTreeWidget):
    """Features a change would leave wrong, each with its field and sentence; hidden while there are none."""

    def __init__(self, parent: QWidget, schema: Layer) -> None:
        super().__init__(parent)
        self._schema = schema
        translate = QCoreApplication.translate
        self.setHeaderLabels([translate("Ncovy", "Tên"), translate("Ncovy", "Trường"), translate("Ncovy", "Nội dung")])
        self.setRootIsDecorated(False)
        self.setColumnWidth(0, 190)
        self.setColumnWidth(1, 120)
        self.setFixedHeight(130)
        self.hide()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Those that block first."""
        self.clear()
        for fault in sorted(faults, key=lambda fault: not fault.blocks):
            row = QTreeWidgetItem([fault.name, said(self._schema.field(fault.field).label), said(fault.text)])
            row.setIcon(0, QgsApplication.getThemeIcon("/mIconCritical.svg" if fault.blocks else "/mIconWarning.svg"))
            for column in (0, 2):
                row.setToolTip(column, row.text(column))
            self.addTopLevelItem(row)
        self.setVisible(bool(faults))


def summary(plan: Plan) -> str:
    """How many change, how many are so already, how many are left out and why."""
    translate = QCoreApplication.translate
    words = [translate("Ncovy", "{count} đối tượng sẽ đổi").format(count=len(plan.changes))]
    if plan.same:
        words.append(translate("Ncovy", "{count} đã như vậy").format(count=plan.same))
    if plan.refused:
        words.append(translate("Ncovy", "{count} không đổi được, xem lý do trên").format(count=plan.refused))
    later = len({fault.fid for fault in plan.faults if not fault.blocks and fault.fid in plan.changes})
    if later:
        words.append(translate("Ncovy", "{count} sẽ còn điều phải bổ sung trước khi gửi duyệt").format(count=later))
    return "; ".join(words) + "."


def names_of(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join(f"«{name}»" for name in names[:FEW])
    more = len(names) - FEW
    return shown if more <= 0 else QCoreApplication.translate("Ncovy", "{names} và {count} đối tượng khác").format(names=shown, count=more)
