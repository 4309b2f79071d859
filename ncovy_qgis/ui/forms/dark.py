"""QGIS paints a field that breaks a rule pale yellow or orange, in a dark theme too, under its white text: there it gets a dark ground."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import QEvent, QObject

from ..icons import is_dark
from .editors import Editor

MARK = "/* ncovy */"
GROUND = {True: "#63301c", False: "#4a3d14"}  # must be mended; wanted
TEXT = "#f4f4f4"


class DarkGround(QObject):
    """Takes the place of QGIS's style sheet before it is painted."""

    def __init__(self, parent: QObject, editors: Mapping[str, Editor]) -> None:
        super().__init__(parent)
        self._editors = {editor.widget: editor for editor in editors.values()}
        for widget in self._editors:
            widget.installEventFilter(self)
            self._mend(widget)

    def close(self) -> None:
        """QGIS's own again, from the next change of the field on."""
        for widget in self._editors:
            widget.removeEventFilter(self)
            if MARK in widget.styleSheet():
                widget.setStyleSheet("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """QGIS has just set or taken away its style sheet."""
        if event.type() == QEvent.Type.StyleChange:
            self._mend(watched)
        return False

    def _mend(self, widget: QObject) -> None:
        editor, sheet = self._editors.get(widget), widget.styleSheet() if widget.isWidgetType() else ""
        if editor is None or "background-color" not in sheet or MARK in sheet or not is_dark(editor.widget.window().palette()):
            return
        widget.setStyleSheet(f"QWidget {{ background-color: {GROUND[bool(editor.wrapper.isBlockingCommit())]}; color: {TEXT}; }} {MARK}")
