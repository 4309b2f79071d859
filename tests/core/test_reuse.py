"""Values offered again: what several features share, never a person, never what belongs to one place."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.core.reuse import LIMIT, dump, load, remember, reusable
from tests.core.quick import quick

CATALOGUE = load_catalogue()
BLOCK = CATALOGUE.layer("road_block")
VIETNAM = timezone(timedelta(hours=7))


@pytest.mark.parametrize("layer", CATALOGUE.layers, ids=lambda layer: layer.name)
def test_no_personal_data_and_nothing_the_server_fills_is_ever_kept(layer: object) -> None:
    kept = reusable(layer)  # type: ignore[arg-type]
    assert kept
    for field in kept:
        assert field.private != "never"
        assert not field.auto
        assert not field.rules_of("no_personal_data")
    names = {field.name for field in kept}
    assert not names & {"contact_name", "contact_phone", "note_internal", "pharmacist", "case_count", "name", "address", "commune_code", "staff_count"}


def test_a_decision_and_who_manages_are_kept() -> None:
    assert {"decision_no", "decision_date", "decision_authority", "active_from", "managed_by", "pass_rule", "manned", "source_org"} <= {
        field.name for field in reusable(BLOCK)
    }


def test_the_newest_value_comes_first_and_each_once() -> None:
    values = remember(remember(remember((), "UBND xã"), "UBND phường "), "UBND xã")
    assert values == ("UBND xã", "UBND phường")
    assert [remember(values, nothing) for nothing in (None, "", "  ", [], "x" * 201)] == [values] * 5
    assert remember((), False) == (False,)


@quick
@given(st.lists(st.text(max_size=12), max_size=20))
def test_never_more_than_a_few_are_kept(typed: list[str]) -> None:
    values: tuple[str, ...] = ()
    for each in typed:
        values = remember(values, each)
    assert len(values) <= LIMIT
    assert len(set(values)) == len(values)


def test_values_survive_being_stored_in_their_types() -> None:
    values = {
        "decision_no": ("3088/QĐ-UBND",), "decision_date": (date(2021, 8, 21),), "manned": (False, True),
        "active_from": (datetime(2021, 8, 22, tzinfo=VIETNAM),), "pass_rule": ("none",),
    }  # fmt: skip
    assert load(dump(values), BLOCK) == values


def test_what_was_stored_of_a_field_that_may_not_be_kept_is_not_read() -> None:
    text = '{"contact_name": ["Lan"], "gone": [1], "decision_date": ["hôm nay"], "manned": ["true"], "managed_by": [5, "UBND xã"]}'
    assert load(text, BLOCK) == {"managed_by": ("UBND xã",)}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"managed_by": 5}'])
def test_a_damaged_memory_is_no_memory(text: str) -> None:
    assert load(text, BLOCK) == {}
