"""A desk for the tests of the tools: Lan's map on the day of the exercise and three test sites in Vinh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from ncovy_qgis.gis.tools.shapes import to_project
from ncovy_qgis.ui.session import Session
from ncovy_qgis.ui.tools.part import ToolsPart
from tests.server import Database
from tests.ui.exercise import EXERCISE, project
from tests.ui.window import Window, let_go, the_part
from tests.ui.window import said as told

__all__ = ["project", "told"]

SITE = """
    INSERT INTO ncovy.testing_site (name, geom, status, active_from, phone, decision_no, contact_phone, source_org)
    VALUES (%s, ST_SetSRID(ST_MakePoint(%s, 18.67), 4326), 'active', '2021-08-22', %s, '3088/QĐ-UBND', '0966641414', 'CDC Nghệ An')
"""


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    database.run(EXERCISE)
    for place, (name, phone) in enumerate((("Trạm Lê Mao", "0238 3844 528"), ("Trạm Hưng Bình", None), ("Trạm Cửa Nam", None))):
        database.run(SITE, (name, 105.68 + place * 0.002, phone), person="lan")
    made = Session(Window(qgis_iface), tmp_path / "journal")
    yield made
    let_go(made)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def part_of(session: Session) -> ToolsPart:
    return the_part(session, ToolsPart)


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
