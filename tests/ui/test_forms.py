"""The real widgets of the derived form of each layer: filled, accepted, saved, read back; wrong words are answered beside the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from qgis.core import QgsExpression, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer, QgsVectorLayerUtils
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm, QgsEditorWidgetWrapper
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, Qt, QTime
from qgis.PyQt.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QPlainTextEdit, QTableWidget, QTabWidget

from ncovy_qgis.core.catalogue import Catalogue, Layer, load_catalogue
from ncovy_qgis.core.messages import Refusal
from ncovy_qgis.gis.buffer import plain_values
from ncovy_qgis.gis.desk import Desk as SaveDesk
from ncovy_qgis.gis.edits import Edits
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.gis.values import to_qgis
from tests.gis.editors import STARTED, VINH, ZONE, own_service
from tests.server import Database
from tests.ui.rows import GIVEN, valid_row

LAYERS = load_catalogue().layers
each_layer = pytest.mark.parametrize("schema", LAYERS, ids=lambda schema: schema.name)


@dataclass
class Desk:
    """The open project of a person, saving watched."""

    layers: Mapping[str, QgsVectorLayer]
    edits: Edits
    refusals: list[Refusal]
    database: Database

    def start(self, stem: str) -> QgsVectorLayer:
        layer = self.layers[stem]
        assert layer.isEditable() or layer.startEditing()
        return layer


@pytest.fixture(scope="module")
def desk(module_database: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory, qgis_app: Any) -> Iterator[Desk]:
    project, refusals = QgsProject.instance(), []
    opened = open_project(own_service(module_database, "lan"), catalogue, project)
    edits = Edits(catalogue, tmp_path_factory.mktemp("journal"), SaveDesk(report=lambda report: refusals.extend(each.refusal for each in report.problems)))
    for schema in catalogue.layers:
        edits.watch(opened.layers[schema.name])
    yield Desk(opened.layers, edits, refusals, module_database)
    edits.close()
    for schema in catalogue.layers:
        opened.layers[schema.name].rollBack()
    project.clear()


@pytest.fixture
def opened(desk: Desk) -> Iterator[Any]:
    """Open the form of a new feature: opened("pharmacy")."""
    forms: list[QgsAttributeForm] = []

    def form_of(stem: str) -> QgsAttributeForm:
        layer = desk.start(stem)
        form = QgsAttributeForm(layer, new_feature(layer, stem), QgsAttributeEditorContext())
        form.setMode(QgsAttributeEditorContext.Mode.AddFeatureMode)
        forms.append(form)
        return form

    yield form_of
    for form in forms:
        form.layer().rollBack()
        form.setParent(None)
        form.deleteLater()


def new_feature(layer: QgsVectorLayer, stem: str) -> QgsFeature:
    geometry = QgsGeometry.fromWkt(ZONE if stem == "lockdown_zone" else VINH)
    return QgsVectorLayerUtils.createFeature(layer, geometry, {}, layer.createExpressionContext())


def fill(form: QgsAttributeForm, row: dict[str, Any]) -> None:
    for name, value in row.items():
        form.changeAttribute(name, to_qgis(value))


def stored(database: Database, stem: str, name: str) -> dict[str, Any]:
    rows = database.run(f"SELECT to_jsonb(t) FROM ncovy.{stem} AS t WHERE name = %s", (name,))
    assert len(rows) == 1
    return dict(rows[0][0])


@each_layer
def test_what_is_filled_in_is_what_the_database_holds(schema: Layer, catalogue: Catalogue, desk: Desk, opened: Any) -> None:
    form, row = opened(schema.name), valid_row(schema, catalogue)
    fill(form, row)
    assert form.save()
    assert desk.layers[schema.name].commitChanges(False), [item.text.vi for item in desk.refusals]
    found = stored(desk.database, schema.name, row["name"])
    for name, value in row.items():
        field = schema.field(name)
        if field.normalise is None and field.type in ("text", "list", "lists", "integer", "boolean"):
            assert (sorted(found[name]) if field.type == "lists" else found[name]) == (sorted(value) if field.type == "lists" else value), name
        else:
            assert found[name] is not None, name
    assert found["commune_code"]
    assert found["edited_by"] == "lan"


@each_layer
def test_every_expression_of_the_form_is_understood(schema: Layer, desk: Desk) -> None:
    layer = desk.layers[schema.name]
    config = layer.editFormConfig()
    for index, field in enumerate(layer.fields()):
        texts = [layer.constraintExpression(index), layer.defaultValueDefinition(index).expression()]
        texts.append(config.dataDefinedFieldProperties(field.name()).property(0).expressionString())
        for text in filter(None, texts):
            assert not QgsExpression(text).hasParserError(), text


@each_layer
def test_tabs_and_labels_are_the_catalogues(schema: Layer, opened: Any) -> None:
    form = opened(schema.name)
    tabs = form.findChild(QTabWidget)
    assert [tabs.tabText(index) for index in range(tabs.count())] == [*(tab.title.vi for tab in schema.tabs), "Kiểm duyệt"]
    labels = {label.text().rstrip(" *") for label in form.findChildren(QLabel)}
    for field in schema.fields:
        if field.name != "removed_reason":
            assert any(text.startswith(field.label.vi) for text in labels), field.label.vi


def test_the_commune_under_the_point_is_chosen_at_once(opened: Any) -> None:
    form = opened("pharmacy")
    assert form.currentFormFeature()["commune_code"]
    shown = [box.currentText() for box in form.findChildren(QComboBox)]
    assert any(text.startswith("Phường") for text in shown)


def test_a_wrong_phone_is_answered_beside_the_field_and_cannot_be_accepted(opened: Any, qtbot: Any) -> None:
    form = opened("pharmacy")
    form.show()
    form.changeAttribute("phone", "gọi chị Lan")
    sentence = "«Điện thoại» phải có dạng"
    said = [label.toolTip() for label in form.findChildren(QLabel) if sentence in label.toolTip()]
    assert said
    assert not form.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    form.changeAttribute("phone", "0238 3844 528")
    assert form.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_a_decision_typed_in_ones_own_way_can_be_accepted_and_is_stored_in_the_one_form(opened: Any, desk: Desk) -> None:
    form = opened("lockdown_point")
    form.changeAttribute("decision_no", "theo quyết định của huyện")
    assert not form.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    fill(form, {"name": "Khối 5", "active_from": GIVEN["active_from"], "decision_no": "Số: 3088/qd-ubnd ngày 22/8/2021"})
    assert form.save()
    assert desk.layers["lockdown_point"].commitChanges(False), [item.text.vi for item in desk.refusals]
    assert stored(desk.database, "lockdown_point", "Khối 5")["decision_no"] == "3088/QĐ-UBND"


@pytest.mark.parametrize("stem", ["lockdown_zone", "covid_treatment_facility"])
def test_texts_of_several_lines_leave_room_for_the_other_fields(opened: Any, stem: str) -> None:
    form = opened(stem)
    form.resize(700, 1200)
    form.show()
    tabs, heights = form.findChild(QTabWidget), []
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        QCoreApplication.processEvents()
        heights += [box.height() for box in form.findChildren(QPlainTextEdit) if box.isVisible()]
    assert len(heights) == 4
    assert max(heights) < 220


def test_a_form_with_a_name_and_a_start_can_be_kept_as_a_draft(opened: Any, desk: Desk) -> None:
    form = opened("quarantine_site")
    fill(form, {"name": "Trường Cao đẳng Sư phạm", "active_from": GIVEN["active_from"]})
    assert form.save()
    assert desk.layers["quarantine_site"].commitChanges(False), [item.text.vi for item in desk.refusals]
    assert stored(desk.database, "quarantine_site", "Trường Cao đẳng Sư phạm")["review_state"] == "draft"


def editor(form: QgsAttributeForm, name: str) -> Any:
    """The widget that edits a field."""
    wrappers = [item for item in form.findChildren(QgsEditorWidgetWrapper) if item.field().name() == name]
    return wrappers[0].widget()


def choose(box: QComboBox, words: str) -> None:
    box.setCurrentIndex(box.findText(words))


KINDS = {
    "text": ("name", lambda box: box.setText("Trạm y tế Lê Mao"), "Trạm y tế Lê Mao"),
    "lines": ("note_public", lambda box: box.setPlainText("Dòng một\nDòng hai"), "Dòng một\nDòng hai"),
    "list": ("site_type", lambda box: choose(box, "Trạm y tế xã"), "health_station"),
    "yes": ("is_mobile", lambda box: choose(box, "Có"), True),
    "no": ("is_mobile", lambda box: choose(box, "Không"), False),
    "not chosen": ("is_mobile", lambda box: choose(box, "(chưa chọn)"), None),
    "number": ("price_pcr_vnd", lambda box: box.setValue(450000), 450000),
    "decimal": ("location_accuracy_m", lambda box: box.setValue(2.5), 2.5),
    "day": ("decision_date", lambda box: box.setDateTime(QDateTime(QDate(2021, 8, 21), QTime(0, 0))), date(2021, 8, 21)),
    "moment": ("active_from", lambda box: box.setDateTime(STARTED), GIVEN["active_from"]),
}


@pytest.fixture(scope="module")
def site(desk: Desk) -> Iterator[QgsAttributeForm]:
    """One form for all kinds of widgets: each test asks for the field it has filled."""
    layer = desk.start("testing_site")
    form = QgsAttributeForm(layer, new_feature(layer, "testing_site"), QgsAttributeEditorContext())
    form.setMode(QgsAttributeEditorContext.Mode.AddFeatureMode)
    yield form
    form.setParent(None)
    form.deleteLater()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_widget_gives_the_value_it_shows(site: QgsAttributeForm, catalogue: Catalogue, kind: str) -> None:
    name, fill_in, value = KINDS[kind]
    fill_in(editor(site, name))
    assert plain_values(site.layer(), catalogue.layer("testing_site"), site.currentFormFeature())[name] == value


def test_ticked_methods_count_as_methods(opened: Any) -> None:
    form = opened("testing_site")
    table = form.findChildren(QTableWidget)[0]
    table.item(0, 0).setCheckState(Qt.CheckState.Checked)
    layer = form.layer()
    index = layer.fields().indexOf("methods")
    context = layer.createExpressionContext()
    feature = QgsFeature(form.currentFormFeature())
    context.setFeature(feature)
    assert feature["methods"]
    assert QgsExpression(layer.constraintExpression(index)).evaluate(context)


def test_a_group_appears_with_its_condition(opened: Any) -> None:
    form = opened("testing_site")
    form.show()
    tabs = form.findChild(QTabWidget)
    tabs.setCurrentIndex(0)
    label = next(item for item in form.findChildren(QLabel) if item.text().startswith("Văn bản công nhận"))
    assert not label.isVisible()
    form.changeAttribute("methods", ["rt_pcr"])
    form.changeAttribute("confirmatory", True)
    assert label.isVisible()


def test_a_star_appears_when_a_decision_becomes_necessary(opened: Any) -> None:
    form = opened("lockdown_zone")
    texts = lambda: [item.text() for item in form.findChildren(QLabel)]  # noqa: E731
    form.changeAttribute("status", "planned")
    assert "Số quyết định" in texts()
    form.changeAttribute("status", "active")
    assert "Số quyết định *" in texts()
