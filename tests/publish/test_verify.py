"""Verification finds every way to tamper with a site, and nothing wrong with an honest one."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ncovy_qgis.publish import ReleaseResult, mvt, verify
from ncovy_qgis.publish.files import canonical
from ncovy_qgis.publish.manifest import content_digest, list_files
from ncovy_qgis.publish.vendor.pmtiles.reader import MemorySource, Reader, all_tiles
from ncovy_qgis.publish.vendor.pmtiles.tile import zxy_to_tileid
from ncovy_qgis.publish.vendor.pmtiles.writer import Writer
from ncovy_qgis.publish.verify import folder_problems
from tests.publish import plain_mvt
from tests.publish.world import AS_OF, release
from tests.server import Database

LATER = AS_OF + timedelta(hours=1)


@pytest.fixture
def site(first_site: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return Path(shutil.copytree(first_site, tmp_path / "site"))


def current(site: Path) -> Path:
    return site / "releases" / json.loads((site / "release.json").read_bytes())["id"]


def codes(site: Path) -> set[str]:
    return {problem.code for problem in verify(site, now=LATER)}


def change(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def test_an_honest_site_has_no_problem(first_site: Path) -> None:
    assert verify(first_site, now=LATER) == ()


def swap(site: Path) -> None:
    one, other = current(site) / "data" / "pharmacy.geojson", current(site) / "data" / "testing_site.geojson"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


TAMPERINGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a word in the data": (lambda site: change(current(site) / "data/pharmacy.geojson", b"open", b"shut"), "altered"),
    "two layers swapped": (swap, "altered"),
    "a truncated archive": (lambda site: (current(site) / "tiles/ncovy.pmtiles").write_bytes(b"PMTiles"), "altered"),
    "a colour of the style": (lambda site: change(current(site) / "style.json", b"#fff", b"#f00"), "altered"),
    "a missing sprite": (lambda site: (current(site) / "sprite.png").unlink(), "missing"),
    "an extra file in the release": (lambda site: (current(site) / "data" / "secret.csv").write_text("x"), "stray"),
    "an extra file beside the site": (lambda site: (site / "dump.sql").write_text("x"), "stray"),
    "an extra script among the assets": (lambda site: (site / "assets" / "evil.js").write_text("x"), "stray"),
    "a forged viewer page": (lambda site: change(site / "index.html", b"default-src 'none'", b"default-src *"), "altered"),
    "a forged stable address": (lambda site: change(site / "latest/data/pharmacy.geojson", b"open", b"shut"), "altered"),
    "a stable address too many": (lambda site: (site / "latest/data/other.geojson").write_text("{}"), "stray"),
    "a stable address too few": (lambda site: (site / "latest/data/pharmacy.geojson").unlink(), "missing"),
    "a stable archive of another day": (lambda site: (site / "latest/tiles/ncovy.pmtiles").write_bytes(b"PMTiles"), "altered"),
    "a feed of another day": (lambda site: change(site / "latest/feed.json", b'"items":[', b'"items":[ '), "altered"),
    "no stable manifest": (lambda site: (site / "latest/manifest.json").unlink(), "missing"),
    "the manifest itself": (lambda site: change(current(site) / "manifest.json", b'"pharmacy":12', b'"pharmacy":13'), "altered"),
    "no manifest": (lambda site: (current(site) / "manifest.json").unlink(), "missing"),
    "a broken pointer": (lambda site: (site / "release.json").write_text("{"), "unreadable"),
    "a pointer without its fields": (lambda site: (site / "release.json").write_text('{"id": 3}'), "unreadable"),
    "a pointer out of the site": (lambda site: change(site / "release.json", b'"id":"20', b'"id":"../20'), "no_release"),
    "no pointer": (lambda site: (site / "release.json").unlink(), "no_release"),
    "a folder that is no release": (lambda site: (site / "releases" / "backup").mkdir(), "stray"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(site: Path, name: str) -> None:
    tamper, code = TAMPERINGS[name]
    tamper(site)
    assert code in codes(site)


def restated(folder: Path) -> set[str]:
    """Problems of a release whose manifest was made to agree with its files: only the content can tell."""
    described = json.loads((folder / "manifest.json").read_bytes())
    described["files"] = list_files(folder)
    described["content"] = content_digest(described["files"], exercise=described["exercise"])
    (folder / "manifest.json").write_bytes(canonical(described))
    return {problem.code for problem in folder_problems(folder)}


def edit(path: Path, with_features: Callable[[list[dict[str, object]]], object]) -> None:
    collection = json.loads(path.read_bytes())
    with_features(collection["features"])
    path.write_bytes(canonical(collection))


FORGERIES: dict[str, tuple[Callable[[list[dict[str, object]]], object], str, str]] = {
    "a feature less": (lambda features: features.pop(), "pharmacy", "count"),
    "a private field": (lambda features: features[0]["properties"].update(pharmacist="A"), "pharmacy", "not_public"),  # type: ignore[attr-defined]
    "another name than in the tiles": (lambda features: features[0]["properties"].update(name="B"), "pharmacy", "tiles_differ"),  # type: ignore[attr-defined]
    "features out of order": (lambda features: features.reverse(), "pharmacy", "malformed"),
    "another kind of geometry": (lambda features: features[0].update(geometry={"type": "Polygon", "coordinates": []}), "pharmacy", "malformed"),
    "a ring the wrong way": (
        lambda features: features[0]["geometry"]["coordinates"][0][0].reverse(), "lockdown_zone", "malformed",  # type: ignore[index]
    ),
    "a feature without geometry": (lambda features: features[0].pop("geometry"), "pharmacy", "unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_data_that_contradict_tiles_or_catalogue_are_found(site: Path, name: str) -> None:
    forge, layer, code = FORGERIES[name]
    edit(current(site) / "data" / f"{layer}.geojson", forge)
    assert code in restated(current(site))


REPORTS: dict[str, tuple[str, bytes, bytes, str]] = {
    "a feed of another release": ("feed.json", b'"_ncovy":{"release":"20', b'"_ncovy":{"release":"19', "malformed"),
    "a feed that is none": ("feed.json", b'"items":[', b'"items":7,"x":[', "unreadable"),
    "an entry with the size of another file": ("dcat.jsonld", b'"xsd:nonNegativeInteger","@value":"', b'"xsd:nonNegativeInteger","@value":"9', "malformed"),
    "an entry without a layer": ("dcat.jsonld", b'"dct:identifier":"pharmacy"', b'"dct:identifier":"shop"', "malformed"),
    "a private field in the dictionary": ("dictionary.csv", b'"name"', b'"pharmacist"', "not_public"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_reports_that_do_not_belong_to_the_release_are_found(site: Path, name: str) -> None:
    file, old, new, code = REPORTS[name]
    change(current(site) / file, old, new)
    assert code in restated(current(site))


def rewritten(path: Path, with_tile: Callable[[int, bytes], bytes]) -> None:
    """The archive with its tiles passed through a function."""
    data = path.read_bytes()
    header = Reader(MemorySource(data)).header()
    with path.open("wb") as file:
        writer = Writer(file)
        for (zoom, x, y), tile in all_tiles(MemorySource(data)):
            writer.write_tile(zxy_to_tileid(zoom, x, y), with_tile(zoom, tile))
        writer.finalize(header, {})


def test_a_tile_without_its_features_is_found(site: Path) -> None:
    rewritten(current(site) / "tiles" / "ncovy.pmtiles", lambda zoom, tile: gzip.compress(b"") if zoom == 9 else tile)
    assert restated(current(site)) == {"count", "malformed"}, "the entry for catalogues states another hash"


def test_a_tile_that_is_no_tile_is_found(site: Path) -> None:
    rewritten(current(site) / "tiles" / "ncovy.pmtiles", lambda zoom, tile: gzip.compress(b"\x1a\x7fabc") if zoom == 9 else tile)
    assert restated(current(site)) == {"unreadable", "malformed"}


def test_a_layer_that_is_not_published_is_found_in_the_tiles(site: Path) -> None:
    secret = plain_mvt.encode_layer("staff", [plain_mvt.encode_point(b"\x00\x00", 1, 1)], [mvt.encode_key("id")], [mvt.encode_value("x")])

    def with_secret(zoom: int, tile: bytes) -> bytes:
        return gzip.compress(gzip.decompress(tile) + secret) if zoom == 9 else tile

    rewritten(current(site) / "tiles" / "ncovy.pmtiles", with_secret)
    assert "not_public" in restated(current(site))


@pytest.mark.parametrize("key", ["id", "note_public"])
def test_a_name_of_no_area_or_with_more_than_its_area_says_is_found_in_the_tiles(site: Path, key: str) -> None:
    path = current(site)
    known = json.loads((path / "data" / "lockdown_zone.geojson").read_bytes())["features"][0]["id"]
    told = {"id": "x"} if key == "id" else {"id": known, key: "x"}
    values, keys = [mvt.encode_value(value) for value in told.values()], [mvt.encode_key(name) for name in told]
    tags = b"".join(bytes((number, number)) for number in range(len(told)))
    forged = plain_mvt.encode_layer("lockdown_zone_label", [plain_mvt.encode_point(tags, 1, 1)], keys, values)
    rewritten(path / "tiles" / "ncovy.pmtiles", lambda zoom, tile: gzip.compress(gzip.decompress(tile) + forged) if zoom == 14 else tile)
    assert "tiles_differ" in restated(path)


@pytest.mark.parametrize(("layer", "column"), [("staff", "name"), ("unit", "phone")])
def test_nothing_but_units_passes_in_the_tiles_of_the_units(site: Path, layer: str, column: str) -> None:
    secret = plain_mvt.encode_layer(layer, [plain_mvt.encode_point(b"\x00\x00", 1, 1)], [mvt.encode_key(column)], [mvt.encode_value("x")])
    rewritten(current(site) / "tiles" / "units.pmtiles", lambda zoom, tile: gzip.compress(gzip.decompress(tile) + secret) if zoom == 9 else tile)
    assert "not_public" in restated(current(site))


def test_a_zoom_without_any_tile_is_found(site: Path) -> None:
    path = current(site) / "tiles" / "ncovy.pmtiles"
    data = path.read_bytes()
    with path.open("wb") as file:
        writer = Writer(file)
        for (zoom, x, y), tile in all_tiles(MemorySource(data)):
            if zoom != 9:
                writer.write_tile(zxy_to_tileid(zoom, x, y), tile)
        writer.finalize(Reader(MemorySource(data)).header(), {})
    assert "count" in restated(current(site))


def test_an_older_release_is_watched_too(world: Database, catalogue: object, tmp_path: Path) -> None:
    first = release(world, tmp_path, catalogue)  # type: ignore[arg-type]
    world.run("UPDATE ncovy_public.pharmacy SET chain = 'Chuỗi'")
    release(world, tmp_path, catalogue)  # type: ignore[arg-type]
    assert verify(tmp_path, now=LATER) == ()
    change(first.folder / "data" / "pharmacy.geojson", b"open", b"shut")
    assert [(problem.code, problem.path) for problem in verify(tmp_path, now=LATER)] == [("altered", f"releases/{first.id}/data/pharmacy.geojson")]


def test_age_is_a_warning_with_its_hour(first_site: Path) -> None:
    (problem,) = verify(first_site, now=AS_OF + timedelta(hours=37))
    assert (problem.code, problem.severity) == ("expired", "warning")
    assert problem.text.vi == "Bản công bố đã hết hạn lúc 19/09/2021 06:00."


def test_an_empty_folder_holds_no_release(tmp_path: Path) -> None:
    assert [problem.text.vi for problem in verify(tmp_path)] == ["Thư mục chưa có bản công bố nào."]


def test_every_problem_is_one_vietnamese_sentence(site: Path, first_release: ReleaseResult) -> None:
    for name in ("a word in the data", "a missing sprite", "an extra file in the release"):
        TAMPERINGS[name][0](site)
    for problem in verify(site, now=LATER):
        assert problem.text.vi.endswith(".")
        assert problem.text.vi != problem.text.en
        assert problem.path
