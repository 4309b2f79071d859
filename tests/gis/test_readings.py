"""The token of the lost-update check: which version a person saw, on a real layer with real signals."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from ncovy_qgis.gis.line import Line
from ncovy_qgis.gis.readings import UNSEEN, Reading, Readings


@pytest.fixture
def layer(qgis_app: Any) -> QgsVectorLayer:
    """Two features in version 1."""
    made = QgsVectorLayer("Point?field=uid:string&field=row_version:integer&field=name:string", "layer", "memory")
    made.dataProvider().addFeatures([feature(made, "a"), feature(made, "b")])
    return made


@pytest.fixture
def readings(layer: QgsVectorLayer) -> Readings:
    return Readings(layer, Line(), "")


def feature(layer: QgsVectorLayer, uid: str, version: int = 1) -> QgsFeature:
    made = QgsFeature(layer.fields())
    made.setAttributes([uid, version, f"Tên {uid}"])
    made.setGeometry(QgsGeometry.fromWkt("Point(105.68 18.67)"))
    return made


def fid_of(layer: QgsVectorLayer, uid: str) -> int:
    return next(int(item.id()) for item in layer.getFeatures() if item["uid"] == uid)


def somebody_saves(layer: QgsVectorLayer, uid: str, version: int) -> None:
    """A colleague's save: behind the back of the edit buffer."""
    column = layer.fields().indexOf("row_version")
    assert layer.dataProvider().changeAttributeValues({fid_of(layer, uid): {column: version}})


def rename(layer: QgsVectorLayer, fid: int) -> None:
    assert layer.changeAttributeValue(fid, layer.fields().indexOf("name"), "Tên mới")


def test_before_editing_nothing_is_known(layer: QgsVectorLayer, readings: Readings) -> None:
    assert readings.of(fid_of(layer, "a")) is None
    assert "a" not in readings.fids()


def test_the_start_of_editing_reads_every_version(layer: QgsVectorLayer, readings: Readings) -> None:
    layer.startEditing()
    assert [readings.of(fid_of(layer, uid)) for uid in "ab"] == [Reading("a", 1), Reading("b", 1)]
    assert readings.fids()["b"] == fid_of(layer, "b")


def test_a_layer_already_in_editing_is_read_at_once(layer: QgsVectorLayer) -> None:
    layer.startEditing()
    late = Readings(layer, Line(), "")
    assert late.of(fid_of(layer, "a")) == Reading("a", 1)
    late.close()


def test_what_somebody_saves_meanwhile_is_not_taken_as_read(layer: QgsVectorLayer, readings: Readings) -> None:
    layer.startEditing()
    fid = fid_of(layer, "a")
    somebody_saves(layer, "a", 2)
    rename(layer, fid)
    assert readings.of(fid) == Reading("a", 1)


def test_a_form_opened_later_tells_a_later_version(layer: QgsVectorLayer, readings: Readings) -> None:
    layer.startEditing()
    fid = fid_of(layer, "a")
    readings.saw(fid, Reading("a", 2, {"name": "Tên a"}))
    assert readings.of(fid) == Reading("a", 2, {"name": "Tên a"})


@pytest.mark.parametrize("edit", ["attribute", "geometry", "deletion"])
def test_once_a_feature_is_edited_what_was_seen_first_counts(layer: QgsVectorLayer, readings: Readings, edit: str) -> None:
    layer.startEditing()
    fid = fid_of(layer, "a")
    if edit == "attribute":
        rename(layer, fid)
    elif edit == "geometry":
        assert layer.changeGeometry(fid, QgsGeometry.fromWkt("Point(105.7 18.7)"))
    else:
        assert layer.deleteFeature(fid)
    readings.saw(fid, Reading("a", 2))
    assert readings.of(fid) == Reading("a", 1)


@pytest.mark.parametrize(("stored", "taken"), [(1, 1), (5, UNSEEN)])
def test_a_colleagues_new_feature_is_read_when_it_is_touched(layer: QgsVectorLayer, readings: Readings, stored: int, taken: int) -> None:
    """An older version of it may have been seen, unless there is none."""
    layer.startEditing()
    layer.dataProvider().addFeatures([feature(layer, "c", stored)])
    fid = fid_of(layer, "c")
    assert readings.of(fid) is None
    rename(layer, fid)
    assert readings.of(fid) == Reading("c", taken)


def test_a_new_feature_has_no_version_whatever_its_form_shows(layer: QgsVectorLayer, readings: Readings) -> None:
    layer.startEditing()
    made = feature(layer, "d")
    assert layer.addFeature(made)
    readings.saw(made.id(), Reading("d", 9))
    assert readings.of(made.id()) is None


def test_our_own_save_confirmed_late_is_taken_as_read_although_edited(layer: QgsVectorLayer, readings: Readings) -> None:
    layer.startEditing()
    fid = fid_of(layer, "a")
    rename(layer, fid)
    readings.adopt(fid, Reading("a", 2))
    assert readings.of(fid) == Reading("a", 2)


def test_throwing_edits_away_and_going_on_reads_anew(layer: QgsVectorLayer, readings: Readings) -> None:
    layer.startEditing()
    fid = fid_of(layer, "a")
    rename(layer, fid)
    somebody_saves(layer, "a", 3)
    layer.rollBack(False)
    assert readings.of(fid) == Reading("a", 3)
    readings.saw(fid, Reading("a", 4))
    assert readings.of(fid) == Reading("a", 4)


def test_reading_anew_keeps_the_selection(layer: QgsVectorLayer, readings: Readings) -> None:
    layer.selectByIds([fid_of(layer, "b")])
    layer.startEditing()
    assert layer.selectedFeatureIds() == [fid_of(layer, "b")]


def test_after_closing_nothing_is_heard(layer: QgsVectorLayer) -> None:
    closed = Readings(layer, Line(), "")
    closed.close()
    layer.startEditing()
    assert closed.of(fid_of(layer, "a")) is None
