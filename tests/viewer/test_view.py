"""The public map in a real browser beyond its signs: units, filters, links, what lies near."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult
from tests.publish.world import features
from tests.server import ROOT
from tests.viewer.conftest import ALONE, HERE, KINDS, label_of

Facts = dict[str, Any]
SCENARIOS = ("units", "filters", "link", "near", "keyboard")


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_ran_to_its_end_without_an_error(seen: Facts, name: str) -> None:
    assert "failed" not in seen[name], seen[name]["failed"]
    assert seen[name]["faults"] == []


@pytest.fixture(scope="module")
def units(public_site: ReleaseResult) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((public_site.folder / "units.json").read_bytes())["units"]
    return found


def rgba(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},1)"


def test_communes_have_the_colour_of_their_level_and_the_switch_takes_it_away(seen: Facts, units: list[dict[str, Any]], catalogue: Catalogue) -> None:
    colours = {value.code: rgba(value.colour or "") for value in catalogue.lists["risk_level_2686"].values}
    assert seen["units"]["on"] == {unit["code"]: colours[unit["risk"]] for unit in units if "risk" in unit}
    assert len(set(seen["units"]["on"].values())) > 1
    assert seen["units"]["off"] == {}


def test_the_legend_says_how_many_communes_have_each_level(seen: Facts, units: list[dict[str, Any]], catalogue: Catalogue) -> None:
    held = Counter(unit.get("risk") for unit in units)
    expected = [f"{value.label.vi}\n{held[value.code]}" for value in catalogue.lists["risk_level_2686"].values]
    assert [text.replace("\n\n", "\n") for text in seen["units"]["legend"]] == expected


def test_counts_of_a_unit_are_those_of_its_communes(seen: Facts, units: list[dict[str, Any]], public_site: ReleaseResult, catalogue: Catalogue) -> None:
    found = seen["units"]
    sums: Counter[str] = Counter()
    pharmacies: Counter[str] = Counter()
    for unit in units:
        sums[unit.get("parent", "")] += sum(unit.get("counts", {}).values())
        pharmacies[unit.get("parent", "")] += unit.get("counts", {}).get("pharmacy", 0)
    assert {code: count for code, _, count, _ in found["districts"]} == {unit["code"]: sums[unit["code"]] for unit in units if unit["level"] == 2}
    assert {code: count for code, _, count, _ in found["pharmacies"]} == {unit["code"]: pharmacies[unit["code"]] for unit in units if unit["level"] == 2}
    apart = int(found["apart"].split()[0])
    assert sum(int(count) for count in found["held"]) + apart == sum(public_site.counts.values())
    assert [count for _, _, count, _ in found["districts"]] == sorted((count for _, _, count, _ in found["districts"]), reverse=True)


def test_a_district_opens_its_communes_on_the_map_and_in_the_table(seen: Facts, units: list[dict[str, Any]], catalogue: Catalogue) -> None:
    vinh = seen["units"]["vinh"]
    labels = {value.code: value.label.vi for value in catalogue.lists["risk_level_2686"].values}
    expected = {unit["code"]: (unit["name"], labels.get(unit.get("risk", ""))) for unit in units if unit.get("parent") == "412"}
    assert {code: (name, level) for code, name, _, level in vinh["rows"]} == expected
    assert vinh["zoom"] > 10
    assert vinh["focus"] == "Thành phố Vinh"
    assert seen["units"]["back"] == "Tỉnh Nghệ An"


def public_ids(public_site: ReleaseResult, catalogue: Catalogue, chosen: dict[str, str]) -> dict[str, set[str]]:
    """Layer → ids of its public features, of the chosen kind where one is chosen."""
    site = public_site.folder.parent.parent
    found: dict[str, set[str]] = {}
    for layer in catalogue.layers:
        wanted = chosen.get(layer.name)
        found[layer.name] = {one["id"] for one in features(site, layer.name) if wanted in (None, one["properties"][layer.kind_field])}
    return found


@pytest.mark.parametrize("filtered", [False, True])
def test_list_and_map_of_the_whole_province_hold_exactly_what_is_public(seen: Facts, public_site: ReleaseResult, catalogue: Catalogue, filtered: bool) -> None:
    chosen = {layer: KINDS[layer] for layer in ("pharmacy", "lockdown_zone")} if filtered else {}
    expected = public_ids(public_site, catalogue, chosen)
    found = seen["filters"]["filtered" if filtered else "whole"]
    assert sorted(found["list"]) == sorted(one for ids in expected.values() for one in ids)
    assert found["map"] == {layer: len(ids) for layer, ids in expected.items()}
    assert found["map"]["pharmacy"] == (3 if filtered else 13)


def test_near_by_the_filter_holds_too(seen: Facts, public_site: ReleaseResult, catalogue: Catalogue) -> None:
    near = seen["filters"]["near"]
    chosen = public_ids(public_site, catalogue, {layer: KINDS[layer] for layer in ("pharmacy", "lockdown_zone")})
    assert set(near["list"]) <= {one for ids in chosen.values() for one in ids}
    assert 0 < near["map"]["lockdown_zone"] <= 2
    assert 0 < near["map"]["pharmacy"] <= 3


def test_a_filter_is_told_counted_and_followed_by_search_and_units(seen: Facts, catalogue: Catalogue) -> None:
    filters = seen["filters"]
    kinds = {layer: label_of(catalogue, layer, code) for layer, code in KINDS.items()}
    assert filters["note"] == f"Đang lọc: Vùng phong tỏa ({kinds['lockdown_zone']}); Hiệu thuốc ({kinds['pharmacy']})"
    counts = dict(zip((layer.name for layer in catalogue.layers), filters["counts"]))
    assert (counts["lockdown_zone"], counts["pharmacy"], counts["road_block"]) == ("2 / 12", "3 / 13", "12")
    assert filters["pharmacies"] in ("2", "3")  # one may lie in the sea
    assert len(filters["found"]) == 3
    assert filters["left"].startswith("9 kết quả bị ẩn")


def test_one_click_takes_all_filters_away(seen: Facts) -> None:
    assert seen["filters"]["reset"]["sources"] == ["ncovy", "units"]
    assert "only=" not in seen["filters"]["reset"]["hash"]


def test_a_link_brings_back_view_layers_filter_language_and_feature(seen: Facts) -> None:
    first, again = seen["link"]["first"], seen["link"]["again"]
    assert {**first, "centre": None} == {**again, "centre": None}
    assert first["centre"] == pytest.approx(again["centre"], abs=1e-4)  # an address rounds
    assert first["title"] == "Chốt cầu Bến Thủy"
    assert first["hidden"] == ["layer-pharmacy"]
    assert first["note"].startswith("Filtered: Testing site (")
    assert (first["risk"], first["drawn"], first["language"]) == (False, "none", "en")
    assert first["zoom"] == 12.5
    assert first["centre"] == pytest.approx(list(ALONE), abs=0.03)  # the map makes room for the popup
    assert "at=" not in seen["link"]["closed"]
    assert "hide=pharmacy" in seen["link"]["closed"]


def test_a_copied_link_opens_the_feature_where_it_lies(seen: Facts) -> None:
    opened = seen["link"]["opened"]
    assert seen["link"]["copied"].endswith(f"&lang={opened['language']}")
    assert "hide" not in seen["link"]["copied"]
    assert (opened["title"], opened["hidden"], opened["note"]) == ("Chốt cầu Bến Thủy", [], None)
    assert opened["zoom"] >= 15
    assert opened["centre"] == pytest.approx(list(ALONE), abs=0.005)


def test_a_link_to_what_is_gone_says_so_and_nonsense_in_it_does_nothing(seen: Facts) -> None:
    assert seen["link"]["gone"] == "Đối tượng trong liên kết không còn trên bản đồ công khai."
    assert seen["link"]["after"] == []


def test_the_parts_of_an_open_map_follow_the_language(seen: Facts) -> None:
    assert seen["link"]["turned"] == [["Map", ""], ["Zoom in", "Zoom in"], ["Zoom out", "Zoom out"], ["Close", "Close"]]


def test_the_position_never_leaves_the_page(seen: Facts) -> None:
    near = seen["near"]
    assert near["asked"] == []
    assert not near["moved"]
    assert near["marker"] == 1
    assert all(part not in near["stored"] for degree in HERE for part in (f"{degree:.3f}", f"{degree:.2f}"))


def test_near_me_lists_the_nearest_first_with_its_distance(seen: Facts) -> None:
    away = [float(text.replace(",", ".").removesuffix(" km")) for _, text in seen["near"]["away"]]
    assert away == sorted(away)
    assert away[0] == pytest.approx(1.9)  # 1.30 km east and 1.37 km north of the lonely checkpoint
    assert "đúng trong khoảng 35 m" in seen["near"]["told"][1]
    assert seen["near"]["off"] == 0


def test_a_refused_position_is_told_with_what_to_do(seen: Facts) -> None:
    assert seen["near"]["refused"].startswith("Trình duyệt không cho trang dùng vị trí. Hãy cho phép")


def test_the_list_is_told_aloud_and_walked_with_arrow_keys(seen: Facts) -> None:
    keyboard = seen["keyboard"]
    assert keyboard["tab"] == "tab-list"
    assert keyboard["said"] == keyboard["name"] == "122 đối tượng trong khung bản đồ"
    assert keyboard["inside"]
    assert keyboard["back"]


def test_no_word_of_the_page_is_written_twice() -> None:
    """The three lists become one: the later would hide the earlier."""
    sources = sorted((ROOT / "ncovy_qgis" / "publish" / "site" / "src").glob("*words.js"))
    keys = Counter(key for source in sources for key in re.findall(r"^  (\w+): \[", source.read_text(), re.MULTILINE))
    assert len(keys) > 100
    assert [key for key, count in keys.items() if count > 1] == []
