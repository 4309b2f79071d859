"""A table for spreadsheets: whatever was typed, no cell begins a formula, however the file is read."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.safe_csv import ENCODING, safe_cell, write_table

BLANKS = " \t\r\n\u00a0\u200b\ufeff"
BEGINS = "=+-@\uff1d\uff0b\uff0d\uff20"
typed = st.text(st.sampled_from("=+-@＝＋－＠ \t\r\n;|,\"'\u00a0\u200b\ufeffabđ1\x00\x1b"), max_size=20)


def written(*rows: tuple[object, ...]) -> str:
    stream = io.StringIO()
    write_table(stream, ("Tên", "Lý do"), rows)
    return stream.getvalue()


def begins_formula(cell: str) -> bool:
    """As a careless spreadsheet sees it: blanks before do not count."""
    return cell.lstrip(BLANKS)[:1] in tuple(BEGINS)


@pytest.mark.parametrize(
    "attack",
    ["=1+1", "+84 238", "-2+3", "@SUM(A1)", "＝1+1", " =cmd|' /C calc'!A0", "\t=1", "\r=1", "\ufeff=1", "\u200b@x", '=HYPERLINK("http://x","y")', "=\n1"],
)
def test_what_would_be_a_formula_becomes_text(attack: str) -> None:
    cell = safe_cell(attack)
    assert not begins_formula(cell) and cell.lstrip(BLANKS).startswith("'")


@pytest.mark.parametrize("harmless", ["Nhà thuốc Hồng Ngọc", "0238 3844 528", "Ngõ 12 - đường Quang Trung", "a=b", "x@y.vn", "'đã trích'", ""])
def test_ordinary_words_stay_as_they_are(harmless: str) -> None:
    assert safe_cell(harmless) == harmless


def test_numbers_days_and_moments_are_what_a_spreadsheet_can_sort() -> None:
    moment = datetime(2021, 9, 1, 17, 30, 5, tzinfo=timezone.utc)
    assert [safe_cell(each) for each in (-3, 2.5, -0.25, True, None, date(2021, 9, 1), moment)] == [
        "-3", "2.5", "-0.25", "1", "", "2021-09-01", "2021-09-02 00:30:05",
    ]  # fmt: skip


def test_the_table_comes_back_as_it_went_in() -> None:
    rows = [("Nhà thuốc «A»", "hai\ndòng"), ('ba "nháy"', "a;b,c")]
    text = written(*rows)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["Tên", "Lý do"], *map(list, rows)]
    assert text.count("\r\n") == 3


def test_excel_knows_the_file_for_unicode() -> None:
    assert "Tên".encode(ENCODING).startswith(b"\xef\xbb\xbf")


@given(st.lists(st.tuples(typed, typed), max_size=4))
def test_nothing_typed_becomes_a_formula_for_a_reader_of_commas(rows: list[tuple[str, str]]) -> None:
    for row in csv.reader(io.StringIO(written(*rows), newline="")):
        assert not any(begins_formula(cell) for cell in row)


@given(st.lists(st.tuples(typed, typed), max_size=4), st.sampled_from(";\t|"))
def test_nor_for_a_machine_whose_list_separator_is_another_one(rows: list[tuple[str, str]], separator: str) -> None:
    """The careless reader: cut at line ends and separators, quotes or not."""
    for line in written(*rows).splitlines():
        assert not any(begins_formula(cell.strip('"')) for cell in line.split(separator))


def test_characters_that_cannot_be_seen_do_no_harm() -> None:
    assert safe_cell("a\x00b\x1b[31mc\x85d") == "a b [31mc d"


def test_the_number_of_rows_is_told() -> None:
    assert write_table(io.StringIO(), ("a",), iter([("1",), ("2",)])) == 2
