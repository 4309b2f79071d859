"""The layers of a release as QGIS draws them: read from its public files alone, so that nothing else can be in a picture. Uses qgis.core only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsFields, QgsGeometry, QgsJsonUtils, QgsProject, QgsVectorLayer

from ..core.catalogue import Catalogue, Layer
from ..db.layer_styles import LayerStyle
from .layers import load_style
from .project import CRS
from .restyle import dress

_TYPES = {"integer": "integer", "number": "double", "boolean": "bool"}
_KNOWN = {"removed": False, "review_state": "approved"}  # of every released feature; the styles ask for it


def released_project(folder: Path, catalogue: Catalogue, styles: Mapping[str, LayerStyle], below: Mapping[str, QgsVectorLayer]) -> QgsProject:
    """A project of its own with the layers of the release in this folder, the first of the catalogue on top, and others below; raises OSError.

    The layers belong to the project. Main thread only.
    """
    project = QgsProject()
    layers = {schema.name: _layer(folder / "data" / f"{schema.name}.geojson", schema) for schema in catalogue.layers}
    dress(layers, styles)
    order = [*(layers[schema.name] for schema in sorted(catalogue.layers, key=lambda each: each.geometry != "Point")), *below.values()]
    for layer in order:
        project.addMapLayer(layer)
    root = project.layerTreeRoot()
    root.setHasCustomLayerOrder(True)
    root.setCustomLayerOrder(order)
    project.setCrs(QgsCoordinateReferenceSystem(CRS))
    return project


def _layer(file: Path, schema: Layer) -> QgsVectorLayer:
    columns = "".join(f"&field={field.name}:{_TYPES.get(field.type, 'string')}" for field in schema.public_fields)
    layer = QgsVectorLayer(f"{schema.geometry}?crs=EPSG:4326{columns}&field=removed:bool&field=review_state:string", schema.title.vi, "memory")
    load_style(layer, schema.name)
    text = file.read_text(encoding="utf-8")
    shapes = [each.geometry() for each in QgsJsonUtils.stringToFeatureList(text, QgsFields())]
    rows = [each["properties"] for each in json.loads(text)["features"]]
    layer.dataProvider().addFeatures([_feature(layer, *each) for each in zip(shapes, rows)])
    layer.updateExtents()
    return layer


def _feature(layer: QgsVectorLayer, shape: QgsGeometry, row: Mapping[str, Any]) -> QgsFeature:
    feature = QgsFeature(layer.fields())
    feature.setGeometry(shape)
    values = {**row, **_KNOWN}
    for index, field in enumerate(layer.fields()):
        value = values.get(field.name())
        feature.setAttribute(index, ", ".join(value) if isinstance(value, list) else value)
    return feature
