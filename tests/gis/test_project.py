"""The project of a connection: what is in it, in which order, and that it tells instead of crashing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    NULL,
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsProject,
    QgsRenderContext,
    QgsSettings,
    QgsVectorLayer,
    QgsVectorLayerUtils,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis import compat
from ncovy_qgis.gis.layers import LayerError, find_layers, open_layer, stem_of
from ncovy_qgis.gis.project import Opened, language, open_project
from ncovy_qgis.gis.stored_styles import store_forms
from tests.faults import Proxy
from tests.gis.editors import own_service, service_of
from tests.resting import emptied
from tests.server import Database


@pytest.fixture(scope="module")
def opened(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[Opened]:
    yield open_project(own_service(module_database, "lan"), catalogue, QgsProject.instance())
    emptied(QgsProject.instance())


def test_groups_and_layers_have_vietnamese_names(opened: Opened, catalogue: Catalogue) -> None:
    root = QgsProject.instance().layerTreeRoot()
    assert [child.name() for child in root.children()] == ["Chốt", "Y tế", "Dịch vụ", "Phong tỏa", "Nền"]
    names = [node.name() for node in root.findLayers()]
    assert sorted(names) == sorted([*(layer.title.vi for layer in catalogue.layers), "Xã, phường", "Huyện, thành, thị"])


def test_no_area_lies_above_a_point(opened: Opened) -> None:
    kinds = [node.layer().geometryType() for node in QgsProject.instance().layerTreeRoot().findLayers()]
    points, areas = QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.PolygonGeometry
    assert kinds == [points] * 9 + [areas] * 3


def test_every_layer_has_its_style_tip_and_form_from_the_derived_files(opened: Opened, catalogue: Catalogue) -> None:
    for schema in catalogue.layers:
        layer = opened.layers[schema.name]
        assert layer.renderer().type() != "singleSymbol", schema.name
        assert layer.mapTipTemplate(), schema.name
        assert len(layer.editFormConfig().tabs()) == len(schema.tabs) + 1, schema.name
        assert stem_of(layer) == schema.name


def test_private_layers_are_not_shown_and_background_cannot_be_edited(opened: Opened) -> None:
    for name in ("unit", "list_value"):
        assert opened.layers[name].flags() & QgsMapLayer.LayerFlag.Private
    for name in ("unit", "list_value", "commune", "district"):
        assert opened.layers[name].readOnly()


def test_no_address_of_a_layer_holds_a_user_or_a_password(opened: Opened, tmp_path: Path) -> None:
    for layer in opened.layers.values():
        assert "user=" not in layer.source()
        assert "password" not in layer.source()
    file = tmp_path / "map.qgs"
    assert QgsProject.instance().write(str(file))
    assert "password=" not in file.read_text(encoding="utf-8")


def test_what_was_removed_is_not_in_the_layers(opened: Opened, catalogue: Catalogue) -> None:
    for schema in catalogue.layers:
        assert opened.layers[schema.name].subsetString() == '"removed" = false'


def test_the_map_starts_with_the_whole_province_in_the_public_maps_crs(opened: Opened) -> None:
    project = QgsProject.instance()
    extent = project.viewSettings().defaultViewExtent()
    assert project.crs().authid() == extent.crs().authid() == "EPSG:3857"
    assert 150_000 < extent.width() < 400_000
    assert compat.transactions_disabled(project)


def test_layers_are_found_again_by_their_mark_whatever_their_name(opened: Opened, catalogue: Catalogue) -> None:
    opened.layers["pharmacy"].setName("Tên khác")
    assert list(find_layers(QgsProject.instance(), catalogue)) == [layer.name for layer in catalogue.layers]
    assert stem_of(QgsVectorLayer("Point", "Hiệu thuốc", "memory")) is None


def test_a_new_features_defaults_are_those_of_the_form(opened: Opened) -> None:
    layer = opened.layers["pharmacy"]
    point = QgsGeometry.fromWkt("Point(105.68 18.67)")
    feature = QgsVectorLayerUtils.createFeature(layer, point, {}, layer.createExpressionContext())
    assert len(str(feature["uid"])) == 36
    assert feature["operating_state"] == "open"
    assert feature["reported_at"] not in (None, NULL)
    assert len(str(feature["commune_code"])) == 5


def test_a_new_feature_asks_nothing_of_the_features_there_are(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> None:
    """QGIS reads all values of a column it takes for unique; who reads while somebody else holds the tables is heard in QGIS's log."""
    project, heard = QgsProject(), []
    impatient = service_of("impatient", {**module_database.dsn("lan"), "options": "-c lock_timeout=200"})
    layers = open_project(impatient, catalogue, project).layers

    def hear(text: str) -> None:
        heard.append(text)

    QgsApplication.messageLog().messageReceived.connect(hear)
    with closing(module_database.admin()) as holder, holder.cursor() as cursor:
        for schema in catalogue.layers:
            cursor.execute(f"LOCK TABLE ncovy.{schema.name} IN ACCESS EXCLUSIVE MODE")
            made = QgsVectorLayerUtils.createFeature(layers[schema.name], QgsGeometry(), {}, layers[schema.name].createExpressionContext())
            assert len(str(made["uid"])) == 36
    QgsApplication.messageLog().messageReceived.disconnect(hear)
    emptied(project)
    assert not [text for text in heard if "lock timeout" in text]


