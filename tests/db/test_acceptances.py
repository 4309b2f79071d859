"""Accepting a warning: by name and with a reason, for the version and the facts seen, and for nothing else."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import queue, review
from ncovy_qgis.db.acceptances import accept
from ncovy_qgis.db.changes import Remove, Update
from ncovy_qgis.db.checks import Finding, check
from ncovy_qgis.db.errors import DatabaseError
from tests.db.desk import VINH, pharmacy, store
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

NEAR = (VINH[0] + 0.00008, VINH[1])  # 8 m
NEARER = (VINH[0] + 0.00004, VINH[1])


def found(connection: Connection, catalogue: Catalogue, code: str) -> list[Finding]:
    findings = [finding for finding in check(connection, catalogue) if finding.code == code]
    connection.rollback()
    return findings


def expired(database: Database, **values: Any) -> str:
    item = pharmacy(gpp_expiry="2021-01-01", **values)
    store(database, "lan", item)
    return item.uid


def refused(act: Any) -> str:
    with pytest.raises(DatabaseError) as refusal:
        act()
    return refusal.value.refusal.code


def test_a_reason_is_kept_with_name_time_and_version_and_opens_the_way_to_review(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    uid = expired(database)
    assert refused(lambda: review.submit(lan, "pharmacy", uid, 1)) == "NC010"
    (finding,) = found(lan, catalogue, "gpp_expiry__not_past")
    assert finding.open and finding.row_version == 1
    accept(lan, finding, "  Đang gia hạn ")
    (finding,) = found(lan, catalogue, "gpp_expiry__not_past")
    assert (finding.accepted, finding.accepted_by) == ("Đang gia hạn", "lan")
    assert finding.accepted_at is not None and finding.accepted_at.tzinfo is not None
    assert database.run("SELECT by, code, row_version, facts FROM ncovy.acceptance") == [("lan", "gpp_expiry__not_past", 1, [None])]
    review.submit(lan, "pharmacy", uid, 1)
    with closing(database.connect("tuan")) as tuan:
        (waiting,) = queue.waiting(tuan)
    assert waiting.warning_reason == "Đang gia hạn (lan)"


def test_the_reason_in_the_feature_itself_still_answers_for_all_its_warnings(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    uid = expired(database, warning_reason="đã gọi điện")
    (finding,) = found(lan, catalogue, "gpp_expiry__not_past")
    assert (finding.accepted, finding.accepted_by) == ("đã gọi điện", None)
    accept(lan, finding, "Đang gia hạn")
    review.submit(lan, "pharmacy", uid, 1)
    assert database.run("SELECT reason FROM ncovy.decision") == [("đã gọi điện\nĐang gia hạn (lan)",)]


def test_an_edit_asks_anew(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    uid = expired(database)
    accept(lan, found(lan, catalogue, "gpp_expiry__not_past")[0], "Đang gia hạn")
    store(database, "lan", Update("pharmacy", uid, 1, {"phone": "115"}))
    assert found(lan, catalogue, "gpp_expiry__not_past")[0].open
    assert refused(lambda: review.submit(lan, "pharmacy", uid, 2)) == "NC010"


def test_only_the_warning_that_was_meant_is_accepted(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    uid = expired(database)
    store(database, "lan", pharmacy(NEAR))
    accept(lan, found(lan, catalogue, "gpp_expiry__not_past")[0], "Đang gia hạn")
    with pytest.raises(DatabaseError, match="1 cảnh báo") as refusal:
        review.submit(lan, "pharmacy", uid, 1)
    assert refusal.value.refusal.code == "NC010"


def test_a_new_neighbour_or_one_that_came_nearer_asks_anew(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    first, second = pharmacy(VINH), pharmacy(NEAR)
    store(database, "lan", first, second)

    def crowded() -> list[Finding]:
        return [finding for finding in found(lan, catalogue, "crowded") if finding.uid == first.uid]

    accept(lan, crowded()[0], "Hai quầy trong một chợ")
    assert not crowded()[0].open
    with closing(database.admin()) as admin, admin.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ncovy_app.findings('pharmacy', %s) WHERE code = 'crowded' AND accepted_by = 'lan'", (first.uid,))
        assert cursor.fetchone() == (1,)
    third = pharmacy(NEARER)
    store(database, "lan", third)
    assert {finding.other: finding.open for finding in crowded()} == {second.uid: False, third.uid: True}
    store(database, "lan", Remove("pharmacy", third.uid, 1, "thử"))
    from tests.db.desk import point

    store(database, "lan", Update("pharmacy", second.uid, 1, {}, point(NEARER)))
    assert crowded()[0].open


def test_check_and_submission_agree_on_what_is_accepted(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    items = [pharmacy(VINH, gpp_expiry="2021-01-01"), pharmacy(NEAR), pharmacy(NEARER)]
    store(database, "lan", *items)
    for finding in found(lan, catalogue, "crowded")[:2]:
        accept(lan, finding, "chợ")
    for item in items:
        mine = {(f.code, f.other, f.open) for f in check(lan, catalogue) if f.uid == item.uid}
        rows = database.run("SELECT code, detail ->> 'other_uid', accepted_at IS NULL FROM ncovy_app.findings('pharmacy', %s)", (item.uid,))
        assert set(rows) == mine


@pytest.mark.parametrize("reason", ["", "   ", "\u200b\n"])
def test_no_reason_no_acceptance(database: Database, lan: Connection, catalogue: Catalogue, reason: str) -> None:
    expired(database)
    (finding,) = found(lan, catalogue, "gpp_expiry__not_past")
    assert refused(lambda: accept(lan, finding, reason)) == "NC009"
    assert database.run("SELECT count(*) FROM ncovy.acceptance") == [(0,)]


def test_an_error_is_mended_never_accepted(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    store(database, "lan", pharmacy(VINH, name="Nhà thuốc An"), pharmacy(NEAR, name="Nhà thuốc An"))
    finding = found(lan, catalogue, "duplicate")[0]
    with pytest.raises(DatabaseError, match="phải sửa") as refusal:
        accept(lan, finding, "không sao")
    assert refusal.value.refusal.code == "NC009"


def test_what_moved_on_or_lies_elsewhere_is_not_accepted(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    uid = expired(database)
    (finding,) = found(lan, catalogue, "gpp_expiry__not_past")
    with closing(database.connect("hoa")) as hoa:
        assert refused(lambda: accept(hoa, finding, "x")) == "NC006"
    store(database, "minh", Update("pharmacy", uid, 1, {"phone": "115"}))
    with pytest.raises(DatabaseError, match="minh đã sửa") as refusal:
        accept(lan, finding, "x")
    assert refusal.value.refusal.code == "NC001"
    store(database, "minh", Update("pharmacy", uid, 2, {"gpp_expiry": "2031-01-01"}))
    from dataclasses import replace

    with pytest.raises(DatabaseError, match="không còn cảnh báo"):
        accept(lan, replace(finding, row_version=3), "x")


def test_a_supervisor_may_answer_too(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    expired(database)
    with closing(database.connect("thu")) as thu:
        accept(thu, found(lan, catalogue, "gpp_expiry__not_past")[0], "Sở đã xác nhận")
    assert found(lan, catalogue, "gpp_expiry__not_past")[0].accepted_by == "thu"


def test_a_long_reason_is_cut_not_refused(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    expired(database)
    accept(lan, found(lan, catalogue, "gpp_expiry__not_past")[0], "dài " * 400)
    assert database.run("SELECT char_length(reason) <= 500 FROM ncovy.acceptance") == [(True,)]
