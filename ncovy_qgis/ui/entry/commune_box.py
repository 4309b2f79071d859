"""«Theo xã»: a commune of today's era by name; several of one name are offered, none is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable, Optional

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.text import fold
from ...db.search import era_today, searching
from ...db.units import Found, find
from ..background import Question
from ..timers import later

PAUSE_MS = 250
COMMUNE = 3  # level of units
METHOD = "commune_point"
SHOWN = 12
UNIT = Qt.ItemDataRole.UserRole


def communes(dsn: Mapping[str, str], text: str) -> tuple[Found, ...]:
    """Communes of today's era that answer, best first."""
    with searching(dsn) as connection:
        return tuple(unit for unit in find(connection, text, era_today(connection)) if unit.level == COMMUNE)


def the_only(found: Sequence[Found]) -> Optional[Found]:
    """The commune that is meant without a doubt; None when a person has to choose."""
    exact = [unit for unit in found if unit.exact]
    if len(found) == 1:
        return found[0]
    return exact[0] if len(exact) == 1 else None


class CommuneBox(QWidget):
    """Emits `shown` for the commune chosen and `wanted` when a feature is to be added at its point; degrees WGS 84."""

    shown = pyqtSignal(object)  # QgsPointXY, or None
    wanted = pyqtSignal(object, str)  # QgsPointXY, location_method

    def __init__(self, parent: QWidget, dsn: Callable[[], Optional[Mapping[str, str]]]) -> None:
        super().__init__(parent)
        self._dsn, self._lookup = dsn, Question(self)
        translate = QCoreApplication.translate
        self.text = QLineEdit(self)
        self.text.setObjectName("ncovyEntryCommune")
        self.text.setPlaceholderText(translate("Ncovy", "Tên hoặc mã xã, có dấu hay không dấu"))
        self.text.setClearButtonEnabled(True)
        self.text.setAccessibleName(self.text.placeholderText())
        self.list = QListWidget(self)
        self.list.setObjectName("ncovyEntryCommunes")
        self.list.setAccessibleName(translate("Ncovy", "Xã, phường"))
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # the ten layers before this list
        self.list.setMinimumHeight(3 * self.fontMetrics().height())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a long name ends in «…», its tooltip has all of it
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.add = QPushButton(translate("Ncovy", "Thêm tại xã"), self)
        self.add.setObjectName("ncovyEntryAddCommune")
        self.add.setEnabled(False)
        layout = QVBoxLayout(self)
        for widget, stretch in ((self.text, 0), (self.list, 1), (self.note, 0), (self.add, 0)):
            layout.addWidget(widget, stretch)
        self._connect()

    def _connect(self) -> None:
        self._timer = later(self, PAUSE_MS, self.look)
        self.text.textChanged.connect(lambda *_: self._timer.start())
        self.text.returnPressed.connect(self._entered)
        self.list.itemSelectionChanged.connect(self._selected)
        self.list.itemActivated.connect(lambda *_: self._want())
        self.add.clicked.connect(lambda *_: self._want())
        self._lookup.answered.connect(self.offer)
        self._lookup.failed.connect(self._unknown)

    def close_lookup(self) -> None:
        """No answer is wanted any more."""
        self._timer.stop()
        self._lookup.drop()

    def look(self) -> None:
        """Ask for communes of this name."""
        self._timer.stop()
        self._lookup.drop()
        dsn, text = self._dsn(), self.text.text().strip()
        self.list.clear()
        self.note.setText("" if dsn is not None else QCoreApplication.translate("Ncovy", "Hãy mở bản đồ Ncovy trước."))
        if len(fold(text)) < 2 or dsn is None:
            return
        self._lookup.ask(lambda: communes(dsn, text))

    def offer(self, found: Sequence[Found]) -> None:
        """List them; only the one that is meant without a doubt is chosen."""
        self.list.clear()
        for unit in found[:SHOWN]:
            row = QListWidgetItem(f"{unit.name}, {unit.parent}" if unit.parent else unit.name, self.list)
            row.setToolTip(row.text())
            row.setData(UNIT, unit)
        only = the_only(found)
        if only is not None:
            self.list.setCurrentRow(list(found).index(only))
        self.note.setText(_note(found, only))

    def unit(self) -> Optional[Found]:
        """The commune chosen."""
        rows = self.list.selectedItems()
        return rows[0].data(UNIT) if rows else None

    def _selected(self) -> None:
        unit = self.unit()
        self.add.setEnabled(unit is not None)
        self.shown.emit(QgsPointXY(unit.lon, unit.lat) if unit is not None else None)

    def _unknown(self, _: Any) -> None:
        self.note.setText(QCoreApplication.translate("Ncovy", "Chưa hỏi được máy chủ; hãy thử lại."))

    def _entered(self) -> None:
        if self.unit() is not None and not self._timer.isActive():
            self._want()
        else:
            self.look()

    def _want(self) -> None:
        unit = self.unit()
        if unit is not None:
            self.wanted.emit(QgsPointXY(unit.lon, unit.lat), METHOD)


def _note(found: Sequence[Found], only: Optional[Found]) -> str:
    translate = QCoreApplication.translate
    if not found:
        return translate("Ncovy", "Không có xã, phường nào tên như vậy.")
    if only is None:
        return translate("Ncovy", "{count} xã, phường hợp với tên này: hãy chọn một.").format(count=len(found))
    return translate("Ncovy", "Vị trí là điểm đại diện của xã (ước lượng); hãy dời đến đúng chỗ khi biết.")
