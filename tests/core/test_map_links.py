"""Links of maps, whatever their makers put into them: the pin is read, the order of axes is found out, nothing is ever opened."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.coordinates import CoordinateError, Degrees, parse_position
from ncovy_qgis.core.map_links import is_link, is_short_link, link_position
from tests.core.quick import quick

LATITUDES, LONGITUDES = st.floats(18.56, 19.99), st.floats(103.88, 105.96)
LATITUDE_FIRST = [
    "https://www.google.com/maps/@{0},{1},17z",
    "https://www.google.com/maps?q={0},{1}",
    "https://www.google.com/maps?q=loc:{0},{1}",
    "https://www.google.com/maps?q={0}+{1}".replace("+", "%2C+"),
    "https://maps.google.com/maps?daddr={0},{1}&hl=vi",
    "https://www.google.com/maps/place/{0},{1}/@18.1,105.1,9z",
    "https://www.google.com/maps/search/{0},+{1}?entry=tts",
    "https://www.google.com/maps/dir/18.1,105.1/{0},{1}",
    "https://www.google.com/maps/place/X/@18.6,105.6,17z/data=!3m1!4b1!4m5!8m2!3d{0}!4d{1}?hl=vi",
    "https://www.openstreetmap.org/#map=17/{0}/{1}",
    "https://www.openstreetmap.org/node/1#map=17/{0}/{1}&layers=N",
    "https://www.openstreetmap.org/#layers=N&map=17/{0}/{1}",
    "https://www.openstreetmap.org/?mlat={0}&mlon={1}&zoom=17#map=12/18.1/105.1",
    "www.openstreetmap.org/?mlat={0}&amp;mlon={1}",
    "https://example.vn/map?lat={0}&lng={1}",
    "geo:{0},{1}",
    "geo:{0},{1}?z=17",
    "GEO:{0},{1};u=35",
    "Vị trí: https://maps.google.com/?q={0},{1}",
    "maps.google.com/?ll={0},{1}",
]
LONGITUDE_FIRST = [
    "https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d3779!2d{1}!3d{0}!2m3",
    "https://example.vn/map?lon={1}&lat={0}",
    "https://www.openstreetmap.org/?mlon={1}&mlat={0}",
]
WITHOUT_POSITION = [
    "https://www.google.com/maps", "https://maps.app.goo.gl/abcDEF123", "https://goo.gl/maps/abc", "https://osm.org/go/4wx", "geo:", "geo:18.6",
    "https://www.google.com/maps/place/Vinh", "https://example.vn/?q=Vinh", "https://www.openstreetmap.org/#map=17", "https://www.google.com/maps?q=1234.5,1",
]  # fmt: skip


@quick
@given(LATITUDES, LONGITUDES)
def test_the_position_of_every_kind_of_link_is_read(lat: float, lon: float) -> None:
    typed = (f"{lat:.6f}", f"{lon:.6f}")
    for pattern in (*LATITUDE_FIRST, *LONGITUDE_FIRST):
        position = parse_position(pattern.format(*typed))
        assert position == Degrees(float(typed[1]), float(typed[0]), linked=True), pattern


@pytest.mark.parametrize("pattern", LATITUDE_FIRST)
def test_a_link_with_swapped_axes_is_turned_and_told(pattern: str) -> None:

    assert parse_position(pattern.format("105.681389", "18.679722")) == Degrees(105.681389, 18.679722, swapped=True, linked=True)


@pytest.mark.parametrize("text", WITHOUT_POSITION)
def test_a_link_without_a_position_is_refused(text: str) -> None:
    assert is_link(text)
    assert link_position(text) is None
    with pytest.raises(CoordinateError):
        parse_position(text)


def test_short_links_are_known_as_such_because_they_hold_no_position() -> None:
    assert [is_short_link(text) for text in WITHOUT_POSITION] == [False, True, True, True, *[False] * 6]


@pytest.mark.parametrize("text", ["18.6, 105.6", "18°40'47\"N 105°40'53\"E", "571234 2068123", "", "Vinh"])
def test_ordinates_are_no_link(text: str) -> None:
    assert not is_link(text)


@quick
@given(st.text(max_size=60), st.sampled_from(["https://", "geo:", "https://www.google.com/maps/@", "https://x/?q=", "https://x/#map="]))
def test_any_link_is_read_or_refused(text: str, start: str) -> None:
    with suppress(CoordinateError):
        position = parse_position(start + text)
        assert isinstance(position, Degrees)
        assert abs(position.lat) <= 90
