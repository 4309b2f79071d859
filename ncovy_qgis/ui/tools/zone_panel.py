"""A small panel in the corner of the map: area and contents of the zone being drawn, kept up to date while the mouse moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject
from qgis.PyQt.QtWidgets import QFrame, QLabel, QVBoxLayout

from ...core.catalogue import Catalogue
from ...core.numbers import show_number
from ...db.inside import Inside, inside
from ...db.search import searching
from ...gis.source import Source
from ...gis.tools.shapes import repair
from ...gis.values import to_wkb
from ..background import Question
from ..words import said
from .outline import hectares

if TYPE_CHECKING:
    from ..session import Session

MARGIN, PATIENCE_MS = 10, 400
STYLE = "QFrame#ncovyZonePanel { background: palette(base); border: 1px solid palette(mid); border-radius: 4px; }"


def count_inside(source: Source, catalogue: Catalogue, wkb: bytes, uid: str) -> Inside:
    """Ask the database. Touches no QGIS: for a thread."""
    with searching(source.dsn()) as connection:
        return inside(connection, catalogue, wkb, uid)


class ZonePanel(QFrame):
    """Lower left on the canvas; hidden while no zone is drawn."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.iface.mapCanvas())
        self._session = session
        self.setObjectName("ncovyZonePanel")
        self.setStyleSheet(STYLE)
        self.setAutoFillBackground(True)
        self.area, self.contents, self.people = QLabel(self), QLabel(self), QLabel(self)
        font = self.area.font()
        font.setBold(True)
        self.area.setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        for label in (self.area, self.contents, self.people):
            layout.addWidget(label)
        self.question = Question(self, PATIENCE_MS)
        self.question.answered.connect(self._counted)
        self.question.failed.connect(lambda _: self._unknown())
        self.parentWidget().installEventFilter(self)
        self.hide()

    def show_shape(self, shape: QgsGeometry, source: Source, uid: str = "") -> None:
        """Area at once, contents as soon as the database tells; shape in EPSG:4326."""
        sound = repair(shape)
        if sound.after.isEmpty():
            self.put_away()
            return
        text = QCoreApplication.translate("Ncovy", "Diện tích {area} ha")
        crossed = QCoreApplication.translate("Ncovy", "Ranh giới đang tự cắt")
        self.area.setText(text.format(area=hectares(sound.after)) + (f" – {crossed}" if sound.broken else ""))
        wkb, catalogue = to_wkb(sound.after, True), self._session.catalogue
        if wkb is not None:
            self.question.ask(lambda: count_inside(source, catalogue, wkb, uid))
        self.show()
        self._settle()

    def put_away(self) -> None:
        """Nothing is drawn."""
        self.question.drop()
        self.contents.clear()
        self.people.clear()
        self.hide()

    def _counted(self, found: Inside) -> None:
        titles = {layer.name: said(layer.short) for layer in self._session.catalogue.layers}
        lines = [f"{titles[stem]}: {show_number(count)}" for stem, count in found.counts.items() if count]
        nothing = QCoreApplication.translate("Ncovy", "Chưa có đối tượng nào trong vùng")
        self.contents.setText("\n".join(lines) if lines else nothing)
        text = QCoreApplication.translate("Ncovy", "Nhân khẩu khai ở {places} điểm trong vùng: {people}\n(không có số dân theo xã)")
        if not found.people_at:
            text = QCoreApplication.translate("Ncovy", "Chưa điểm nào trong vùng khai số nhân khẩu\n(không có số dân theo xã)")
        self.people.setText(text.format(places=found.people_at, people=show_number(found.people)))
        self._settle()

    def _unknown(self) -> None:
        self.contents.setText(QCoreApplication.translate("Ncovy", "Máy chủ chưa trả lời, chưa đếm được đối tượng"))
        self.people.clear()
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the canvas changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        for label in (self.contents, self.people):
            label.setVisible(bool(label.text()))
        self.adjustSize()
        self.move(MARGIN, max(MARGIN, self.parentWidget().height() - self.height() - MARGIN))
        self.raise_()
