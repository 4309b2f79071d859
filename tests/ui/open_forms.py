"""A person's open map and the forms of new features in it, for tests that fill real widgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer, QgsVectorLayerUtils
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm, QgsEditorWidgetWrapper
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.messages import Refusal
from ncovy_qgis.gis.desk import Desk as SaveDesk
from ncovy_qgis.gis.edits import Edits
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.gis.values import to_qgis
from tests.gis.editors import VINH, ZONE, own_service
from tests.resting import emptied
from tests.server import Database


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
    emptied(project)


@pytest.fixture
def opened(desk: Desk) -> Iterator[Any]:
    """Open the form of a new feature: opened("pharmacy")."""
    forms: list[QgsAttributeForm] = []

    def form_of(stem: str) -> QgsAttributeForm:
        form = new_form(desk, stem)
        forms.append(form)
        return form

    yield form_of
    for form in forms:
        form.layer().rollBack()
        form.setParent(None)
        form.deleteLater()


def new_form(desk: Desk, stem: str) -> QgsAttributeForm:
    """The form of a new feature, not shown yet."""
    layer = desk.start(stem)
    form = QgsAttributeForm(layer, new_feature(layer, stem), QgsAttributeEditorContext())
    form.setMode(QgsAttributeEditorContext.Mode.AddFeatureMode)
    return form


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


def editor(form: QgsAttributeForm, name: str) -> Any:
    """The widget that edits a field."""
    wrappers = [item for item in form.findChildren(QgsEditorWidgetWrapper) if item.field().name() == name]
    return wrappers[0].widget()


def keys(box: QWidget, text: str) -> None:
    """Type; QTest knows no letters beyond ASCII."""
    for letter in text:
        code = ord(letter.upper()) if letter.isascii() else 0
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(box, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter))
