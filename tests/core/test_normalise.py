"""A row comes to its stored form by the `normalise:` of its fields; doing it twice changes nothing more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.core.normalise import normalise_row, normalise_value
from ncovy_qgis.core.roads import normalise_km_post, normalise_road
from tests.core.cases import _MATCHING, NOW
from tests.core.quick import quick

ROADS = {
    "quốc lộ 1A": "QL1A",
    "Quốc Lộ 48c": "QL48C",
    "quoc lo 7": "QL7",
    "QL 48c": "QL48C",
    "ql.46": "QL46",
    "QL-7": "QL7",
    "ql7": "QL7",
    "QL1A": "QL1A",
    "tỉnh lộ 534": "ĐT.534",
    "TL534B": "ĐT.534B",
    "đt 534b": "ĐT.534B",
    "DT534": "ĐT.534",
    "Đường tỉnh 545": "ĐT.545",
    "QL46 giao ĐT 542": "QL46 giao ĐT.542",
    # what is no numbered road is only cleaned
    "đường  Lê Lợi": "đường Lê Lợi",
    "Đại lộ Lê-nin": "Đại lộ Lê-nin",
    "Đường Hồ Chí Minh": "Đường Hồ Chí Minh",
    "TL 5341": "TL 5341",
    "BTL 534": "BTL 534",
    "TP Vinh": "TP Vinh",
    "": "",
}

KM_POSTS = {
    "km 463+200": "Km463+200",
    "KM463 + 200m": "Km463+200",
    "Km. 463+200": "Km463+200",
    "lý trình km 7+5": "Km7+5",
    "463+200": "Km463+200",
    "km 463": "Km463",
    "Km463+200": "Km463+200",
    # one number may be anything; other words are left for the rule to refuse
    "463": "463",
    "km 463 đến km 464": "km 463 đến km 464",
    "km 463+2000": "km 463+2000",
    "km ٤٦٣": "km ٤٦٣",
    "": "",
}


@pytest.fixture(scope="module")
def layer(catalogue: Catalogue) -> Layer:
    return catalogue.layer("control_checkpoint")


def test_roads_have_one_name_and_keep_it() -> None:
    assert {typed: normalise_road(typed) for typed in ROADS} == ROADS
    assert {normalise_road(road) for road in ROADS.values()} == set(ROADS.values())


def test_km_posts_have_one_form_and_keep_it(layer: Layer) -> None:
    assert {typed: normalise_km_post(typed) for typed in KM_POSTS} == KM_POSTS
    assert {normalise_km_post(post) for post in KM_POSTS.values()} == set(KM_POSTS.values())
    (rule,) = layer.field("km_post").rules_of("matches")
    stored = normalise_row(layer, {"km_post": "km 463 + 200 m"})
    assert rule.holds(stored, NOW)
    assert not rule.holds({"km_post": "km 463 + 200 m"}, NOW)


def test_a_row_is_normalised_by_the_forms_and_blank_text_is_nothing(layer: Layer) -> None:
    row = {"name": "  Chốt\u00a0cầu  Bến Thủy ", "road_name": "quốc lộ 1A", "phone": "0966.641.414", "opening_hours": "24/24", "address": "  ",
           "note_public": " a \r\n b ", "green_lane": True, "staff_count": 5, "decision_no": "199/KH-UBND.", "unknown": " x "}  # fmt: skip
    assert normalise_row(layer, row) == {
        "name": "Chốt cầu Bến Thủy", "road_name": "QL1A", "phone": "0966641414", "opening_hours": "24/7", "address": None, "note_public": "a\nb",
        "green_lane": True, "staff_count": 5, "decision_no": "199/KH-UBND", "unknown": " x ",
    }  # fmt: skip


@pytest.mark.parametrize(("field", "value"), [
    ("status", " active "),  # a code is not text: the rule must see what was typed
    ("checks", [" qr "]),
    ("staff_count", 0),
    ("green_lane", False),
    ("name", None),
    ("active_from", NOW),
])  # fmt: skip
def test_what_is_no_text_is_left_alone(field: str, value: Any, layer: Layer) -> None:
    assert normalise_value(layer.field(field), value) == value


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u00a0", "\u200b", "\ufeff \t"])
def test_blank_text_is_nothing_in_every_field_of_text(blank: str, layer: Layer) -> None:
    texts = [field for field in layer.fields if field.type == "text"]
    assert len(texts) > 10
    assert {normalise_value(field, blank) for field in texts} == {None}


@pytest.mark.parametrize("pattern", ["phone", "decision_no", "opening_hours"])
def test_every_form_the_rule_accepts_normalises_to_a_form_it_accepts(pattern: str, layer: Layer) -> None:
    (rule,) = layer.field(pattern).rules_of("matches")
    once = [normalise_value(layer.field(pattern), text) for text in _MATCHING[pattern]]
    assert [text for text in once if not rule.holds({pattern: text}, NOW)] == []
    assert [normalise_value(layer.field(pattern), text) for text in once] == once


@quick
@given(text=st.text(max_size=30) | st.text("0123456789-/ .;,:hTCN+QĐUBNDMoFrSu", max_size=30))
def test_normalising_twice_changes_nothing_more_and_never_raises(text: str, layer: Layer) -> None:
    fields = [layer.field(name) for name in ("phone", "decision_no", "opening_hours", "road_name", "km_post", "name", "note_public")]
    once = [normalise_value(field, text) for field in fields]
    assert [normalise_value(field, value) for field, value in zip(fields, once)] == once
