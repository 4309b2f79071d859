"""A filter on the web holds exactly where the filter of QGIS holds: NULLs and unknown values too."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from qgis.core import QgsExpression, QgsExpressionContext, QgsFeature, QgsField, QgsFields
from qgis.PyQt.QtCore import QVariant

from ncovy_qgis.gis.web_style.expressions import Untranslatable, every, filter_of, negated, some

from .web_filters import holds

pytestmark = pytest.mark.usefixtures("qgis_app")
STATES = ["active", "lifted", "invented", None]
LEVELS = [1, 2, 3, None]
GREEN = [True, False, None]
FILTERS = [
    "\"status\" = 'active'",
    "'active' = \"status\"",
    "\"status\" <> 'active'",
    "NOT \"status\" = 'active'",
    "NOT (\"status\" <> 'active')",
    "\"status\" IN ('active', 'lifted')",
    "\"status\" NOT IN ('active', 'lifted')",
    "NOT \"status\" IN ('active')",
    '"status" IS NULL',
    '"status" IS NOT NULL',
    'NOT "status" IS NULL',
    "\"status\" IS 'active'",
    "\"status\" IS NOT 'active'",
    '"status" = \'active\' AND "level" = 2',
    '"status" = \'active\' OR "level" = 2',
    'NOT ("status" = \'active\' AND "level" = 2)',
    'NOT ("status" = \'active\' OR NOT "level" <> 2)',
    '"level" < 3 AND "level" >= 2',
    'NOT "level" > 1',
    '2 < "level"',
    '3 >= "level"',
    '"level" IN (1, 3)',
    '"green"',
    'NOT "green"',
    '"green" IS TRUE OR "level" = 1',
    '"green" IS NOT TRUE',
    '"status" = \'active\' AND ("level" = 1 OR "green") AND "status" IS NOT NULL',
    'NOT ("status" IN (\'lifted\') OR "status" = \'cancelled\') OR "status" IS NULL',
    "TRUE",
    "\"status\" = 'active' OR FALSE",
]


def by_qgis(text: str, row: dict[str, Any]) -> bool:
    fields = QgsFields()
    for name, kind in (("status", QVariant.String), ("level", QVariant.Int), ("green", QVariant.Bool), ("removed", QVariant.Bool)):
        fields.append(QgsField(name, kind))
    feature = QgsFeature(fields)
    for name, value in row.items():
        feature[name] = value
    context = QgsExpressionContext()
    context.setFields(fields)
    context.setFeature(feature)
    return bool(QgsExpression(text).evaluate(context) == 1)


@pytest.mark.parametrize("text", FILTERS)
def test_the_web_filter_holds_where_the_filter_of_qgis_holds(text: str) -> None:
    translated = filter_of(text, {})
    for status, level, green in product(STATES, LEVELS, GREEN):
        row = {"status": status, "level": level, "green": green}
        assert holds(translated, row) == by_qgis(text, row), row


@pytest.mark.parametrize("text", FILTERS)
def test_it_holds_alike_where_a_tile_leaves_empty_attributes_out(text: str) -> None:
    translated = filter_of(text, {})
    for status, level, green in product(STATES, LEVELS, GREEN):
        row = {"status": status, "level": level, "green": green}
        assert holds(translated, {name: value for name, value in row.items() if value is not None}) == by_qgis(text, row)


KNOWN = {"removed": False, "status": "active"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ('"removed" IS NOT TRUE', True),
        ('"removed" IS TRUE', False),
        ('NOT "removed"', True),
        ('"removed"', False),
        ("\"status\" = 'draft'", False),
        ("\"status\" <> 'draft'", True),
        ("\"status\" IN ('draft', 'active')", True),
        ("\"status\" NOT IN ('draft', 'active')", False),
        ('"status" IS NULL', False),
        ('"removed" IS NOT TRUE AND "level" = 1', ["==", ["get", "level"], 1]),
        ('"removed" OR "level" = 1', ["==", ["get", "level"], 1]),
        ('NOT "removed" OR "level" = 1', True),
        ('"status" = \'draft\' AND "level" = 1', False),
        ("", True),
        ("   ", True),
    ],
)
def test_what_is_known_of_every_published_row_is_folded_away(text: str, folded: object) -> None:
    assert filter_of(text, KNOWN) == folded


@pytest.mark.parametrize(
    "text",
    [
        "lower(\"status\") = 'active'",
        "\"status\" LIKE 'a%'",
        '"status" = "green"',
        "\"status\" || 'x' = 'activex'",
        'CASE WHEN "level" = 1 THEN TRUE END',
        '"level" + 1 = 2',
        '"status" = NULL',
        "\"status\" IN ('active', NULL)",
        "\"status\" IN (lower('A'))",
        "NULL",
        "$area > 5",
        '"status" = ',
        "@map_scale < 5",
    ],
)
def test_what_cannot_be_translated_is_said_and_never_guessed(text: str) -> None:
    with pytest.raises(Untranslatable) as found:
        filter_of(text, {})
    assert "«" in str(found.value)


def test_filters_join_without_useless_parts() -> None:
    one, two = ["==", ["get", "a"], 1], ["==", ["get", "b"], 2]
    assert every() is True
    assert some() is False
    assert every(True, one) == one
    assert every(one, False) is False
    assert some(one, True) is True
    assert some(False, one) == one
    assert every(one, every(two, one)) == ["all", one, two, one]
    assert some(one, some(two, one)) == ["any", one, two, one]
    assert every(some(one, two), one) == ["all", ["any", one, two], one]
    assert negated(True) is False
    assert negated(one) == ["!", one]
