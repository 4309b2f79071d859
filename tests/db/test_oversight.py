"""The oversight: who did what, where and when, how long it waited, what was accepted, what is out of the ordinary; for supervisors only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.oversight import Activity
from ncovy_qgis.core.unusual import FAR_MOVE, NIGHT, REMOVALS, Limits
from ncovy_qgis.db import oversight
from ncovy_qgis.db.changes import Insert, Update
from ncovy_qgis.db.errors import DatabaseError
from tests.db.desk import QUYNH_LUU, VINH, VINH_2, call, pharmacy, point, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)
VINH_NEAR = (105.6800, 18.6875)
VINH_FAR = (105.6950, 18.6990)  # some 2.1 km from VINH, in the same district


@pytest.fixture
def tuan(database: Database) -> Iterator[Connection]:
    """The supervisor of the province."""
    with closing(database.connect("tuan")) as connection:
        yield connection


def now() -> datetime:
    return datetime.now(timezone.utc) + timedelta(seconds=1)


def day_of_work(database: Database) -> Insert:
    """Lan adds two and changes one; one is approved, one returned; Hoa adds one in Quỳnh Lưu."""
    first, second = pharmacy(VINH), pharmacy(VINH_2)
    store(database, "lan", first, second)
    store(database, "lan", Update("pharmacy", first.uid, 1, {"phone": "115"}))
    store(database, "lan", Update("pharmacy", first.uid, 2, {}, point(VINH_NEAR)))
    store(database, "hoa", pharmacy(QUYNH_LUU))
    for insert, version in ((first, 3), (second, 1)):
        call(database, "lan", "submit", "pharmacy", insert.uid, version)
    call(database, "tuan", "approve", "pharmacy", first.uid, 3)
    call(database, "tuan", "return_item", "pharmacy", second.uid, 1, "Thiếu giờ mở cửa")
    return first


def counts(row: Activity) -> tuple[int, ...]:
    return (row.inserts, row.updates, row.moves, row.removes, row.restores, row.submits, row.approvals, row.returns, row.verifies)


def test_activity_is_counted_per_person_commune_and_day(database: Database, tuan: Connection) -> None:
    day_of_work(database)
    found = oversight.activity(tuan, LONG_AGO, now())
    mine = {(row.person, row.district_name): counts(row) for row in found}
    assert mine == {
        ("lan", "Thành phố Vinh"): (2, 1, 1, 0, 0, 2, 0, 0, 0),
        ("tuan", "Thành phố Vinh"): (0, 0, 0, 0, 0, 0, 1, 1, 0),
        ("hoa", "Huyện Quỳnh Lưu"): (1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    assert {row.unit_name for row in found if row.person == "lan"} == {"Phường Hà Huy Tập"}
    days = database.run("SELECT DISTINCT (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM ncovy.version")
    assert {(row.day,) for row in found} == set(days)


def test_a_restored_version_is_a_restoration_and_counted_once(database: Database, tuan: Connection) -> None:
    insert = pharmacy(VINH)
    store(database, "lan", insert)
    store(database, "lan", Update("pharmacy", insert.uid, 1, {}, point(VINH_FAR)))
    call(database, "lan", "restore", "pharmacy", insert.uid, 1, 2)
    store(database, "lan", Update("pharmacy", insert.uid, 3, {"removed": True}))
    call(database, "lan", "restore", "pharmacy", insert.uid, 1, 4)
    rows = oversight.activity(tuan, LONG_AGO, now())
    assert [sum(column) for column in zip(*map(counts, rows))] == [1, 0, 1, 1, 2, 0, 0, 0, 0]


def test_an_approval_by_field_is_a_decision_and_no_edit_of_the_supervisors(database: Database, tuan: Connection) -> None:
    insert = pharmacy(VINH)
    store(database, "lan", insert)
    call(database, "lan", "submit", "pharmacy", insert.uid, 1)
    call(database, "tuan", "approve", "pharmacy", insert.uid, 1)
    store(database, "lan", Update("pharmacy", insert.uid, 1, {"phone": "115"}, point(VINH_FAR)))
    call(database, "lan", "submit", "pharmacy", insert.uid, 2)
    call(database, "tuan", "approve_fields", "pharmacy", insert.uid, 2, ["phone"], "Vị trí chưa đúng")
    rows = [counts(row) for row in oversight.activity(tuan, LONG_AGO, now()) if row.person == "tuan"]
    assert [sum(column) for column in zip(*rows)] == [0, 0, 0, 0, 0, 0, 2, 1, 0]
    assert {row.person for row in oversight.unusual(tuan, LONG_AGO, now(), Limits(far_metres=100, night_from=24, night_to=0))} == {"lan"}
    assert [(row.by, row.row_version) for row in oversight.audit(tuan, LONG_AGO, now()) if row.deed == "part"] == [("tuan", 3), ("tuan", 4)]
    (wait,) = oversight.waiting_times(tuan, LONG_AGO, now())
    assert (wait.decided, wait.waiting) == (2, 0)


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(database: Database, tuan: Connection) -> None:
    store(database, "lan", pharmacy(VINH))
    ((moment,),) = database.run("SELECT at FROM ncovy.version")
    after = moment + timedelta(microseconds=1)
    assert len(oversight.activity(tuan, moment, after)) == 1
    assert oversight.activity(tuan, after, now()) == () == oversight.activity(tuan, LONG_AGO, moment)


def test_waiting_times_run_from_the_last_submission_to_the_decision(database: Database, tuan: Connection, catalogue: Catalogue) -> None:
    day_of_work(database)
    waits = pharmacy(VINH_FAR)
    store(database, "lan", waits)
    call(database, "lan", "submit", "pharmacy", waits.uid, 1)
    _shift(database, "verdict = 'submit'", "1 hour")
    _shift(database, "verdict = 'approve'", "-1 hour")
    (row,) = oversight.waiting_times(tuan, LONG_AGO, now() + timedelta(hours=2), catalogue)
    assert (row.layer_title.vi, row.unit_name, row.decided, row.waiting) == ("Hiệu thuốc", "Thành phố Vinh", 2, 1)
    hours = [round((seconds or 0) / 3600, 1) for seconds in (row.median_s, row.p90_s, row.longest_s, row.oldest_s)]
    assert hours == [1.5, 1.9, 2.0, 1.0]


def _shift(database: Database, which: str, back: str) -> None:
    database.run(f"SET LOCAL session_replication_role = replica; UPDATE ncovy.decision SET at = at - interval '{back}' WHERE {which}")


def test_accepted_warnings_carry_their_rule_and_whose_word_it_is(database: Database, tuan: Connection, catalogue: Catalogue) -> None:
    old, own = pharmacy(VINH, gpp_expiry="2021-01-01"), pharmacy(VINH_FAR, warning_reason="Đã gọi điện xác minh")
    store(database, "lan", old, own)
    code = "gpp_expiry__not_past" if catalogue.layer("pharmacy").rule("gpp_expiry__not_past") else _warning_of(database, old.uid)
    call(database, "lan", "accept_finding", "pharmacy", old.uid, code, 1, "Đang gia hạn")
    call(database, "lan", "submit", "pharmacy", own.uid, 1)
    found = {row.uid: row for row in oversight.acceptances(tuan, LONG_AGO, now(), catalogue)}
    assert (found[old.uid].person, found[old.uid].reason, found[old.uid].code) == ("lan", "Đang gia hạn", code)
    assert found[old.uid].rule.vi and found[old.uid].rule.vi != code and found[old.uid].unit_name == "Phường Hà Huy Tập"
    assert (found[own.uid].code, found[own.uid].reason, found[own.uid].rule) == (None, "Đã gọi điện xác minh", oversight.OWN_REASON)


def _warning_of(database: Database, uid: str) -> str:
    return str(database.run("SELECT code FROM ncovy_app.findings('pharmacy', %s) WHERE severity = 'warning' LIMIT 1", (uid,))[0][0])


def test_many_removals_on_a_day_are_pointed_out(database: Database, tuan: Connection) -> None:
    inserts = [pharmacy(VINH) for _ in range(3)]
    store(database, "lan", *inserts)
    store(database, "lan", *(Update("pharmacy", each.uid, 1, {"removed": True}) for each in inserts))
    asked = Limits(removals=3, night_from=24, night_to=0)
    (found,) = oversight.unusual(tuan, LONG_AGO, now(), asked)
    assert (found.kind, found.person, found.deeds) == (REMOVALS, "lan", 3)
    assert "gỡ bỏ 3 đối tượng" in found.words_vi and "removed 3 features" in found.words_en
    assert oversight.unusual(tuan, LONG_AGO, now(), replace(asked, removals=4)) == ()


def test_a_move_over_kilometres_is_pointed_out_once_a_save_with_its_farthest_feature(database: Database, tuan: Connection) -> None:
    near, far = pharmacy(VINH), pharmacy(VINH)
    store(database, "lan", near, far)
    moved = (Update("pharmacy", near.uid, 1, {}, point(VINH_2)), Update("pharmacy", far.uid, 1, {}, point(VINH_FAR)))
    store(database, "lan", *moved)
    asked = Limits(night_from=24, night_to=0)
    found = [row for row in oversight.unusual(tuan, LONG_AGO, now(), replace(asked, far_metres=1500)) if row.kind == FAR_MOVE]
    assert [(row.uid, row.deeds, round((row.metres or 0) / 100)) for row in found] == [(far.uid, 1, 21)]
    both = oversight.unusual(tuan, LONG_AGO, now(), replace(asked, far_metres=10))
    assert [(row.uid, row.deeds) for row in both] == [(far.uid, 2)]
    assert "và 1 đối tượng khác" in both[0].words_vi


@pytest.mark.parametrize(("clock", "night"), [("21:59", None), ("22:00", "2021-09-01"), ("04:59", "2021-08-31"), ("05:00", None)])
def test_work_at_night_belongs_to_the_day_the_night_began(database: Database, tuan: Connection, clock: str, night: str | None) -> None:
    store(database, "lan", pharmacy(VINH))
    database.run(f"SET LOCAL session_replication_role = replica; UPDATE ncovy.version SET at = '2021-09-01 {clock}+07'")
    found = [row for row in oversight.unusual(tuan, LONG_AGO, now()) if row.kind == NIGHT]
    assert [row.day.isoformat() for row in found] == ([night] if night else [])


def test_the_audit_holds_every_kind_of_deed_in_order(database: Database, tuan: Connection, catalogue: Catalogue) -> None:
    first = day_of_work(database)
    rows = list(oversight.audit(tuan, LONG_AGO, now(), catalogue))
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    of_first = [(row.kind, row.deed, row.by, row.row_version, row.fields) for row in rows if row.uid == first.uid]
    assert of_first == [
        ("version", "insert", "lan", 1, None), ("version", "update", "lan", 2, "phone"), ("version", "move", "lan", 3, None),
        ("decision", "submit", "lan", 3, None), ("decision", "approve", "tuan", 3, None),
    ]  # fmt: skip
    (returned,) = [row for row in rows if row.deed == "return"]
    assert (returned.reason, returned.comment, returned.unit_name, returned.layer_title.vi) == ("Thiếu giờ mở cửa", "thử", "Phường Hà Huy Tập", "Hiệu thuốc")
    given = [row for row in rows if row.kind == "staff" and row.person == "lan"]
    assert [(row.deed, row.unit_code, row.unit_name) for row in given] == [("grant_area", "412", "Thành phố Vinh")]


def test_the_audit_names_changed_fields_and_never_their_contents(database: Database, tuan: Connection) -> None:
    secret = pharmacy(VINH, contact_phone="0912 345 678", note_internal="bí mật")
    store(database, "lan", secret)
    store(database, "lan", Update("pharmacy", secret.uid, 1, {"contact_phone": "0987 654 321", "note_internal": "khác"}))
    rows = list(oversight.audit(tuan, LONG_AGO, now()))
    assert {row.fields for row in rows if row.deed == "update"} == {"contact_phone note_internal"}
    assert not any(word in repr(rows) for word in ("0912", "345 678", "bí mật", "0987", "khác"))


def test_many_rows_come_in_small_portions_and_the_connection_is_free_afterwards(database: Database, tuan: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ncovy_qgis.db.oversight._AT_ONCE", 2)
    store(database, "lan", *(pharmacy(VINH) for _ in range(7)))
    assert len([row for row in oversight.audit(tuan, LONG_AGO, now()) if row.kind == "version"]) == 7
    reading = oversight.audit(tuan, LONG_AGO, now())
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert oversight.activity(tuan, LONG_AGO, now())


def test_a_long_report_has_more_time_than_a_persons_statement_and_that_ends_with_it(database: Database, tuan: Connection) -> None:
    with tuan.cursor() as cursor:
        cursor.execute("SET statement_timeout = '60s'")
        tuan.commit()
        with oversight._asking(tuan):
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("15min",)
        oversight.activity(tuan, LONG_AGO, now())
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("1min",)


@pytest.mark.parametrize("name", sorted(oversight.REPORTS))
@pytest.mark.parametrize("person", ["lan", "phuc", "vy"])
def test_only_supervisors_and_the_administrator_may_ask(database: Database, name: str, person: str) -> None:
    with closing(database.connect(person)) as connection, pytest.raises(DatabaseError) as refused:
        tuple(oversight.REPORTS[name](connection, LONG_AGO, now()))
    assert refused.value.refusal.code in ("NC006", "42501") and refused.value.refusal.text.vi
    for allowed in ("thu", "admin"):
        with closing(database.connect(allowed)) as connection:
            assert tuple(oversight.REPORTS[name](connection, LONG_AGO, now())) is not None


@pytest.mark.parametrize("person", ["lan", "vy", "phuc"])
def test_the_record_of_staff_is_closed_to_the_others_even_by_hand(database: Database, person: str) -> None:
    with pytest.raises(Exception, match=r"permission denied"):
        database.run("SELECT * FROM ncovy.staff_change", person=person)


def test_a_supervisor_whose_role_is_taken_sees_nothing_with_his_next_statement(database: Database) -> None:
    role = f"nguoi_duyet_{uuid4().hex[:8]}"
    database.run(f"CREATE ROLE {role} LOGIN; GRANT ncovy_supervisor TO {role}")
    try:
        with closing(database.connect(role)) as connection:
            assert oversight.activity(connection, LONG_AGO, now()) == ()
            database.run(f"REVOKE ncovy_supervisor FROM {role}")
            with pytest.raises(DatabaseError):
                oversight.activity(connection, LONG_AGO, now())
    finally:
        database.run(f"DROP OWNED BY {role}; DROP ROLE {role}")
