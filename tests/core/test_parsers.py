"""What people type into sheets and forms is read as they mean it, or refused; nothing is guessed and nothing raises but the parser's own error."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.coordinates import CoordinateError, Degrees, Metres, parse_degrees, parse_position
from ncovy_qgis.core.dates import DateError, parse_date, parse_datetime, show_date, show_datetime
from ncovy_qgis.core.numbers import NumberError, parse_integer, parse_number, show_number
from tests.core.quick import quick

VIETNAM = timezone(timedelta(hours=7))
ANYTHING = st.text(max_size=40) | st.text("0123456789.,:/-hgN°'\"+ ngàyBĐ", max_size=24)


@pytest.mark.parametrize(("typed", "number"), [
    ("19,1755", 19.1755), ("19.1755", 19.1755), ("1.270", 1270), ("1.270,5", 1270.5), ("1.270.000", 1270000), ("1,270,000", 1270000),
    ("1,270.5", 1270.5), ("734.000 đ", 734000), ("734.000 đồng", 734000), ("2.500.000 VNĐ", 2500000), ("120 giường", 120), ("-5", -5),
    ("−5", -5), ("1 270", 1270), ("0,5", 0.5), ("0.500", 0.5), ("12", 12), (12, 12), (12.5, 12.5), ("1.5 ha", 1.5), ("007", 7),
])  # fmt: skip
def test_numbers_are_read_the_vietnamese_way(typed: object, number: float) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "abc", "1.2.3", "1,2,3", "NaN", "inf", "1e9", "٣", "12-5", float("nan"), float("inf"), None, True, "10 20x", "--5"])
def test_what_is_no_number_is_refused(typed: object) -> None:
    with pytest.raises(NumberError):
        parse_number(typed)


def test_a_whole_number_is_whole() -> None:
    assert parse_integer("1.270") == 1270
    assert parse_integer("12,0") == 12
    with pytest.raises(NumberError):
        parse_integer("12,5")


@quick
@given(st.integers(-(10**9), 10**9))
def test_a_shown_whole_number_is_read_back(number: int) -> None:
    assert parse_number(show_number(number)) == number


@quick
@given(st.integers(-(10**9), 10**9).map(lambda n: n / 100))
def test_a_shown_decimal_number_is_read_back(number: float) -> None:
    assert parse_number(show_number(number)) == pytest.approx(number)


def test_numbers_are_shown_with_dots_and_a_comma() -> None:
    assert [show_number(1270.5), show_number(734000), show_number(0.25, 2), show_number(12, 1)] == ["1.270,5", "734.000", "0,25", "12,0"]


@pytest.mark.parametrize(("typed", "shown"), [
    ("00h00’ ngày 22/8/2021", "22/08/2021 00:00"), ("17h00 ngày 08/11/2021", "08/11/2021 17:00"), ("17h30 ngày 22-8-21", "22/08/2021 17:30"),
    ("22/08/2021 17:30", "22/08/2021 17:30"), ("22/8/2021", "22/08/2021 00:00"), ("ngày 22 tháng 8 năm 2021", "22/08/2021 00:00"),
    ("từ 0 giờ ngày 22.8.2021", "22/08/2021 00:00"), ("22/8/2021 lúc 7 giờ 30 phút", "22/08/2021 07:30"), ("24h00 ngày 22/8/2021", "23/08/2021 00:00"),
    ("2021-08-22", "22/08/2021 00:00"), ("2021-08-22T17:30", "22/08/2021 17:30"), ("2021-08-22T17:30:00Z", "23/08/2021 00:30"),
    ("2021-08-22 17:30:00.123+07", "22/08/2021 17:30"), ("2021-08-22T10:30:00+00:00", "22/08/2021 17:30"), (44430, "22/08/2021 00:00"),
    (44430.75, "22/08/2021 18:00"), ("44430,75", "22/08/2021 18:00"), (date(2021, 8, 22), "22/08/2021 00:00"),
    (datetime(2021, 8, 22, 17, 30), "22/08/2021 17:30"), (datetime(2021, 8, 22, 17, 30, tzinfo=timezone.utc), "23/08/2021 00:30"),
    ("17g30, ngày 22/8/2021", "22/08/2021 17:30"), ("Chủ nhật, ngày 22/8/2021", "22/08/2021 00:00"),
])  # fmt: skip
def test_dates_are_read_day_first_and_in_vietnamese_time(typed: object, shown: str) -> None:
    assert show_datetime(parse_datetime(typed)) == shown


@pytest.mark.parametrize("typed", ["", "8/22/2021", "31/2/2021", "22/8", "hôm qua", "25h00 ngày 22/8/2021", "17h75 ngày 22/8/2021", "22/8/2021 24:30",
                                   "22/8/2021 xx", "1/1/1850", 12, 1e9, None, True, "2021-13-01", "22/8/20211"])  # fmt: skip
def test_what_is_no_date_is_refused(typed: object) -> None:
    with pytest.raises(DateError):
        parse_datetime(typed)


def test_a_day_is_the_vietnamese_day() -> None:
    assert parse_date("2021-08-22T17:30:00Z") == date(2021, 8, 23)
    assert show_date(date(2021, 8, 2)) == "02/08/2021"


@quick
@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31), timezones=st.just(VIETNAM)))
def test_a_shown_moment_is_read_back_to_the_minute(moment: datetime) -> None:
    assert parse_datetime(show_datetime(moment)) == moment.replace(second=0, microsecond=0)


@quick
@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31), timezones=st.just(VIETNAM)))
def test_iso_text_of_a_moment_is_that_moment(moment: datetime) -> None:
    assert parse_datetime(moment.isoformat()).replace(microsecond=0) == moment.replace(microsecond=0)


@pytest.mark.parametrize("typed", [
    "18.679722, 105.681389", "18,679722 105,681389", "18,679722; 105,681389", "18,679722, 105,681389", "(18.679722, 105.681389)",
    "18°40'47\"N 105°40'53\"E", "18°40'47\"B, 105°40'53\"Đ", "18º40’47” N, 105º40’53” E", "N18°40'47\" E105°40'53\"", "18°40.7833' 105°40.8833'",
    "18:40:47 105:40:53", "18.679722,105.681389", "18.679722 | 105.681389",
])  # fmt: skip
def test_a_position_is_read_in_every_usual_form(typed: str) -> None:
    position = parse_position(typed)
    assert isinstance(position, Degrees)
    assert (position.lat, position.lon) == pytest.approx((18.679722, 105.681389), abs=2e-5)
    assert position.in_province
    assert not position.swapped


@pytest.mark.parametrize("typed", ["105.681389, 18.679722", "105°40'53\"E 18°40'47\"N", "105,681389; 18,679722"])
def test_swapped_degrees_are_turned_and_told(typed: str) -> None:
    position = parse_position(typed)
    assert isinstance(position, Degrees)
    assert position.swapped
    assert position.in_province


def test_a_position_elsewhere_is_read_as_written() -> None:
    position = parse_position("21.0285, 105.8542")
    assert position == Degrees(105.8542, 21.0285)
    assert not Degrees(105.8542, 21.0285).in_province
    assert parse_position("0, 0") == Degrees(0, 0)


@pytest.mark.parametrize("typed", ["2068123.4 571234.5", "571234,5; 2068123,4"])
def test_metres_are_recognised_whatever_x_and_y_mean_but_the_zone_is_asked(typed: str) -> None:
    position = parse_position(typed)
    assert position == Metres(571234.5, 2068123.4, (9208, 3405))


def test_metres_of_another_province_have_no_candidate() -> None:
    assert parse_position("571234 1168123") == Metres(571234, 1168123, ())


@pytest.mark.parametrize("typed", ["", "abc", "18.6", "18.6 105.6 7", "95 200", "18°70'00\"N 105°00'00\"E", "18°40'47\"N 105°40'53\"N", "-5 2000000", "° '"])
def test_what_is_no_position_is_refused(typed: str) -> None:
    with pytest.raises(CoordinateError):
        parse_position(typed)


def test_one_ordinate_alone_is_read_too() -> None:
    assert parse_degrees("105,6813") == 105.6813
    assert parse_degrees("105°40'53\"Đ") == pytest.approx(105.68139, abs=1e-5)
    assert parse_degrees("1°30'T") == -1.5
    with pytest.raises(CoordinateError):
        parse_degrees("Đông")


@quick
@given(st.floats(18.56, 19.99), st.floats(103.88, 105.96))
def test_any_position_of_the_province_survives_being_written_and_read(lat: float, lon: float) -> None:
    for text in (f"{lat:.6f}, {lon:.6f}", f"{lat:.6f} {lon:.6f}".replace(".", ","), f"{lon:.6f}; {lat:.6f}"):
        position = parse_position(text)
        assert isinstance(position, Degrees)
        assert (position.lat, position.lon) == pytest.approx((lat, lon), abs=1e-6)


@quick
@given(ANYTHING)
def test_parsers_raise_nothing_but_their_own_errors(text: str) -> None:
    for parse in (parse_number, parse_datetime, parse_position, parse_degrees):
        with suppress(NumberError, DateError, CoordinateError):
            parse(text)
