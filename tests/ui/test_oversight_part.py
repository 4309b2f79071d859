"""The part of the desk that oversees: its windows open once, go with the map and the plugin, and are offered to whom the database answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.ui.connect import remember
from ncovy_qgis.ui.oversight.part import Oversight
from ncovy_qgis.ui.session import Session
from tests.gis.editors import own_service
from tests.resting import emptied
from tests.server import Database
from tests.ui.overseeing import make_work, settled
from tests.ui.validating import until
from tests.ui.window import Window

Sit = Callable[[str], tuple[Session, Oversight, list[QAction]]]


@pytest.fixture
def sit(qgis_iface: Any, database: Database, tmp_path: Path) -> Iterator[Sit]:
    """A session of this person, without a map yet."""
    closing: list[Callable[[], None]] = []

    def seat(person: str) -> tuple[Session, Oversight, list[QAction]]:
        remember(own_service(database, person))
        window = Window(qgis_iface)
        session = Session(window, tmp_path / person)
        (part,) = [part for part in session.parts if isinstance(part, Oversight)]
        owner = QObject()
        actions = list(part.actions(owner))
        closing.extend([session.close, window.shut, owner.deleteLater])
        return session, part, actions

    yield seat
    for close in closing:
        close()
    emptied(QgsProject.instance())


def windows(name: str) -> list[QDialog]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [each for each in QApplication.topLevelWidgets() if each.objectName() == name]


def test_a_window_opens_once_and_again_after_it_was_closed(sit: Sit, database: Database) -> None:
    make_work(database)
    _, _, (oversee, staff) = sit("tuan")
    for action, name in ((oversee, "ncovyOversight"), (staff, "ncovyStaffDialog")):
        action.trigger()
        action.trigger()
        (window,) = windows(name)
        window.reject()
        assert windows(name) == []
        action.trigger()
        assert len(windows(name)) == 1


def test_a_row_leads_to_the_history_of_its_feature(sit: Sit, database: Database) -> None:
    moved = make_work(database)
    session, _, (oversee, _) = sit("tuan")
    wanted: list[tuple[str, str]] = []
    session.history_wanted.connect(lambda layer, uid: wanted.append((layer, uid)))
    oversee.trigger()
    (window,) = windows("ncovyOversight")
    settled(window)
    window.tabs.setCurrentIndex(3)
    place = next(number for number, row in enumerate(window.view().reported.rows()) if row.uid)
    window.view().doubleClicked.emit(window.view().model().index(place, 0))
    assert wanted == [("pharmacy", moved.uid)]


@pytest.mark.parametrize(("person", "offered"), [("tuan", True), ("thu", True), ("lan", False), ("vy", False)])
def test_it_is_offered_to_supervisors_alone_once_a_map_is_open(
    sit: Sit, database: Database, catalogue: Catalogue, person: str, offered: bool
) -> None:
    session, part, actions = sit(person)
    open_project(own_service(database, person), catalogue, QgsProject.instance())
    session.map_opened.emit()
    until(lambda: part._work is None or not part._work.alive())
    until(lambda: all(action.isEnabled() is offered for action in actions), 5)


def test_another_map_closes_the_windows_of_the_last_one(sit: Sit, database: Database) -> None:
    session, _, (oversee, staff) = sit("tuan")
    oversee.trigger()
    staff.trigger()
    session.map_opened.emit()
    assert windows("ncovyOversight") == [] == windows("ncovyStaffDialog")


def test_unloading_closes_the_windows_while_they_read(sit: Sit, database: Database) -> None:
    make_work(database)
    _, part, (oversee, staff) = sit("tuan")
    oversee.trigger()
    staff.trigger()
    part._leave()
    assert windows("ncovyOversight") == [] == windows("ncovyStaffDialog")
