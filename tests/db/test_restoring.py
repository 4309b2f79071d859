"""Bringing back a save, a person's day, an area: the preview tells all, the deed is one new save, and what moved meanwhile is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ncovy_qgis.core.rules.moments import VIETNAM
from ncovy_qgis.db import review
from ncovy_qgis.db.change import Insert, Remove, Update
from ncovy_qgis.db.errors import DatabaseError
from ncovy_qgis.db.restoring import Step, of_area, of_changeset, of_person_day, restore_many
from ncovy_qgis.db.review import Verdict
from tests.db.desk import QUYNH_LUU, VINH, VINH_2, everything, pharmacy, point, row, store, zone
from tests.db.past import approve, approved, changeset_of, now
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


def told(steps: Sequence[Step]) -> dict[str, tuple[int, int | None, str]]:
    return {step.uid: (step.row_version, step.to_version, step.kind) for step in steps}


def done(verdicts: Sequence[Verdict]) -> list[str | None]:
    """None where it was done, else the code of the refusal."""
    return [each.refusal.code if each.refusal else None for each in verdicts]


def restore(connection: Connection, steps: Sequence[Step]) -> tuple[Verdict, ...]:
    return restore_many(connection, steps, "Hoàn tác", "nhập nhầm")


def test_a_save_is_undone_whole(database: Database, tuan: Connection) -> None:
    edited, moved, gone, back, new = (pharmacy((VINH[0] + number / 1000, VINH[1])) for number in range(5))
    area = zone(VINH_2)
    store(database, "lan", edited, moved, gone, back, area)
    store(database, "lan", Remove("pharmacy", back.uid, 1, "nhầm"))
    store(
        database,
        "minh",
        Update("pharmacy", edited.uid, 1, {"phone": "113"}),
        Update("pharmacy", moved.uid, 1, {}, point(VINH_2)),
        Remove("pharmacy", gone.uid, 1, "đóng cửa"),
        Update("pharmacy", back.uid, 2, {"removed": False, "removed_reason": None}),
        Update("lockdown_zone", area.uid, 1, {"households": 7}),
        new,
    )
    steps = of_changeset(tuan, changeset_of(database, edited.uid, 2))
    assert told(steps) == {
        edited.uid: (2, 1, "changed"),
        moved.uid: (2, 1, "moved"),
        gone.uid: (2, 1, "restored"),
        back.uid: (3, 2, "removed"),
        area.uid: (2, 1, "changed"),
        new.uid: (1, None, "removed"),
    }
    assert not any(step.conflict for step in steps)
    assert {step.name for step in steps if step.uid == edited.uid} == {edited.values["name"]}
    verdicts = restore(tuan, steps)
    assert [(each.layer, each.uid, each.row_version) for each in verdicts] == [(step.layer, step.uid, step.row_version) for step in steps]
    assert done(verdicts) == [None] * 6
    assert row(database, "pharmacy", edited.uid, "phone", "row_version", "review_state", "edited_by") == (edited.values["phone"], 3, "draft", "tuan")
    assert row(database, "pharmacy", gone.uid, "removed", "removed_reason") == (False, None)
    assert row(database, "pharmacy", back.uid, "removed", "removed_reason") == (True, "nhầm")
    assert row(database, "pharmacy", new.uid, "removed", "removed_reason", "row_version") == (True, "nhập nhầm", 2)
    assert row(database, "lockdown_zone", area.uid, "households") == (None,)


def test_a_restore_is_one_new_save_with_its_comment_and_a_decision_for_each(database: Database, tuan: Connection) -> None:
    one, other = pharmacy(), pharmacy(VINH_2)
    store(database, "lan", one, other)
    store(database, "lan", Update("pharmacy", one.uid, 1, {"phone": "113"}), Update("pharmacy", other.uid, 1, {"phone": "114"}))
    before = database.run("SELECT seq, row::text, ST_AsEWKB(geom) FROM ncovy.version ORDER BY seq")
    restore(tuan, of_changeset(tuan, changeset_of(database, one.uid, 2)))
    after = database.run("SELECT seq, row::text, ST_AsEWKB(geom) FROM ncovy.version ORDER BY seq")
    assert [(seq, text, bytes(shape)) for seq, text, shape in after[:4]] == [(seq, text, bytes(shape)) for seq, text, shape in before]
    made = {changeset_of(database, item.uid, 3) for item in (one, other)}
    assert database.run("SELECT id, comment, by FROM ncovy.changeset ORDER BY id DESC LIMIT 1") == [(*made, "Hoàn tác", "tuan")]
    assert database.run("SELECT by, verdict, row_version, reason FROM ncovy.decision") == [("tuan", "restore", 3, "phiên bản 1: nhập nhầm")] * 2


def test_later_edits_are_told_with_their_author_and_undone_when_asked_for(database: Database, tuan: Connection) -> None:
    made, quiet = pharmacy(), pharmacy(VINH_2)
    store(database, "lan", made, quiet)
    store(database, "minh", Update("pharmacy", made.uid, 1, {"phone": "113"}), Update("pharmacy", quiet.uid, 1, {"phone": "113"}))
    store(database, "lan", Update("pharmacy", made.uid, 2, {"address": "5 Lê Lợi"}))
    steps = {step.uid: step for step in of_changeset(tuan, changeset_of(database, made.uid, 2))}
    late = steps[made.uid]
    assert (late.conflict, late.later_by, late.row_version, late.to_version) == (True, "lan", 3, 1)
    assert [late.later_at] == [at for (at,) in database.run("SELECT at FROM ncovy.version WHERE uid = %s AND row_version = 3", (made.uid,))]
    assert (steps[quiet.uid].conflict, steps[quiet.uid].later_by, steps[quiet.uid].later_at) == (False, None, None)
    assert done(restore(tuan, [late])) == [None]
    assert row(database, "pharmacy", made.uid, "address", "phone") == (None, made.values["phone"])


def test_what_moved_since_the_preview_is_refused_and_the_others_are_restored(database: Database, lan: Connection) -> None:
    made, moved = pharmacy(), pharmacy(VINH_2)
    store(database, "lan", made, moved)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "113"}), Update("pharmacy", moved.uid, 1, {"phone": "113"}))
    steps = of_changeset(lan, changeset_of(database, made.uid, 2))
    store(database, "minh", Update("pharmacy", moved.uid, 2, {"phone": "114"}))
    verdicts = {each.uid: each.refusal for each in restore(lan, steps)}
    assert verdicts[made.uid] is None
    refusal = verdicts[moved.uid]
    assert refusal is not None and (refusal.code, refusal.facts["by"], refusal.facts["row_version"]) == ("NC001", "minh", 3)
    assert row(database, "pharmacy", moved.uid, "phone", "row_version") == ("114", 3)
    assert row(database, "pharmacy", made.uid, "phone", "row_version") == (made.values["phone"], 3)


def test_the_restore_asked_twice_is_done_once(database: Database, lan: Connection) -> None:
    made = pharmacy()
    store(database, "lan", made)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "113"}))
    steps = of_changeset(lan, changeset_of(database, made.uid, 2))
    assert done(restore(lan, steps)) == [None]
    stored = everything(database)
    assert done(restore(lan, steps)) == ["NC001"]
    assert everything(database) == stored
    with pytest.raises(ValueError, match="once only"):
        restore(lan, [*steps, *steps])


def test_what_is_already_as_it_was_is_not_in_the_preview(database: Database, lan: Connection) -> None:
    made, new = pharmacy(), pharmacy(VINH_2)
    store(database, "lan", made)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "113"}), new)
    changeset = changeset_of(database, made.uid, 2)
    restore(lan, of_changeset(lan, changeset))
    assert of_changeset(lan, changeset) == () == of_changeset(lan, 10**9)


def test_nobody_restores_in_an_area_of_others(database: Database, lan: Connection) -> None:
    foreign, own = pharmacy(QUYNH_LUU), pharmacy()
    store(database, "tuan", foreign, own)
    store(database, "tuan", Update("pharmacy", foreign.uid, 1, {"phone": "113"}), Update("pharmacy", own.uid, 1, {"phone": "113"}))
    steps = sorted(of_changeset(lan, changeset_of(database, own.uid, 2)), key=lambda step: step.uid != own.uid)
    assert done(restore(lan, steps)) == [None, "NC006"]
    assert row(database, "pharmacy", foreign.uid, "phone", "row_version") == ("113", 2)


def test_nobody_brings_a_feature_back_into_an_area_of_others(database: Database, lan: Connection) -> None:
    made, area = pharmacy(QUYNH_LUU), zone(VINH)
    store(database, "tuan", made, area)
    wide = Update("lockdown_zone", area.uid, 1, {}, zone((VINH[0] - 0.06, VINH[1] + 0.06), side=0.1).wkb)
    store(database, "tuan", wide)
    store(database, "tuan", Update("pharmacy", made.uid, 1, {}, point(VINH)), Update("lockdown_zone", area.uid, 2, {}, area.wkb))
    steps = of_changeset(lan, changeset_of(database, made.uid, 2))
    assert [step.kind for step in steps] == ["moved", "moved"]
    before = everything(database)
    assert done(restore(lan, steps)) == ["NC006", "NC006"]
    assert everything(database) == before


def test_an_outline_mostly_in_areas_of_others_is_not_brought_back_wherever_its_centre_lies(database: Database, lan: Connection) -> None:
    area = zone(VINH)
    store(database, "tuan", area)
    store(database, "tuan", Update("lockdown_zone", area.uid, 1, {}, zone((105.66, 18.72), side=0.1).wkb))
    store(database, "tuan", Update("lockdown_zone", area.uid, 2, {}, area.wkb))
    before = everything(database)
    [step] = of_changeset(lan, changeset_of(database, area.uid, 3))
    assert done(restore(lan, [step])) == ["NC006"]
    with pytest.raises(DatabaseError, match="NC006"):
        review.restore(lan, "lockdown_zone", area.uid, 2, 3)
    assert everything(database) == before


@pytest.mark.parametrize("person", ["vy", "phuc"])
def test_who_is_no_editor_restores_nothing(database: Database, person: str) -> None:
    made = pharmacy()
    store(database, "lan", made)
    step = Step("pharmacy", made.uid, None, 1, None, False, None, None, "removed")
    with closing(database.connect(person)) as connection, pytest.raises(DatabaseError) as refusal:
        restore(connection, [step])
    assert refusal.value.refusal.code in ("NC006", "42501")
    assert row(database, "pharmacy", made.uid, "row_version") == (1,)


@pytest.mark.parametrize(
    "call",
    [
        "ncovy_app.restore_item('pharmacy', NULL, 1, 'x')",
        "ncovy_app.refuse_foreign_outline('pharmacy', gen_random_uuid(), NULL, 2021::smallint)",
        "ncovy_app.restore_pharmacy(1, '{}', NULL, 1)",
    ],
)
@pytest.mark.parametrize("person", ["lan", "tuan"])
def test_nobody_gets_around_the_guards_by_the_inner_functions(database: Database, person: str, call: str) -> None:
    with pytest.raises(Exception, match="permission denied"):
        database.run(f"SELECT {call}", person=person)


def test_a_version_that_never_was_and_a_feature_that_is_none_have_their_own_verdicts(database: Database, lan: Connection) -> None:
    made, good = pharmacy(), pharmacy(VINH_2)
    store(database, "lan", made, good)
    step = Step("pharmacy", made.uid, None, 1, 9, False, None, None, "changed")
    nobody, well = replace(step, uid=str(uuid4()), to_version=1), replace(step, uid=good.uid, to_version=1)
    assert done(restore(lan, [step, nobody, well])) == ["NC003", "NC003", None]
    with pytest.raises(DatabaseError) as refusal:
        restore(lan, [replace(step, layer="unit")])
    assert refusal.value.refusal.code == "NC003"


def test_taking_away_needs_a_reason_and_a_reason_that_may_be_stored(database: Database, lan: Connection) -> None:
    made = pharmacy()
    store(database, "lan", made)
    steps = of_changeset(lan, changeset_of(database, made.uid, 1))
    before = everything(database)
    assert done(restore_many(lan, steps, "Hoàn tác", "  ")) == ["NC009"]
    (formula,) = restore_many(lan, steps, "Hoàn tác", "=1+1")
    assert formula.refusal is not None and (formula.refusal.code, formula.refusal.field) == ("23514", "removed_reason")
    assert everything(database) == before


def test_an_old_content_that_a_rule_of_today_refuses_is_refused_alone(database: Database, lan: Connection) -> None:
    made, good = pharmacy(phone="0238 3844 528"), pharmacy(VINH_2, phone="113")
    store(database, "lan", made, good)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "115"}), Update("pharmacy", good.uid, 1, {"phone": "115"}))
    database.run("ALTER TABLE ncovy.pharmacy ADD CONSTRAINT phone__short CHECK (length(phone) < 8)")
    verdicts = {each.uid: each.refusal for each in restore(lan, of_changeset(lan, changeset_of(database, made.uid, 2)))}
    refusal = verdicts[made.uid]
    assert refusal is not None and (refusal.code, refusal.field) == ("23514", "phone")
    assert row(database, "pharmacy", made.uid, "phone", "row_version") == ("115", 2)
    assert verdicts[good.uid] is None
    assert row(database, "pharmacy", good.uid, "phone", "row_version") == ("113", 3)


def test_a_persons_day_is_undone_with_what_others_did_after_told(database: Database, tuan: Connection) -> None:
    alone, between, after, others = (pharmacy((VINH[0] + number / 1000, VINH[1])) for number in range(4))
    store(database, "lan", alone, between, others)
    store(database, "minh", Update("pharmacy", alone.uid, 1, {"phone": "113"}), Update("pharmacy", between.uid, 1, {"phone": "113"}), after)
    store(database, "lan", Update("pharmacy", between.uid, 2, {"address": "5 Lê Lợi"}), Update("pharmacy", others.uid, 1, {"phone": "114"}))
    store(database, "minh", Update("pharmacy", between.uid, 3, {"phone": "114"}), Update("pharmacy", alone.uid, 2, {"phone": "112"}))
    today = datetime.now(VIETNAM).date()
    steps = {step.uid: step for step in of_person_day(tuan, "minh", today)}
    assert told(list(steps.values())) == {alone.uid: (3, 1, "changed"), between.uid: (4, 1, "changed"), after.uid: (1, None, "removed")}
    assert {uid: step.later_by for uid, step in steps.items()} == {alone.uid: None, between.uid: "lan", after.uid: None}
    assert of_person_day(tuan, "minh", today - timedelta(days=1)) == () == of_person_day(tuan, "hoa", today)


def test_the_day_of_a_person_is_a_vietnamese_one(database: Database, tuan: Connection) -> None:
    """Midnight in Vietnam is 17:00 UTC of the day before."""
    made = pharmacy()
    store(database, "lan", made)
    database.run("SET session_replication_role = replica; UPDATE ncovy.version SET at = '2021-09-17 17:30+00'")
    assert [len(of_person_day(tuan, "lan", datetime(2021, 9, day).date())) for day in (16, 17, 18, 19)] == [0, 0, 1, 0]


def test_an_area_goes_back_to_a_moment(database: Database, tuan: Connection) -> None:
    edited, out, into, new, elsewhere, still = pharmacy(), pharmacy(VINH_2), pharmacy(QUYNH_LUU), pharmacy((105.683, 18.689)), pharmacy(QUYNH_LUU), pharmacy()
    store(database, "tuan", edited, out, into, elsewhere, still)
    then = now(database)
    store(database, "lan", Update("pharmacy", edited.uid, 1, {"phone": "113"}), new)
    store(database, "tuan", Update("pharmacy", out.uid, 1, {}, point(QUYNH_LUU)), Update("pharmacy", into.uid, 1, {}, point(VINH)))
    store(database, "hoa", Update("pharmacy", elsewhere.uid, 1, {"phone": "113"}))
    steps = of_area(tuan, "412", 2021, then)
    assert told(steps) == {edited.uid: (2, 1, "changed"), new.uid: (1, None, "removed"), out.uid: (2, 1, "moved"), into.uid: (2, 1, "moved")}
    assert {step.uid: step.later_by for step in steps if step.conflict} == {out.uid: "tuan"}
    assert told(of_area(tuan, "40", 2021, then)).keys() == {*told(steps), elsewhere.uid}
    assert of_area(tuan, "412", 2025, then) == () == of_area(tuan, "412", 2021, now(database))
    commune = row(database, "pharmacy", edited.uid, "commune_code")[0]
    assert edited.uid in told(of_area(tuan, commune, 2021, then)) and into.uid in told(of_area(tuan, "421", 2021, then))


def test_moved_into_another_area_is_a_later_edit_in_the_way(database: Database, tuan: Connection) -> None:
    made = pharmacy()
    store(database, "tuan", made)
    then = now(database)
    store(database, "lan", Update("pharmacy", made.uid, 1, {"phone": "113"}))
    store(database, "tuan", Update("pharmacy", made.uid, 2, {}, point(QUYNH_LUU)))
    (step,) = of_area(tuan, "412", 2021, then)
    assert (step.conflict, step.later_by, step.to_version) == (True, "tuan", 1)


def test_what_is_public_stays_public_until_the_restored_draft_is_approved(database: Database, tuan: Connection) -> None:
    made = pharmacy(phone="115")
    approved(database, made)
    approved(database, Update("pharmacy", made.uid, 1, {"phone": "113"}), 2)
    restore(tuan, of_changeset(tuan, changeset_of(database, made.uid, 2)))
    shown = "SELECT phone, row_version FROM ncovy_public.pharmacy WHERE uid = %s"
    assert database.run(shown, (made.uid,)) == [("113", 2)]
    with pytest.raises(Exception, match="NC008"):
        approve(database, "pharmacy", made.uid, 3, "tuan")


def test_a_feature_and_what_it_refers_to_come_back_together(database: Database, tuan: Connection) -> None:
    area = zone()
    host = Insert("lockdown_point", str(uuid4()), {"name": "Số nhà 8", "zone_id": area.uid, "status": "planned", "reported_at": "2021-09-01"}, point(VINH))
    store(database, "lan", area, host)
    store(database, "lan", Remove("lockdown_zone", area.uid, 1, "nhầm"), Update("lockdown_point", host.uid, 1, {"zone_id": None}))
    assert done(restore(tuan, of_changeset(tuan, changeset_of(database, host.uid, 2)))) == [None, None]
    assert str(row(database, "lockdown_point", host.uid, "zone_id")[0]) == area.uid
    assert row(database, "lockdown_zone", area.uid, "removed") == (False,)
