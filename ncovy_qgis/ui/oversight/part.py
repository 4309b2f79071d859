"""The part of the desk that oversees: its two windows, open once each, offered to those whom the database will answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtWidgets import QAction, QDialog

from ..part import make_action
from ..validation.work import Work
from .staff_dialog import StaffDialog
from .tasks import may_oversee
from .window import OversightWindow

if TYPE_CHECKING:
    from ..session import Session


class Oversight(QObject):
    """Holds what is open; who may see it is asked when a map opens, and decided by the database."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._windows: dict[str, QDialog] = {}
        self._actions: list[QAction] = []
        self._work: Optional[Work] = None
        session.map_opened.connect(self._map_opened)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Its entries of menu and toolbar."""
        translate = QCoreApplication.translate
        self._actions = [
            make_action(owner, "ncovyOversight", "oversight", translate("Ncovy", "Giám sát…"), self.oversee),
            make_action(owner, "ncovyStaff", "staff", translate("Ncovy", "Nhân sự và địa bàn…"), self.manage_staff),
        ]
        return self._actions

    def close(self) -> None:
        """Leave nothing behind."""
        self._session.map_opened.disconnect(self._map_opened)
        self._leave()
        self._actions = []

    def oversee(self) -> None:
        """Open the reports, or bring them to the front."""
        window = self._open("oversight", lambda parent, source: OversightWindow(parent, source, self._session.catalogue))
        if isinstance(window, OversightWindow):
            window.feature_wanted.connect(self._session.history_wanted)

    def manage_staff(self) -> None:
        """Open the staff, or bring them to the front."""
        self._open("staff", StaffDialog)

    def _open(self, name: str, make: Any) -> Optional[QDialog]:
        """The window when it is a new one."""
        known = self._windows.get(name)
        if known is not None:
            known.raise_()
            known.activateWindow()
            return None
        source = self._session.source()
        if source is None:
            return None
        window: QDialog = make(self._session.iface.mainWindow(), source)
        self._windows[name] = window
        window.finished.connect(partial(self._closed, name))
        window.show()
        window.start()
        return window

    def _closed(self, name: str, *_: Any) -> None:
        window = self._windows.pop(name, None)
        if window is not None:
            window.deleteLater()

    def _leave(self) -> None:
        if self._work is not None:
            self._work.stop()
            self._work = None
        for window in list(self._windows.values()):
            window.close()

    def _map_opened(self) -> None:
        """Another map may be of another database: its windows go, and who one is there is asked anew."""
        self._leave()
        self._allow(True)
        source = self._session.source()
        if source is not None:
            self._work = work = Work(source.dsn(), may_oversee)
            work.done.connect(self._allow)
            work.start()

    def _allow(self, allowed: bool) -> None:
        """Others need not click to be refused."""
        for action in self._actions:
            action.setEnabled(bool(allowed))
