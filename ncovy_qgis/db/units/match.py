"""Which feature of a file is which unit: by code, then by name with its accents; what fits only without accents is asked, not guessed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ncovy_qgis.core.text import fold, tone_key

KINDS = r"tỉnh|thành phố|tp\.?|thị xã|tx\.?|huyện|h\.|phường|p\.|thị trấn|tt\.?|xã|x\."
PREFIX = re.compile(rf"^({KINDS})\s*(?=\S)", flags=re.IGNORECASE)
PLAIN_PREFIX = re.compile(rf"^({fold(KINDS)})\s+(?=\S)")


@dataclass(frozen=True)
class Shape:
    """One feature of the file: what it calls itself and its polygon (WKB, WGS 84, lon lat)."""

    code: str | None
    name: str | None
    wkb: bytes

    @property
    def label(self) -> str:
        return " ".join(part for part in (self.code, self.name) if part) or "?"


@dataclass(frozen=True)
class Known:
    """A unit of the list."""

    code: str
    era: int
    name: str


@dataclass(frozen=True)
class Matches:
    pairs: tuple[tuple[Shape, Known], ...]
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]  # "Xa Dong Van → Xã Đồng Văn (16744), …": a person must say which
    renamed: tuple[str, ...]  # code fits, the name does not

    @property
    def agreeing(self) -> int:
        return len(self.pairs) - len(self.renamed)


def bare(name: str) -> str:
    """The name without what kind of unit it is."""
    return PREFIX.sub("", name.strip())


def same_name(a: str, b: str) -> bool:
    return tone_key(a) == tone_key(b) or tone_key(bare(a)) == tone_key(bare(b))


def match(shapes: Sequence[Shape], units: Iterable[Known]) -> Matches:
    known = list(units)
    by_code = {unit.code: unit for unit in known}
    pairs: list[tuple[Shape, Known]] = []
    unmatched: list[str] = []
    ambiguous: list[str] = []
    renamed: list[str] = []
    for shape in shapes:
        unit = by_code.get(shape.code or "")
        if unit is not None:
            pairs.append((shape, unit))
            if shape.name and not same_name(shape.name, unit.name):
                renamed.append(f"{unit.code}: {shape.name} / {unit.name}")
            continue
        exact, similar = _by_name(shape, known)
        if exact is not None:
            pairs.append((shape, exact))
        elif similar:
            ambiguous.append(f"{shape.label} → " + ", ".join(f"{u.name} ({u.code})" for u in similar))
        else:
            unmatched.append(shape.label)
    return Matches(tuple(pairs), tuple(unmatched), tuple(ambiguous), tuple(renamed))


def _by_name(shape: Shape, known: list[Known]) -> tuple[Known | None, list[Known]]:
    """The one unit of exactly this name, or those that resemble it."""
    name = shape.name or ""
    if not name or shape.code:
        return None, []  # a code that is not in the list names a unit of elsewhere: a namesake would be a wrong guess
    whole = [u for u in known if tone_key(u.name) == tone_key(name)]
    same = whole or [u for u in known if tone_key(bare(u.name)) == tone_key(bare(name))]
    if same:
        return (same[0], []) if len(same) == 1 else (None, same)
    return None, [u for u in known if _plain(u.name) & _plain(name)]


def _plain(name: str) -> set[str]:
    """The name without accents, with and without what kind of unit it is."""
    text = fold(name)
    return {text, PLAIN_PREFIX.sub("", text)}
