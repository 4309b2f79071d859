"""Numbers of legal acts: «Số: 3088/QD-UBND ngày 22/8/2021» is stored as «3088/QĐ-UBND»."""

from __future__ import annotations

import re

from .text import clean

_NUMBER = re.compile(r"(?<!\d)(\d{1,5})\s*(?:/\s*((?:19|20)\d{2}))?\s*/\s*([^\W\d_]{2,10}(?:\s*[-–]\s*[^\W_]{1,10})*)", re.UNICODE)
_BODIES = ("UBND", "BYT", "TTg", "BCĐ", "BCĐQG", "VPCP", "SYT", "CP", "HĐND", "CDC", "KGVX")
_KINDS = ("QĐ", "NĐ", "KH", "CT", "CV", "TB", "NQ", "TT", "CĐ")
_SPELLED = {"QD": "QĐ", "ND": "NĐ", "CD": "CĐ", "BCD": "BCĐ", "BCDQG": "BCĐQG", "HDND": "HĐND", "TTG": "TTg"}


def normalise_decision(text: str) -> str:
    """The number alone, with its Đ; text without a number, or with two, comes back cleaned, for the rule to refuse."""
    cleaned = clean(text)
    found = _NUMBER.findall(cleaned)
    if len(found) != 1:
        return cleaned
    ((number, year, rest),) = found
    parts = [part for chunk in re.split(r"\s*[-–]\s*", rest) for part in _split(_spell(chunk))]
    return "/".join([number, *([year] if year else []), "-".join(parts)])


def _spell(part: str) -> str:
    upper = part.upper()
    return _SPELLED.get(upper, upper if part.islower() or upper in (*_BODIES, *_KINDS) else part)


def _split(part: str) -> list[str]:
    """«QĐUBND» → QĐ, UBND: kind and body run together."""
    for kind in (*_KINDS, "QD"):
        body = part[len(kind) :]
        if part.startswith(kind) and _spell(body) in _BODIES:
            return [_spell(kind), _spell(body)]
    return [part]
