"""The catalogue's `suggest` values as proposals under a line of text, found without accents. Anything else may be typed too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from qgis.PyQt.QtCore import QEvent, QObject, QStringListModel, Qt
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit

from ...core.text import fold
from .editors import Editor


@dataclass(frozen=True)
class _Line:
    box: QLineEdit
    values: tuple[str, ...]
    model: QStringListModel
    completer: QCompleter


class Suggestions(QObject):
    """All fields of a form that propose values."""

    def __init__(self, parent: QObject, editors: Mapping[str, Editor]) -> None:
        super().__init__(parent)
        self._lines: dict[QObject, _Line] = {}
        self._links: list[tuple[Any, Any]] = []
        for editor in editors.values():
            if editor.field.suggest and isinstance(editor.widget, QLineEdit):
                self._propose(editor.widget, editor.field.suggest)

    def close(self) -> None:
        """No proposals any more."""
        for signal, slot in self._links:
            signal.disconnect(slot)
        for box in self._lines:
            box.removeEventFilter(self)
            box.setCompleter(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow down in the field shows the proposals, all of them when it is empty."""
        line = self._lines.get(watched)
        if line is None or event.type() != QEvent.Type.KeyPress or event.key() != Qt.Key.Key_Down:
            return False
        self._narrow(line, line.box.text())
        line.completer.complete()
        return True

    def _propose(self, box: QLineEdit, values: tuple[str, ...]) -> None:
        model = QStringListModel(list(values), self)
        completer = QCompleter(model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        line = _Line(box, values, model, completer)
        self._lines[box] = line
        self._links.append((box.textEdited, partial(self._narrow, line)))
        box.textEdited.connect(self._links[-1][1])  # before the line asks its completer
        box.setCompleter(completer)
        box.installEventFilter(self)

    def _narrow(self, line: _Line, text: str) -> None:
        line.model.setStringList(matching(line.values, text))


def matching(values: tuple[str, ...], text: str) -> list[str]:
    """The values that hold every word of the text, whatever its accents, those that begin with it first."""
    words, whole = fold(text).split(), fold(text)
    found = [value for value in values if all(word in fold(value) for word in words)]
    return sorted(found, key=lambda value: not fold(value).startswith(whole))
