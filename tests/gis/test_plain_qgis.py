"""QGIS without the plugin on the guarded tables: what it would have damaged is refused by the database, with its code."""

from __future__ import annotations

import pytest
from qgis.core import QgsDataSourceUri, QgsGeometry, QgsProject, QgsVectorLayer, QgsVectorLayerUtils

from tests.gis.conftest import Sit
from tests.gis.editors import STARTED, VINH, Editor
from tests.server import Database

ZERO = QgsGeometry.fromWkt("Point(0 0)")


def plain(sit: Sit, person: str, stem: str = "testing_site") -> QgsVectorLayer:
    """The table as the browser adds it: no form, no style, no default values, no filter."""
    editor = sit(person, stem, watched=False)
    uri = QgsDataSourceUri(editor.layers[stem].source())
    uri.setSql("")
    layer = QgsVectorLayer(uri.uri(False), "plain", "postgres")
    assert layer.isValid()
    editor.layers["plain"] = layer
    return layer


def change(layer: QgsVectorLayer, **values: object) -> bool:
    """Change the first feature and save as QGIS does."""
    feature = next(layer.getFeatures())
    layer.startEditing()
    for name, value in values.items():
        layer.changeAttributeValue(feature.id(), layer.fields().indexOf(name), value)
    return bool(layer.commitChanges(False))


def errors(layer: QgsVectorLayer) -> str:
    return "\n".join(layer.commitErrors())


@pytest.fixture
def site(sit: Sit, database: Database) -> Editor:
    lan = sit("lan")
    lan.stored("Trạm y tế Lê Mao")
    return lan


def names(database: Database) -> list[str]:
    return [row[0] for row in database.run("SELECT name FROM ncovy.testing_site WHERE NOT removed ORDER BY id")]


def test_a_blind_write_is_refused(sit: Sit, site: Editor, database: Database) -> None:
    layer = plain(sit, "minh")
    assert not change(layer, name="Mù")
    assert "NC002" in errors(layer)
    assert names(database) == ["Trạm y tế Lê Mao"]


def test_a_lost_update_is_refused(sit: Sit, site: Editor, database: Database) -> None:
    layer = plain(sit, "minh")
    site.change(site.fid("Trạm y tế Lê Mao"), phone="02383844528")
    assert site.save()
    assert not change(layer, name="Tên cũ", base_version=1)
    assert "NC001" in errors(layer)
    assert "lan" in errors(layer)


def test_with_the_forms_default_token_plain_qgis_saves(sit: Sit, site: Editor, database: Database) -> None:
    minh = sit("minh", watched=False)
    fid = minh.fid("Trạm y tế Lê Mao")
    minh.change(fid, name="Trạm y tế phường Lê Mao")
    assert minh.save(), minh.layers["testing_site"].commitErrors()
    assert names(database) == ["Trạm y tế phường Lê Mao"]


def test_with_the_forms_default_token_the_second_of_two_plain_editors_is_refused(sit: Sit, site: Editor, database: Database) -> None:
    lan, minh = sit("lan", watched=False), sit("minh", watched=False)
    fid = lan.fid("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên của Lan")
    minh.change(fid, name="Tên của Minh")
    assert lan.save()
    assert not minh.save()
    assert "NC001" in errors(minh.layers["testing_site"])
    assert names(database) == ["Tên của Lan"]


def test_nobody_but_the_owner_is_even_offered_to_delete(sit: Sit, site: Editor, database: Database) -> None:
    layer = plain(sit, "minh")
    layer.startEditing()
    assert not layer.deleteFeature(next(layer.getFeatures()).id())


def test_a_superusers_delete_is_refused(sit: Sit, site: Editor, database: Database) -> None:
    layer = plain(sit, "admin")
    layer.startEditing()
    assert layer.deleteFeature(next(layer.getFeatures()).id())
    assert not layer.commitChanges(False)
    assert "NC007" in errors(layer)
    assert names(database) == ["Trạm y tế Lê Mao"]


def test_an_update_of_a_row_that_is_gone_is_refused_not_reported_as_success(sit: Sit, site: Editor, database: Database) -> None:
    layer = plain(sit, "minh")
    feature = next(layer.getFeatures())
    layer.startEditing()
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("name"), "Không còn")
    layer.changeAttributeValue(feature.id(), layer.fields().indexOf("base_version"), 1)
    database.run("SET LOCAL session_replication_role = replica; DELETE FROM ncovy.testing_site")
    assert not layer.commitChanges(False)
    assert "NC003" in errors(layer)


