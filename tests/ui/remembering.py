"""What the tests of history share: a pharmacy with a past of four versions by two persons, and the window that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QTimer
from qgis.PyQt.QtWidgets import QApplication

from ncovy_qgis.db.changes import Update
from ncovy_qgis.ui.history import HistoryPart
from ncovy_qgis.ui.history.feature import FeaturePage
from ncovy_qgis.ui.history.window import HistoryWindow
from ncovy_qgis.ui.session import Session
from tests.db.desk import VINH_2, pharmacy, point, store
from tests.db.past import approve
from tests.server import Database
from tests.ui.validating import until
from tests.ui.window import Window, let_go, the_part

LAYER = "pharmacy"


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    window = Window(qgis_iface, seen=True)
    made = Session(window, tmp_path / "journal")
    yield made
    window.shut()
    let_go(made)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def uid(database: Database) -> str:
    """v1 by lan, approved; v2 by minh: another name; v3 by lan: moved, another phone; v4 by minh: another address."""
    uid = str(uuid4())
    store(database, "lan", pharmacy(uid=uid, name="Nhà thuốc Một", phone="115", address="Số 1"), comment="nhập theo báo cáo")
    approve(database, LAYER, uid, 1)
    store(database, "minh", Update(LAYER, uid, 1, {"name": "Nhà thuốc Hai"}))
    store(database, "lan", Update(LAYER, uid, 2, {"phone": "0966641414"}, point(VINH_2)))
    store(database, "minh", Update(LAYER, uid, 3, {"address": "Số 4"}))
    return uid


def part_of(session: Session) -> HistoryPart:
    return the_part(session, HistoryPart)


def window_of(session: Session) -> HistoryWindow:
    window = part_of(session).window
    assert window is not None
    return window


def opened(session: Session, uid: str, versions: int = 4, layer: str = LAYER) -> FeaturePage:
    """The page of a feature once it shows so many versions."""
    session.history_wanted.emit(layer, uid)
    return showing(session, versions)


def showing(session: Session, versions: int) -> FeaturePage:
    """The page as soon as it shows so many versions."""
    page = window_of(session).feature
    until(lambda: len(page.model.versions) == versions)
    return page


def changed(page: FeaturePage) -> dict[str, tuple[str, str]]:
    """Field → before and after, of what the comparison shows."""
    return {row.name: (row.text(False), row.text(True)) for row in page.diff.rows}


def on_dialog(kind: type, act: Any) -> None:
    """When a window of this kind opens, do something with it."""

    def look() -> None:
        window = QApplication.activeModalWidget()
        if isinstance(window, kind):
            act(window)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
