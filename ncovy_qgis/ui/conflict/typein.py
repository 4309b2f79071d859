"""A value typed anew, with the editor the form of the layer gives the field. Enter takes it, Esc leaves things as they were."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.gui import QgsEditorWidgetWrapper, QgsGui
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QWidget

from ...core.normalise import normalise_value
from ...gis.buffer import READERS
from ...gis.values import to_python, to_qgis
from .case import Case
from .words import label_of

LINES_MOST = 7  # of an editor that could fill the window: a long text, a list to tick


class TypeIn(QWidget):
    """Hidden until a cell is to be typed."""

    taken = pyqtSignal(str, object, str)  # cell, plain value, what the editor called it
    left = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyConflictTyping")
        self._name, self._case = "", None
        self.wrapper: Optional[QgsEditorWidgetWrapper] = None
        self._label = QLabel(self)
        self._place = QWidget(self)
        QHBoxLayout(self._place).setContentsMargins(0, 0, 0, 0)
        self._take = QPushButton(QCoreApplication.translate("Ncovy", "Nhận"), self)
        self._leave = QPushButton(QCoreApplication.translate("Ncovy", "Thôi"), self)
        for button, slot in ((self._take, self.accept), (self._leave, self.reject)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, slot=slot: slot())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._place, 1)
        layout.addWidget(self._take)
        layout.addWidget(self._leave)
        self.hide()

    def start(self, layer: QgsVectorLayer, case: Case, name: str, text: str) -> None:
        """Edit a cell, beginning with its result, or with what was typed already."""
        self._drop()
        self._name, self._case = name, case
        self._label.setText(label_of(case, name))
        index = layer.fields().indexOf(name)
        self.wrapper = QgsGui.editorWidgetRegistry().create(layer, index, None, self._place)
        editor = self.wrapper.widget()
        editor.setMaximumHeight(self.fontMetrics().height() * LINES_MOST)
        self._place.layout().addWidget(editor)
        self.wrapper.setEnabled(True)
        self.wrapper.setFeature(_feature(layer, case))
        self.show()
        editor.setFocus()
        self._begin(editor, text)

    def _begin(self, editor: QWidget, text: str) -> None:
        """What was typed already stands where the old value was; a list to choose from keeps its choice."""
        line = editor if isinstance(editor, (QLineEdit, QPlainTextEdit)) else editor.findChild(QLineEdit) if isinstance(editor, QAbstractSpinBox) else None
        if line is None:
            return
        if text or isinstance(line, QLineEdit):
            line.selectAll()
        if text:
            (line.insert if isinstance(line, QLineEdit) else line.insertPlainText)(text)

    def accept(self) -> None:
        """Take what the editor holds, in its stored form."""
        if self.wrapper is None or self._case is None:
            return
        field = self._case.schema.field(self._name)
        value: Any = READERS.get(field.type, to_python)(self.wrapper.value())
        name, editor = self._name, self.wrapper.widget()
        called = editor.currentText() if isinstance(editor, QComboBox) else editor.text() if isinstance(editor, QLineEdit) else ""
        self._drop()
        self.taken.emit(name, normalise_value(field, value), called)

    def reject(self) -> None:
        """Leave the cell as it was."""
        self._drop()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc are ours, not the window's; in a text of several lines Enter is a new line and Ctrl+Enter takes it."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        several = isinstance(self.focusWidget(), (QPlainTextEdit, QTextEdit))
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif enter and (not several or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _drop(self) -> None:
        """The editor of the last cell goes."""
        self.hide()
        if self.wrapper is not None:
            editor = self.wrapper.widget()
            self._place.layout().removeWidget(editor)
            self.wrapper.deleteLater()
            editor.hide()
            editor.deleteLater()
        self.wrapper, self._case = None, None


def _feature(layer: QgsVectorLayer, case: Case) -> QgsFeature:
    """The merged row as a feature: what an editor shows, and what its choices depend on."""
    feature, values = QgsFeature(layer.fields()), case.merge.result(case.choices).values
    for name, value in values.items():
        if layer.fields().indexOf(name) >= 0:
            feature[name] = to_qgis(value)
    return feature
