"""Which version an open form shows: told to the readings before the person can change anything in it."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsAttributeForm
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ..gis import compat
from ..gis.edits import Edits

DEPTH = 15  # widgets between an editor and its form, at most


class FormWatch:
    """Listens to the keyboard focus: nobody types into a form without it."""

    def __init__(self, edits: Edits) -> None:
        self._edits = edits
        QApplication.instance().focusChanged.connect(self._focused)

    def close(self) -> None:
        """Stop listening."""
        QApplication.instance().focusChanged.disconnect(self._focused)

    def _focused(self, old: Optional[QWidget], now: Optional[QWidget]) -> None:
        form = _form_of(now)
        if form is not None and form is not _form_of(old):
            self._saw(form)

    def _saw(self, form: QgsAttributeForm) -> None:
        readings, feature = self._edits.readings(form.layer()), form.feature()
        index = form.layer().fields().indexOf("row_version")
        if readings is None or not feature.isValid() or not 0 <= index < len(feature.attributes()):
            return
        version = feature.attribute(index)
        if not compat.is_null(version) and feature.id() >= 0:
            readings.saw(feature.id(), int(version))


def _form_of(widget: Optional[QWidget]) -> Optional[QgsAttributeForm]:
    for _ in range(DEPTH):
        if widget is None or isinstance(widget, QgsAttributeForm):
            return widget
        widget = widget.parentWidget()
    return None
