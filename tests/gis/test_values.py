"""QGIS values as plain values and back: nothing is guessed, nothing moves by seven hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from qgis.core import NULL, QgsGeometry
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ncovy_qgis.gis import compat
from ncovy_qgis.gis.values import VIETNAM, flag_to_python, list_to_python, to_python, to_qgis, to_wkb

NOON = datetime(2021, 8, 22, 12, 0, tzinfo=VIETNAM)


@pytest.mark.parametrize("value", [None, NULL, "", "   ", [], QDateTime(), QDate()])
def test_nothing_is_none(value: object) -> None:
    assert to_python(value) is None


@pytest.mark.parametrize("value", [False, 0, 0.0])
def test_no_and_zero_are_something(value: object) -> None:
    assert to_python(value) == value
    assert to_python(value) is not None


def test_text_loses_outer_spaces_only() -> None:
    assert to_python("  Lê  Mao ") == "Lê  Mao"


def test_a_time_with_an_offset_is_the_same_moment() -> None:
    utc = QDateTime(QDate(2021, 8, 22), QTime(5, 0), Qt.TimeSpec.UTC)
    assert to_python(utc) == NOON
    assert to_python(to_qgis(NOON)) == NOON
    assert to_python(to_qgis(NOON.astimezone(timezone.utc))) == NOON


@pytest.mark.skipif(not compat.local_time_is_wall_clock(), reason="Qt 6 keeps the zone")
def test_a_time_of_qt5s_editor_is_vietnamese_wherever_the_computer_stands() -> None:
    assert to_python(QDateTime(QDate(2021, 8, 22), QTime(12, 0))) == NOON


def test_a_day_is_a_day() -> None:
    assert to_python(QDate(2021, 8, 22)) == date(2021, 8, 22)
    assert to_qgis(date(2021, 8, 22)) == QDate(2021, 8, 22)


@pytest.mark.parametrize(
    ("value", "codes"),
    [('{"a","b"}', ["a", "b"]), ("{a}", ["a"]), ("{}", None), (["a", "b"], ["a", "b"]), ([], None), (None, None), ("", None)],
)
def test_several_codes_come_as_list_or_as_text(value: object, codes: object) -> None:
    assert list_to_python(value) == codes


@pytest.mark.parametrize(
    ("value", "flag"), [(True, True), (False, False), ("true", True), ("false", False), (1, True), (0, False), (None, None), (NULL, None), ("", None)]
)
def test_yes_and_no_come_as_flag_or_as_text(value: object, flag: object) -> None:
    assert flag_to_python(value) is flag


def test_geometry_is_flat_and_multi_where_the_layer_is() -> None:
    ring = "((105 19, 105.1 19, 105.1 19.1, 105 19))"
    flat = QgsGeometry()
    flat.fromWkb(to_wkb(QgsGeometry.fromWkt(f"Polygon{ring}"), True) or b"")
    assert flat.asWkt(1) == "MultiPolygon (((105 19, 105.1 19, 105.1 19.1, 105 19)))"
    flat.fromWkb(to_wkb(QgsGeometry.fromWkt("PointZ(105 19 7)"), False) or b"")
    assert flat.asWkt(0) == "Point (105 19)"
    assert to_wkb(QgsGeometry(), False) is None


def test_vietnam_has_no_summer_time() -> None:
    assert VIETNAM.utcoffset(NOON) == timedelta(hours=7)