def test_a_zones_commune_is_the_one_inside_it(opened: Opened) -> None:
    layer = opened.layers["lockdown_zone"]
    wide = "MultiPolygon(((105.66 18.66, 105.70 18.66, 105.70 18.70, 105.66 18.70, 105.66 18.66)))"
    feature = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt(wide), {}, layer.createExpressionContext())
    assert len(str(feature["commune_code"])) == 5


def test_opening_asks_hardly_more_than_reading_a_stored_project(
    module_database: Database, catalogue: Catalogue, qgis_app: Any, tmp_path: Path
) -> None:
    """Round trips decide over a long line; `make bench` times them."""
    project, file = QgsProject(), str(tmp_path / "stored.qgs")
    with Proxy(module_database.cluster.socket_dir) as proxy:
        source = service_of("by_proxy", proxy.dsn(module_database.name, "lan"))
        asked = []
        for work in (lambda: open_project(source, catalogue, project), lambda: project.read(file)):
            before = Counter(proxy.counts)
            work()
            asked.append(proxy.counts - before)
            project.write(file)
            emptied(project)
    ours, plain = asked
    assert len(catalogue.layers) * 10 < ours["messages"] <= plain["messages"] * 1.2
    assert ours["connections"] <= plain["connections"] + 1


def test_a_style_somebody_stored_in_the_database_is_not_taken_for_ours(stored: Any, opened: Opened, module_database: Database, catalogue: Catalogue) -> None:
    assert module_database.run("SELECT count(*) FROM public.layer_styles WHERE f_table_name = 'pharmacy' AND useasdefault") == [(1,)]
    module_database.run("UPDATE public.layer_styles SET styleqml = replace(styleqml::text, 'categorizedSymbol', 'singleSymbol')::xml")
    layer = open_layer(own_service(module_database, "lan"), catalogue.layer("pharmacy"), "vi")
    assert layer.renderer().type() == opened.layers["pharmacy"].renderer().type()


