"""What people type into the real widgets of an open form is what the database holds afterwards, in the one stored form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from qgis.gui import QgsAttributeForm
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QLocale, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QWidget

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.buffer import plain_values
from ncovy_qgis.gis.values import to_python
from ncovy_qgis.ui.forms import FormWatch
from ncovy_qgis.ui.forms.attended import AttendedForm
from tests.ui.open_forms import Desk, desk, editor, fill, keys, new_form, opened, stored
from tests.ui.rows import GIVEN

__all__ = ["desk", "opened"]


@pytest.fixture(scope="module")
def watch(desk: Desk) -> Iterator[FormWatch]:
    made = FormWatch(desk.edits)
    yield made
    made.close()


def show(form: QgsAttributeForm, watch: FormWatch) -> AttendedForm:
    form.resize(760, 650)
    form.show()
    form.activateWindow()
    found = watch.attend(form)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def attended(desk: Desk, watch: FormWatch) -> Iterator[Any]:
    """The form of a new feature, one a layer for all tests, empty again: attended("pharmacy")."""
    forms: dict[str, AttendedForm] = {}

    def made(stem: str) -> AttendedForm:
        if stem not in forms:
            forms[stem] = show(new_form(desk, stem), watch)
        forms[stem].form.activateWindow()
        QCoreApplication.processEvents()
        forms[stem].form.resetValues()
        for part in forms[stem].typing:
            part.forget()
        return forms[stem]

    yield made
    for found in forms.values():
        found.form.setParent(None)
        found.form.deleteLater()


def enter(attended: AttendedForm, name: str, reason: Qt.FocusReason = Qt.FocusReason.MouseFocusReason) -> QWidget:
    """Go to a field as a person does: tab, then field."""
    attended.marks.go_to(name)
    box = attended.editors[name].widget
    attended.form.findChild(QDialogButtonBox).setFocus()
    box.setFocus(reason)
    QCoreApplication.processEvents()
    return box


def leave(attended: AttendedForm) -> None:
    """The keyboard to somewhere else in the form, and the pause after it."""
    QApplication.focusWidget().clearFocus()
    attended.refresh()


def typed(attended: AttendedForm, name: str, text: str) -> None:
    """Type over what a field holds and leave it."""
    box = enter(attended, name)
    box.selectAll()
    keys(box, text)
    leave(attended)


def value(attended: AttendedForm, name: str) -> Any:
    """The field's value in the form."""
    return to_python(attended.form.currentFormFeature()[name])


def ok(form: QgsAttributeForm) -> QPushButton:
    return form.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)


TEXTS = [
    ("pharmacy", "name", "  Nhà thuốc   Hồng Bàng ", "Nhà thuốc Hồng Bàng"),
    ("pharmacy", "name", unicodedata.normalize("NFD", "Nhà thuốc Đức Thịnh"), "Nhà thuốc Đức Thịnh"),
    ("pharmacy", "phone", "+84 238 3844 528, 0966.641.414", "02383844528; 0966641414"),
    ("pharmacy", "opening_hours", "7h30 - 17h00", "Mo-Su 07:30-17:00"),
    ("control_checkpoint", "km_post", "km 463 + 200", "Km463+200"),
    ("control_checkpoint", "road_name", "quốc lộ 1A", "QL1A"),
    ("lockdown_point", "decision_no", "Số: 3088/qd-ubnd ngày 22/8/2021", "3088/QĐ-UBND"),
]


@pytest.mark.parametrize(("stem", "name", "text", "kept"), TEXTS)
def test_text_comes_into_its_stored_form_when_the_field_is_left(attended: Any, stem: str, name: str, text: str, kept: str) -> None:
    form = attended(stem)
    typed(form, name, text)
    assert value(form, name) == kept
    assert form.editors[name].wrapper.isValidConstraint()


def test_a_text_of_several_lines_is_composed_and_trimmed(attended: Any) -> None:
    form = attended("pharmacy")
    box = enter(form, "note_public")
    keys(box, unicodedata.normalize("NFD", "Nghỉ  trưa  "))
    leave(form)
    assert value(form, "note_public") == "Nghỉ trưa"


def test_what_is_typed_is_what_the_database_holds(opened: Any, watch: FormWatch, desk: Desk) -> None:
    form = show(opened("control_checkpoint"), watch)
    fill(form.form, {"active_from": GIVEN["active_from"]})
    typed(form, "name", unicodedata.normalize("NFD", " Chốt cầu  Bến Thủy "))
    typed(form, "phone", "0238.3844.528 - 0966 641 414")
    typed(form, "km_post", "km 463+200")
    typed(form, "location_accuracy_m", "1.270,5")
    moment(form, "active_to", "17h30 ngày 22-9-21")
    moment(form, "decision_date", "21/8/2021")
    assert form.form.save()
    assert desk.layers["control_checkpoint"].commitChanges(False), [item.text.vi for item in desk.refusals]
    row = stored(desk.database, "control_checkpoint", "Chốt cầu Bến Thủy")
    assert (row["phone"], row["km_post"], row["location_accuracy_m"]) == ("02383844528; 0966641414", "Km463+200", 1270.5)
    assert (row["active_to"], row["decision_date"]) == ("2021-09-22T17:30:00+07:00", "2021-08-21")


