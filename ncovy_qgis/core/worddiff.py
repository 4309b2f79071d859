"""Two long texts word by word: what stayed, what went, what is new. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_WHOLE = 4_000  # words; beyond, comparing them all would keep a person waiting


def marked(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Pieces in reading order, each ("same" | "gone" | "new", text): all but the new ones give the old text, all but the gone ones the new."""
    return tuple(_merged(_pieces(_WORDS.findall(old), _WORDS.findall(new))))


def _pieces(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    if len(old) + len(new) > 2 * _WHOLE and old != new:
        yield from ((GONE, "".join(old)), (NEW, "".join(new)))
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield SAME, "".join(old[i1:i2])
        else:
            yield GONE, "".join(old[i1:i2])
            yield NEW, "".join(new[j1:j2])


def _merged(pieces: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A space that stayed between two changed words belongs to the change: «số 5 → 7 Lê → Lý» is read as one."""
    gone = new = ""
    held = list(pieces)
    for place, (kind, text) in enumerate(held):
        if kind == GONE:
            gone += text
        elif kind == NEW:
            new += text
        elif text.isspace() and gone and new and any(other != SAME for other, _ in held[place + 1 :]):
            gone, new = gone + text, new + text
        else:
            yield from _flushed(gone, new)
            gone = new = ""
            yield SAME, text
    yield from _flushed(gone, new)


def _flushed(gone: str, new: str) -> Iterator[tuple[str, str]]:
    if gone:
        yield GONE, gone
    if new:
        yield NEW, new
