"""Positions as people type them: degrees with point or comma, degrees-minutes-seconds, VN-2000 metres, map links. Parses only; never projects."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .map_links import is_link, link_position
from .text import clean

NGHE_AN = (103.87, 18.55, 105.97, 20.00)  # west, south, east, north, degrees
# VN-2000 metres over Nghệ An: EPSG → (east from, to), (north from, to). The ranges overlap: range alone cannot tell the zone.
VN2000 = {
    9208: ((407_800, 628_000), (2_052_200, 2_212_000)),
    3405: ((381_600, 601_600), (2_051_500, 2_211_300)),
}  # fmt: skip
_NUMBER = r"[-+]?\d{1,9}(?:[.,]\d+)?"
_LETTER = "([NSEWBĐTVnsewbđtv])?"
_SECONDS = r"(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|''|’’)?"
_DMS = re.compile(rf"{_LETTER}\s*(-?\d{{1,3}})\s*[°ºo:d ]\s*(\d{{1,2}}(?:[.,]\d+)?)\s*(?:['’′: ]\s*(?:{_SECONDS})?)?\s*{_LETTER}")
_DECIMAL = re.compile(rf"{_LETTER}\s*(-?\d{{1,3}}(?:[.,]\d+)?)\s*[°º]?()()\s*{_LETTER}")
# Names before an ordinate: latitude and longitude become letters; X and Y go, as surveyors and map makers mean the opposite by them.
_NAMES = (
    (re.compile(r"\b(?:vĩ độ|lat(?:itude)?)\b(?: bắc)?\s*[:=]?", re.IGNORECASE), "B "),
    (re.compile(r"\b(?:kinh độ|lon(?:g(?:itude)?)?)\b(?: đông)?\s*[:=]?", re.IGNORECASE), "Đ "),
    (re.compile(r"\b([NSEWBĐT])\s*[:=]\s*", re.IGNORECASE), r"\1 "),
    (re.compile(r"\b[XY]\s*[:=]?\s*(?=-?\d)", re.IGNORECASE), ""),
)
_NORTH_SOUTH = {"N": 1, "B": 1, "S": -1}
_EAST_WEST = {"E": 1, "Đ": 1, "W": -1, "T": -1}


class CoordinateError(ValueError):
    """Text that is no position."""

    def __init__(self, text: str) -> None:
        super().__init__(f"«{text[:60]}» không phải là tọa độ dạng 18.6796, 105.6813 (not a position)")


@dataclass(frozen=True)
class Degrees:
    """Degrees; `swapped`: the text gave them the other way round than latitude, longitude. `linked`: a map on the web gave them, so they are WGS 84."""

    lon: float
    lat: float
    swapped: bool = False
    linked: bool = False

    @property
    def in_province(self) -> bool:
        """Roughly: inside the bounding box of Nghệ An."""
        west, south, east, north = NGHE_AN
        return west <= self.lon <= east and south <= self.lat <= north


@dataclass(frozen=True)
class Metres:
    """Projected VN-2000 metres; `candidates` are the EPSG codes they may be in: a person must say which."""

    east: float
    north: float
    candidates: tuple[int, ...]


def parse_position(text: str) -> Degrees | Metres:
    """A position from «18.6796, 105.6813», «18,6796 105,6813», «18°40'47\"N 105°40'53\"E» or metres; order found out by range."""
    cleaned = clean(text)
    if is_link(cleaned):
        return _of_link(cleaned)
    for name, letter in _NAMES:
        cleaned = name.sub(letter, cleaned)
    lettered = _lettered(cleaned.strip())
    if lettered:
        return lettered
    pair = _pair(cleaned)
    if pair is None:
        raise CoordinateError(cleaned)
    if max(map(abs, pair)) > 1000:
        return _metres(*pair, cleaned)
    return _degrees(*pair, cleaned)


def _of_link(text: str) -> Degrees:
    found = link_position(text)
    if found is None:
        raise CoordinateError(text)
    return replace(_degrees(*found, text), linked=True)


