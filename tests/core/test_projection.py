"""The public view tells no more than may be told, and shows a feature only while it matters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.core.diff import moved_metres
from ncovy_qgis.core.projection import GRID_DEGREES, is_household, public_position, public_row, shows_at
from tests.core.cases import NOW
from tests.core.quick import quick

HOME = {"name": "Nhà trong ngõ", "scope": "household", "households": 1, "population": 19, "address": "12 ngõ 5 Lê Lợi", "case_count": 2,
        "contact_name": "Trần B", "note_internal": "x", "measure": "medical_isolation"}  # fmt: skip


@pytest.fixture(scope="module")
def point(catalogue: Catalogue) -> Layer:
    return catalogue.layer("lockdown_point")


def test_a_home_is_published_without_its_address_its_small_numbers_and_its_exact_place(point: Layer) -> None:
    public = public_row(point, HOME)
    assert list(public) == [field.name for field in point.public_fields]
    assert {name: value for name, value in public.items() if value is not None} == {
        "name": "Nhà trong ngõ", "scope": "household", "measure": "medical_isolation",
    }  # fmt: skip
    assert public_position(point, HOME, 105.68123, 18.67987) == (105.681, 18.68)


@pytest.mark.parametrize(("field", "value", "public"), [
    ("households", 0, None),
    ("households", 4, None),
    ("households", 5, 5),
    ("households", 2000, 2000),
    ("population", 1, None),
    ("population", 19, None),
    ("population", 20, 20),
    ("case_count", 50, "absent"),
    ("contact_name", "Trần B", "absent"),
    ("note_internal", "x", "absent"),
    ("address", "12 ngõ 5 Lê Lợi", "12 ngõ 5 Lê Lợi"),
    ("reason", None, None),
])  # fmt: skip
def test_numbers_are_told_from_their_threshold_up_and_what_is_private_never(field: str, value: Any, public: Any, point: Layer) -> None:
    assert public_row(point, {"scope": "alley", field: value}).get(field, "absent") == public


@pytest.mark.parametrize("stem", ["lockdown_point", "lockdown_zone"])
def test_zones_and_points_have_the_same_thresholds(stem: str, catalogue: Catalogue) -> None:
    row = {"households": 4, "population": 19, "scope": "alley"}
    public = public_row(catalogue.layer(stem), row)
    assert (public["households"], public["population"]) == (None, None)


def test_the_house_number_stays_wherever_it_is_no_home(catalogue: Catalogue) -> None:
    row = {"scope": "alley", "address": "12 Lê Lợi"}
    shown = {layer.name for layer in catalogue.layers if public_row(layer, row)["address"] == "12 Lê Lợi"}
    assert shown == {layer.name for layer in catalogue.layers}


@pytest.mark.parametrize(("stem", "scope", "home"), [
    ("lockdown_point", "household", True),
    ("lockdown_point", "alley", False),
    ("lockdown_point", None, False),
    ("lockdown_zone", "household", False),
    ("pharmacy", "household", False),
])  # fmt: skip
def test_only_a_lockdown_point_can_be_a_home(stem: str, scope: str | None, home: bool, catalogue: Catalogue) -> None:
    layer = catalogue.layer(stem)
    assert is_household(layer, {"scope": scope}) is home
    assert (public_position(layer, {"scope": scope}, 105.68123, 18.67987) == (105.68123, 18.67987)) is not home


@quick
@given(data=st.data())
def test_nothing_but_public_fields_ever_passes(data: st.DataObject, catalogue: Catalogue) -> None:
    names = sorted({field.name for layer in catalogue.layers for field in layer.fields} | {"edited_by", "verified_by", "review_state", "uid", "x"})
    row = data.draw(st.dictionaries(st.sampled_from(names), st.just(99)))
    leaked = {layer.name: set(public_row(layer, row)) - {field.name for field in layer.fields if field.private == "public"} for layer in catalogue.layers}
    assert leaked == {layer.name: set() for layer in catalogue.layers}


@quick
@given(lon=st.floats(103.87, 105.97), lat=st.floats(18.55, 20))
def test_a_home_is_moved_within_its_cell_and_always_to_the_same_place(lon: float, lat: float, point: Layer) -> None:
    moved = public_position(point, HOME, lon, lat)
    assert max(abs(moved[0] - lon), abs(moved[1] - lat)) <= GRID_DEGREES / 2 + 1e-6
    assert public_position(point, HOME, *moved) == moved
    assert moved_metres((lon, lat), moved) < 40


@pytest.mark.parametrize(("row", "shown"), [
    ({"status": "active"}, True),
    ({"status": "suspended"}, True),
    ({"status": "cancelled"}, False),
    ({"status": "unheard_of"}, False),
    ({"status": None}, False),
    ({}, False),
    ({"status": "planned"}, False),
    ({"status": "planned", "decision_no": ""}, False),
    ({"status": "planned", "decision_no": "3088/QĐ-UBND"}, True),
    ({"status": "lifted"}, False),
    ({"status": "lifted", "active_to": NOW}, True),
    ({"status": "lifted", "active_to": NOW + timedelta(hours=3)}, True),
    ({"status": "lifted", "active_to": NOW - timedelta(days=13, hours=23, minutes=59)}, True),
    ({"status": "lifted", "active_to": NOW - timedelta(days=14)}, False),
    ({"status": "lifted", "active_to": "2021-09-17T10:00:00Z"}, True),
    ({"status": "lifted", "active_to": "2021-09-01T00:00:00+07:00"}, False),
    ({"status": "active", "active_to": NOW - timedelta(days=99)}, True),  # in force until somebody lifts it
])  # fmt: skip
def test_a_measure_is_on_the_map_while_it_matters(row: dict[str, Any], shown: bool, catalogue: Catalogue) -> None:
    assert shows_at(catalogue.layer("lockdown_zone"), row, NOW) is shown


@pytest.mark.parametrize(("state", "shown"), [("open", True), ("limited", True), ("closed_temporarily", True), ("closed_permanently", False)])
@pytest.mark.parametrize("stem", ["pharmacy", "medical_facility", "essential_service"])
def test_a_facility_is_on_the_map_until_it_closes_for_good(stem: str, state: str, shown: bool, catalogue: Catalogue) -> None:
    assert shows_at(catalogue.layer(stem), {"operating_state": state}, NOW) is shown
