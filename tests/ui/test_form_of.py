"""The form around a widget is found, whoever made the form: QGIS's own ones come to Python as plain widgets."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.gui import QgsAttributeDialog, QgsAttributeForm
from qgis.PyQt.QtWidgets import QLineEdit, QWidget

from ncovy_qgis.ui.form_of import form_of


def test_the_form_of_a_dialog_qgis_filled_itself_is_found(qgis_app: Any, qtbot: Any) -> None:
    layer = QgsVectorLayer("Point?field=name:string", "thử", "memory")
    feature = QgsFeature(layer.fields())
    dialog = QgsAttributeDialog(layer, feature, False)
    qtbot.addWidget(dialog)
    editor = dialog.findChildren(QLineEdit)[0]
    found = form_of(editor)
    assert isinstance(found, QgsAttributeForm)
    assert found.layer() is layer
    assert found.changeAttribute("name", "Khối 5") is None
    assert dialog.attributeForm().currentFormFeature()["name"] == "Khối 5"


def test_a_widget_of_no_form_has_none(qgis_app: Any, qtbot: Any) -> None:
    outside = QWidget()
    qtbot.addWidget(outside)
    assert form_of(QLineEdit(outside)) is None
    assert form_of(None) is None
