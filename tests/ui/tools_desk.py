"""A QGIS window for the tests of the tools: Lan's map on the day of the exercise, a real message bar, forms that were opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.gis.tools.shapes import to_project
from ncovy_qgis.ui.session import Session
from ncovy_qgis.ui.tools.part import ToolsPart
from tests.gis.editors import own_service
from tests.server import Database

EXERCISE = "INSERT INTO ncovy.setting VALUES ('exercise', '{\"now\": \"2021-09-17T18:00:00+07:00\"}') ON CONFLICT DO NOTHING"
SITE = """
    INSERT INTO ncovy.testing_site (name, geom, status, active_from, phone, decision_no, contact_phone, source_org)
    VALUES (%s, ST_SetSRID(ST_MakePoint(%s, 18.67), 4326), 'active', '2021-08-22', %s, '3088/QĐ-UBND', '0966641414', 'CDC Nghệ An')
"""


class Desk:
    """The window of pytest-qgis with a real message bar, an active layer, and a note of the forms opened."""

    def __init__(self, iface: Any) -> None:
        self._iface, self._bar, self._layer = iface, QgsMessageBar(), None
        self.forms: list[tuple[str, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._iface, name)

    def messageBar(self) -> QgsMessageBar:
        return self._bar

    def setActiveLayer(self, layer: Any) -> None:
        self._layer = layer

    def activeLayer(self) -> Any:
        return self._layer

    def openFeatureForm(self, layer: QgsVectorLayer, feature: Any, *_: Any) -> bool:
        self.forms.append((layer.name(), str(feature["name"])))
        return True


@pytest.fixture(scope="module")
def project(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[QgsProject]:
    """Lan's map, opened once; each test closes its session and leaves no edits."""
    project = QgsProject.instance()
    module_database.run(EXERCISE)
    open_project(own_service(module_database, "lan"), catalogue, project)
    yield project
    project.clear()


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    database.run(EXERCISE)
    for place, (name, phone) in enumerate((("Trạm Lê Mao", "0238 3844 528"), ("Trạm Hưng Bình", None), ("Trạm Cửa Nam", None))):
        database.run(SITE, (name, 105.68 + place * 0.002, phone), person="lan")
    made = Session(Desk(qgis_iface), tmp_path / "journal")
    yield made
    for layer in made.layers().values():
        layer.rollBack()
        layer.removeSelection()
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def part_of(session: Session) -> ToolsPart:
    return next(part for part in session.parts if isinstance(part, ToolsPart))


def select(session: Session, stem: str = "testing_site", *names: str) -> QgsVectorLayer:
    """Make a layer active and select its features, all or those of these names."""
    layer = session.layers()[stem]
    session.iface.setActiveLayer(layer)
    layer.selectByIds([item.id() for item in layer.getFeatures() if not names or item["name"] in names])
    return layer


def window(session: Session) -> Any:
    """The one window that is open."""
    (opened,) = part_of(session).windows
    return opened


def told(session: Session) -> str:
    """The newest line of the message bar."""
    QCoreApplication.processEvents()
    item = session.iface.messageBar().currentItem()
    return item.text() if item is not None else ""


def show_place(session: Session, lon: float = 105.68, lat: float = 18.67, metres: float = 2000) -> Any:
    """The map around a place; returns the canvas."""
    canvas = session.iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    spot = on_map(lon, lat)
    canvas.setExtent(QgsRectangle(spot.x() - metres, spot.y() - metres, spot.x() + metres, spot.y() + metres))
    canvas.setLayers(list(session.layers().values()))
    return canvas


def on_map(lon: float, lat: float) -> QgsPointXY:
    return to_project(QgsGeometry.fromPointXY(QgsPointXY(lon, lat)), QgsProject.instance()).asPoint()
