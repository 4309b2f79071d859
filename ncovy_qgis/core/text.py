"""Vietnamese text: one Unicode form, search keys without accents, keys that ignore where a tone mark stands, sorting, title case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "huyen", "\u0309": "hoi", "\u0303": "nga", "\u0301": "sac", "\u0323": "nang"}
_TONE_ORDER = {"": 0, **{mark: place for place, mark in enumerate(_TONES, 1)}}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WRONG_D = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u0256": "đ"})
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACE = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_ABBREVIATIONS = "UBND BCĐ BCH BV BVDC ĐK TTYT CDC CHQS TP TX TT QL ĐT TL KCN KTX CK THPT THCS TH PKĐK QK4 HTX UB MTTQ KHKT ATM QR"
_KEPT = {word.lower(): word for word in _ABBREVIATIONS.split()}


def nfc(text: str) -> str:
    """Composed letters; the Icelandic and African look-alikes of Đ replaced. PostgreSQL compares code points, so this must come first."""
    return unicodedata.normalize("NFC", text.translate(_WRONG_D))


def clean(text: str) -> str:
    """One line as it is stored: NFC, no invisible characters, single spaces, no space at the ends."""
    return _SPACE.sub(" ", re.sub(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*", " ", _visible(text))).strip()


def clean_lines(text: str) -> str:
    """Several lines as they are stored: each cleaned, blank lines at most one by one."""
    lines = [_SPACE.sub(" ", line).strip() for line in re.split(r"\r\n|[\r\n\u2028\u2029]", _visible(text))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", nfc(text))


def fold(text: str) -> str:
    """Search key: lower case without accents, đ as d, single spaces; for Vietnamese letters the same as lower(unaccent())."""
    plain = "".join(char for char in unicodedata.normalize("NFD", _visible(text).lower()) if not unicodedata.combining(char))
    return _SPACE.sub(" ", plain.replace("đ", "d").replace("–", "-").replace("—", "-")).strip()


def tone_key(text: str) -> str:
    """Comparison key in which hoà = hòa, thuỷ = thủy, but Châu Bình ≠ Châu Bính: each word without its tone, then the tone."""
    return " ".join(_tone_last(word) for word in clean(text).lower().split())


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(char for char in letters if char in _TONES))
    return unicodedata.normalize("NFC", "".join(char for char in letters if char not in _TONES)) + tones


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Vietnamese dictionary order: a ă â b c d đ …; only then the tones ngang huyền hỏi ngã sắc nặng."""
    places = [_place(char) for char in nfc(text).lower()]
    return tuple(letter for letter, _ in places), tuple(tone for _, tone in places)


@lru_cache(maxsize=4096)
def _place(char: str) -> tuple[int, int]:
    """Of a letter in the alphabet, and of its tone."""
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((each for each in decomposed if each in _TONES), "")
    bare = unicodedata.normalize("NFC", decomposed.replace(tone, "", 1) if tone else decomposed)
    letter = 1000 + _LETTERS.index(bare) if bare in _LETTERS else min(ord(bare[0]), 999) if bare.isascii() else 2000 + ord(bare[0])
    return letter, _TONE_ORDER[tone]


def title_case(text: str) -> str:
    """Each Vietnamese word with a capital, abbreviations kept: «ubnd tp. vinh» → «UBND TP. Vinh»."""
    return re.sub(r"[^\W_]+", lambda found: _capital(found.group()), clean(text))


def _capital(word: str) -> str:
    kept = _KEPT.get(word.lower())
    if kept:
        return kept
    if word.isupper() and any(char.isdigit() for char in word):
        return word
    return word[0].upper() + word[1:].lower()
