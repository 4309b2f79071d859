"""Where a feature was through time: every place it ever had, the two versions compared, and the vertices that moved between them."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsGeometry, QgsPointXY
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from ...core.vertices import Vertices, moved
from ...db.history import Version
from ...gis.values import from_wkb
from ..review_change.map import corners, told
from ..shape_map import Look, ShapeMap, legend, set_shape
from .tasks import Past

PAST, OLD, NEW, GONE, ADDED = "past", "old", "new", "gone", "added"
RED, GREEN, GREY = QColor(178, 24, 43), QColor(0, 110, 60), QColor(110, 110, 110)
SIGNS = QgsRubberBand.IconType
LOOKS = {
    PAST: Look(GREY, Qt.PenStyle.DotLine, SIGNS.ICON_X, 2, 9, 15),
    OLD: Look(RED, Qt.PenStyle.DashLine, SIGNS.ICON_BOX, 3, 17),
    NEW: Look(GREEN, Qt.PenStyle.SolidLine, SIGNS.ICON_CIRCLE, 3, 17),
    GONE: Look(RED, Qt.PenStyle.SolidLine, SIGNS.ICON_X, 2, 9),
    ADDED: Look(GREEN, Qt.PenStyle.SolidLine, SIGNS.ICON_CIRCLE, 2, 9),
}
STEP_MS = 900
LEAST = (240, 140)  # of the canvas


class HistoryMap(QWidget):
    """A slider runs from the first version to the newest; `moved_to` says which version it stands on."""

    moved_to = pyqtSignal(int)  # row_version

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyHistoryMap")
        translate = QCoreApplication.translate
        self._shapes = ShapeMap(self, translate("Ncovy", "Vị trí qua thời gian"), LOOKS, translate("Ncovy", "Thấy tất cả"))
        self.canvas, self.bands, self.close_map = self._shapes.canvas, self._shapes.bands, self._shapes.close_map
        self.canvas.setMinimumSize(*LEAST)
        self._past: Optional[Past] = None
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)
        self.told = QLabel(self)
        self.told.setObjectName("ncovyHistoryTold")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._shapes, 1)
        layout.addLayout(self._running())
        layout.addLayout(self._key())
        layout.addWidget(self.told)

    def show_past(self, past: Optional[Past]) -> None:
        """Another feature: all its places in sight."""
        self._past = past
        self.play.setChecked(False)
        versions = past.versions if past is not None else ()
        self._shapes.show_shapes({PAST: _all(versions)})
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(len(versions) - 1, 0))
        self.slider.blockSignals(False)
        for widget in (self.slider, self.play):
            widget.setEnabled(len(versions) > 1)

    def show_pair(self, old: Optional[Version], new: Optional[Version]) -> None:
        """The two that are compared; what was removed is not on the map."""
        before, after = _shape(old), _shape(new)
        for key, shape in ((OLD, before), (NEW, after)):
            set_shape(self.bands[key], shape)
        found = moved(corners(before), corners(after)) if not before.isEmpty() and not after.isEmpty() else Vertices((), (), ())
        for key, places in ((GONE, found.removed), (ADDED, found.added)):
            set_shape(self.bands[key], QgsGeometry.fromMultiPointXY([QgsPointXY(*place) for place in places]) if places else QgsGeometry())
        self.told.setText("" if old is not None and new is not None and old.wkb == new.wkb else told(before, after, found, ()))

    def stand_on(self, version: Version) -> None:
        """Put the slider where the timeline stands."""
        if self._past is not None:
            self.slider.blockSignals(True)
            self.slider.setValue(self._past.versions.index(version))
            self.slider.blockSignals(False)

    def _slid(self, place: int) -> None:
        if self._past is not None:
            self.moved_to.emit(self._past.versions[place].row_version)

    def _playing(self, on: bool) -> None:
        """From the first when it stands on the last."""
        self.play.setText("⏸" if on else "▶")
        if not on:
            self._timer.stop()
            return
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start()

    def _step(self) -> None:
        self.slider.setValue(self.slider.value() + 1)
        if self.slider.value() == self.slider.maximum():
            self.play.setChecked(False)

    def _running(self) -> QHBoxLayout:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        self.play, self.slider = QToolButton(self), QSlider(Qt.Orientation.Horizontal, self)
        self.play.setObjectName("ncovyHistoryPlay")
        self.play.setText("▶")
        self.play.setCheckable(True)
        self.play.setToolTip(translate("Ncovy", "Chạy lần lượt từ phiên bản đầu đến nay (P)"))
        self.play.setAccessibleName(translate("Ncovy", "Chạy qua các phiên bản"))
        self.play.setShortcut("P")
        self.play.toggled.connect(self._playing)
        self.slider.setObjectName("ncovyHistorySlider")
        self.slider.setAccessibleName(translate("Ncovy", "Phiên bản đang xem"))
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.valueChanged.connect(self._slid)
        row.addWidget(self.play)
        row.addWidget(self.slider, 1)
        return row

    def _key(self) -> QHBoxLayout:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        for key, text in ((OLD, translate("Ncovy", "Trước")), (NEW, translate("Ncovy", "Sau")), (PAST, translate("Ncovy", "Mọi phiên bản"))):
            sign = QLabel(self)
            sign.setPixmap(legend(LOOKS[key]).pixmap(QSize(28, 16)))
            row.addWidget(sign)
            row.addWidget(QLabel(text, self))
        row.addStretch(1)
        return row


def _shape(version: Optional[Version]) -> QgsGeometry:
    return from_wkb(None if version is None or version.row.get("removed") else version.wkb)


def _all(versions: tuple[Version, ...]) -> Optional[bytes]:
    """Every place it ever had, each once."""
    shapes = [from_wkb(wkb) for wkb in dict.fromkeys(each.wkb for each in versions)]
    return bytes(QgsGeometry.collectGeometry(shapes).asWkb()) if shapes else None
