"""What is wrong with a row while it is typed: judged as it would be stored, gravest first, in the order of the form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue, Layer, Strength, load_catalogue
from ncovy_qgis.core.faults import Fault, faults, gravest
from tests.core.cases import NOW
from tests.core.quick import quick

LAYERS = load_catalogue().layers


@pytest.fixture(scope="module")
def zone(catalogue: Catalogue) -> Layer:
    return catalogue.layer("lockdown_zone")


def strengths(layer: Layer, row: dict[str, Any], name: str) -> list[Strength]:
    return [fault.strength for fault in faults(layer, row, NOW) if fault.field == name]


def test_an_empty_row_lacks_what_submission_needs_and_nothing_blocks_it(zone: Layer) -> None:
    found = faults(zone, {}, NOW)
    assert {fault.strength for fault in found} == {Strength.SUBMIT}
    assert {"name", "measure", "extent", "boundary_text", "source_org"} <= {fault.field for fault in found}


def test_faults_come_in_the_order_of_the_form(zone: Layer) -> None:
    names = [fault.field for fault in faults(zone, {}, NOW)]
    assert names == sorted(names, key=[field.name for field in zone.fields].index)


@pytest.mark.parametrize(("name", "typed"), [
    ("supply_phone", "+84 966 641 414"),
    ("decision_no", "Số: 3088/qd-ubnd ngày 22/8/2021"),
    ("decision_no", "   "),
    ("name", "  Khối   5 "),
])  # fmt: skip
def test_a_row_is_judged_as_it_would_be_stored(zone: Layer, name: str, typed: str) -> None:
    assert Strength.SAVE not in strengths(zone, {name: typed}, name)


def test_a_wrong_value_blocks_and_says_how_it_should_be(zone: Layer) -> None:
    (fault,) = [fault for fault in faults(zone, {"supply_phone": "gọi chị Lan"}, NOW) if fault.field == "supply_phone"]
    assert fault.strength is Strength.SAVE
    assert "phải có dạng" in fault.text.vi
    assert fault.text.en


def test_rules_of_two_fields_are_judged_together(zone: Layer) -> None:
    row = {"active_from": NOW, "active_to": NOW - timedelta(days=1)}
    assert Strength.SAVE in strengths(zone, row, "active_to")
    assert Strength.SAVE not in strengths(zone, {**row, "active_to": NOW + timedelta(days=1)}, "active_to")


def test_a_condition_makes_a_field_wanted(zone: Layer) -> None:
    assert strengths(zone, {"status": "active"}, "decision_no") == [Strength.SUBMIT]
    assert strengths(zone, {"status": "planned"}, "decision_no") == []


def test_the_gravest_of_a_field_comes_first(zone: Layer) -> None:
    order = list(Strength)
    for layer in LAYERS:
        found = faults(layer, {"name": "a\x07", "phone": "x", "decision_no": "y"}, NOW)
        for name in {fault.field for fault in found}:
            own = [order.index(fault.strength) for fault in found if fault.field == name]
            assert own == sorted(own)


def test_what_the_server_fills_is_nobodys_fault(zone: Layer) -> None:
    auto = {field.name for field in zone.fields if field.auto}
    assert auto
    assert not auto & {fault.field for fault in faults(zone, dict.fromkeys(auto, "?"), NOW)}


def test_the_gravest_strength_counts() -> None:
    text = LAYERS[0].title
    listed = [Fault("a", Strength.WARN, text), Fault("b", Strength.SUBMIT, text)]
    assert gravest([]) is None
    assert gravest(listed) is Strength.SUBMIT
    assert gravest([*listed, Fault("c", Strength.SAVE, text)]) is Strength.SAVE


@quick
@given(text=st.text(max_size=40), number=st.integers() | st.floats(allow_nan=False), at=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_whatever_is_typed_can_be_judged(text: str, number: float, at: datetime) -> None:
    given_values = {"text": text, "list": text, "lists": [text], "integer": number, "number": number, "boolean": True,
                    "date": at.date(), "datetime": at.replace(tzinfo=NOW.tzinfo), "reference": None}  # fmt: skip
    for layer in LAYERS:
        row = {field.name: given_values[field.type] for field in layer.fields}
        assert all(fault.text.vi and layer.has(fault.field) for fault in faults(layer, row, NOW))
