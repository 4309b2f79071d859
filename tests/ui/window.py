"""The window the tests of the desk work in: pytest-qgis's own, and what a real QGIS has besides."""

from __future__ import annotations

from typing import Any, Optional, TypeVar

from qgis.core import QgsFeature, QgsLocator, QgsVectorLayer
from qgis.gui import QgsAttributeDialog, QgsAttributeEditorContext, QgsMessageBar
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMainWindow, QToolBar

from ncovy_qgis.ui.session import Session

Kind = TypeVar("Kind")


class Window:
    """`seen`: on a screen of its own, where forms are opened for real; else it is noted which were asked for."""

    def __init__(self, iface: Any, seen: bool = False) -> None:
        self._iface, self._layer = iface, None
        self._own: Optional[QMainWindow] = QMainWindow() if seen else None
        self._bar = QgsMessageBar(self.mainWindow())  # without a parent it would be a window of Python's, collected in the middle of a change of focus
        self.locator, self.drawing = QgsLocator(), QAction()
        self.drawn_on: list[Any] = []  # the active layer each time drawing began
        self.drawing.triggered.connect(lambda *_: self.drawn_on.append(self._layer))
        self.asked_for: list[tuple[str, str]] = []  # layer and name of the features whose forms were opened
        self.forms: list[QgsAttributeDialog] = []
        self._shown: list[QgsFeature] = []  # a form does not own its feature
        if self._own is not None:
            self._own.resize(1366, 768)
            self._own.show()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._iface, name)

    def mainWindow(self) -> QMainWindow:
        return self._own or self._iface.mainWindow()

    def messageBar(self) -> QgsMessageBar:
        return self._bar

    def setActiveLayer(self, layer: Any) -> None:
        self._layer = layer

    def activeLayer(self) -> Any:
        return None if self._layer is None or sip.isdeleted(self._layer) else self._layer

    def registerLocatorFilter(self, made: Any) -> None:
        self.locator.registerFilter(made)

    def deregisterLocatorFilter(self, made: Any) -> None:
        self.locator.deregisterFilter(made)

    def actionAddFeature(self) -> QAction:
        return self.drawing

    def addToolBar(self, name: str) -> QToolBar:
        return self.mainWindow().addToolBar(name)

    def addDockWidget(self, area: Any, dock: QDockWidget) -> None:
        self.mainWindow().addDockWidget(area, dock)

    def addTabifiedDockWidget(self, area: Any, dock: QDockWidget, beside: list[str], raised: bool) -> None:
        """As QGIS does it."""
        self.mainWindow().addDockWidget(area, dock)
        for other in self.mainWindow().findChildren(QDockWidget):
            if other.objectName() in beside and self.mainWindow().dockWidgetArea(other) == area:
                self.mainWindow().tabifyDockWidget(other, dock)
        if raised:
            dock.raise_()

    def removeDockWidget(self, dock: QDockWidget) -> None:
        self.mainWindow().removeDockWidget(dock)

    def openFeatureForm(self, layer: QgsVectorLayer, feature: QgsFeature, *_: Any) -> bool:
        self.asked_for.append((layer.name(), str(feature["name"])))
        if self._own is not None:
            form = QgsAttributeDialog(layer, feature, False, self._own, True, QgsAttributeEditorContext())
            form.show()
            self.forms.append(form)
            self._shown.append(feature)
        return True

    def shut(self) -> None:
        """Close what is on the screen."""
        for form in self.forms:
            form.close()
            form.deleteLater()
        if self._own is not None:
            self._own.close()
        QCoreApplication.processEvents()  # the change of focus ends while its window is still there


def said(session: Session) -> str:
    """The lines of the message bar: others' saves are told at any time, above what is waited for."""
    QCoreApplication.processEvents()
    return "\n".join(item.text() for item in session.iface.messageBar().items())


def the_part(session: Session, kind: type[Kind]) -> Kind:
    """The part of the session of a kind."""
    (found,) = [each for each in session.parts if isinstance(each, kind)]
    return found


def let_go(session: Session) -> None:
    """Leave no edits and no selection to the next test, and end the session."""
    for layer in session.layers().values():
        layer.rollBack()
        layer.removeSelection()
    session.close()
