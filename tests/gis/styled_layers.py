"""Layers in the product's own style with invented features, and pictures of them drawn by QGIS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.paths import icons_dir, styles_dir

Row = Mapping[str, Any]
COLUMNS = ("name", "status", "operating_state", "accept_state", "measure", "review_state", "address", "hamlet", "edited_by")
OVERVIEW, DETAIL = 500_000, 10_000
CELL = 64
"""Pixels of the square in which one feature is drawn."""


@contextmanager
def own_icons() -> Iterator[None]:
    """QGIS finds the signs of this checkout."""
    before = QgsApplication.svgPaths()
    QgsApplication.setSvgPaths([str(icons_dir()), *before])
    try:
        yield
    finally:
        QgsApplication.setSvgPaths(before)


def styled(stem: str, geometry: str, rows: Sequence[tuple[QgsGeometry, Row]] = ()) -> QgsVectorLayer:
    """A memory layer in the style of the product; unnamed columns are those of an approved, kept row."""
    columns = "".join(f"&field={name}:string(200)" for name in COLUMNS)
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:3857{columns}&field=removed:bool&field=level:int", stem, "memory")
    message, loaded = layer.loadNamedStyle(str(styles_dir() / f"{stem}.qml"))
    assert loaded, message
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    layer.dataProvider().addFeatures([_feature(layer, shape, row) for shape, row in rows])
    layer.updateExtents()
    return layer


def _feature(layer: QgsVectorLayer, shape: QgsGeometry, row: Row) -> QgsFeature:
    feature = QgsFeature(layer.fields())
    feature.setGeometry(shape)
    for name, value in {"review_state": "approved", "removed": False, **row}.items():
        feature[name] = value
    return feature


def render(layers: Sequence[QgsMapLayer], width: int, height: int, scale: float, *, labels: bool = False) -> QImage:
    """A map whose upper left corner is (0, 0), on white."""
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setOutputSize(QSize(width, height))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setExtent(QgsRectangle(0, -height * pixel(scale), width * pixel(scale), 0))
    settings.setFlag(QgsMapSettings.Flag.DrawLabeling, labels)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def pixel(scale: float) -> float:
    """Map units of one pixel at 96 dpi."""
    return scale * 0.0254 / 96


def pictures(layer: Layer, rows: Sequence[Row], scale: float) -> list[np.ndarray]:
    """One picture per row: height × width × RGB from 0 to 1."""
    shapes = [_shape(layer.geometry, index, scale) for index in range(len(rows))]
    with own_icons():
        image = render([styled(layer.name, layer.geometry, list(zip(shapes, rows)))], CELL * max(len(rows), 1), CELL, scale)
    sheet = as_array(image)
    return [sheet[:, CELL * index : CELL * (index + 1)] for index in range(len(rows))]


def _shape(geometry: str, index: int, scale: float) -> QgsGeometry:
    unit = pixel(scale)
    left, middle = index * CELL, (index + 0.5) * CELL
    if geometry == "Point":
        return QgsGeometry.fromPointXY(QgsPointXY(middle * unit, -CELL / 2 * unit))
    corners = [(6, 8), (34, 4), (58, 14), (52, 36), (58, 58), (20, 56), (10, 36)]
    return QgsGeometry.fromPolygonXY([[QgsPointXY((left + x) * unit, -y * unit) for x, y in corners]])


def as_array(image: QImage) -> np.ndarray:
    """Red, green, blue from 0 to 1."""
    converted = image.convertToFormat(QImage.Format.Format_RGB888)
    data = converted.constBits().asarray(converted.sizeInBytes())
    rows = np.frombuffer(bytes(data), dtype=np.uint8).reshape(converted.height(), converted.bytesPerLine())
    return rows[:, : converted.width() * 3].reshape(converted.height(), converted.width(), 3) / 255.0


def states(layer: Layer, catalogue: Catalogue) -> list[Row]:
    """Every state the style must tell apart, the unknown ones too."""
    field = layer.state_field
    codes: list[Any] = [*catalogue.list_of(layer.field(field)).codes, None]
    for second in ("accept_state", "measure"):
        if layer.has(second) and (second == "accept_state" or layer.geometry != "Point"):
            values = [*catalogue.list_of(layer.field(second)).codes, None]
            active = [{field: "active", second: value} for value in values]
            return active + [{field: code, second: values[0]} for code in codes if code != "active"]
    return [{field: code} for code in codes]


def first_state(layer: Layer) -> dict[str, Any]:
    """The ordinary case: in force or open."""
    row = {layer.state_field: "open" if layer.state_field == "operating_state" else "active"}
    return {**row, "accept_state": "accepting", "measure": "medical_isolation"}


def ink(picture: np.ndarray) -> np.ndarray:
    """Which pixels are not white."""
    return picture.min(axis=2) < 0.97


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Share of the drawn pixels in which two pictures differ plainly."""
    drawn = ink(one) | ink(other)
    plainly = np.abs(one - other).max(axis=2) > 0.15
    return float(plainly[drawn].mean()) if drawn.any() else 0.0
