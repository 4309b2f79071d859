"""base_version: sent by the plugin while it saves, by QGIS where there is no plugin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer

from tests.gis.conftest import Sit
from tests.gis.editors import Editor
from tests.server import Database

THERE = "Point(105.681 18.671)"
NAME = "Trạm y tế Lê Mao"


@pytest.fixture
def moved(sit: Sit) -> tuple[Editor, QgsVectorLayer, int]:
    """A stored feature moved in the buffer of a QGIS with plugin."""
    lan = sit("lan")
    fid = lan.stored(NAME)
    layer = lan.start()
    assert layer.changeGeometry(fid, QgsGeometry.fromWkt(THERE))
    return lan, layer, fid


def token(layer: QgsVectorLayer) -> int:
    return int(layer.fields().indexOf("base_version"))


def test_a_move_leaves_the_attributes_alone(moved: tuple[Editor, QgsVectorLayer, int]) -> None:
    _, layer, fid = moved
    assert fid not in layer.editBuffer().changedAttributeValues()


def test_the_plugin_that_goes_leaves_unsaved_edits_which_plain_qgis_saves(moved: tuple[Editor, QgsVectorLayer, int], database: Database) -> None:
    lan, layer, fid = moved
    lan.edits.close()
    assert layer.editBuffer().changedAttributeValues()[fid] == {token(layer): 1}
    assert layer.commitChanges(False), layer.commitErrors()
    assert database.run("SELECT ST_X(geom), row_version FROM ncovy.testing_site") == [(pytest.approx(105.681), 2)]


def test_and_the_second_of_two_is_still_refused(moved: tuple[Editor, QgsVectorLayer, int], sit: Sit, database: Database) -> None:
    lan, layer, fid = moved
    minh = sit("minh")
    minh.change(fid, name="Tên của Minh")
    assert minh.save()
    lan.edits.close()
    assert not layer.commitChanges(False)
    assert "NC001" in "\n".join(layer.commitErrors())


def test_after_the_plugin_has_gone_qgis_sends_the_token(sit: Sit) -> None:
    lan = sit("lan")
    fid = lan.stored(NAME)
    lan.edits.close()
    lan.change(fid, name="Trạm y tế phường Lê Mao")
    layer = lan.layers["testing_site"]
    assert token(layer) in layer.editBuffer().changedAttributeValues()[fid]
    assert layer.commitChanges(False), layer.commitErrors()


def test_a_project_saved_with_the_plugin_saves_edits_in_a_qgis_without(sit: Sit, tmp_path: Path, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored(NAME)
    layer, project, file = lan.layers["testing_site"], QgsProject.instance(), str(tmp_path / "desk.qgs")
    project.addMapLayer(layer, False)
    assert project.write(file)
    project.takeMapLayer(layer)
    other = QgsProject()
    assert other.read(file)
    [opened] = other.mapLayers().values()
    opened.startEditing()
    opened.changeAttributeValue(fid, opened.fields().indexOf("name"), "Trạm y tế phường Lê Mao")
    assert opened.commitChanges(False), opened.commitErrors()
    assert database.run("SELECT name, row_version FROM ncovy.testing_site") == [("Trạm y tế phường Lê Mao", 2)]


def test_watching_does_not_make_a_project_look_edited(sit: Sit) -> None:
    lan = sit("lan", watched=False)
    layer, project = lan.layers["testing_site"], QgsProject.instance()
    project.addMapLayer(layer, False)
    project.setDirty(False)
    lan.edits.watch(layer)
    assert not project.isDirty()
    project.takeMapLayer(layer)


def test_of_two_desks_each_goes_by_itself(sit: Sit, tmp_path: Path) -> None:
    lan, minh = sit("lan"), sit("minh")
    lan.edits.close()
    layer, project, file = minh.layers["testing_site"], QgsProject.instance(), tmp_path / "desk.qgs"
    project.addMapLayer(layer, False)
    assert project.write(str(file))
    project.takeMapLayer(layer)
    [default] = re.findall('<default [^>]*field="base_version"[^>]*>', file.read_text(encoding="utf-8"))
    assert 'applyOnUpdate="1"' in default
    minh.edits.close()