def test_a_person_without_the_right_to_look_is_told_and_qgis_lives(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> None:
    with pytest.raises(LayerError, match=r"ncovy\.lockdown_zone"):
        open_project(own_service(module_database, "phuc"), catalogue, QgsProject())


def test_an_empty_database_is_told_and_qgis_lives(empty_database: Database, catalogue: Catalogue, monkeypatch: Any, tmp_path: Path, qgis_app: Any) -> None:
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    with pytest.raises(LayerError):
        open_project(own_service(empty_database, "admin"), catalogue, QgsProject())


def test_an_exercise_has_its_own_day_in_the_forms(database: Database, catalogue: Catalogue, qgis_app: Any) -> None:
    moment = '{"now": "2021-09-17T18:00:00+07:00"}'
    database.run("INSERT INTO ncovy.setting (name, value) VALUES ('exercise', %s)", (moment,))
    project = QgsProject()
    opened = open_project(own_service(database, "lan"), catalogue, project)
    assert opened.context.now == "to_datetime('2021-09-17T18:00:00+07:00')"
    assert '"era" = 2021' in opened.layers["commune"].subsetString()
    emptied(project)


def test_the_language_is_that_of_qgis(qgis_app: Any) -> None:
    settings = QgsSettings()
    settings.setValue("locale/overrideFlag", True)
    try:
        for locale, expected in (("en_US", "en"), ("vi", "vi"), ("fr", "vi")):
            settings.setValue("locale/userLocale", locale)
            language.cache_clear()  # as with the next start of QGIS
            assert language() == expected
    finally:
        settings.remove("locale/overrideFlag")
        settings.remove("locale/userLocale")
        language.cache_clear()


@pytest.fixture(scope="module")
def stored(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Callable[[str], QgsVectorLayer]:
    """A layer as a QGIS without plugin adds it from the browser, after forms and styles have been stored."""
    store_forms(own_service(module_database, "admin"), catalogue)
    lan = own_service(module_database, "lan")

    def add(stem: str) -> QgsVectorLayer:
        uri = lan.uri()
        uri.setDataSource("ncovy", stem, "geom", "", "id")
        uri.setWkbType(QgsWkbTypes.Type.Point)
        return QgsVectorLayer(uri.uri(False), "plain", "postgres")

    return add


def test_stored_forms_reach_a_qgis_without_plugin(stored: Any) -> None:
    layer = stored("pharmacy")
    assert layer.attributeAlias(layer.fields().indexOf("operating_state")) == "Tình trạng *"
    assert layer.defaultValueDefinition(layer.fields().indexOf("base_version")).expression() == '"row_version"'


def test_storing_again_replaces_and_never_asks(stored: Any, module_database: Database, catalogue: Catalogue) -> None:
    pharmacies = replace(catalogue, layers=(catalogue.layer("pharmacy"),))
    store_forms(own_service(module_database, "admin"), pharmacies)
    assert module_database.run("SELECT count(*), count(DISTINCT f_table_name) FROM public.layer_styles WHERE useasdefault") == [(10, 10)]


def drawn(layer: QgsVectorLayer) -> list[bytes]:
    """The symbols of a layer as pixels."""
    images = [symbol.asImage(QSize(48, 48)) for symbol in layer.renderer().symbols(QgsRenderContext())]
    return [bytes(image.constBits().asarray(image.sizeInBytes())) for image in images]


@pytest.mark.parametrize("stem", ["pharmacy", "testing_site", "lockdown_point"])
def test_a_qgis_without_our_icons_draws_the_same_signs(stored: Any, opened: Opened, stem: str) -> None:
    ours = drawn(opened.layers[stem])
    paths = QgsApplication.svgPaths()
    QgsApplication.setSvgPaths([])
    try:
        theirs = drawn(stored(stem))
    finally:
        QgsApplication.setSvgPaths(paths)
    assert len(ours) > 3
    assert theirs == ours


def test_a_form_for_a_qgis_without_plugin_takes_only_what_the_database_takes(stored: Any, opened: Opened) -> None:
    """Nothing mends there what somebody typed in his own way."""
    judged = []
    for layer in (stored("lockdown_point"), opened.layers["lockdown_point"]):
        feature = QgsFeature(layer.fields())
        feature["decision_no"] = "Số: 3088/QD-UBND ngày 22/8/2021"
        judged.append(QgsVectorLayerUtils.validateAttribute(layer, feature, layer.fields().indexOf("decision_no"))[0])
    assert judged == [False, True]
