"""Review: only exactly-seen versions become public, never one's own; anything can be brought back byte for byte."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ncovy_qgis.db import queue, review
from ncovy_qgis.db.changes import Insert, Remove, Update
from ncovy_qgis.db.errors import DatabaseError
from tests.db.desk import REPORTED, VINH, VINH_2, pharmacy, point, row, square, store, zone
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


def code(refusal: pytest.ExceptionInfo[DatabaseError]) -> str:
    return refusal.value.refusal.code


def public(database: Database, uid: str, columns: str = "row_version") -> list[tuple[object, ...]]:
    return database.run(f"SELECT {columns} FROM ncovy_public.pharmacy WHERE uid = %s", (uid,))


def test_a_submitted_version_waits_is_approved_and_only_then_public(database: Database, lan: Connection, tuan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item, comment="mở mới")
    review.submit(lan, "pharmacy", item.uid, 1)
    (waiting,) = queue.waiting(tuan)
    assert (waiting.uid, waiting.row_version, waiting.commune_name, waiting.comment) == (item.uid, 1, "Phường Hà Huy Tập", "mở mới")
    assert public(database, item.uid) == []
    review.approve(tuan, "pharmacy", item.uid, 1, "đúng")
    assert public(database, item.uid, "name, row_version, commune_name, district_name") == [(item.values["name"], 1, "Phường Hà Huy Tập", "Thành phố Vinh")]
    assert queue.waiting(tuan) == ()
    assert database.run("SELECT by, verdict, row_version, reason FROM ncovy.decision ORDER BY seq") == [
        ("lan", "submit", 1, None),
        ("tuan", "approve", 1, "đúng"),
    ]


def test_an_edit_makes_a_draft_while_the_approved_version_stays_public(database: Database, lan: Connection, tuan: Connection) -> None:
    item = pharmacy(phone="115")
    store(database, "lan", item)
    review.submit(lan, "pharmacy", item.uid, 1)
    review.approve(tuan, "pharmacy", item.uid, 1)
    store(database, "lan", Update("pharmacy", item.uid, 1, {"phone": "113"}))
    assert row(database, "pharmacy", item.uid, "review_state", "row_version", "approved_version") == ("draft", 2, 1)
    assert public(database, item.uid, "phone, row_version") == [("115", 1)]


def test_a_removal_is_reviewed_too(database: Database, lan: Connection, tuan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item)
    review.submit(lan, "pharmacy", item.uid, 1)
    review.approve(tuan, "pharmacy", item.uid, 1)
    store(database, "lan", Remove("pharmacy", item.uid, 1, "đóng cửa"))
    assert public(database, item.uid) == [(1,)]
    review.submit(lan, "pharmacy", item.uid, 2)
    review.approve(tuan, "pharmacy", item.uid, 2)
    assert public(database, item.uid) == []


def test_an_incomplete_draft_is_stored_but_not_submitted_and_the_list_is_told(database: Database, lan: Connection) -> None:
    item = Insert("pharmacy", str(uuid4()), {"name": "Quầy thuốc", "reported_at": REPORTED}, point(VINH))
    store(database, "lan", item)
    with pytest.raises(DatabaseError) as refusal:
        review.submit(lan, "pharmacy", item.uid, 1)
    assert code(refusal) == "NC010"
    missing = {doubt.field for doubt in review.doubts(lan, "pharmacy", item.uid) if doubt.severity == "error"}
    assert {"operating_state", "source_org", "pharmacy_type"} <= missing


def test_a_warning_needs_a_reason_and_the_reason_is_kept_with_the_decision(database: Database, lan: Connection) -> None:
    item = pharmacy(gpp_expiry="2021-01-01")
    store(database, "lan", item)
    with pytest.raises(DatabaseError) as refusal:
        review.submit(lan, "pharmacy", item.uid, 1)
    assert code(refusal) == "NC010" and "1 cảnh báo" in refusal.value.refusal.text.vi
    store(database, "lan", Update("pharmacy", item.uid, 1, {"warning_reason": "đang gia hạn"}))
    review.submit(lan, "pharmacy", item.uid, 2)
    assert database.run("SELECT reason FROM ncovy.decision") == [("đang gia hạn",)]


def test_a_duplicate_next_door_is_an_error_of_many_rows(database: Database, lan: Connection) -> None:
    first, second = pharmacy(VINH, name="Nhà thuốc An"), pharmacy((VINH[0] + 0.0001, VINH[1]), name="Nhà thuốc an")
    store(database, "lan", first, second)
    assert "duplicate" in {doubt.code for doubt in review.doubts(lan, "pharmacy", second.uid)}
    store(database, "lan", Remove("pharmacy", first.uid, 1, "trùng"))
    assert "duplicate" not in {doubt.code for doubt in review.doubts(lan, "pharmacy", second.uid)}


def test_a_returned_item_is_a_draft_again_after_the_next_edit(database: Database, lan: Connection, tuan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item)
    review.submit(lan, "pharmacy", item.uid, 1)
    review.return_item(tuan, "pharmacy", item.uid, 1, "thiếu số nhà")
    assert row(database, "pharmacy", item.uid, "review_state", "row_version") == ("returned", 1)
    review.submit(lan, "pharmacy", item.uid, 1)
    review.return_item(tuan, "pharmacy", item.uid, 1, "vẫn thiếu")
    store(database, "lan", Update("pharmacy", item.uid, 1, {"address": "5 Lê Lợi"}))
    assert row(database, "pharmacy", item.uid, "review_state", "row_version") == ("draft", 2)


def test_who_took_part_since_the_last_approval_does_not_approve(database: Database, lan: Connection, tuan: Connection) -> None:
    item = pharmacy()
    store(database, "tuan", item)
    store(database, "lan", Update("pharmacy", item.uid, 1, {"phone": "115"}))  # the last author is another
    review.submit(lan, "pharmacy", item.uid, 2)
    with pytest.raises(DatabaseError) as refusal:
        review.approve(tuan, "pharmacy", item.uid, 2)
    assert code(refusal) == "NC008"
    with closing(database.connect("thu")) as thu:
        review.approve(thu, "pharmacy", item.uid, 2)
        store(database, "lan", Update("pharmacy", item.uid, 2, {"phone": "113"}))
        review.submit(lan, "pharmacy", item.uid, 3)
    review.approve(tuan, "pharmacy", item.uid, 3)  # his version was approved by another since


def test_an_area_taken_away_ends_the_right_at_once(database: Database, lan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item)
    database.run("SELECT ncovy_app.revoke_area('lan', '412', 2021::smallint)")
    with pytest.raises(DatabaseError) as refusal:
        review.submit(lan, "pharmacy", item.uid, 1)
    assert code(refusal) == "NC006"


def test_verifying_leaves_version_and_state(database: Database, lan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item)
    assert review.verify_items(lan, "pharmacy", [(item.uid, 1)]) == (None,)
    assert row(database, "pharmacy", item.uid, "row_version", "review_state", "verified_by") == (1, "draft", "lan")
    assert database.run("SELECT count(*) FROM ncovy.version") == [(1,)]


CONTENT = "to_jsonb(t) - '{geom,row_version,edited_by,edited_at,review_state,approved_version,base_version}'::text[], ST_AsEWKB(geom)"


def content(database: Database, layer: str, uid: str) -> tuple[object, bytes]:
    (found, shape), *_ = database.run(f"SELECT {CONTENT} FROM ncovy.{layer} AS t WHERE uid = %s", (uid,))
    return found, bytes(shape)


def test_any_version_is_restored_byte_for_byte(database: Database, lan: Connection) -> None:
    chance = random.Random(7)
    items = {"pharmacy": pharmacy(commune_code="16666"), "lockdown_zone": zone()}
    store(database, "lan", *items.values())
    for layer, item in items.items():
        seen = {1: content(database, layer, item.uid)}
        for version in range(2, 9):
            place = (VINH[0] + chance.uniform(-0.01, 0.01), VINH[1] + chance.uniform(-0.01, 0.01))
            values = {"name": f"Tên {chance.random()}", "note_internal": chance.choice([None, "ghi chú", "dấu «ngoặc» \\ '"])}
            store(database, "lan", Update(layer, item.uid, version - 1, values, point(place) if layer == "pharmacy" else square(place)))
            seen[version] = content(database, layer, item.uid)
        for number, wanted in enumerate(chance.sample(sorted(seen), 6), start=9):
            assert review.restore(lan, layer, item.uid, wanted, number - 1) == number
            assert content(database, layer, item.uid) == seen[wanted]
            assert row(database, layer, item.uid, "review_state", "edited_by") == ("draft", "lan")


def test_a_removed_feature_comes_back(database: Database, lan: Connection) -> None:
    item = pharmacy()
    store(database, "lan", item)
    store(database, "lan", Remove("pharmacy", item.uid, 1, "nhầm"))
    review.restore(lan, "pharmacy", item.uid, 1, 2)
    assert row(database, "pharmacy", item.uid, "removed", "removed_reason", "row_version") == (False, None, 3)
    assert database.run("SELECT operation FROM ncovy.version ORDER BY seq") == [("insert",), ("remove",), ("restore",)]


def test_the_public_copy_hides_small_numbers_and_homes(database: Database, lan: Connection, tuan: Connection) -> None:
    values = {
        "name": "Hộ ngõ 5", "measure": "medical_isolation", "scope": "household", "households": 2, "population": 7, "status": "planned",
        "address": "12 ngõ 5 Lê Lợi", "source_org": "UBND TP Vinh", "reported_at": REPORTED, "location_method": "gps", "warning_reason": "đã rà soát",
    }  # fmt: skip
    item = Insert("lockdown_point", str(uuid4()), values, point((105.67961, 18.68679)))
    store(database, "lan", item)
    review.submit(lan, "lockdown_point", item.uid, 1)
    review.approve(tuan, "lockdown_point", item.uid, 1)
    assert database.run("SELECT households, population, address, ST_AsText(geom) FROM ncovy_public.lockdown_point") == [
        (None, None, None, "POINT(105.6795 18.687)")
    ]


def test_the_publisher_sees_what_is_public_and_nothing_else(database: Database, lan: Connection, tuan: Connection) -> None:
    item = pharmacy(contact_phone="0966641414", note_internal="nội bộ")
    store(database, "lan", item, pharmacy(VINH_2))
    review.submit(lan, "pharmacy", item.uid, 1)
    review.approve(tuan, "pharmacy", item.uid, 1)
    (shown,) = database.run("SELECT to_jsonb(p) FROM ncovy_public.pharmacy p", person="phuc")
    assert not {"contact_phone", "contact_name", "note_internal", "edited_by", "pharmacist"} & set(shown[0])
    assert database.run("SELECT exercise FROM ncovy_public.info", person="phuc") == [(False,)]
