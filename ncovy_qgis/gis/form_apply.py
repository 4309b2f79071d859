"""Give a compiled form to a QGIS layer: native drag-and-drop layout, built-in widgets, nothing to run."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsFieldConstraints,
    QgsOptionalExpression,
    QgsProperty,
    QgsPropertyCollection,
    QgsVectorLayer,
)

from . import compat
from .form_value import FormField, FormGroup, FormTab, FormValue, Widget


def apply_form(form: FormValue, layer: QgsVectorLayer, layers: Mapping[str, QgsVectorLayer]) -> None:
    """Set layout, widgets, labels, constraints and defaults; `layers` resolves what widgets look into."""
    config = layer.editFormConfig()
    config.setLayout(QgsEditFormConfig.EditorLayout.TabLayout)
    config.clearTabs()
    for tab in form.tabs:
        config.addTab(_tab(tab, config.invisibleRootContainer(), layer))
    for field in form.fields:
        index = layer.fields().indexOf(field.name)
        if index >= 0:
            _apply_field(field, index, layer, config, layers)
    layer.setEditFormConfig(config)
    layer.setDisplayExpression(form.display)


def _tab(tab: FormTab, root: QgsAttributeEditorContainer, layer: QgsVectorLayer) -> QgsAttributeEditorContainer:
    box = QgsAttributeEditorContainer(tab.title, root)
    compat.make_tab(box)
    for group in tab.groups:
        if group.title or group.shown or group.boxed:
            box.addChildElement(_group(group, box, layer))
        else:
            _fill(box, group, layer)
    return box


def _group(group: FormGroup, tab: QgsAttributeEditorContainer, layer: QgsVectorLayer) -> QgsAttributeEditorContainer:
    box = QgsAttributeEditorContainer(group.title, tab)
    compat.make_group(box)
    box.setColumnCount(group.columns)
    if group.shown:
        box.setVisibilityExpression(QgsOptionalExpression(QgsExpression(group.shown)))
    _fill(box, group, layer)
    return box


def _fill(box: QgsAttributeEditorContainer, group: FormGroup, layer: QgsVectorLayer) -> None:
    for name in group.fields:
        index = layer.fields().indexOf(name)
        if index >= 0:
            box.addChildElement(QgsAttributeEditorField(name, index, box))


def _apply_field(
    field: FormField, index: int, layer: QgsVectorLayer, config: QgsEditFormConfig, layers: Mapping[str, QgsVectorLayer]
) -> None:
    layer.setFieldAlias(index, field.alias)
    layer.setEditorWidgetSetup(index, _setup(field.widget, layers))
    layer.setDefaultValueDefinition(index, QgsDefaultValue(field.default, field.on_update))
    config.setReadOnly(index, field.read_only)
    config.setLabelOnTop(index, bool(field.widget.config.get("IsMultiline")))
    _apply_constraint(field, index, layer)
    if field.alias_expression:
        alias = QgsPropertyCollection()
        alias.setProperty(QgsEditFormConfig.DataDefinedProperty.Alias, QgsProperty.fromExpression(field.alias_expression))
        config.setDataDefinedFieldProperties(field.name, alias)


def _apply_constraint(field: FormField, index: int, layer: QgsVectorLayer) -> None:
    """Wanted and empty: colour. Wrong: colour and sentence, and where it is never stored no OK."""
    kinds, strengths = QgsFieldConstraints.Constraint, QgsFieldConstraints.ConstraintStrength
    layer.removeFieldConstraint(index, kinds.ConstraintExpression)
    constraint = field.constraint
    if field.wanted and constraint is not None and constraint.hard:
        layer.setFieldConstraint(index, kinds.ConstraintNotNull, strengths.ConstraintStrengthSoft)
    if constraint is not None:
        layer.setConstraintExpression(index, constraint.expression, constraint.sentence)
        strength = strengths.ConstraintStrengthHard if constraint.hard else strengths.ConstraintStrengthSoft
        layer.setFieldConstraint(index, kinds.ConstraintExpression, strength)


def _setup(widget: Widget, layers: Mapping[str, QgsVectorLayer]) -> QgsEditorWidgetSetup:
    config = dict(widget.config)
    if widget.looks_into:
        seen = layers[widget.looks_into]
        config.update(Layer=seen.id(), LayerName=seen.name(), LayerSource=seen.publicSource(), LayerProviderName=seen.providerType())
    return QgsEditorWidgetSetup(widget.type, config)
