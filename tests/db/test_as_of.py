"""The past as a map: what the staff had and what the public saw at a moment, as rows, as tables, and through time."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import as_of, review
from ncovy_qgis.db.change import Remove, Update
from tests.db.desk import VINH, VINH_2, call, pharmacy, point, store, zone
from tests.db.past import approve, approved, now
from tests.db.test_history import home
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


def held(connection: Connection, layer: str, at: datetime, public: bool) -> dict[str, int]:
    return {each.uid: each.row_version for each in as_of.rows(connection, layer, at, public)}


def fetched(connection: Connection, query: sql.Composable) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]


def test_the_staff_and_the_public_saw_each_their_own(database: Database, vy: Connection) -> None:
    made, other = pharmacy(), pharmacy(VINH_2)
    start = now(database)
    store(database, "lan", made, other)
    drafted = now(database)
    approve(database, "pharmacy", made.uid, 1)
    opened = now(database)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "113"}))
    edited = now(database)
    approve(database, "pharmacy", made.uid, 2)
    decided = now(database)
    store(database, "lan", Remove("pharmacy", made.uid, 2, "đóng cửa"))
    removed = now(database)
    approve(database, "pharmacy", made.uid, 3)
    both, after = {made.uid: 1, other.uid: 1}, {made.uid: 2, other.uid: 1}
    moments = [start, drafted, opened, edited, decided, removed, now(database)]
    assert [held(vy, "pharmacy", at, False) for at in moments] == [{}, both, both, after, after, {other.uid: 1}, {other.uid: 1}]
    assert [held(vy, "pharmacy", at, True) for at in moments] == [{}, {}, {made.uid: 1}, {made.uid: 1}, {made.uid: 2}, {made.uid: 2}, {}]


def test_other_layers_are_other_maps(database: Database, vy: Connection) -> None:
    area = zone()
    approved(database, area)
    assert held(vy, "pharmacy", now(database), True) == {}
    assert held(vy, "lockdown_zone", now(database), True) == {area.uid: 1}


def test_a_version_knows_its_approval_only_from_then_on(database: Database, vy: Connection) -> None:
    made = pharmacy()
    store(database, "lan", made)
    before = now(database)
    approve(database, "pharmacy", made.uid, 1)
    (draft,), (shown,) = as_of.rows(vy, "pharmacy", before, False), as_of.rows(vy, "pharmacy", now(database), True)
    assert (draft.approved_by, draft.approved_at) == (None, None)
    assert shown.approved_by == "tuan" and shown.approved_at is not None and shown.approved_at > before
    assert (shown.wkb, shown.row["name"]) == (made.wkb, made.values["name"])


def test_what_is_approved_again_after_a_later_version_is_what_the_public_sees(database: Database, vy: Connection) -> None:
    """The newest decision counts, not the newest version: an older content comes back as a version of its own."""
    made = pharmacy(phone="115")
    approved(database, made)
    approved(database, Update("pharmacy", made.uid, 1, {"phone": "113"}), 2)
    with closing(database.connect("lan")) as lan:
        review.restore(lan, "pharmacy", made.uid, 1, 2)
    between = now(database)
    approve(database, "pharmacy", made.uid, 3)
    assert held(vy, "pharmacy", between, True) == {made.uid: 2}
    (shown,) = as_of.rows(vy, "pharmacy", now(database), True)
    assert (shown.row_version, shown.row["phone"]) == (3, "115")


def test_now_is_what_the_tables_hold(database: Database, vy: Connection, catalogue: Catalogue) -> None:
    kept, moved, gone, house, area = pharmacy(), pharmacy(VINH_2), pharmacy((105.6912, 18.6913)), home(), zone()
    for item in (kept, moved, gone, house, area):
        approved(database, item)
    store(database, "lan", Update("pharmacy", moved.uid, 1, {"phone": "113"}, point(VINH)), Remove("pharmacy", gone.uid, 1, "nhầm"))
    approve(database, "pharmacy", gone.uid, 2)
    at = now(database)
    for layer in catalogue.layers:
        public = fetched(vy, sql.SQL("SELECT * FROM {} ORDER BY uid").format(sql.Identifier("ncovy_public", layer.name)))
        was_public = fetched(vy, sql.SQL("SELECT * FROM ({}) AS q ORDER BY uid").format(as_of.table(layer, at, True)))
        # The published table says when the approval's transaction began, history when the decision was written.
        assert [{**row, "approved_at": None} for row in was_public] == [{**row, "approved_at": None} for row in public]
        stored = fetched(vy, sql.SQL("SELECT * FROM {} WHERE NOT removed ORDER BY uid").format(sql.Identifier("ncovy", layer.name)))
        was_stored = fetched(vy, sql.SQL("SELECT * FROM ({}) AS q ORDER BY uid").format(as_of.table(layer, at, False)))
        decided = {"review_state": None, "approved_version": None, "base_version": None}
        assert [{**row, **decided} for row in was_stored] == [{**row, **decided} for row in stored]


def test_the_public_past_shows_no_more_than_the_public_saw(database: Database, vy: Connection, catalogue: Catalogue) -> None:
    house = home()
    approved(database, house)
    layer = catalogue.layer("lockdown_point")
    (shown,) = fetched(vy, sql.SQL("SELECT q.*, ST_AsText(geom) AS place FROM ({}) AS q").format(as_of.table(layer, now(database), True)))
    assert (shown["address"], shown["households"], shown["place"]) == (None, None, "POINT(105.6795 18.687)")
    assert not {"note_internal", "contact_phone", "edited_by"} & set(shown)


def test_a_map_through_time_has_each_content_from_when_to_when(database: Database, vy: Connection, catalogue: Catalogue) -> None:
    made = pharmacy(phone="115")
    approved(database, made)
    first = now(database)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "113"}))
    second = now(database)
    store(database, "lan", Remove("pharmacy", made.uid, 2, "đóng cửa"))
    layer, long_ago = catalogue.layer("pharmacy"), datetime(2020, 1, 1, tzinfo=timezone.utc)
    whole = sorted(fetched(vy, as_of.spans(layer, long_ago, now(database), False)), key=lambda row: row["row_version"])
    assert [(row["row_version"], row["phone"]) for row in whole] == [(1, "115"), (2, "113")]
    assert whole[0]["valid_to"] == whole[1]["valid_from"] and whole[1]["valid_to"] is not None
    assert [row["row_version"] for row in fetched(vy, as_of.spans(layer, first, first, False))] == [1]
    assert [row["row_version"] for row in fetched(vy, as_of.spans(layer, second, second + timedelta(days=1), False))] == [2]
    public = fetched(vy, as_of.spans(layer, long_ago, now(database), True))
    assert [(row["phone"], row["valid_to"]) for row in public] == [("115", None)]
    call(database, "lan", "submit", "pharmacy", made.uid, 3)
    call(database, "tuan", "approve", "pharmacy", made.uid, 3)
    (ended,) = fetched(vy, as_of.spans(layer, long_ago, now(database), True))
    assert ended["valid_to"] is not None and len({row["span"] for row in whole}) == 2


def test_every_moment_between_is_the_same_through_time_and_at_once(database: Database, vy: Connection, catalogue: Catalogue) -> None:
    items = [pharmacy((VINH[0] + number / 1000, VINH[1])) for number in range(4)]
    moments = []
    for number, item in enumerate(items):
        approved(database, item)
        moments.append(now(database))
        if number % 2:
            store(database, "lan", Remove("pharmacy", item.uid, 1, "nhầm"), Update("pharmacy", items[0].uid, 1 + number // 2, {"phone": f"11{number}"}))
            moments.append(now(database))
    layer = catalogue.layer("pharmacy")
    for public in (False, True):
        for at in moments:
            through = {str(row["uid"]): row["row_version"] for row in fetched(vy, as_of.spans(layer, at, at, public))}
            assert through == held(vy, "pharmacy", at, public)


@pytest.mark.parametrize("public", [False, True])
def test_every_layer_can_be_asked(vy: Connection, catalogue: Catalogue, public: bool) -> None:
    at = datetime.now(timezone.utc)
    for layer in catalogue.layers:
        assert as_of.rows(vy, layer.name, at, public) == ()
        assert fetched(vy, as_of.table(layer, at, public)) == [] == fetched(vy, as_of.spans(layer, at, at, public))


def test_who_is_no_reader_of_drafts_reads_no_past(database: Database) -> None:
    with pytest.raises(Exception, match="permission denied"):
        database.run("SELECT * FROM ncovy_app.as_of('pharmacy', now(), true)", person="phuc")


def test_a_part_that_was_approved_is_all_the_public_saw(database: Database, vy: Connection, catalogue: Catalogue) -> None:
    made = pharmacy(phone="115", address="5 Lê Lợi")
    approved(database, made)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "113", "address": "7 Lê Lợi"}))
    call(database, "lan", "submit", "pharmacy", made.uid, 2)
    with closing(database.connect("tuan")) as tuan:
        shown, draft = review.approve_fields(tuan, "pharmacy", made.uid, 2, ["phone"], "địa chỉ sai")
    at = now(database)
    assert (held(vy, "pharmacy", at, True), held(vy, "pharmacy", at, False)) == ({made.uid: shown}, {made.uid: draft})
    (row,) = fetched(vy, as_of.table(catalogue.layer("pharmacy"), at, True))
    assert (row["phone"], row["address"]) == ("113", "5 Lê Lợi")
    assert database.run("SELECT phone, address, row_version FROM ncovy_public.pharmacy") == [("113", "5 Lê Lợi", shown)]
