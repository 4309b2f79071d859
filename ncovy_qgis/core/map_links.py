"""Positions in the links people copy from maps: Google, OpenStreetMap, geo:. Pure; never opens a link."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

_NUMBER = r"([-+]?\d{1,3}(?:\.\d+)?)"
_PAIR = rf"{_NUMBER}\s*,\s*{_NUMBER}(?![\d.])"
# From the surest to the vaguest: a pin, what was searched for, the middle of the map.
_LATITUDE_FIRST = tuple(re.compile(each, re.IGNORECASE) for each in (
    rf"!3d{_NUMBER}!4d{_NUMBER}",
    rf"[?&](?:q|query|ll|destination|daddr|center|sll)=(?:loc:)?\s*{_PAIR}",
    rf"/maps/(?:place|search|dir(?:/[^/?#]*)*)/{_PAIR}",
    rf"[?&]mlat={_NUMBER}&(?:amp;)?mlon={_NUMBER}",
    rf"[?&]lat={_NUMBER}&(?:amp;)?(?:lon|lng)={_NUMBER}",
    rf"/@{_PAIR}",
    rf"#(?:[^#]*&)?map=[\d.]+/{_NUMBER}/{_NUMBER}(?![\d.])",
    rf"^geo:{_PAIR}",
))  # fmt: skip
_LONGITUDE_FIRST = tuple(re.compile(each, re.IGNORECASE) for each in (
    rf"!2d{_NUMBER}!3d{_NUMBER}",  # the middle of an embedded Google map
    rf"[?&]mlon={_NUMBER}&(?:amp;)?mlat={_NUMBER}",
    rf"[?&](?:lon|lng)={_NUMBER}&(?:amp;)?lat={_NUMBER}",
))  # fmt: skip
_LINK = re.compile(r"^geo:|https?://|^www\.|\bgoogle\.[a-z]|\b(?:openstreetmap|osm)\.org\b|\bgoo\.gl\b", re.IGNORECASE)
_SHORT = re.compile(r"\b(?:maps\.app\.goo\.gl|goo\.gl/maps|osm\.org/go)/", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Whether the text is an address rather than ordinates."""
    return _LINK.search(text.strip()) is not None


def is_short_link(text: str) -> bool:
    """A link that holds no position: only its server knows where it leads."""
    return _SHORT.search(text.strip()) is not None


def link_position(text: str) -> tuple[float, float] | None:
    """Latitude and longitude, in the order the link means them; None when it holds none."""
    readable = unquote_plus(text.strip())
    for pattern in _LATITUDE_FIRST:
        found = pattern.search(readable)
        if found:
            return float(found.group(1)), float(found.group(2))
    for pattern in _LONGITUDE_FIRST:
        found = pattern.search(readable)
        if found:
            return float(found.group(2)), float(found.group(1))
    return None
