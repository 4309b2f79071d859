"""The attribute form a widget belongs to, also of forms QGIS makes itself: PyQt takes those for plain widgets until they are cast."""

from __future__ import annotations

from functools import partial
from typing import Optional

from qgis.gui import QgsAttributeForm
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QWidget

DEPTH = 20  # widgets between an editor and its form, at most
_KNOWN: set[int] = set()  # forms met, until they are destroyed
_ORPHANS: set[int] = set()  # those of them whose layer is gone: to ask such a form for its layer would end QGIS


def form_of(widget: Optional[QWidget]) -> Optional[QgsAttributeForm]:
    """The visible form around a widget, its layer alive; None for a widget of no such form."""
    for _ in range(DEPTH):
        if widget is None:
            return None
        if isinstance(widget, QgsAttributeForm):
            return _usable(widget)
        if widget.metaObject().className() == "QgsAttributeForm":
            return _usable(sip.cast(widget, QgsAttributeForm))
        widget = widget.parentWidget()
    return None


def same_form(one: Optional[QgsAttributeForm], other: Optional[QgsAttributeForm]) -> bool:
    """A cast makes a new Python object each time: forms are compared by what they stand for."""
    if one is None or other is None:
        return one is other
    return bool(sip.unwrapinstance(one) == sip.unwrapinstance(other))


def _usable(form: QgsAttributeForm) -> Optional[QgsAttributeForm]:
    """Forms are remembered by address: in the slots below nothing may touch a form, which may be gone itself."""
    address = sip.unwrapinstance(form)
    if not form.isVisible() or address in _ORPHANS:
        return None
    if address not in _KNOWN:
        _KNOWN.add(address)
        form.destroyed.connect(partial(_forget, address))
        form.layer().willBeDeleted.connect(partial(_orphan, address))
    return form


def _forget(address: int, *_: object) -> None:
    _KNOWN.discard(address)
    _ORPHANS.discard(address)


def _orphan(address: int) -> None:
    if address in _KNOWN:
        _ORPHANS.add(address)
