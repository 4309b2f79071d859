"""The map as it was: what stood then, in the styles of the map, read-only, running with QGIS's clock, and gone with one call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsProject,
    QgsRenderContext,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.rules.moments import VIETNAM
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.gis.as_of import GROUP, Wanted, close_past, map_queries, open_past, past_groups, time_range
from ncovy_qgis.gis.layers import find_layers
from ncovy_qgis.gis.project import open_project
from tests.db.desk import VINH_2, pharmacy, point, store, zone
from tests.db.past import approve, now
from tests.gis.editors import own_service
from tests.resting import emptied, rest
from tests.server import Database

Moments = dict[str, datetime]
AGED = """SET LOCAL session_replication_role = replica;
    UPDATE ncovy.version SET at = '2021-09-01T00:00:00+07:00'::timestamptz + row_version * interval '1 day' WHERE uid = %s"""


@pytest.fixture(scope="module")
def moments(module_database: Database) -> Moments:
    """A pharmacy is made, approved, renamed, moved and taken away; a zone is made last."""
    uid = str(uuid4())
    found = {"nothing": now(module_database)}
    store(module_database, "lan", pharmacy(uid=uid, name="Nhà thuốc Một"))
    found["made"] = now(module_database)
    approve(module_database, "pharmacy", uid, 1)
    found["approved"] = now(module_database)
    store(module_database, "lan", Update("pharmacy", uid, 1, {"name": "Nhà thuốc Hai"}, point(VINH_2)))
    found["renamed"] = now(module_database)
    store(module_database, "lan", Remove("pharmacy", uid, 2, "nhập trùng"), zone(name="Khối 9"))
    found["removed"] = now(module_database)
    return found


@pytest.fixture(scope="module")
def project(module_database: Database, catalogue: Catalogue, moments: Moments, qgis_app: object) -> Iterator[QgsProject]:
    project = QgsProject.instance()
    open_project(own_service(module_database, "vy"), catalogue, project)
    yield project
    emptied(project)


def opened(database: Database, catalogue: Catalogue, wanted: Wanted) -> dict[str, QgsVectorLayer]:
    """The layers of the past, by stem."""
    with closing(database.connect("vy")) as connection:
        queries = map_queries(connection, catalogue, wanted)
    group = open_past(own_service(database, "vy"), catalogue, QgsProject.instance(), wanted, queries, "Lịch sử", "vi")
    return {node.layer().customProperty(GROUP): node.layer() for node in group.findLayers()}


def names(layer: QgsVectorLayer) -> list[str]:
    return sorted(feature["name"] for feature in layer.getFeatures())


@pytest.fixture(autouse=True)
def _closed(project: QgsProject) -> Iterator[None]:
    yield
    rest()
    close_past(project)


def test_staff_see_the_map_as_it_was_at_each_moment(module_database: Database, catalogue: Catalogue, moments: Moments) -> None:
    shown = {}
    for moment, at in moments.items():
        layers = opened(module_database, catalogue, Wanted(at, None, False))
        shown[moment] = (names(layers["pharmacy"]), names(layers["lockdown_zone"]))
    assert shown == {
        "nothing": ([], []),
        "made": (["Nhà thuốc Một"], []),
        "approved": (["Nhà thuốc Một"], []),
        "renamed": (["Nhà thuốc Hai"], []),
        "removed": ([], ["Khối 9"]),
    }


def test_the_public_saw_what_was_approved_and_no_private_column(module_database: Database, catalogue: Catalogue, moments: Moments) -> None:
    shown = {moment: names(opened(module_database, catalogue, Wanted(at, None, True))["pharmacy"]) for moment, at in moments.items()}
    assert shown == {"nothing": [], "made": [], "approved": ["Nhà thuốc Một"], "renamed": ["Nhà thuốc Một"], "removed": ["Nhà thuốc Một"]}
    layers = opened(module_database, catalogue, Wanted(moments["renamed"], None, True))
    for stem, layer in layers.items():
        private = {field.name for field in catalogue.layer(stem).fields} - {field.name for field in catalogue.layer(stem).public_fields}
        assert not private.intersection(layer.fields().names()), stem


@pytest.mark.parametrize("public", [False, True])
def test_every_column_its_style_asks_for_is_there(module_database: Database, catalogue: Catalogue, moments: Moments, public: bool) -> None:
    for stem, layer in opened(module_database, catalogue, Wanted(moments["renamed"], None, public)).items():
        asked = set(layer.renderer().usedAttributes(QgsRenderContext()))
        if layer.labeling() is not None:
            asked |= layer.labeling().settings().referencedFields(QgsRenderContext())
        assert asked, stem
        assert not asked - {""} - set(layer.fields().names()), stem


@pytest.mark.parametrize("public", [False, True])
def test_a_feature_of_the_past_is_drawn_in_the_style_of_the_map(module_database: Database, catalogue: Catalogue, moments: Moments, public: bool) -> None:
    layer = opened(module_database, catalogue, Wanted(moments["approved"], None, public))["pharmacy"]
    live = find_layers(QgsProject.instance(), catalogue)["pharmacy"]
    assert layer.renderer().dump() == live.renderer().dump()
    context = QgsRenderContext()
    context.setExpressionContext(QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer)))
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    (feature,) = layer.getFeatures()
    context.expressionContext().setFeature(feature)
    assert renderer.willRenderFeature(feature, context)
    renderer.stopRender(context)


def test_nothing_of_the_past_can_be_edited_or_taken_for_the_layers_of_now(
    project: QgsProject, module_database: Database, catalogue: Catalogue, moments: Moments
) -> None:
    before = find_layers(project, catalogue)
    layers = opened(module_database, catalogue, Wanted(moments["made"], None, False))
    assert set(layers) == set(before)
    assert not any(layer.startEditing() for layer in layers.values())
    assert find_layers(project, catalogue) == before


def test_a_running_group_follows_the_clock_of_the_map(module_database: Database, catalogue: Catalogue) -> None:
    uid = str(uuid4())
    store(module_database, "lan", pharmacy(uid=uid, name="Một"))
    store(module_database, "lan", Update("pharmacy", uid, 1, {"name": "Hai"}))
    store(module_database, "lan", Remove("pharmacy", uid, 2, "nhập trùng"))
    module_database.run(AGED, (uid,))
    first = datetime(2021, 9, 1, 12, tzinfo=VIETNAM)
    layer = opened(module_database, catalogue, Wanted(first, first + timedelta(days=5), False))["pharmacy"]
    assert names_where(layer, "true", uid) == ["Hai", "Một"]  # with the clock off, all that was
    seen = []
    for days in range(4):
        hour = QgsDateTimeRange(*(time_range(Wanted(first + timedelta(days=days, hours=hours), None, False)).begin() for hours in (0, 1)))
        context = QgsVectorLayerTemporalContext()
        context.setLayer(layer)
        seen.append(names_where(layer, layer.temporalProperties().createFilterString(context, hour), uid))
    assert seen == [[], ["Một"], ["Hai"], []]
    at_midnight = time_range(Wanted(datetime(2021, 9, 3, tzinfo=VIETNAM), datetime(2021, 9, 3, 1, tzinfo=VIETNAM), False))
    assert names_where(layer, layer.temporalProperties().createFilterString(context, at_midnight), uid) == ["Hai"]


def names_where(layer: QgsVectorLayer, condition: str, uid: str) -> list[str]:
    request = QgsFeatureRequest().setFilterExpression(f"{condition} AND uid = '{uid}'")
    return sorted(feature["name"] for feature in layer.getFeatures(request))


def test_the_group_hides_the_layers_of_now_and_gives_them_back(project: QgsProject, module_database: Database, catalogue: Catalogue, moments: Moments) -> None:
    root, live = project.layerTreeRoot(), find_layers(project, catalogue)
    root.findLayer(live["pharmacy"].id()).setItemVisibilityChecked(False)  # the person's own choice is kept
    count = len(project.mapLayers())
    opened(module_database, catalogue, Wanted(moments["made"], None, False))
    opened(module_database, catalogue, Wanted(moments["renamed"], None, False))
    assert len(past_groups(project)) == 1 and root.children()[0] == past_groups(project)[0]
    assert not any(root.findLayer(layer.id()).itemVisibilityChecked() for layer in live.values())
    assert close_past(project) and not close_past(project)
    assert not past_groups(project) and len(project.mapLayers()) == count
    assert {stem for stem, layer in live.items() if not root.findLayer(layer.id()).itemVisibilityChecked()} == {"pharmacy"}
    root.findLayer(live["pharmacy"].id()).setItemVisibilityChecked(True)


def test_who_may_not_look_is_told_before_qgis_opens_anything(module_database: Database, catalogue: Catalogue) -> None:
    with closing(module_database.connect("phuc")) as connection, pytest.raises(DatabaseError) as refused:
        map_queries(connection, catalogue, Wanted(datetime.now().astimezone(), None, False))
    assert refused.value.refusal.code == "42501"
