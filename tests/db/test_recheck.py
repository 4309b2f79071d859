"""Judging part of the province: one's own areas, some features, what a save touched, spellings; and telling how far it is."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.db.changes import Change, Update
from ncovy_qgis.db.checks import Finding, check
from ncovy_qgis.db.neighbours import neighbours, recheck
from tests.db.desk import QUYNH_LUU, VINH, pharmacy, point, square, store, zone
from tests.db.features import add
from tests.db.features import point as at
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


def known(findings: tuple[Finding, ...]) -> set[tuple[str, str, str | None]]:
    return {(finding.uid, finding.code, finding.other) for finding in findings}


def test_ones_own_area_is_judged_alone(database: Database, catalogue: Catalogue) -> None:
    here, there = pharmacy(VINH, gpp_expiry="2021-01-01"), pharmacy(QUYNH_LUU, gpp_expiry="2021-01-01")
    store(database, "lan", here)
    store(database, "hoa", there)
    for person, expected in {"lan": {here.uid}, "hoa": {there.uid}, "tuan": {here.uid, there.uid}, "vy": set()}.items():
        with closing(database.connect(person)) as connection:
            assert {finding.uid for finding in check(connection, catalogue, mine=True)} == expected, person
            assert {finding.uid for finding in check(connection, catalogue)} == {here.uid, there.uid}


def test_an_area_that_has_ended_is_nobodys(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    store(database, "lan", pharmacy(VINH, gpp_expiry="2021-01-01"))
    database.run("SELECT ncovy_app.revoke_area('lan', '412', 2021::smallint)")
    assert check(lan, catalogue, mine=True) == ()


def test_a_neighbour_outside_the_area_is_still_a_neighbour(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    """Areas limit whose findings are listed, not what they are compared with."""
    database.run("SELECT ncovy_app.revoke_area('minh', '412', 2021::smallint)")
    store(database, "lan", pharmacy(VINH), pharmacy((VINH[0] + 0.00008, VINH[1])))
    assert {finding.code for finding in check(lan, catalogue, mine=True)} == {"crowded"}
    with closing(database.connect("minh")) as minh:
        assert check(minh, catalogue, mine=True) == ()


def test_some_features_are_judged_against_all(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    first, second, third = pharmacy(VINH), pharmacy((VINH[0] + 0.00008, VINH[1])), pharmacy((VINH[0] + 0.01, VINH[1]), gpp_expiry="2021-01-01")
    store(database, "lan", first, second, third)
    assert known(check(lan, catalogue, only=[first.uid])) == {(first.uid, "crowded", second.uid)}
    assert check(lan, catalogue, only=[]) == ()
    everything = known(check(lan, catalogue))
    assert {found for each in (first, second, third) for found in known(check(lan, catalogue, only=[each.uid]))} == everything


def test_findings_know_the_row_its_place_and_the_other(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    first, second = pharmacy(VINH), pharmacy((VINH[0] + 0.00008, VINH[1]))
    store(database, "lan", first, second)
    (finding,) = check(lan, catalogue, only=[first.uid])
    ((number,),) = database.run("SELECT id FROM ncovy.pharmacy WHERE uid = %s", (first.uid,))
    assert (finding.id, finding.row_version, finding.commune, finding.district) == (number, 1, "Phường Hà Huy Tập", "Thành phố Vinh")
    assert finding.heading.vi.endswith("rồi.") and str(second.values["name"]) in finding.text.vi
    store(database, "lan", zone())
    assert {round(each.size, 4) for each in check(lan, catalogue, ["lockdown_zone"])} <= {0.002}


def test_each_step_is_told_before_it_is_taken_and_may_be_the_last(lan: Connection, catalogue: Catalogue) -> None:
    steps: list[tuple[int, int, str]] = []
    check(lan, catalogue, progress=lambda done, of, title: steps.append((done, of, title.vi)))
    assert [done for done, _, _ in steps] == list(range(len(steps)))
    assert {of for _, of, _ in steps} == {len(steps)}
    assert {layer.title.vi for layer in catalogue.layers} < {title for _, _, title in steps}

    def stop(done: int, of: int, title: Text) -> None:
        if done == 3:
            raise KeyError("enough")

    with pytest.raises(KeyError):
        check(lan, catalogue, progress=stop)


def test_a_spelling_is_a_note_and_only_where_it_is_asked_for(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    item = pharmacy(VINH, phone="0238 3844 528", opening_hours="7h30 - 17h00")
    store(database, "lan", item, pharmacy((VINH[0] + 0.01, VINH[1]), phone="02383844528; 115", opening_hours="Mo-Su 07:30-17:00"))
    assert check(lan, catalogue) == ()
    notes = check(lan, catalogue, notes=True)
    assert {(note.uid, note.field, note.code, note.severity) for note in notes} == {
        (item.uid, "phone", "phone__stored_form", "note"),
        (item.uid, "opening_hours", "opening_hours__stored_form", "note"),
    }


# --- after a save -------------------------------------------------------------------------------------------------------


def follow(database: Database, lan: Connection, catalogue: Catalogue, *changes: Change) -> None:
    """A list kept right by rechecks is what a whole pass would find."""
    before = check(lan, catalogue, notes=True)
    lan.rollback()
    store(database, "lan", *changes)
    touched = {change.layer: [each.uid for each in changes if each.layer == change.layer] for change in changes}
    changed = {change.uid for change in changes}
    answer = recheck(lan, catalogue, touched, [finding.uid for finding in before if finding.other in changed], notes=True)
    kept = tuple(finding for finding in before if finding.uid not in answer.uids)
    whole = check(lan, catalogue, notes=True)
    assert known(kept + answer.findings) == known(whole)
    lan.rollback()


def test_a_list_kept_by_rechecks_is_what_a_whole_pass_finds(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    first, second, far = pharmacy(VINH), pharmacy((VINH[0] + 0.00008, VINH[1])), pharmacy((VINH[0] + 0.01, VINH[1] - 0.004), gpp_expiry="2021-01-01")
    follow(database, lan, catalogue, first, far)
    follow(database, lan, catalogue, second)
    follow(database, lan, catalogue, Update("pharmacy", second.uid, 1, {}, point((VINH[0] + 0.005, VINH[1]))))
    follow(database, lan, catalogue, Update("pharmacy", second.uid, 2, {"name": first.values["name"]}, point(VINH)))
    follow(database, lan, catalogue, Update("pharmacy", first.uid, 1, {"name": "Tên khác hẳn"}))


def test_a_post_that_leaves_and_comes_back_is_noticed_by_its_zone(database: Database, lan: Connection, catalogue: Catalogue) -> None:
    ring = zone(VINH, status="active", active_from="2021-09-01T00:00+07")
    with closing(database.admin()) as admin, admin:
        post = add(admin, "control_checkpoint", "Chốt", f"POINT({VINH[0]} {VINH[1]})", active_from="2021-09-01T00:00+07")
    follow(database, lan, catalogue, ring)
    assert "zone_unguarded" not in {finding.code for finding in check(lan, catalogue)}
    follow(database, lan, catalogue, Update("control_checkpoint", post, 1, {}, point((VINH[0] + 0.02, VINH[1]))))
    assert "zone_unguarded" in {finding.code for finding in check(lan, catalogue)}
    follow(database, lan, catalogue, Update("control_checkpoint", post, 2, {}, point(VINH)))
    follow(database, lan, catalogue, Update("lockdown_zone", ring.uid, 1, {}, square((VINH[0] + 0.02, VINH[1]))))


def test_what_refers_to_a_feature_is_its_neighbour_however_far(connection: Connection, catalogue: Catalogue) -> None:
    post = add(connection, "control_checkpoint", "Chốt", at())
    block = add(connection, "road_block", "Rào", at(-9_000), alt_checkpoint_id=post)
    far = add(connection, "road_block", "Rào xa", at(0, 12_000), alt_checkpoint_id=add(connection, "control_checkpoint", "Chốt khác", at(0, 9_000)))
    found = neighbours(connection, catalogue, {"control_checkpoint": [post]})
    assert block in found and far not in found


def test_nothing_touched_has_no_neighbours(connection: Connection, catalogue: Catalogue) -> None:
    assert neighbours(connection, catalogue, {}) == set()
    assert neighbours(connection, catalogue, {"pharmacy": [], "no_such_layer": ["00000000-0000-4000-8000-00000000000a"]}) == set()
    assert recheck(connection, catalogue, {}).findings == ()
