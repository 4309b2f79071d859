"""Numbers as Vietnamese people type them, in QGIS's spin boxes, which read «19,1755» as 19175 and «1.270» as 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Optional, Union

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QLineEdit, QSpinBox

from ...core.catalogue import Text
from ...core.numbers import NumberError, parse_integer, parse_number
from .editors import Editor

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass
class _Box:
    """A spin box, what it held when it got the keyboard, and whether something was typed since."""

    name: str
    spin: Union[QSpinBox, QDoubleSpinBox]
    line: QLineEdit
    before: Any = None
    typed: bool = False
    problem: Optional[Text] = None

    def read(self) -> None:
        """Take what was typed; what cannot be read leaves the value as it was, and a problem."""
        text = self.line.text().strip()
        if not self.typed:
            return
        self.typed = False
        if not text or text == self.spin.specialValueText():
            self.spin.setValue(self.spin.minimum())
            return
        try:
            number = parse_integer(text) if isinstance(self.spin, QSpinBox) else parse_number(text)
        except NumberError:
            self._give_back(Text(f"«{text}» không phải là số ở đây; giá trị cũ được giữ.", f"“{text}” is no number here; the old value was kept."))
            return
        nothing = bool(self.spin.specialValueText()) and number <= self.spin.minimum()  # the lowest value stands for "none"
        if nothing or not self.spin.minimum() <= number <= self.spin.maximum():
            self._give_back(Text(f"«{text}» ngoài khoảng cho phép; giá trị cũ được giữ.", f"“{text}” is out of range; the old value was kept."))
        else:
            self.spin.setValue(number)

    def _give_back(self, problem: Text) -> None:
        self.problem = problem
        self.spin.setValue(self.before)


class NumberTyping(QObject):
    """All numbers of a form."""

    def __init__(self, parent: QObject, editors: Mapping[str, Editor], changed: Callable[[], None]) -> None:
        super().__init__(parent)
        self._changed = changed
        self._boxes: dict[QObject, _Box] = {}
        self._links: list[tuple[Any, Any]] = []
        for name, editor in editors.items():
            spin = editor.widget
            if isinstance(spin, (QSpinBox, QDoubleSpinBox)):
                box = _Box(name, spin, spin.findChild(QLineEdit), spin.value())
                self._boxes[spin] = box
                self._links.append((box.line.textEdited, partial(self._typed, box)))
                spin.installEventFilter(self)
        for signal, slot in self._links:
            signal.connect(slot)

    def close(self) -> None:
        """QGIS's own reading again."""
        for signal, slot in self._links:
            signal.disconnect(slot)
        for spin in self._boxes:
            spin.removeEventFilter(self)

    def finish(self) -> None:
        """As if every field were left."""
        for box in self._boxes.values():
            box.read()

    def forget(self) -> None:
        """Another feature is shown."""
        for box in self._boxes.values():
            box.typed, box.problem, box.before = False, None, box.spin.value()

    def problems(self) -> dict[str, Text]:
        """Field → why what was typed was not taken."""
        return {box.name: box.problem for box in self._boxes.values() if box.problem is not None}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before the spin box reads it in its own way."""
        box = self._boxes.get(watched)
        if box is None:
            return False
        if event.type() == QEvent.Type.FocusIn:
            box.before, had_problem, box.problem = box.spin.value(), box.problem is not None, None  # it was told; the old value is good
            if had_problem:
                self._changed()
        elif event.type() == QEvent.Type.FocusOut or (event.type() == QEvent.Type.KeyPress and event.key() in ENTER):
            was_typed = box.typed
            box.read()
            if was_typed:
                self._changed()
        return False

    def _typed(self, box: _Box, _: str) -> None:
        box.typed, box.problem = True, None
