"""The windows on a network that is dead: each answers in time, can be stopped, and never stands still."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QProgressDialog, QPushButton

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.gis.source import Source, place_of
from ncovy_qgis.ui.connect import remember
from ncovy_qgis.ui.session import Session
from tests.faults import Proxy
from tests.gis.left_behind import crashed
from tests.gis.test_faults_saving import service_behind
from tests.gis.test_recovery import insert
from tests.gis.watchdog import window_lives
from tests.resting import emptied
from tests.server import Database
from tests.ui.test_recovery import part
from tests.ui.window import Window, let_go, said

STORED = "SELECT count(*) FROM ncovy.testing_site"


@pytest.fixture(scope="module")
def proxy(module_database: Database) -> Iterator[Proxy]:
    with Proxy(module_database.cluster.socket_dir) as made:
        yield made


@pytest.fixture(scope="module")
def source(proxy: Proxy, module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[Source]:
    """Lan's map, opened through the proxy."""
    made = service_behind(proxy, module_database)
    open_project(made, catalogue, QgsProject.instance())
    yield made
    emptied(QgsProject.instance())


@pytest.fixture
def session(qgis_iface: Any, proxy: Proxy, source: Source, database: Database, tmp_path: Path) -> Iterator[Session]:
    made = Session(Window(qgis_iface), tmp_path / "journal")
    yield made
    proxy.heal()
    time.sleep(0.2)
    let_go(made)


def press_stop_after(milliseconds: int) -> None:
    """What a person does who has had enough."""

    def press() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QProgressDialog) and window.isVisible():
                window.findChild(QPushButton).click()

    QTimer.singleShot(milliseconds, press)


def test_dung_ends_the_waiting_for_a_save_at_once_and_keeps_the_edits(session: Session, proxy: Proxy, database: Database) -> None:
    layer = session.layers()["testing_site"]
    new = insert()
    session.edits.settle({("testing_site", new.uid): new})
    proxy.black_hole()
    press_stop_after(1500)
    start = time.monotonic()
    with window_lives():
        session.save_all()
    assert 1.0 < time.monotonic() - start < 3.5
    assert "Chưa lưu" in said(session)
    assert layer.editBuffer().addedFeatures()
    proxy.heal()
    with window_lives():
        session.save_all()
    assert not layer.isModified()
    assert database.run(STORED) == [(1,)]


def test_opening_the_map_on_a_dead_line_can_be_stopped_and_leaves_the_project(session: Session, proxy: Proxy, source: Source) -> None:
    remember(source)
    before = set(QgsProject.instance().mapLayers())
    proxy.black_hole()
    press_stop_after(1200)
    with window_lives():
        session.open_map()
    assert "Đã dừng chờ máy chủ" in said(session)
    assert set(QgsProject.instance().mapLayers()) == before


def test_opening_the_map_of_a_server_that_is_down_is_said_at_once(session: Session, proxy: Proxy, source: Source) -> None:
    remember(source)
    proxy.down()
    start = time.monotonic()
    with window_lives():
        session.open_map()
    assert time.monotonic() - start < 2
    assert "Mất kết nối tới máy chủ" in said(session)


def test_starting_to_edit_on_a_dead_line_is_told_in_the_message_bar(session: Session, proxy: Proxy, qtbot: Any) -> None:
    proxy.black_hole()
    with window_lives():
        session.layers()["testing_site"].startEditing()
        qtbot.waitUntil(lambda: "chưa bắt đầu sửa" in said(session), timeout=3000)
    assert not session.layers()["testing_site"].isEditable()


def test_what_a_crash_left_waits_until_the_server_can_be_asked(session: Session, proxy: Proxy, source: Source, qtbot: Any) -> None:
    new = insert()
    crashed(session.edits.folder, place_of(source.dsn()), [new])
    proxy.down()
    with window_lives():
        part(session).offer()
    assert "Mất kết nối tới máy chủ" in said(session)
    assert part(session).dialog is None
    proxy.heal()
    part(session).offer()
    dialog = part(session).dialog
    assert dialog is not None
    assert [change.uid for change in dialog.chosen()] == [new.uid]
    dialog.reject()
