"""Opening hours: «24/24», «7h30 - 17h00», «T2-T6: 8h-11h; 14h-16h30» are stored in OpenStreetMap's form, «Mo-Fr 08:00-11:00,14:00-16:30»."""

from __future__ import annotations

import re

from .text import clean

_DAYS = {"T2": "Mo", "T3": "Tu", "T4": "We", "T5": "Th", "T6": "Fr", "T7": "Sa", "CN": "Su"}
_SHOWN = {**{osm: vi for vi, osm in _DAYS.items()}, "PH": "Lễ"}
_WORDS = (("thứ hai", "T2"), ("thứ ba", "T3"), ("thứ tư", "T4"), ("thứ năm", "T5"), ("thứ sáu", "T6"), ("thứ bảy", "T7"), ("chủ nhật", "CN"),
          (r"\bh[àằ]ng ngày\b", "Mo-Su"), (r"\b(?:ngày )?lễ\b", "PH"))  # fmt: skip
_TIME = r"(\d{1,2})(?:\s*(?:[:hg]|giờ)\s*(?:([0-5]\d)['’′]?)?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|đến|tới)\s*{_TIME}", re.IGNORECASE)
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"
_PART = re.compile(rf"(?:({_DAY}(?:\s*[-–,]\s*{_DAY})*)\s*:?\s*)?(.*)")
_ALWAYS = re.compile(r"(?:24/7|24h? ?/ ?24(?: ?(?:giờ|h))?(?:/ngày)?|cả ngày(?: và)? đêm|suốt ngày đêm)", re.IGNORECASE)
_CLOSED = re.compile(r"(?:off|nghỉ|đóng cửa)", re.IGNORECASE)


def normalise_hours(text: str) -> str:
    """OSM form, every day when no days are named; text that cannot be read comes back cleaned, for the rule to refuse."""
    cleaned = clean(text)
    if _ALWAYS.fullmatch(cleaned):
        return "24/7"
    parts = [_part(part) for part in re.split(r"\s*;\s*|\s+và\s+", _osm_days(cleaned)) if part]
    if not parts or any(part is None for part in parts):
        return cleaned
    return "; ".join(_join([part for part in parts if part]))


def _osm_days(text: str) -> str:
    for word, short in _WORDS:
        text = re.sub(word, short, text, flags=re.IGNORECASE)
    text = re.sub(r"thứ ([2-7])", r"T\1", re.sub(r"\btừ ", "", text, flags=re.IGNORECASE), flags=re.IGNORECASE)
    text = re.sub(r"\b(T[2-7]) (?:đến|tới) (?=T[2-7]|CN)", r"\1-", text, flags=re.IGNORECASE)
    return re.sub(r"\b(T[2-7]|CN)\b", lambda found: _DAYS[found.group().upper()], text, flags=re.IGNORECASE)


def _part(text: str) -> tuple[str, str] | None:
    """Days («Mo-Su» when none) and times or «off»."""
    found = _PART.fullmatch(text.strip())
    if not found:
        return None
    days = re.sub(r"\s*[-–]\s*", "-", re.sub(r"\s*,\s*", ",", found.group(1) or ""))
    if days and _CLOSED.fullmatch(found.group(2)):
        return days, "off"
    spans = [_span(span) for span in re.split(r"\s*,\s*", found.group(2))]
    return (days, ",".join(span for span in spans if span)) if all(spans) else None


def _span(text: str) -> str | None:
    found = _SPAN.fullmatch(text.strip())
    if not found:
        return None
    from_hour, from_minute, to_hour, to_minute = (int(each or 0) for each in found.groups())
    if from_hour > 24 or to_hour > 24 or (from_hour, from_minute) == (to_hour, to_minute):
        return None
    return f"{from_hour:02}:{from_minute:02}-{to_hour:02}:{to_minute:02}"


def _join(parts: list[tuple[str, str]]) -> list[str]:
    """«8h-11h; 14h-16h30» names no days: both spans belong to every day."""
    joined: list[tuple[str, str]] = []
    for days, times in parts:
        if not days and joined and joined[-1][1] != "off":
            joined[-1] = (joined[-1][0], f"{joined[-1][1]},{times}")
        else:
            joined.append((days or "Mo-Su", times))
    return [f"{days} {times}" for days, times in joined]


def show_hours(stored: str) -> str:
    """The stored form in Vietnamese: «24/24», «T2–T6: 7:30–17:00»."""
    if stored == "24/7":
        return "24/24"
    shown = re.sub(_DAY, lambda found: _SHOWN.get(found.group(), found.group()), stored).replace("off", "nghỉ").replace("-", "–")
    shown = re.sub(r"^T2–CN ", "Hằng ngày ", shown)
    return re.sub(r"\b0(\d:)", r"\1", shown)
