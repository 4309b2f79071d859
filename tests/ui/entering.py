"""A person at the dock: Lan's map in a window with a real message bar, locator, active layer and drawing action."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from qgis.core import QgsLocator, QgsProject
from qgis.gui import QgsAttributeDialog, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.gis.values import to_qgis
from ncovy_qgis.ui.entry.part import EntryPart
from ncovy_qgis.ui.session import Session
from tests.gis.editors import own_service
from tests.server import Database
from tests.ui.rows import valid_row

EXERCISE = """INSERT INTO ncovy.setting (name, value) VALUES ('exercise', '{"now": "2021-09-17T18:00:00+07:00"}') ON CONFLICT DO NOTHING"""


class Window:
    """The window of pytest-qgis with what the dock needs of a real one."""

    def __init__(self, iface: Any) -> None:
        self._iface, self._bar, self._layer = iface, QgsMessageBar(), None
        self.locator, self.drawing = QgsLocator(), QAction()
        self.docks: list[Any] = []
        self.drawn_on: list[Any] = []
        self.drawing.triggered.connect(lambda *_: self.drawn_on.append(self._layer))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._iface, name)

    def messageBar(self) -> QgsMessageBar:
        return self._bar

    def setActiveLayer(self, layer: Any) -> None:
        self._layer = layer

    def activeLayer(self) -> Any:
        return self._layer

    def registerLocatorFilter(self, made: Any) -> None:
        self.locator.registerFilter(made)

    def deregisterLocatorFilter(self, made: Any) -> None:
        self.locator.deregisterFilter(made)

    def actionAddFeature(self) -> QAction:
        return self.drawing

    def addDockWidget(self, area: Any, dock: Any) -> None:
        self.docks.append(dock)
        self.mainWindow().addDockWidget(area, dock) if hasattr(self.mainWindow(), "addDockWidget") else None

    def removeDockWidget(self, dock: Any) -> None:
        self.docks.remove(dock)


@pytest.fixture(scope="module")
def project(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[QgsProject]:
    """Lan's map on the day of the exercise, opened once."""
    module_database.run(EXERCISE)
    project = QgsProject.instance()
    open_project(own_service(module_database, "lan"), catalogue, project)
    yield project
    project.clear()


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    database.run(EXERCISE)  # the test before has taken it away
    made = Session(Window(qgis_iface), tmp_path / "journal")
    qgis_iface.mapCanvas().setDestinationCrs(project.crs())
    qgis_iface.mapCanvas().setExtent(project.viewSettings().defaultViewExtent())
    yield made
    for layer in made.layers().values():
        layer.rollBack()
        layer.removeSelection()
    made.close()


@pytest.fixture
def part(session: Session) -> EntryPart:
    """The dock, shown, and asking none of its questions by itself."""
    (found,) = [each for each in session.parts if isinstance(each, EntryPart)]
    found._asked.update(("posts", "lockdowns", "health"))
    found.toggle()
    return found


def said(session: Session) -> str:
    QCoreApplication.processEvents()
    item = session.iface.messageBar().currentItem()
    return item.text() if item is not None else ""


def until(qtbot: Any, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=8000)


def look(part: EntryPart, text: str, qtbot: Any, epsg: int | None = None) -> str:
    """Type a position, wait for the answer; what the dock says."""
    box = part.dock.position
    box.text.setText(text)
    box.look()
    if epsg is not None:
        box.system.setCurrentIndex(box.system.findData(epsg))
        box.system.activated.emit(box.system.currentIndex())
    answered = box.preview.text()
    if box._spot is not None:
        until(qtbot, lambda: box.preview.text() != answered)
    return str(box.preview.text())


def fill(form: QgsAttributeDialog, stem: str, catalogue: Catalogue, name: str) -> None:
    """What a person types into the form, in an order that breaks no rule; the place is left to the dock."""
    row = {**valid_row(catalogue.layer(stem), catalogue), "name": name}
    for field in ("commune_code", "location_method", "alt_checkpoint_id"):
        row.pop(field, None)
    for field, value in row.items():
        form.attributeForm().changeAttribute(field, to_qgis(value))


def accept(part: EntryPart, stem: str, catalogue: Catalogue, name: str, qtbot: Any) -> None:
    """Fill the one open form and press OK."""
    until(qtbot, lambda: len(part._adding.forms) == 1)
    (form,) = part._adding.forms
    fill(form, stem, catalogue, name)
    form.accept()
    until(qtbot, lambda: not part._adding.forms)


def window(kind: type) -> QDialog:
    """The open window of a kind."""
    (found,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    return found


def tidy() -> None:
    """Delete what was left to delete."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
