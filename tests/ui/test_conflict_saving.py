"""Two persons in QGIS meet at the same features: each case ends in the right window, with the right words, and the right row in PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql
from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QLineEdit, QPushButton

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.merge import GEOMETRY, Choice, Pick
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.ui.conflict.case import Standing
from ncovy_qgis.ui.conflict.part import ConflictPart, quietly, remember_quietly
from ncovy_qgis.ui.conflict.window import ConflictWindow
from ncovy_qgis.ui.saving.policy import Policy, remember_policy
from ncovy_qgis.ui.session import Session
from tests.db.desk import VINH, pharmacy, store, zone
from tests.gis.conftest import Sit, private, sit
from tests.gis.editors import Editor, own_service
from tests.server import Database
from tests.ui.test_session import Desk, said

__all__ = ["private", "sit"]
Await = Callable[[], ConflictWindow]
THEIRS, MINE = Choice(Pick.THEIRS), Choice(Pick.MINE)


@pytest.fixture(scope="module")
def project(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[QgsProject]:
    """Lan's map, opened once."""
    project = QgsProject.instance()
    open_project(own_service(module_database, "lan"), catalogue, project)
    yield project
    project.clear()


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr("ncovy_qgis.ui.saving.policy.KEY", f"{tmp_path.name}/policy")
    monkeypatch.setattr("ncovy_qgis.ui.conflict.part.KEY", f"{tmp_path.name}/quietly")
    store(database, "lan", pharmacy(name="Nhà thuốc Quang Trung", phone="115", address="Số 1"), zone(name="Khối 3 Quang Trung"))
    made = Session(Desk(qgis_iface), tmp_path / "journal")
    yield made
    for layer in made.layers().values():
        layer.rollBack()
        layer.removeSelection()
    made.close()
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
    return next(part for part in session.parts if isinstance(part, ConflictPart))


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


@pytest.mark.parametrize(("choice", "phone", "version"), [(MINE, "114", 3), (THEIRS, "113", 2), (Choice(Pick.TYPED, "112"), "112", 3)])
def test_the_same_attribute(
    session: Session, minh: Editor, database: Database, window: Await, qtbot: Any, choice: Choice, phone: str, version: int
) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    session.save_all()
    shown = window()
    assert "minh đã sửa lúc" in shown.banner.steps.text() and "từ QGIS (ncovy qgis), phiên bản 2; bạn sửa từ phiên bản 1." in shown.banner.steps.text()
    shown.choose("phone", choice)
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, row_version") == (phone, version)
    assert clean(session)


def test_the_same_geometry(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, where="Point(105.681 18.688)")
    of_lan(session, where="Point(105.682 18.689)")
    session.save_all()
    shown = window()
    assert [case.merge.contested for case in shown.cases] == [(GEOMETRY,)]
    shown.map.buttons[Pick.MINE].click()
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "ST_AsText(geom), row_version") == ("POINT(105.682 18.689)", 3)


def test_attribute_and_geometry_both(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, where="Point(105.681 18.688)", phone="113", hamlet="Khối 5")
    of_lan(session, where="Point(105.682 18.689)", phone="114", address="Số 8")
    session.save_all()
    shown = window()
    shown.choose("phone", MINE)
    shown.choose(GEOMETRY, THEIRS)
    shown.save_button.click()
    closed(session, qtbot)
    wanted = ("114", "Khối 5", "Số 8", "POINT(105.681 18.688)", 3)
    assert row(database, "phone, hamlet, address, ST_AsText(geom), row_version") == wanted
    assert clean(session)


def test_different_fields_are_merged_by_themselves_and_announced(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, address="Số 8")
    session.save_all()
    shown = window()
    assert "1 đối tượng được gộp tự động vì sửa các trường khác nhau." in shown.summary.text()
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, address, row_version") == ("113", "Số 8", 3)


def test_whoever_wants_it_has_merges_saved_at_once_and_is_told(session: Session, minh: Editor, database: Database, qtbot: Any) -> None:
    remember_quietly(True)
    assert quietly()
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, address="Số 8")
    session.save_all()
    qtbot.waitUntil(lambda: row(database, "row_version") == (3,), timeout=8000)
    assert part_of(session).window is None
    told = [item.text() for item in session.iface.messageBar().items()]
    assert any("1 đối tượng được gộp tự động với sửa đổi của người khác: «Nhà thuốc Quang Trung»." in text for text in told)
    assert row(database, "phone, address") == ("113", "Số 8")