@pytest.mark.parametrize("name", ["phone", "opening_hours"])
def test_stored_text_is_shown_as_people_read_it_and_is_no_change(attended: Any, name: str) -> None:
    kept, shown = {"phone": ("02383844528", "0238 3844 528"), "opening_hours": ("Mo-Su 07:30-17:00", "Hằng ngày 7:30–17:00")}[name]
    form = attended("pharmacy")
    form.form.changeAttribute(name, kept)
    enter(form, name)
    leave(form)
    box = form.editors[name].widget
    over = box.findChild(QLineEdit, "ncovyShownText")
    assert over.isVisible()
    assert over.text() == shown
    assert over.geometry().width() > box.width() * 0.8
    assert (box.text(), value(form, name)) == (kept, kept)
    enter(form, name)
    assert not over.isVisible()  # digits to be edited


def test_a_phone_that_is_wrong_is_shown_as_it_is(attended: Any) -> None:
    form = attended("pharmacy")
    typed(form, "phone", "gọi chị Lan")
    assert not form.editors["phone"].widget.findChild(QLineEdit, "ncovyShownText").isVisible()


def test_an_open_feature_nobody_touched_stays_unchanged(desk: Desk, watch: FormWatch) -> None:
    desk.database.run(
        "INSERT INTO ncovy.pharmacy (name, geom, phone, opening_hours, reported_at)"
        " VALUES ('Quầy 12', 'SRID=4326;POINT(105.68 18.67)', '02383844528', 'Mo-Su 07:30-17:00', '2021-08-22')",
        person="lan",
    )
    layer = desk.start("pharmacy")
    feature = next(item for item in layer.getFeatures() if item["name"] == "Quầy 12")
    form = QgsAttributeForm(layer, feature)
    found = show(form, watch)
    for name in ("phone", "opening_hours", "name", "location_accuracy_m", "reported_at"):
        enter(found, name)
    leave(found)
    assert form.save()
    assert not layer.isModified()
    form.setParent(None)
    form.deleteLater()


# --- numbers ----------------------------------------------------------------------------------------------------------

NUMBERS = [
    ("1.270,5", 1270.5), ("1270,5", 1270.5),
    ("1270.5", 1270.5), ("12,5", 12.5), ("19.1", 19.1), ("19,1", 19.1), ("2.500", 2500), ("4 000", 4000), ("350 m", 350),
]  # fmt: skip


@pytest.mark.parametrize("language", ["vi_VN", "en_US"])
@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_numbers_are_read_as_vietnamese_people_write_them(attended: Any, text: str, number: float, language: str) -> None:
    form = attended("pharmacy")
    form.editors["location_accuracy_m"].widget.setLocale(QLocale(language))
    typed(form, "location_accuracy_m", text)
    assert value(form, "location_accuracy_m") == number
    assert not form.typing[0].problems()


@pytest.mark.parametrize(("text", "number"), [("1.270", 1270), ("450.000 đ", 450000), ("12,0", 12), ("1 270", 1270)])
def test_whole_numbers_know_thousands(attended: Any, text: str, number: int) -> None:
    form = attended("testing_site")
    typed(form, "price_pcr_vnd", text)
    assert value(form, "price_pcr_vnd") == number


@pytest.mark.parametrize("text", ["abc", "12,5", "12 34", "-1", "99999999999"])
def test_a_number_that_cannot_be_taken_leaves_the_old_one_and_says_so(attended: Any, text: str) -> None:
    form = attended("testing_site")
    typed(form, "price_pcr_vnd", "450.000")
    typed(form, "price_pcr_vnd", text)
    assert value(form, "price_pcr_vnd") == 450000
    assert text in form.typing[0].problems()["price_pcr_vnd"].vi
    assert not ok(form.form).isEnabled()  # the click that left the field does not accept
    enter(form, "price_pcr_vnd")
    leave(form)
    assert form.typing[0].problems() == {}
    assert ok(form.form).isEnabled()


def test_an_emptied_number_is_none(attended: Any) -> None:
    form = attended("testing_site")
    typed(form, "price_pcr_vnd", "450.000")
    box = enter(form, "price_pcr_vnd")
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_Delete)
    leave(form)
    assert value(form, "price_pcr_vnd") is None


def test_enter_takes_the_number_before_qgis_reads_it_in_its_own_way(attended: Any) -> None:
    form = attended("pharmacy")
    box = enter(form, "location_accuracy_m")
    box.selectAll()
    keys(box, "19,1")
    QTest.keyClick(box.findChild(QLineEdit), Qt.Key.Key_Return)
    assert value(form, "location_accuracy_m") == 19.1


# --- dates ------------------------------------------------------------------------------------------------------------


