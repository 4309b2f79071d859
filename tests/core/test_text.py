"""Vietnamese text: the same word in another spelling is found, another commune is not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.text import clean, clean_lines, fold, nfc, sort_key, title_case, tone_key
from tests.core.quick import quick

WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)


def test_decomposed_letters_become_composed() -> None:
    assert clean(unicodedata.normalize("NFD", "Quỳ Châu")) == "Quỳ Châu"


@pytest.mark.parametrize("wrong", ["Ðô Lương", "\u0189ô Lương", "\ufeffĐô\u200b Lương", " Đô\u00a0 Lương\t", "Đô\nLương"])
def test_look_alikes_invisible_letters_and_odd_spaces_are_mended(wrong: str) -> None:
    assert clean(wrong) == "Đô Lương"


def test_lines_stay_lines_where_a_text_has_several() -> None:
    assert clean_lines(" Phía Bắc  giáp sông \r\n\n\n\nphía Nam\u00a0giáp đường ") == "Phía Bắc giáp sông\n\nphía Nam giáp đường"


@pytest.mark.parametrize(("text", "key"), [
    ("Đô Lương", "do luong"), ("QUỲ CHÂU", "quy chau"), ("Nghĩa Đàn – Thái Hoà", "nghia dan - thai hoa"), ("Ðà Nẵng", "da nang"), ("", ""),
])  # fmt: skip
def test_the_search_key_has_no_accents(text: str, key: str) -> None:
    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == key


@pytest.mark.parametrize("pair", [("Hoà Hiếu", "Hòa Hiếu"), ("Thuỷ", "Thủy"), ("khoẻ", "khỏe"), ("quý", "qúy"), ("Thái Hoà", "thái  hòa")])
def test_where_the_tone_mark_stands_does_not_matter(pair: tuple[str, str]) -> None:
    assert tone_key(pair[0]) == tone_key(pair[1])


@pytest.mark.parametrize("pair", [("Châu Bình", "Châu Bính"), ("Nậm Cắn", "Nậm Càn"), ("Nghi Văn", "Nghi Vạn"), ("Đô", "Do"), ("Hung", "Hưng")])
def test_different_communes_stay_different(pair: tuple[str, str]) -> None:
    assert tone_key(pair[0]) != tone_key(pair[1])
    assert fold(pair[0]) == fold(pair[1])


def test_sorting_follows_the_dictionary() -> None:
    assert sorted(["Hụng", "Húng", "Hũng", "Hủng", "Hùng", "Hung"], key=sort_key) == ["Hung", "Hùng", "Hủng", "Hũng", "Húng", "Hụng"]
    assert "".join(sorted("ưyxơvêutđâsrôăqponmlkihgedcba", key=sort_key)) == "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    assert sorted(["Đô Lương", "Dũng Hợp", "Em", "Ân", "Ăn", "An", "10", "Zalo"], key=sort_key)[-1] == "Zalo"
    assert sorted(["Vinh", "1 Vinh", "An"], key=sort_key) == ["1 Vinh", "An", "Vinh"]


@pytest.mark.parametrize(("text", "titled"), [
    ("ubnd tp. vinh", "UBND TP. Vinh"), ("BỆNH VIỆN ĐA KHOA", "Bệnh Viện Đa Khoa"), ("ttyt đô lương", "TTYT Đô Lương"), ("QL1A", "QL1A"),
    ("cdc nghệ an", "CDC Nghệ An"), ("", ""),
])  # fmt: skip
def test_title_case_keeps_abbreviations(text: str, titled: str) -> None:
    assert title_case(text) == titled


@quick
@given(WORDS)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)
    assert nfc(clean(text)) == clean(text)


@quick
@given(WORDS)
def test_keys_do_not_depend_on_the_unicode_form(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", nfc(text))
    assert fold(decomposed) == fold(text)
    assert tone_key(decomposed) == tone_key(text)
    assert sort_key(decomposed) == sort_key(text)
