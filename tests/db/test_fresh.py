"""What is new since a snapshot: every stored version as soon as it is visible, in whatever order the saves end."""

from __future__ import annotations

from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection

from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.fresh import Fresh, fresh, oldest, snapshot
from tests.db.desk import pharmacy, row, store
from tests.server import Database

QUICK = """
    INSERT INTO ncovy.testing_site (name, geom, active_from) VALUES (%s, 'SRID=4326;POINT(105.68 18.67)', '2021-08-22') RETURNING uid::text
"""


def test_a_save_is_told_with_the_number_and_version_of_each_feature(database: Database, lan: Connection) -> None:
    since = snapshot(lan)
    (receipt,) = store(database, "lan", pharmacy())
    (number,) = row(database, "pharmacy", receipt.uid, "id")
    assert fresh(lan, since).features == (Fresh("pharmacy", receipt.uid, number, 1, False),)


def test_of_several_versions_the_newest_is_told_and_a_removal_as_one(database: Database, lan: Connection) -> None:
    (one,), (two,) = store(database, "lan", pharmacy()), store(database, "lan", pharmacy())
    since = snapshot(lan)
    store(database, "lan", Update("pharmacy", one.uid, 1, {"phone": "02383844528"}, None))
    store(database, "lan", Update("pharmacy", one.uid, 2, {"phone": "02383844529"}, None), Remove("pharmacy", two.uid, 1, "Nhập trùng"))
    told = {each.uid: (each.row_version, each.removed) for each in fresh(lan, since).features}
    assert told == {one.uid: (3, False), two.uid: (2, True)}


def test_the_next_look_begins_where_the_last_one_ended(database: Database, lan: Connection) -> None:
    since = snapshot(lan)
    store(database, "lan", pharmacy())
    assert fresh(lan, fresh(lan, since).snapshot).features == ()


def test_a_save_begun_before_the_look_and_ended_after_it_is_not_missed(database: Database, lan: Connection) -> None:
    """Its number, and its time, are older than those of a save that was told already."""
    with closing(database.connect("minh")) as slow, slow.cursor() as cursor:
        cursor.execute(QUICK, ("Trạm chậm",))
        store(database, "lan", pharmacy())
        since = snapshot(lan)
        slow.commit()
    assert [each.layer for each in fresh(lan, since).features] == ["testing_site"]


def test_a_look_keeps_no_transaction_open(lan: Connection) -> None:
    fresh(lan, snapshot(lan))
    assert (lan.info.transaction_status, lan.autocommit) == (0, False)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8), st.data())
def test_the_oldest_of_snapshots_is_the_first_one_taken(steps: list[tuple[int, int, int]], data: st.DataObject) -> None:
    """A server of its own: transactions begin and end, a snapshot is taken after each step."""
    running: list[int] = []
    upcoming, taken = 700, []
    for begun, ended, place in steps:
        running += range(upcoming, upcoming + begun)
        upcoming += begun
        for _ in range(min(ended, len(running))):
            running.pop(place % len(running))
        taken.append(f"{min(running, default=upcoming)}:{upcoming}:{','.join(map(str, running))}")
    assert oldest([None, *data.draw(st.permutations(taken))]) == taken[0]
    assert oldest([None, ""]) is None
