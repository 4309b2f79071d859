"""A supervisor's desk for the tests of the queue: items of a day as people hand them over, and the window they are decided in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import Any

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.core.text import fold
from ncovy_qgis.db import review
from ncovy_qgis.db.changes import Change
from ncovy_qgis.db.queue import Due, Item
from ncovy_qgis.ui.review.dock import ReviewDock
from ncovy_qgis.ui.review.part import Review
from ncovy_qgis.ui.review.rows import KINDS, Row, rows_of
from ncovy_qgis.ui.session import Session
from tests.db.desk import store
from tests.server import Database
from tests.ui.validating import until
from tests.ui.window import the_part

NOW = datetime(2026, 11, 26, 8, tzinfo=timezone.utc)
CATALOGUE = load_catalogue()


def hand_over(database: Database, person: str, *changes: Change, comment: str = "thử") -> None:
    """Saved in one go and submitted."""
    receipts = store(database, person, *changes, comment=comment)
    with closing(database.connect(person)) as connection:
        for receipt in receipts:
            review.submit(connection, receipt.layer, str(receipt.uid), receipt.row_version)


def part_of(session: Session) -> Review:
    return the_part(session, Review)


def opened(session: Session) -> ReviewDock:
    """The desk, after everything was read."""
    until(lambda: part_of(session).reading.read)
    part_of(session).show()
    return settled(session)


def settled(session: Session) -> ReviewDock:
    """The desk when nothing is being read any more."""
    part = part_of(session)
    until(lambda: part.reading.errands.idle() and not part.reading._breath.isActive() and (part.dock is None or not part.dock.list._resting.isActive()))
    assert part.dock is not None
    return part.dock


def names(dock: ReviewDock) -> list[str]:
    """What is listed, top to bottom."""
    return [row.name for row in dock.list.listed()]


def headings(dock: ReviewDock) -> list[str]:
    model = dock.list.model
    return [str(model.data(model.index(number, 0))) for number in range(model.rowCount())]


def stand_on(dock: ReviewDock, name: str) -> Row:
    """Put the cursor on an item."""
    row = next(row for row in dock.list.listed() if row.name == name)
    assert dock.list.go_to(row.key)
    return row


def choose(dock: ReviewDock, wanted: Sequence[str]) -> None:
    """Select these items."""
    stand_on(dock, wanted[0])
    selection = dock.list.tree.selectionModel()
    selection.select(dock.list.model.selection(lambda row: row.name in wanted), selection.SelectionFlag.ClearAndSelect)


def press(widget: Any, key: Qt.Key, typed: str = "", shift: bool = False, control: bool = False, held: bool = False) -> None:
    """A key, as the keyboard gives it: shortcuts come first. `held`: it comes again and again while it is down."""
    none, chosen = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier
    modifiers = (chosen.ShiftModifier if shift else none) | (chosen.ControlModifier if control else none)
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, typed, held))


def item(number: int = 1, **values: Any) -> Item:
    """A waiting item that was never in a database."""
    name = str(values.get("name", f"Nhà thuốc Hồng Bàng số {number}"))
    usual: dict[str, Any] = {
        "layer": "pharmacy", "uid": f"00000000-0000-4000-8000-{number:012d}", "name": name, "row_version": 1, "approved_version": None,
        "kind": KINDS[0], "removed": False, "commune_code": "16600", "commune_era": 2021, "commune_name": "Phường Lê Mao",
        "district_code": "412", "district_name": "Thành phố Vinh", "authors": ("lan",), "edited_by": "lan", "edited_at": NOW,
        "submitted_by": "lan", "submitted_at": NOW - timedelta(minutes=number), "warning_reason": None, "changeset": 7,
        "comment": "Rà soát tháng 9", "changeset_at": NOW - timedelta(hours=1), "name_search": fold(name), "own": False, "mine": True,
        "returned_before": None, "asked": False, "lon": 105.68, "lat": 18.67,
    }  # fmt: skip
    return Item(**{**usual, **values})


def due(number: int = 1, **values: Any) -> Due:
    """A feature that waits for care."""
    usual: dict[str, Any] = {
        "layer": "lockdown_zone", "uid": f"00000000-0000-4000-8000-{number:012d}", "name": "Khối 3", "row_version": 2, "commune_code": "16600",
        "commune_era": 2021, "commune_name": "Phường Lê Mao", "district_name": "Thành phố Vinh", "at": NOW, "words_vi": "Kết thúc: hôm nay.",
        "words_en": "To: today.", "mine": True, "lon": 105.68, "lat": 18.67, "name_search": "khoi 3",
    }  # fmt: skip
    return Due(**{**usual, **values})


def rows(*items: Item | Due) -> tuple[Row, ...]:
    return rows_of(items, CATALOGUE, "vi")
