"""QGIS opens the views for readers of open data like any layer: geometry, key, filter by map extent."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsFeatureRequest, QgsVectorLayer, QgsWkbTypes

from ncovy_qgis.core.catalogue import Catalogue
from tests.gis.editors import own_service
from tests.publish.world import fill
from tests.server import Database


@pytest.mark.parametrize(("name", "kind"), [("pharmacy", "Point"), ("lockdown_zone", "MultiPolygon")])
def test_a_reader_opens_a_view_in_qgis(database: Database, catalogue: Catalogue, qgis_app: Any, name: str, kind: str) -> None:
    fill(database, catalogue, each=5)
    uri = own_service(database, "an").uri()
    uri.setDataSource("ncovy_open", name, "geom", "", "id")
    layer = QgsVectorLayer(uri.uri(False), name, "postgres")
    assert layer.isValid(), layer.error().summary()
    assert (layer.featureCount(), layer.crs().authid(), QgsWkbTypes.displayString(layer.wkbType())) == (5, "EPSG:4326", kind)
    (one, *_) = features = list(layer.getFeatures())
    assert len({feature["id"] for feature in features}) == 5 and len({feature.id() for feature in features}) == 5
    inside = list(layer.getFeatures(QgsFeatureRequest().setFilterRect(one.geometry().boundingBox().buffered(1e-6))))
    assert one["id"] in {feature["id"] for feature in inside} and len(inside) < 5
    assert layer.fields().field("commune_name").comment() == "Xã, phường, thị trấn"
    assert not layer.startEditing() or not layer.dataProvider().capabilities() & layer.dataProvider().AddFeatures
