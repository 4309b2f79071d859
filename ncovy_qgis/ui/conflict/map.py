"""The small map of a conflict: where the feature was, where they put it, where I put it; told apart by dash, sign and colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsMapLayer, QgsProject, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QPointF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QToolButton, QVBoxLayout, QWidget

from ...core.merge import GEOMETRY, Choice, Pick, State
from ...gis.values import from_wkb
from .case import Case

WGS84 = "EPSG:4326"
AROUND_M = 150.0  # at least this much is shown on each side
COLOURS = {Pick.BASE: QColor(90, 90, 90), Pick.THEIRS: QColor(0, 114, 178), Pick.MINE: QColor(213, 94, 0)}
GROUND = QColor("white")
DASHES = {Pick.BASE: Qt.PenStyle.DotLine, Pick.THEIRS: Qt.PenStyle.DashLine, Pick.MINE: Qt.PenStyle.SolidLine}
ICONS = {
    Pick.BASE: QgsRubberBand.IconType.ICON_X,
    Pick.THEIRS: QgsRubberBand.IconType.ICON_BOX,
    Pick.MINE: QgsRubberBand.IconType.ICON_CIRCLE,
}
SIDES = (Pick.THEIRS, Pick.MINE, Pick.BASE)


class ConflictMap(QWidget):
    """A canvas with three rubber bands: they follow another feature at once, without drawing the map anew."""

    chosen = pyqtSignal(str, object)  # GEOMETRY, Choice

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyConflictMap")
        self.canvas = QgsMapCanvas(self)
        self.canvas.setCanvasColor(GROUND)
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
        self.canvas.setLayers(_background())
        self.canvas.setMinimumSize(240, 200)
        self._pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self._pan)
        self.bands = {pick: self._band(pick) for pick in (Pick.BASE, Pick.THEIRS, Pick.MINE)}
        self.buttons: dict[Pick, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._extent = QgsRectangle()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._tools())
        layout.addWidget(self.canvas, 1)
        for pick in SIDES:
            layout.addWidget(self._button(pick))

    def show_case(self, case: Optional[Case]) -> None:
        """Another feature: its three shapes, all in sight."""
        self._extent = QgsRectangle()
        cell = case.merge.cell(GEOMETRY) if case is not None else None
        shapes = {Pick.BASE: cell.base, Pick.THEIRS: cell.theirs, Pick.MINE: cell.mine} if cell is not None else {}
        for pick, band in self.bands.items():
            shape = from_wkb(shapes.get(pick))
            band.reset(QgsWkbTypes.GeometryType.PointGeometry)
            if not shape.isEmpty():
                band.setToGeometry(shape, QgsCoordinateReferenceSystem(WGS84))
                self._extent.combineExtentWith(_projected(shape).boundingBox())
        self.fit()
        self.refresh(case)

    def refresh(self, case: Optional[Case]) -> None:
        """Mark the side that is chosen; nothing to choose where the position is the same on all sides."""
        cell = case.merge.cell(GEOMETRY) if case is not None else None
        pick = cell.pick(case.choices) if cell is not None and case is not None else None
        self._group.setExclusive(False)
        for side, button in self.buttons.items():
            button.setChecked(side is pick)
            button.setEnabled(cell is not None and cell.state is not State.SAME and (side is not Pick.BASE or cell.base is not None))
            width = 4 if side is pick else 2
            self.bands[side].setWidth(width)
        self._group.setExclusive(True)

    def fit(self) -> None:
        """Show all three."""
        if self._extent.isNull():
            return
        extent = QgsRectangle(self._extent)
        extent.grow(max(AROUND_M, 0.15 * max(extent.width(), extent.height())))
        self.canvas.setExtent(extent)
        self.canvas.refresh()

    def close_map(self) -> None:
        """Let go of the project's layers before the window goes."""
        self.canvas.stopRendering()
        self.canvas.setLayers([])

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _band(self, pick: Pick) -> QgsRubberBand:
        band = QgsRubberBand(self.canvas, QgsWkbTypes.GeometryType.PointGeometry)
        fill = QColor(COLOURS[pick])
        fill.setAlpha(30)
        band.setStrokeColor(COLOURS[pick])
        band.setFillColor(fill)
        band.setLineStyle(DASHES[pick])
        band.setIcon(ICONS[pick])
        band.setIconSize(15)
        band.setWidth(2)
        return band

    def _tools(self) -> QHBoxLayout:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        label = QLabel(translate("Ncovy", "Vị trí"), self)
        row.addWidget(label, 1)
        for sign, text, slot in (
            ("+", translate("Ncovy", "Phóng to"), lambda: self.canvas.zoomByFactor(0.5)),
            ("−", translate("Ncovy", "Thu nhỏ"), lambda: self.canvas.zoomByFactor(2.0)),
            ("⤢", translate("Ncovy", "Thấy cả ba"), self.fit),
        ):
            button = QToolButton(self)
            button.setText(sign)
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, slot=slot: slot())
            row.addWidget(button)
        return row

    def _button(self, pick: Pick) -> QRadioButton:
        button = QRadioButton(_words()[pick], self)
        button.setIcon(legend(pick))
        button.setIconSize(QSize(28, 16))
        button.clicked.connect(lambda _=False: self.chosen.emit(GEOMETRY, Choice(pick)))
        self._group.addButton(button)
        self.buttons[pick] = button
        return button


def legend(pick: Pick) -> QIcon:
    """The dash and sign of a side, on the ground of the map: a dark theme would swallow the grey one."""
    picture = QPixmap(56, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(picture.rect(), 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(COLOURS[pick], 4, DASHES[pick]))
    painter.drawLine(QPointF(2, 16), QPointF(54, 16))
    painter.setPen(QPen(COLOURS[pick], 4))
    if pick is Pick.THEIRS:
        painter.drawRect(20, 8, 16, 16)
    elif pick is Pick.MINE:
        painter.drawEllipse(20, 8, 16, 16)
    else:
        painter.drawLine(QPointF(20, 8), QPointF(36, 24))
        painter.drawLine(QPointF(36, 8), QPointF(20, 24))
    painter.end()
    return QIcon(picture)


def _words() -> Mapping[Pick, str]:
    translate = QCoreApplication.translate
    return {
        Pick.THEIRS: translate("Ncovy", "Vị trí của họ"),
        Pick.MINE: translate("Ncovy", "Vị trí của tôi"),
        Pick.BASE: translate("Ncovy", "Vị trí gốc"),
    }


def _background() -> list[QgsMapLayer]:
    """Communes and districts of the open map."""
    found = {layer.customProperty("ncovy/layer"): layer for layer in QgsProject.instance().mapLayers().values()}
    return [found[name] for name in ("commune", "district") if name in found]


def _projected(shape: QgsGeometry) -> QgsGeometry:
    target, context = QgsCoordinateReferenceSystem("EPSG:3857"), QgsProject.instance().transformContext()
    moved = QgsGeometry(shape)
    moved.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), target, context))
    return moved
