"""Positions from the systems they are handed in to WGS 84, by the datum shift of the decision of 2007 and no other. Uses qgis.core only."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDatumTransform,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)

from ..core.coordinates import Degrees, Metres
from ..core.reference_systems import WGS84

SHIFT = "-191.90441429"  # of EPSG:6960, Quyết định 05/2007/QĐ-BTNMT (1 m); EPSG:5194 is 0.7 m away, none at all 224 m


class PositionError(ValueError):
    """No place on earth, or a datum shift this QGIS does not know."""


def to_wgs84(position: Degrees | Metres, epsg: int) -> QgsPointXY:
    """The position of a declared system in WGS 84 degrees (longitude, latitude)."""
    spot = QgsPointXY(position.east, position.north) if isinstance(position, Metres) else QgsPointXY(position.lon, position.lat)
    if epsg == WGS84:
        return spot
    try:
        return _shift(epsg).transform(spot)
    except QgsCsException as error:
        raise PositionError(str(error)) from error


def _shift(epsg: int) -> QgsCoordinateTransform:
    """The transform with its operation chosen here: no setting of this QGIS or its user changes it."""
    source, target = QgsCoordinateReferenceSystem(f"EPSG:{epsg}"), wgs84()
    operations = [each.proj for each in QgsDatumTransform.operations(source, target) if SHIFT in each.proj]
    if not operations:
        raise PositionError(f"EPSG:{epsg} → EPSG:{WGS84}")
    context = QgsCoordinateTransformContext()
    context.addCoordinateOperation(source, target, operations[0], False)
    return QgsCoordinateTransform(source, target, context)


def wgs84() -> QgsCoordinateReferenceSystem:
    """What the layers are stored in."""
    return QgsCoordinateReferenceSystem(f"EPSG:{WGS84}")


def to_map(point: QgsPointXY, project: QgsProject) -> QgsPointXY:
    """From WGS 84 degrees to the coordinates of the map."""
    return QgsCoordinateTransform(wgs84(), project.crs(), project).transform(point)


def from_map(point: QgsPointXY, project: QgsProject) -> QgsPointXY:
    """From the coordinates of the map to WGS 84 degrees."""
    return QgsCoordinateTransform(project.crs(), wgs84(), project).transform(point)


def extent_on_map(extent: tuple[float, float, float, float], project: QgsProject) -> QgsRectangle:
    """West, south, east, north in degrees as a rectangle of the map."""
    return QgsCoordinateTransform(wgs84(), project.crs(), project).transformBoundingBox(QgsRectangle(*extent))
