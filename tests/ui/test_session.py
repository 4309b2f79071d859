"""What the actions do in a window: messages in Vietnamese, removal with a reason, the transaction mode kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm
from qgis.PyQt.QtWidgets import QLabel, QLineEdit

from ncovy_qgis.gis.values import to_qgis
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.rows import GIVEN
from tests.ui.window import Window, let_go, said

INSERT = "INSERT INTO ncovy.testing_site (name, geom, active_from) VALUES ('Trạm y tế Lê Mao', 'SRID=4326;POINT(105.68 18.67)', '2021-08-22')"
pytestmark = pytest.mark.usefixtures("drawn")


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    database.run(INSERT, person="lan")
    made = Session(Window(qgis_iface), tmp_path / "journal")
    yield made
    let_go(made)


def change(session: Session, **values: Any) -> int:
    layer = session.layers()["testing_site"]
    assert layer.isEditable() or layer.startEditing()
    fid = next(layer.getFeatures()).id()
    for name, value in values.items():
        layer.changeAttributeValue(fid, layer.fields().indexOf(name), value)
    return int(fid)


def test_a_saved_change_is_confirmed_in_the_message_bar(session: Session, database: Database) -> None:
    change(session, name="Trạm y tế phường Lê Mao")
    session.save_all()
    assert "Đã lưu 1 thay đổi" in said(session)
    assert database.run("SELECT name, row_version FROM ncovy.testing_site") == [("Trạm y tế phường Lê Mao", 2)]


def test_a_refused_save_says_why_in_vietnamese_and_only_that(session: Session) -> None:
    change(session, phone="gọi chị Lan")
    assert not session.layers()["testing_site"].commitChanges(False)
    assert "Chưa lưu: «Điện thoại»" in said(session)


def test_nothing_to_save_is_said_too(session: Session) -> None:
    session.save_all()
    assert "Không có sửa đổi" in said(session)


def test_submitting_unsaved_edits_is_held_back(session: Session) -> None:
    change(session, name="Trạm y tế phường Lê Mao")
    session.submit()
    assert "Hãy lưu" in said(session)


def test_a_form_that_got_the_focus_tells_its_version_and_hints(session: Session, database: Database, qtbot: Any) -> None:
    layer = session.layers()["testing_site"]
    assert layer.startEditing()
    form = QgsAttributeForm(layer, next(layer.getFeatures()), QgsAttributeEditorContext())
    qtbot.addWidget(form)
    form.show()
    editor = form.findChildren(QLineEdit)[0]
    session._forms._focused(editor)
    hint = next(label.toolTip() for label in form.findChildren(QLabel) if label.text().startswith("Điện thoại"))
    assert hint.startswith("Chỉ số của cơ quan")
    database.run("UPDATE ncovy.testing_site SET name = 'Tên của Minh', base_version = row_version", person="minh")
    form.changeAttribute("name", "Tên của Lan")
    assert form.save()
    assert not layer.commitChanges(False)
    assert "minh đã sửa" in said(session)


def test_an_empty_field_shows_nothing_and_qgis_gets_its_word_back(qgis_iface: Any, tmp_path: Path) -> None:
    before = QgsApplication.nullRepresentation()
    made = Session(qgis_iface, tmp_path)
    assert QgsApplication.nullRepresentation() == ""
    made.close()
    assert QgsApplication.nullRepresentation() == before


def test_two_layers_edited_in_one_session_are_one_save(session: Session, database: Database) -> None:
    from qgis.core import QgsGeometry, QgsVectorLayerUtils

    change(session, name="Trạm y tế phường Lê Mao")
    zone = session.layers()["lockdown_zone"]
    assert zone.startEditing()
    shape = QgsGeometry.fromWkt("MultiPolygon(((105.678 18.668, 105.682 18.668, 105.682 18.672, 105.678 18.672, 105.678 18.668)))")
    feature = QgsVectorLayerUtils.createFeature(zone, shape, {}, zone.createExpressionContext())
    feature["name"], feature["active_from"], feature["commune_code"] = "Khối 5", to_qgis(GIVEN["active_from"]), None
    assert zone.addFeature(feature)
    session.save_all()
    assert "Đã lưu 2 thay đổi" in said(session)
    assert database.run("SELECT count(DISTINCT changeset) FROM ncovy.version WHERE application = 'ncovy qgis'") == [(1,)]
