"""Marked words: both texts can be read out of the pieces, and little is marked where little changed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.worddiff import GONE, NEW, SAME, marked
from tests.core.quick import quick

WORDS = st.lists(st.sampled_from(["Phía", "Bắc", "giáp", "đường", "Lê Lợi", ",", ".", " ", "  ", "\n", "số 5", "số 7"]), max_size=14).map("".join)


def read(pieces: tuple[tuple[str, str], ...], *kinds: str) -> str:
    return "".join(text for kind, text in pieces if kind in kinds)


@quick
@given(WORDS, WORDS)
def test_both_texts_are_in_the_pieces(old: str, new: str) -> None:
    pieces = marked(old, new)
    assert read(pieces, SAME, GONE) == old
    assert read(pieces, SAME, NEW) == new
    assert all(text for _, text in pieces)
    assert all(one[0] != other[0] for one, other in zip(pieces, pieces[1:]))


@quick
@given(WORDS)
def test_the_same_text_has_no_mark(text: str) -> None:
    assert marked(text, text) == (((SAME, text),) if text else ())


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("giáp đường Lê Lợi", "giáp đường Lê Lai", [(SAME, "giáp đường Lê "), (GONE, "Lợi"), (NEW, "Lai")]),
        ("ngõ 5 Lê Lợi", "ngõ 7 Trần Phú", [(SAME, "ngõ "), (GONE, "5 Lê Lợi"), (NEW, "7 Trần Phú")]),
        ("", "mới", [(NEW, "mới")]),
        ("cũ", "", [(GONE, "cũ")]),
        ("Khối 1.", "Khối 1, Khối 2.", [(SAME, "Khối 1"), (NEW, ", Khối 2"), (SAME, ".")]),
    ],
)
def test_whole_words_are_marked(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert list(marked(old, new)) == pieces


def test_a_very_long_text_is_answered_at_once() -> None:
    old, new = ("Phía Bắc giáp đường " * 3000), ("Phía Nam giáp đường " * 3000)
    start = time.perf_counter()
    assert marked(old, new) == ((GONE, old), (NEW, new))
    assert time.perf_counter() - start < 1
