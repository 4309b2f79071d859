"""One open form and what is done for it: text put right on leaving, numbers and dates as people type them, marks, keys."""

from __future__ import annotations

from datetime import datetime
from typing import Callable, Optional

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.gui import QgsAttributeForm
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QShortcut, QTabWidget, QWidget

from ...core.catalogue import Layer, Strength
from ...core.faults import Fault, faults
from ...gis.buffer import plain_values
from ...gis.values import VIETNAM, to_python
from ..timers import later
from .dark import DarkGround
from .dates import DateTyping
from .editors import child_of, editors_of, is_editing
from .ground import Ground
from .heights import Heights
from .marks import Marks
from .numbers import NumberTyping
from .refused import Refused
from .spelling import Spelling
from .suggestions import Suggestions

PAUSE_MS = 150  # between the last key and the marks
ACCEPT = ("Ctrl+Return", "Ctrl+Enter")


class AttendedForm(QObject):
    """Lives as long as its form; `saw` is told what the form shows when its layer's editing starts."""

    def __init__(self, form: QgsAttributeForm, schema: Layer, refused: Refused, saw: Callable[[QgsVectorLayer, QgsFeature], None]) -> None:
        super().__init__(form)
        self.form, self.schema, self._refused, self._saw = form, schema, refused, saw
        self.editors = editors_of(form, schema)
        self._shown, self._blocked = self._uid(), False
        self._buttons: Optional[QDialogButtonBox] = child_of(form, QDialogButtonBox)
        self._ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok) if self._buttons is not None else None
        self._words = self._name_buttons((QCoreApplication.translate("Ncovy", "Đồng ý"), QCoreApplication.translate("Ncovy", "Hủy")))
        self.spelling = Spelling(self, self.editors)
        self.typing = (NumberTyping(self, self.editors, self.refresh), DateTyping(self, self.editors, self.refresh))
        ground = Ground(child_of(form, QTabWidget))
        self._others = (Suggestions(self, self.editors), DarkGround(self, self.editors), self.spelling, Heights(self.editors), ground)
        self.marks = Marks(form, self.editors)
        self._now = _now_of(form)
        self._pause = later(self, PAUSE_MS, self.refresh)
        form.widgetValueChanged.connect(self._value_changed)
        form.modeChanged.connect(self.changed)
        form.layer().editingStarted.connect(self._built_on)
        self._keys = [self._key(text) for text in ACCEPT]
        self.refresh()

    def detach(self) -> None:
        """Leave the form as QGIS made it."""
        self._pause.stop()
        self.form.widgetValueChanged.disconnect(self._value_changed)
        self.form.modeChanged.disconnect(self.changed)
        for part in (*self.typing, *self._others, self.marks):
            part.close()
        for key in self._keys:
            key.setParent(None)
        self._name_buttons(self._words)
        self.setParent(None)
        self.deleteLater()

    def _built_on(self) -> None:
        """All versions have just been read anew, but the form still shows what it showed: the person builds on that."""
        if self.form.isVisible():
            self._saw(self.form.layer(), self.form.feature())

    def changed(self, *_: object) -> None:
        """Look again soon."""
        self._pause.start()

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the feature as the form shows it."""
        if not is_editing(self.form):
            return ()
        typed = [Fault(name, Strength.SAVE, text) for part in self.typing for name, text in part.problems().items()]
        unread = {fault.field for fault in typed}
        feature = self.form.currentFormFeature()
        if len(feature.attributes()) != self.form.layer().fields().count():
            return tuple(typed)
        row = plain_values(self.form.layer(), self.schema, feature)
        judged = [fault for fault in faults(self.schema, row, self._now()) if fault.field not in unread and self._asked(fault)]
        return (*typed, *self._refusals(), *judged)

    def refresh(self) -> None:
        """Show the faults of now."""
        if self._shown != self._uid():  # the attribute table went on to another feature: what was half typed belonged to the one before
            self._shown = self._uid()
            for part in self.typing:
                part.forget()
        self.spelling.show()
        found = self.faults()
        self.marks.show(found, _field_of(QApplication.focusWidget(), self), is_editing(self.form))
        refused = set(self._refusals())
        self._blocked = any(fault.strength is Strength.SAVE and fault not in refused for fault in found)
        if self._ok is not None and is_editing(self.form):  # QGIS alone would hold «Số: 3088/qd-ubnd», and take a date it never read
            self._ok.setEnabled(not self._blocked)

    def accept(self) -> None:
        """Ctrl+Enter: what is being typed is taken, then OK; when it may not be accepted, go to the first fault."""
        self._finish_typing()
        self.refresh()
        if self._blocked:
            self.marks.go_to_first()
        elif self._ok is not None and self._ok.isVisible():
            self._ok.click()
        else:
            self.form.save()

    def _finish_typing(self) -> None:
        for part in (*self.typing, self.spelling):
            part.finish()

    def _value_changed(self, name: str, _: object, by_person: bool) -> None:
        if by_person:
            self._refused.mend(self.schema.name, self._uid(), name)
        self.changed()

    def _uid(self) -> str:
        feature = self.form.feature()
        index = feature.fields().indexOf("uid")
        return str(to_python(feature[index])) if index >= 0 else ""

    def _refusals(self) -> list[Fault]:
        told = self._refused.of(self.schema.name, self._uid())
        return [Fault(item.field or "", Strength.SAVE, item.text) for item in told]

    def _asked(self, fault: Fault) -> bool:
        """What only is wanted is not asked for in a group that is hidden."""
        return fault.field in self.editors and (fault.strength is Strength.SAVE or self.marks.reachable(fault.field))

    def _name_buttons(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Words on OK and Cancel, which QGIS leaves in English where Qt has no translation; gives back what stood there."""
        kinds = (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel)
        found = [self._buttons.button(kind) for kind in kinds] if self._buttons is not None else []
        before = tuple(button.text() if button is not None else "" for button in found)
        for button, word in zip(found, words):
            if button is not None:
                button.setText(word)
        return before

    def _key(self, text: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(text), self.form)
        shortcut.activated.connect(self.accept)
        return shortcut


def _field_of(widget: Optional[QWidget], attended: AttendedForm) -> str:
    """The field that has the keyboard; "" when none."""
    if widget is None:
        return ""
    found = (name for name, editor in attended.editors.items() if editor.widget is widget or editor.widget.isAncestorOf(widget))
    return next(found, "")


def _now_of(form: QgsAttributeForm) -> Callable[[], datetime]:
    """The clock the form's defaults use: an exercise has a time of its own."""
    layer = form.layer()
    index = layer.fields().indexOf("reported_at")
    said_now = to_python(layer.defaultValue(index)) if index >= 0 and "now()" not in layer.defaultValueDefinition(index).expression() else None
    return lambda: said_now if isinstance(said_now, datetime) else datetime.now(VIETNAM)
