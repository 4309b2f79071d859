"""The form around a widget is found, whoever made the form: QGIS's own ones come to Python as plain widgets."""

from __future__ import annotations

import gc
from typing import Any

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.gui import QgsAttributeDialog, QgsAttributeForm
from qgis.PyQt.QtWidgets import QLineEdit, QWidget

from ncovy_qgis.ui.form_of import form_of, same


def test_the_form_of_a_dialog_qgis_filled_itself_is_found(qgis_app: Any, qtbot: Any) -> None:
    layer = QgsVectorLayer("Point?field=name:string", "thử", "memory")
    feature = QgsFeature(layer.fields())
    dialog = QgsAttributeDialog(layer, feature, False)
    qtbot.addWidget(dialog)
    dialog.show()
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
    assert same(None, None)


def test_two_editors_of_one_form_have_the_same(qgis_app: Any, qtbot: Any) -> None:
    layer = QgsVectorLayer("Point?field=name:string&field=phone:string", "thử", "memory")
    features = [QgsFeature(layer.fields()), QgsFeature(layer.fields())]
    dialogs = [QgsAttributeDialog(layer, feature, False) for feature in features]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
    first, second = dialogs[0].findChildren(QLineEdit)[:2]
    assert same(form_of(first), form_of(second))
    assert not same(form_of(first), form_of(dialogs[1].findChildren(QLineEdit)[0]))
    assert not same(form_of(first), None)


def test_a_form_whose_layer_is_gone_is_none_any_more(qgis_app: Any, qtbot: Any) -> None:
    layer = QgsVectorLayer("Point?field=name:string", "thử", "memory")
    form = QgsAttributeForm(layer, QgsFeature(layer.fields()))
    qtbot.addWidget(form)
    form.show()
    editor = form.findChildren(QLineEdit)[0]
    assert form_of(editor) is form
    del layer
    gc.collect()
    assert form_of(editor) is None
    form.hide()


def test_a_form_nobody_sees_is_none(qgis_app: Any, qtbot: Any) -> None:
    layer = QgsVectorLayer("Point?field=name:string", "thử", "memory")
    form = QgsAttributeForm(layer, QgsFeature(layer.fields()))
    qtbot.addWidget(form)
    assert form_of(form.findChildren(QLineEdit)[0]) is None
