"""Dates and times of documents and sheets: day first, Vietnamese time, refused when unclear."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.dates import DateError, parse_date, parse_datetime, show_date, show_datetime
from tests.core.cases import VIETNAM
from tests.core.quick import quick

READ: dict[object, str] = {
    # as decisions write it
    "00h00’ ngày 22/8/2021": "22/08/2021 00:00",
    "00h00' ngày 22/8/2021": "22/08/2021 00:00",
    "bắt đầu từ 00h00’ ngày 22/8/2021": "22/08/2021 00:00",
    "kể từ 12h ngày 22/8/2021": "22/08/2021 12:00",
    "17h00 ngày 08/11/2021": "08/11/2021 17:00",
    "17h30 ngày 22-8-21": "22/08/2021 17:30",
    "17h 30 ngày 22/8/2021": "22/08/2021 17:30",
    "17h30 phút ngày 22/8/2021": "22/08/2021 17:30",
    "17g30, ngày 22/8/2021": "22/08/2021 17:30",
    "từ 0 giờ ngày 22.8.2021": "22/08/2021 00:00",
    "17 giờ 30 phút, ngày 8 tháng 11 năm 2021": "08/11/2021 17:30",
    "ngày 22 tháng 8 năm 2021": "22/08/2021 00:00",
    "22 tháng 8 2021": "22/08/2021 00:00",
    "ngày 22 tháng 08 năm 2021 lúc 17h30": "22/08/2021 17:30",
    "22/8/2021 lúc 7 giờ 30 phút": "22/08/2021 07:30",
    "Chủ nhật, ngày 22/8/2021": "22/08/2021 00:00",
    "thứ Hai, 23/8/2021": "23/08/2021 00:00",
    "24h00 ngày 22/8/2021": "23/08/2021 00:00",
    "24h00 ngày 31/12/2021": "01/01/2022 00:00",
    # as people type it
    "22/8/2021": "22/08/2021 00:00",
    "22-8-21": "22/08/2021 00:00",
    "22.8.21": "22/08/2021 00:00",
    "22/ 8/ 2021": "22/08/2021 00:00",
    " 22/8/2021. ": "22/08/2021 00:00",
    "22/08/2021 17:30": "22/08/2021 17:30",
    "22/8/2021, 17:30": "22/08/2021 17:30",
    "22:30 22-08-2021": "22/08/2021 22:30",
    "17:30:15 22/8/2021": "22/08/2021 17:30",
    "1/2/2021": "01/02/2021 00:00",  # never 2 January
    "29/2/2020": "29/02/2020 00:00",
    # as programs write it
    "2021-08-22": "22/08/2021 00:00",
    "2021-8-2": "02/08/2021 00:00",
    "2021-08-22T17:30": "22/08/2021 17:30",
    "2021-08-22T17:30:00Z": "23/08/2021 00:30",
    "2021-08-22T17:30:00.123Z": "23/08/2021 00:30",
    "2021-08-22 17:30:00.123+07": "22/08/2021 17:30",
    "2021-08-22T17:30:00+0700": "22/08/2021 17:30",
    "2021-08-22T10:30:00+00:00": "22/08/2021 17:30",
    "2021-08-22T05:30:00-05:00": "22/08/2021 17:30",
    # as Excel counts it
    44430: "22/08/2021 00:00",
    44430.75: "22/08/2021 18:00",
    "44430": "22/08/2021 00:00",
    "44430,75": "22/08/2021 18:00",
    "44430.999999": "23/08/2021 00:00",
    61: "01/03/1900 00:00",
    # what is a date already
    date(2021, 8, 22): "22/08/2021 00:00",
    datetime(2021, 8, 22, 17, 30): "22/08/2021 17:30",
    datetime(2021, 8, 22, 17, 30, tzinfo=timezone.utc): "23/08/2021 00:30",
}
REFUSED: list[object] = [
    "", "hôm qua", "đến khi có thông báo mới", "17h30", "22/8", "lúc 17h30 ngày 22/8",
    "8/22/2021", "31/2/2021", "29/2/2021", "31/4/2021", "1/13/2021", "0/1/2021", "2021-13-01", "22/8/20211",
    "25h00 ngày 22/8/2021", "17h75 ngày 22/8/2021", "22/8/2021 24:30", "22/8/2021 0:60", "22/8/2021 xx",
    "22/8/2021 5:30 PM", "8h sáng ngày 22/8/2021",
    "22/8/2021 - 5/9/2021", "từ 00h00 ngày 22/8/2021 đến 00h00 ngày 5/9/2021",
    "20210822", "22082021", "1/1/1850", "1/1/2101", 12, 60, 1e9, -1, float("nan"), None, True,
]  # fmt: skip


def test_dates_are_read_day_first_and_in_vietnamese_time() -> None:
    assert {typed: show_datetime(parse_datetime(typed)) for typed in READ} == READ


def test_every_moment_has_a_zone() -> None:
    assert [typed for typed in READ if parse_datetime(typed).utcoffset() is None] == []


def test_what_is_no_date_or_two_dates_is_refused() -> None:
    read = []
    for typed in REFUSED:
        with suppress(DateError):
            read.append((typed, parse_datetime(typed)))
    assert read == []


def test_the_refusal_shows_how_a_date_is_written() -> None:
    with pytest.raises(DateError, match="«hôm qua» không phải là ngày giờ dạng 22/08/2021 17:30"):
        parse_datetime("hôm qua")


@pytest.mark.parametrize(("typed", "day"), [
    ("2021-08-22T16:59:59Z", date(2021, 8, 22)),
    ("2021-08-22T17:00:00Z", date(2021, 8, 23)),
    (datetime(2021, 8, 22, 23, 59), date(2021, 8, 22)),
    ("24h00 ngày 22/8/2021", date(2021, 8, 23)),
    (date(2021, 8, 22), date(2021, 8, 22)),
])  # fmt: skip
def test_a_day_is_the_vietnamese_day(typed: object, day: date) -> None:
    assert parse_date(typed) == day


def test_days_and_moments_are_shown_with_two_digits() -> None:
    assert show_date(date(2021, 8, 2)) == "02/08/2021"
    assert show_datetime(datetime(2021, 8, 1, 20, 5, tzinfo=timezone.utc)) == "02/08/2021 03:05"


@quick
@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31), timezones=st.just(VIETNAM)))
def test_a_shown_moment_is_read_back_to_the_minute_and_iso_text_to_the_second(moment: datetime) -> None:
    assert parse_datetime(show_datetime(moment)) == moment.replace(second=0, microsecond=0)
    assert parse_datetime(moment.isoformat()) == moment.replace(microsecond=0)
    assert parse_datetime(moment.astimezone(timezone.utc).isoformat()) - moment < timedelta(seconds=1)


@quick
@given(st.text(max_size=40) | st.text("0123456789.:/-hg' ngàyT", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(DateError):
        assert 1900 <= parse_datetime(text).year <= 2101
