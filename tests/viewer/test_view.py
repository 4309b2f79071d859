"""The public map in a real browser beyond its signs: units, filters, links, what lies near."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult

Facts = dict[str, Any]
SCENARIOS = ("units",)


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