def test_a_conflict_is_asked_also_of_who_merges_quietly(session: Session, minh: Editor, window: Await) -> None:
    remember_quietly(True)
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    session.save_all()
    assert window().cases[0].standing() is Standing.OPEN


def test_a_form_opened_before_counts_as_read_then(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    layer = session.layers()["pharmacy"]
    form = QgsAttributeForm(layer, next(layer.getFeatures()), QgsAttributeEditorContext())
    qtbot.addWidget(form)
    form.show()
    session._forms._focused(None, form.findChildren(QLineEdit)[0])
    of_minh(minh, phone="113")
    assert layer.startEditing()
    session._forms._focused(None, form.findChildren(QLineEdit)[0])
    form.changeAttribute("phone", "114")
    assert form.save()
    session.save_all()
    shown = window()
    assert shown.cases[0].merge.contested == ("phone",)
    shown.choose("phone", MINE)
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, row_version") == ("114", 3)


def test_if_it_moved_again_the_window_comes_back_and_nothing_is_lost(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113", hamlet="Khối 5")
    of_lan(session, phone="114", address="Số 8", where="Point(105.682 18.689)")
    session.save_all()
    shown = window()
    shown.choose("phone", MINE)
    of_minh(minh, phone="111")
    shown.save_button.click()
    qtbot.waitUntil(lambda: shown.cases[0].moved.row_version == 3, timeout=8000)
    assert part_of(session).window is shown and shown.isVisible()
    assert "1 đối tượng lại được sửa. Các quyết định khác của bạn vẫn giữ nguyên." in shown.message.text()
    assert "phiên bản 3; bạn sửa từ phiên bản 2." in shown.banner.steps.text()
    assert shown.cases[0].merge.contested == ("phone",)
    cell = shown.cases[0].merge.cell("phone")
    assert (cell.base, cell.theirs, cell.mine) == ("113", "111", "114")
    shown.choose("phone", MINE)
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, hamlet, address, ST_AsText(geom), row_version") == ("114", "Khối 5", "Số 8", "POINT(105.682 18.689)", 4)


@pytest.mark.parametrize(("restore", "found"), [(True, ("114", False, None, 3)), (False, ("115", True, "Đã đóng cửa", 2))])
def test_they_removed_it_i_changed_it(
    session: Session, minh: Editor, database: Database, window: Await, qtbot: Any, restore: bool, found: tuple[Any, ...]
) -> None:
    start_both(session, minh)
    of_lan(session, phone="114")
    of_minh(minh, reason="Đã đóng cửa")
    session.save_all()
    shown = window()
    assert "Người khác đã gỡ bỏ đối tượng bạn đang sửa (lý do: Đã đóng cửa)." in shown.banner.sentence.text()
    (shown.banner.mine if restore else shown.banner.theirs).click()
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, removed, removed_reason, row_version") == found
    assert clean(session)
    assert len(list(session.layers()["pharmacy"].getFeatures())) == int(restore)


@pytest.mark.parametrize(("insist", "found"), [(True, ("113", True, "Nhập trùng", 3)), (False, ("113", False, None, 2))])
def test_i_removed_it_they_changed_it(
    session: Session, minh: Editor, database: Database, window: Await, qtbot: Any, insist: bool, found: tuple[Any, ...]
) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, reason="Nhập trùng")
    session.save_all()
    shown = window()
    assert "Bạn muốn gỡ bỏ đối tượng này, nhưng người khác vừa sửa nó." in shown.banner.sentence.text()
    (shown.banner.mine if insist else shown.banner.theirs).click()
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, removed, removed_reason, row_version") == found
    assert clean(session)


def test_several_layers_are_one_window_and_one_changeset(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    for stem in ("pharmacy", "lockdown_zone"):
        start_both(session, minh, stem)
    of_minh(minh, phone="113")
    of_minh(minh, "lockdown_zone", households=5)
    of_lan(session, phone="114")
    of_lan(session, "lockdown_zone", households=7)
    session.save_all()
    shown = window()
    assert {case.schema.name for case in shown.cases} == {"pharmacy", "lockdown_zone"}
    shown.findChild(QPushButton, "ncovyConflictAllMine").click()
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone") == ("114",) and row(database, "households", "lockdown_zone") == (7,)
    assert database.run("SELECT count(DISTINCT changeset) FROM ncovy.version WHERE session_user_name = 'lan' AND row_version = 3") == [(1,)]


def test_put_off_keeps_the_edits_and_the_decisions(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113", address="Số 2")
    of_lan(session, phone="114", address="Số 8")
    session.save_all()
    shown = window()
    shown.choose("phone", Choice(Pick.TYPED, "112"))
    shown.reject()
    assert part_of(session).window is None
    assert "vẫn còn nguyên trong QGIS" in said(session)
    [pending] = session.edits.changes()
    assert dict(pending.values) == {"phone": "114", "address": "Số 8"}
    assert row(database, "phone, row_version") == ("113", 2)
    part_of(session).look()
    again = window()
    assert again.cases[0].choices == {"phone": Choice(Pick.TYPED, "112")}
    assert again.cases[0].undecided() == ("address",)
    again.choose("address", THEIRS)
    again.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, address, row_version") == ("112", "Số 2", 3)


def test_looking_for_conflicts_before_saving(session: Session, minh: Editor, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    part_of(session).look()
    assert "Không có sửa đổi nào cần lưu" in said(session)
    of_lan(session, phone="114")
    part_of(session).look()
    qtbot.waitUntil(lambda: "Không có sửa đổi nào xung đột" in said(session), timeout=8000)
    of_minh(minh, phone="113")
    part_of(session).look()
    assert window().cases[0].merge.contested == ("phone",)


def test_edits_made_beside_the_window_are_compared_anew(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    session.save_all()
    shown = window()
    shown.choose("phone", MINE)
    of_lan(session, phone="111")
    shown.save_button.click()
    qtbot.waitUntil(lambda: shown.cases[0].merge.cell("phone").mine == "111", timeout=8000)
    assert row(database, "phone, row_version") == ("113", 2)
    assert shown.cases[0].undecided() == ("phone",)
    session.layers()["pharmacy"].rollBack()
    shown.choose("phone", MINE)
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, row_version") == ("113", 2)


def test_without_the_server_the_window_stays_and_saves_later(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    session.save_all()
    shown = window()
    shown.choose("phone", MINE)
    _let_in(database, False)
    try:
        shown.save_button.click()
        qtbot.waitUntil(lambda: bool(shown.message.text()), timeout=8000)
    finally:
        _let_in(database, True)
    assert part_of(session).window is shown and shown.isEnabled()
    assert shown.cases[0].choices == {"phone": MINE}
    assert row(database, "phone, row_version") == ("113", 2)
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, row_version") == ("114", 3)


def _let_in(database: Database, allowed: bool) -> None:
    """Whether new connections are accepted."""
    words = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(sql.Identifier(database.name), sql.Literal(allowed))
    with closing(psycopg2.connect(**database.cluster.dsn("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(words)


def test_what_is_not_in_conflict_is_saved_at_once_when_wanted_so(session: Session, minh: Editor, database: Database, window: Await) -> None:
    remember_policy(Policy.REST)
    start_both(session, minh)
    start_both(session, minh, "lockdown_zone")
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    of_lan(session, "lockdown_zone", households=7)
    session.save_all()
    assert [case.schema.name for case in window().cases] == ["pharmacy"]
    assert row(database, "households, row_version", "lockdown_zone") == (7, 2)


def test_two_hundred_conflicts_from_save_to_save(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    store(database, "lan", *(pharmacy((VINH[0] + number / 50_000, VINH[1]), name=f"Nhà thuốc số {number}") for number in range(199)))
    start_both(session, minh)
    for person, phone in ((minh.layers["pharmacy"], "113"), (session.layers()["pharmacy"], "114")):
        for feature in list(person.getFeatures()):
            person.changeAttributeValue(feature.id(), person.fields().indexOf("phone"), phone)
    assert minh.save("pharmacy")
    session.edits.save()
    begun = time.perf_counter()
    shown = window()
    took = time.perf_counter() - begun
    assert len(shown.cases) == 200
    shown.findChild(QPushButton, "ncovyConflictAllMine").click()
    begun = time.perf_counter()
    shown.save_button.click()
    closed(session, qtbot)
    print(f"200 conflicts: window {took * 1000:.0f} ms after the refused save, resolved and saved in {(time.perf_counter() - begun) * 1000:.0f} ms")
    assert took < 1.0
    assert database.run("SELECT phone, row_version, count(*) FROM ncovy.pharmacy GROUP BY 1, 2") == [("114", 3, 200)]
    assert clean(session)
