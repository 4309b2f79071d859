"""Values used again also go into the forms that QGIS's own tools open (a zone just drawn): filled in before the person can type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, Optional

from qgis.core import QgsVectorLayer
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm
from qgis.PyQt.QtWidgets import QWidget

from ...gis.layers import stem_of
from ...gis.values import to_qgis
from ..focus import Focus
from ..form_of import form_of

FILLED = "ncovy_prefilled"


class Prefill:
    """`values(stem)` gives what is used again; `met(stem, layer)` is told of each form of a new feature."""

    def __init__(self, values: Callable[[str], Mapping[str, Any]], met: Callable[[str, QgsVectorLayer], None]) -> None:
        self._values, self._met = values, met
        self._focus = Focus(self.focused)

    def close(self) -> None:
        """Stop listening."""
        self._focus.close()

    def focused(self, now: Optional[QWidget]) -> None:
        """A form of a new feature gets the keyboard for the first time."""
        form = form_of(now)
        if form is None or form.property(FILLED) or form.mode() != QgsAttributeEditorContext.Mode.AddFeatureMode:
            return
        stem = stem_of(form.layer())
        if stem is None:
            return
        form.setProperty(FILLED, True)
        self._met(stem, form.layer())
        for name, value in self._values(stem).items():
            form.changeAttribute(name, to_qgis(value))


def mark_filled(form: QgsAttributeForm) -> None:
    """This form was made with its values."""
    form.setProperty(FILLED, True)
