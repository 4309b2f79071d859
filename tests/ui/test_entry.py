"""The dock «Nhập liệu»: layers by shortcut, communes never guessed, look-alikes told apart, values used again, and nothing left behind."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayerUtils
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QLineEdit, QShortcut

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.ui.entry import memory
from ncovy_qgis.ui.entry.dock import NAME
from ncovy_qgis.ui.entry.lookalike_dialog import LookalikeDialog
from ncovy_qgis.ui.entry.part import EntryPart
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.entering import accept, part, project, said, session, tidy, until, window

__all__ = ["part", "project", "session"]
VINH = QgsPointXY(105.681389, 18.679722)


def type_commune(part: EntryPart, text: str, qtbot: Any) -> list[str]:
    """Type a name, wait for the answer; the communes offered."""
    box = part.dock.commune
    with qtbot.waitSignal(box._lookup.answered, timeout=8000):
        box.text.setText(text)
        box.look()
    return [box.list.item(place).text() for place in range(box.list.count())]


# --- layers ---------------------------------------------------------------------------------------------------------------


def test_ten_layers_with_sign_title_and_shortcut(part: EntryPart, catalogue: Catalogue) -> None:
    rows = [part.dock.layers.topLevelItem(place) for place in range(part.dock.layers.topLevelItemCount())]
    assert [row.text(0) for row in rows] == [layer.title.vi for layer in catalogue.layers]
    assert [row.text(1) for row in rows] == [f"Alt+Shift+{digit}" for digit in (*range(1, 10), 0)]
    assert not any(row.icon(0).isNull() for row in rows)


def test_each_shortcut_chooses_its_layer_and_shows_the_dock(part: EntryPart, session: Session, catalogue: Catalogue) -> None:
    window_of = session.iface.mainWindow()
    for place, layer in enumerate(catalogue.layers):
        part.dock.hide()
        shortcut = window_of.findChild(QShortcut, f"ncovyEntryLayer_{layer.name}")
        assert shortcut.key().toString() == f"Alt+Shift+{(place + 1) % 10}"
        shortcut.activated.emit()
        assert part.dock.layers.stem() == layer.name
        assert not part.dock.isHidden()


def test_a_zone_is_drawn_with_qgis_own_tool_on_its_layer(part: EntryPart, session: Session, qtbot: Any) -> None:
    part.choose("lockdown_zone")
    assert (part.dock.here.text(), part.dock.position.add.text()) == ("Vẽ vùng", "Tới đó và vẽ vùng")
    part.dock.here.click()
    zone = session.layers()["lockdown_zone"]
    assert session.iface.drawn_on == [zone]
    assert zone.isEditable()
    assert not part.dock.here.isChecked()
    part._at(VINH, "reported")
    assert session.iface.drawn_on == [zone, zone]
    assert session.iface.mapCanvas().scale() <= 5001
    part.choose("pharmacy")
    assert part.dock.here.text() == "Thêm tại đây"


def test_a_layer_that_may_only_be_seen_says_so(part: EntryPart, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = session.layers()["pharmacy"]
    layer.setReadOnly(True)
    try:
        part.dock.show_layer("pharmacy")
        part.dock.here.click()
        assert "chỉ được xem" in said(session)
        assert session.iface.mapCanvas().mapTool() is not part._tool
    finally:
        layer.setReadOnly(False)


# --- communes -------------------------------------------------------------------------------------------------------------


def test_namesakes_without_accents_are_offered_and_none_is_guessed(part: EntryPart, qtbot: Any) -> None:
    offered = type_commune(part, "chau binh", qtbot)
    assert {"Xã Châu Bình, Huyện Quỳ Châu", "Xã Châu Bính, Huyện Quỳ Châu"} <= set(offered)
    assert part.dock.commune.unit() is None
    assert not part.dock.commune.add.isEnabled()
    assert "hãy chọn một" in part.dock.commune.note.text()
    part.dock.commune.text.returnPressed.emit()
    assert part._adding.forms == ()


def test_a_long_commune_is_cut_not_scrolled_to_and_its_tooltip_has_all_of_it(part: EntryPart, qtbot: Any) -> None:
    offered = type_commune(part, "hung", qtbot)
    shown = part.dock.commune.list
    assert shown.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert [shown.item(row).toolTip() for row in range(shown.count())] == list(offered) != []


def test_three_communes_of_one_name_with_accents_are_a_question_too(part: EntryPart, qtbot: Any) -> None:
    assert len(type_commune(part, "Đồng Văn", qtbot)) >= 3
    assert part.dock.commune.unit() is None


def test_typed_accents_choose_and_the_feature_lies_at_the_commune_point(
    part: EntryPart, session: Session, database: Database, catalogue: Catalogue, qtbot: Any
) -> None:
    part.dock.show_layer("testing_site")
    type_commune(part, "phường lê mao", qtbot)
    unit = part.dock.commune.unit()
    assert unit is not None and unit.name == "Phường Lê Mao"
    assert part._mark.visible
    part.dock.commune.add.click()
    assert not part._mark.visible
    accept(part, "testing_site", catalogue, "Trạm y tế Lê Mao", qtbot)
    session.save_all()
    rows = database.run("SELECT ST_X(geom), ST_Y(geom), location_method, commune_code FROM ncovy.testing_site")
    assert rows == [(pytest.approx(unit.lon), pytest.approx(unit.lat), "commune_point", unit.code)]


def test_a_commune_is_taken_from_the_list_with_the_enter_key(part: EntryPart, qtbot: Any) -> None:
    part.dock.show_layer("testing_site")
    type_commune(part, "chau binh", qtbot)
    part.dock.commune.list.setCurrentRow(1)
    qtbot.keyClick(part.dock.commune.list, Qt.Key.Key_Return)
    assert len(part._adding.forms) == 1


@pytest.mark.parametrize(("text", "note"), [("Hà Nội", "Không có xã"), ("16681", "điểm đại diện")])
def test_what_was_found_is_said(part: EntryPart, qtbot: Any, text: str, note: str) -> None:
    type_commune(part, text, qtbot)
    assert note in part.dock.commune.note.text()


def test_one_letter_asks_nothing(part: EntryPart, qtbot: Any) -> None:
    with qtbot.assertNotEmitted(part.dock.commune._lookup.answered, wait=400):
        part.dock.commune.text.setText("v")
        part.dock.commune.look()


# --- look-alikes ----------------------------------------------------------------------------------------------------------


def answer(first: bool, second: bool, press: str, quiet: bool = False) -> None:
    """In a moment, answer the window that will be open then."""

    def act() -> None:
        dialog = window(LookalikeDialog)
        for widget, value in zip(dialog.answers, (first, second)):
            (widget.yes if value else widget.no).click()
        dialog.quiet.setChecked(quiet)
        getattr(dialog, press)()

    QTimer.singleShot(50, act)


def test_the_first_use_of_a_look_alike_asks_two_questions_and_takes_the_answer(part: EntryPart) -> None:
    part._asked.clear()
    answer(True, True, "accept")
    part.choose("road_block")
    assert part.dock.layers.stem() == "control_checkpoint"
    part.choose("road_block")  # once a session
    assert part.dock.layers.stem() == "road_block"


def test_who_keeps_the_layer_keeps_it_and_need_not_be_asked_again(part: EntryPart) -> None:
    part._asked.clear()
    answer(True, True, "reject", quiet=True)
    part.choose("road_block")
    assert part.dock.layers.stem() == "road_block"
    part._asked.clear()  # the next session
    part.choose("control_checkpoint")
    assert part.dock.layers.stem() == "control_checkpoint"
    assert not memory.asks("posts")
    assert memory.asks("lockdowns")


def test_a_layer_chosen_last_time_is_asked_about_when_it_is_used(part: EntryPart, session: Session) -> None:
    part._asked.clear()
    part.dock.show_layer("lockdown_zone")
    answer(False, True, "accept")
    part.dock.here.click()
    assert part.dock.layers.stem() == "lockdown_point"
    assert session.iface.mapCanvas().mapTool() is part._tool


def test_the_arrow_keys_pass_by_look_alikes_without_a_question(part: EntryPart, catalogue: Catalogue, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    part._asked.clear()
    asked: list[Any] = []
    monkeypatch.setattr(part, "_ask", lambda pair, automatic: asked.append(pair.name) or "")
    layers = part.dock.layers
    layers.setCurrentItem(layers.topLevelItem(0))
    for _ in catalogue.layers[1:]:
        qtbot.keyClick(layers, Qt.Key.Key_Down)
    assert layers.stem() == catalogue.layers[-1].name and asked == []
    assert part.dock.here.text() in ("Thêm tại đây", "Vẽ vùng")
    row = layers.topLevelItem([layer.name for layer in catalogue.layers].index("road_block"))
    layers.setCurrentItem(row)
    layers.itemClicked.emit(row, 0)
    assert layers.stem() == "road_block" and asked == ["posts"]


def test_the_questions_can_be_asked_for(part: EntryPart) -> None:
    part.dock.show_layer("medical_facility")
    answer(True, False, "accept")
    part.dock.which.click()
    assert part.dock.layers.stem() == "covid_treatment_facility"


def test_the_tool_for_points_is_put_down_when_the_answers_lead_to_a_zone(part: EntryPart, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    part.dock.show_layer("lockdown_point")
    part.dock.here.click()
    assert session.iface.mapCanvas().mapTool() is part._tool
    monkeypatch.setattr(part, "_ask", lambda *_: "lockdown_zone")
    part.dock.which.click()
    assert part.dock.layers.stem() == "lockdown_zone" and session.iface.mapCanvas().mapTool() is not part._tool


def test_nothing_is_proposed_before_both_questions_are_answered(qtbot: Any, catalogue: Catalogue, qgis_iface: Any) -> None:
    dialog = LookalikeDialog(qgis_iface.mainWindow(), catalogue)
    qtbot.addWidget(dialog)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert (dialog.proposal(), ok.isEnabled(), dialog.sign.isHidden()) == (None, False, True)
    dialog.answers[0].yes.click()
    assert (dialog.proposal(), ok.isEnabled()) == (None, False)
    dialog.answers[1].yes.click()
    assert ok.isEnabled() and not dialog.sign.isHidden()
    assert "Chốt kiểm soát" in dialog.proposed.text()
    dialog.pairs.setCurrentIndex(1)
    assert dialog.proposal() is None
    assert "ranh giới" in dialog.questions[0].text()


# --- values used again ----------------------------------------------------------------------------------------------------


def ticks(part: EntryPart) -> dict[str, Any]:
    tree = part.dock.reuse.list
    rows = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    return {row.data(0, Qt.ItemDataRole.UserRole): row for row in rows}


def test_what_was_entered_is_offered_and_what_is_ticked_fills_the_next_form(part: EntryPart, catalogue: Catalogue, qtbot: Any) -> None:
    part.choose("testing_site")
    assert ticks(part) == {}
    part._at(VINH, "reported")
    accept(part, "testing_site", catalogue, "Trạm số một", qtbot)
    offered = ticks(part)
    assert {"decision_no", "status", "source_org"} <= set(offered)
    assert not {"name", "contact_name", "contact_phone", "address", "note_internal"} & set(offered)
    offered["source_org"].setCheckState(0, Qt.CheckState.Checked)
    offered["decision_date"].setCheckState(0, Qt.CheckState.Checked)
    part._at(VINH, "reported")
    until(qtbot, lambda: len(part._adding.forms) == 1)
    feature = part._adding.forms[0].feature()
    assert feature["source_org"] == part.dock.reuse.values()["source_org"]
    assert feature["decision_date"].toString("dd/MM/yyyy") == "21/08/2021"
    assert feature["name"] in (None, "") or not str(feature["name"]).strip("NUL")


def test_ticks_are_remembered_by_layer(part: EntryPart, catalogue: Catalogue, qtbot: Any) -> None:
    part.choose("testing_site")
    part._at(VINH, "reported")
    accept(part, "testing_site", catalogue, "Trạm số hai", qtbot)
    ticks(part)["source_org"].setCheckState(0, Qt.CheckState.Checked)
    part.choose("pharmacy")
    assert part.dock.reuse.values() == {}
    part.choose("testing_site")
    assert set(part.dock.reuse.values()) == {"source_org"}
    part.dock.reuse.forget.click()
    assert (ticks(part), memory.recent(catalogue.layer("testing_site"))) == ({}, {})


def test_no_personal_data_reaches_the_settings(part: EntryPart, catalogue: Catalogue, qtbot: Any) -> None:
    from qgis.core import QgsSettings

    part.choose("testing_site")
    part._at(VINH, "reported")
    form_name = "Trạm có người phụ trách"
    until(qtbot, lambda: len(part._adding.forms) == 1)
    part._adding.forms[0].attributeForm().changeAttribute("contact_name", "Nguyễn Thị Bí Mật")
    accept(part, "testing_site", catalogue, form_name, qtbot)
    kept = str(QgsSettings().value(f"{memory.KEY}/recent/testing_site"))
    assert "3088/QĐ-UBND" in kept
    assert not any(word in kept for word in ("Bí Mật", form_name, "Nguyễn Thị"))


def test_a_save_or_an_undo_is_no_entry(part: EntryPart, session: Session, catalogue: Catalogue, qtbot: Any) -> None:
    told: list[str] = []
    part._adding.entered.connect(told.append)
    part.choose("testing_site")
    part._at(VINH, "reported")
    accept(part, "testing_site", catalogue, "Trạm được lưu", qtbot)
    session.save_all()
    QCoreApplication.processEvents()
    assert told == ["testing_site"]


def zone_form(session: Session, qtbot: Any) -> QgsAttributeForm:
    """The form QGIS's drawing tool opens for a zone."""
    layer = session.layers()["lockdown_zone"]
    assert layer.isEditable() or layer.startEditing()
    shape = QgsGeometry.fromWkt("MultiPolygon(((105.678 18.668, 105.682 18.668, 105.682 18.672, 105.678 18.672, 105.678 18.668)))")
    feature = QgsVectorLayerUtils.createFeature(layer, shape, {}, layer.createExpressionContext())
    context = QgsAttributeEditorContext()
    context.setFormMode(QgsAttributeEditorContext.FormMode.StandaloneDialog)
    form = QgsAttributeForm(layer, feature, context)
    form.setMode(QgsAttributeEditorContext.Mode.AddFeatureMode)
    qtbot.addWidget(form)
    form.show()
    return form


