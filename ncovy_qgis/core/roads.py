"""Roads: «quốc lộ 1A», «QL 1A» are stored as «QL1A», «tỉnh lộ 534» as «ĐT.534», streets only cleaned; «km 463 + 200» as «Km463+200»."""

from __future__ import annotations

import re

from .text import clean

_NATIONAL = re.compile(r"\b(?:quốc lộ|quoc lo|ql)\b[ .-]*(?=\d)|\bql(?=\d)", re.IGNORECASE)
_PROVINCIAL = re.compile(r"(?<!\w)(?:đường tỉnh|tỉnh lộ|đt|tl|dt)[ .]*(?=\d{3}[A-Za-z]?\b)", re.IGNORECASE)

_KM_POST = re.compile(r"(?P<km>(?:lý trình\s*)?km\s*\.?\s*)?(?P<whole>\d{1,4})(?:\s*\+\s*(?P<metres>\d{1,3})\s*m?)?", re.IGNORECASE | re.ASCII)


def normalise_road(text: str) -> str:
    named = _PROVINCIAL.sub("ĐT.", _NATIONAL.sub("QL", clean(text)))
    return re.sub(r"(?:(?<=QL)|(?<=ĐT\.))\d+[a-z]\b", lambda found: found.group().upper(), named)


def normalise_km_post(text: str) -> str:
    """«km 463+200», «Km463 + 200m», «463+200»; «Km 463» stays a whole kilometre; text that cannot be read comes back cleaned, for the rule to refuse."""
    cleaned = clean(text)
    found = _KM_POST.fullmatch(cleaned)
    if not found or not (found.group("km") or found.group("metres")):
        return cleaned
    return f"Km{found.group('whole')}" + (f"+{found.group('metres')}" if found.group("metres") else "")
