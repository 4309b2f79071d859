"""Verifying many features at once: each gets its own verdict, and nothing but the note of who and when is written."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ncovy_qgis.db import review
from ncovy_qgis.db.changes import Update
from ncovy_qgis.db.errors import DatabaseError
from tests.db.desk import QUYNH_LUU, VINH, VINH_2, pharmacy, row, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


def test_each_feature_gets_its_own_verdict_in_the_order_asked(database: Database, lan: Connection) -> None:
    fresh, moved, foreign, gone = pharmacy(VINH), pharmacy(VINH_2), pharmacy(QUYNH_LUU), str(uuid4())
    store(database, "lan", fresh, moved)
    store(database, "hoa", foreign)
    store(database, "minh", Update("pharmacy", moved.uid, 1, {"phone": "113"}))
    verdicts = review.verify_items(lan, "pharmacy", [(moved.uid, 1), (fresh.uid, 1), (gone, 1), (foreign.uid, 1)])
    assert [each.code if each else None for each in verdicts] == ["NC001", None, "NC003", "NC006"]
    assert [each.uid for each in verdicts if each] == [moved.uid, gone, foreign.uid]
    stale, _, _, area = verdicts
    assert stale is not None and "minh đã sửa" in stale.text.vi and "minh" in stale.text.en
    assert area is not None and "lan không được giao địa bàn" in area.text.vi
    assert [row(database, "pharmacy", each.uid, "verified_by")[0] for each in (fresh, moved, foreign)] == ["lan", None, None]


def test_nothing_else_is_written(database: Database, lan: Connection) -> None:
    items = [pharmacy((VINH[0] + place * 0.001, VINH[1])) for place in range(5)]
    store(database, "lan", *items)
    before = "to_jsonb(t) - '{verified_by,verified_at}'::text[]"
    told = database.run(f"SELECT {before} FROM ncovy.pharmacy AS t ORDER BY id")
    assert review.verify_items(lan, "pharmacy", [(each.uid, 1) for each in items]) == (None,) * 5
    assert database.run(f"SELECT {before} FROM ncovy.pharmacy AS t ORDER BY id") == told
    assert database.run("SELECT count(*) FROM ncovy.version") == [(5,)]
    assert database.run("SELECT DISTINCT by, verdict, row_version FROM ncovy.decision") == [("lan", "verify", 1)]
    assert database.run("SELECT count(*) FROM ncovy.decision") == [(5,)]
    assert database.run("SELECT bool_and(verified_at > now() - interval '1 minute') FROM ncovy.pharmacy") == [(True,)]


def test_when_all_are_refused_there_is_no_error_and_nothing_is_noted(database: Database, lan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item)
    (verdict,) = review.verify_items(lan, "pharmacy", [(item.uid, 7)])
    assert verdict is not None and verdict.code == "NC001"
    assert database.run("SELECT count(*) FROM ncovy.decision") == [(0,)]


def test_a_feature_named_twice_is_noted_once(database: Database, lan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item)
    assert review.verify_items(lan, "pharmacy", [(item.uid, 1), (item.uid, 1)]) == (None, None)
    assert database.run("SELECT count(*) FROM ncovy.decision") == [(1,)]


def test_an_area_taken_away_ends_the_right(database: Database, lan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item)
    database.run("SELECT ncovy_app.revoke_area('lan', '412', 2021::smallint)")
    (verdict,) = review.verify_items(lan, "pharmacy", [(item.uid, 1)])
    assert verdict is not None and verdict.code == "NC006"


@pytest.mark.parametrize("person", ["vy", "phuc"])
def test_who_only_reads_verifies_nothing(database: Database, person: str) -> None:
    item = pharmacy()
    store(database, "lan", item)
    with closing(database.connect(person)) as connection, pytest.raises(DatabaseError) as refusal:
        review.verify_items(connection, "pharmacy", [(item.uid, 1)])
    assert refusal.value.refusal.code in ("NC006", "42501")
    assert row(database, "pharmacy", item.uid, "verified_by") == (None,)


def test_a_supervisor_verifies_in_his_area(database: Database) -> None:
    item = pharmacy()
    store(database, "lan", item)
    with closing(database.connect("thu")) as connection:
        assert review.verify_items(connection, "pharmacy", [(item.uid, 1)]) == (None,)
    assert row(database, "pharmacy", item.uid, "verified_by") == ("thu",)


def test_the_judging_alone_is_open_to_nobody(database: Database, lan: Connection) -> None:
    with pytest.raises(Exception, match="permission denied"), lan.cursor() as cursor:
        cursor.execute("SELECT * FROM ncovy_app.judge_items('pharmacy', '{}'::uuid[], '{}'::integer[])")


def test_a_layer_that_is_none_is_refused_and_its_name_never_run(database: Database, lan: Connection) -> None:
    with pytest.raises(DatabaseError) as refusal:
        review.verify_items(lan, "unit; DROP TABLE ncovy.pharmacy", [(str(uuid4()), 1)])
    assert refusal.value.refusal.code == "NC003"
    assert database.run("SELECT count(*) FROM ncovy.pharmacy") == [(0,)]
