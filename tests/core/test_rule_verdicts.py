"""What each kind of rule says of a value: written down here, so that no change of a rule goes unseen.

tests/test_three_engines.py holds PostgreSQL and QGIS to the same verdicts.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import KINDS
from ncovy_qgis.core.rules.condition import read_condition
from ncovy_qgis.core.rules.present import present_value
from tests.core.cases import NOW, UUID, VIETNAM
from tests.core.small_scope import SCOPE

UTC = timezone.utc
AT = datetime(2021, 8, 22, 0, 0, tzinfo=VIETNAM)
TODAY = NOW.date()

# kind, field, argument → value of the field (and of others) → verdict; None: nothing to judge
VERDICTS: list[tuple[str, str, Any, dict[str, Any], bool | None]] = [
    # text
    ("max", "name", 3, {"name": "abc"}, True),
    ("max", "name", 3, {"name": "abcd"}, False),
    ("max", "name", 3, {"name": "Quỳ"}, True),
    ("max", "name", 3, {"name": "😀😀😀"}, True),
    ("max", "name", 3, {"name": ""}, True),
    ("min_length", "name", 3, {"name": "Quỳ"}, True),
    ("min_length", "name", 3, {"name": "ab"}, False),
    ("min_length", "name", 3, {"name": ""}, False),
    ("matches", "name", "phone", {"name": "0966641414"}, True),
    ("matches", "name", "phone", {"name": "0966.641 414"}, True),  # what the pattern ignores
    ("matches", "name", "phone", {"name": "0966641414x"}, False),
    ("matches", "name", "phone", {"name": "x0966641414"}, False),
    ("matches", "name", "phone", {"name": "0966641414\n"}, False),
    ("matches", "name", "[a-z]|bc", {"name": "bc"}, True),
    ("matches", "name", "[a-z]|bc", {"name": "abc"}, False),  # the whole text, not a branch of it
    ("matches", "name", "a.b", {"name": "a\nb"}, True),
    ("plain", "name", True, {"name": "Chợ Vinh, ngõ 3–5"}, True),
    ("plain", "name", True, {"name": "1 < 2 = x@y.vn"}, True),
    ("plain", "name", True, {"name": "=1+1"}, False),
    ("plain", "name", True, {"name": "+84"}, False),
    ("plain", "name", True, {"name": "-x"}, False),
    ("plain", "name", True, {"name": "@SUM(A1)"}, False),
    ("plain", "name", True, {"name": "a<b>x</b>"}, False),
    ("plain", "name", True, {"name": "a<script>"}, False),
    ("plain", "name", True, {"name": "a<!-- x"}, False),
    ("plain", "name", True, {"name": "a\x00"}, True),  # PostgreSQL itself takes no NUL
    ("plain", "name", True, {"name": "a\x07"}, False),
    ("plain", "name", True, {"name": "a\x9f"}, False),
    ("plain", "name", True, {"name": "a\nb"}, False),
    ("plain", "note", True, {"note": "a\nb\tc"}, True),  # several lines
    ("plain", "note", True, {"note": "a\x07"}, False),
    ("plain", "note", True, {"note": "=1+1"}, False),
    ("no_personal_data", "name", True, {"name": "Trạm y tế"}, True),
    ("no_personal_data", "name", True, {"name": "BN1234"}, False),
    # numbers
    ("between", "beds", [0, 10], {"beds": 0}, True),
    ("between", "beds", [0, 10], {"beds": 10}, True),
    ("between", "beds", [0, 10], {"beds": -1}, False),
    ("between", "beds", [0, 10], {"beds": 11}, False),
    ("between", "area", [0.5, 1], {"area": 0.49}, False),
    ("between", "area", [0.5, 1], {"area": 0.5}, True),
    ("at_least", "beds", "used", {"beds": 7, "used": 7}, True),
    ("at_least", "beds", "used", {"beds": 6, "used": 7}, False),
    ("at_least", "beds", "used", {"beds": 6}, None),
    ("at_least", "beds", "used", {"used": 6}, None),
    ("at_most", "used", "beds", {"used": 7, "beds": 7}, True),
    ("at_most", "used", "beds", {"used": 8, "beds": 7}, False),
    ("at_most", "used", "beds", {"used": 0, "beds": 0}, True),
    ("at_most", "area", "beds", {"area": 7.1, "beds": 7}, False),
    ("multiple_of", "beds", 100, {"beds": 734000}, True),
    ("multiple_of", "beds", 100, {"beds": 0}, True),
    ("multiple_of", "beds", 100, {"beds": 734050}, False),
    ("sum_at_most", "used", {"with": ["area"], "field": "beds"}, {"used": 3, "area": 4, "beds": 7}, True),
    ("sum_at_most", "used", {"with": ["area"], "field": "beds"}, {"used": 4, "area": 4, "beds": 7}, False),
    ("sum_at_most", "used", {"with": ["area"], "field": "beds"}, {"used": 8, "beds": 7}, False),
    ("sum_at_most", "used", {"with": ["area"], "field": "beds"}, {"used": 8, "area": 1}, None),
    ("sum_at_most", "area", {"with": ["area"], "field": "area"}, {"area": 0.0}, True),
    # lists
    ("in_list", "state", True, {"state": "open"}, True),
    ("in_list", "state", True, {"state": "Mở"}, False),
    ("in_list", "state", True, {"state": ""}, False),
    ("each_in_list", "states", True, {"states": ["open", "shut"]}, True),
    ("each_in_list", "states", True, {"states": []}, True),
    ("each_in_list", "states", True, {"states": ["open", "x"]}, False),
    ("only", "state", ["open"], {"state": "shut"}, False),
    ("only", "beds", [7, 14, 21], {"beds": 14}, True),
    ("only", "beds", [7, 14, 21], {"beds": 15}, False),
    ("has_member", "ready", {"field": "states", "value": "open"}, {"ready": True, "states": ["shut", "open"]}, True),
    ("has_member", "ready", {"field": "states", "value": "open"}, {"ready": True, "states": ["shut"]}, False),
    ("has_member", "ready", {"field": "states", "value": "open"}, {"ready": True}, False),
    ("has_member", "ready", {"field": "states", "value": "open"}, {"ready": False, "states": []}, True),
    ("not_value", "ready", True, {"ready": True}, False),
    ("not_value", "ready", True, {"ready": False}, True),
    ("not_value", "state", "shut", {"state": "shut"}, False),
    # times against each other
    ("after", "end", "start", {"start": AT, "end": AT + timedelta(minutes=1)}, True),
    ("after", "end", "start", {"start": AT, "end": AT}, False),
    ("after", "end", "start", {"start": AT, "end": AT.astimezone(UTC)}, False),
    ("after", "end", "start", {"end": AT}, None),
    ("after", "day", "start", {"day": date(2021, 8, 22), "start": AT}, False),
    ("after", "day", "start", {"day": date(2021, 8, 23), "start": AT + timedelta(hours=23)}, True),
    ("not_before", "day", "start", {"day": date(2021, 8, 22), "start": AT + timedelta(hours=23)}, True),
    ("not_before", "day", "start", {"day": date(2021, 8, 21), "start": AT}, False),
    ("not_before", "day", "start", {"day": date(2021, 8, 21), "start": datetime(2021, 8, 21, 17, tzinfo=UTC)}, False),  # the 22nd in Vietnam
    ("not_after", "day", {"field": "start", "days": 3}, {"day": date(2021, 8, 25), "start": AT}, True),
    ("not_after", "day", {"field": "start", "days": 3}, {"day": date(2021, 8, 26), "start": AT}, False),
    ("not_after", "end", {"field": "start", "days": 1}, {"end": AT + timedelta(days=1), "start": AT}, True),
    ("not_after", "end", {"field": "start", "days": 1}, {"end": AT + timedelta(days=1, seconds=1), "start": AT}, False),
    # times against the calendar and the clock
    ("since", "start", date(2021, 8, 22), {"start": AT}, True),
    ("since", "start", date(2021, 8, 22), {"start": AT - timedelta(seconds=1)}, False),
    ("since", "day", date(2021, 8, 22), {"day": date(2021, 8, 21)}, False),
    ("not_future", "start", True, {"start": NOW}, True),
    ("not_future", "start", True, {"start": NOW.astimezone(UTC)}, True),
    ("not_future", "start", True, {"start": NOW + timedelta(seconds=1)}, False),
    ("not_future", "start", {"days": 30}, {"start": NOW + timedelta(days=30)}, True),
    ("not_future", "start", {"days": 30}, {"start": NOW + timedelta(days=30, seconds=1)}, False),
    ("not_future", "day", True, {"day": TODAY}, True),
    ("not_future", "day", True, {"day": TODAY + timedelta(days=1)}, False),
    ("not_past", "day", True, {"day": TODAY}, True),
    ("not_past", "day", True, {"day": TODAY - timedelta(days=1)}, False),
    ("max_age", "start", {"hours": 24}, {"start": NOW - timedelta(hours=24)}, True),
    ("max_age", "start", {"hours": 24}, {"start": NOW - timedelta(hours=24, seconds=1)}, False),
    ("max_age", "start", {"days": 28}, {"start": NOW - timedelta(days=28)}, True),
    ("max_age", "start", {"days": 28}, {"start": NOW - timedelta(days=29)}, False),
    ("in_force", "state", {"field": "start", "since": date(2021, 8, 22)}, {"state": "open", "start": AT}, True),
    ("in_force", "state", {"field": "start", "since": date(2021, 8, 22)}, {"state": "open", "start": AT - timedelta(minutes=1)}, False),
    ("in_force", "state", {"field": "start", "until": date(2021, 8, 22)}, {"state": "open", "start": AT + timedelta(hours=23)}, True),
    ("in_force", "state", {"field": "start", "until": date(2021, 8, 22)}, {"state": "open", "start": AT + timedelta(hours=24)}, False),
    ("in_force", "state", {"field": "start", "until": date(2021, 8, 22)}, {"start": AT + timedelta(days=9)}, None),
    ("in_force", "state", {"field": "start", "until": date(2021, 8, 22)}, {"state": "open"}, None),
    # being there
    ("required", "name", True, {"name": "x"}, True),
    ("required", "name", True, {"name": " \t\r\n"}, False),
    ("required", "name", True, {}, False),
    ("required", "beds", True, {"beds": 0}, True),
    ("required", "ready", True, {"ready": False}, True),
    ("required", "states", True, {"states": []}, False),
    ("required", "host", True, {"host": UUID}, True),
    ("only_when", "used", {"state": "open"}, {"used": 1, "state": "open"}, True),
    ("only_when", "used", {"state": "open"}, {"used": 1, "state": "shut"}, False),
    ("only_when", "used", {"state": "open"}, {"used": 1}, False),
    ("only_when", "used", {"state": "open"}, {"state": "shut"}, True),
]


def test_every_kind_judges_as_it_is_written_here() -> None:
    wrong = []
    for kind, field, argument, row, verdict in VERDICTS:
        said = KINDS[kind].read(SCOPE.column(field), argument, SCOPE).holds(row, NOW)
        if said is not verdict:
            wrong.append((kind, argument, row, said))
    assert wrong == []


def test_every_kind_has_a_value_that_passes_and_one_that_fails() -> None:
    verdicts: dict[str, set[bool | None]] = {}
    for kind, _, _, _, verdict in VERDICTS:
        verdicts.setdefault(kind, set()).add(verdict)
    assert {kind for kind, seen in verdicts.items() if {True, False} <= seen} == set(KINDS)


@pytest.mark.parametrize(("condition", "row", "met"), [
    ({"state": "open"}, {"state": "open"}, True),
    ({"state": "open"}, {"state": "shut"}, False),
    ({"state": "open"}, {}, False),
    ({"state": ["open", "shut"]}, {"state": "shut"}, True),
    ({"state": ["open", "shut"]}, {"state": None}, False),
    ({"name": "present"}, {"name": "x"}, True),
    ({"name": "present"}, {"name": " "}, False),
    ({"name": "present"}, {}, False),
    ({"states": "present"}, {"states": []}, False),
    ({"states": "present"}, {"states": ["open"]}, True),
    ({"ready": True}, {"ready": True}, True),
    ({"ready": True}, {"ready": None}, False),
    ({"ready": False}, {"ready": False}, True),
    ({"ready": False}, {}, False),
    ({"beds": [7, 14]}, {"beds": 14}, True),
    ({"state": "open", "ready": True}, {"state": "open", "ready": False}, False),
    ({"state": "open", "ready": True}, {"state": "open", "ready": True}, True),
])  # fmt: skip
def test_a_condition_is_met_by_all_its_terms_and_never_by_what_is_not_known(condition: dict[str, Any], row: dict[str, Any], met: bool) -> None:
    assert read_condition(condition, SCOPE).holds(row) is met


@pytest.mark.parametrize(("value", "present"), [
    ("x", True),
    (" x ", True),
    ("", False),
    (" \t\r\n", False),
    ([], False),
    ((), False),
    (["x"], True),
    (0, True),
    (0.0, True),
    (False, True),
    (None, False),
    (AT, True),
])  # fmt: skip
def test_zero_and_no_are_answers_blank_text_and_empty_lists_are_not(value: Any, present: bool) -> None:
    assert present_value(value) is present
