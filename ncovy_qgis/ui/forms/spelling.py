"""Text of a form is put into its stored form when the field is left; phones and hours are shown there as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtWidgets import QLineEdit, QPlainTextEdit, QStyle, QTextEdit, QToolButton

from ...core.catalogue import Field
from ...core.normalise import normalise_value
from ...core.shown import show_typed
from .editors import Editor

LOOKS = (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize, QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.EnabledChange)


class Spelling(QObject):
    """All text fields of a form."""

    def __init__(self, parent: QObject, editors: Mapping[str, Editor]) -> None:
        super().__init__(parent)
        texts = [editor for editor in editors.values() if editor.field.normalise is not None]
        self._lines = {editor.widget: _Line(editor) for editor in texts if isinstance(editor.widget, QLineEdit)}
        self._pages = {editor.widget: editor.field for editor in texts if isinstance(editor.widget, (QPlainTextEdit, QTextEdit))}
        for box in (*self._lines, *self._pages):
            box.installEventFilter(self)

    def close(self) -> None:
        """Nothing listened to, nothing drawn over."""
        for line in self._lines.values():
            line.close()
        for box in (*self._lines, *self._pages):
            box.removeEventFilter(self)

    def finish(self) -> None:
        """As if every field were left."""
        for line in self._lines.values():
            line.left()
        for page in self._pages:
            self._leave(page)

    def show(self) -> None:
        """Draw anew what is shown instead of what is stored."""
        for line in self._lines.values():
            line.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text of several lines is left, or a line looks different."""
        if event.type() in LOOKS:
            if watched in self._lines:
                self._lines[watched].show()
            elif event.type() == QEvent.Type.FocusOut:
                self._leave(watched)
        return False

    def _leave(self, page: QObject) -> None:
        field = self._pages.get(page)
        if field is None or not page.document().isModified():
            return
        text = page.toPlainText()
        stored = normalise_value(field, text) or ""
        if stored != text:
            page.setPlainText(stored)
        page.document().setModified(False)


class _Line:
    """One line of text. What people read is drawn over it while it is not edited: its own text is always what is stored."""

    def __init__(self, editor: Editor) -> None:
        self._box, self._field, self._editor = editor.widget, editor.field, editor
        self._over = _over(self._box) if _has_own_look(self._field) else None
        self._box.editingFinished.connect(self.left)
        self._box.textChanged.connect(self._changed)
        self.show()

    def close(self) -> None:
        self._box.editingFinished.disconnect(self.left)
        self._box.textChanged.disconnect(self._changed)
        if self._over is not None:
            self._over.hide()
            self._over.deleteLater()
            self._over = None

    def left(self) -> None:
        """Put what was typed into its stored form, if anything was."""
        if self._box.isModified():
            text = self._box.text()
            stored = normalise_value(self._field, text) or ""
            if stored != text:
                self._box.setText(stored)
            self._box.setModified(False)

    def show(self) -> None:
        """Phones in groups, hours in Vietnamese, unless the field is being edited or marked."""
        if self._over is None:
            return
        stored = self._box.text()
        shown = show_typed(self._field, stored)
        visible = shown != stored and not self._box.hasFocus() and self._editor.wrapper.isValidConstraint()
        self._over.setVisible(visible)
        if visible:
            frame = self._box.style().pixelMetric(QStyle.PixelMetric.PM_DefaultFrameWidth)
            button = self._box.findChild(QToolButton)
            right = button.width() if button is not None and button.isVisible() else 0
            self._over.setGeometry(self._box.rect().adjusted(frame, frame, -frame - right, -frame))
            self._over.setText(shown)

    def _changed(self, _: str) -> None:
        self.show()


def _has_own_look(field: Field) -> bool:
    return field.normalise in ("phone", "opening_hours")


def _over(box: QLineEdit) -> QLineEdit:
    """A line that looks like the box in every theme, lets the mouse through and never takes the keyboard."""
    line = QLineEdit(box)
    line.setObjectName("ncovyShownText")
    line.setStyleSheet("QLineEdit { border: none; }")
    line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    line.setFont(box.font())
    return line
