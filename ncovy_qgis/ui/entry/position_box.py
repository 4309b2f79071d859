"""«Theo tọa độ»: one line for whatever people paste; the place is named and shown before anything is added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.coordinates import CoordinateError, Degrees, Metres, parse_position
from ...core.reference_systems import systems_for
from ...db.search import Place, place_at, searching
from ...gis.positions import PositionError, to_wgs84
from ..background import Question
from ..timers import later
from ..words import said
from .place_words import not_understood, understood, where

PAUSE_MS = 300  # after the last key
SURVEYED, TOLD = "survey", "reported"  # location_method of metres and of degrees


class PositionBox(QWidget):
    """Emits `shown` while a place is looked at and `wanted` when it is to be added; degrees WGS 84."""

    shown = pyqtSignal(object)  # QgsPointXY, or None
    wanted = pyqtSignal(object, str)  # QgsPointXY, location_method

    def __init__(self, parent: QWidget, dsn: Callable[[], Optional[Mapping[str, str]]]) -> None:
        super().__init__(parent)
        self._dsn, self._lookup = dsn, Question(self)
        self._position: Degrees | Metres | None = None
        self._spot: Optional[QgsPointXY] = None
        self._chosen: dict[bool, int] = {}  # of metres, of degrees: the system last chosen
        translate = QCoreApplication.translate
        self.text = QLineEdit(self)
        self.text.setObjectName("ncovyEntryPosition")
        self.text.setPlaceholderText(translate("Ncovy", "Tọa độ hoặc liên kết bản đồ"))
        self.text.setToolTip(translate("Ncovy", "18.6796, 105.6813; 18°40'47\"B 105°40'53\"Đ; mét VN-2000; liên kết Google Maps, OpenStreetMap"))
        self.text.setClearButtonEnabled(True)
        self.text.setAccessibleName(self.text.placeholderText())
        self.system = QComboBox(self)
        self.system.setObjectName("ncovyEntrySystem")
        self.system.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.system.setToolTip(translate("Ncovy", "Hệ tọa độ của số liệu"))
        self.system.setAccessibleName(self.system.toolTip())
        self.preview = QLabel(self)
        self.preview.setObjectName("ncovyEntryPreview")
        self.preview.setWordWrap(True)
        self.add = QPushButton(translate("Ncovy", "Thêm tại tọa độ"), self)
        self.add.setObjectName("ncovyEntryAddPosition")
        layout = QVBoxLayout(self)
        for widget in (self.text, self.system, self.preview, self.add):
            layout.addWidget(widget)
        layout.insertStretch(3, 1)
        self._connect()
        self._offer(Degrees(0, 0))
        self._settle("")

    def _connect(self) -> None:
        self._timer = later(self, PAUSE_MS, self.look)
        self.text.textChanged.connect(self._typed)
        self.text.returnPressed.connect(self._entered)
        self.system.activated.connect(lambda *_: self._choose())
        self.add.clicked.connect(lambda *_: self._want())
        self._lookup.answered.connect(self._found)
        self._lookup.failed.connect(self._unknown)

    def close_lookup(self) -> None:
        """No answer is wanted any more."""
        self._timer.stop()
        self._lookup.drop()

    # --- from text to place -----------------------------------------------------------------------------------------

    def _typed(self, *_: object) -> None:
        self._lookup.drop()
        self.add.setEnabled(False)
        self._timer.start()

    def look(self) -> None:
        """Understand the text, show the place, ask whose it is."""
        self._timer.stop()
        self._lookup.drop()
        text = self.text.text().strip()
        self._spot = None
        if not text:
            self._settle("")
            return
        try:
            self._position = parse_position(text)
            self._offer(self._position)
            epsg = self.system.currentData()
            if epsg is None:
                self._settle(QCoreApplication.translate("Ncovy", "Số liệu là mét VN-2000: hãy chọn múi chiếu ghi trên tài liệu."))
                return
            self._spot = to_wgs84(self._position, int(epsg))
        except (CoordinateError, PositionError) as error:
            self._settle(not_understood(text, error))
            return
        self._settle(self._understood())
        self._ask()

    def _ask(self) -> None:
        dsn, spot = self._dsn(), self._spot
        if dsn is None:
            self._settle(QCoreApplication.translate("Ncovy", "Hãy mở bản đồ Ncovy trước."))
        elif spot is not None:
            lon, lat = spot.x(), spot.y()
            self._lookup.ask(lambda: commune_at(dsn, lon, lat))

    def _offer(self, position: Degrees | Metres) -> None:
        """Systems for degrees or for metres; of metres none is chosen beforehand, once chosen it stays."""
        systems = systems_for(position)
        codes = {system.epsg for system in systems}
        if codes == {self.system.itemData(place) for place in range(self.system.count())} - {None}:
            return
        self.system.clear()
        if isinstance(position, Metres):
            self.system.addItem(QCoreApplication.translate("Ncovy", "Chọn múi chiếu…"), None)
        for system in systems:
            self.system.addItem(said(system.name), system.epsg)
        self.system.setCurrentIndex(max(self.system.findData(self._chosen.get(isinstance(position, Metres))), 0))

    def _choose(self) -> None:
        if self._position is not None and self.system.currentData() is not None:
            self._chosen[isinstance(self._position, Metres)] = self.system.currentData()
        self.look()

    def _understood(self) -> str:
        return understood(self._position, self._spot) if self._position is not None and self._spot is not None else ""

    def _settle(self, words: str) -> None:
        self.preview.setText(words)
        self.add.setEnabled(False)
        self.shown.emit(self._spot)

    # --- what the database says -------------------------------------------------------------------------------------

    def _found(self, place: Optional[Place]) -> None:
        sign = "" if place is not None and place.accepted else "⚠ "
        self.preview.setText(f"{self._understood()}\n{sign}{where(place)}")
        self.add.setEnabled(place is not None and place.accepted)

    def _unknown(self, _: Any) -> None:
        words = QCoreApplication.translate("Ncovy", "Chưa hỏi được máy chủ điểm này thuộc xã nào; vẫn thêm được, máy chủ kiểm tra khi lưu.")
        self.preview.setText(f"{self._understood()}\n{words}")
        self.add.setEnabled(True)

    def _entered(self) -> None:
        if self.add.isEnabled():
            self._want()
        else:
            self.look()

    def _want(self) -> None:
        if self._spot is not None:
            self.wanted.emit(self._spot, SURVEYED if isinstance(self._position, Metres) else TOLD)


def commune_at(dsn: Mapping[str, str], lon: float, lat: float) -> Optional[Place]:
    """The commune there. Touches no QGIS: for a thread."""
    with searching(dsn) as connection:
        return place_at(connection, lon, lat)
