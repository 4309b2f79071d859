"""The tools as a part of the desk: one button with a menu, and «Gỡ bỏ» beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtGui import QCursor
from qgis.PyQt.QtWidgets import QAction, QMenu

from ...gis.tools.zones import zone_layers
from ..part import make_action
from .buffer import BufferDialog
from .bulk import BulkDialog
from .clock import now_of
from .close import CloseDialog
from .communes import CommunesDialog
from .copy import CopyDialog
from .frame import Chosen, ToolDialog, chosen
from .near_watch import NearWatch
from .remove import RemoveDialog
from .repair import RepairDialog
from .verify import VerifyDialog
from .zone_desk import ZoneDesk

if TYPE_CHECKING:
    from ..session import Session

ZONES = "lockdown_zone"


class ToolsPart:
    """Each public method is one action; its window stays beside the map."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.zones, self.near = ZoneDesk(session), NearWatch(session)
        self.windows: list[ToolDialog] = []
        self._menu: Optional[QMenu] = None

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """«Công cụ» with its menu, and «Gỡ bỏ…»."""
        translate, add = QCoreApplication.translate, partial(make_action, owner)
        remove = add("ncovyRemove", "mActionDeleteSelected.svg", translate("Ncovy", "Gỡ bỏ…"), self.remove)
        entries = [
            add("ncovyCopy", "mActionEditCopy.svg", translate("Ncovy", "Chép thuộc tính…"), self.copy),
            add("ncovyBulk", "mActionMultiEdit.svg", translate("Ncovy", "Sửa hàng loạt…"), self.bulk),
            add("ncovyVerify", "mIconSuccess.svg", translate("Ncovy", "Xác nhận vẫn đúng…"), self.verify),
            add("ncovyEnd", "mActionStop.svg", translate("Ncovy", "Kết thúc…"), self.end),
            remove,
            add("ncovyCommunes", ZONES, translate("Ncovy", "Vùng từ các xã…"), self.from_communes),
            add("ncovyBuffer", "mActionCircleCenterPoint.svg", translate("Ncovy", "Vùng đệm quanh điểm…"), self.around_point),
            add("ncovyRepair", "mActionReshape.svg", translate("Ncovy", "Sửa hình vùng lỗi…"), self.repair),
            self._switch(owner, "ncovySnapping", translate("Ncovy", "Bắt điểm khi vẽ vùng"), self.zones.set_snaps),
            self._switch(owner, "ncovyZoneFacts", translate("Ncovy", "Số liệu của vùng khi vẽ"), self.zones.set_tells),
        ]
        tools = add("ncovyTools", "mActionOptions.svg", translate("Ncovy", "Công cụ"), self._pop_up)
        self._menu = QMenu()
        self._menu.setObjectName("ncovyToolsMenu")
        for action in entries:
            if action.objectName() in ("ncovyCommunes", "ncovySnapping"):
                self._menu.addSeparator()
            self._menu.addAction(action)
        tools.setMenu(self._menu)
        return [tools, remove]

    def close(self) -> None:
        """Close the windows, give the map back, stop listening."""
        for window in list(self.windows):
            window.close()
        self.near.close()
        self.zones.close()
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None

    # --- selected features ------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Attributes of another feature."""
        self._with_time(CopyDialog, QCoreApplication.translate("Ncovy", "Hãy chọn đối tượng cần chép vào trong một lớp Ncovy."))

    def bulk(self) -> None:
        """The same value for many."""
        self._with_time(BulkDialog, QCoreApplication.translate("Ncovy", "Hãy chọn các đối tượng cần sửa trong một lớp Ncovy."))

    def end(self) -> None:
        """Lifted or closed."""
        self._with_time(CloseDialog, QCoreApplication.translate("Ncovy", "Hãy chọn đối tượng cần kết thúc trong một lớp Ncovy."))

    def verify(self) -> None:
        """Still true, unchanged."""
        into = chosen(self._session, QCoreApplication.translate("Ncovy", "Hãy chọn đối tượng đã kiểm tra trong một lớp Ncovy."))
        if into is not None:
            self._show(VerifyDialog(self._session, into), into.layer)

    def remove(self) -> None:
        """Off the map, with a reason."""
        into = chosen(self._session, QCoreApplication.translate("Ncovy", "Hãy chọn đối tượng cần gỡ bỏ trong một lớp Ncovy."))
        if into is not None:
            self._show(RemoveDialog(self._session, into), into.layer)

    def _with_time(self, make: Callable[[Session, Chosen, Any], ToolDialog], text: str) -> None:
        into = chosen(self._session, text)
        if into is not None:
            self._show(make(self._session, into, now_of(self._session, self._session.iface.mainWindow())), into.layer)

    # --- zones ------------------------------------------------------------------------------------------------------

    def from_communes(self) -> None:
        """Communes united."""
        self._on_zones(CommunesDialog)

    def around_point(self) -> None:
        """A buffer in metres."""
        self._on_zones(BufferDialog)

    def repair(self) -> None:
        """Outlines that cross themselves."""
        self._on_zones(RepairDialog)

    def _on_zones(self, make: Callable[[Session, QgsVectorLayer], Any]) -> None:
        """For the active layer of outlines, else the first of the map."""
        found = zone_layers(self._session.layers())
        active = next((layer for layer in found.values() if layer is self._session.iface.activeLayer()), None)
        layer = active or next(iter(found.values()), None)
        if layer is None:
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Hãy mở bản đồ Ncovy trước."))
            return
        window = make(self._session, layer)
        self._show(window, layer)
        window.start()

    # --- windows ----------------------------------------------------------------------------------------------------

    def _show(self, window: ToolDialog, layer: QgsVectorLayer) -> None:
        """A window goes with the map it works on."""
        self.windows.append(window)
        layer.willBeDeleted.connect(window.reject)
        window.finished.connect(lambda _: self._closed(window))
        window.show()

    def _closed(self, window: ToolDialog) -> None:
        if window in self.windows:
            self.windows.remove(window)
            window.deleteLater()

    def _pop_up(self) -> None:
        if self._menu is not None:
            self._menu.popup(QCursor.pos())

    def _switch(self, owner: QObject, name: str, text: str, slot: Callable[[bool], None]) -> QAction:
        action = QAction(text, owner)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setChecked(True)
        action.toggled.connect(slot)
        return action