def test_a_foreign_area_is_refused(sit: Sit, site: Editor, database: Database) -> None:
    layer = plain(sit, "hoa")
    assert not change(layer, name="Của người khác", base_version=1)
    assert "NC003" in errors(layer) or "NC006" in errors(layer)
    assert names(database) == ["Trạm y tế Lê Mao"]


def add(layer: QgsVectorLayer, where: QgsGeometry, **values: object) -> bool:
    layer.startEditing()
    feature = QgsVectorLayerUtils.createFeature(layer, where)
    for name, value in values.items():
        feature[name] = value
    layer.addFeature(feature)
    return bool(layer.commitChanges(False))


@pytest.mark.parametrize(
    ("person", "where", "said"),
    [
        ("hoa", QgsGeometry.fromWkt(VINH), "NC006"),
        ("lan", QgsGeometry.fromWkt("Point(105.852 21.028)"), "geom__inside_province"),
        ("lan", QgsGeometry.fromWkt("Point(18.67 105.68)"), "geom__inside_province"),
        ("lan", ZERO, "geom__inside_province"),
        ("vy", QgsGeometry.fromWkt(VINH), ""),
    ],
    ids=["foreign area", "Hà Nội", "swapped axes", "null island", "viewer"],
)
def test_an_insert_that_may_not_be_is_refused(sit: Sit, database: Database, person: str, where: QgsGeometry, said: str) -> None:
    layer = plain(sit, person)
    assert not add(layer, where, name="Không được", active_from=STARTED) or layer.featureCount() == 0
    assert said in errors(layer)
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(0,)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"uid": "00000000-0000-4000-8000-000000000001", "base_version": 1}, "permission denied"),
        ({"review_state": "approved", "base_version": 1}, "permission denied"),
        ({"row_version": 9, "base_version": 1}, "permission denied"),
        ({"edited_by": "minh", "base_version": 1}, "permission denied"),
        ({"phone": "gọi chị Lan", "base_version": 1}, "phone__matches"),
        ({"name": "=1+1", "base_version": 1}, "name__plain"),
    ],
    ids=["identity", "self-approval", "version", "forged author", "wrong phone", "formula"],
)
def test_a_forged_or_wrong_value_is_refused(sit: Sit, site: Editor, database: Database, values: dict[str, object], code: str) -> None:
    layer = plain(sit, "minh")
    before = database.run("SELECT uid, review_state, row_version, edited_by, phone, name FROM ncovy.testing_site")
    assert not change(layer, **values)
    assert code in errors(layer)
    assert database.run("SELECT uid, review_state, row_version, edited_by, phone, name FROM ncovy.testing_site") == before


def test_a_torn_save_outside_a_transaction_is_refused(database: Database, site: Editor) -> None:
    connection = database.connect("minh")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor, pytest.raises(Exception, match="NC004"):
            cursor.execute("UPDATE ncovy.testing_site SET name = 'rời', base_version = 1")
    finally:
        connection.close()


def test_automatic_transactions_are_guarded_too(sit: Sit, site: Editor, database: Database) -> None:
    """In a transaction group every stroke is sent at once: with a stale token it is refused at once."""
    project, layer = QgsProject.instance(), plain(sit, "minh")
    project.addMapLayer(layer, False)
    project.setAutoTransaction(True)
    try:
        assert layer.startEditing()
        feature = next(layer.getFeatures())
        assert not layer.changeAttributeValue(feature.id(), layer.fields().indexOf("name"), "Mù")
        layer.rollBack()
    finally:
        project.setAutoTransaction(False)
        project.takeMapLayer(layer)
    assert names(database) == ["Trạm y tế Lê Mao"]


def test_a_wrong_geometry_type_is_refused(sit: Sit, database: Database) -> None:
    layer = plain(sit, "lan", "lockdown_zone")
    bow = QgsGeometry.fromWkt("MultiPolygon(((105.68 18.67, 105.69 18.68, 105.69 18.67, 105.68 18.68, 105.68 18.67)))")
    assert not add(layer, bow, name="Tự cắt", active_from=STARTED)
    assert "geom__valid" in errors(layer)
    assert database.run("SELECT count(*) FROM ncovy.lockdown_zone") == [(0,)]