def test_a_zone_drawn_with_qgis_own_tool_is_remembered_and_prefilled_too(
    part: EntryPart, session: Session, catalogue: Catalogue, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part.dock, "isUserVisible", lambda: True)  # the window of the tests is not on a screen
    part.choose("lockdown_zone")
    first = zone_form(session, qtbot)
    part._prefill.focused(first.findChildren(QLineEdit)[0])
    for name, value in (("name", "Khối 5"), ("decision_no", "3088/QĐ-UBND"), ("source_org", "UBND TP Vinh")):
        first.changeAttribute(name, value)
    assert first.save()
    QCoreApplication.processEvents()
    ticks(part)["decision_no"].setCheckState(0, Qt.CheckState.Checked)
    second = zone_form(session, qtbot)
    editor = second.findChildren(QLineEdit)[0]
    part._prefill.focused(editor)
    assert "3088/QĐ-UBND" in [each.text() for each in second.findChildren(QLineEdit)]
    assert "UBND TP Vinh" not in [each.text() for each in second.findChildren(QLineEdit)]
    second.changeAttribute("decision_no", "16/CT-TTg")
    part._prefill.focused(editor)  # the keyboard comes back: what was typed stays
    assert "16/CT-TTg" in [each.text() for each in second.findChildren(QLineEdit)]


