"""The tools together with real forms: what a tool makes is completed in its form, what it changes no open form takes back; rows are read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsAttributeDialog
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, QEvent, Qt, QTime
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QComboBox, QDateTimeEdit, QLineEdit

from ncovy_qgis.gis.values import VIETNAM, to_qgis
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.open_forms import editor
from tests.ui.rows import valid_row
from tests.ui.tools_desk import EXERCISE, SITE, on_map, part_of, project, select, show_place, told, window
from tests.ui.window import Window, let_go

__all__ = ["project"]
CHECKED = Qt.CheckState.Checked


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    database.run(EXERCISE)
    for place, (name, phone) in enumerate((("Trạm Lê Mao", "0238 3844 528"), ("Trạm Cửa Nam", None))):
        database.run(SITE, (name, 105.68 + place * 0.002, phone), person="lan")
    seen = Window(qgis_iface, seen=True)
    made = Session(seen, tmp_path / "journal")
    yield made
    seen.shut()
    let_go(made)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_form(session: Session, name: str, stem: str = "testing_site") -> QgsAttributeDialog:
    """The form of a stored feature, its layer in editing."""
    layer = session.layers()[stem]
    assert layer.isEditable() or layer.startEditing()
    session.open_form(layer, next(item for item in layer.getFeatures() if item["name"] == name))
    return session.iface.forms[-1]


def complete(session: Session, form: QgsAttributeDialog, stem: str, *given: str) -> None:
    """What a person still types into the form that the tool has opened, then OK."""
    row = valid_row(session.catalogue.layer(stem), session.catalogue)
    for name, value in row.items():
        if name not in ("commune_code", "location_method", "zone_id", *given):
            form.attributeForm().changeAttribute(name, to_qgis(value))
    form.accept()


# --- what a tool makes ----------------------------------------------------------------------------------------------


def test_a_zone_of_communes_is_completed_in_its_form_and_stored(session: Session, database: Database) -> None:
    show_place(session)
    part_of(session).from_communes()
    dialog = window(session)
    next(item for item in dialog._items() if item.text().startswith("Phường Lê Mao,")).setCheckState(CHECKED)
    dialog.accept()
    (form,) = session.iface.forms
    assert editor(form.attributeForm(), "name").text() == "Phường Lê Mao"
    complete(session, form, "lockdown_zone", "name", "extent")
    session.save_all()
    assert "Đã lưu 1 thay đổi" in told(session)
    rows = database.run(
        "SELECT z.name, z.extent, z.decision_no, z.row_version, round((ST_Area(z.geom::geography) / ST_Area(u.geom::geography))::numeric, 3)"
        " FROM ncovy.lockdown_zone AS z JOIN ncovy.unit AS u ON u.code = z.commune_code AND u.era = z.commune_era"
    )
    assert rows == [("Phường Lê Mao", "commune", "3088/QĐ-UBND", 1, 1)]


def test_a_zone_around_a_selected_point_lies_in_the_points_commune(session: Session, database: Database) -> None:
    show_place(session)
    select(session, "testing_site", "Trạm Lê Mao")
    part_of(session).around_point()
    dialog = window(session)
    dialog.radius.setValue(150)
    dialog.accept()
    (form,) = session.iface.forms
    complete(session, form, "lockdown_zone")
    session.save_all()
    stored = database.run(
        "SELECT z.commune_code = t.commune_code, ST_Contains(z.geom, t.geom), round(ST_Area(z.geom::geography)::numeric / 10000, 1)"
        " FROM ncovy.lockdown_zone AS z, ncovy.testing_site AS t WHERE t.name = 'Trạm Lê Mao'"
    )
    assert [(commune, inside, float(hectares)) for commune, inside, hectares in stored] == [(True, True, 7.1)]


def test_a_zone_whose_form_is_never_completed_can_be_undone(session: Session) -> None:
    show_place(session)
    part_of(session).around_point()
    dialog = window(session)
    dialog.take(on_map(105.68, 18.67))
    dialog.accept()
    (form,) = session.iface.forms
    form.reject()
    zones = session.layers()["lockdown_zone"]
    assert len(zones.editBuffer().addedFeatures()) == 1, "what was drawn is not lost with the form"
    zones.undoStack().undo()
    assert not zones.isModified()


# --- what a tool changes under an open form -------------------------------------------------------------------------


def test_an_open_form_does_not_write_back_what_was_there_before_the_copy(session: Session, database: Database) -> None:
    form = open_form(session, "Trạm Cửa Nam")
    select(session)
    part_of(session).copy()
    dialog = window(session)
    dialog.source.setCurrentText("Trạm Lê Mao")
    dialog.accept()
    form.attributeForm().changeAttribute("address", "5 Lê Lợi")
    form.accept()
    session.save_all()
    assert database.run("SELECT phone, address, row_version FROM ncovy.testing_site WHERE name = 'Trạm Cửa Nam'") == [("02383844528", "5 Lê Lợi", 2)]


def test_what_is_typed_in_an_open_form_survives_a_bulk_edit_of_another_field(session: Session, database: Database) -> None:
    form = open_form(session, "Trạm Cửa Nam")
    form.attributeForm().changeAttribute("address", "5 Lê Lợi")
    select(session)
    part_of(session).bulk()
    dialog = window(session)
    dialog.field.setCurrentIndex(dialog.field.findData("source_org"))
    dialog.wrapper.widget().setText("Sở Y tế")
    dialog.accept()
    form.accept()
    session.save_all()
    stored = database.run("SELECT name, address, source_org FROM ncovy.testing_site ORDER BY name")
    assert stored == [("Trạm Cửa Nam", "5 Lê Lợi", "Sở Y tế"), ("Trạm Lê Mao", None, "Sở Y tế")]


def test_a_removal_is_not_taken_back_by_a_form_that_was_open(session: Session, database: Database) -> None:
    form = open_form(session, "Trạm Cửa Nam")
    select(session, "testing_site", "Trạm Cửa Nam")
    part_of(session).remove()
    dialog = window(session)
    dialog.reason.findChild(QLineEdit).setText("Nhập trùng")
    dialog.accept()
    form.accept()
    session.save_all()
    assert database.run("SELECT name, removed, removed_reason FROM ncovy.testing_site WHERE removed") == [("Trạm Cửa Nam", True, "Nhập trùng")]


def test_what_was_ended_stays_ended_when_a_form_that_was_open_is_accepted(session: Session, database: Database) -> None:
    form = open_form(session, "Trạm Cửa Nam")
    select(session, "testing_site", "Trạm Cửa Nam")
    part_of(session).end()
    dialog = window(session)
    dialog.decision.setText("4213/QĐ-UBND")
    dialog.accept()
    form.attributeForm().changeAttribute("address", "5 Lê Lợi")
    form.accept()
    session.save_all()
    ended = database.run("SELECT status, active_to, lift_decision_no FROM ncovy.testing_site WHERE name = 'Trạm Cửa Nam'")
    assert ended == [("lifted", datetime(2021, 9, 17, 18, tzinfo=VIETNAM), "4213/QĐ-UBND")]


# --- each kind of widget --------------------------------------------------------------------------------------------


def _yes(box: Any) -> None:
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText("Có"))


def _number(box: Any) -> None:
    assert isinstance(box, QAbstractSpinBox)
    box.setValue(700_000)


def _moment(box: Any) -> None:
    assert isinstance(box, QDateTimeEdit)
    box.setDateTime(QDateTime(QDate(2021, 9, 16), QTime(7, 30)))


@pytest.mark.parametrize(
    ("field", "act", "stored"),
    [
        ("is_mobile", _yes, True),
        ("price_pcr_vnd", _number, 700_000),
        ("reported_at", _moment, datetime(2021, 9, 16, 7, 30, tzinfo=VIETNAM)),
        ("decision_no", lambda box: box.setText("số 4213/qd-ubnd"), "4213/QĐ-UBND"),
        ("opening_hours", lambda box: box.setText("7h30 - 17h00"), "Mo-Su 07:30-17:00"),
    ],
)
def test_each_kind_of_value_given_to_many_is_stored_as_it_should_be(session: Session, database: Database, field: str, act: Any, stored: Any) -> None:
    layer = select(session)
    part_of(session).bulk()
    dialog = window(session)
    dialog.field.setCurrentIndex(dialog.field.findData(field))
    act(dialog.wrapper.widget())
    assert dialog.ok.isEnabled(), dialog.note.text()
    dialog.accept()
    layer.undoStack().undo()
    layer.undoStack().redo()
    session.save_all()
    assert database.run(f"SELECT DISTINCT {field} FROM ncovy.testing_site") == [(stored,)]
