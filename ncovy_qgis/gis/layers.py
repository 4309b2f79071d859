"""The layers of a project: ten of the catalogue, units, lists. A layer is known by its mark, never by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from qgis.core import (
    QgsApplication,
    QgsAttributeTableConfig,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsFeature,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Catalogue, Layer
from ..paths import icons_dir, styles_dir
from .form import UNITS
from .source import Source

MARK = "ncovy/layer"  # custom property of a layer: its stem, or "unit", "list_value", "commune", "district"
STYLE_PARTS = (
    QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling | QgsMapLayer.StyleCategory.MapTips
)
NOT_IN_TABLE = ("id", "uid", "base_version", "name_search", "commune_era", "removed", "removed_reason")


class LayerError(Exception):
    """A table could not be opened, or a style not be read."""

    def __init__(self, what: str, why: str) -> None:
        self.what, self.why = what, why
        text = QCoreApplication.translate("Ncovy", "Không mở được «{what}»: {why}")
        super().__init__(text.format(what=what, why=why))


def stem_of(layer: Optional[QgsMapLayer]) -> Optional[str]:
    """The stem of a catalogue layer; None for every other layer."""
    stem = layer.customProperty(MARK) if isinstance(layer, QgsVectorLayer) else None
    return str(stem) if stem and layer.customProperty("ncovy/catalogue") else None


def find_layers(project: QgsProject, catalogue: Catalogue) -> Mapping[str, QgsVectorLayer]:
    """The catalogue layers of a project by stem."""
    found = {stem_of(layer): layer for layer in project.mapLayers().values()}
    return {layer.name: found[layer.name] for layer in catalogue.layers if layer.name in found}


def feature_of(layer: QgsVectorLayer, uid: str) -> Optional[QgsFeature]:
    """The feature as the layer shows it, edits and all."""
    request = QgsFeatureRequest().setFilterExpression(f'"uid" = {QgsExpression.quotedString(uid)}')
    return next(layer.getFeatures(request), None)


def open_layer(source: Source, schema: Layer, language: str) -> QgsVectorLayer:
    """A catalogue layer with its style, without what was removed. Main thread only."""
    title = schema.title.said(language)
    layer = _open(source, schema.name, title, geometry="geom", subset='"removed" = false', key="id", kind=wkb_type(schema))
    layer.setCustomProperty(MARK, schema.name)
    layer.setCustomProperty("ncovy/catalogue", True)
    load_style(layer, schema.name)
    _hide_columns(layer)
    return layer


def open_units(source: Source, era: int) -> Mapping[str, QgsVectorLayer]:
    """Background communes and districts of an era, and the private table all eras' names are chosen from."""
    kind = QgsWkbTypes.Type.MultiPolygon
    communes = QCoreApplication.translate("Ncovy", "Xã, phường")
    districts = QCoreApplication.translate("Ncovy", "Huyện, thành, thị")
    shown = {
        "commune": _open(source, "unit", communes, "geom", f'"level" = 3 AND "era" = {int(era)}', "code,era", kind),
        "district": _open(source, "unit", districts, "geom", f'"level" = 2 AND "era" = {int(era)}', "code,era", kind),
    }
    load_style(shown["commune"], "unit")
    load_style(shown["district"], "unit")
    private = {"unit": _open(source, "unit", UNITS, "geom", '"level" > 1', "code,era", kind)}
    private["list_value"] = _open(source, "list_value", "Danh mục", "", "", "list,code", QgsWkbTypes.Type.NoGeometry)
    for layer in private.values():
        layer.setFlags(layer.flags() | QgsMapLayer.LayerFlag.Private)
    for name, layer in {**shown, **private}.items():
        layer.setCustomProperty(MARK, name)
        layer.setReadOnly(True)
    return {**shown, **private}


def load_style(layer: QgsVectorLayer, stem: str) -> None:
    """Symbols, labels and map tips of styles/<stem>.qml; the form is not touched."""
    path = styles_dir() / f"{stem}.qml"
    if not path.exists():
        return  # a layer of the province's own may do without
    use_icons()
    why, loaded = layer.loadNamedStyle(str(path), True, STYLE_PARTS)  # False would look into the database first, over a connection of its own
    if not loaded:
        raise LayerError(path.name, why)


def use_icons() -> None:
    """Let QGIS find the signs by their bare names."""
    folder, known = str(icons_dir()), QgsApplication.svgPaths()
    if folder not in known:
        QgsApplication.setSvgPaths([folder, *known])


def forget_icons() -> None:
    """Undo use_icons."""
    QgsApplication.setSvgPaths([path for path in QgsApplication.svgPaths() if path != str(icons_dir())])


def _open(
    source: Source, table: str, title: str, geometry: str, subset: str, key: str, kind: QgsWkbTypes.Type
) -> QgsVectorLayer:
    uri = source.uri()
    columns = key.split(",")
    uri.setDataSource("ncovy", table, geometry, subset, key if len(columns) == 1 else ",".join(f'"{c}"' for c in columns))
    uri.setParam("checkPrimaryKeyUnicity", "0")
    uri.setWkbType(kind)
    uri.setSrid("4326" if geometry else "")
    options = QgsVectorLayer.LayerOptions(QgsProject.instance().transformContext())
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(uri.uri(False), title, "postgres", options)
    if not layer.isValid():
        raise LayerError(f"ncovy.{table}", layer.error().summary() or layer.dataProvider().error().summary())
    if geometry:
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    return layer


def wkb_type(schema: Layer) -> QgsWkbTypes.Type:
    """Of the geometry a layer keeps."""
    return QgsWkbTypes.Type.Point if schema.geometry == "Point" else QgsWkbTypes.Type.MultiPolygon


def _hide_columns(layer: QgsVectorLayer) -> None:
    config: QgsAttributeTableConfig = layer.attributeTableConfig()
    config.update(layer.fields())
    for index, column in enumerate(config.columns()):
        if column.name in NOT_IN_TABLE:
            config.setColumnHidden(index, True)
    layer.setAttributeTableConfig(config)
