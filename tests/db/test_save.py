"""Saving from Python: one transaction, all refusals at once, receipts from history, harmless when repeated."""

from __future__ import annotations

import json
import struct
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ncovy_qgis.db.changes import Change, Insert, Receipt, Remove, SaveRefused, Update, receipts, save
from ncovy_qgis.db.errors import DatabaseError
from tests.db.desk import LAOS, QUYNH_LUU, VINH, VINH_2, everything, pharmacy, point, row, store, zone
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


@pytest.fixture
def database(module_database: Database) -> Database:
    """One for all tests of this file: each looks at its own features only."""
    return module_database


def refused(connection: Connection, *changes: Change) -> set[tuple[str, str | None]]:
    with pytest.raises(SaveRefused) as refusal:
        save(connection, changes, client_uid=uuid4(), comment="")
    return {(each.code, each.uid) for each in refusal.value.refusals}


def test_changes_of_several_layers_are_one_changeset_with_a_receipt_for_each(database: Database, lan: Connection) -> None:
    old, new, area = pharmacy(VINH), pharmacy(VINH_2), zone()
    store(database, "minh", old)
    client = uuid4()
    made = save(lan, [new, Update("pharmacy", old.uid, 1, {"phone": "115"}), area], client_uid=client, comment=" cập nhật  ")
    assert set(made) == {
        Receipt("lockdown_zone", area.uid, 1, "insert"),
        Receipt("pharmacy", new.uid, 1, "insert"),
        Receipt("pharmacy", old.uid, 2, "update"),
    }
    assert database.run("SELECT comment, by FROM ncovy.changeset WHERE client_uid = %s", (str(client),)) == [("cập nhật", "lan")]


def test_a_repeated_save_gives_the_same_receipts_and_stores_nothing_twice(database: Database, lan: Connection) -> None:
    change, client = pharmacy(), uuid4()
    first = save(lan, [change], client_uid=client, comment="")
    before = everything(database)
    assert save(lan, [change], client_uid=client, comment="") == first == receipts(lan, client)
    assert everything(database) == before


def test_every_row_in_the_way_is_named_at_once_and_nothing_is_stored(database: Database, lan: Connection) -> None:
    mine, foreign, nobody = pharmacy(), pharmacy(QUYNH_LUU), str(uuid4())
    bad_phone, abroad, good = pharmacy(phone="gọi sau"), pharmacy(LAOS), pharmacy(VINH_2)
    store(database, "lan", mine)
    store(database, "hoa", foreign)
    store(database, "minh", Update("pharmacy", mine.uid, 1, {"phone": "115"}))
    before = everything(database)
    wanted = [Update("pharmacy", uid, 1, {"phone": "113"}) for uid in (mine.uid, foreign.uid, nobody)]
    assert refused(lan, *wanted, bad_phone, good, abroad) == {
        ("NC001", mine.uid), ("NC006", foreign.uid), ("NC003", nobody), ("23514", bad_phone.uid), ("23514", abroad.uid),
    }  # fmt: skip
    assert everything(database) == before


def test_a_refusal_knows_field_and_sentence(lan: Connection) -> None:
    with pytest.raises(SaveRefused) as refusal:
        save(lan, [pharmacy(phone="gọi sau")], client_uid=uuid4(), comment="")
    (each,) = refusal.value.refusals
    assert (each.layer, each.field) == ("pharmacy", "phone")
    assert "Điện thoại" in each.text.vi and "Failing row" not in each.text.vi


def test_a_removal_keeps_the_row_and_its_reason(database: Database, lan: Connection) -> None:
    change = pharmacy()
    store(database, "lan", change)
    assert save(lan, [Remove("pharmacy", change.uid, 1, "đã đóng cửa")], client_uid=uuid4(), comment="")[0].operation == "remove"
    assert row(database, "pharmacy", change.uid, "removed", "removed_reason", "row_version") == (True, "đã đóng cửa", 2)


def test_values_of_every_kind_arrive_as_they_are(database: Database, lan: Connection) -> None:
    site = Insert(
        "testing_site", str(uuid4()),
        {"name": "CDC", "methods": ["rt_pcr", "rapid_antigen"], "confirmatory": True, "price_pcr_vnd": 734000, "location_accuracy_m": Decimal("2.5"),
         "decision_date": date(2021, 8, 22), "reported_at": "2021-09-01T07:00:00+07:00", "note_internal": "dấu \"ngoặc\" và \\ và 'nháy'"},
        point(VINH),
    )  # fmt: skip
    save(lan, [site], client_uid=uuid4(), comment="")
    columns = ("methods", "confirmatory", "price_pcr_vnd", "location_accuracy_m", "decision_date", "note_internal")
    assert row(database, "testing_site", site.uid, *columns) == tuple(site.values[name] for name in columns)


