"""A small map of a few shapes over the communes: they follow another feature at once, without drawing the map anew. Told apart by dash, sign and colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsMapLayer, QgsProject, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

WGS84 = "EPSG:4326"
AROUND_M = 150.0  # at least this much is shown on each side
GROUND = QColor("white")
POINTS = QgsWkbTypes.GeometryType.PointGeometry


@dataclass(frozen=True)
class Look:
    """How a shape is drawn."""

    colour: QColor
    dash: Qt.PenStyle
    sign: QgsRubberBand.IconType  # of a point
    width: int = 2
    size: int = 15
    fill: int = 30  # of 255


class ShapeMap(QWidget):
    """A canvas with a rubber band a look, and buttons to zoom; more of them may be put into `tools`."""

    def __init__(self, parent: QWidget, title: str, looks: Mapping[Any, Look], all_words: str) -> None:
        super().__init__(parent)
        self.canvas = QgsMapCanvas(self)
        self.canvas.setCanvasColor(GROUND)
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
        self.canvas.setLayers(background())
        self.canvas.setMinimumSize(240, 200)
        self._pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self._pan)
        self.bands = {key: self._band(look) for key, look in looks.items()}
        self.extent = QgsRectangle()
        self.tools = self._zooming(title, all_words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.tools)
        layout.addWidget(self.canvas, 1)

    def show_shapes(self, shapes: Mapping[Any, Optional[bytes]]) -> None:
        """Others (WKB in degrees), all in sight."""
        self.extent = QgsRectangle()
        for key, band in self.bands.items():
            shape = QgsGeometry()
            if shapes.get(key) is not None:
                shape.fromWkb(bytes(shapes[key] or b""))
            set_shape(band, shape)
            if not shape.isEmpty():
                self.extent.combineExtentWith(projected(shape).boundingBox())
        self.fit()

    def fit(self) -> None:
        """Show all of them."""
        if self.extent.isNull():
            return
        extent = QgsRectangle(self.extent)
        extent.grow(max(AROUND_M, 0.15 * max(extent.width(), extent.height())))
        self.canvas.setExtent(extent)
        self.canvas.refresh()

    def close_map(self) -> None:
        """Let go of the project's layers before the window goes."""
        self.canvas.stopRendering()
        self.canvas.setLayers([])

    def _band(self, look: Look) -> QgsRubberBand:
        band = QgsRubberBand(self.canvas, POINTS)
        fill = QColor(look.colour)
        fill.setAlpha(look.fill)
        band.setStrokeColor(look.colour)
        band.setFillColor(fill)
        band.setLineStyle(look.dash)
        band.setIcon(look.sign)
        band.setIconSize(look.size)
        band.setWidth(look.width)
        return band

    def _zooming(self, title: str, all_words: str) -> QHBoxLayout:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        row.addWidget(QLabel(title, self), 1)
        for sign, text, slot in (
            ("+", translate("Ncovy", "Phóng to"), lambda: self.canvas.zoomByFactor(0.5)),
            ("−", translate("Ncovy", "Thu nhỏ"), lambda: self.canvas.zoomByFactor(2.0)),
            ("⤢", all_words, self.fit),
        ):
            button = QToolButton(self)
            button.setText(sign)
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, slot=slot: slot())
            row.addWidget(button)
        return row


def set_shape(band: QgsRubberBand, shape: QgsGeometry) -> None:
    """Draw a shape in degrees; an empty one clears."""
    band.reset(POINTS)
    if not shape.isEmpty():
        band.setToGeometry(shape, QgsCoordinateReferenceSystem(WGS84))


def legend(look: Look) -> QIcon:
    """The dash and sign of a look, on the ground of the map: a dark theme would swallow the grey one."""
    picture = QPixmap(56, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(picture.rect(), 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour, 4, look.dash))
    painter.drawLine(QPointF(2, 16), QPointF(54, 16))
    painter.setPen(QPen(look.colour, 4))
    if look.sign == QgsRubberBand.IconType.ICON_BOX:
        painter.drawRect(20, 8, 16, 16)
    elif look.sign == QgsRubberBand.IconType.ICON_CIRCLE:
        painter.drawEllipse(20, 8, 16, 16)
    else:
        painter.drawLine(QPointF(20, 8), QPointF(36, 24))
        painter.drawLine(QPointF(36, 8), QPointF(20, 24))
    painter.end()
    return QIcon(picture)


def background() -> list[QgsMapLayer]:
    """Communes and districts of the open map."""
    found = {layer.customProperty("ncovy/layer"): layer for layer in QgsProject.instance().mapLayers().values()}
    return [found[name] for name in ("commune", "district") if name in found]


def projected(shape: QgsGeometry) -> QgsGeometry:
    """A shape in degrees, in the metres of the map."""
    target, context = QgsCoordinateReferenceSystem("EPSG:3857"), QgsProject.instance().transformContext()
    moved = QgsGeometry(shape)
    moved.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), target, context))
    return moved
