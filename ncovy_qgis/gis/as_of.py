"""The map as it was: a group of read-only layers in the styles of the map, at a moment or running through time. Uses qgis.core only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from psycopg2.extensions import connection as Connection
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsLayerTreeGroup,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ..core.catalogue import Catalogue, Layer
from ..core.rules.moments import VIETNAM
from ..db.as_of import map_query
from .layers import LayerError, find_layers, load_style, wkb_type
from .source import Source

GROUP = "ncovy/as_of"  # custom property of the group: "1"; of its layers: their stem
HIDDEN = "ncovy/as_of_hidden"  # custom property of the group: ids of the layers it hides
FROM, TO = "shown_from", "shown_to"


@dataclass(frozen=True)
class Wanted:
    """Which past: at a moment or from it `until` another, as the staff had it or as the public saw it."""

    at: datetime
    until: Optional[datetime]
    public: bool


def map_queries(connection: Connection, catalogue: Catalogue, wanted: Wanted) -> Mapping[str, str]:
    """Stem → SELECT, each tried out: QGIS 3.22 crashes on what it may not read. For a thread."""
    return {layer.name: map_query(connection, layer, wanted.at, wanted.until, wanted.public) for layer in catalogue.layers}


def open_past(
    source: Source, catalogue: Catalogue, project: QgsProject, wanted: Wanted, queries: Mapping[str, str], title: str, language: str
) -> QgsLayerTreeGroup:
    """Put the group on top and hide the layers of now; an older group goes. Raises LayerError before anything is changed. Main thread only."""
    shown = sorted(catalogue.layers, key=lambda schema: schema.geometry != "Point")  # areas below all points
    layers = [_open(source, schema, wanted, queries[schema.name], language) for schema in shown]
    close_past(project)
    root = project.layerTreeRoot()
    group = root.insertGroup(0, title)
    group.setCustomProperty(GROUP, "1")
    group.setCustomProperty(HIDDEN, list(_hide_now(project, catalogue)))
    for layer in layers:
        project.addMapLayer(layer, False)
        group.addLayer(layer).setExpanded(False)
    return group


def past_groups(project: QgsProject) -> list[QgsLayerTreeGroup]:
    """The groups of the past in a project, also one that was saved with it."""
    return [group for group in project.layerTreeRoot().findGroups() if group.customProperty(GROUP)]


def close_past(project: QgsProject) -> bool:
    """Take the groups of the past away and show again what they hid; False when there was none."""
    groups = past_groups(project)
    for group in groups:
        for key in group.customProperty(HIDDEN) or ():
            node = project.layerTreeRoot().findLayer(key)
            if node is not None:
                node.setItemVisibilityChecked(True)
        ids = group.findLayerIds()
        project.layerTreeRoot().removeChildNode(group)
        project.removeMapLayers(ids)
    return bool(groups)


def time_range(wanted: Wanted) -> QgsDateTimeRange:
    """From and to, as the Vietnamese wall clock the layers speak of; without an end: the moment itself."""
    return QgsDateTimeRange(_clock(wanted.at), _clock(wanted.until or wanted.at))


def _open(source: Source, schema: Layer, wanted: Wanted, query: str, language: str) -> QgsVectorLayer:
    title = schema.title.said(language)
    key = "span" if wanted.until is not None else "uid" if wanted.public else "id"
    uri = source.uri()
    uri.setDataSource("", f"({query})", "geom", "", key)
    uri.setParam("checkPrimaryKeyUnicity", "0")
    uri.setUseEstimatedMetadata(True)
    uri.setWkbType(wkb_type(schema))
    uri.setSrid("4326")
    options = QgsVectorLayer.LayerOptions(QgsProject.instance().transformContext())
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(uri.uri(False), title, "postgres", options)
    if not layer.isValid():
        raise LayerError(title, layer.error().summary() or layer.dataProvider().error().summary())
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    layer.setReadOnly(True)
    layer.setCustomProperty(GROUP, schema.name)
    load_style(layer, schema.name)
    if wanted.until is not None:
        _make_temporal(layer)
    return layer


def _make_temporal(layer: QgsVectorLayer) -> None:
    """Each content from when it came until the next took its place: the end is the beginning of another."""
    properties = layer.temporalProperties()
    properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromFields)
    properties.setStartField(FROM)
    properties.setEndField(TO)
    properties.setIsActive(True)


def _hide_now(project: QgsProject, catalogue: Catalogue) -> Iterator[str]:
    """Both at once would be taken for one map."""
    for layer in find_layers(project, catalogue).values():
        node = project.layerTreeRoot().findLayer(layer.id())
        if node is not None and node.itemVisibilityChecked():
            node.setItemVisibilityChecked(False)
            yield layer.id()


def _clock(moment: datetime) -> QDateTime:
    local = moment.astimezone(VIETNAM)
    return QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
