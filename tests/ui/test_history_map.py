"""The map as it was, opened from a small dialog: layers of the moment, QGIS's clock, and back to now with one click."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from qgis.core import QgsLayerTreeModel, QgsProject, QgsTemporalNavigationObject
from qgis.gui import QgsLayerTreeView
from qgis.PyQt.QtWidgets import QDockWidget, QPushButton

from ncovy_qgis.db.changes import Update
from ncovy_qgis.gis.as_of import GROUP, past_groups
from ncovy_qgis.gis.values import VIETNAM
from ncovy_qgis.ui.history.as_of import AsOfDialog
from ncovy_qgis.ui.history.moments import put_moment
from ncovy_qgis.ui.history.past_map import FRAMES
from ncovy_qgis.ui.session import Session
from tests.db.desk import store
from tests.server import Database
from tests.ui.remembering import LAYER, part_of, session, uid
from tests.ui.window import said

pytestmark = pytest.mark.usefixtures("drawn")

__all__ = ["session", "uid"]
AGED = """SET LOCAL session_replication_role = replica;
    UPDATE ncovy.version SET at = '2021-09-01T12:00:00+07:00'::timestamptz + row_version * interval '1 day';
    UPDATE ncovy.decision SET at = '2021-09-01T12:30:00+07:00'::timestamptz + row_version * interval '1 day'"""
DAY_2 = datetime(2021, 9, 2, 18, tzinfo=VIETNAM)  # the day of version 1; version 2 comes a day later


@pytest.fixture
def dialog(session: Session, database: Database, uid: str) -> Iterator[AsOfDialog]:
    database.run(AGED)
    part_of(session).past_map.show()
    found = part_of(session).past_map.dialog
    assert found is not None
    yield found
    part_of(session).past_map.leave()


def button(dialog: AsOfDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, f"ncovyAsOf{name}")


def shown() -> list[str]:
    """Names of the pharmacies in the group of the past."""
    (group,) = past_groups(QgsProject.instance())
    (layer,) = [node.layer() for node in group.findLayers() if node.layer().customProperty(GROUP) == LAYER]
    return sorted(feature["name"] for feature in layer.getFeatures())


def test_the_layers_of_a_moment_are_opened_and_left(session: Session, dialog: AsOfDialog) -> None:
    assert not button(dialog, "Back").isEnabled()
    put_moment(dialog.at, DAY_2)
    button(dialog, "Open").click()
    assert shown() == ["Nhà thuốc Một"]
    (group,) = past_groups(QgsProject.instance())
    assert group.name() == "Lịch sử: 02/09/2021 18:00"
    put_moment(dialog.at, DAY_2 + timedelta(days=1))
    button(dialog, "Open").click()
    assert shown() == ["Nhà thuốc Hai"]
    dialog.public.setChecked(True)
    button(dialog, "Open").click()
    assert shown() == ["Nhà thuốc Một"]
    button(dialog, "Back").click()
    assert not past_groups(QgsProject.instance()) and not button(dialog, "Back").isEnabled()
    live = session.layers()[LAYER]
    assert QgsProject.instance().layerTreeRoot().findLayer(live.id()).itemVisibilityChecked()


def test_qgis_clock_is_set_to_run_over_the_time_chosen_and_stopped_afterwards(session: Session, dialog: AsOfDialog) -> None:
    clock, panel = QgsTemporalNavigationObject(session.iface.mapCanvas()), QDockWidget(session.iface.mainWindow())
    panel.setObjectName("Temporal Controller")
    panel.hide()
    session.iface.mapCanvas().setTemporalController(clock)
    put_moment(dialog.at, DAY_2)
    dialog.running.setChecked(True)
    put_moment(dialog.until, DAY_2 - timedelta(days=1))
    assert not button(dialog, "Open").isEnabled() and "phải sau" in dialog.notice.text()
    put_moment(dialog.until, DAY_2 + timedelta(days=30))
    button(dialog, "Open").click()
    assert shown() == ["Nhà thuốc Hai"] * 3 + ["Nhà thuốc Một"]
    assert clock.navigationMode() == QgsTemporalNavigationObject.NavigationMode.Animated
    extents = clock.temporalExtents()
    assert extents.begin().toString("yyyy-MM-dd HH:mm") == "2021-09-02 18:00" and extents.end().toString("yyyy-MM-dd HH:mm") == "2021-10-02 18:00"
    assert clock.totalFrameCount() <= FRAMES + 1 and clock.frameDuration().hours() == 4
    assert not panel.isHidden()
    button(dialog, "Back").click()
    assert clock.navigationMode() == QgsTemporalNavigationObject.NavigationMode.NavigationOff
    assert panel.isHidden()


def test_one_click_on_the_sign_of_the_group_takes_it_away(session: Session, dialog: AsOfDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    view = QgsLayerTreeView()
    model = QgsLayerTreeModel(QgsProject.instance().layerTreeRoot())
    view.setModel(model)
    monkeypatch.setattr(type(session.iface), "layerTreeView", lambda _: view, raising=False)
    put_moment(dialog.at, DAY_2)
    button(dialog, "Open").click()
    (group,) = past_groups(QgsProject.instance())
    sign = part_of(session).past_map.sign
    assert view.indicators(group) == [sign]
    sign.clicked.emit(view.node2index(group) if hasattr(view, "node2index") else view.currentIndex())
    assert not past_groups(QgsProject.instance()) and part_of(session).past_map.sign is None
    view.setModel(None)


def test_what_is_saved_now_does_not_change_the_past(session: Session, database: Database, dialog: AsOfDialog, uid: str) -> None:
    put_moment(dialog.at, DAY_2)
    button(dialog, "Open").click()
    store(database, "lan", Update(LAYER, uid, 4, {"name": "Nhà thuốc Năm"}))
    assert shown() == ["Nhà thuốc Một"]


def test_a_server_that_does_not_answer_is_told_and_the_map_stays(session: Session, dialog: AsOfDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(*_: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("ncovy_qgis.ui.history.past_map.asked", dead)
    before = set(QgsProject.instance().mapLayers())
    button(dialog, "Open").click()
    assert dialog.notice.text() and set(QgsProject.instance().mapLayers()) == before
    part_of(session).past_map.dialog = None
    part_of(session).past_map.open(dialog.choice())
    assert said(session)
    part_of(session).past_map.dialog = dialog
