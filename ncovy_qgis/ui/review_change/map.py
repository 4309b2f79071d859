"""Where the feature was and where it would be, with its vertices that moved, among its neighbours of the same layer; blinks between both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsMapLayer, QgsPointXY, QgsProject, QgsWkbTypes
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QIcon
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ...core.numbers import show_number
from ...core.vertices import Vertices, moved
from ...db.history import Near, Version
from ...gis.values import from_wkb
from ..measures import hectares, metres_between
from ..shape_map import WGS84, Look, ShapeMap, background, legend, set_shape
from .reading import Sight

NEAR, BEFORE, AFTER, GONE, ADDED = "near", "before", "after", "gone", "added"
RED, GREEN, GREY = QColor(178, 24, 43), QColor(0, 110, 60), QColor(110, 110, 110)
ICONS = QgsRubberBand.IconType
LOOKS = {
    NEAR: Look(GREY, Qt.PenStyle.DotLine, ICONS.ICON_BOX, 1, 9, 20),
    BEFORE: Look(RED, Qt.PenStyle.DashLine, ICONS.ICON_BOX, 3, 27),
    AFTER: Look(GREEN, Qt.PenStyle.SolidLine, ICONS.ICON_CIRCLE, 3, 27),
    GONE: Look(RED, Qt.PenStyle.SolidLine, ICONS.ICON_X, 2, 9),
    ADDED: Look(GREEN, Qt.PenStyle.SolidLine, ICONS.ICON_CIRCLE, 2, 9),
}
SIDES = {BEFORE: (BEFORE, GONE), AFTER: (AFTER, ADDED)}
BLINK_MS = 700
NAMED = 4  # neighbours told by name


class ChangeMap(QWidget):
    """Both shapes at once, or in turn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyChangeMap")
        translate = QCoreApplication.translate
        self._shapes = ShapeMap(self, translate("Ncovy", "Vị trí"), LOOKS, translate("Ncovy", "Thấy cả hai (Z)"))
        self.canvas, self.bands, self.fit, self.close_map = self._shapes.canvas, self._shapes.bands, self._shapes.fit, self._shapes.close_map
        self.canvas.setMinimumSize(200, 110)  # the words need their room on a small screen
        self._timer = QTimer(self)
        self._timer.setInterval(BLINK_MS)
        self._timer.timeout.connect(self._turn)
        self.side: Optional[str] = None  # the one shown alone
        self.blink = self._blink_button()
        self.told = QLabel(self)
        self.told.setObjectName("ncovyChangeMapTold")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._shapes, 1)
        layout.addLayout(self._key())
        layout.addWidget(self.told)

    def show_sight(self, sight: Optional[Sight]) -> None:
        """Another change."""
        before, after = (sight.before, sight.after) if sight is not None else (None, None)
        gone = after is None or bool(after.row.get("removed"))
        old, new = from_wkb(before.wkb if before else None), from_wkb(None if gone or after is None else after.wkb)
        self._shapes.show_shapes({BEFORE: _wkb(before, old), AFTER: _wkb(after, new)})
        if sight is not None:
            self.canvas.setLayers(surroundings(sight.item.layer))
        found = moved(corners(old), corners(new)) if not old.isEmpty() and not new.isEmpty() else Vertices((), (), ())
        for key, places in ((GONE, found.removed), (ADDED, found.added)):
            set_shape(self.bands[key], QgsGeometry.fromMultiPointXY([QgsPointXY(*place) for place in places]) if places else QgsGeometry())
        self._show_near(sight.near if sight is not None else ())
        self.told.setText(told(old, new, found, sight.near) if sight is not None else "")
        self.blink.setEnabled(not old.isEmpty() and not new.isEmpty())
        self.blink.setChecked(self.blink.isChecked() and self.blink.isEnabled())
        self._show_side(self.side if self.blink.isChecked() else None)

    def _show_near(self, near: Sequence[Near]) -> None:
        band = self.bands[NEAR]
        shapes = [from_wkb(each.wkb) for each in near]
        band.reset(shapes[0].type() if shapes else QgsWkbTypes.GeometryType.PointGeometry)
        for shape in shapes:
            band.addGeometry(shape, QgsCoordinateReferenceSystem(WGS84))

    def _blinking(self, on: bool) -> None:
        self._timer.start() if on else self._timer.stop()
        self._show_side(BEFORE if on else None)

    def _turn(self) -> None:
        self._show_side(AFTER if self.side == BEFORE else BEFORE)

    def _show_side(self, side: Optional[str]) -> None:
        self.side = side
        for name, keys in SIDES.items():
            for key in keys:
                self.bands[key].setVisible(side in (None, name))

    def _blink_button(self) -> QToolButton:
        translate, button = QCoreApplication.translate, QToolButton(self)
        button.setText(translate("Ncovy", "Nháy"))
        button.setObjectName("ncovyChangeBlink")
        button.setCheckable(True)
        button.setToolTip(translate("Ncovy", "Hiện lần lượt trước và sau (B)"))
        button.toggled.connect(self._blinking)
        self._shapes.tools.insertWidget(1, button)
        return button

    def _key(self) -> QHBoxLayout:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        for key, text in ((BEFORE, translate("Ncovy", "Trước")), (AFTER, translate("Ncovy", "Sau")), (NEAR, translate("Ncovy", "Cùng lớp"))):
            sign, label = QLabel(self), QLabel(text, self)
            sign.setPixmap(_sign(key).pixmap(QSize(28, 16)))
            row.addWidget(sign)
            row.addWidget(label)
        row.addStretch(1)
        return row


