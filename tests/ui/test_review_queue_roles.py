"""Who decides nothing has no desk: the sign stays grey, and nothing of the queue is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject

from ncovy_qgis.ui.session import Session
from tests.db.desk import pharmacy
from tests.server import Database
from tests.ui.reviewing import hand_over, part_of
from tests.ui.validating import until
from tests.ui.window import Window, said


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    hand_over(database, "minh", pharmacy(name="Nhà thuốc Ga Vinh"))
    window = Window(qgis_iface, seen=True)
    made = Session(window, tmp_path / "journal")
    yield made
    window.shut()
    made.close()


def test_an_editor_sees_a_grey_sign_that_says_whom_it_is_for(session: Session) -> None:
    (action,) = [action for action in session.actions(session) if action.objectName() == "ncovyReview"]
    until(lambda: part_of(session).reading.read)
    assert not action.isEnabled()
    assert "dành cho người duyệt" in action.toolTip()
    assert part_of(session).reading.rows == ()


def test_being_asked_for_an_item_opens_no_desk(session: Session) -> None:
    until(lambda: part_of(session).reading.read)
    session.review_wanted.emit("pharmacy", "00000000-0000-4000-8000-000000000000")
    assert part_of(session).dock is None
    assert said(session) == "Bàn duyệt dành cho người duyệt."


def test_what_is_stored_elsewhere_makes_nobody_read_who_decides_nothing(session: Session) -> None:
    reading = part_of(session).reading
    until(lambda: reading.read and reading.errands.idle())
    session.decided.emit()
    session.arrived.emit(())
    assert not reading._breath.isActive() and reading.errands.idle()
