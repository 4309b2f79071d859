"""The stable addresses: every file of the release, each replaced in one step, in an order in which nothing refers to what is not there yet."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ncovy_qgis.core.catalogue import Catalogue, OpenData, Text
from ncovy_qgis.publish import ReleaseResult, latest
from ncovy_qgis.publish.archive import TileSet
from ncovy_qgis.publish.stage import tilejson

NAMES = (
    "manifest.json", "feed.json", "dcat.jsonld", "daily.md", "summary.md", "changes.geojson", "style.json", "tiles.json", "sprite@2x.png", "sprite.json",
    "tiles/ncovy.pmtiles", "data/pharmacy.geojson", "dictionary.csv", "catalogue.json", "schema/pharmacy.json", "something.new",
)  # fmt: skip


def staged(site: Path, release: str, names: dict[str, str]) -> dict[str, object]:
    """A release folder with these files, and its description."""
    for name, text in {**names, "manifest.json": f"manifest of {release}"}.items():
        path = site / "releases" / release / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    hashes = {name: {"sha256": latest.sha256(site / "releases" / release / name)} for name in names}
    return {"id": release, "files": hashes}


def held(site: Path) -> dict[str, str]:
    return {path.relative_to(site / "latest").as_posix(): path.read_text() for path in (site / "latest").rglob("*") if path.is_file()}


def test_what_is_referred_to_comes_before_what_refers_to_it() -> None:
    order = latest.ordered(NAMES)
    place = order.index
    assert order[-3:] == ["dcat.jsonld", "feed.json", "manifest.json"]
    assert place("schema/pharmacy.json") < place("data/pharmacy.geojson") < place("tiles/ncovy.pmtiles") < place("tiles.json") < place("summary.md")
    assert place("sprite@2x.png") < place("style.json") and place("something.new") < place("dcat.jsonld")


def test_only_what_changed_is_replaced_and_what_is_gone_goes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    latest.refresh(tmp_path, staged(tmp_path, "a", {"data/x.geojson": "1", "data/gone/y.geojson": "2", "style.json": "3"}))
    touched: list[str] = []
    real = latest.replace
    monkeypatch.setattr(latest, "replace", lambda path, data: (touched.append(path.name), real(path, data)))
    latest.refresh(tmp_path, staged(tmp_path, "b", {"data/x.geojson": "1", "style.json": "4"}))
    assert touched == ["style.json", "manifest.json"]
    assert held(tmp_path) == {"data/x.geojson": "1", "style.json": "4", "manifest.json": "manifest of b"}
    assert not (tmp_path / "latest/data/gone").exists()


def test_the_archive_is_a_second_name_of_the_same_file_and_never_written_into(tmp_path: Path) -> None:
    latest.refresh(tmp_path, staged(tmp_path, "a", {"tiles/t.pmtiles": "one"}))
    stable, first = tmp_path / "latest/tiles/t.pmtiles", tmp_path / "releases/a/tiles/t.pmtiles"
    assert stable.samefile(first)
    with stable.open() as reader:
        latest.refresh(tmp_path, staged(tmp_path, "b", {"tiles/t.pmtiles": "two"}))
        assert reader.read() == "one", "who reads it reads on"
    assert (stable.read_text(), first.read_text()) == ("two", "one")


def test_where_the_disk_knows_no_second_names_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("not here")

    monkeypatch.setattr(os, "link", refuse)
    latest.refresh(tmp_path, staged(tmp_path, "a", {"tiles/t.pmtiles": "one"}))
    assert not (tmp_path / "latest/tiles/t.pmtiles").samefile(tmp_path / "releases/a/tiles/t.pmtiles")
    assert held(tmp_path) == {"tiles/t.pmtiles": "one", "manifest.json": "manifest of a"}


def test_a_published_site_has_every_file_of_its_release_at_a_stable_address(first_site: Path, first_release: ReleaseResult) -> None:
    stable = {path.relative_to(first_site / "latest"): path.read_bytes() for path in (first_site / "latest").rglob("*") if path.is_file()}
    assert stable == {path.relative_to(first_release.folder): path.read_bytes() for path in first_release.folder.rglob("*") if path.is_file()}
    assert (first_site / "latest/tiles/ncovy.pmtiles").samefile(first_release.folder / "tiles/ncovy.pmtiles")


def test_every_published_feature_is_as_its_schema_says_and_an_unknown_property_is_refused(first_site: Path, catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        check = Draft202012Validator(json.loads((first_site / "latest/schema" / f"{layer.name}.json").read_bytes()))
        collection = json.loads((first_site / "latest/data" / f"{layer.name}.geojson").read_bytes())
        assert len(collection["features"]) == 12 and check.is_valid(collection)
        collection["features"][5]["properties"]["contact_name"] = "A"
        assert not check.is_valid(collection)


@pytest.mark.parametrize("name", ["tiles.json", "units_tiles.json"])
def test_tiles_json_is_tilejson(first_site: Path, catalogue: Catalogue, name: str) -> None:
    """The rules of TileJSON 3.0.0 for what is used of it."""
    told = json.loads((first_site / "latest" / name).read_bytes())
    assert told["tilejson"] == "3.0.0" and told["scheme"] == "xyz"
    assert all("{z}" in each and "{x}" in each and "{y}" in each for each in told["tiles"])
    assert 0 <= told["minzoom"] <= told["maxzoom"] <= 30
    west, south, east, north = told["bounds"]
    lon, lat, zoom = told["center"]
    assert -180 <= west <= lon <= east <= 180 and -90 <= south <= lat <= north <= 90 and told["minzoom"] <= zoom <= told["maxzoom"]
    assert {each["id"] for each in told["vector_layers"]} == (
        {each for layer in catalogue.layers for each in (layer.name, layer.label_source)} if name == "tiles.json" else {"unit", "unit_label"}
    )
    for each in told["vector_layers"]:
        assert each["fields"] and all(isinstance(kind, str) for kind in each["fields"].values())


def test_tiles_json_names_the_site_where_its_address_is_known() -> None:
    about = OpenData(address="https://map.example/", publisher=Text("Sở Y tế <A>", "x"))
    told = tilejson(TileSet((105.0, 18.0, 106.0, 19.0), (), 1, 14), "tiles/ncovy.pmtiles", about)
    assert told["tiles"] == ["pmtiles://https://map.example/latest/tiles/ncovy.pmtiles/{z}/{x}/{y}"]
    assert told["attribution"] == "Sở Y tế &lt;A&gt;", "attribution is HTML"


@pytest.mark.parametrize(("name", "driver"), [("data/{}.geojson", "GeoJSON"), ("tiles/ncovy.pmtiles", "PMTiles")])
def test_gdal_opens_what_is_published(first_site: Path, catalogue: Catalogue, name: str, driver: str) -> None:
    formats = subprocess.run(["ogrinfo", "--formats"], capture_output=True, text=True, check=True).stdout
    if not re.search(rf"^\s*{driver} -", formats, re.MULTILINE):
        pytest.skip(f"this GDAL has no driver for {driver}, which came with 3.8")
    for layer in catalogue.layers:
        command = ["ogrinfo", "-ro", "-so", "-oo", "ZOOM_LEVEL=14", str(first_site / "latest" / name.format(layer.name)), layer.name]
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
        assert f"Layer name: {layer.name}" in told and "id: String" in told
        if driver == "GeoJSON":
            assert "Feature Count: 12" in told and f"Geometry: {'Multi Polygon' if layer.geometry == 'MultiPolygon' else 'Point'}" in told