def test_words_are_tidied_and_the_commune_filled(database: Database, lan: Connection) -> None:
    change = pharmacy(name="  Hiệu thuốc\u00a0Ðức\u200b Minh ", chain="   ")
    save(lan, [change], client_uid=uuid4(), comment="")
    stored = row(
        database, "pharmacy", change.uid, "name", "name_search", "chain", "commune_code", "commune_era", "district_code", "province_code", "base_version"
    )
    assert stored == ("Hiệu thuốc Đức Minh", "hieu thuoc duc minh", None, "16666", 2021, "412", "40", None)


def test_a_filled_commune_follows_the_feature_and_a_declared_one_stays_while_it_may(database: Database, lan: Connection) -> None:
    nearest, other = database.run(
        "SELECT code FROM ncovy.unit WHERE level = 3 AND era = 2021 AND parent_code = '412' ORDER BY geom <-> ST_SetSRID(ST_MakePoint(%s, %s), 4326) LIMIT 2",
        VINH,
    )
    filled, declared = pharmacy(VINH), pharmacy(VINH, commune_code=other[0])
    store(database, "lan", filled, declared)
    inside = database.run("SELECT ST_X(point), ST_Y(point) FROM ncovy.unit WHERE code = %s AND era = 2021", other)[0]
    store(database, "lan", Update("pharmacy", filled.uid, 1, {}, point(inside)), Update("pharmacy", declared.uid, 1, {"phone": "115"}))
    assert row(database, "pharmacy", filled.uid, "commune_code") == other != nearest
    assert row(database, "pharmacy", declared.uid, "commune_code") == other


def test_the_era_of_a_feature_is_that_of_its_time(database: Database) -> None:
    now, then = pharmacy(reported_at="2026-01-01T00:00:00+07:00"), pharmacy(VINH_2)
    store(database, "tuan", now, then)
    assert row(database, "pharmacy", now.uid, "commune_era", "district_code") == (2025, None)
    assert row(database, "pharmacy", then.uid, "commune_era", "district_code") == (2021, "412")


def test_a_zone_knows_its_area_and_an_outline_that_crosses_itself_is_refused(database: Database, lan: Connection) -> None:
    good = zone()
    tie = [(105.679, 18.686), (105.681, 18.688), (105.681, 18.686), (105.679, 18.688), (105.679, 18.686)]
    polygon = struct.pack("<BIII", 1, 3, 1, len(tie)) + b"".join(struct.pack("<dd", *corner) for corner in tie)
    bow = Insert("lockdown_zone", str(uuid4()), good.values, struct.pack("<BII", 1, 6, 1) + polygon)
    save(lan, [good], client_uid=uuid4(), comment="")
    (area,) = row(database, "lockdown_zone", good.uid, "area_ha")
    assert 4.5 < float(area) < 4.8  # 0.002° × 0.002° at 18.7° N
    assert refused(lan, bow, tiny := zone(side=0.0001)) == {("23514", bow.uid), ("23514", tiny.uid)}


def test_a_link_to_a_feature_of_the_same_save_is_stored_whatever_the_order(lan: Connection) -> None:
    checkpoint = Insert("control_checkpoint", str(uuid4()), {"name": "Chốt cầu Bến Thủy", "reported_at": "2021-09-01"}, point(VINH))
    block = Insert("road_block", str(uuid4()), {"name": "Chốt chặn ngõ 5", "alt_checkpoint_id": checkpoint.uid, "reported_at": "2021-09-01"}, point(VINH_2))
    assert len(save(lan, [block, checkpoint], client_uid=uuid4(), comment="")) == 2
    stray = Insert("road_block", str(uuid4()), {**block.values, "alt_checkpoint_id": str(uuid4())}, point(VINH_2))
    assert refused(lan, stray) == {("23503", stray.uid)}


def test_a_feature_twice_in_one_save_or_an_unknown_column_is_a_mistake_of_the_caller(lan: Connection) -> None:
    change = pharmacy()
    with pytest.raises(ValueError, match="once"):
        save(lan, [change, Update("pharmacy", change.uid, 1, {})], client_uid=uuid4(), comment="")
    with pytest.raises(ValueError, match="edited_by"):
        save(lan, [pharmacy(edited_by="hoa")], client_uid=uuid4(), comment="")


def test_not_a_number_is_refused_by_its_rule(lan: Connection) -> None:
    change = pharmacy(location_accuracy_m=float("nan"))
    assert refused(lan, change) == {("23514", change.uid)}


def test_a_viewer_is_refused_in_words(database: Database) -> None:
    with closing(database.connect("vy")) as connection, pytest.raises((SaveRefused, DatabaseError), match="quyền"):
        save(connection, [pharmacy()], client_uid=uuid4(), comment="")


