"""Numbers as Vietnamese people type them: read as they are meant, or refused; nothing is guessed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.numbers import NumberError, parse_integer, parse_number, show_number
from ncovy_qgis.core.shown import show_value
from tests.core.quick import quick

READ: dict[object, float] = {
    # a comma is decimal; so is one point, unless it parts three digits
    "19,1755": 19.1755,
    "19.1755": 19.1755,
    "0,5": 0.5,
    "0.500": 0.5,
    "0.270": 0.27,
    "1.27": 1.27,
    "1,270": 1.27,
    "1.2345": 1.2345,
    "1234.567": 1234.567,
    # points, spaces and the English comma part thousands
    "1.270": 1270,
    "1.270,5": 1270.5,
    "1.270,500": 1270.5,
    "1.270.000": 1270000,
    "1.270.000,25": 1270000.25,
    "1,270,000": 1270000,
    "1,270.5": 1270.5,
    "1 270": 1270,
    "1 270 000": 1270000,
    "1 270,5": 1270.5,
    "1\u00a0270": 1270,
    "1\u202f270": 1270,
    "123.456": 123456,
    # signs and zeros
    "-5": -5,
    "−5": -5,
    "- 5": -5,
    "-1.270,5": -1270.5,
    "007": 7,
    "0": 0,
    # units
    "734.000 đ": 734000,
    "734.000đ": 734000,
    "734.000 đồng": 734000,
    "50.000 đồng/ngày": 50000,
    "2.500.000 VNĐ": 2500000,
    "120 giường": 120,
    "1.270 người": 1270,
    "200 mẫu/ngày": 200,
    "1.5 ha": 1.5,
    "24h": 24,
    " 12 ": 12,
    # what is a number already
    12: 12,
    12.5: 12.5,
}
REFUSED: list[object] = [
    "", " ", "abc", "1.2.3", "1,2,3", "1.270.00", "1,27,000", "0.000.000", "1..2", ".5", "5.", "12 34", "1 27 0", "10 20x", "--5", "12-5", "+5", "(5)",
    "1e9", "0x10", "1_000", "1'270", "5 %", "734k", "1,5 triệu", "khoảng 5", "≥5", "NaN", "inf", "٣", "１２",
    float("nan"), float("inf"), None, True, b"5",
]  # fmt: skip
SHOWN = {
    0: "0",
    12.0: "12",
    1270.5: "1.270,5",
    -1270.5: "-1.270,5",
    734000: "734.000",
    1e6: "1.000.000",
    1234567.891: "1.234.567,891",
    0.1 + 0.2: "0,3",
}


def test_numbers_are_read_the_vietnamese_way() -> None:
    assert {typed: parse_number(typed) for typed in READ} == READ


def test_what_is_no_number_or_could_be_two_is_refused() -> None:
    read = []
    for typed in REFUSED:
        with suppress(NumberError):
            read.append((typed, parse_number(typed)))
    assert read == []


def test_the_refusal_repeats_no_more_than_the_start_of_the_text() -> None:
    with pytest.raises(NumberError, match=r"^«x{40}» không phải là số \(not a number\)$"):
        parse_number("x" * 5000)


@pytest.mark.parametrize(("typed", "whole"), [("1.270", 1270), ("12,0", 12), (12.0, 12), ("2.000 giường", 2000)])
def test_a_whole_number_is_whole(typed: object, whole: int) -> None:
    assert parse_integer(typed) == whole
    assert type(parse_integer(typed)) is int


@pytest.mark.parametrize("typed", ["12,5", "19.1755", 12.5, "", True])
def test_a_number_with_decimals_is_no_whole_number(typed: object) -> None:
    with pytest.raises(NumberError):
        parse_integer(typed)


def test_numbers_are_shown_with_points_and_a_comma() -> None:
    assert {number: show_number(number) for number in SHOWN} == SHOWN
    assert [show_number(12, 1), show_number(0.25, 2), show_number(1270, 1), show_number(-0.04, 1), show_number(-0.0)] == ["12,0", "0,25", "1.270,0", "0,0", "0"]


def test_a_number_copied_from_a_form_with_its_unit_is_read_back(catalogue: Catalogue) -> None:
    fields = [field for layer in catalogue.layers for field in layer.fields if field.unit]
    assert len(fields) > 10
    assert {parse_number(show_value(field, 1270, catalogue).vi) for field in fields} == {1270}


@quick
@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9).map(lambda n: n / 100))
def test_a_shown_number_is_read_back(whole: int, decimal: float) -> None:
    assert parse_number(show_number(whole)) == whole
    # 1,234 is written with three decimals: its comma is decimal all the same
    assert parse_number(show_number(decimal)) == pytest.approx(decimal)


@quick
@given(st.text(max_size=40) | st.text("0123456789.,- đkm", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(NumberError):
        assert parse_number(text) == parse_number(parse_number(text))
