"""Notices every form of a Ncovy layer that is used, tells the readings which version it shows, and attends to it.

Listens to the keyboard focus: nobody types into a form without it, and an event filter on the whole of QGIS would cost at every event.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsVectorLayer
from qgis.gui import QgsAttributeForm
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QWidget

from ...core.messages import Refusal
from ...gis.edits import Edits
from ...gis.layers import stem_of
from ..focus import Focus
from ..form_of import form_of, same
from .attended import AttendedForm
from .editors import forms_in, schema_of
from .refused import Refused

HOMES = ("QgsDualView", "QgsAttributeDialog", "QgsAttributeTableDialog")


class FormWatch:
    """One for the whole session."""

    def __init__(self, edits: Edits) -> None:
        self._edits = edits
        self._attended: list[AttendedForm] = []
        self._refused = Refused()
        self._at = (0, 0)  # address of the form that has the keyboard, and its feature
        self._focus = Focus(self._focused)

    def close(self) -> None:
        """Stop listening and leave every open form as QGIS made it."""
        self._focus.close()
        for attended in self._alive():
            attended.detach()
        self._attended.clear()

    def attend(self, form: QgsAttributeForm) -> Optional[AttendedForm]:
        """What the plugin adds to a form, once; None when it is no form of a Ncovy layer."""
        known = next((attended for attended in self._alive() if same(attended.form, form)), None)
        schema = schema_of(form.layer(), self._edits.catalogue)
        if known is not None or schema is None:
            return known
        made = AttendedForm(form, schema, self._refused, self._edits.saw)
        self._attended.append(made)
        return made

    def show_refusal(self, layer: QgsVectorLayer, uid: str, refusals: Sequence[Refusal]) -> None:
        """Mark the fields of a feature the server refused, in forms open now and later; none takes the marks away."""
        self._refused.tell(str(stem_of(layer)), str(uid), refusals)
        for attended in self._alive():
            attended.changed()

    def _focused(self, now: Optional[QWidget]) -> None:
        form, before = form_of(now), self._at[0]
        at = (sip.unwrapinstance(form), form.feature().id()) if form is not None else (0, 0)
        if form is not None and at != self._at:
            self._edits.saw(form.layer(), form.feature())
        self._at = at
        for each in [form] if form is not None else _forms_beside(now):
            self.attend(each)
        for attended in self._alive():
            if sip.unwrapinstance(attended.form) in (at[0], before):
                attended.changed()

    def _alive(self) -> list[AttendedForm]:
        self._attended = [each for each in self._attended if not sip.isdeleted(each) and not sip.isdeleted(each.form)]
        return self._attended


def _forms_beside(widget: Optional[QWidget]) -> list[QgsAttributeForm]:
    """The forms in the same attribute table or feature dialog; no other window is looked through."""
    while widget is not None and not any(widget.inherits(name) for name in HOMES):
        widget = widget.parentWidget()
    return forms_in(widget) if widget is not None else []
