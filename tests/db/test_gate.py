"""The gate before a release: what it says of what was approved, whatever is being edited; who may answer for a warning, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import gate
from ncovy_qgis.db.acceptances import accept
from ncovy_qgis.db.changes import Update
from ncovy_qgis.db.checks import check
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.db.findings import Finding
from tests.db.desk import call, pharmacy, store
from tests.db.features import add, point, square
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

EXERCISE = """INSERT INTO ncovy.setting VALUES ('exercise', '{"now": "2021-09-17T18:00:00+07:00"}')"""
NOW = datetime.fromisoformat("2021-09-17T18:00:00+07:00")


@pytest.fixture
def desk(rolled_back: Connection) -> Iterator[Connection]:
    """The superuser on the day of the exercise."""
    with rolled_back.cursor() as cursor:
        cursor.execute(EXERCISE)
    yield rolled_back


def run(connection: Connection, statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def publish(connection: Connection, layer: str, name: str, wkt: str, **values: Any) -> str:
    """A feature that was written, approved, and so made public."""
    uid = add(connection, layer, name, wkt, **values)
    approve(connection, layer, uid)
    return uid


def approve(connection: Connection, layer: str, uid: str) -> None:
    table = sql.Identifier("ncovy", layer).as_string(connection)
    run(connection, "SET LOCAL session_replication_role = replica")
    run(connection, f"UPDATE {table} SET review_state = 'approved', approved_version = row_version WHERE uid = %s", uid)
    decision = f"INSERT INTO ncovy.decision (layer, uid, row_version, verdict) SELECT %s, uid, row_version, 'approve' FROM {table} WHERE uid = %s"
    run(connection, decision, layer, uid)
    run(connection, "SET LOCAL session_replication_role = DEFAULT")
    run(connection, f"SELECT ncovy_app.publish_{layer}(ARRAY[%s::uuid])", uid)


def edit(connection: Connection, layer: str, uid: str, assignment: str) -> None:
    run(connection, f"UPDATE ncovy.{layer} SET {assignment}, base_version = row_version WHERE uid = %s", uid)


def judged(connection: Connection, catalogue: Catalogue, moment: datetime = NOW) -> list[Finding]:
    with connection.cursor() as cursor:
        return list(gate.read(cursor, catalogue, moment))


def codes(found: list[Finding]) -> list[tuple[str, str]]:
    return sorted((each.severity, each.code) for each in found if each.open)


def test_a_draft_neither_blocks_a_release_nor_hides_what_is_wrong_with_what_was_approved(desk: Connection, catalogue: Catalogue) -> None:
    one = publish(desk, "pharmacy", "Nhà thuốc An Bình", point())
    other = publish(desk, "pharmacy", "Nhà thuốc Bình An", point(200))
    add(desk, "pharmacy", "Nhà thuốc An Bình", point(10))
    edit(desk, "pharmacy", other, f"name = 'Nhà thuốc An Bình', note_public = 'BN 1234', geom = 'SRID=4326;{point(5)}'")
    assert codes(check(desk, catalogue, ["pharmacy"])) != []  # type: ignore[arg-type]
    assert judged(desk, catalogue) == []
    approve(desk, "pharmacy", other)
    edit(desk, "pharmacy", other, f"name = 'Nhà thuốc khác', geom = 'SRID=4326;{point(900)}'")
    found = [each for each in judged(desk, catalogue) if each.code == "duplicate"]
    assert {(each.severity, each.uid, each.other) for each in found} == {("error", one, other), ("error", other, one)}
    assert {each.row_version for each in found} == {1, 2}


def test_what_was_taken_from_under_a_published_feature_is_an_error(desk: Connection, catalogue: Catalogue) -> None:
    checkpoint = publish(desk, "control_checkpoint", "Chốt cầu Bến Thủy", point())
    block = publish(desk, "road_block", "Chốt chặn ngõ 5", point(300), alt_checkpoint_id=checkpoint)
    assert judged(desk, catalogue) == []
    run(desk, "DELETE FROM ncovy_public.control_checkpoint")
    (found,) = judged(desk, catalogue)
    assert (found.severity, found.layer, found.uid, found.field, found.code) == ("error", "road_block", block, "alt_checkpoint_id", "broken_reference")


def test_what_is_no_longer_shown_is_not_judged(desk: Connection, catalogue: Catalogue) -> None:
    values = {"status": "lifted", "active_to": "2021-09-16T00:00+07", "note_public": "BN 1234"}
    publish(desk, "control_checkpoint", "Chốt cầu Bến Thủy", point(), **values)
    assert codes(judged(desk, catalogue)) == [("warning", "note_public__no_personal_data")]
    assert judged(desk, catalogue, NOW + timedelta(days=20)) == []


def test_an_age_told_by_the_map_is_a_reminder_and_a_paper_that_ran_out_a_warning(desk: Connection, catalogue: Catalogue) -> None:
    publish(desk, "control_checkpoint", "Chốt cầu Bến Thủy", point())
    publish(desk, "pharmacy", "Nhà thuốc An Bình", point(100), gpp_expiry="2021-09-20")
    assert judged(desk, catalogue) == []
    assert codes(judged(desk, catalogue, NOW + timedelta(days=5))) == [("note", "reported_at__max_age"), ("warning", "gpp_expiry__not_past")]


@pytest.mark.parametrize(
    ("field", "text", "severity"),
    [
        ("note_public", "Hỏi anh Nam 0912 345 678", "warning"),
        ("note_public", "BN 1234 ở đây", "warning"),
        ("source_org", "F0 Nguyễn Văn An báo", "warning"),
        ("note_public", "CCCD 040201001234", "error"),
        ("source_org", "040201001234", "error"),
        ("chain", "0402 0100 1234", "error"),
    ],
)
def test_personal_data_in_any_public_text_is_found(desk: Connection, catalogue: Catalogue, field: str, text: str, severity: str) -> None:
    publish(desk, "pharmacy", "Nhà thuốc An Bình", point(), licence_no="2900123456", **{field: text})
    assert [(each.severity, each.field) for each in judged(desk, catalogue)] == [(severity, field)]


def test_the_reason_in_the_form_answers_for_every_warning_but_personal_data(desk: Connection, catalogue: Catalogue) -> None:
    publish(desk, "pharmacy", "Nhà thuốc An Bình", point(), gpp_expiry="2021-01-01", note_public="BN 1234", warning_reason="Đang gia hạn")
    found = {each.code: each.accepted for each in judged(desk, catalogue)}
    assert found == {"gpp_expiry__not_past": "Đang gia hạn", "note_public__no_personal_data": None}


def test_homes_are_rounded_and_what_was_made_exact_again_is_an_error(desk: Connection, catalogue: Catalogue) -> None:
    numbers = {"households": 5, "population": 20}
    uid = publish(desk, "lockdown_point", "Ngõ 12", point(3, 7), scope="household", address="Số 5 ngõ 12", **numbers)
    assert judged(desk, catalogue) == []
    change = "UPDATE ncovy_public.lockdown_point SET address = 'Số 5', households = 2, hamlet = 'nhà số 5', geom = ST_Translate(geom, 0.0001, 0) WHERE uid = %s"
    run(desk, change, uid)
    wanted = [("error", "home_address"), ("error", "home_too_exact"), ("error", "households__too_few"), ("warning", "hamlet__house_number")]
    assert codes(judged(desk, catalogue)) == wanted


def test_neighbouring_homes_are_not_taken_for_one_because_they_are_rounded(desk: Connection, catalogue: Catalogue) -> None:
    for number in range(3):
        publish(desk, "lockdown_point", f"Hộ {number}", point(12 * number), scope="household")
    assert judged(desk, catalogue) == []


def test_places_outside_the_province_and_rows_nobody_approved_are_errors(desk: Connection, catalogue: Catalogue) -> None:
    publish(desk, "pharmacy", "Nhà thuốc An Bình", point())
    publish(desk, "lockdown_zone", "Khối 3", square(300), measure="ct15")
    run(desk, "UPDATE ncovy_public.pharmacy SET geom = ST_Translate(geom, 3, 0)")
    run(desk, "UPDATE ncovy_public.lockdown_zone SET geom = ST_Multi(ST_Scale(geom, ST_MakePoint(1.02, 1)))")
    assert codes(judged(desk, catalogue)) == [("error", "outside_province")] * 2
    run(desk, "UPDATE ncovy_public.pharmacy SET row_version = 7")
    assert ("error", "no_version") in codes(judged(desk, catalogue))


def test_a_pair_that_was_answered_for_from_one_side_is_answered_for(desk: Connection, catalogue: Catalogue) -> None:
    publish(desk, "pharmacy", "Nhà thuốc An Bình", point())
    second = publish(desk, "pharmacy", "Nhà thuốc Bình An", point(8))
    found = judged(desk, catalogue)
    assert codes(found) == [("warning", "crowded")] * 2
    run(desk, "SELECT ncovy_app.accept_at_gate(%s, 'Hai tầng', %s)", _keys([each for each in found if each.uid == second]), NOW)
    assert [each.accepted for each in judged(desk, catalogue)] == ["Hai tầng"] * 2
    edit(desk, "pharmacy", second, f"geom = 'SRID=4326;{point(4)}'")
    approve(desk, "pharmacy", second)
    assert codes(judged(desk, catalogue)) == [("warning", "crowded")] * 2


def _keys(found: list[Finding], **changed: Any) -> str:
    return json.dumps([{"layer": each.layer, "uid": each.uid, "code": each.code, "row_version": each.row_version, **changed} for each in found])


@pytest.fixture
def doubtful(database: Database) -> str:
    """A pharmacy that Lan submitted with a reason for one warning, and Tuấn approved; its note holds a patient's number."""
    item = pharmacy(note_public="BN 1234", warning_reason="Đã gọi")
    store(database, "lan", item)
    call(database, "lan", "submit", "pharmacy", item.uid, 1)
    call(database, "tuan", "approve", "pharmacy", item.uid, 1)
    return str(item.uid)


