"""The attribute form a widget belongs to, also of forms QGIS makes itself: PyQt takes those for plain widgets until they are cast."""

from __future__ import annotations

from functools import partial
from typing import Optional

from qgis.gui import QgsAttributeForm
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QWidget

DEPTH = 20  # widgets between an editor and its form, at most
_KNOWN: set[int] = set()  # forms met, until they are destroyed
_ORPHANS: set[int] = set()  # those of them whose layer is gone: to ask such a form for its layer would end QGIS


def form_of(widget: Optional[QWidget]) -> Optional[QgsAttributeForm]:
    """The visible form around a widget, its layer alive; None for a widget of no such form."""
    for _ in range(DEPTH):
        if widget is None:
            return None
        form = as_form(widget)
        if form is not None:
            return _usable(form)
        widget = widget.parentWidget()
    return None


def as_form(widget: QObject) -> Optional[QgsAttributeForm]:
    """The widget as the form it is."""
    if isinstance(widget, QgsAttributeForm):
        return widget
    return sip.cast(widget, QgsAttributeForm) if widget.inherits("QgsAttributeForm") else None


def same(one: Optional[QObject], other: Optional[QObject]) -> bool:
    """Whether two Python objects stand for one of Qt's: a cast makes a new Python object each time."""
    return one is other or (one is not None and other is not None and sip.unwrapinstance(one) == sip.unwrapinstance(other))


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
