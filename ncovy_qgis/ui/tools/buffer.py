"""«Vùng đệm quanh điểm»: all within so many metres of a place clicked on the map, or of the selected points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QFormLayout, QSpinBox, QWidget

from ...core.numbers import show_number
from ...gis.layers import stem_of
from ...gis.tools.shapes import buffer_m, union
from .outline import EMPTY, OutlineDialog
from .pick import PickButton, place_of

if TYPE_CHECKING:
    from ..session import Session

LEAST_M, MOST_M, USUAL_M = 10, 20_000, 200


class BufferDialog(OutlineDialog):
    """Choose the centre and the radius, see the outline."""

    def __init__(self, session: Session, zones: QgsVectorLayer) -> None:
        translate = QCoreApplication.translate
        super().__init__(session, zones, "ncovyBufferDialog", translate("Ncovy", "Vùng đệm quanh điểm"))
        self.setMinimumWidth(400)
        self.centres: list[QgsGeometry] = _selected_points(session.iface.activeLayer())
        self.radius = QSpinBox(self)
        self.radius.setRange(LEAST_M, MOST_M)
        self.radius.setSingleStep(50)
        self.radius.setSuffix(" m")
        self.radius.setValue(USUAL_M)
        self.radius.valueChanged.connect(lambda _: self._draw())
        self.map_button = PickButton(self, translate("Ncovy", "Bấm tâm trên bản đồ"), self._canvas, self.take)
        form = QWidget(self)
        layout = QFormLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addRow(translate("Ncovy", "Tâm"), self.map_button)
        layout.addRow(translate("Ncovy", "Bán kính"), self.radius)
        self.fill(form, self.replace)

    def start(self) -> None:
        """With the selected points, or waiting for a click."""
        if not self.centres:
            self.map_button.setChecked(True)
        self._draw()

    def take(self, point: QgsPointXY) -> None:
        """This place of the map is the centre."""
        self.centres = [QgsGeometry.fromPointXY(place_of(point))]
        self._draw()

    def _draw(self) -> None:
        self.head.setText(self._words())
        shapes = [buffer_m(centre, self.radius.value()) for centre in self.centres]
        self.show_shape(union(shapes) if shapes else QgsGeometry.fromWkt(EMPTY))

    def _words(self) -> str:
        if not self.centres:
            return QCoreApplication.translate("Ncovy", "Hãy bấm vào bản đồ để đặt tâm, hoặc chọn trước các điểm trong một lớp Ncovy.")
        if len(self.centres) > 1:
            return QCoreApplication.translate("Ncovy", "Tâm là {count} điểm đang chọn.").format(count=len(self.centres))
        spot = self.centres[0].asPoint()
        text = QCoreApplication.translate("Ncovy", "Tâm ở {lat}, {lon}.")
        return text.format(lat=show_number(round(spot.y(), 6)), lon=show_number(round(spot.x(), 6)))

    def accept(self) -> None:
        """A new zone without a name yet, or another shape for the selected one."""
        if self.put({}):
            super().accept()


def _selected_points(layer: Optional[QgsVectorLayer]) -> list[QgsGeometry]:
    if stem_of(layer) is None or layer.geometryType() != QgsWkbTypes.GeometryType.PointGeometry:
        return []
    return [feature.geometry() for feature in layer.selectedFeatures() if not feature.geometry().isEmpty()]
