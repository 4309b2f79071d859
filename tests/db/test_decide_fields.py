"""Approval by field: the chosen fields become public, the author gets all of it back, and nobody's authorship is lost or forged."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import queue, review
from ncovy_qgis.db.acceptances import accept
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.checks import check
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.db.threads import inbox, thread
from tests.db.desk import QUYNH_LUU, VINH, VINH_2, everything, pharmacy, point, row, square, store, zone
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

ELSEWHERE = (105.65861, 18.74617)  # Nghi Liên, also of Vinh, 5 km away
PUBLIC = "SELECT name, phone, commune_code, ST_X(geom), row_version FROM ncovy_public.pharmacy WHERE uid = %s"


def changed(database: Database, author: str = "lan", geom: bytes | None = None, before: dict[str, Any] | None = None, **values: Any) -> str:
    """A pharmacy approved in version 1 and submitted in version 2 by `author`."""
    item = pharmacy(phone="115", **(before or {}))
    store(database, "lan", item)
    with closing(database.connect("lan")) as first, closing(database.connect("tuan")) as second, closing(database.connect(author)) as writer:
        review.submit(first, "pharmacy", item.uid, 1)
        review.approve(second, "pharmacy", item.uid, 1)
        store(database, author, Update("pharmacy", item.uid, 1, values, geom))
        review.submit(writer, "pharmacy", item.uid, 2)
    return str(item.uid)


def refused(act: Any) -> str:
    with pytest.raises(DatabaseError) as refusal:
        act()
    return refusal.value.refusal.code


def test_the_chosen_field_is_public_and_the_author_has_all_of_it_back(database: Database, lan: Connection, tuan: Connection) -> None:
    uid = changed(database, name="Nhà thuốc Mới", phone="113", geom=point(VINH_2))
    assert review.approve_fields(tuan, "pharmacy", uid, 2, ["phone"], "tên và chỗ chưa đúng biển hiệu") == (3, 4)
    ((name, phone, _, x, version),) = database.run(PUBLIC, (uid,))
    assert (name != "Nhà thuốc Mới", phone, round(x, 6), version) == (True, "113", VINH[0], 3)
    assert row(database, "pharmacy", uid, "name", "phone", "review_state", "row_version", "approved_version") == ("Nhà thuốc Mới", "113", "returned", 4, 3)
    assert [(word.verdict, word.row_version, word.by, word.reason) for word in thread(lan, "pharmacy", uid)][-2:] == [
        ("approve", 3, "tuan", "Duyệt một phần: Điện thoại"),
        ("return", 4, "tuan", "tên và chỗ chưa đúng biển hiệu"),
    ]
    (back,) = inbox(lan)
    assert (back.uid, back.row_version, back.returned_version, back.review_state, back.by) == (uid, 4, 4, "returned", "tuan")


def test_it_is_one_changeset_without_a_gap_and_the_draft_is_the_authors_content_to_the_byte(database: Database, tuan: Connection) -> None:
    uid = changed(database, phone="113", note_internal="ghi chú", geom=point(VINH_2))
    review.approve_fields(tuan, "pharmacy", uid, 2, ["geom"], "số điện thoại sai")
    rows = database.run("SELECT row_version, changeset, row, ST_AsEWKB(geom), session_user_name FROM ncovy.version WHERE uid = %s ORDER BY seq", (uid,))
    assert [each[0] for each in rows] == [1, 2, 3, 4]
    assert rows[2][1] == rows[3][1] != rows[1][1]
    server = ("row_version", "approved_version", "review_state", "edited_by", "edited_at")
    content = [{name: value for name, value in each[2].items() if name not in server} for each in rows]
    assert content[3] == content[1] and bytes(rows[3][3]) == bytes(rows[1][3]) == bytes(rows[2][3])
    assert content[2] == content[0] | {name: content[1][name] for name in ("commune_code", "district_code", "province_code")}
    assert [each[4] for each in rows] == ["lan", "lan", "tuan", "tuan"]


def test_a_warning_the_author_answered_for_is_not_asked_about_again(database: Database, lan: Connection, tuan: Connection, catalogue: Catalogue) -> None:
    item = pharmacy(phone="115")
    store(database, "lan", item)
    review.submit(lan, "pharmacy", item.uid, 1)
    review.approve(tuan, "pharmacy", item.uid, 1)
    store(database, "lan", Update("pharmacy", item.uid, 1, {"phone": "113", "gpp_expiry": "2021-01-01"}))
    (warning,) = [each for each in check(lan, catalogue) if each.code == "gpp_expiry__not_past"]
    accept(lan, warning, "Đang gia hạn")
    review.submit(lan, "pharmacy", item.uid, 2)
    assert review.approve_fields(tuan, "pharmacy", item.uid, 2, ["phone"], "hạn giấy phép chưa rõ") == (3, 4)
    review.submit(lan, "pharmacy", item.uid, 4)
    (waiting,) = queue.waiting(tuan)
    assert waiting.warning_reason == "Đang gia hạn (lan)"
    period = ("2000-01-01", "2100-01-01")
    told = database.run("SELECT person, row_version FROM ncovy_app.acceptances(%s, %s) WHERE code IS NOT NULL", period, "tuan")
    assert told == [("lan", 2)], "told once, of the version it was said of"
    assert database.run("SELECT by, row_version FROM ncovy_app.audit(%s, %s) WHERE kind = 'acceptance'", period, "tuan") == [("lan", 2)]


def test_the_decider_may_approve_the_rest_and_its_authors_may_not(database: Database, thu: Connection, tuan: Connection, lan: Connection) -> None:
    uid = changed(database, author="thu", name="Nhà thuốc Mới", phone="113")
    review.approve_fields(tuan, "pharmacy", uid, 2, ["phone"], "tên chưa đúng")
    review.submit(thu, "pharmacy", uid, 4)
    (item,) = queue.waiting(thu)
    assert (item.authors, item.edited_by, item.own, item.returned_before, item.kind) == (("thu",), "thu", True, 4, "changed")
    assert refused(lambda: review.approve(thu, "pharmacy", uid, 4)) == "NC008"
    assert refused(lambda: review.approve_fields(thu, "pharmacy", uid, 4, ["name"], "x")) == "NC008"
    assert [each.refusal.code for each in review.approve_many(thu, [("pharmacy", uid, 4)]) if each.refusal] == ["NC008"]
    (item,) = queue.waiting(tuan)
    assert not item.own
    review.approve(tuan, "pharmacy", uid, 4)
    assert database.run(PUBLIC, (uid,))[0][:2] == ("Nhà thuốc Mới", "113")


def test_authors_stay_authors_through_a_second_part_and_others_edits(database: Database, thu: Connection, tuan: Connection) -> None:
    uid = changed(database, author="thu", name="Nhà thuốc Mới", phone="113", address="5 Lê Lợi")
    review.approve_fields(tuan, "pharmacy", uid, 2, ["phone"], "tên chưa đúng")
    store(database, "minh", Update("pharmacy", uid, 4, {"name": "Nhà thuốc Mới 2"}))
    with closing(database.connect("minh")) as minh:
        review.submit(minh, "pharmacy", uid, 5)
    (item,) = queue.waiting(tuan)
    assert item.authors == ("minh", "thu")
    assert review.approve_fields(tuan, "pharmacy", uid, 5, ["address"], "tên vẫn sai") == (6, 7)
    review.submit(thu, "pharmacy", uid, 7)
    (item,) = queue.waiting(tuan)
    assert item.authors == ("minh", "thu")
    assert refused(lambda: review.approve(thu, "pharmacy", uid, 7)) == "NC008"


def test_a_decider_who_then_edits_is_an_author_too(database: Database, tuan: Connection) -> None:
    uid = changed(database, name="Nhà thuốc Mới", phone="113")
    review.approve_fields(tuan, "pharmacy", uid, 2, ["phone"], "tên chưa đúng")
    store(database, "tuan", Update("pharmacy", uid, 4, {"name": "Nhà thuốc Đúng"}))
    review.submit(tuan, "pharmacy", uid, 5)
    assert refused(lambda: review.approve(tuan, "pharmacy", uid, 5)) == "NC008"


def test_the_draft_is_among_the_authors_own_and_not_among_the_deciders(database: Database, lan: Connection, tuan: Connection) -> None:
    uid = changed(database, name="Nhà thuốc Mới", phone="113")
    review.approve_fields(tuan, "pharmacy", uid, 2, ["phone"], "tên chưa đúng")
    assert [(draft.uid, draft.row_version) for draft in review.own_drafts(lan)] == [(uid, 4)]
    assert review.own_drafts(tuan) == ()


@pytest.mark.parametrize(("part", "phone", "version"), [("geom", "115", 2), ("phone", "113", 1)])
def test_a_moved_position_takes_its_commune_along(database: Database, tuan: Connection, part: str, phone: str, version: int) -> None:
    uid = changed(database, phone="113", geom=point(ELSEWHERE))
    communes = [each for (each,) in database.run("SELECT row ->> 'commune_code' FROM ncovy.version WHERE uid = %s ORDER BY seq", (uid,))]
    assert communes == ["16666", "17908"]
    review.approve_fields(tuan, "pharmacy", uid, 2, [part], "phần kia sai")
    assert database.run(PUBLIC, (uid,))[0][1:3] == (phone, communes[version - 1])


def test_a_commune_that_does_not_fit_the_public_position_needs_the_new_one(database: Database, tuan: Connection) -> None:
    uid = changed(database, phone="113", geom=point(ELSEWHERE))
    assert refused(lambda: review.approve_fields(tuan, "pharmacy", uid, 2, ["commune_code"], "vị trí sai")) == "NC009"
    assert row(database, "pharmacy", uid, "row_version") == (2,)


def test_a_commune_somebody_declared_is_approved_where_it_fits(database: Database, tuan: Connection) -> None:
    uid = changed(database, phone="113", commune_code="16672")
    review.approve_fields(tuan, "pharmacy", uid, 2, ["commune_code"], "số điện thoại sai")
    assert database.run(PUBLIC, (uid,))[0][1:3] == ("115", "16672")


def test_a_day_of_another_era_is_approved_with_all_that_hangs_on_it_or_not_at_all(database: Database, tuan: Connection) -> None:
    database.run("SELECT ncovy_app.grant_area('minh', '40', 2021::smallint)")
    uid = changed(database, "minh", phone="113", reported_at="2025-09-01T00:00+07", geom=point(VINH_2))
    before, now = (each for (each,) in database.run("SELECT row ->> 'commune_era' FROM ncovy.version WHERE uid = %s ORDER BY seq", (uid,)))
    assert (before, now) == ("2021", "2025")
    for part in (["reported_at"], ["geom"], ["commune_code"], ["geom", "phone"]):
        assert refused(lambda part=part: review.approve_fields(tuan, "pharmacy", uid, 2, part, "x")) == "NC009"
    review.approve_fields(tuan, "pharmacy", uid, 2, ["reported_at", "geom"], "số điện thoại sai")
    shown = "SELECT p.phone, p.commune_code = t.commune_code, p.commune_name IS NOT NULL FROM ncovy_public.pharmacy AS p JOIN ncovy.pharmacy AS t USING (uid)"
    assert database.run(shown) == [("115", True, True)]


def test_the_area_of_a_zone_follows_its_outline(database: Database, lan: Connection, tuan: Connection) -> None:
    area = zone()
    store(database, "lan", area)
    review.submit(lan, "lockdown_zone", area.uid, 1)
    review.approve(tuan, "lockdown_zone", area.uid, 1)
    store(database, "lan", Update("lockdown_zone", area.uid, 1, {"boundary_text": "Mới"}, square(VINH, 0.004)))
    review.submit(lan, "lockdown_zone", area.uid, 2)
    review.approve_fields(tuan, "lockdown_zone", area.uid, 2, ["geom"], "mô tả sai")
    shown = "SELECT area_ha = round((ST_Area(geom::geography) / 10000)::numeric, 2), area_ha > 15, boundary_text FROM ncovy_public.lockdown_zone"
    assert database.run(shown) == [(True, True, "Phía Bắc giáp đường Quang Trung")]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (["phone", "name"], "đủ cả"),  # everything that differs: that is an approval
        (["address"], "không đổi"),  # nothing that differs: that is a return
        ([], "không có"),
        (["district_code"], "của máy chủ"),
        (["edited_by", "phone"], "vết"),
        (["review_state"], "trạng thái"),
        (["phone", "'; DROP TABLE ncovy.unit --"], "lạ"),
        (["phone"], "  "),
    ],
)
def test_what_is_no_part_or_has_no_reason_is_refused_and_nothing_changes(database: Database, tuan: Connection, fields: list[str], reason: str) -> None:
    uid = changed(database, name="Nhà thuốc Mới", phone="113")
    before = everything(database)
    assert refused(lambda: review.approve_fields(tuan, "pharmacy", uid, 2, fields, reason)) == "NC009"
    assert everything(database) == before


def test_a_new_feature_a_removal_and_a_restoring_are_not_divided(database: Database, lan: Connection, tuan: Connection) -> None:
    fresh, closed = pharmacy(), pharmacy((105.6903, 18.6907))
    store(database, "lan", fresh, closed)
    for item in (fresh, closed):
        review.submit(lan, "pharmacy", item.uid, 1)
    assert refused(lambda: review.approve_fields(tuan, "pharmacy", fresh.uid, 1, ["phone"], "x")) == "NC009"
    review.approve(tuan, "pharmacy", closed.uid, 1)
    store(database, "lan", Remove("pharmacy", closed.uid, 1, "đóng cửa"))
    review.submit(lan, "pharmacy", closed.uid, 2)
    assert refused(lambda: review.approve_fields(tuan, "pharmacy", closed.uid, 2, ["removed_reason"], "x")) == "NC009"
    review.approve(tuan, "pharmacy", closed.uid, 2)
    review.restore(lan, "pharmacy", closed.uid, 1, 2)
    store(database, "lan", Update("pharmacy", closed.uid, 3, {"phone": "113"}))
    review.submit(lan, "pharmacy", closed.uid, 4)
    assert refused(lambda: review.approve_fields(tuan, "pharmacy", closed.uid, 4, ["phone"], "x")) == "NC009"


def test_a_part_that_breaks_a_rule_alone_is_refused(database: Database, lan: Connection, tuan: Connection) -> None:
    area = zone()
    store(database, "lan", area)
    review.submit(lan, "lockdown_zone", area.uid, 1)
    review.approve(tuan, "lockdown_zone", area.uid, 1)
    lifted = {"status": "active", "active_from": "2021-09-01T00:00+07", "decision_no": "3088/QĐ-UBND", "decision_date": "2021-08-31",
              "decision_authority": "UBND tỉnh Nghệ An", "warning_reason": "đã rà soát"}  # fmt: skip
    store(database, "lan", Update("lockdown_zone", area.uid, 1, lifted))
    review.submit(lan, "lockdown_zone", area.uid, 2)
    before = everything(database)
    assert refused(lambda: review.approve_fields(tuan, "lockdown_zone", area.uid, 2, ["status"], "số quyết định sai")) in ("NC010", "23514")
    assert everything(database) == before


@pytest.mark.parametrize(("person", "code"), [("lan", "NC006"), ("vy", "NC006"), ("phuc", "42501")])
def test_who_is_no_supervisor_approves_no_field(database: Database, person: str, code: str) -> None:
    uid = changed(database, name="Nhà thuốc Mới", phone="113")
    with closing(database.connect(person)) as connection:
        assert refused(lambda: review.approve_fields(connection, "pharmacy", uid, 2, ["phone"], "x")) == code


def test_the_version_seen_and_the_area_are_asked_as_ever(database: Database, tuan: Connection, thu: Connection) -> None:
    uid = changed(database, name="Nhà thuốc Mới", phone="113")
    assert refused(lambda: review.approve_fields(tuan, "pharmacy", uid, 1, ["phone"], "x")) == "NC001"
    there = pharmacy(QUYNH_LUU)
    store(database, "hoa", there)
    with closing(database.connect("hoa")) as hoa:
        review.submit(hoa, "pharmacy", there.uid, 1)
        review.approve(tuan, "pharmacy", there.uid, 1)
        store(database, "hoa", Update("pharmacy", there.uid, 1, {"phone": "113", "address": "1"}))
        review.submit(hoa, "pharmacy", there.uid, 2)
    assert refused(lambda: review.approve_fields(thu, "pharmacy", there.uid, 2, ["phone"], "x")) in ("NC006", "42501")
