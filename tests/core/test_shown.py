"""Differences, previews and the public view speak the language of the form, and tell no more than may be told."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.diff import differences, moved_metres, same_value
from ncovy_qgis.core.projection import GRID_DEGREES, public_position, public_row, shows_at
from ncovy_qgis.core.review import ACTIONS, LABELS, ReviewState, allowed, next_state
from ncovy_qgis.core.shown import show_value
from tests.core.cases import NOW, VIETNAM
from tests.core.quick import quick

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(("layer", "field", "value", "vi", "en"), [
    ("pharmacy", "operating_state", "open", "Đang hoạt động", "Open"),
    ("pharmacy", "operating_state", "unheard_of", "unheard_of", "unheard_of"),
    ("testing_site", "methods", ["rt_pcr", "rapid_antigen"], "RT-PCR mẫu đơn, Test nhanh kháng nguyên", "RT-PCR single, Rapid antigen"),
    ("testing_site", "is_mobile", True, "Có", "Yes"), ("testing_site", "is_mobile", False, "Không", "No"),
    ("testing_site", "price_pcr_vnd", 734000, "734.000 đồng", "734,000"),
    ("testing_site", "opening_hours", "24/7", "24/24", "24/24"),
    ("testing_site", "phone", "02383844528", "0238 3844 528", "0238 3844 528"),
    ("lockdown_zone", "active_from", datetime(2021, 8, 21, 17, tzinfo=timezone.utc), "22/08/2021 00:00", "22/08/2021 00:00"),
    ("lockdown_zone", "active_from", "2021-08-22T00:00:00+07:00", "22/08/2021 00:00", "22/08/2021 00:00"),
    ("lockdown_zone", "decision_date", "2021-08-22", "22/08/2021", "22/08/2021"),
    ("lockdown_zone", "decision_date", date(2021, 8, 22), "22/08/2021", "22/08/2021"),
    ("lockdown_zone", "area_ha", 12.5, "12,5 ha", "12.5"),
    ("lockdown_zone", "decision_date", "spoilt", "spoilt", "spoilt"),
    ("lockdown_zone", "reason", None, "", ""), ("testing_site", "methods", [], "", ""),
])  # fmt: skip
def test_a_value_is_shown_as_people_read_it(layer: str, field: str, value: Any, vi: str, en: str, catalogue: Catalogue) -> None:
    shown = show_value(catalogue.layer(layer).field(field), value, catalogue)
    assert (shown.vi, shown.en) == (vi, en)


def test_a_difference_names_the_field_and_both_values_in_the_order_of_the_form(catalogue: Catalogue) -> None:
    layer = catalogue.layer("quarantine_site")
    old = {"name": "Khách sạn A", "capacity": 100, "status": "planned", "active_from": "2021-08-22T00:00:00+07:00", "audience": ["contacts"]}
    new = {"name": "Khách sạn A", "capacity": 120, "status": "active", "active_from": datetime(2021, 8, 21, 17, tzinfo=timezone.utc), "audience": None}
    changes = differences(layer, old, new, catalogue)
    assert [(change.field, change.label.vi, change.old.vi, change.new.vi) for change in changes] == [
        ("capacity", "Công suất (người)", "100 người", "120 người"),
        ("audience", "Đối tượng", "F1", ""),
        ("status", "Tình trạng", "Dự kiến", "Đang áp dụng"),
    ]


@pytest.mark.parametrize(("field", "old", "new", "same"), [
    ("name", None, "", True), ("name", "a", "b", False), ("methods", ["rt_pcr", "rapid_antigen"], ["rapid_antigen", "rt_pcr"], True),
    ("methods", [], None, True), ("price_pcr_vnd", 100, 100.0, True), ("price_pcr_vnd", 0, None, False), ("is_mobile", False, None, False),
    ("is_mobile", False, False, True), ("decision_date", "2021-08-22", date(2021, 8, 22), True), ("decision_date", "x", "x", True),
    ("active_from", "2021-08-22T00:00:00+07:00", "2021-08-21T17:00:00Z", True),
])  # fmt: skip
def test_two_ways_to_write_one_value_are_no_difference(field: str, old: Any, new: Any, same: bool, catalogue: Catalogue) -> None:
    assert same_value(catalogue.layer("testing_site").field(field), old, new) is same


def test_a_row_does_not_differ_from_itself(catalogue: Catalogue) -> None:
    row = {"name": "x", "methods": ["rt_pcr"], "active_from": NOW}
    assert differences(catalogue.layer("testing_site"), row, dict(row), catalogue) == ()


def test_a_move_is_told_in_metres() -> None:
    assert moved_metres((105.68, 18.68), (105.68, 18.68)) == 0
    assert moved_metres((105.68, 18.68), (105.68, 18.689)) == pytest.approx(1000.8, abs=1)
    assert moved_metres((105.68, 18.68), (105.69, 18.68)) == pytest.approx(1053.4, abs=2)


HOME = {"name": "Nhà trong ngõ", "scope": "household", "households": 1, "population": 19, "address": "12 ngõ 5 Lê Lợi", "case_count": 2,
        "contact_name": "Trần B", "note_internal": "x", "measure": "medical_isolation"}  # fmt: skip


def test_a_home_is_published_without_its_address_its_small_numbers_and_its_exact_place(catalogue: Catalogue) -> None:
    layer = catalogue.layer("lockdown_point")
    public = public_row(layer, HOME)
    assert list(public) == [field.name for field in layer.public_fields]
    assert {name: value for name, value in public.items() if value is not None} == {
        "name": "Nhà trong ngõ", "scope": "household", "measure": "medical_isolation",
    }  # fmt: skip
    lon, lat = public_position(layer, HOME, 105.68123, 18.67987)
    assert (lon, lat) == (105.681, 18.68)


def test_numbers_from_the_threshold_up_and_other_addresses_are_published(catalogue: Catalogue) -> None:
    layer = catalogue.layer("lockdown_point")
    row = {**HOME, "scope": "alley", "households": 5, "population": 20}
    public = public_row(layer, row)
    assert (public["households"], public["population"], public["address"]) == (5, 20, "12 ngõ 5 Lê Lợi")
    assert public_position(layer, row, 105.68123, 18.67987) == (105.68123, 18.67987)


@quick
@given(st.dictionaries(st.sampled_from([f.name for layer in CATALOGUE.layers for f in layer.fields] + ["edited_by", "review_state", "x"]), st.just(99)))
def test_nothing_but_public_fields_ever_passes(row: dict[str, Any]) -> None:
    for layer in CATALOGUE.layers:
        allowed_names = {field.name for field in layer.fields if field.private == "public"}
        assert set(public_row(layer, row)) <= allowed_names


@quick
@given(st.floats(103.87, 105.97), st.floats(18.55, 20))
def test_a_home_is_moved_by_less_than_a_grid_cell_and_always_to_the_same_place(lon: float, lat: float) -> None:
    layer = CATALOGUE.layer("lockdown_point")
    moved = public_position(layer, HOME, lon, lat)
    assert abs(moved[0] - lon) <= GRID_DEGREES / 2 + 1e-6 and abs(moved[1] - lat) <= GRID_DEGREES / 2 + 1e-6
    assert public_position(layer, HOME, *moved) == moved


@pytest.mark.parametrize(("row", "shown"), [
    ({"status": "active"}, True), ({"status": "suspended"}, True), ({"status": "cancelled"}, False), ({"status": None}, False),
    ({"status": "planned"}, False), ({"status": "planned", "decision_no": "3088/QĐ-UBND"}, True),
    ({"status": "lifted"}, False), ({"status": "lifted", "active_to": NOW - timedelta(days=13, hours=23)}, True),
    ({"status": "lifted", "active_to": NOW - timedelta(days=14)}, False), ({"status": "lifted", "active_to": "2021-09-17T10:00:00Z"}, True),
])  # fmt: skip
def test_a_measure_is_on_the_map_while_it_matters(row: dict[str, Any], shown: bool, catalogue: Catalogue) -> None:
    assert shows_at(catalogue.layer("lockdown_zone"), row, NOW) is shown


@pytest.mark.parametrize(("state", "shown"), [("open", True), ("limited", True), ("closed_temporarily", True), ("closed_permanently", False)])
def test_a_facility_is_on_the_map_until_it_closes_for_good(state: str, shown: bool, catalogue: Catalogue) -> None:
    assert shows_at(catalogue.layer("pharmacy"), {"operating_state": state}, NOW) is shown


def test_the_path_of_a_feature_is_draft_submitted_approved_and_any_edit_leads_back() -> None:
    assert next_state("draft", "submit") is ReviewState.SUBMITTED
    assert next_state("submitted", "approve") is ReviewState.APPROVED
    assert next_state("submitted", "return") is ReviewState.RETURNED
    assert next_state("returned", "submit") is ReviewState.SUBMITTED
    assert {next_state(state.value, "edit") for state in ReviewState} == {ReviewState.DRAFT}


@pytest.mark.parametrize(("state", "action"), [("draft", "approve"), ("approved", "approve"), ("returned", "approve"), ("approved", "submit"),
                                               ("submitted", "submit"), ("draft", "return"), ("approved", "return")])  # fmt: skip
def test_no_step_is_skipped(state: str, action: str) -> None:
    assert next_state(state, action) is None


def test_nobody_is_offered_to_approve_their_own_work() -> None:
    assert "approve" in {action.name for action in allowed("submitted")}
    assert "approve" not in {action.name for action in allowed("submitted", own=True)}
    assert all(action.role == "ncovy_supervisor" for action in ACTIONS.values() if action.by_another)


def test_every_state_and_action_has_labels_in_both_languages() -> None:
    assert set(LABELS) == set(ReviewState)
    assert all(text.vi and text.en for text in [*LABELS.values(), *(action.label for action in ACTIONS.values())])


def test_vietnamese_days_are_those_of_plus_seven() -> None:
    assert NOW.utcoffset() == VIETNAM.utcoffset(None) == timedelta(hours=7)
