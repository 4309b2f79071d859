"""Shapes in EPSG:4326 made and measured on the ellipsoid: unions, buffers in metres, repaired rings, areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)

ELLIPSOID = "EPSG:7030"
STORED = "EPSG:4326"
SEGMENTS = 16  # of a quarter circle: the polygon is 0.16 % smaller than the circle
SLIVER_M2 = 1.0  # a hole of a union smaller than this is a seam between two outlines


@dataclass(frozen=True)
class Repair:
    """A shape before and after mending; areas in square metres."""

    before: QgsGeometry
    after: QgsGeometry
    area_before: float
    area_after: float
    broken: bool


def area_m2(shape: QgsGeometry) -> float:
    """Square metres on the ellipsoid of a shape in EPSG:4326."""
    return float(_measure().measureArea(shape))


def metres_between(one: QgsPointXY, other: QgsPointXY) -> float:
    """Metres on the ellipsoid between two points in EPSG:4326."""
    return float(_measure().measureLine(one, other))


def polygons_of(shape: QgsGeometry) -> QgsGeometry:
    """The polygons of a shape as one MultiPolygon without Z and M; empty when there are none."""
    parts = [part for part in shape.asGeometryCollection() if part.type() == QgsWkbTypes.GeometryType.PolygonGeometry]
    whole = QgsGeometry.unaryUnion(parts) if len(parts) > 1 else QgsGeometry(parts[0]) if parts else QgsGeometry.fromWkt("MultiPolygon EMPTY")
    if not whole.isEmpty():
        whole.get().dropZValue()
        whole.get().dropMValue()
        whole.convertToMultiType()
    return whole


def union(shapes: Iterable[QgsGeometry]) -> QgsGeometry:
    """One valid MultiPolygon of all shapes, the seams between neighbours closed; empty of none."""
    whole = polygons_of(QgsGeometry.unaryUnion(list(shapes)))
    if whole.isEmpty():
        return whole
    closed = whole.removeInteriorRings(SLIVER_M2 / 110_000**2)  # in square degrees
    return polygons_of(closed if closed.isGeosValid() else closed.makeValid())


def buffer_m(shape: QgsGeometry, radius_m: float) -> QgsGeometry:
    """All within a distance of a shape (EPSG:4326), true to the metre: drawn in a plane that touches the Earth at its centre."""
    centre = shape.boundingBox().center()
    local = QgsCoordinateReferenceSystem()
    local.createFromProj(f"+proj=aeqd +lat_0={centre.y():.8f} +lon_0={centre.x():.8f} +datum=WGS84 +units=m +no_defs")
    stored, context = QgsCoordinateReferenceSystem(STORED), QgsCoordinateTransformContext()
    flat = QgsGeometry(shape)
    flat.transform(QgsCoordinateTransform(stored, local, context))
    round_it = flat.buffer(radius_m, SEGMENTS)
    round_it.transform(QgsCoordinateTransform(local, stored, context))
    return polygons_of(round_it)


def repair(shape: QgsGeometry) -> Repair:
    """The polygons of a shape made valid; a valid one comes back as it is."""
    if shape.isGeosValid():
        area = area_m2(shape)
        return Repair(shape, QgsGeometry(shape), area, area, broken=False)
    mended = polygons_of(shape.makeValid())
    return Repair(shape, mended, area_m2(shape), area_m2(mended), broken=True)


def to_project(shape: QgsGeometry, project: QgsProject) -> QgsGeometry:
    """A copy in the CRS of the map."""
    shown = QgsGeometry(shape)
    shown.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(STORED), project.crs(), project.transformContext()))
    return shown


def from_project(shape: QgsGeometry, project: QgsProject) -> QgsGeometry:
    """A copy of a shape of the map in EPSG:4326."""
    stored = QgsGeometry(shape)
    stored.transform(QgsCoordinateTransform(project.crs(), QgsCoordinateReferenceSystem(STORED), project.transformContext()))
    return stored


def _measure() -> QgsDistanceArea:
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem(STORED), QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    return measure