def seen(database: Database, catalogue: Catalogue) -> list[Finding]:
    with closing(database.connect("phuc")) as phuc:
        return judged(phuc, catalogue, datetime.now(NOW.tzinfo))


def refused(database: Database, person: str, found: list[Finding], reason: str, **changed: Any) -> str:
    with closing(database.connect(person)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT")
        with pytest.raises(psycopg2.Error) as error:
            cursor.execute("SELECT ncovy_app.accept_at_gate(%s, %s)", (_keys(found, **changed), reason))
        return str(error.value.pgcode)


def test_only_who_publishes_answers_with_a_reason_and_for_what_is_there(database: Database, catalogue: Catalogue, doubtful: str) -> None:
    (found,) = seen(database, catalogue)
    assert (found.code, found.uid, found.row_version, found.open) == ("note_public__no_personal_data", doubtful, 1, True)
    for person in ("lan", "tuan", "vy"):
        assert refused(database, person, [found], "Không sao") == "NC006"
    for words in ("", " \n "):
        assert refused(database, "phuc", [found], words) == "NC009"
    for forged in ({"row_version": 2}, {"code": "name__required"}, {"layer": "road_block"}):
        assert refused(database, "phuc", [found], "Không sao", **forged) == "NC009"
    assert database.run("SELECT count(*) FROM ncovy.acceptance") == [(0,)]
    database.run("UPDATE ncovy_public.pharmacy SET note_public = '040201001234'")
    assert refused(database, "phuc", [found], "Không sao") == "NC009"


def test_an_acceptance_is_kept_for_this_version_by_name_and_seen_in_the_audit(database: Database, catalogue: Catalogue, doubtful: str) -> None:
    with closing(database.connect("phuc")) as phuc:
        assert gate.accept(phuc, seen(database, catalogue), " Mã của khoa, không phải bệnh nhân ", datetime.now(NOW.tzinfo)) == 1
    (found,) = seen(database, catalogue)
    assert (found.accepted, found.accepted_by) == ("Mã của khoa, không phải bệnh nhân", "phuc")
    for statement in ("UPDATE ncovy.acceptance SET reason = 'x'", "DELETE FROM ncovy.acceptance", "TRUNCATE ncovy.acceptance"):
        for person in ("phuc", "admin"):
            with pytest.raises(psycopg2.Error) as error:
                database.run(statement, person=person)
            assert error.value.pgcode in ("42501", "NC007")
    with closing(database.connect("phuc")) as phuc, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        forged = "INSERT INTO ncovy.acceptance (by, layer, uid, code, row_version, facts, reason) VALUES ('tuan', 'pharmacy', %s, 'x', 1, '[]', 'x')"
        run(phuc, forged, doubtful)
    audit = "SELECT by, deed, reason FROM ncovy_app.audit(now() - interval '1 day', now() + interval '1 day') WHERE kind = 'acceptance'"
    assert database.run(audit, person="tuan") == [("phuc", "note_public__no_personal_data", "Mã của khoa, không phải bệnh nhân")]
    store(database, "lan", Update("pharmacy", doubtful, 1, {"phone": "115"}))
    assert not seen(database, catalogue)[0].open  # what is public has not changed
    call(database, "lan", "submit", "pharmacy", doubtful, 2)
    call(database, "tuan", "approve", "pharmacy", doubtful, 2)
    assert seen(database, catalogue)[0].open


def test_a_hot_standby_judges_and_takes_earlier_acceptances_but_none_of_now(database: Database, catalogue: Catalogue, doubtful: str) -> None:
    with closing(database.connect("phuc", options="-c default_transaction_read_only=on")) as phuc:
        (found,) = judged(phuc, catalogue, datetime.now(NOW.tzinfo))
        with pytest.raises(DatabaseError):
            gate.accept(phuc, [found], "Không sao", datetime.now(NOW.tzinfo))
        with closing(database.connect("lan")) as lan:
            accept(lan, found, "Mã của khoa")
        (found,) = judged(phuc, catalogue, datetime.now(NOW.tzinfo))
        assert (found.accepted, found.accepted_by) == ("Mã của khoa", "lan")


def test_a_publisher_still_reads_nothing_but_what_is_public(database: Database, doubtful: str) -> None:
    for hidden in ("ncovy.pharmacy", "ncovy.acceptance", "ncovy_app.approved_pharmacy", "ncovy_app.gate_pharmacy(now())"):
        statement = f"SELECT FROM {hidden}"
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            database.run(statement, person="phuc")
