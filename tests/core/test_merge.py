"""Merging a row three ways: nothing one-sided is lost, nothing contested is decided by itself, both sides are treated alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue, Layer, load_catalogue
from ncovy_qgis.core.diff import same_value
from ncovy_qgis.core.merge import GEOMETRY, REMOVED, Cell, Choice, Image, Merge, Pick, State, broken, edited, keep, merge, take_mine, take_theirs
from tests.core.quick import quick

LAYER = load_catalogue().layer("testing_site")
MORNING = datetime(2021, 9, 17, 1, 30, tzinfo=timezone.utc)
POOLS: dict[str, tuple[Any, ...]] = {
    "name": ("Trạm y tế Lê Mao", "Trạm y tế phường Lê Mao", "Trạm Lê Mao"),
    "phone": (None, "", "0238 3844 528", "115"),
    "capacity_per_day": (None, 100, 100.0, 200),
    "active_from": (None, MORNING, "2021-09-17T08:30:00+07:00", "2021-09-18T08:30:00+07:00"),
    "methods": (None, [], ["rt_pcr"], ["rt_pcr", "rapid_antigen"], ["rapid_antigen", "rt_pcr"]),
    "is_mobile": (None, True, False),
}
ROWS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in POOLS.items()})
IMAGES = st.builds(Image, ROWS, st.sampled_from([b"here", b"there", b"elsewhere"]), st.booleans())
STAYING = IMAGES.map(lambda image: replace(image, removed=False))
REMOVING = {REMOVED: Choice(Pick.MINE)}


def same(one: Image, other: Image, layer: Layer = LAYER) -> bool:
    fields = all(same_value(layer.field(name), one.values.get(name), other.values.get(name)) for name in POOLS)
    return fields and one.wkb == other.wkb and one.removed == other.removed


def cells(found: Merge) -> dict[str, State]:
    return {cell.name: cell.state for cell in found.cells if cell.state is not State.SAME}


def image(**values: Any) -> Image:
    return Image({"name": "Trạm y tế Lê Mao", "phone": "115", **values}, b"here")


@quick
@given(IMAGES, IMAGES)
def test_who_changed_nothing_gets_what_the_other_made(base: Image, other: Image) -> None:
    for found in (merge(LAYER, base, other, base), merge(LAYER, base, base, other)):
        assert not found.undecided({})
        assert same(found.result({}), other)


@quick
@given(IMAGES, IMAGES)
def test_two_who_made_the_same_agree(base: Image, both: Image) -> None:
    found = merge(LAYER, base, both, both)
    assert not found.contested
    assert same(found.result({}), both)


@quick
@given(IMAGES, IMAGES, IMAGES)
def test_sides_are_treated_alike(base: Image, one: Image, other: Image) -> None:
    found, mirrored = merge(LAYER, base, one, other), merge(LAYER, base, other, one)
    assert found.contested == mirrored.contested
    if not found.contested:
        assert same(found.result({}), mirrored.result({}))


@quick
@given(STAYING, STAYING, STAYING)
def test_a_change_of_one_side_is_never_lost(base: Image, theirs: Image, mine: Image) -> None:
    found = merge(LAYER, base, theirs, mine)
    merged = found.result({})
    for cell in found.cells:
        value = merged.wkb if cell.name == GEOMETRY else merged.removed if cell.name == REMOVED else merged.values[cell.name]
        changed_by_them, changed_by_me = (not found.same(cell.name, cell.base, side) for side in (cell.theirs, cell.mine))
        if changed_by_them and not changed_by_me:
            assert found.same(cell.name, value, cell.theirs)
        if changed_by_me and not changed_by_them:
            assert found.same(cell.name, value, cell.mine)
        if changed_by_me and changed_by_them and not found.same(cell.name, cell.theirs, cell.mine):
            assert cell.name in found.undecided({})


@quick
@given(IMAGES, IMAGES, IMAGES)
def test_all_theirs_is_what_is_stored_and_all_mine_holds_every_change_of_mine(base: Image, theirs: Image, mine: Image) -> None:
    found = merge(LAYER, base, theirs, mine)
    assert same(found.result(take_theirs(found)), theirs)
    assert not found.undecided(take_theirs(found)) and not found.undecided(take_mine(found))
    merged = found.result(take_mine(found))
    for cell in found.cells:
        if cell.name in POOLS and cell.state in (State.MINE, State.CONFLICT):
            assert found.same(cell.name, merged.values[cell.name], cell.mine)


@quick
@given(STAYING, STAYING, STAYING)
def test_merging_again_after_saving_the_result_changes_nothing(base: Image, theirs: Image, mine: Image) -> None:
    found = merge(LAYER, base, theirs, mine)
    resolved = found.result(take_mine(found))
    assert same(merge(LAYER, theirs, theirs, resolved).result({}), resolved)


@quick
@given(IMAGES, IMAGES, IMAGES)
def test_without_a_base_every_difference_is_a_persons_to_decide(base: Image, theirs: Image, mine: Image) -> None:
    found = merge(LAYER, None, replace(theirs, removed=False), replace(mine, removed=False))
    for cell in found.cells:
        assert cell.state in (State.SAME, State.CONFLICT)
        assert (cell.state is State.SAME) == found.same(cell.name, cell.theirs, cell.mine)


def test_changes_of_different_fields_are_merged_by_themselves() -> None:
    found = merge(LAYER, image(), image(phone="113"), image(name="Trạm Lê Mao"))
    assert cells(found) == {"phone": State.THEIRS, "name": State.MINE}
    assert found.result({}).values["phone"] == "113"
    assert found.result({}).values["name"] == "Trạm Lê Mao"


def test_geometry_is_merged_like_a_field() -> None:
    moved = replace(image(), wkb=b"there")
    assert cells(merge(LAYER, image(), moved, image(phone="113"))) == {GEOMETRY: State.THEIRS, "phone": State.MINE}
    both = merge(LAYER, image(), moved, replace(image(), wkb=b"elsewhere"))
    assert both.contested == (GEOMETRY,)
    assert both.result({GEOMETRY: Choice(Pick.BASE)}).wkb == b"here"


@pytest.mark.parametrize(("pick", "phone"), [(Pick.THEIRS, "113"), (Pick.MINE, "114"), (Pick.BASE, "115"), (Pick.TYPED, "116")])
def test_a_contested_cell_takes_what_the_person_says(pick: Pick, phone: str) -> None:
    found = merge(LAYER, image(), image(phone="113"), image(phone="114"))
    assert found.undecided({}) == ("phone",)
    choices = {"phone": Choice(pick, "116" if pick is Pick.TYPED else None)}
    assert not found.undecided(choices)
    assert found.result(choices).values["phone"] == phone


def test_a_decision_may_also_overrule_what_merged_by_itself() -> None:
    found = merge(LAYER, image(), image(phone="113"), image(name="Trạm Lê Mao"))
    choices = {"phone": Choice(Pick.BASE), "name": Choice(Pick.THEIRS)}
    assert found.result(choices).values["phone"] == "115"
    assert found.result(choices).values["name"] == "Trạm y tế Lê Mao"


@pytest.mark.parametrize("mine_goes", [True, False])
def test_taking_away_against_changing_is_a_persons_to_decide(mine_goes: bool) -> None:
    gone, changed = replace(image(), removed=True), image(phone="113")
    theirs, mine = (changed, gone) if mine_goes else (gone, changed)
    found = merge(LAYER, image(), theirs, mine)
    assert found.undecided({}) == (REMOVED,)
    assert found.result({REMOVED: Choice(Pick.MINE)}).removed is mine_goes
    assert found.result({REMOVED: Choice(Pick.THEIRS)}).removed is not mine_goes


def test_a_feature_that_goes_needs_no_decision_about_its_fields() -> None:
    theirs, mine = replace(image(phone="113"), removed=True), image(phone="114")
    found = merge(LAYER, image(), theirs, mine)
    assert found.undecided({REMOVED: Choice(Pick.THEIRS)}) == ()
    assert found.undecided({REMOVED: Choice(Pick.MINE)}) == ("phone",)


def test_both_took_it_away_or_one_did_to_what_nobody_changed() -> None:
    gone = replace(image(), removed=True)
    assert cells(merge(LAYER, image(), gone, gone)) == {REMOVED: State.BOTH}
    assert cells(merge(LAYER, image(), image(), gone)) == {REMOVED: State.MINE}
    assert merge(LAYER, image(), image(), gone).result({}).removed


def test_what_the_server_fills_is_nobodys_to_merge() -> None:
    found = merge(LAYER, image(district_code="412"), image(district_code="421"), image(district_code="412", phone="113"))
    assert "district_code" not in {cell.name for cell in found.cells}
    assert found.result({}).values["district_code"] == "421"


def test_edits_lie_over_the_image_they_were_made_on() -> None:
    made = edited(image(), {"phone": None})
    assert (made.values["phone"], made.values["name"], made.wkb, made.removed) == (None, "Trạm y tế Lê Mao", b"here", False)
    assert edited(image(), {}, b"there").wkb == b"there"
    assert edited(image(), {}, removed=True).removed


def test_decisions_on_cells_that_moved_on_are_dropped_and_the_others_kept() -> None:
    base, mine = image(hamlet="Khối 1"), image(phone="114", name="Trạm Lê Mao", hamlet="Khối 3")
    old = merge(LAYER, base, image(phone="113", name="Trạm A", hamlet="Khối 1"), mine)
    choices = {"phone": Choice(Pick.TYPED, "116"), "name": Choice(Pick.MINE), "hamlet": Choice(Pick.THEIRS)}
    new = merge(LAYER, base, image(phone="113", name="Trạm B", hamlet="Khối 1"), mine)
    assert keep(old, choices, new) == {"phone": Choice(Pick.TYPED, "116"), "hamlet": Choice(Pick.THEIRS)}


def test_cells_come_in_the_order_of_the_form_after_removal_and_geometry(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        names = [cell.name for cell in merge(layer, Image(), Image(), Image()).cells]
        assert names == [REMOVED, GEOMETRY, *(field.name for field in layer.fields if not field.auto)]


def test_an_undecided_cell_shows_what_is_stored() -> None:
    assert Cell("phone", "1", "2", "3", State.CONFLICT).result({}) == "2"


def test_rules_of_storing_are_asked_of_the_merged_row_and_of_none_that_goes() -> None:
    zone = load_catalogue().layer("lockdown_zone")
    row = Image({"name": "Khối 3", "households": 40, "population": 50, "status": "planned"}, b"here")
    found = merge(zone, row, edited(row, {"population": 45}), edited(row, {"households": 48}))
    assert not found.contested
    nonsense = found.result({})
    assert [(rule.field, rule.kind) for rule in broken(zone, nonsense, MORNING)] == [("population", "at_least")]
    assert not broken(zone, found.result({"households": Choice(Pick.THEIRS)}), MORNING)
    assert not broken(zone, replace(nonsense, removed=True), MORNING)


def test_rules_of_submitting_do_not_keep_a_draft_from_being_merged() -> None:
    assert not broken(LAYER, image(phone=None, site_type=None), MORNING)
    assert {rule.field for rule in broken(LAYER, image(phone="gọi chị Lan"), MORNING)} == {"phone"}


def test_a_removal_of_nobody_knows_what_is_a_persons_to_decide() -> None:
    found = merge(LAYER, None, image(), replace(image(), removed=True))
    assert found.undecided({}) == (REMOVED,)


def test_another_spelling_of_the_same_number_is_no_conflict() -> None:
    found = merge(LAYER, image(), image(phone="0238 3844 528"), image(phone="02383844528"))
    assert cells(found) == {"phone": State.BOTH}
    assert found.result({}).values["phone"] == "0238 3844 528"
