"""Wiring only: the actions of the session into menu and toolbar; whatever initGui makes, unload takes away."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QMenu, QToolBar

from .processing.provider import NcovyProvider
from .ui.icons import Repainting
from .ui.session import Session
from .ui.words import install_translator

MENU, TOOLBAR = "ncovyMenu", "ncovyToolBar"


class NcovyPlugin:
    """What QGIS loads and unloads."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.session: Optional[Session] = None
        self._translator: Any = None
        self._provider: Optional[NcovyProvider] = None
        self._menu: Optional[QMenu] = None
        self._toolbar: Optional[QToolBar] = None

    def initGui(self) -> None:  # the name QGIS calls
        """Menu, toolbar, processing provider; a second call does nothing."""
        if self.session is not None:
            return
        self._translator = install_translator()
        self.session = Session(self.iface)
        self.initProcessing()
        window = self.iface.mainWindow()
        self._menu = QMenu("Ncovy", window)
        self._menu.setObjectName(MENU)
        Repainting(self._menu)
        self._toolbar = self.iface.addToolBar("Ncovy")
        self._toolbar.setObjectName(TOOLBAR)
        for action in self.session.actions(self._menu):
            self._menu.addAction(action)
            if action.objectName() != "ncovyAbout":
                self._toolbar.addAction(action)
        bar = window.menuBar()
        bar.insertMenu(bar.actions()[-1] if bar.actions() else None, self._menu)

    def initProcessing(self) -> None:  # qgis_process calls this alone
        """Register the processing provider."""
        if self._provider is None:
            self._provider = NcovyProvider()
            QgsApplication.processingRegistry().addProvider(self._provider)

    def unload(self) -> None:
        """Leave nothing behind; a second call does nothing."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self.session is None:
            return
        self.session.close()
        self.session = None
        for widget in (self._menu, self._toolbar):
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._menu = self._toolbar = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
