"""Positions as people type and paste them; the order is found out, the zone of metres is asked."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.coordinates import VN2000, CoordinateError, Degrees, Metres, parse_degrees, parse_position
from tests.core.quick import quick

LAT, LON = 18.679722, 105.681389  # 18°40'47" N, 105°40'53" E: Vinh
AS_WRITTEN = [
    # decimal degrees, point or comma, parted in every way
    "18.679722, 105.681389",
    "18.679722,105.681389",
    "18.679722 105.681389",
    "18.679722\t105.681389",
    "18.679722 | 105.681389",
    "18.679722 / 105.681389",
    "(18.679722, 105.681389)",
    "[18.679722, 105.681389]",
    "18,679722 105,681389",
    "18,679722; 105,681389",
    "18,679722, 105,681389",
    "18,679722;105,681389",
    # decimal degrees with signs, letters and names
    "18.679722°N, 105.681389°E",
    "18.679722° N 105.681389° E",
    "18.679722N 105.681389E",
    "18,679722°B 105,681389°Đ",
    "18.679722° 105.681389°",
    "vĩ độ 18.679722, kinh độ 105.681389",
    "Vĩ độ: 18,679722; Kinh độ: 105,681389",
    "lat 18.679722 lon 105.681389",
    "Latitude: 18.679722, Longitude: 105.681389",
    # degrees, minutes, seconds; B and Đ are north and east
    "18°40'47\"N 105°40'53\"E",
    "18°40'47\"N, 105°40'53\"E",
    "18°40'47\"N105°40'53\"E",
    "18°40'47\"B 105°40'53\"Đ",
    "18°40'47\"B - 105°40'53\"Đ",
    "18°40'47,0\"B; 105°40'53,0\"Đ",
    "18° 40' 47\" B, 105° 40' 53\" Đ",
    "18º40’47” N, 105º40’53” E",
    "18°40′47″B 105°40′53″Đ",
    "18°40'47''N, 105°40'53''E",
    "18d40'47\"N 105d40'53\"E",
    "N18°40'47\" E105°40'53\"",
    "B 18°40'47\" Đ 105°40'53\"",
    "B: 18°40'47\"; Đ: 105°40'53\"",
    "18 40 47 N 105 40 53 E",
    "18:40:47 105:40:53",
    "18° 40' 47\" 105° 40' 53\"",
    "18°40.7833' 105°40.8833'",
    "18°40,7833'B 105°40,8833'Đ",
    "18°40'47\"n 105°40'53\"đ",
    # links of maps; the pin of a Google link, not the middle of its map
    "https://www.google.com/maps?q=18.679722,105.681389",
    "https://maps.google.com/maps?ll=18.679722,105.681389&z=15",
    "https://www.google.com/maps/search/?api=1&query=18.679722%2C105.681389",
    "https://www.google.com/maps/@18.679722,105.681389,17z",
    "https://www.google.com/maps/place/B%E1%BB%87nh+vi%E1%BB%87n/@18.6,105.6,17z/data=!4m5!3m4!8m2!3d18.679722!4d105.681389",
    "https://www.openstreetmap.org/#map=17/18.679722/105.681389",
    "https://www.openstreetmap.org/?mlat=18.679722&mlon=105.681389#map=12/18.5/105.5",
    "geo:18.679722,105.681389",
]
TURNED = [
    "105.681389, 18.679722",
    "105,681389; 18,679722",
    "[105.681389, 18.679722]",
    "105°40'53\"E 18°40'47\"N",
    "105°40'53\"Đ, 18°40'47\"B",
    "105:40:53 18:40:47",
    "kinh độ 105.681389, vĩ độ 18.679722",
    "X=105.681389; Y=18.679722",
]
METRES = [
    "2068123.4 571234.5",
    "571234,5; 2068123,4",
    "2068123.4,571234.5",
    "X=2068123.4 Y=571234.5",  # the surveyor's X is the northing
    "X: 571234.5; Y: 2068123.4",  # the map maker's X is the easting
    "x 2068123,4; y 571234,5",
]
REFUSED = [
    "", "abc", "° '", "Đông", "18.6", "18°40'47\"", "18.6 105.6 7", "18,6796,105,6813", "18 40 47, 105 40 53", "18° 40.5",
    "95 200", "91, 181", "18°70'00\"N 105°00'00\"E", "18°40'60\"N 105°40'53\"E", "18°40'47\"N 105°40'53\"N", "18.67 N, 18.68 B", "18.6796N, 105.6813",
    "-5 2000000", "1000, 1000", "NaN, NaN", "2 068 123 571 234", "571234 2068123000", "https://www.google.com/maps", "https://goo.gl/maps/abc",
]  # fmt: skip


def about(lon: float, lat: float) -> object:
    return pytest.approx((lon, lat), abs=2e-6)


def test_a_position_is_read_in_every_usual_form() -> None:
    positions = {typed: parse_position(typed) for typed in AS_WRITTEN}
    wrong = {typed: at for typed, at in positions.items() if not isinstance(at, Degrees) or at.swapped or (at.lon, at.lat) != about(LON, LAT)}
    assert wrong == {}


def test_swapped_degrees_are_turned_and_told() -> None:
    positions = {typed: parse_position(typed) for typed in TURNED}
    wrong = {typed: at for typed, at in positions.items() if not isinstance(at, Degrees) or not at.swapped or (at.lon, at.lat) != about(LON, LAT)}
    assert wrong == {}


def test_metres_are_recognised_whatever_x_and_y_mean_but_the_zone_is_asked() -> None:
    assert {typed: parse_position(typed) for typed in METRES} == dict.fromkeys(METRES, Metres(571234.5, 2068123.4, (9208, 3405)))


def test_what_is_no_position_or_could_be_two_is_refused() -> None:
    read = []
    for typed in REFUSED:
        with suppress(CoordinateError):
            read.append((typed, parse_position(typed)))
    assert read == []


@pytest.mark.parametrize(("typed", "candidates"), [
    ("407800 2052200", (9208, 3405)),
    ("407799 2052200", (3405,)),
    ("628000 2212000", (9208,)),
    ("628001 2211300", ()),
    ("381600 2051500", (3405,)),
    ("381599 2051500", ()),
    ("601600 2211300", (9208, 3405)),
    ("571234 1168123", ()),  # another province
])  # fmt: skip
def test_the_ranges_of_vn_2000_over_the_province_tell_which_zones_are_possible(typed: str, candidates: tuple[int, ...]) -> None:
    position = parse_position(typed)
    assert isinstance(position, Metres)
    assert position.candidates == candidates
    assert set(candidates) <= set(VN2000)


@pytest.mark.parametrize(("typed", "position"), [
    ("21.0285, 105.8542", Degrees(105.8542, 21.0285)),
    ("0, 0", Degrees(0, 0)),
    ("-18.6796, 105.6813", Degrees(105.6813, -18.6796)),
    ("18.5°S 105.5°W", Degrees(-105.5, -18.5)),
    ("18°30'N 105°30'T", Degrees(-105.5, 18.5)),
    ("120.5, 10.5", Degrees(120.5, 10.5, True)),  # no latitude is over 90
])  # fmt: skip
def test_a_position_elsewhere_is_read_as_written(typed: str, position: Degrees) -> None:
    assert parse_position(typed) == position
    assert not position.in_province


@pytest.mark.parametrize(("lon", "lat", "inside"), [
    (103.87, 18.55, True),
    (105.97, 20.0, True),
    (103.86, 19.0, False),
    (105.98, 19.0, False),
    (105.0, 18.54, False),
    (105.0, 20.01, False),
])  # fmt: skip
def test_the_box_of_the_province_includes_its_edge(lon: float, lat: float, inside: bool) -> None:
    assert Degrees(lon, lat).in_province is inside


@pytest.mark.parametrize(("typed", "degrees"), [
    ("105,6813", 105.6813),
    ("105.6813", 105.6813),
    ("-1.5", -1.5),
    ("105,6813°", 105.6813),
    ("105°40'53\"Đ", 105 + 40 / 60 + 53 / 3600),
    ("105 40 53", 105 + 40 / 60 + 53 / 3600),
    ("18°40'B", 18 + 40 / 60),
    ("B18°40'47,5\"", 18 + 40 / 60 + 47.5 / 3600),
    ("1°30'T", -1.5),
    ("1°30'S", -1.5),
    ("-1°30'", -1.5),
    ("-0°30'", -0.5),
])  # fmt: skip
def test_one_ordinate_alone_is_read_too(typed: str, degrees: float) -> None:
    assert parse_degrees(typed) == pytest.approx(degrees)


@pytest.mark.parametrize("typed", ["Đông", "", "105°60'", "105°40'60\"", "181°0'0\"", "1.000.000", "18,6 105,6"])
def test_what_is_no_ordinate_is_refused(typed: str) -> None:
    with pytest.raises(CoordinateError, match="không phải là tọa độ"):
        parse_degrees(typed)


@quick
@given(st.floats(18.56, 19.99), st.floats(103.88, 105.96))
def test_any_position_of_the_province_survives_being_written_and_read(lat: float, lon: float) -> None:
    for text in (f"{lat:.6f}, {lon:.6f}", f"{lat:.6f} {lon:.6f}".replace(".", ","), f"{lon:.6f}; {lat:.6f}", f"{lat:.6f}°B {lon:.6f}°Đ"):
        position = parse_position(text)
        assert isinstance(position, Degrees)
        assert (position.lat, position.lon) == pytest.approx((lat, lon), abs=1e-6)


@quick
@given(st.text(max_size=40) | st.text("0123456789.,:/-NXYĐ°'\"+ ", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_position, parse_degrees):
        with suppress(CoordinateError):
            parse(text)


@pytest.mark.parametrize("text", ["95°B 105°Đ", "105.68°N 18.68°E", "lat 105.68 lon 18.68"])
def test_a_latitude_over_ninety_degrees_is_none_whatever_its_letter_says(text: str) -> None:
    with pytest.raises(CoordinateError):
        parse_position(text)
