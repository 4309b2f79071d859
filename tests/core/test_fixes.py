"""Certain fixes: what is mended holds afterwards, a second time changes nothing, and what is not certain is left alone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Layer, load_catalogue
from ncovy_qgis.core.fixes import STORED, certain_fix, may_be_certain, spelled
from ncovy_qgis.core.normalise import normalise_value
from tests.core.quick import quick

CATALOGUE = load_catalogue()
NOW = datetime(2021, 9, 17, 18, tzinfo=timezone(timedelta(hours=7)))
ZONE_A, ZONE_B = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"
SPELLED = [(layer, field.name) for layer in CATALOGUE.layers for field in spelled(layer)]
HIDDEN = [(layer, rule.field) for layer in CATALOGUE.layers for rule in layer.rules if rule.kind == "only_when"]
PHONES = ["0238 3844 528", "+84 966 641 414", "(0238).3844.528 hoặc 115", "02383844528; 115", "1900 9095", "gọi chị Lan"]
HOURS = ["7h30 - 17h00", "24/24", "T2-T6: 8h-11h; 14h-16h30", "Mo-Fr 07:00-21:00", "24/7", "sáng"]
DECISIONS = ["3088/QD-UBND", "Số: 3088/qđ-ubnd ngày 22/8/2021", "12/CT-UBND", "0012/QĐ-UBND"]
ROADS = ["QL 1A", "quốc lộ 7", "QL48", "đt 534", "ĐT.534", "đường Lê Lợi", ""]
WRITTEN = st.sampled_from([*PHONES, *HOURS, *DECISIONS, *ROADS])
LIKE_STORED = st.one_of(*(st.from_regex(pattern) for pattern in STORED.values()))


def named(values: list[tuple[Layer, str]]) -> object:
    return pytest.mark.parametrize(("layer", "field"), values, ids=[f"{layer.name}.{field}" for layer, field in values])


@quick
@given(place=st.sampled_from(SPELLED), value=st.one_of(WRITTEN, st.text(max_size=20), st.none()))
def test_a_spelling_that_is_fixed_is_the_stored_one_and_stays_it(place: tuple[Layer, str], value: str | None) -> None:
    layer, name = place
    row = {name: value}
    fix = certain_fix(layer, row, f"{name}__stored_form")
    mended = {**row, **fix}
    assert mended[name] == normalise_value(layer.field(name), mended[name])
    assert certain_fix(layer, mended, f"{name}__stored_form") == {}
    assert set(fix) <= {name}


@quick
@given(kind=st.sampled_from(sorted(STORED)), value=st.one_of(WRITTEN, LIKE_STORED))
def test_what_postgresql_takes_for_stored_needs_no_fix(kind: str, value: str) -> None:
    """Else a note would be missed: the pattern only saves Python the trouble."""
    layer, field = next((layer, field) for layer in CATALOGUE.layers for field in spelled(layer) if field.normalise == kind)
    if re.match(STORED[kind], value) and not value.endswith("\n"):
        assert certain_fix(layer, {field.name: value}, f"{field.name}__stored_form") == {}


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("phone", "0238 3844 528", "02383844528"),
        ("opening_hours", "24/24", "24/7"),
        ("decision_no", "3088/QD-UBND", "3088/QĐ-UBND"),
        ("road_name", "quốc lộ 1a", "QL1A"),
    ],
)
def test_people_write_in_many_ways(field: str, value: str, stored: str) -> None:
    layer = CATALOGUE.layer("control_checkpoint")
    assert certain_fix(layer, {field: value}, f"{field}__stored_form") == {field: stored}


@named(HIDDEN)
def test_a_value_the_form_hides_is_emptied_and_the_rule_holds(layer: Layer, field: str) -> None:
    (rule,) = layer.field(field).rules_of("only_when")
    row: dict[str, object] = {field: "x"}
    assert not rule.holds(row, NOW)
    fix = certain_fix(layer, row, rule.name)
    assert fix == {field: None}
    assert rule.holds({**row, **fix}, NOW)
    assert certain_fix(layer, {**row, **fix}, rule.name) == {}
    assert may_be_certain(layer, rule.name)


@named(HIDDEN)
def test_a_value_the_form_shows_is_never_emptied(layer: Layer, field: str) -> None:
    (rule,) = layer.field(field).rules_of("only_when")
    shown = {name: allowed[0] for name, allowed in rule.check.condition.terms}
    assert certain_fix(layer, {field: "x", **shown}, rule.name) == {}


def test_a_point_in_one_zone_alone_belongs_to_it() -> None:
    layer = CATALOGUE.layer("lockdown_point")
    assert certain_fix(layer, {"zone_id": None}, "point_unlinked", [ZONE_A]) == {"zone_id": ZONE_A}
    assert certain_fix(layer, {"zone_id": ZONE_A}, "point_unlinked", [ZONE_A]) == {}
    assert certain_fix(layer, {"zone_id": ZONE_B}, "point_unlinked", [ZONE_A]) == {}


@pytest.mark.parametrize("others", [[], [ZONE_A, ZONE_B]])
def test_a_point_in_two_zones_or_none_is_left_to_a_person(others: list[str]) -> None:
    layer = CATALOGUE.layer("lockdown_point")
    assert certain_fix(layer, {}, "point_unlinked", others) == {}
    assert not may_be_certain(layer, "point_unlinked", others)


BY_RULE = {rule.name for layer in CATALOGUE.layers for rule in layer.rules if rule.kind != "only_when"}
UNCERTAIN = sorted(BY_RULE | {"duplicate", "crowded", "zone_overlap", "broken_reference"})


@pytest.mark.parametrize("code", UNCERTAIN)
def test_nothing_else_is_certain(code: str) -> None:
    for layer in CATALOGUE.layers:
        row = {field.name: "x" for field in layer.fields}
        assert certain_fix(layer, row, code, [ZONE_A]) == {}
        assert not may_be_certain(layer, code, [ZONE_A])


def test_a_field_that_is_not_there_has_no_fix() -> None:
    assert certain_fix(CATALOGUE.layer("pharmacy"), {}, "no_such_field__stored_form") == {}
    assert not may_be_certain(CATALOGUE.layer("pharmacy"), "zone_id__stored_form")
