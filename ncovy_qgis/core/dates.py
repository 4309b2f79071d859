"""Dates and times as Vietnamese documents write them, always day first, always Vietnamese time (+07:00)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from .rules.moments import VIETNAM
from .text import clean

_EXCEL_EPOCH = datetime(1899, 12, 30)
_YEARS = range(1900, 2101)
_WORDS = re.compile(r"\b(?:ngày|vào|lúc|từ|kể từ|bắt đầu|hồi|năm(?= \d)|thứ \w+|chủ nhật)\b,?", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*(?:[/.\-]|\s?tháng\s?)\s*(\d{1,2})\s*(?:[/.\-]|\s)\s*(\d{4}|\d{2})(?!\d)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T|(?!\d))")
_TIME = re.compile(r"(?<![\d/.\-])(\d{1,2})\s*(?:[:hg]|giờ)\s*(?:(\d{1,2})\s*(?:['’′]|phút)?)?(?::(\d{2})(?:\.\d+)?)?", re.IGNORECASE)
_ZONE = re.compile(r"\s*(Z|[+-]\d{2}:?(?:\d{2})?)$")


class DateError(ValueError):
    """Text that is no date."""

    def __init__(self, text: str) -> None:
        super().__init__(f"«{text[:40]}» không phải là ngày giờ dạng 22/08/2021 17:30 (not a date)")


def parse_datetime(value: object) -> datetime:
    """A moment from «17h30 ngày 22/8/2021», «22/08/2021 17:30», ISO, an Excel serial or a date (00:00); 24h00 is the next midnight."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=VIETNAM)
    if isinstance(value, date):
        return datetime.combine(value, time(0), VIETNAM)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_serial(float(value), str(value))
    return _from_text(clean(str(value)))


def parse_date(value: object) -> date:
    """The Vietnamese day of anything parse_datetime understands."""
    return parse_datetime(value).astimezone(VIETNAM).date()


def _from_serial(serial: float, text: str) -> datetime:
    """Days since 1899-12-30, as Excel counts; from 1 March 1900 to 2100."""
    if not 61 <= serial < 73416:
        raise DateError(text)
    return (_EXCEL_EPOCH + timedelta(seconds=round(serial * 86400))).replace(tzinfo=VIETNAM)


def _from_text(text: str) -> datetime:
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return _from_serial(float(text.replace(",", ".")), text)
    iso = re.match(r"\d{4}-\d{1,2}-\d{1,2}", text)
    zone = _ZONE.search(text) if iso and ":" in text else None
    words = _WORDS.sub(" ", text[: zone.start()] if zone else text)
    found = _YEAR_FIRST.search(words) or _DAY_FIRST.search(words)
    if not found:
        raise DateError(text)
    rest = words[: found.start()] + " " + words[found.end() :]
    moment = _day(found, text) + _clock(rest.strip(" ,;."), text)
    return moment.replace(tzinfo=_offset(zone.group(1)) if zone else VIETNAM)


def _offset(text: str) -> tzinfo | None:
    """The zone in «+07:00», «+07» or «Z»."""
    return datetime.strptime(text + "00" if len(text) == 3 else text, "%z").tzinfo


def _day(found: re.Match[str], text: str) -> datetime:
    first, month, last = (int(each) for each in found.groups())
    year, day = (first, last) if len(found.group(1)) == 4 else (last, first)
    year += 2000 if year < 100 else 0
    try:
        day_found = datetime(year, month, day)
    except ValueError:
        raise DateError(text) from None
    if year not in _YEARS:
        raise DateError(text)
    return day_found


def _clock(rest: str, text: str) -> timedelta:
    """The time of day in what is left beside the date; nothing is midnight."""
    if not rest:
        return timedelta(0)
    found = _TIME.fullmatch(rest)
    hours, minutes, seconds = (int(each or 0) for each in found.groups()) if found else (99, 0, 0)
    if hours > 24 or minutes > 59 or seconds > 59 or (hours == 24 and (minutes or seconds)):
        raise DateError(text)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def show_datetime(moment: datetime) -> str:
    """«22/08/2021 17:30», Vietnamese time; so is a moment without a zone, whatever the zone of the machine."""
    return parse_datetime(moment).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def show_date(day: date) -> str:
    """«22/08/2021»."""
    return day.strftime("%d/%m/%Y")