def told(old: QgsGeometry, new: QgsGeometry, found: Vertices, near: Sequence[Near]) -> str:
    """How far, how much larger, how many vertices, which neighbours."""
    translate, parts = QCoreApplication.translate, []
    metres = metres_between(new, old) if not new.isEmpty() else 0.0
    if metres >= 0.5:
        parts.append(translate("Ncovy", "Dời {metres} m").format(metres=show_number(round(metres))))
    areas = [hectares(each) for each in (old, new) if not each.isEmpty() and each.type() == QgsWkbTypes.GeometryType.PolygonGeometry]
    if len(areas) == 2:
        text = translate("Ncovy", "diện tích {old} → {new} ha ({more} ha)")
        more = areas[1] - areas[0]
        parts.append(text.format(old=show_number(areas[0], 2), new=show_number(areas[1], 2), more=("+" if more >= 0 else "−") + show_number(abs(more), 2)))
    if areas and (found.added or found.removed):
        parts.append(translate("Ncovy", "{added} đỉnh mới (○), {removed} đỉnh bỏ (✕)").format(added=len(found.added), removed=len(found.removed)))
    if near:
        names = ", ".join(each.name or "–" for each in near[:NAMED]) + (" …" if len(near) > NAMED else "")
        parts.append(translate("Ncovy", "{count} đối tượng cùng lớp quanh đây: {names}").format(count=len(near), names=names))
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def corners(shape: QgsGeometry) -> list[tuple[float, float]]:
    """The vertices of an area, each once; a point has none to compare."""
    if shape.isEmpty() or shape.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return []
    polygons = shape.asMultiPolygon() if shape.isMultipart() else [shape.asPolygon()]
    return list(_corners(polygons))


def _corners(polygons: Sequence[Sequence[Sequence[QgsPointXY]]]) -> Iterator[tuple[float, float]]:
    for polygon in polygons:
        for ring in polygon:
            yield from ((place.x(), place.y()) for place in ring[:-1])


def _sign(key: str) -> QIcon:
    return legend(LOOKS[key])


def _wkb(version: Optional[Version], shape: QgsGeometry) -> Optional[bytes]:
    return version.wkb if version is not None and not shape.isEmpty() else None


def surroundings(stem: str) -> list[QgsMapLayer]:
    """What the open map shows, and always the layer of the change, as they are drawn there."""
    root = QgsProject.instance().layerTreeRoot()
    shown = {layer.id() for layer in root.checkedLayers()}
    found = [layer for layer in root.layerOrder() if layer.id() in shown or layer.customProperty("ncovy/layer") == stem]
    return found or background()
