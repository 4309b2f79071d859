"""The attribute form a widget belongs to, also of forms QGIS makes itself: PyQt takes those for plain widgets until they are cast."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsAttributeForm
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QWidget

DEPTH = 20  # widgets between an editor and its form, at most


def form_of(widget: Optional[QWidget]) -> Optional[QgsAttributeForm]:
    """The nearest form around a widget; None for a widget of no form."""
    for _ in range(DEPTH):
        if widget is None or isinstance(widget, QgsAttributeForm):
            return widget
        if widget.metaObject().className() == "QgsAttributeForm":
            return sip.cast(widget, QgsAttributeForm)
        widget = widget.parentWidget()
    return None
