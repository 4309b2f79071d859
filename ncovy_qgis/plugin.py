"""Wiring only: actions to the methods of the session; whatever initGui makes, unload takes away."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolBar

from .processing.provider import NcovyProvider
from .ui.session import Session
from .ui.words import icon, install_translator

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
        self._toolbar = self.iface.addToolBar("Ncovy")
        self._toolbar.setObjectName(TOOLBAR)
        for action in self._actions(self.session):
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

    def _actions(self, session: Session) -> list[QAction]:
        """Left to right: the order of a working day."""
        translate = QCoreApplication.translate
        return [
            self._action("ncovyConnect", "connect", translate("Ncovy", "Kết nối…"), session.connect),
            self._action("ncovyOpenMap", "project", translate("Ncovy", "Mở bản đồ"), session.open_map),
            self._action("ncovyHealth", "health", translate("Ncovy", "Kiểm tra kết nối"), session.health),
            self._action("ncovySaveAll", "mActionSaveAllEdits.svg", translate("Ncovy", "Lưu tất cả"), session.save_all),
            self._action("ncovyRemove", "mActionDeleteSelected.svg", translate("Ncovy", "Gỡ bỏ…"), session.remove),
            self._action("ncovyCheck", "check", translate("Ncovy", "Kiểm tra dữ liệu"), session.check),
            self._action("ncovySubmit", "submit", translate("Ncovy", "Gửi duyệt"), session.submit),
            self._action("ncovyPublish", "publish", translate("Ncovy", "Phát hành…"), session.publish),
            self._action("ncovyAbout", "ncovy", translate("Ncovy", "Giới thiệu"), session.about),
        ]

    def _action(self, name: str, sign: str, text: str, slot: Callable[[], None]) -> QAction:
        picture = QgsApplication.getThemeIcon(f"/{sign}") if sign.endswith(".svg") else icon(sign)
        action = QAction(picture, text, self._menu)
        action.setObjectName(name)
        action.triggered.connect(lambda _=False: slot())
        return action