def parse_degrees(text: str) -> float:
    """One ordinate in degrees, decimal («105,6813») or degrees-minutes-seconds («105°40'53\"Đ»)."""
    cleaned = clean(text)
    if re.fullmatch(_NUMBER, cleaned):
        return float(cleaned.replace(",", "."))
    found = _ordinate(cleaned)
    if not found:
        raise CoordinateError(cleaned)
    return _value(found, cleaned)


def _pair(text: str) -> tuple[float, float] | None:
    """Two decimal numbers; a comma may be decimal or stand between them."""
    for separator in (r"\s*[;|/]\s*", r"\s*,\s+|\s+,\s*", r"\s+", r","):
        parts = [part for part in re.split(separator, text.strip("()[] ")) if part]
        if len(parts) == 2 and all(re.fullmatch(_NUMBER, part) for part in parts):
            first, second = (float(part.replace(",", ".")) for part in parts)
            return first, second
    return None


def _degrees(first: float, second: float, text: str) -> Degrees:
    as_written, turned = (Degrees(second, first), Degrees(first, second, True))
    if turned.in_province and not as_written.in_province:
        return turned
    if abs(first) > 90 >= abs(second):
        as_written = turned
    return _on_earth(as_written, text)


def _on_earth(found: Degrees, text: str) -> Degrees:
    if abs(found.lat) > 90 or abs(found.lon) > 180:
        raise CoordinateError(text)
    return found


def _metres(first: float, second: float, text: str) -> Metres:
    """Northings here are over two million metres, eastings under one: the larger is the northing, whatever X and Y mean."""
    east, north = sorted((first, second))
    codes = tuple(code for code, (easts, norths) in VN2000.items() if easts[0] <= east <= easts[1] and norths[0] <= north <= norths[1])
    if east <= 0 or not math.isfinite(north):
        raise CoordinateError(text)
    return Metres(east, north, codes)


def _lettered(text: str) -> Degrees | None:
    """Two ordinates with degree signs or letters, in either order."""
    if not re.search(r"[°º]|\d\s*:\s*\d|[^\W\d_]", text):
        return None
    found = next((pair for pair in _splits(text) if pair), None)
    if found is None:
        raise CoordinateError(text)
    (first, first_axis), (second, second_axis) = ((_value(each, text), _axis(each)) for each in found)
    if first_axis == second_axis != "":
        raise CoordinateError(text)
    if first_axis == "lon" or second_axis == "lat":
        return _on_earth(Degrees(first, second, True), text)
    return _on_earth(Degrees(second, first), text) if first_axis or second_axis else _degrees(first, second, text)


def _splits(text: str) -> Iterator[tuple[re.Match[str], re.Match[str]] | None]:
    """Every way to cut a text at a comma or a space into two ordinates, both with a letter or both without."""
    for cut in re.finditer(r"\s*[,;]\s*|\s+-\s+|\s+|(?<=[NSEWBĐTnsewbđt])(?=\d)", text):
        first, second = _ordinate(text[: cut.start()]), _ordinate(text[cut.end() :])
        if first and second and not any(each.group(1) and each.group(5) for each in (first, second)):
            yield (first, second) if bool(_axis(first)) == bool(_axis(second)) else None


def _ordinate(text: str) -> re.Match[str] | None:
    """Degrees-minutes-seconds, or decimal degrees that say so by a sign or a letter: «18° 40.5» is not two ordinates."""
    decimal = _DECIMAL.fullmatch(text)
    return _DMS.fullmatch(text) or (decimal if decimal and re.search(r"[^\d.,-]", text) else None)


def _letter(found: re.Match[str]) -> str:
    return (found.group(1) or found.group(5) or "").upper()


def _axis(found: re.Match[str]) -> str:
    letter = _letter(found)
    return "lat" if letter in _NORTH_SOUTH else "lon" if letter in _EAST_WEST else ""


def _value(found: re.Match[str], text: str) -> float:
    degrees, minutes, seconds = (float((each or "0").replace(",", ".")) for each in found.groups()[1:4])
    if minutes >= 60 or seconds >= 60 or abs(degrees) > 180:
        raise CoordinateError(text)
    sign = -1 if found.group(2).startswith("-") else {**_NORTH_SOUTH, **_EAST_WEST}.get(_letter(found), 1)
    return sign * (abs(degrees) + minutes / 60 + seconds / 3600)
