"""Positions and areas in words: degrees of a point, hectares of an area, metres between two places."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsGeometry, QgsProject, QgsWkbTypes
from qgis.PyQt.QtCore import QCoreApplication

from ..core.diff import moved_metres
from ..core.numbers import show_number
from ..gis.values import from_wkb

HECTARE_M2 = 10_000


def geometry_text(wkb: Optional[bytes], base: Optional[bytes]) -> str:
    """Degrees of a point, hectares of an area, and how far it is from where it was."""
    shape = from_wkb(wkb)
    if shape.isEmpty():
        return ""
    if shape.type() == QgsWkbTypes.GeometryType.PointGeometry:
        point = shape.asPoint()
        text = f"{show_number(point.y(), 5)}; {show_number(point.x(), 5)}"
    else:
        text = f"{show_number(hectares(shape), 2)} ha"
    metres = metres_between(shape, from_wkb(base))
    if metres < 0.5:
        return text
    return QCoreApplication.translate("Ncovy", "{place}, dời {metres} m").format(place=text, metres=show_number(round(metres)))


def hectares(shape: QgsGeometry) -> float:
    """Of an area in degrees, on the ellipsoid."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem("EPSG:4326"), QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")
    return float(measure.measureArea(shape)) / HECTARE_M2


def metres_between(shape: QgsGeometry, base: QgsGeometry) -> float:
    """Between the centres of two shapes in degrees; 0 when there is nothing to compare."""
    if base.isEmpty():
        return 0.0
    here, there = (each.centroid().asPoint() for each in (shape, base))
    return moved_metres((there.x(), there.y()), (here.x(), here.y()))
