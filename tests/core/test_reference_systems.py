"""Which systems a position may be in: degrees and metres are never mixed, the likely zone comes first, and none is chosen."""

from __future__ import annotations

import pytest

from ncovy_qgis.core.coordinates import VN2000, Degrees, Metres, parse_position
from ncovy_qgis.core.reference_systems import SYSTEMS, WGS84, systems_for


def codes(text: str) -> list[int]:
    return [system.epsg for system in systems_for(parse_position(text))]


def test_degrees_are_wgs_84_unless_somebody_says_vn_2000() -> None:
    assert codes("18.6796, 105.6813") == [WGS84, 4756]


@pytest.mark.parametrize(("text", "first"), [("571234 2068123", 9208), ("390000 2068123", 3405), ("620000 2068123", 9208), ("571234 1168123", 9208)])
def test_of_metres_the_zone_that_fits_the_province_comes_first(text: str, first: int) -> None:
    assert codes(text)[0] == first
    assert set(codes(text)) == set(VN2000)


def test_every_zone_the_parser_knows_can_be_declared() -> None:
    assert {system.epsg for system in SYSTEMS if system.metres} == set(VN2000)
    assert systems_for(Metres(1, 2, ())) != systems_for(Degrees(1, 2))
    assert all(str(system.epsg) in system.name.vi for system in SYSTEMS if system.epsg != WGS84)
