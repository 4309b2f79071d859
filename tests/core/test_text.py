"""Vietnamese text: the same word in another spelling is found, another commune is not."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.text import clean, clean_lines, fold, nfc, sort_key, title_case, tone_key
from tests.core.quick import quick

WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)
CLEANED = {
    unicodedata.normalize("NFD", "Quỳ Châu"): "Quỳ Châu",
    "e\u0302\u0323": "ệ",  # tone before or after the hat: one letter
    "e\u0323\u0302": "ệ",
    # three letters that look like Đ
    "\u00d0ô Lương": "Đô Lương",
    "\u0189ô Lương": "Đô Lương",
    "\u0256ô": "đô",
    # what nobody sees
    "\ufeffĐô Lương": "Đô Lương",
    "Đô\u200b Lương": "Đô Lương",
    "Đ\u200cô\u200d": "Đô",
    "Đô\u2060\u00ad": "Đô",
    # odd spaces and lines
    " Đô\u00a0 Lương\t": "Đô Lương",
    "Đô\u2003Lương": "Đô Lương",
    "Đô\u202fLương": "Đô Lương",
    "Đô\u3000Lương": "Đô Lương",
    "Đô\nLương": "Đô Lương",
    "Đô \r\n Lương": "Đô Lương",
    "Đô\u2028Lương\x0b": "Đô Lương",
    "": "",
    # what somebody must see is kept: the rules refuse it
    "a\x00b": "a\x00b",
    "<b>": "<b>",
    "khoẻ": "khoẻ",
}
FOLDED = {
    "Đô Lương": "do luong",
    "QUỲ CHÂU": "quy chau",
    "Nghĩa Đàn – Thái Hoà": "nghia dan - thai hoa",
    "Nghĩa Đàn—Thái Hoà": "nghia dan-thai hoa",
    "\u00d0à Nẵng": "da nang",
    "Ơ Ư Ă Â Ê Ô": "o u a a e o",
    " Chợ\u00a0 Vinh ": "cho vinh",
    "ĐT.534": "dt.534",
    "": "",
}
# Places that people write in two ways: one word each.
SAME = [
    ("Hoà Hiếu", "Hòa Hiếu"),
    ("Thái Hoà", "thái  hòa"),
    ("THÁI HOÀ", "Thái Hòa"),
    ("Thuỷ", "Thủy"),
    ("Bến Thuỷ", "Bến Thủy"),
    ("khoẻ", "khỏe"),
    ("quý", "qúy"),
    ("oà", "òa"),
    ("tuỳ", "tùy"),
    ("loá", "lóa"),
    ("Nghĩa Hoà", unicodedata.normalize("NFD", "Nghĩa Hòa")),
    ("\u00d0ô", "Đô"),
]
# Communes of Nghệ An (and words) that only their accents tell apart.
DIFFERENT = [
    ("Châu Bình", "Châu Bính"),
    ("Nậm Cắn", "Nậm Càn"),
    ("Nghi Văn", "Nghi Vạn"),
    ("Hung", "Hưng"),
    ("Đô", "Do"),
    ("Tân", "Tấn"),
    ("hoà", "hoá"),
]
TITLED = {
    "ubnd tp. vinh": "UBND TP. Vinh",
    "ubnd xã nghi phú": "UBND Xã Nghi Phú",
    "BỆNH VIỆN ĐA KHOA": "Bệnh Viện Đa Khoa",
    "ttyt đô lương": "TTYT Đô Lương",
    "TTYT HUYỆN ĐÔ LƯƠNG": "TTYT Huyện Đô Lương",
    "cdc nghệ an": "CDC Nghệ An",
    "qk4": "QK4",
    "QL1A": "QL1A",
    "kcn bắc vinh": "KCN Bắc Vinh",
    "tx. cửa lò – p. nghi thuỷ": "TX. Cửa Lò – P. Nghi Thuỷ",
    " chợ\u00a0vinh ": "Chợ Vinh",
    "": "",
}


def test_text_is_stored_in_one_form() -> None:
    assert {typed: clean(typed) for typed in CLEANED} == CLEANED


@pytest.mark.parametrize(("typed", "stored"), [
    (" Phía Bắc  giáp sông \r\n\n\n\nphía Nam\u00a0giáp đường ", "Phía Bắc giáp sông\n\nphía Nam giáp đường"),
    ("a\nb", "a\nb"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("a\u2028b\u2029c", "a\nb\nc"),
    ("\n\n a \n\n", "a"),
    ("a\n\u200b\n\u00a0\nb", "a\n\nb"),
    (" \n ", ""),
])  # fmt: skip
def test_lines_stay_lines_where_a_text_has_several(typed: str, stored: str) -> None:
    assert clean_lines(typed) == stored


def test_the_search_key_has_no_accents_in_whatever_form_they_come() -> None:
    assert {text: fold(text) for text in FOLDED} == FOLDED
    assert {text: fold(unicodedata.normalize("NFD", text)) for text in FOLDED} == FOLDED


def test_where_the_tone_mark_stands_does_not_matter() -> None:
    assert [pair for pair in SAME if tone_key(pair[0]) != tone_key(pair[1])] == []


def test_different_communes_stay_different_and_only_the_search_key_merges_them() -> None:
    assert [pair for pair in DIFFERENT if tone_key(pair[0]) == tone_key(pair[1])] == []
    assert [pair for pair in DIFFERENT if fold(pair[0]) != fold(pair[1])] == []


def test_the_six_tones_of_a_syllable_have_six_keys() -> None:
    assert len({tone_key(word) for word in ("ma", "mà", "mả", "mã", "má", "mạ")}) == 6


@pytest.mark.parametrize("in_order", [
    ["Hung", "Hùng", "Hủng", "Hũng", "Húng", "Hụng"],
    ["An", "Ăn", "Ân", "Dũng Hợp", "Đô Lương", "Em", "Zalo"],
    ["1 Vinh", "10", "2", "An", "Vinh"],
    ["Cửa Lò", "Hòa", "Hoà Bình", "Vinh"],
    ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"],
    ["Nghi Kiều", "Nghi Kiểu", "Nghi Kim", "Nghi Phú"],
])  # fmt: skip
def test_sorting_follows_the_dictionary(in_order: list[str]) -> None:
    assert sorted(set(in_order), key=sort_key) == in_order
    assert all(sort_key(first) < sort_key(second) for first, second in combinations(in_order, 2))


def test_title_case_keeps_abbreviations() -> None:
    assert {text: title_case(text) for text in TITLED} == TITLED


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
    assert (fold(decomposed), tone_key(decomposed), sort_key(decomposed)) == (fold(text), tone_key(text), sort_key(text))
