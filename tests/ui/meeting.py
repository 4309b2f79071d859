"""Two persons at the same features: Lan with the session of the plugin and its windows, Minh with a QGIS of his own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from ncovy_qgis.core.merge import Choice, Pick
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.ui.conflict.part import ConflictPart
from ncovy_qgis.ui.conflict.window import ConflictWindow
from ncovy_qgis.ui.session import Session
from tests.db.desk import pharmacy, store, zone
from tests.gis.conftest import Sit, private, sit
from tests.gis.editors import Editor
from tests.server import Database
from tests.ui.window import Window, let_go, the_part

__all__ = ["private", "sit"]
Await = Callable[[], ConflictWindow]
THEIRS, MINE = Choice(Pick.THEIRS), Choice(Pick.MINE)


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr("ncovy_qgis.ui.saving.policy.KEY", f"{tmp_path.name}/policy")
    monkeypatch.setattr("ncovy_qgis.ui.conflict.part.KEY", f"{tmp_path.name}/quietly")
    store(database, "lan", pharmacy(name="Nhà thuốc Quang Trung", phone="115", address="Số 1"), zone(name="Khối 3 Quang Trung"))
    made = Session(Window(qgis_iface), tmp_path / "journal")
    yield made
    let_go(made)
    assert part_of(made).window is None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def minh(sit: Sit) -> Editor:
    return sit("minh", "pharmacy", "lockdown_zone")


@pytest.fixture
def window(session: Session, qtbot: Any) -> Await:
    """Wait for the conflict window."""

    def awaited() -> ConflictWindow:
        qtbot.waitUntil(lambda: part_of(session).window is not None and part_of(session).window.isVisible(), timeout=8000)
        found = part_of(session).window
        assert found is not None
        return found

    return awaited


def part_of(session: Session) -> ConflictPart:
    return the_part(session, ConflictPart)


def of_minh(minh: Editor, stem: str = "pharmacy", reason: str = "", where: str = "", **values: Any) -> None:
    """Minh changes the only feature of a layer in his QGIS and saves."""
    layer = minh.start(stem)
    fid = next(layer.getFeatures()).id()
    _edit(layer, fid, reason, where, values)
    assert minh.save(stem), [item.text.vi for item in minh.refusals]


def of_lan(session: Session, stem: str = "pharmacy", reason: str = "", where: str = "", **values: Any) -> None:
    """Lan changes it in hers, without saving."""
    layer = session.layers()[stem]
    assert layer.isEditable() or layer.startEditing()
    _edit(layer, next(layer.getFeatures()).id(), reason, where, values)


def _edit(layer: QgsVectorLayer, fid: int, reason: str, where: str, values: dict[str, Any]) -> None:
    if reason:
        mark_removed(layer, [fid], reason)
    if where:
        assert layer.changeGeometry(fid, QgsGeometry.fromWkt(where))
    for field, value in values.items():
        assert layer.changeAttributeValue(fid, layer.fields().indexOf(field), value)


def row(database: Database, columns: str, stem: str = "pharmacy") -> tuple[Any, ...]:
    [found] = database.run(f"SELECT {columns} FROM ncovy.{stem}")
    return found


def closed(session: Session, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: part_of(session).window is None, timeout=8000)


def clean(session: Session) -> bool:
    return not session.edits.edited() and not session.edits.changes()


def start_both(session: Session, minh: Editor, stem: str = "pharmacy") -> None:
    """Both read the same version."""
    assert session.layers()[stem].startEditing()
    minh.start(stem)