def overlay(form: AttendedForm, name: str) -> Any:
    """The line a date is typed into; None while QGIS's own editor is."""
    lines = [line for line in form.editors[name].widget.findChildren(QLineEdit) if line.placeholderText()]
    return lines[-1] if lines and lines[-1].isVisible() else None


def moment(form: AttendedForm, name: str, text: str) -> None:
    """Reach a date by Tab and type over it."""
    box = enter(form, name, Qt.FocusReason.TabFocusReason)
    keys(box, text[0])
    keys(overlay(form, name), text[1:])
    leave(form)


DATES = [
    ("active_from", "22/8/2021 17h30", GIVEN["active_from"].replace(hour=17, minute=30)),
    ("active_from", "17h30 ngày 22/8/2021", GIVEN["active_from"].replace(hour=17, minute=30)),
    ("active_from", "22-8-21", GIVEN["active_from"]),
    ("active_from", "2021-08-22 00:00", GIVEN["active_from"]),
    ("decision_date", "21.8.2021", date(2021, 8, 21)),
]


@pytest.mark.parametrize(("name", "text", "meant"), DATES)
def test_dates_are_read_as_documents_write_them(attended: Any, catalogue: Catalogue, name: str, text: str, meant: Any) -> None:
    form = attended("lockdown_point")
    moment(form, name, text)
    assert overlay(form, name) is None
    assert plain_values(form.form.layer(), form.schema, form.form.currentFormFeature())[name] == meant


def test_a_date_that_cannot_be_read_stays_to_be_mended_and_blocks(attended: Any) -> None:
    form = attended("lockdown_point")
    moment(form, "active_from", "31/2/2021")
    assert overlay(form, "active_from").text() == "31/2/2021"
    assert not ok(form.form).isEnabled()
    line = overlay(form, "active_from")
    line.setFocus()
    line.selectAll()
    keys(line, "22/8/2021")
    leave(form)
    assert overlay(form, "active_from") is None
    assert form.typing[1].problems() == {}
    assert value(form, "active_from") == GIVEN["active_from"]


def test_escape_gives_a_typed_date_up(attended: Any) -> None:
    form = attended("lockdown_point")
    box = enter(form, "active_from", Qt.FocusReason.TabFocusReason)
    keys(box, "9")
    QTest.keyClick(overlay(form, "active_from"), Qt.Key.Key_Escape)
    assert overlay(form, "active_from") is None
    assert value(form, "active_from") is None
    assert form.form.isVisible()


def test_a_pasted_date_is_understood(attended: Any) -> None:
    form = attended("lockdown_point")
    box = enter(form, "active_from")
    QApplication.clipboard().setText("0h00 ngày 22/08/2021")
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    leave(form)
    assert value(form, "active_from") == GIVEN["active_from"]


def test_inside_a_date_reached_by_mouse_qgis_edits_part_by_part(attended: Any) -> None:
    form = attended("lockdown_point")
    fill(form.form, {"active_from": GIVEN["active_from"]})
    box = enter(form, "active_from")
    QTest.keyClick(box, Qt.Key.Key_Up)
    keys(box, "2")
    assert overlay(form, "active_from") is None


# --- proposals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "first"), [("ubnd", "UBND tỉnh Nghệ An"), ("bcd", "BCĐ phòng chống dịch tỉnh Nghệ An"), ("so y te", "Sở Y tế Nghệ An")])
def test_the_catalogues_values_are_proposed_without_accents(attended: Any, text: str, first: str) -> None:
    form = attended("lockdown_point")
    box = enter(form, "decision_authority")
    keys(box, text)
    popup = box.completer().popup()
    assert popup.isVisible()
    assert popup.model().index(0, 0).data() == first
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    leave(form)
    assert value(form, "decision_authority") == first


def test_arrow_down_in_an_empty_field_shows_every_proposal(attended: Any, catalogue: Catalogue) -> None:
    form = attended("pharmacy")
    box = enter(form, "source_org")
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.completer().popup().model().rowCount() == len(catalogue.layer("pharmacy").field("source_org").suggest) > 3
    box.completer().popup().hide()


def test_another_value_than_the_proposed_ones_may_be_typed(attended: Any) -> None:
    form = attended("pharmacy")
    typed(form, "source_org", "Đài truyền thanh xã")
    assert value(form, "source_org") == "Đài truyền thanh xã"


def test_without_the_watch_the_form_is_qgiss_own_again(opened: Any, desk: Desk) -> None:
    native, own = opened("pharmacy"), FormWatch(desk.edits)
    show(native, own)
    native.changeAttribute("phone", "02383844528")
    own.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    box = editor(native, "phone")
    assert box.text() == "02383844528"
    assert not native.findChildren(QLineEdit, "ncovyShownText")
    assert not native.findChildren(QLabel, "ncovyFormFaults")
    assert editor(native, "source_org").completer() is None
    box.setFocus()
    keys(box, "x ")
    box.clearFocus()
    assert box.text().endswith("x ")
