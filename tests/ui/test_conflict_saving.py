"""Two persons in QGIS meet at the same features: each case ends in the right window, with the right words, and the right row in PostgreSQL."""

from __future__ import annotations

import time
from typing import Any

import pytest
from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm
from qgis.PyQt.QtWidgets import QLineEdit, QPushButton

from ncovy_qgis.core.merge import GEOMETRY, Choice, Pick
from ncovy_qgis.gis.refusals import local_refusal
from ncovy_qgis.gis.sending import Outcome
from ncovy_qgis.ui.conflict.case import Standing
from ncovy_qgis.ui.conflict.part import quietly, remember_quietly
from ncovy_qgis.ui.saving.policy import Policy, remember_policy
from ncovy_qgis.ui.session import Session
from tests.db.desk import VINH, pharmacy, store
from tests.gis.editors import Editor
from tests.server import Database
from tests.ui.meeting import MINE, THEIRS, Await, clean, closed, minh, of_lan, of_minh, part_of, private, row, session, sit, start_both, window

__all__ = ["minh", "private", "session", "sit", "window"]


@pytest.mark.parametrize(("choice", "phone", "version"), [(MINE, "114", 3), (THEIRS, "113", 2), (Choice(Pick.TYPED, "112"), "112", 3)])
def test_the_same_attribute(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any, choice: Choice, phone: str, version: int) -> None:
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
    session._forms._focused(form.findChildren(QLineEdit)[0])
    of_minh(minh, phone="113")
    assert layer.startEditing()
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


def test_what_is_edited_beside_the_window_after_a_save_that_failed_is_not_overwritten(
    session: Session, minh: Editor, database: Database, window: Await, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114", address="Số 8")
    session.save_all()
    shown = window()
    shown.choose("phone", MINE)
    with monkeypatch.context() as network:
        network.setattr(session.edits._outbox, "send", lambda *_: Outcome(refusals=(local_refusal("no_answer"),)))
        shown.save_button.click()
        qtbot.waitUntil(lambda: "Máy chủ chưa trả lời" in shown.message.text(), timeout=8000)
    of_lan(session, phone="112")
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone") == ("113",)
    session.save_all()
    assert row(database, "phone, address, row_version") == ("112", "Số 8", 3)


def test_a_save_that_failed_is_tried_again_in_the_window(
    session: Session, minh: Editor, database: Database, window: Await, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    session.save_all()
    shown = window()
    shown.choose("phone", MINE)
    with monkeypatch.context() as network:
        network.setattr(session.edits._outbox, "send", lambda *_: Outcome(refusals=(local_refusal("no_answer"),)))
        shown.save_button.click()
        qtbot.waitUntil(lambda: "Máy chủ chưa trả lời" in shown.message.text(), timeout=8000)
    shown.choose("phone", Choice(Pick.TYPED, "112"))
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, row_version") == ("112", 3)


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
