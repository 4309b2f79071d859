"""A look-alike is told of while it is entered: added, moved, named in a table or typed in a form; one click goes to the other."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer, QgsVectorLayerUtils
from qgis.gui import QgsAttributeDialog, QgsAttributeEditorContext, QgsAttributeForm, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QLineEdit, QPushButton, QWidget

from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.ui.form_of import form_of
from ncovy_qgis.ui.session import Session
from ncovy_qgis.ui.tools import near_watch
from ncovy_qgis.ui.tools.near_warning import OURS
from tests.server import Database
from tests.ui.tools_desk import part_of, project, session, show_place

__all__ = ["project", "session"]


def sites(session: Session) -> QgsVectorLayer:
    layer = session.layers()["testing_site"]
    assert layer.isEditable() or layer.startEditing()
    return layer


def made(layer: QgsVectorLayer, name: str, lon: float, lat: float = 18.67) -> QgsFeature:
    feature = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt(f"Point({lon} {lat})"), {}, layer.createExpressionContext())
    feature["name"] = name
    return feature


def bar_says(bar: QgsMessageBar) -> str:
    QCoreApplication.processEvents()
    item = bar.currentItem()
    return item.text() if item is not None else ""


def wait_for(qtbot: Any, bar: QgsMessageBar, words: str) -> None:
    qtbot.waitUntil(lambda: words in bar_says(bar), timeout=6000)


def quiet(qtbot: Any, session: Session) -> None:
    """Long enough for an answer, had there been anything to say."""
    qtbot.wait(1500)
    assert bar_says(session.iface.messageBar()) == ""


def fid_of(layer: QgsVectorLayer, name: str) -> int:
    return int(next(item.id() for item in layer.getFeatures() if item["name"] == name))


def test_a_new_feature_beside_a_stored_one_is_told_and_shown_on_request(session: Session, qtbot: Any) -> None:
    canvas = show_place(session, 105.75)
    assert sites(session).addFeature(made(sites(session), "Điểm mới", 105.6801))
    wait_for(qtbot, session.iface.messageBar(), "Cách 11 m đã có «Trạm Lê Mao»")
    before = canvas.extent()
    session.iface.messageBar().findChild(QPushButton, OURS).click()
    assert session.iface.asked_for == [("Điểm xét nghiệm", "Trạm Lê Mao")]
    assert canvas.extent() != before and session.iface.activeLayer() is sites(session)


def test_the_same_name_in_the_commune_is_told_with_the_distance(session: Session, qtbot: Any) -> None:
    assert sites(session).addFeature(made(sites(session), "trạm  LÊ MAO", 105.6810))
    wait_for(qtbot, session.iface.messageBar(), "Trong xã đã có «Trạm Lê Mao»")
    assert "cách 105 m" in bar_says(session.iface.messageBar())


def test_a_feature_far_from_all_others_is_met_with_silence(session: Session, qtbot: Any) -> None:
    assert sites(session).addFeature(made(sites(session), "Điểm mới", 105.70, 18.70))
    quiet(qtbot, session)


def test_moving_a_stored_feature_next_to_another_is_told(session: Session, qtbot: Any) -> None:
    layer = sites(session)
    layer.changeGeometry(fid_of(layer, "Trạm Cửa Nam"), QgsGeometry.fromWkt("Point(105.6801 18.67)"))
    wait_for(qtbot, session.iface.messageBar(), "«Trạm Lê Mao»")


def test_giving_a_stored_feature_the_name_of_another_is_told(session: Session, qtbot: Any) -> None:
    layer = sites(session)
    fid = fid_of(layer, "Trạm Cửa Nam")
    layer.changeAttributeValue(fid, layer.fields().indexOf("phone"), "113")
    quiet(qtbot, session)
    layer.changeAttributeValue(fid, layer.fields().indexOf("name"), "Tram Le Mao")
    wait_for(qtbot, session.iface.messageBar(), "Trong xã đã có «Trạm Lê Mao»")


def test_two_unsaved_features_are_compared_with_each_other(session: Session, qtbot: Any) -> None:
    layer = sites(session)
    assert layer.addFeature(made(layer, "Lều số 1", 105.70, 18.70))
    quiet(qtbot, session)
    assert layer.addFeature(made(layer, "Lều số 2", 105.7001, 18.70))
    wait_for(qtbot, session.iface.messageBar(), "«Lều số 1»")
    session.iface.messageBar().findChild(QPushButton, OURS).click()
    assert session.iface.asked_for == [("Điểm xét nghiệm", "Lều số 1")]


def test_what_is_removed_or_moved_away_here_is_no_look_alike(session: Session, qtbot: Any) -> None:
    layer = sites(session)
    mark_removed(layer, [fid_of(layer, "Trạm Lê Mao")], "nhầm")
    layer.changeGeometry(fid_of(layer, "Trạm Hưng Bình"), QgsGeometry.fromWkt("Point(105.72 18.70)"))
    for name, lon in (("Điểm A", 105.6801), ("Điểm B", 105.6821)):
        assert layer.addFeature(made(layer, name, lon))
    quiet(qtbot, session)


def test_the_same_thing_is_told_once(session: Session, qtbot: Any) -> None:
    layer = sites(session)
    assert layer.addFeature(made(layer, "Điểm mới", 105.6801))
    bar = session.iface.messageBar()
    wait_for(qtbot, bar, "«Trạm Lê Mao»")
    bar.clearWidgets()
    (fid,) = layer.editBuffer().addedFeatures()
    layer.changeGeometry(fid, QgsGeometry.fromWkt("Point(105.68011 18.67)"))
    quiet(qtbot, session)


def test_a_name_typed_in_a_form_is_told_of_in_that_form(session: Session, qtbot: Any, database: Database) -> None:
    layer = sites(session)
    dialog = QgsAttributeDialog(layer, made(layer, "", 105.6810), False, None, False)
    dialog.setMode(QgsAttributeEditorContext.AddFeatureMode)
    qtbot.addWidget(dialog)
    dialog.show()
    editor = next(box for box in dialog.findChildren(QLineEdit) if box.isEnabled())
    part_of(session).near._focused(editor)
    form = form_of(editor)
    assert form is not None
    form.changeAttribute("name", "Trạm Lê Mao")
    bar = next(sip.cast(child, QgsMessageBar) for child in dialog.findChildren(QWidget) if child.metaObject().className() == "QgsMessageBar")
    wait_for(qtbot, bar, "Trong xã đã có «Trạm Lê Mao»")
    assert bar_says(session.iface.messageBar()) == ""
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(3,)]


def test_a_form_closed_before_the_answer_does_no_harm(session: Session, qtbot: Any) -> None:
    layer = sites(session)
    form = QgsAttributeForm(layer, made(layer, "", 105.6810), QgsAttributeEditorContext())
    form.show()
    part_of(session).near._focused(form.findChildren(QLineEdit)[0])
    form.changeAttribute("name", "Trạm Lê Mao")
    form.deleteLater()
    del form
    wait_for(qtbot, session.iface.messageBar(), "«Trạm Lê Mao»")


def test_a_look_alike_never_holds_up_a_save(session: Session, qtbot: Any, database: Database) -> None:
    layer = sites(session)
    feature = made(layer, "Trạm Lê Mao", 105.6801)
    feature["commune_code"] = None
    assert layer.addFeature(feature)
    session.save_all()
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(4,)]


def test_what_is_touched_while_another_question_is_out_is_asked_about_too(session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answer, layer, look = Event(), Event(), sites(session), near_watch.look_up
    monkeypatch.setattr(near_watch, "look_up", lambda *given: asked.set() or (answer.wait(5) and look(*given)))
    assert layer.addFeature(made(layer, "Điểm xa", 105.70, 18.70))
    qtbot.waitUntil(asked.is_set, timeout=3000)
    assert layer.addFeature(made(layer, "Điểm gần", 105.6801))
    answer.set()
    wait_for(qtbot, session.iface.messageBar(), "«Trạm Lê Mao»")


def test_a_name_being_typed_does_not_take_the_place_of_what_was_added(session: Session, qtbot: Any) -> None:
    layer = sites(session)
    form = QgsAttributeForm(layer, made(layer, "", 105.71, 18.71), QgsAttributeEditorContext())
    qtbot.addWidget(form)
    form.show()
    part_of(session).near._focused(form.findChildren(QLineEdit)[0])
    assert layer.addFeature(made(layer, "Điểm gần", 105.6801))
    qtbot.wait(near_watch.QUIET_MS + 50)
    form.changeAttribute("name", "Điểm ở xa")
    wait_for(qtbot, session.iface.messageBar(), "«Trạm Lê Mao»")
