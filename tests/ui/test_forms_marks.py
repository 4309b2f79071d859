"""Where an open form says what is wrong: tabs with counts, a line that leads there, a sentence under the field, the server's refusal too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsFeatureRequest, QgsVectorLayer
from qgis.gui import QgsAttributeDialog, QgsAttributeEditorContext, QgsAttributeForm, QgsDualView, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTabWidget,
    QWidget,
)

from ncovy_qgis.core.catalogue import Strength, Text, load_catalogue
from ncovy_qgis.core.messages import Refusal
from ncovy_qgis.ui.forms import FormWatch
from ncovy_qgis.ui.forms.attended import AttendedForm
from ncovy_qgis.ui.forms.dark import GROUND, TEXT
from ncovy_qgis.ui.forms.editors import forms_in
from ncovy_qgis.ui.forms.heights import LINES
from ncovy_qgis.ui.forms.signs import ON_DARK, ON_LIGHT, colour_of, count_sign
from tests.ui.open_forms import Desk, desk, fill, keys, opened
from tests.ui.rows import GIVEN, valid_row

__all__ = ["desk", "opened"]
LAYERS = load_catalogue().layers


@pytest.fixture
def watch(desk: Desk) -> Iterator[FormWatch]:
    made = FormWatch(desk.edits)
    yield made
    made.close()


@pytest.fixture
def attended(opened: Any, watch: FormWatch) -> Any:
    def made(stem: str) -> AttendedForm:
        form = opened(stem)
        form.resize(760, 650)
        form.show()
        form.activateWindow()
        QCoreApplication.processEvents()
        found = watch.attend(form)
        assert found is not None
        return found

    return made


def page(form: AttendedForm, title: str) -> int:
    tabs = form.form.findChild(QTabWidget)
    return next(index for index in range(tabs.count()) if tabs.tabText(index) == title)


def tip(form: AttendedForm, title: str) -> str:
    return str(form.form.findChild(QTabWidget).tabToolTip(page(form, title)))


def line(form: AttendedForm) -> str:
    return str(form.form.findChild(QLabel, "ncovyFormFaults").text())


def sentence(form: AttendedForm, name: str) -> str:
    """The sentence under a field; "" when there is none."""
    label = form.form.findChild(QLabel, f"ncovyFault_{name}")
    return label.text() if label is not None and not label.isHidden() else ""


def ok(form: AttendedForm) -> QPushButton:
    return form.form.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)


def refusal(field: Any, text: str = "Máy chủ không nhận.") -> Refusal:
    return Refusal(code="23514", layer="pharmacy", uid=None, field=field, text=Text(text, text))


def uid_of(form: AttendedForm) -> str:
    return str(form.form.feature()["uid"])


# --- tabs, line, sentences --------------------------------------------------------------------------------------------


def test_a_wrong_field_on_another_tab_marks_its_tab_and_names_it(attended: Any) -> None:
    form = attended("lockdown_zone")
    form.form.findChild(QTabWidget).setCurrentIndex(0)
    assert "Điện thoại" not in tip(form, "Liên hệ và nguồn")
    form.form.changeAttribute("phone", "gọi chị Lan")
    form.refresh()
    tabs = form.form.findChild(QTabWidget)
    assert not tabs.tabIcon(page(form, "Liên hệ và nguồn")).isNull()
    assert "Điện thoại: «Điện thoại» phải có dạng" in tip(form, "Liên hệ và nguồn")
    assert "1 lỗi phải sửa" in line(form)
    form.form.changeAttribute("phone", "0238 3844 528")
    form.refresh()
    assert "Điện thoại" not in tip(form, "Liên hệ và nguồn")
    assert "lỗi phải sửa" not in line(form)


def test_marks_follow_the_typing_by_themselves(attended: Any, qtbot: Any) -> None:
    form = attended("pharmacy")
    form.marks.go_to("phone")
    keys(form.editors["phone"].widget, "12")
    qtbot.waitUntil(lambda: "1 lỗi phải sửa" in line(form), timeout=3000)
    assert sentence(form, "phone") == ""  # not under the fingers
    form.editors["address"].widget.setFocus()
    form.editors["phone"].widget.clearFocus()
    qtbot.waitUntil(lambda: "phải có dạng" in sentence(form, "phone"), timeout=3000)


def test_a_sentence_stands_under_its_field_and_goes_when_it_is_mended(attended: Any) -> None:
    form = attended("pharmacy")
    form.form.changeAttribute("phone", "12")
    form.refresh()
    form.marks.go_to("phone")
    form.editors["phone"].widget.clearFocus()
    form.refresh()
    QCoreApplication.processEvents()
    label, box = form.form.findChild(QLabel, "ncovyFault_phone"), form.editors["phone"].widget
    assert "phải có dạng" in label.text()
    below = label.mapTo(form.form, label.rect().topLeft()).y() - box.mapTo(form.form, box.rect().bottomLeft()).y()
    assert 0 <= below < 20
    assert label.height() >= label.sizeHint().height()
    assert label.fontMetrics().boundingRect(label.rect(), 0, label.text()).width() <= label.width() + 2
    form.form.changeAttribute("phone", "")
    form.refresh()
    assert sentence(form, "phone") == ""


def test_what_is_only_wanted_is_counted_and_said_by_tooltip_but_takes_no_room(attended: Any) -> None:
    form = attended("lockdown_zone")
    assert "mục cần cho gửi duyệt" in line(form)
    assert "lỗi phải sửa" not in line(form)
    assert form.editors["boundary_text"].widget.toolTip()
    assert not [label for label in form.form.findChildren(QLabel) if label.objectName().startswith("ncovyFault_")]
    fill(form.form, {"name": "Khối 5", "active_from": GIVEN["active_from"]})
    form.refresh()
    assert ok(form).isEnabled()  # a draft may be kept


def test_a_complete_form_says_so(attended: Any, desk: Desk) -> None:
    form = attended("pharmacy")
    fill(form.form, {**valid_row(form.schema, desk.edits.catalogue), "gpp_expiry": None})
    form.refresh()
    assert [fault for fault in form.faults() if fault.strength is not Strength.WARN] == []
    assert "lỗi phải sửa" not in line(form)
    assert "mục cần" not in line(form)


def test_the_line_leads_to_the_first_fault(attended: Any) -> None:
    form = attended("pharmacy")
    form.form.changeAttribute("contact_phone", "12")
    form.refresh()
    assert 'href="contact_phone"' in line(form)
    form.form.findChild(QLabel, "ncovyFormFaults").linkActivated.emit("contact_phone")
    QCoreApplication.processEvents()
    assert form.form.findChild(QTabWidget).currentIndex() == page(form, "Nội bộ")
    assert QApplication.focusWidget() is form.editors["contact_phone"].widget


def test_a_group_that_is_hidden_asks_for_nothing(attended: Any) -> None:
    form = attended("testing_site")
    form.form.changeAttribute("confirmatory", False)
    form.refresh()
    assert not form.marks.reachable("licence_no")
    assert "licence_no" not in {fault.field for fault in form.faults()}
    form.form.changeAttribute("confirmatory", True)
    form.refresh()
    assert "licence_no" in {fault.field for fault in form.faults()}


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_every_field_a_person_fills_is_attended_on_its_tab(layer: Any, attended: Any) -> None:
    form = attended(layer.name)
    assert set(form.editors) == {field.name for field in layer.fields if not field.auto}
    tabs = form.form.findChild(QTabWidget)
    for tab in layer.tabs:
        names = {name for group in tab.groups for name in group.fields} & set(form.editors)
        assert {tabs.tabText(form.marks._pages[name]) for name in names} == {tab.title.vi}


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_tab_goes_through_the_fields_in_the_order_of_the_form(layer: Any, attended: Any) -> None:
    form = attended(layer.name)
    order = {id(editor.widget): name for name, editor in form.editors.items()}
    walked: list[str] = []
    widget: QWidget = form.form.nextInFocusChain()
    while widget is not form.form:
        if id(widget) in order:
            walked.append(order[id(widget)])
        widget = widget.nextInFocusChain()
    shown = [name for tab in layer.tabs for group in tab.groups for name in _as_shown(layer, group.fields)]
    assert walked == [name for name in shown if name in form.editors]


def _as_shown(layer: Any, names: tuple[str, ...]) -> list[str]:
    """Required ones first, as form.py puts them."""
    wanted = {name for name in names for rule in layer.field(name).rules_of("required") if rule.when is None and rule.strength is not Strength.WARN}
    return sorted(names, key=lambda name: name not in wanted)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_a_form_fits_a_screen_of_768_lines(layer: Any, attended: Any) -> None:
    form = attended(layer.name)
    boxes = [box for box in form.form.findChildren((QPlainTextEdit, QTableWidget)) if box.isVisibleTo(form.form)]
    assert all(box.height() <= box.fontMetrics().lineSpacing() * LINES + 20 for box in boxes)
    assert form.form.minimumSizeHint().height() <= 560
    assert form.form.minimumSizeHint().width() <= 900
    table = next(iter(form.form.findChildren(QTableWidget)), None)
    if table is not None:
        assert table.rowHeight(0) >= table.fontMetrics().height()


def test_buttons_speak_vietnamese_and_get_their_words_back(opened: Any, desk: Desk) -> None:
    native, own = opened("pharmacy"), FormWatch(desk.edits)
    buttons = native.findChild(QDialogButtonBox)
    words = lambda: [buttons.button(kind).text() for kind in (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel)]  # noqa: E731
    before = words()
    own.attend(native)
    assert words() == ["Đồng ý", "Hủy"]
    own.close()
    assert words() == before


# --- keys -------------------------------------------------------------------------------------------------------------


def test_ctrl_enter_takes_what_is_typed_and_accepts(attended: Any, desk: Desk) -> None:
    form = attended("pharmacy")
    box = form.editors["name"].widget
    box.setFocus()
    keys(box, " Quầy  15 ")
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    added = desk.layers["pharmacy"].editBuffer().addedFeatures().values()
    assert [item["name"] for item in added] == ["Quầy 15"]


def test_ctrl_enter_goes_to_the_fault_when_the_form_may_not_be_accepted(attended: Any, desk: Desk) -> None:
    form = attended("pharmacy")
    form.form.changeAttribute("contact_phone", "12")
    form.accept()
    QCoreApplication.processEvents()
    assert not desk.layers["pharmacy"].editBuffer().addedFeatures()
    assert QApplication.focusWidget() is form.editors["contact_phone"].widget


def test_a_text_that_saving_mends_may_be_accepted_while_it_is_typed(attended: Any) -> None:
    form = attended("control_checkpoint")
    form.form.changeAttribute("km_post", "km 463 + 200")  # QGIS alone refuses it
    form.refresh()
    assert not form.editors["km_post"].wrapper.isValidConstraint()
    assert ok(form).isEnabled()


# --- refusals of the server -------------------------------------------------------------------------------------------


def test_a_refusal_marks_its_field_until_it_is_changed(attended: Any, watch: FormWatch, qtbot: Any) -> None:
    form = attended("pharmacy")
    watch.show_refusal(form.form.layer(), uid_of(form), [refusal("licence_no", "Số này đã có ở nơi khác.")])
    qtbot.waitUntil(lambda: sentence(form, "licence_no") == "Số này đã có ở nơi khác.", timeout=3000)
    assert "1 lỗi phải sửa" in line(form)
    assert ok(form).isEnabled()  # the server judges again
    box = form.editors["licence_no"].widget
    box.setFocus()
    keys(box, "12/SYT")
    form.refresh()
    assert sentence(form, "licence_no") == ""


def test_a_refusal_is_shown_in_a_form_opened_later_and_in_no_other(attended: Any, watch: FormWatch, opened: Any) -> None:
    first = attended("pharmacy")
    layer, uid = first.form.layer(), uid_of(first)
    watch.show_refusal(layer, uid, [refusal("address"), refusal(None, "Ngoài địa bàn được giao.")])
    again = QgsAttributeForm(layer, first.form.feature())
    again.setMode(QgsAttributeEditorContext.Mode.AddFeatureMode)
    again.show()
    later, other = watch.attend(again), attended("pharmacy")
    assert later is not None
    later.refresh()
    assert sentence(later, "address") == "Máy chủ không nhận."
    assert "Ngoài địa bàn được giao." in line(later) or "2 lỗi" in line(later)
    assert sentence(other, "address") == ""
    watch.show_refusal(layer, uid, [])
    later.refresh()
    assert sentence(later, "address") == ""
    again.setParent(None)
    again.deleteLater()


def test_what_a_server_says_is_text_and_never_markup(attended: Any, watch: FormWatch) -> None:
    form = attended("pharmacy")
    watch.show_refusal(form.form.layer(), uid_of(form), [refusal(None, "<img src=x> a < b")])
    form.refresh()
    assert "&lt;img" in line(form)
    watch.show_refusal(form.form.layer(), uid_of(form), [refusal("address", "<b>x</b>")])
    form.refresh()
    assert form.form.findChild(QLabel, "ncovyFault_address").textFormat() == Qt.TextFormat.PlainText
    assert "&lt;b&gt;x" in form.editors["address"].widget.toolTip()
    assert "&lt;b&gt;x" in tip(form, "Vị trí")


# --- which forms ------------------------------------------------------------------------------------------------------


def test_a_dialog_is_noticed_when_it_gets_the_keyboard(desk: Desk, watch: FormWatch, opened: Any) -> None:
    layer = desk.start("pharmacy")
    feature = opened("pharmacy").feature()
    dialog = QgsAttributeDialog(layer, feature, False, None, True)
    dialog.show()
    dialog.activateWindow()
    QCoreApplication.processEvents()
    form = dialog.attributeForm()
    form.findChild(QTabWidget).setFocus()
    QCoreApplication.processEvents()
    assert form.findChild(QLabel, "ncovyFormFaults") is not None
    dialog.hide()
    dialog.setParent(None)
    dialog.deleteLater()


def test_the_form_of_the_attribute_table_is_noticed_and_follows_the_feature(desk: Desk, watch: FormWatch, qtbot: Any) -> None:
    for name, phone in (("Quầy A", "02383844528"), ("Quầy B", None)):
        statement = "INSERT INTO ncovy.pharmacy (name, phone, geom, reported_at) VALUES (%s, %s, 'SRID=4326;POINT(105.68 18.67)', '2021-08-22')"
        desk.database.run(statement, (name, phone), person="lan")
    layer = desk.start("pharmacy")
    found = {item["name"]: item for item in layer.getFeatures() if item["name"] in ("Quầy A", "Quầy B")}
    view = dual_view(layer, list(found.values()))
    view.setCurrentEditSelection([found["Quầy A"].id()])
    qtbot.waitUntil(lambda: bool(forms_in(view)), timeout=3000)
    form = forms_in(view)[0]
    qtbot.waitUntil(lambda: form.feature().id() == found["Quầy A"].id(), timeout=3000)
    form.findChild(QTabWidget).setFocus()
    QCoreApplication.processEvents()
    attended = watch.attend(form)
    assert attended is not None
    assert len(form.findChildren(QLabel, "ncovyFormFaults")) == 1  # noticed by the focus already
    over = attended.editors["phone"].widget.findChild(QLineEdit, "ncovyShownText")
    assert over.text() == "0238 3844 528"
    view.setCurrentEditSelection([found["Quầy B"].id()])
    qtbot.waitUntil(lambda: form.feature().id() == found["Quầy B"].id(), timeout=3000)
    attended.refresh()
    assert not over.isVisibleTo(form)
    assert not layer.isModified()
    view.setParent(None)
    view.deleteLater()


def dual_view(layer: QgsVectorLayer, features: list[Any]) -> QgsDualView:
    view = QgsDualView()
    view.init(layer, QgsMapCanvas(view), QgsFeatureRequest().setFilterFids([item.id() for item in features]))
    view.setView(QgsDualView.ViewMode.AttributeEditor)
    view.resize(900, 600)
    view.show()
    view.activateWindow()
    QCoreApplication.processEvents()
    return view


def test_forms_of_other_layers_are_left_alone(watch: FormWatch) -> None:
    layer = QgsVectorLayer("Point?field=name:string", "khác", "memory")
    form = QgsAttributeForm(layer)
    assert watch.attend(form) is None
    assert form.findChild(QLabel, "ncovyFormFaults") is None
    form.setParent(None)
    form.deleteLater()


def test_changing_many_features_at_once_marks_nothing(attended: Any) -> None:
    form = attended("pharmacy")
    form.form.setMode(QgsAttributeEditorContext.Mode.MultiEditMode)
    form.refresh()
    assert form.faults() == ()
    assert form.form.findChild(QLabel, "ncovyFormFaults").isHidden()


def test_the_page_of_a_tab_is_one_sheet_until_the_form_is_left_alone_again(attended: Any, watch: FormWatch) -> None:
    form = attended("pharmacy").form
    areas = form.findChildren(QScrollArea)
    assert areas and not any(sheet.autoFillBackground() for area in areas for sheet in (area.viewport(), area.widget()))
    watch.close()
    assert all(area.widget().autoFillBackground() for area in areas)


def test_a_form_that_is_gone_is_forgotten(attended: Any, watch: FormWatch) -> None:
    form = attended("pharmacy").form
    form.hide()
    watch.close()  # while it is open
    assert watch._alive() == []


# --- signs ------------------------------------------------------------------------------------------------------------


def contrast(one: QColor, other: QColor) -> float:
    """As WCAG counts."""
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (colour.redF(), colour.greenF(), colour.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize(("window", "text", "colours"), [("#efefef", "#000000", ON_LIGHT), ("#323232", "#eeeeee", ON_DARK)])
def test_words_can_be_read_on_light_and_dark_themes(window: str, text: str, colours: dict[Any, str]) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(window))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
    for strength in (*Strength, None):
        assert colour_of(strength, palette) == colours[strength]
        assert contrast(QColor(colours[strength]), QColor(window)) >= 4.5


@pytest.fixture
def dark() -> Iterator[None]:
    palette, before = QPalette(QColor("#3c3c3c"), QColor("#323232")), QApplication.palette()
    QApplication.setPalette(palette)
    yield
    QApplication.setPalette(before)


def test_a_marked_field_can_be_read_in_a_dark_theme(dark: None, attended: Any) -> None:
    form = attended("pharmacy")
    assert contrast(QColor(TEXT), QColor(GROUND[True])) >= 4.5
    assert contrast(QColor(TEXT), QColor(GROUND[False])) >= 4.5
    box = form.editors["name"].widget
    assert GROUND[False] in box.styleSheet()  # wanted
    form.form.changeAttribute("phone", "12")
    assert GROUND[True] in form.editors["phone"].widget.styleSheet()
    form.form.changeAttribute("phone", "0966641414")
    assert form.editors["phone"].widget.styleSheet() == ""


def test_in_a_light_theme_qgiss_own_colours_stay(attended: Any) -> None:
    sheet = attended("pharmacy").editors["name"].widget.styleSheet()
    assert "background-color" in sheet
    assert "ncovy" not in sheet


def test_signs_differ_by_shape_not_only_by_colour(qgis_app: Any) -> None:
    widget = QWidget()
    assert count_sign(0, None, widget).isNull()
    must, wanted = (count_sign(1, strength, widget).pixmap(16, 16).toImage() for strength in (Strength.SAVE, Strength.SUBMIT))
    assert must.pixelColor(4, 8).alpha() == 255  # a disc
    assert wanted.pixelColor(4, 8).alpha() < 100  # a ring
    assert count_sign(12, Strength.SAVE, widget).pixmap(16, 16).toImage() != must
