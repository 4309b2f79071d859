"""Forms open for editing: which features they show, and what their own message bar says about other people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.core import Qgis
from qgis.gui import QgsAttributeForm, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ...gis.arrivals import Key
from ...gis.layers import stem_of
from .notice import Notice

CHECK_MS = 1000  # a form that was closed, or shows another feature, is noticed within this


class OpenForms(QObject):
    """Forms make themselves known by the keyboard focus: nobody types into one without it."""

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._forms: list[tuple[QgsAttributeForm, Optional[Notice]]] = []
        self._known: frozenset[tuple[Key, int]] = frozenset()
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self._check)
        QApplication.instance().focusChanged.connect(self._focused)

    def close(self) -> None:
        """Stop listening; nothing is said in any form."""
        QApplication.instance().focusChanged.disconnect(self._focused)
        self._timer.stop()
        for _, notice in self._living():
            if notice is not None:
                notice.close()
        self._forms.clear()

    def features(self) -> frozenset[Key]:
        """(stem, uid) of the stored features open in forms for editing."""
        return frozenset(key for key, _ in self._shown())

    def tell(self, words: Callable[[Key, int], str]) -> None:
        """In each form, what `words` says of its feature in the version it shows."""
        for form, notice in self._living():
            shown = _shown(form)
            if notice is not None:
                notice.say(words(*shown) if shown is not None else "")

    def _focused(self, _: Optional[QWidget], now: Optional[QWidget]) -> None:
        form = _form_of(now)
        if form is None or stem_of(form.layer()) is None or any(known is form for known, _ in self._living()):
            return
        bar = bar_of(form)
        self._forms.append((form, Notice(bar, Qgis.MessageLevel.Info) if bar is not None else None))
        self._timer.start()
        self._check()

    def _check(self) -> None:
        now = self._shown()
        if not self._forms:
            self._timer.stop()
        if now != self._known:
            self._known = now
            self.changed.emit()

    def _shown(self) -> frozenset[tuple[Key, int]]:
        return frozenset(shown for form, _ in self._living() for shown in [_shown(form)] if shown is not None)

    def _living(self) -> Sequence[tuple[QgsAttributeForm, Optional[Notice]]]:
        self._forms = [(form, notice) for form, notice in self._forms if not sip.isdeleted(form)]
        return tuple(self._forms)


def _form_of(widget: Optional[QWidget]) -> Optional[QgsAttributeForm]:
    while widget is not None and not isinstance(widget, QgsAttributeForm):
        widget = widget.parentWidget()
    return widget


def bar_of(form: QgsAttributeForm) -> Optional[QgsMessageBar]:
    """The message bar above a form's fields; in a dialog it is the dialog's. PyQt of QGIS 3.22 takes it for a plain frame."""
    for holder in (form, form.parentWidget()):
        for child in holder.children() if holder is not None else ():
            if child.metaObject().className() == "QgsMessageBar":
                return sip.cast(child, QgsMessageBar)
    return None


def _shown(form: QgsAttributeForm) -> Optional[tuple[Key, int]]:
    """The stored feature a form shows, and its version, while it can be changed there."""
    layer, feature = form.layer(), form.feature()
    if layer is None or not layer.isEditable() or not form.isVisible() or not feature.isValid():
        return None
    names = feature.fields().names()
    if "row_version" not in names or not str(feature["row_version"]).isdigit():
        return None  # a new feature: nobody else knows it
    return (str(stem_of(layer)), str(feature["uid"])), int(feature["row_version"])
