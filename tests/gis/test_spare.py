"""A connection kept between saves: used again when it answers, replaced when it does not, never in the way."""

from __future__ import annotations

import time

import pytest

from ncovy_qgis.db.connection import connect, value_of
from ncovy_qgis.gis import spare as spare_module
from ncovy_qgis.gis.spare import Spare
from tests.faults import Proxy
from tests.gis.conftest import Sit
from tests.server import Database

BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'ncovy qgis' AND datname = current_database()"


def test_the_next_save_goes_over_the_same_line(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.stored("Trạm y tế Lê Mao")
    first = database.run(BACKENDS)
    lan.stored("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)")
    assert first and database.run(BACKENDS) == first
    lan.edits.close()
    end = time.monotonic() + 5
    while database.run(BACKENDS) and time.monotonic() < end:
        time.sleep(0.05)
    assert database.run(BACKENDS) == []


def test_a_refused_save_gives_its_line_back_clean(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao", phone="không có")
    assert not lan.save()
    assert database.run("SELECT state FROM pg_stat_activity WHERE application_name = 'ncovy qgis' AND datname = current_database()") == [("idle",)]
    layer = lan.layers["testing_site"]
    lan.change(next(iter(layer.editBuffer().addedFeatures())), phone=None)
    assert lan.save()


def test_a_line_the_server_has_ended_is_replaced_without_a_word(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.stored("Trạm y tế Lê Mao")
    database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ncovy qgis' AND datname = current_database()")
    lan.stored("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)")
    assert not lan.refusals
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(2,)]


def test_a_line_that_says_nothing_is_given_up_within_its_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_module, "ANSWER_S", 0.3)
    with Proxy(database.cluster.socket_dir) as proxy:
        dsn, kept = proxy.dsn(database.name, "lan"), Spare()
        kept.give(dsn, connect(dsn=dsn))
        proxy.black_hole()
        start = time.monotonic()
        assert kept.take(dsn) is None
        assert time.monotonic() - start < 2


def test_another_login_or_an_old_line_is_never_handed_out(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, lan, minh = Spare(), database.dsn("lan"), database.dsn("minh")
    line = connect(dsn=lan)
    kept.give(lan, line)
    assert kept.take(minh) is None
    assert line.closed
    monkeypatch.setattr(spare_module, "KEPT_S", 0.0)
    kept.give(lan, connect(dsn=lan))
    assert kept.take(lan) is None


def test_what_is_unfinished_is_not_kept(database: Database) -> None:
    kept, lan = Spare(), database.dsn("lan")
    line = connect(dsn=lan)
    assert value_of(line, "SELECT 1") == 1
    kept.give(lan, line)
    assert line.closed
    assert kept.take(lan) is None
