"""Waiting changes for the tests of the view of one change, and the view as the queue would show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import queue, review
from ncovy_qgis.db.changes import Change, Insert, Remove, Update
from ncovy_qgis.db.queue import Item
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.ui.review_change import ChangeView
from ncovy_qgis.ui.review_change.panes import CHANGE
from ncovy_qgis.ui.session import Session
from tests.db.desk import VINH, pharmacy
from tests.gis.editors import own_service
from tests.resting import emptied
from tests.server import Database
from tests.ui.reviewing import hand_over
from tests.ui.validating import until
from tests.ui.window import Window, let_go

BOSS, OTHER_BOSS = "thu", "tuan"  # thu decides on the district of Vinh, tuan on the province
OLD_NOTE = "Mở cửa từ 7 giờ đến 21 giờ, bán thuốc theo đơn và dụng cụ y tế, có tư vấn qua điện thoại"
NEW_NOTE = "Mở cửa từ 6 giờ đến 21 giờ, bán thuốc theo đơn và khẩu trang, có tư vấn qua điện thoại"
CONTROL_RETURN = ((Qt.Key.Key_Return,), Qt.KeyboardModifier.ControlModifier)


@pytest.fixture(scope="module")
def project(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[QgsProject]:
    """Thu's map: she decides in Vinh."""
    project = QgsProject.instance()
    open_project(own_service(module_database, BOSS), catalogue, project)
    yield project
    emptied(project)


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    window = Window(qgis_iface, seen=True)
    made = Session(window, tmp_path / "journal")
    yield made
    window.shut()
    let_go(made)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def view(session: Session, qtbot: Any) -> Iterator[ChangeView]:
    made = ChangeView(session)
    made.resize(1000, 600)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.close_view()
    made.close()
    made.deleteLater()


def approve(database: Database, change: Change, version: int, person: str = OTHER_BOSS) -> None:
    with closing(database.connect(person)) as connection:
        review.approve(connection, change.layer, str(change.uid), version)


def approved(database: Database, *made: Insert, person: str = "lan") -> None:
    """Public in their first version."""
    hand_over(database, person, *made)
    for each in made:
        approve(database, each, 1)


def changed(database: Database, values: dict[str, Any], wkb: bytes | None = None, person: str = "minh", **old: Any) -> Insert:
    """A public pharmacy of Lan's that somebody changed and handed over."""
    made = pharmacy(VINH, name="Nhà thuốc Ga Vinh", note_public=OLD_NOTE, **old)
    approved(database, made)
    hand_over(database, person, Update(made.layer, made.uid, 1, values, wkb), comment="gọi điện hỏi lại")
    return made


def removed(database: Database) -> Insert:
    """A public pharmacy that shall go."""
    made = pharmacy(VINH, name="Nhà thuốc Cũ")
    approved(database, made)
    hand_over(database, "minh", Remove(made.layer, made.uid, 1, "Đã đóng cửa"))
    return made


def waiting(database: Database, person: str = BOSS) -> Sequence[Item]:
    with closing(database.connect(person)) as connection:
        return queue.waiting(connection)


def item_of(database: Database, change: Change, person: str = BOSS) -> Item:
    """As a supervisor finds it in the queue."""
    return next(each for each in waiting(database, person) if each.uid == str(change.uid))


def shown(view: ChangeView, item: Item) -> ChangeView:
    """The view once it has read the item."""
    view.show_item(item)
    until(lambda: view.sight is not None)
    return view


def press(widget: QWidget, keys: Iterable[Any], held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Where the keyboard is, letter by letter, shortcuts first."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or widget, key, held)


def state_of(database: Database, change: Change) -> tuple[Any, ...]:
    return database.run("SELECT row_version, review_state, approved_version FROM ncovy_app.feature WHERE uid = %s", (str(change.uid),))[0]


def last_word(database: Database, change: Change) -> tuple[Any, ...]:
    return database.run("SELECT verdict, reason, by FROM ncovy.decision WHERE uid = %s ORDER BY seq DESC LIMIT 1", (str(change.uid),))[0]


def send(view: ChangeView, words: str) -> None:
    """Typed where the keyboard stands, and sent."""
    press(view, words)
    press(view, *CONTROL_RETURN)


def rows(view: ChangeView, pane: int = CHANGE) -> dict[str, tuple[str, str]]:
    return {row.name: (row.text(False), row.text(True)) for row in view.panes.models[pane].rows}
