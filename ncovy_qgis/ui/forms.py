"""Which version an open form shows: told to the readings before the person can change anything in it."""

from __future__ import annotations

from typing import Optional

from qgis.gui import QgsAttributeForm
from qgis.PyQt.QtWidgets import QApplication, QLabel, QWidget

from ..core.catalogue import Catalogue
from ..gis.edits import Edits
from ..gis.layers import stem_of
from .form_of import form_of, same_form
from .words import said

TOLD = "ncovy_told"


class FormWatch:
    """Listens to the keyboard focus: nobody types into a form without it."""

    def __init__(self, edits: Edits) -> None:
        self._edits = edits
        QApplication.instance().focusChanged.connect(self._focused)

    def close(self) -> None:
        """Stop listening."""
        QApplication.instance().focusChanged.disconnect(self._focused)

    def _focused(self, old: Optional[QWidget], now: Optional[QWidget]) -> None:
        form = form_of(now)
        if form is not None and not same_form(form, form_of(old)):
            self._saw(form)

    def _saw(self, form: QgsAttributeForm) -> None:
        self._edits.saw(form.layer(), form.feature())
        if not form.property(TOLD):
            form.setProperty(TOLD, True)
            _explain(form, self._edits.catalogue)


def _explain(form: QgsAttributeForm, catalogue: Catalogue) -> None:
    """Hints of the catalogue on the labels."""
    stem = stem_of(form.layer())
    if stem is None or not catalogue.has(stem):
        return
    hints = {said(field.label): said(field.hint) for field in catalogue.layer(stem).fields if field.hint}
    for label in form.findChildren(QLabel):
        text = label.text().rstrip(" *")
        if text in hints:
            label.setToolTip(hints[text])
