"""A real desk for the tests of the validation dock: a window with forms and docks, Lan's map, and findings of every kind."""

from __future__ import annotations

import time
from typing import Any, Callable

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.gui import QgsAttributeDialog, QgsAttributeEditorContext, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QModelIndex
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow

from ncovy_qgis.ui.session import Session
from ncovy_qgis.ui.validation import Validation
from ncovy_qgis.ui.validation.rows import Row
from tests.server import Database

# One pharmacy with a warning and an odd spelling, one with errors, one zone with a point in it that is not linked.
ROWS = (
    "INSERT INTO ncovy.pharmacy (name, geom, reported_at, source_org, location_method, pharmacy_type, operating_state, open_24h, delivery, gpp_expiry, phone)"
    " VALUES ('Nhà thuốc Hồng Ngọc', 'SRID=4326;POINT(105.6805 18.6705)', '2021-09-17', 'CDC Nghệ An', 'gps', 'pharmacy', 'open', false, false,"
    " '2021-01-01', '0238 3844 528')",
    "INSERT INTO ncovy.pharmacy (name, geom, reported_at) VALUES ('Quầy thuốc số 5', 'SRID=4326;POINT(105.69131 18.68131)', '2021-09-17')",
    "INSERT INTO ncovy.lockdown_zone (name, geom, active_from, status, measure) VALUES ('Khối 3', 'SRID=4326;MULTIPOLYGON(((105.67 18.66, 105.674 18.66,"
    " 105.674 18.664, 105.67 18.664, 105.67 18.66)))', '2021-09-10', 'active', 'temporary_isolation')",
    "INSERT INTO ncovy.lockdown_point (name, geom, active_from, status) VALUES ('Ngõ 12', 'SRID=4326;POINT(105.67211 18.66211)', '2021-09-10', 'active')",
)


class Window:
    """The window of pytest-qgis lacks docks, forms and a message bar; these are real ones."""

    def __init__(self, iface: Any) -> None:
        self._iface, self._bar, self._window = iface, QgsMessageBar(), QMainWindow()
        self._layer: Any = None
        self.forms: list[QgsAttributeDialog] = []
        self._shown: list[QgsFeature] = []  # a form does not own its feature
        self._window.resize(1366, 768)
        self._window.show()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._iface, name)

    def mainWindow(self) -> QMainWindow:
        return self._window

    def messageBar(self) -> QgsMessageBar:
        return self._bar

    def activeLayer(self) -> Any:
        return self._layer

    def setActiveLayer(self, layer: Any) -> None:
        self._layer = layer

    def addDockWidget(self, area: Any, dock: Any) -> None:
        self._window.addDockWidget(area, dock)

    def addTabifiedDockWidget(self, area: Any, dock: Any, beside: list[str], raised: bool) -> None:
        """As QGIS does it."""
        self._window.addDockWidget(area, dock)
        for other in self._window.findChildren(QDockWidget):
            if other.objectName() in beside and self._window.dockWidgetArea(other) == area:
                self._window.tabifyDockWidget(other, dock)
        if raised:
            dock.raise_()

    def removeDockWidget(self, dock: Any) -> None:
        self._window.removeDockWidget(dock)

    def openFeatureForm(self, layer: QgsVectorLayer, feature: QgsFeature, only: bool, modal: bool) -> bool:
        form = QgsAttributeDialog(layer, feature, False, self._window, True, QgsAttributeEditorContext())
        form.show()
        self.forms.append(form)
        self._shown.append(feature)
        return True

    def shut(self) -> None:
        for form in self.forms:
            form.close()
            form.deleteLater()
        self._window.close()


def make_findings(database: Database) -> None:
    """As Lan wrote them, on the day of the exercise."""
    database.run("INSERT INTO ncovy.setting (name, value) VALUES ('exercise', '{\"now\": \"2021-09-17T18:00:00+07:00\"}') ON CONFLICT (name) DO NOTHING")
    for statement in ROWS:
        database.run(statement, person="lan")


def part_of(session: Session) -> Validation:
    (part,) = [part for part in session.parts if isinstance(part, Validation)]
    return part


def until(holds: Callable[[], Any], seconds: float = 20) -> Any:
    """Serve the window until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        QCoreApplication.processEvents()
        time.sleep(0.005)
    return holds()


def checked(session: Session) -> Any:
    """The dock after its first check."""
    part = part_of(session)
    part.show()
    return settled(session)


def settled(session: Session) -> Any:
    """The dock when nothing is being done any more."""
    part = part_of(session)
    until(lambda: part._work is None)
    return part._dock


def groups(dock: Any) -> list[str]:
    return [dock.model.data(dock.model.index(row, 0)) for row in range(dock.model.rowCount())]


def listed(dock: Any) -> list[Row]:
    """All rows shown, top to bottom."""
    return [row for group in dock.model.groups for row in group.rows]


def choose(dock: Any, code: str, name: str = "") -> QModelIndex:
    """Put the cursor on a finding."""
    row = next(row for row in listed(dock) if row.finding.code == code and (not name or row.finding.name == name))
    index = dock.model.find(row.finding.uid, code)
    dock.tree.setCurrentIndex(index)
    return index
