"""The queues of a supervisor: what waits and of what kind, what it is worth looking at, and features to look after."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from ncovy_qgis.core.text import fold
from ncovy_qgis.db import queue, review
from ncovy_qgis.db.change import Insert
from ncovy_qgis.db.changes import Remove, Update
from tests.db.desk import QUYNH_LUU, VINH, VINH_2, pharmacy, point, store, zone
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

ACTIVE = {
    "status": "active", "active_from": "2021-09-01T00:00+07", "decision_no": "3088/QĐ-UBND", "decision_date": "2021-08-31",
    "decision_authority": "UBND tỉnh Nghệ An", "warning_reason": "đã rà soát",
}  # fmt: skip


def waits(database: Database, person: str, item: Insert, comment: str = "thử") -> str:
    store(database, person, item, comment=comment)
    with closing(database.connect(person)) as connection:
        review.submit(connection, item.layer, str(item.uid), 1)
    return str(item.uid)


def approved(database: Database, item: Insert, person: str = "lan") -> str:
    uid = waits(database, person, item)
    with closing(database.connect("tuan")) as connection:
        review.approve(connection, item.layer, uid, 1)
    return uid


def again(database: Database, change: Update | Remove) -> None:
    store(database, "lan", change)
    with closing(database.connect("lan")) as connection:
        review.submit(connection, change.layer, str(change.uid), change.base_version + 1)


def only(found: tuple[Any, ...]) -> Any:
    (each,) = found
    return each


def test_an_item_says_who_what_where_and_in_which_save(database: Database, tuan: Connection) -> None:
    uid = waits(database, "lan", pharmacy(address="Số 5 đường Lê Lợi", warning_reason="đã gọi điện"), "mở mới")
    item = only(queue.waiting(tuan))
    assert (item.layer, item.uid, item.row_version, item.approved_version, item.kind, item.removed) == ("pharmacy", uid, 1, None, "new", False)
    assert (item.commune_name, item.district_code, item.district_name, item.commune_era) == ("Phường Hà Huy Tập", "412", "Thành phố Vinh", 2021)
    assert (item.edited_by, item.submitted_by, item.authors, item.warning_reason, item.comment) == ("lan", "lan", ("lan",), "đã gọi điện", "mở mới")
    ((changeset, at),) = database.run("SELECT id, at FROM ncovy.changeset")
    assert (item.changeset, item.changeset_at) == (changeset, at)
    assert item.submitted_at >= item.edited_at >= item.changeset_at
    assert (round(item.lon, 6), round(item.lat, 6)) == VINH
    assert item.name_search == fold(f"{item.name} Số 5 đường Lê Lợi")
    assert (item.returned_before, item.asked) == (None, False)


def test_each_kind_of_change_is_told_apart(database: Database, tuan: Connection) -> None:
    uids = [approved(database, pharmacy((VINH[0] + place * 0.001, VINH[1]))) for place in range(4)]
    changed, moved, removed, back = uids
    again(database, Update("pharmacy", changed, 1, {"phone": "113"}))
    again(database, Update("pharmacy", moved, 1, {"phone": "113"}, point((VINH[0] - 0.003, VINH[1]))))
    again(database, Remove("pharmacy", removed, 1, "đóng cửa"))
    again(database, Remove("pharmacy", back, 1, "nhầm"))
    review.approve(tuan, "pharmacy", back, 2)
    with closing(database.connect("lan")) as lan:
        review.restore(lan, "pharmacy", back, 1, 2)
        review.submit(lan, "pharmacy", back, 3)
    fresh = waits(database, "lan", pharmacy(VINH_2))
    found = {item.uid: (item.kind, item.removed) for item in queue.waiting(tuan)}
    assert found == {changed: ("changed", False), moved: ("moved", False), removed: ("removed", True), back: ("restored", False), fresh: ("new", False)}


def test_the_oldest_comes_first_and_layers_may_be_chosen(database: Database, tuan: Connection) -> None:
    first, second = waits(database, "lan", pharmacy()), waits(database, "lan", zone())
    assert [item.uid for item in queue.waiting(tuan)] == [first, second]
    assert [item.uid for item in queue.waiting(tuan, ["lockdown_zone", "pharmacy"])] == [first, second]
    assert [item.uid for item in queue.waiting(tuan, ["lockdown_zone"])] == [second]
    assert queue.waiting(tuan, ["road_block"]) == queue.waiting(tuan, []) == ()


def test_what_is_ones_own_and_in_ones_area_is_marked(database: Database) -> None:
    mine, there, own = waits(database, "lan", pharmacy()), waits(database, "hoa", pharmacy(QUYNH_LUU)), waits(database, "thu", pharmacy(VINH_2))
    marks = {}
    for person in ("thu", "tuan", "vy"):
        with closing(database.connect(person)) as connection:
            marks[person] = {item.uid: (item.own, item.mine) for item in queue.waiting(connection)}
    assert marks["thu"] == {mine: (False, True), there: (False, False), own: (True, True)}
    assert marks["tuan"] == {mine: (False, True), there: (False, True), own: (False, True)}
    assert set(marks["vy"].values()) == {(False, False)}


def test_all_who_wrote_since_the_approval_are_authors(database: Database, tuan: Connection) -> None:
    uid = approved(database, pharmacy())
    store(database, "minh", Update("pharmacy", uid, 1, {"phone": "113"}))
    again(database, Update("pharmacy", uid, 2, {"address": "5 Lê Lợi"}))
    assert only(queue.waiting(tuan)).authors == ("lan", "minh")


def test_what_came_back_before_is_marked_until_the_next_approval(database: Database, lan: Connection, tuan: Connection) -> None:
    uid = waits(database, "lan", pharmacy())
    review.return_item(tuan, "pharmacy", uid, 1, "thiếu số nhà")
    again(database, Update("pharmacy", uid, 1, {"address": "5 Lê Lợi"}))
    assert only(queue.waiting(tuan)).returned_before == 1
    review.approve(tuan, "pharmacy", uid, 2)
    again(database, Update("pharmacy", uid, 2, {"address": "7 Lê Lợi"}))
    assert only(queue.waiting(tuan)).returned_before is None


def test_severities_count_errors_and_unanswered_warnings_of_what_waits(database: Database, lan: Connection, tuan: Connection) -> None:
    good = waits(database, "lan", pharmacy())
    accepted = waits(database, "lan", pharmacy(VINH_2, gpp_expiry="2021-01-01", warning_reason="đang gia hạn"))
    twins = [pharmacy((VINH[0] + 0.01 + step, VINH[1]), name="Nhà thuốc An") for step in (0, 0.0001)]
    bad = waits(database, "lan", twins[0])
    store(database, "minh", twins[1])  # an error that came after the submission
    assert queue.severities(tuan) == {("pharmacy", good): (0, 0), ("pharmacy", accepted): (0, 0), ("pharmacy", bad): (1, 0)}
    assert queue.severities(tuan, [("pharmacy", bad), ("pharmacy", twins[1].uid)]) == {("pharmacy", bad): (1, 0), ("pharmacy", twins[1].uid): (1, 0)}
    assert queue.severities(tuan, []) == {}


def test_what_ends_soon_or_has_ended_is_due_while_it_is_in_force(database: Database, tuan: Connection) -> None:
    now = datetime.now(timezone.utc)
    ends = [now + timedelta(hours=hours) for hours in (-5, 20, 48)]
    uids = [approved(database, zone((VINH[0] + place * 0.004, VINH[1]), active_to=end, name=f"Khối {place}", **ACTIVE)) for place, end in enumerate(ends)]
    approved(database, zone((VINH[0], VINH[1] + 0.01), active_to=ends[1], name="Khối 9"))  # only planned
    store(database, "lan", zone((VINH[0], VINH[1] + 0.02), active_to=ends[1], name="Khối 8", **ACTIVE))  # not public
    found = queue.expiring(tuan)
    assert [(due.layer, due.uid, due.at) for due in found] == [("lockdown_zone", uids[0], ends[0]), ("lockdown_zone", uids[1], ends[1])]
    assert found[0].words_vi.startswith("Kết thúc: ") and found[0].words_en.startswith("To: ")
    assert (found[0].commune_name is not None, found[0].district_name, found[0].mine) == (True, "Thành phố Vinh", True)
    assert {due.uid for due in queue.expiring(tuan, hours=72)} == set(uids)


def test_a_licence_ends_with_its_day_in_vietnam(database: Database, tuan: Connection) -> None:
    item = pharmacy(gpp_expiry="2021-01-01", warning_reason="đang gia hạn")
    approved(database, item)
    due = only(queue.expiring(tuan))
    assert (due.uid, due.at) == (item.uid, datetime(2021, 1, 1, 17, tzinfo=timezone.utc))
    store(database, "lan", pharmacy(VINH_2, gpp_expiry="2021-01-01"))  # never public
    assert len(queue.expiring(tuan)) == 1


def test_an_exercise_has_its_own_clock(database: Database, tuan: Connection) -> None:
    uid = approved(database, zone(active_to=datetime(2021, 9, 18, 12, tzinfo=timezone.utc), **ACTIVE))
    database.run("""INSERT INTO ncovy.setting VALUES ('exercise', '{"now": "2021-09-15T12:00:00Z"}')""")
    assert queue.expiring(tuan, 24) == ()
    assert [due.uid for due in queue.expiring(tuan, 72)] == [uid]


def test_a_public_feature_is_unverified_when_nobody_approved_or_verified_it_for_so_long(database: Database, lan: Connection, tuan: Connection) -> None:
    uid = approved(database, pharmacy())
    store(database, "lan", pharmacy(VINH_2))  # not public
    assert queue.unverified(tuan, 24) == ()
    due = only(queue.unverified(tuan, 0))
    assert (due.uid, due.words_vi.startswith("Chưa được xác nhận lại từ ")) == (uid, True)
    review.verify_items(lan, "pharmacy", [(uid, 1)])
    assert only(queue.unverified(tuan, 0)).at > due.at


def test_what_is_public_or_waits_and_has_something_wrong_is_listed_with_the_sentences(database: Database, lan: Connection, tuan: Connection) -> None:
    public, neighbour = pharmacy(VINH), pharmacy((VINH[0] + 0.00008, VINH[1]))
    approved(database, public)
    store(database, "lan", neighbour, pharmacy(VINH_2, gpp_expiry="2021-01-01"))  # drafts: their authors see to them
    due = only(queue.warned(tuan))
    assert (due.layer, due.uid, due.at, due.row_version) == ("pharmacy", public.uid, None, 1)
    assert "15 m" in due.words_vi and "15 m" in due.words_en
