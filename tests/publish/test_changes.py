"""What a release says changed: every difference between two states, none that is not there. No database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish.changes import CHANGED, LIFTED, OPENED, WITHDRAWN, Change, compare, to_geojson
from ncovy_qgis.publish.geojson import SEPARATOR, FeatureFile
from ncovy_qgis.publish.summary import field_labels, plain, write_summary
from tests.publish.world import AS_OF

LAYER = "control_checkpoint"
STATES = st.dictionaries(st.uuids().map(str), st.tuples(st.text(max_size=8), st.sampled_from(["active", "lifted"]), st.integers(0, 3)), max_size=8)
State = Mapping[str, tuple[str, str, int]]


def feature(uid: str, name: str, status: str = "active", place: int = 0, **more: Any) -> bytes:
    """One line as PostgreSQL writes it."""
    properties = {"id": uid, "name": name, "status": status, "commune_name": "Phường Lê Lợi", "district_name": "Thành phố Vinh", **more}
    geometry = {"type": "Point", "coordinates": [105 + place, 18]}
    return json.dumps({"type": "Feature", "id": uid, "geometry": geometry, "properties": properties}, ensure_ascii=False, separators=(",", ":")).encode()


def write(folder: Path, rows: list[bytes]) -> Path:
    """A data folder with one layer, by the writer that publishing uses."""
    folder.mkdir(exist_ok=True)
    with (folder / f"{LAYER}.geojson").open("wb") as file:
        collection = FeatureFile(file)
        for row in rows:
            collection.add(row + SEPARATOR)
        collection.close()
    return folder


def told(catalogue: Catalogue, folder: Path, before: list[bytes], after: list[bytes]) -> tuple[Change, ...]:
    return compare(catalogue, write(folder / "before", before), write(folder / "after", after))


def rows(state: State) -> list[bytes]:
    return [feature(uid, *values) for uid, values in sorted(state.items())]


@settings(max_examples=50)
@given(STATES, STATES, st.sets(st.integers(0, 7)))
def test_every_difference_is_told_once_and_nothing_else(
    catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory, before: State, others: State, shared: set[int]
) -> None:
    after = {**others, **{uid: values for number, (uid, values) in enumerate(before.items()) if number in shared}}
    for number, uid in enumerate(list(after)):
        if number % 3 == 0:
            after[uid] = (after[uid][0] + "x", *after[uid][1:])
    found = told(catalogue, tmp_path_factory.getbasetemp(), rows(before), rows(after))
    kinds = {change.feature["id"]: change.kind for change in found}
    assert len(kinds) == len(found)
    assert {uid for uid, kind in kinds.items() if kind == OPENED} == after.keys() - before.keys()
    assert {uid for uid, kind in kinds.items() if kind == WITHDRAWN} == before.keys() - after.keys()
    assert {uid for uid, kind in kinds.items() if kind in (CHANGED, LIFTED)} == {uid for uid in after if uid in before and after[uid] != before[uid]}


@settings(max_examples=20)
@given(STATES)
def test_the_same_state_has_no_news(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory, state: State) -> None:
    assert told(catalogue, tmp_path_factory.getbasetemp(), rows(state), rows(state)) == ()


@pytest.mark.parametrize(
    ("before", "after", "kind", "fields"),
    [
        (("A", "active", 0), ("B", "active", 0), CHANGED, ("name",)),
        (("A", "active", 0), ("A", "active", 1), CHANGED, ("geometry",)),
        (("A", "active", 0), ("B", "suspended", 1), CHANGED, ("name", "status", "geometry")),
        (("A", "active", 0), ("A", "lifted", 0), LIFTED, ("status",)),
        (("A", "suspended", 0), ("B", "lifted", 0), LIFTED, ("name", "status")),
        (("A", "lifted", 0), ("B", "lifted", 0), CHANGED, ("name",)),
        (("A", "lifted", 0), ("A", "active", 0), CHANGED, ("status",)),
    ],
)
def test_a_change_names_its_fields_and_lifting_is_lifting_once(
    catalogue: Catalogue, tmp_path: Path, before: tuple[str, str, int], after: tuple[str, str, int], kind: str, fields: tuple[str, ...]
) -> None:
    (found,) = told(catalogue, tmp_path, [feature("u", *before)], [feature("u", *after)])
    assert (found.kind, found.fields, found.layer) == (kind, fields, LAYER)
    assert found.properties["name"] == after[0]


def test_an_english_desk_reads_the_names_of_the_fields_in_english(catalogue: Catalogue, tmp_path: Path) -> None:
    (found,) = told(catalogue, tmp_path, [feature("u", "A")], [feature("u", "B", place=1)])
    assert field_labels(catalogue, found, "en") == ["Name", "position"]
    assert field_labels(catalogue, found) == ["Tên", "vị trí"]


def test_a_field_that_a_newer_form_brings_is_a_change_of_that_field(catalogue: Catalogue, tmp_path: Path) -> None:
    (found,) = told(catalogue, tmp_path, [feature("u", "A")], [feature("u", "A", green_lane=True)])
    assert found.fields == ("green_lane",)
    assert told(catalogue, tmp_path, [feature("u", "A")], [feature("u", "A", green_lane=None)])[0].fields == ()


def test_a_layer_published_for_the_first_time_has_opened_all_its_features(catalogue: Catalogue, tmp_path: Path) -> None:
    found = compare(catalogue, tmp_path / "nothing", write(tmp_path / "after", [feature("1", "A"), feature("2", "B")]))
    assert [(change.kind, change.properties["name"]) for change in found] == [(OPENED, "A"), (OPENED, "B")]


def test_the_report_for_machines_has_place_layer_kind_and_fields(catalogue: Catalogue, tmp_path: Path) -> None:
    found = told(catalogue, tmp_path, [feature("1", "A"), feature("2", "B")], [feature("2", "B", place=1), feature("3", "C")])
    document = json.loads(to_geojson(found))
    assert document["type"] == "FeatureCollection"
    assert [(each["properties"]["change"], each["properties"]["name"], each["properties"]["fields"]) for each in document["features"]] == [
        (WITHDRAWN, "A", []), (CHANGED, "B", ["geometry"]), (OPENED, "C", []),
    ]  # fmt: skip
    assert all(set(each["properties"]) == {"id", "layer", "change", "fields", "name", "commune_name", "district_name"} for each in document["features"])
    assert [each["geometry"]["coordinates"] for each in document["features"]] == [[105, 18], [106, 18], [105, 18]]
    assert json.loads(to_geojson(())) == {"type": "FeatureCollection", "features": []}


def test_the_summary_has_a_heading_only_for_what_happened(catalogue: Catalogue, tmp_path: Path) -> None:
    found = told(catalogue, tmp_path, [], [feature("1", "Chốt cầu Bến Thủy")])
    text = write_summary(catalogue, AS_OF, {LAYER: 1}, found, "2021-09-16-000000000000")
    assert "So với bản 2021-09-16-000000000000: 1 mở mới, 0 thay đổi, 0 dỡ bỏ, 0 không còn hiển thị." in text
    assert "### Phường Lê Lợi, Thành phố Vinh (1)\n\n- Chốt kiểm soát: Chốt cầu Bến Thủy\n" in text
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## Mở mới (1)", "## Theo xã", "## Đang hiển thị"]


def test_without_changes_the_summary_says_zero_and_lists_every_layer(catalogue: Catalogue) -> None:
    text = write_summary(catalogue, AS_OF, {}, (), "2021-09-16-000000000000")
    assert "0 mở mới, 0 thay đổi, 0 dỡ bỏ, 0 không còn hiển thị." in text
    assert "Theo xã" not in text
    assert text.endswith("\n") and text.count(" | 0 |") == len(catalogue.layers)


def test_changed_fields_are_called_by_their_vietnamese_names(catalogue: Catalogue) -> None:
    one = Change(CHANGED, LAYER, json.loads(feature("1", "A")), ("status", "geometry", "gone_field"))
    text = write_summary(catalogue, AS_OF, {}, (one,), "x")
    assert "(khác: Tình trạng; vị trí; gone\\_field)" in text


def test_a_feature_without_commune_is_counted_on_a_line_of_its_own(catalogue: Catalogue) -> None:
    properties = {**json.loads(feature("1", "A"))["properties"], "commune_name": None, "district_name": None}
    nowhere = replace(Change(OPENED, LAYER, {}, ()), feature={"id": "1", "geometry": None, "properties": properties})
    text = write_summary(catalogue, AS_OF, {}, (nowhere, nowhere), "x")
    assert "| – |  | 2 | 0 | 0 | 0 |" in text
    assert "- Chốt kiểm soát: A\n" in text


@given(st.text(st.sampled_from("\\`*_{}[]<>()#+!|~& a\n\t"), max_size=30))
def test_every_sign_that_could_be_markup_is_escaped_exactly_once(text: str) -> None:
    escaped = plain(text)
    letters = iter(escaped)
    shown = "".join(next(letters) if letter == "\\" else letter for letter in letters)
    assert shown == " ".join(text.split())
