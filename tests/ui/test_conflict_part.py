"""The part behind the conflict window: put off, looked for, without a server, edited beside, in a race, closed."""

from __future__ import annotations

from contextlib import closing
from typing import Any
from uuid import uuid4

import psycopg2
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Text
from ncovy_qgis.core.merge import Choice, Pick
from ncovy_qgis.core.messages import Refusal
from ncovy_qgis.db.changes import Insert, Remove, Update
from ncovy_qgis.gis.report import Problem, Report
from ncovy_qgis.ui.conflict.part import QUIET_TRIES, conflicting, remember_quietly
from ncovy_qgis.ui.saving.panel import SavePanel
from ncovy_qgis.ui.session import Session
from tests.gis.editors import Editor
from tests.server import Database
from tests.ui.meeting import MINE, THEIRS, Await, clean, closed, minh, of_lan, of_minh, part_of, private, row, session, sit, start_both, window
from tests.ui.window import said, the_part

__all__ = ["minh", "private", "session", "sit", "window"]


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


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND application_name = 'ncovy qgis'"


def _let_in(database: Database, allowed: bool) -> None:
    """Whether connections are accepted; those there are end when they are not."""
    words = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(sql.Identifier(database.name), sql.Literal(allowed))
    with closing(psycopg2.connect(**database.cluster.dsn("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(words)
            if not allowed:
                cursor.execute(CUT, (database.name,))


def test_looking_without_a_server_says_so_and_keeps_the_edits(session: Session, database: Database, qtbot: Any) -> None:
    of_lan(session, phone="114")
    _let_in(database, False)
    try:
        part_of(session).look()
        qtbot.waitUntil(lambda: bool(said(session)), timeout=8000)
    finally:
        _let_in(database, True)
    assert part_of(session).window is None
    assert "not currently accepting" not in said(session)
    assert [dict(change.values) for change in session.edits.changes()] == [{"phone": "114"}]


def test_when_nothing_of_mine_is_left_the_panel_forgets_the_conflict(session: Session, minh: Editor, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    session.save_all()
    shown = window()
    panel = the_part(session, SavePanel)
    assert panel.model.rowCount() == 1
    shown.choose("phone", THEIRS)
    shown.save_button.click()
    closed(session, qtbot)
    assert panel.model.rowCount() == 0
    assert "Không còn sửa đổi nào của bạn cần lưu." in said(session)
    assert clean(session)


def test_an_answer_that_comes_after_later_opens_no_window(session: Session, minh: Editor, window: Await, qtbot: Any) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    session.save_all()
    shown = window()
    part_of(session).look()
    shown.reject()
    qtbot.wait(600)
    assert part_of(session).window is None


def test_savers_in_a_race_are_asked_after_some_rounds(session: Session, minh: Editor, database: Database, window: Await, qtbot: Any) -> None:
    remember_quietly(True)
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, address="Số 8")
    race = iter(f"Khối {number}" for number in range(1, QUIET_TRIES + 2))
    settle = session.edits.settle

    def overtaken(replacements: Any) -> None:
        """Minh is always a little quicker."""
        settle(replacements)
        of_minh(minh, hamlet=next(race))

    session.edits.settle = overtaken  # type: ignore[method-assign]
    session.save_all()
    shown = window()
    session.edits.settle = settle  # type: ignore[method-assign]
    assert len(list(race)) == 1
    shown.save_button.click()
    closed(session, qtbot)
    assert row(database, "phone, address, hamlet") == ("113", "Số 8", f"Khối {QUIET_TRIES}")


def test_the_session_takes_an_open_window_along(session: Session, minh: Editor, window: Await) -> None:
    start_both(session, minh)
    of_minh(minh, phone="113")
    of_lan(session, phone="114")
    session.save_all()
    shown = window()
    part_of(session)._close_window()
    assert not shown.isVisible() and part_of(session).window is None
    assert [dict(change.values) for change in session.edits.changes()] == [{"phone": "114"}]


def test_only_changes_of_stored_features_that_met_others_are_conflicts() -> None:
    def problem(change: Any, code: str, **facts: Any) -> Problem:
        return Problem(Refusal(code, change.layer if change else None, change.uid if change else None, None, Text("", ""), facts), change)

    update, gone, lost = (Update("pharmacy", str(uuid4()), 1, {"phone": "114"}) for _ in range(3))
    removal, new = Remove("pharmacy", str(uuid4()), 1, "Nhập trùng"), Insert("pharmacy", str(uuid4()), {}, None)
    problems = (
        problem(update, "NC001"),
        problem(gone, "NC001", removed=True),
        problem(lost, "NC003"),
        problem(removal, "NC001"),
        problem(new, "NC001"),
        problem(None, "no_answer"),
        problem(update, "23514"),
    )
    assert set(map(id, conflicting(Report((), problems)))) == set(map(id, (update, removal, gone, lost)))
