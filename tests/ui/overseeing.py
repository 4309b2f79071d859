"""Work to be overseen: Lan saves, moves and removes, Tuấn approves; windows of the oversight as a person opens them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from ncovy_qgis.db.changes import Insert, Update
from ncovy_qgis.ui.oversight.staff_dialog import StaffDialog
from ncovy_qgis.ui.oversight.window import OversightWindow
from tests.db.desk import VINH, VINH_2, call, pharmacy, point, store
from tests.gis.editors import own_service
from tests.server import Database
from tests.ui.validating import until

FAR = (105.6950, 18.7150)  # some 3.5 km away, in the same district


def make_work(database: Database) -> Insert:
    """One pharmacy moved far and waiting, one approved, one removed."""
    moved, good, gone = pharmacy(VINH, uuid4(), name="Nhà thuốc Hồng Ngọc"), pharmacy(VINH_2, warning_reason="Đã gọi điện"), pharmacy((105.672, 18.68))
    store(database, "lan", moved, good, gone)
    store(database, "lan", Update("pharmacy", moved.uid, 1, {}, point(FAR)))
    store(database, "lan", Update("pharmacy", gone.uid, 1, {"removed": True}))
    for each, version in ((moved, 2), (good, 1)):
        call(database, "lan", "submit", "pharmacy", each.uid, version)
    call(database, "tuan", "approve", "pharmacy", good.uid, 1)
    return moved


def overseen(database: Database, person: str, catalogue: Any, parent: Any = None) -> OversightWindow:
    """The window after its first reading."""
    window = OversightWindow(parent, own_service(database, person), catalogue)
    window.show()
    window.start()
    return settled(window)


def settled(window: OversightWindow) -> OversightWindow:
    """When nothing is read any more and nobody is typing."""
    until(lambda: window._work is None and not window._typing.isActive())
    return window


def staffed(database: Database, person: str, parent: Any = None) -> StaffDialog:
    dialog = StaffDialog(parent, own_service(database, person))
    dialog.show()
    dialog.start()
    return dialog


def cell(window: OversightWindow, name: str, row: int) -> list[str]:
    """One line of a table as it is read."""
    model = window.views[name].model()
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]
