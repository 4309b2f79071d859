"""The widgets of an open form by field: which one edits it, where it stands, on which tab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsVectorLayer
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm, QgsEditorWidgetWrapper
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QGridLayout, QLayout, QTabWidget, QWidget

from ...core.catalogue import Catalogue, Field, Layer
from ...gis.layers import stem_of
from ..form_of import as_form

TO_CELL = 6  # widgets between an editor and its row, at most
EDITING = (
    QgsAttributeEditorContext.Mode.SingleEditMode,
    QgsAttributeEditorContext.Mode.AddFeatureMode,
    QgsAttributeEditorContext.Mode.FixAttributeMode,
)


@dataclass(frozen=True)
class Editor:
    """The widget of one field."""

    field: Field
    wrapper: QgsEditorWidgetWrapper
    widget: QWidget


def schema_of(layer: Optional[QgsVectorLayer], catalogue: Catalogue) -> Optional[Layer]:
    """The catalogue layer a form belongs to; None for every other layer."""
    stem = stem_of(layer)
    return catalogue.layer(stem) if stem is not None and catalogue.has(stem) else None


def editors_of(form: QgsAttributeForm, schema: Layer) -> Mapping[str, Editor]:
    """The editors of the fields a person fills, in the order of the catalogue."""
    direct = form.findChildren(QgsEditorWidgetWrapper, options=Qt.FindChildOption.FindDirectChildrenOnly)  # a form has 2,000 children in all
    wrappers = {wrapper.field().name(): wrapper for wrapper in direct or form.findChildren(QgsEditorWidgetWrapper)}
    wanted = [field for field in schema.fields if not field.auto and field.name in wrappers]
    found = {field.name: Editor(field, wrappers[field.name], wrappers[field.name].widget()) for field in wanted}
    return {name: editor for name, editor in found.items() if editor.widget is not None}


def is_editing(form: QgsAttributeForm) -> bool:
    """Whether the form changes one feature; several at once, searching and reading are left alone."""
    return form.layer() is not None and bool(form.layer().isEditable()) and form.mode() in EDITING


def forms_in(widget: QWidget) -> list[QgsAttributeForm]:
    """The visible forms of a dialog or dock."""
    found = [as_form(child) for child in widget.findChildren(QWidget)]
    return [form for form in found if form is not None and form.isVisible()]


def child_of(form: QgsAttributeForm, kind: type[QWidget]) -> Any:
    """The form's own tabs or buttons, at most two steps inside; None when it has none."""
    for child in form.children():
        found = [child] if isinstance(child, kind) else [inner for inner in child.children() if isinstance(inner, kind)]
        if found:
            return found[0]
    return form.findChild(kind)


def page_of(widget: QWidget, tabs: QTabWidget) -> int:
    """Index of the tab a widget is on; -1 when it is on none."""
    return next((index for index in range(tabs.count()) if tabs.widget(index).isAncestorOf(widget)), -1)


@dataclass(frozen=True)
class Cell:
    """The widget that stands for a field in its group, and the layout it lies in: a grid, or a box of label and field below it."""

    widget: QWidget
    layout: QLayout


def cell_of(editor: Editor) -> Optional[Cell]:
    """Where a field stands; None when QGIS builds its forms in another way."""
    widget: Optional[QWidget] = editor.widget
    for _ in range(TO_CELL):
        if widget is None or widget.parentWidget() is None:
            return None
        grid = widget.parentWidget().layout()
        if isinstance(grid, QGridLayout):
            if grid.indexOf(widget) >= 0:
                return Cell(widget, grid)
            boxes = [grid.itemAt(index).layout() for index in range(grid.count())]
            box = next((box for box in boxes if box is not None and box.indexOf(widget) >= 0), None)
            return Cell(widget, box) if box is not None else None
        widget = widget.parentWidget()
    return None
