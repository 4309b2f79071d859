"""Forms open for editing: which features they show, and what their own message bar says about other people."""

from __future__ import annotations

from functools import partial
from typing import Callable, Optional

from qgis.core import Qgis
from qgis.gui import QgsAttributeForm, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ...db.change import Key
from ...gis.layers import stem_of
from ..focus import Focus
from ..form_of import form_of
from .notice import Notice

CHECK_MS = 1000  # a form that was closed, or shows another feature, is noticed within this


class OpenForms(QObject):
    """Forms make themselves known by the keyboard focus: nobody types into one without it."""

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._forms: dict[int, tuple[QgsAttributeForm, Optional[Notice]]] = {}  # by address: one form may have many Python faces
        self._links: dict[int, Callable[[QObject], None]] = {}
        self._known: frozenset[tuple[Key, int]] = frozenset()
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self._check)
        self._focus = Focus(self._focused)

    def close(self) -> None:
        """Stop listening; nothing is said in any form."""
        self._focus.close()
        self._timer.stop()
        for address, (form, notice) in self._forms.items():
            form.destroyed.disconnect(self._links[address])
            if notice is not None:
                notice.close()
        self._forms.clear()

    def features(self) -> frozenset[Key]:
        """(stem, uid) of the stored features open in forms for editing."""
        return frozenset(key for key, _ in self._shown())

    def tell(self, words: Callable[[Key, int], str]) -> None:
        """In each form, what `words` says of its feature in the version it shows."""
        for form, notice in self._forms.values():
            shown = _shown(form)
            if notice is not None:
                notice.say(words(*shown) if shown is not None else "")

    def _focused(self, now: Optional[QWidget]) -> None:
        form = form_of(now)
        address = sip.unwrapinstance(form) if form is not None else 0
        if form is None or stem_of(form.layer()) is None or address in self._forms:
            return
        bar = bar_of(form)
        self._forms[address] = form, Notice(bar, Qgis.MessageLevel.Info) if bar is not None else None
        self._links[address] = partial(self._destroyed, address)
        form.destroyed.connect(self._links[address])
        self._timer.start()
        self._check()

    def _destroyed(self, address: int, *_: object) -> None:
        """A form made by QGIS dies without telling its Python face."""
        self._forms.pop(address, None)
        self._links.pop(address, None)

    def _check(self) -> None:
        now = self._shown()
        if not self._forms:
            self._timer.stop()
        if now != self._known:
            self._known = now
            self.changed.emit()

    def _shown(self) -> frozenset[tuple[Key, int]]:
        return frozenset(shown for form, _ in self._forms.values() for shown in [_shown(form)] if shown is not None)


def bar_of(form: QgsAttributeForm) -> Optional[QgsMessageBar]:
    """The message bar above a form's fields; in a dialog it is the dialog's."""
    for holder in (form, form.parentWidget()):
        for child in holder.children() if holder is not None else ():
            if child.metaObject().className() == "QgsMessageBar":
                return sip.cast(child, QgsMessageBar)
    return None


def _shown(form: QgsAttributeForm) -> Optional[tuple[Key, int]]:
    """The stored feature a form shows, and its version, while it can be changed there."""
    if form_of(form) is None:  # hidden, or its layer is gone: to ask such a form anything would end QGIS
        return None
    layer, feature = form.layer(), form.feature()
    if layer is None or not layer.isEditable() or not feature.isValid():
        return None
    names = feature.fields().names()
    if "row_version" not in names or not str(feature["row_version"]).isdigit():
        return None  # a new feature: nobody else knows it
    return (str(stem_of(layer)), str(feature["uid"])), int(feature["row_version"])
