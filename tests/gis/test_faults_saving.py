"""Each fault of the network and the server, made by a proxy in front of the real one: an answer in time, edits kept, no freeze, no duplicate."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import sql
from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.desk import wait_headless
from ncovy_qgis.gis.source import Source, parameters_of
from tests.faults import Proxy
from tests.gis.editors import Editor, own_service
from tests.gis.watchdog import window_lives
from tests.server import Database

STORED = "SELECT count(*), count(DISTINCT uid), max(row_version) FROM ncovy.testing_site"
PATIENCE_S = 2.0  # of the person, so that the tests do not take the twenty seconds of the product


@pytest.fixture
def proxy(database: Database) -> Iterator[Proxy]:
    with Proxy(database.cluster.socket_dir) as made:
        yield made


def service_behind(proxy: Proxy, database: Database, person: str = "lan", **more: str) -> Source:
    """A service that goes through the proxy."""
    name = f"{own_service(database, person).service}_{proxy.port}"
    lines = [f"[{name}]", *(f"{key}={value}" for key, value in {**proxy.dsn(database.name, person), **more}.items()), ""]
    with Path(os.environ["PGSERVICEFILE"]).open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(lines))
    return Source(service=name)


@pytest.fixture
def lan(proxy: Proxy, database: Database, catalogue: Catalogue, tmp_path: Path, private: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    monkeypatch.setattr("ncovy_qgis.gis.desk.PATIENCE_S", PATIENCE_S)
    editor = Editor(service_behind(proxy, database), catalogue, tmp_path / "lan", ("testing_site",), private)
    yield editor
    proxy.heal()
    editor.close()


def answered(lan: Editor, within: float) -> str:
    """Saves, which fails; the sentence, in time and with the window alive."""
    start = time.monotonic()
    with window_lives():
        assert not lan.save()
    assert time.monotonic() - start < within
    assert lan.layers["testing_site"].editBuffer().addedFeatures()
    return lan.refusals[-1].text.vi


def saves_once(lan: Editor, database: Database, version: int = 1) -> None:
    """The next save stores all of it, once."""
    before = len(lan.receipts)
    with window_lives():
        assert lan.save(), [item.text.vi for item in lan.refusals]
    assert len(lan.receipts) > before
    assert database.run(STORED) == [(1, 1, version)]
    assert lan.edits.recorder.flush()
    assert not list(lan.folder.glob("*.jsonl"))


def during(lan: Editor, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], object]) -> None:
    """The fault comes when the server is at work on the save."""

    def wait(thread: threading.Thread) -> bool:
        time.sleep(0.15)
        fault()
        return wait_headless(thread)

    monkeypatch.setattr(lan.edits, "_desk", lan.desk(wait=wait))


@pytest.fixture
def slow(database: Database) -> Iterator[None]:
    """Every write takes a second."""
    database.run("ALTER TABLE ncovy.testing_site ADD CONSTRAINT slow CHECK (pg_sleep(1)::text = '' AND name <> '') NOT VALID")
    yield
    database.run("ALTER TABLE ncovy.testing_site DROP CONSTRAINT IF EXISTS slow")


def end_slowness(database: Database) -> None:
    database.run("SET lock_timeout = '3s'; ALTER TABLE ncovy.testing_site DROP CONSTRAINT slow")


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name.startswith("ncovy save")}


# --- the server is not there ------------------------------------------------------------------------------------------


def test_a_server_that_is_down_is_said_at_once(lan: Editor, proxy: Proxy, database: Database) -> None:
    lan.add("Trạm y tế Lê Mao")
    proxy.down()
    assert "Mất kết nối" in answered(lan, 2.0)
    for _ in range(3):
        answered(lan, 2.0)
    proxy.heal()
    saves_once(lan, database)


@pytest.mark.parametrize(("change", "words"), [("PASSWORD 'right'", "mật khẩu"), ("PASSWORD 'wrong' VALID UNTIL '2021-01-01'", "mật khẩu"),
                                               ("NOLOGIN PASSWORD 'wrong'", "không nhận tên đăng nhập")])  # fmt: skip
def test_a_wrong_or_expired_password_is_said_at_once(
    lan: Editor, proxy: Proxy, database: Database, monkeypatch: pytest.MonkeyPatch, change: str, words: str
) -> None:
    lan.add("Trạm y tế Lê Mao")
    role = f"pass_{database.name}"
    hba = database.cluster.data / "pg_hba.conf"
    usual = hba.read_text()
    database.run(sql.SQL("CREATE ROLE {} LOGIN IN ROLE ncovy_editor {}").format(sql.Identifier(role), sql.SQL(change.replace("NOLOGIN", ""))))
    if "NOLOGIN" in change:
        database.run(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(role)))
    try:
        hba.write_text(f"local all {role} scram-sha-256\n" + usual)
        database.run("SELECT pg_reload_conf()")
        dsn = {**parameters_of(lan.layers["testing_site"]), "user": role, "password": "wrong"}
        monkeypatch.setattr("ncovy_qgis.gis.edits.parameters_of", lambda layer: dsn)
        time.sleep(0.2)
        assert words in answered(lan, 2.0)
    finally:
        hba.write_text(usual)
        database.run("SELECT pg_reload_conf()")
        database.run(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
    monkeypatch.undo()
    saves_once(lan, database)


def test_a_server_restarted_between_two_saves_is_not_even_noticed(lan: Editor, proxy: Proxy, database: Database) -> None:
    fid = lan.stored("Trạm y tế Lê Mao")
    proxy.down()
    database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    proxy.heal()
    lan.change(fid, name="Trạm y tế phường Lê Mao")
    saves_once(lan, database, 2)
    assert lan.layers["testing_site"].getFeature(fid)["row_version"] == 2


# --- nothing comes back -----------------------------------------------------------------------------------------------


def test_a_black_hole_is_answered_within_the_deadline_and_leaves_no_thread(lan: Editor, proxy: Proxy, database: Database) -> None:
    lan.add("Trạm y tế Lê Mao")
    proxy.black_hole()
    assert "chưa trả lời" in answered(lan, PATIENCE_S + 1)
    end = time.monotonic() + 10
    while threads() and time.monotonic() < end:
        time.sleep(0.1)
    assert not threads()  # the login's own deadline, although the hole is still there
    proxy.heal()
    saves_once(lan, database)


def test_a_cable_pulled_in_the_middle_is_answered_and_the_next_save_stores_once(
    lan: Editor, proxy: Proxy, database: Database, monkeypatch: pytest.MonkeyPatch, slow: None
) -> None:
    lan.add("Trạm y tế Lê Mao")
    with monkeypatch.context() as patch:
        during(lan, patch, proxy.black_hole)
        assert "chưa trả lời" in answered(lan, PATIENCE_S + 1.5)
    end = time.monotonic() + 5
    while threads() and time.monotonic() < end:
        time.sleep(0.1)
    assert not threads()  # cut, although nothing comes through the hole
    proxy.reset_all()  # what was in the cable is lost; the server does not know yet that nobody is there
    proxy.heal()
    end_slowness(database)
    saves_once(lan, database)


def test_a_save_the_server_ends_late_behind_the_hole_is_not_stored_twice(
    lan: Editor, proxy: Proxy, database: Database, monkeypatch: pytest.MonkeyPatch, slow: None
) -> None:
    lan.add("Trạm y tế Lê Mao")
    with monkeypatch.context() as patch:
        during(lan, patch, lambda: proxy.black_hole("to_client"))
        answered(lan, PATIENCE_S + 1.5)
    proxy.heal()
    end_slowness(database)
    saves_once(lan, database)


def test_the_person_may_stop_waiting_at_any_moment(lan: Editor, proxy: Proxy, database: Database, monkeypatch: pytest.MonkeyPatch, slow: None) -> None:
    lan.add("Trạm y tế Lê Mao")
    with monkeypatch.context() as patch:
        patch.setattr(lan.edits, "_desk", lan.desk(wait=lambda thread: bool(thread.join(0.3))))
        answered(lan, 1.5)
    end_slowness(database)
    saves_once(lan, database)


# --- the connection breaks --------------------------------------------------------------------------------------------


def test_a_backend_ended_in_the_middle_keeps_the_edits(lan: Editor, database: Database, monkeypatch: pytest.MonkeyPatch, slow: None) -> None:
    lan.add("Trạm y tế Lê Mao")
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ncovy qgis'"
    with monkeypatch.context() as patch:
        during(lan, patch, lambda: database.run(kill))
        answered(lan, 2.5)
    end_slowness(database)
    saves_once(lan, database)


@pytest.mark.parametrize("done", [True, False])
def test_a_commit_without_an_answer_is_neither_lost_nor_doubled(lan: Editor, proxy: Proxy, database: Database, done: bool) -> None:
    lan.add("Trạm y tế Lê Mao")
    proxy.lose_commit(done=done)
    assert "Mất kết nối" in answered(lan, 2.0)
    assert not lan.reports[-1].answered
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(int(done),)]
    saves_once(lan, database)
    assert proxy.counts["lose_commit"] + proxy.counts["drop_commit"] == 1


def test_what_is_edited_after_a_commit_without_an_answer_is_stored_on_top(lan: Editor, proxy: Proxy, database: Database) -> None:
    lan.add("Trạm y tế Lê Mao")
    proxy.lose_commit()
    answered(lan, 2.0)
    lan.change(next(iter(lan.layers["testing_site"].editBuffer().addedFeatures())), name="Trạm y tế phường Lê Mao")
    saves_once(lan, database, 2)
    assert database.run("SELECT name FROM ncovy.testing_site") == [("Trạm y tế phường Lê Mao",)]


# --- before anything is saved -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["black_hole", "down"])
def test_editing_does_not_start_on_a_dead_line_and_the_person_is_told(lan: Editor, proxy: Proxy, fault: str) -> None:
    layer: QgsVectorLayer = lan.layers["testing_site"]
    told: list[int] = []
    lan.edits.line.dead.connect(lambda: told.append(1))
    getattr(proxy, fault)()
    with window_lives():
        layer.startEditing()
        for _ in range(20):
            QCoreApplication.processEvents()
            time.sleep(0.01)
    assert (layer.isEditable(), told) == (False, [1])
    proxy.heal()
    time.sleep(3.1)  # the answer is remembered for three seconds
    with window_lives():
        lan.add("Trạm y tế Lê Mao")
        assert lan.save()
    assert layer.isEditable()


def test_a_save_that_went_well_needs_no_second_look_at_the_line(lan: Editor, proxy: Proxy) -> None:
    lan.add("Trạm y tế Lê Mao")
    time.sleep(3.1)
    before = proxy.counts["connections"]
    assert lan.save()
    assert proxy.counts["connections"] - before == 1
    assert lan.edits.line.alive(lan.layers["testing_site"])
    assert proxy.counts["connections"] - before == 1


def test_edits_are_thrown_away_on_a_dead_line_without_a_freeze(lan: Editor, proxy: Proxy) -> None:
    lan.add("Trạm y tế Lê Mao")
    proxy.black_hole()
    layer = lan.layers["testing_site"]
    time.sleep(3.1)
    with window_lives():
        layer.rollBack(False)
    assert not layer.isModified()
    with window_lives():
        layer.rollBack()
    assert not layer.isEditable()


def test_typing_and_moving_on_a_dead_line_do_not_freeze(lan: Editor, proxy: Proxy) -> None:
    fid = lan.stored("Trạm y tế Lê Mao")
    layer = lan.start()
    assert layer.changeGeometry(fid, QgsGeometry.fromWkt("Point(105.681 18.671)"))
    proxy.black_hole()
    with window_lives():
        lan.change(fid, name="Trạm y tế phường Lê Mao")
        assert layer.changeGeometry(fid, QgsGeometry.fromWkt("Point(105.682 18.672)"))
    [change] = lan.edits.changes()
    assert change.values == {"name": "Trạm y tế phường Lê Mao"}
