"""Approving and returning many at once: one transaction, a verdict for each, and never what one could not do singly."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ncovy_qgis.db import review
from ncovy_qgis.db.change import Insert
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.errors import DatabaseError
from tests.db.desk import QUYNH_LUU, VINH, everything, pharmacy, row, store, zone
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


def hand_over(database: Database, person: str, *items: Insert, comment: str = "thử") -> None:
    """Store and submit, each in its first version."""
    store(database, person, *items, comment=comment)
    with closing(database.connect(person)) as connection:
        for item in items:
            review.submit(connection, item.layer, str(item.uid), 1)


def spread(count: int) -> list[Insert]:
    return [pharmacy((VINH[0] + place * 0.001, VINH[1])) for place in range(count)]


def codes(verdicts: tuple[review.Verdict, ...]) -> list[str | None]:
    return [each.refusal.code if each.refusal else None for each in verdicts]


def public(database: Database) -> set[str]:
    return {uid for (uid,) in database.run("SELECT uid::text FROM ncovy_public.pharmacy UNION SELECT uid::text FROM ncovy_public.lockdown_zone")}


def test_each_gets_its_verdict_in_the_order_asked_across_layers(database: Database, tuan: Connection) -> None:
    good, moved, draft = spread(3)
    own, area, gone = pharmacy((105.7003, 18.6907)), zone(QUYNH_LUU), str(uuid4())
    hand_over(database, "lan", good, moved)
    hand_over(database, "tuan", own)
    hand_over(database, "hoa", area)
    store(database, "lan", draft)
    store(database, "minh", Update("pharmacy", moved.uid, 1, {"phone": "113"}))
    asked = [("pharmacy", str(uid), 1) for uid in (moved.uid, own.uid)] + [("lockdown_zone", str(area.uid), 1)]
    asked += [("pharmacy", str(draft.uid), 1), ("pharmacy", gone, 1), ("pharmacy", str(good.uid), 1)]
    verdicts = review.approve_many(tuan, asked, "cùng đợt")
    assert codes(verdicts) == ["NC001", "NC008", None, "NC009", "NC003", None]
    assert [(each.layer, each.uid, each.row_version) for each in verdicts] == asked
    assert public(database) == {good.uid, area.uid}
    assert row(database, "pharmacy", good.uid, "review_state", "approved_version") == ("approved", 1)
    assert database.run("SELECT count(*), min(reason), max(by) FROM ncovy.decision WHERE verdict = 'approve'") == [(2, "cùng đợt", "tuan")]


def test_the_words_are_those_of_a_single_decision(database: Database, tuan: Connection) -> None:
    draft, own = spread(2)
    store(database, "lan", draft)
    hand_over(database, "tuan", own)
    for uid in (draft.uid, own.uid):
        with pytest.raises(DatabaseError) as single:
            review.approve(tuan, "pharmacy", uid, 1)
        (many,) = review.approve_many(tuan, [("pharmacy", uid, 1)])
        assert many.refusal is not None and (many.refusal.code, many.refusal.text) == (single.value.refusal.code, single.value.refusal.text)


def test_outside_ones_area_nothing_is_decided(database: Database) -> None:
    here, there = pharmacy(VINH), pharmacy(QUYNH_LUU)
    hand_over(database, "lan", here)
    hand_over(database, "hoa", there)
    items = [("pharmacy", str(each.uid), 1) for each in (here, there)]
    with closing(database.connect("thu")) as thu:
        assert codes(review.return_many(thu, items, "thiếu số nhà")) == [None, "NC006"]
        assert codes(review.approve_many(thu, items)) == ["NC009", "NC006"]
    assert public(database) == set()


def test_a_feature_named_twice_is_decided_once(database: Database, tuan: Connection) -> None:
    (item,) = spread(1)
    hand_over(database, "lan", item)
    assert codes(review.approve_many(tuan, [("pharmacy", item.uid, 1)] * 2)) == [None, None]
    assert database.run("SELECT count(*) FROM ncovy.decision WHERE verdict = 'approve'") == [(1,)]
    assert codes(review.approve_many(tuan, [("pharmacy", item.uid, 1)])) == ["NC009"]


def test_removals_leave_the_map_and_the_rest_come_on_in_one_go(database: Database, tuan: Connection) -> None:
    closed, opened = spread(2)
    hand_over(database, "lan", closed)
    review.approve(tuan, "pharmacy", closed.uid, 1)
    store(database, "lan", Remove("pharmacy", closed.uid, 1, "đóng cửa"))
    with closing(database.connect("lan")) as lan:
        review.submit(lan, "pharmacy", closed.uid, 2)
    hand_over(database, "lan", opened)
    assert codes(review.approve_many(tuan, [("pharmacy", closed.uid, 2), ("pharmacy", opened.uid, 1)])) == [None, None]
    assert public(database) == {opened.uid}


def test_what_is_published_is_what_a_rebuild_from_history_gives(database: Database, tuan: Connection) -> None:
    items = spread(4)
    hand_over(database, "lan", *items)
    review.approve(tuan, "pharmacy", items[0].uid, 1)
    review.approve_many(tuan, [("pharmacy", each.uid, 1) for each in items[1:]])
    before = database.run("SELECT to_jsonb(p) FROM ncovy_public.pharmacy AS p ORDER BY uid")
    database.run("SELECT ncovy_app.republish_pharmacy()")
    assert database.run("SELECT to_jsonb(p) FROM ncovy_public.pharmacy AS p ORDER BY uid") == before
    assert len(before) == 4


def test_many_are_returned_with_one_reason_and_it_must_say_something(database: Database, tuan: Connection) -> None:
    items = spread(3)
    hand_over(database, "lan", *items)
    asked = [("pharmacy", each.uid, 1) for each in items]
    before = everything(database)
    for empty in ("", "  ", "\u200b"):
        with pytest.raises(DatabaseError) as refusal:
            review.return_many(tuan, asked, empty)
        assert refusal.value.refusal.code == "NC009"
    assert everything(database) == before
    assert codes(review.return_many(tuan, asked, "thiếu số nhà")) == [None] * 3
    assert database.run("SELECT DISTINCT review_state FROM ncovy.pharmacy") == [("returned",)]
    assert database.run("SELECT count(*) FROM ncovy.decision WHERE verdict = 'return' AND reason = 'thiếu số nhà'") == [(3,)]


@pytest.mark.parametrize("person", ["lan", "vy", "phuc"])
def test_who_is_no_supervisor_decides_nothing(database: Database, person: str) -> None:
    (item,) = spread(1)
    hand_over(database, "lan", item)
    before = everything(database)
    with closing(database.connect(person)) as connection:
        for decide in (review.approve_many, review.return_many):
            with pytest.raises(DatabaseError) as refusal:
                decide(connection, [("pharmacy", item.uid, 1)], "x")
            assert refusal.value.refusal.code in ("NC006", "42501")
    assert everything(database) == before


def test_a_changeset_is_approved_as_far_as_it_is_still_what_waits(database: Database, tuan: Connection) -> None:
    kept, moved, other = spread(3)
    hand_over(database, "lan", kept, moved, comment="đợt 1")
    hand_over(database, "lan", other, comment="đợt 2")
    store(database, "minh", Update("pharmacy", moved.uid, 1, {"phone": "113"}))
    ((changeset,),) = database.run("SELECT id FROM ncovy.changeset WHERE comment = 'đợt 1'")
    verdicts = review.approve_changeset(tuan, changeset, "cả đợt")
    assert [(each.uid, each.refusal) for each in verdicts] == [(kept.uid, None)]
    assert public(database) == {kept.uid}
    assert review.approve_changeset(tuan, changeset) == ()


def test_nothing_asked_is_nothing_done(tuan: Connection) -> None:
    assert review.approve_many(tuan, []) == ()


def test_a_layer_that_is_none_is_refused_and_nothing_of_the_others_is_done(database: Database, tuan: Connection) -> None:
    (item,) = spread(1)
    hand_over(database, "lan", item)
    with pytest.raises(DatabaseError) as refusal:
        review.approve_many(tuan, [("pharmacy", item.uid, 1), ("unit; DROP TABLE ncovy.pharmacy", str(uuid4()), 1)])
    assert refusal.value.refusal.code == "NC003"
    assert public(database) == set()