def test_the_form_of_a_stored_feature_is_never_prefilled(part: EntryPart, session: Session, qtbot: Any) -> None:
    form = zone_form(session, qtbot)
    form.setMode(QgsAttributeEditorContext.Mode.SingleEditMode)
    part._prefill.focused(form.findChildren(QLineEdit)[0])
    assert not form.property("ncovy_prefilled")


# --- the end --------------------------------------------------------------------------------------------------------------


def test_the_action_shows_and_hides_the_dock(session: Session, part: EntryPart) -> None:
    owner = QAction()
    (action,) = part.actions(owner)
    assert (action.objectName(), action.text(), action.shortcut().toString()) == ("ncovyEntry", "Nhập liệu", "Alt+Shift+N")
    window_of = session.iface.mainWindow()
    window_of.show()
    try:
        assert part.dock.isVisible()
        action.trigger()
        assert not part.dock.isVisible()
        action.trigger()
        assert part.dock.isVisible()
    finally:
        window_of.hide()


def test_without_a_map_nothing_is_begun(part: EntryPart, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "layers", dict)
    part.dock.here.click()
    assert "Hãy mở bản đồ" in said(session)
    assert part.dsn() is None


def test_closing_leaves_nothing(qgis_iface: Any, session: Session, part: EntryPart, catalogue: Catalogue) -> None:
    window_of, canvas = session.iface.mainWindow(), session.iface.mapCanvas()
    part.dock.show_layer("pharmacy")
    part.dock.here.click()
    part._at(VINH, "reported")
    part._show_mark(VINH)
    items = len(canvas.scene().items())
    session.parts.remove(part)
    part.close()
    tidy()
    assert not [each for each in window_of.findChildren(QShortcut) if each.objectName().startswith("ncovyEntry")]
    assert window_of.findChild(QDockWidget, NAME) is None
    assert canvas.mapTool() is None or type(canvas.mapTool()).__name__ != "PointTool"
    assert len(canvas.scene().items()) < items
    assert part._adding.forms == ()
    assert not [each for each in session.iface.locator.filters() if each.name() == "ncovy"]


def test_hundreds_of_pasted_features_are_remembered_before_anybody_notices(part: EntryPart, session: Session, qtbot: Any) -> None:
    part.dock.show_layer("testing_site")
    layer = session.layers()["testing_site"]
    assert part._adding.layer("testing_site") is layer
    fields = layer.fields()

    def pasted(number: int) -> QgsFeature:
        feature = QgsFeature(fields)
        feature["decision_no"] = f"{number}/QĐ-UBND"
        feature.setGeometry(QgsGeometry.fromWkt("Point(105.70 18.70)"))
        return feature

    features = [pasted(number) for number in range(1, 301)]
    before = perf_counter()
    assert layer.addFeatures(features)
    assert perf_counter() - before < 1
    until(qtbot, lambda: "decision_no" in memory.recent(session.catalogue.layer("testing_site")))
    assert memory.recent(session.catalogue.layer("testing_site"))["decision_no"] == tuple(f"{number}/QĐ-UBND" for number in range(300, 294, -1))
