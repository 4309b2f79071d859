"""A feature about to be added: the layer's defaults, then the values to be used again. Not yet in any buffer. Uses qgis.core only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer, QgsVectorLayerUtils, QgsWkbTypes

from .values import to_qgis


def new_feature(layer: QgsVectorLayer, spot: QgsPointXY, values: Mapping[str, Any]) -> QgsFeature:
    """A feature at a point in WGS 84 degrees; `values` go before the layer's defaults."""
    fields = layer.fields()
    given = {fields.indexOf(name): to_qgis(value) for name, value in values.items() if fields.indexOf(name) >= 0}
    return QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromPointXY(spot), given, layer.createExpressionContext())


def takes_points(layer: QgsVectorLayer) -> bool:
    """Whether a position is all such a feature needs; a zone has to be drawn."""
    return bool(layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry)


def ready_to_edit(layer: QgsVectorLayer) -> bool:
    """Editing is on, or could be started; False where the person may not write."""
    return bool(layer.isEditable() or layer.startEditing())
