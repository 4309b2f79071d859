"""Road names: «quốc lộ 1A», «QL 1A» are stored as «QL1A», «tỉnh lộ 534», «TL534» as «ĐT.534»; streets only cleaned."""

from __future__ import annotations

import re

from .text import clean

_NATIONAL = re.compile(r"\b(?:quốc lộ|quoc lo|ql)\b[ .-]*(?=\d)|\bql(?=\d)", re.IGNORECASE)
_PROVINCIAL = re.compile(r"(?<!\w)(?:đường tỉnh|tỉnh lộ|đt|tl|dt)[ .]*(?=\d{3}[A-Za-z]?\b)", re.IGNORECASE)


def normalise_road(text: str) -> str:
    named = _PROVINCIAL.sub("ĐT.", _NATIONAL.sub("QL", clean(text)))
    return re.sub(r"(?:(?<=QL)|(?<=ĐT\.))\d+[a-z]\b", lambda found: found.group().upper(), named)
