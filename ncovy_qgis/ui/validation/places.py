"""Going to a finding: the map moves and selects, or the form opens at the field. The map tool stays what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsAttributeForm, QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QTabWidget, QWidget

from ...db.findings import Finding
from ..form_of import form_of

if TYPE_CHECKING:
    from ..session import Session

NEAR_DEGREES = 0.0036  # how wide at least, about 400 m to each side
MARGIN = 1.3


def go_to(finding: Finding, layer: Optional[QgsVectorLayer], canvas: QgsMapCanvas) -> None:
    """Show and select the feature; asks the server for nothing but what the map draws."""
    half = max(NEAR_DEGREES, finding.size * MARGIN / 2)
    box = QgsRectangle.fromCenterAndSize(QgsPointXY(finding.lon, finding.lat), 2 * half, 2 * half)
    project = QgsProject.instance()
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), project.crs(), project.transformContext())
    shape = QgsGeometry.fromRect(box)
    shape.transform(transform)
    canvas.setExtent(shape.boundingBox())
    canvas.refresh()
    if layer is not None:
        layer.selectByIds([finding.id])


def open_form(session: Session, layer: QgsVectorLayer, finding: Finding) -> bool:
    """Open the form, editable where that is allowed, with the focus in the field; False when the feature is gone."""
    feature = layer.getFeature(finding.id)
    if not feature.isValid():
        return False
    if not layer.isEditable():
        layer.startEditing()
    session.open_form(layer, feature)
    QTimer.singleShot(0, lambda: focus_field(layer, finding.id, finding.field))
    return True


def focus_field(layer: QgsVectorLayer, fid: int, field: str) -> bool:
    """Put the focus into a field of an open form, on its tab."""
    form = _form(layer, fid)
    editor = form.findChild(QWidget, field) if form is not None and field else None
    if form is None or editor is None:
        return False
    child, above = editor, editor.parentWidget()
    while above is not None and above is not form:
        if isinstance(above, QTabWidget):
            page = next((number for number in range(above.count()) if above.widget(number).isAncestorOf(child)), -1)
            if page >= 0:
                above.setCurrentIndex(page)
        above = above.parentWidget()
    form.window().activateWindow()
    target = _focusable(editor)
    target.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


def _form(layer: QgsVectorLayer, fid: int) -> Optional[QgsAttributeForm]:
    """The open form of a feature. Of forms QGIS itself made Python knows no more than that they are widgets: Qt is asked."""
    for window in QApplication.topLevelWidgets():
        inside = window.findChildren(QWidget) if window.isVisible() and window.inherits("QDialog") else []
        for form in (form_of(child) for child in inside if child.inherits("QgsAttributeForm")):
            if form is not None and form.feature().id() == fid and form.layer().id() == layer.id():
                return form
    return None


def _focusable(editor: QWidget) -> QWidget:
    """The widget that takes what is typed: an editor frames it, beside hidden ones for searching."""
    if editor.focusPolicy() != Qt.FocusPolicy.NoFocus:
        return editor
    inner = [
        child for child in editor.findChildren(QWidget) if child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isEnabled() and child.isVisibleTo(editor)
    ]
    return inner[0] if inner else editor