def test_of_two_savers_of_one_row_exactly_one_wins_and_the_other_is_told(database: Database) -> None:
    change = pharmacy()
    store(database, "lan", change)
    gate = Barrier(2)

    def edit(person: str, phone: str) -> str:
        gate.wait()
        try:
            store(database, person, Update("pharmacy", change.uid, 1, {"phone": phone}))
        except SaveRefused as refusal:
            return refusal.refusals[0].code
        return "stored"

    with ThreadPoolExecutor() as pool:
        ends = {pool.submit(edit, person, phone).result for person, phone in (("lan", "113"), ("minh", "114"))}
        assert sorted(end(timeout=30) for end in ends) == ["NC001", "stored"]
    assert row(database, "pharmacy", change.uid, "row_version") == (2,)


def test_two_savers_append_to_a_shared_list_and_nothing_acknowledged_is_lost(database: Database) -> None:
    """List-append: each reads, appends its mark, saves with the token, and tries again when it is told of the other."""
    changes = [pharmacy(VINH, note_internal=""), pharmacy(VINH_2, note_internal="")]
    store(database, "lan", *changes)

    def work(person: str) -> list[str]:
        acknowledged = []
        with closing(database.connect(person)) as connection:
            for number in range(20):
                mark = f"{person}{number}"
                while not append(connection, changes[number % 2].uid, mark):
                    pass
                acknowledged.append(mark)
        return acknowledged

    def append(connection: Connection, uid: str, mark: str) -> bool:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT row_version, coalesce(note_internal, '') FROM ncovy.pharmacy WHERE uid = %s", (uid,))
            version, text = cursor.fetchone() or (0, "")
        try:
            save(connection, [Update("pharmacy", uid, version, {"note_internal": f"{text} {mark}"})], client_uid=uuid4(), comment="")
        except SaveRefused:
            return False
        return True

    with ThreadPoolExecutor() as pool:
        acknowledged = [mark for marks in pool.map(work, ("lan", "minh")) for mark in marks]
    stored = " ".join(row(database, "pharmacy", change.uid, "note_internal")[0] for change in changes).split()
    assert sorted(stored) == sorted(acknowledged)


def test_two_savers_of_the_same_rows_in_opposite_order_do_not_wait_for_each_other_for_ever(database: Database) -> None:
    rows = [pharmacy((105.675 + i * 0.0003, 18.687)) for i in range(40)]
    store(database, "tuan", *rows)

    def edit(person: str, order: int) -> str:
        try:
            store(database, person, *(Update("pharmacy", each.uid, 1, {"phone": "115"}) for each in rows[::order]))
        except SaveRefused as refusal:
            return f"{len(refusal.refusals)} {refusal.refusals[0].code}"
        return "stored"

    with ThreadPoolExecutor() as pool:
        first, second = pool.submit(edit, "lan", 1), pool.submit(edit, "minh", -1)
        assert sorted((first.result(timeout=30), second.result(timeout=30))) == ["40 NC001", "stored"]


def test_history_holds_the_whole_row_and_the_same_shape(database: Database, lan: Connection) -> None:
    change = pharmacy()
    store(database, "lan", change)
    (content, same), *_ = database.run(
        "SELECT v.row, v.geom = t.geom FROM ncovy.version v JOIN ncovy.pharmacy t USING (uid, row_version) WHERE v.uid = %s", (change.uid,)
    )
    assert same and content["name"] == change.values["name"] and content["edited_by"] == "lan"
    assert not {"geom", "base_version"} & set(content)
    (current,), *_ = database.run("SELECT to_jsonb(t) - 'geom' - 'base_version' FROM ncovy.pharmacy t WHERE uid = %s", (change.uid,))
    assert json.dumps(current, sort_keys=True) == json.dumps(content, sort_keys=True)


def test_a_thousand_rows_changed_by_one_statement_get_a_version_and_a_history_each(database: Database) -> None:
    rows = [pharmacy((105.66 + (i % 70) * 0.0004, 18.68 + (i // 70) * 0.0004)) for i in range(1000)]
    uids = [each.uid for each in rows]
    assert len(store(database, "tuan", *rows)) == len(rows)
    changed = "UPDATE ncovy.pharmacy SET phone = '115', base_version = row_version WHERE uid = ANY (%s::uuid[])"
    database.run(changed, (uids,), person="tuan")
    made = database.run(
        "SELECT operation, row_version, row ->> 'phone', count(*), count(DISTINCT changeset) FROM ncovy.version"
        " WHERE uid = ANY (%s::uuid[]) GROUP BY 1, 2, 3 ORDER BY 2",
        (uids,),
    )
    assert made == [("insert", 1, "0238 3844 528", 1000, 1), ("update", 2, "115", 1000, 1)]
