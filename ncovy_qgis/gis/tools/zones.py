"""New outlines for zones: a feature added to, or a shape changed in, the edit buffer, as one step that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer, QgsVectorLayerUtils, QgsWkbTypes

from ..values import to_qgis
from .shapes import Repair, repair


def zone_layers(layers: Mapping[str, QgsVectorLayer]) -> dict[str, QgsVectorLayer]:
    """The layers of outlines by stem."""
    return {stem: layer for stem, layer in layers.items() if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry}


def add_zone(layer: QgsVectorLayer, shape: QgsGeometry, values: Mapping[str, Any], title: str) -> Optional[QgsFeature]:
    """A new feature with the form's defaults and these values; None when QGIS refuses it."""
    fields = layer.fields()
    given = {fields.indexOf(name): to_qgis(value) for name, value in values.items() if fields.indexOf(name) >= 0}
    feature = QgsVectorLayerUtils.createFeature(layer, shape, given, layer.createExpressionContext())
    layer.beginEditCommand(title)
    if not layer.addFeature(feature):
        layer.destroyEditCommand()
        return None
    layer.endEditCommand()
    return feature


def reshape(layer: QgsVectorLayer, shapes: Mapping[int, QgsGeometry], title: str) -> bool:
    """Give features other shapes; False when QGIS takes one of them from no feature."""
    layer.beginEditCommand(title)
    if not all(layer.changeGeometry(fid, shape) for fid, shape in shapes.items()):
        layer.destroyEditCommand()
        return False
    layer.endEditCommand()
    return True


@dataclass(frozen=True)
class Broken:
    """A feature of the buffer whose outline the database would refuse."""

    fid: int
    name: str
    repair: Repair


def broken_zones(layer: QgsVectorLayer) -> tuple[Broken, ...]:
    """Invalid outlines among the new and reshaped features: what is stored is valid."""
    buffer = layer.editBuffer()
    if buffer is None:
        return ()
    index = layer.fields().indexOf("name")
    added = {fid: (item.geometry(), item[index]) for fid, item in buffer.addedFeatures().items()}
    moved = {fid: (shape, None) for fid, shape in buffer.changedGeometries().items()}
    found = []
    for fid, (shape, name) in {**added, **moved}.items():
        if not shape.isEmpty() and not shape.isGeosValid():
            found.append(Broken(fid, name if isinstance(name, str) and name else f"#{fid}", repair(shape)))
    return tuple(found)
