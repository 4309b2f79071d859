"""Compressed twins: the same bytes each time, the file itself when unpacked, and found out when they are not."""

from __future__ import annotations

import gzip
import json
import shutil
import threading
from functools import partial
from pathlib import Path

import brotli
import pytest

from ncovy_qgis.publish import latest, remote, sidefiles, verify
from ncovy_qgis.publish.serve import make_server

TEXT = "Chốt kiểm soát, nhà thuốc, vùng phong tỏa. ".encode() * 500


@pytest.fixture(scope="module")
def public(two_releases: tuple[Path, Path]) -> Path:
    """The first release, brought to a folder, with its twins."""
    return two_releases[0].parent / "public"


@pytest.fixture
def own(public: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(public, tmp_path / "public"))


@pytest.mark.parametrize(("suffix", "unpack"), [(".gz", gzip.decompress), (".br", brotli.decompress)])
def test_a_twin_holds_the_file_and_is_always_the_same(tmp_path: Path, suffix: str, unpack: object) -> None:
    (tmp_path / "a.json").write_bytes(TEXT)
    twins = [tmp_path / f"a.json{suffix}", tmp_path / f"b.json{suffix}"]
    for twin in twins:
        sidefiles.make(tmp_path / "a.json", twin)
    assert twins[0].read_bytes() == twins[1].read_bytes()
    assert unpack(twins[0].read_bytes()) == TEXT  # type: ignore[operator]
    assert len(twins[0].read_bytes()) < len(TEXT) / 10
    assert sidefiles.is_true(twins[0])


@pytest.mark.parametrize("suffix", [".gz", ".br"])
@pytest.mark.parametrize("damage", ["other", "shorter", "longer", "cut", "more", "noise", "bomb", "empty"])
def test_a_twin_that_is_not_its_file_is_found(tmp_path: Path, suffix: str, damage: str) -> None:
    (tmp_path / "a.json").write_bytes(TEXT)
    twin, source = tmp_path / f"a.json{suffix}", tmp_path / "source.json"
    said = {"other": TEXT.replace(b"phong", b"thong"), "shorter": TEXT[:-1], "longer": TEXT + b"!", "bomb": bytes(5_000_000)}
    source.write_bytes(said.get(damage, TEXT))
    sidefiles.make(source, twin)
    whole = twin.read_bytes()
    twin.write_bytes({"cut": whole[:-3], "more": whole + b"x", "noise": b"\0" * 40, "empty": b""}.get(damage, whole))
    assert sidefiles.is_true(twin) is False


@pytest.mark.parametrize(
    ("name", "size", "wanted"),
    [
        ("releases/x/data/a.geojson", 5000, True), ("assets/viewer-AB.js", 5000, True), ("index.html", 2000, True), ("index.html", 700, False),
        ("releases/x/tiles/ncovy.pmtiles", 5000, False), ("releases/x/sprite.png", 5000, False), ("assets/noto.woff2", 5000, False),
        ("release.json", 5000, False), ("assets/files.json", 5000, False),
    ],
)  # fmt: skip
def test_text_of_some_size_has_twins_and_pictures_and_pointers_have_none(name: str, size: int, wanted: bool) -> None:
    assert sidefiles.wanted(name, size) is wanted


@pytest.mark.parametrize(("name", "original"), [("a.json.gz", "a.json"), ("a.js.br", "a.js"), ("a.tar.gz", None), ("a.json", None), (".gz", None)])
def test_a_twin_is_known_by_its_name(name: str, original: str | None) -> None:
    assert sidefiles.original(name) == original


def test_a_place_with_twins_is_whole_and_its_release_is_the_same(public: Path, two_releases: tuple[Path, Path]) -> None:
    twins = {path.name for path in public.rglob("*.gz")}
    assert {"pharmacy.geojson.gz", "catalogue.json.gz", "manifest.json.gz"} <= twins and not {"release.json.gz", "ncovy.pmtiles.gz"} & twins
    assert len(list(public.rglob("*.br"))) == len(list(public.rglob("*.gz")))
    assert verify(public) == ()
    assert (public / "release.json").read_bytes() == (two_releases[0] / "release.json").read_bytes()


def found(site: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.path.rsplit("/", 1)[-1]) for problem in verify(site)]


def test_a_forged_twin_is_found_wherever_it_lies(own: Path) -> None:
    for pattern in ("latest/data/pharmacy.geojson.gz", "releases/*/catalogue.json.br", "assets/viewer-*.js.gz"):
        twin = next(own.glob(pattern))
        sidefiles.make(own / "release.json", twin)
        assert found(own) == [("altered", twin.name)]
        twin.unlink()
    assert found(own) == []


def test_a_twin_of_nothing_is_a_foreign_file(own: Path) -> None:
    (own / "latest" / "data" / "secret.geojson.gz").write_bytes(gzip.compress(b"{}"))
    assert found(own) == [("stray", "secret.geojson.gz")]


def test_a_reader_of_the_address_checks_the_twins_too(own: Path, tmp_path: Path) -> None:
    sidefiles.make(own / "release.json", own / "latest" / "data" / "pharmacy.geojson.gz")
    with make_server(own, 0) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02))
        thread.start()
        remote.fetch(f"http://127.0.0.1:{server.server_address[1]}", tmp_path / "fetched")
        server.shutdown()
        thread.join()
    assert found(tmp_path / "fetched") == [("altered", "pharmacy.geojson.gz")]
    assert len(list((tmp_path / "fetched").rglob("*.br"))) > 20


def test_where_brotli_is_missing_there_are_none_and_those_there_are_said_to_be_unchecked(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sidefiles, "brotli", None)
    assert sidefiles.suffixes() == (".gz",)
    assert {(problem.code, problem.severity) for problem in verify(own)} == {("unchecked", "warning")}


def test_a_stable_address_that_changes_takes_its_old_twins_along(own: Path, two_releases: tuple[Path, Path]) -> None:
    release = json.loads((two_releases[1] / "release.json").read_bytes())["id"]
    shutil.copytree(two_releases[1] / "releases" / release, own / "releases" / release)
    latest.refresh(own, json.loads((own / "releases" / release / "manifest.json").read_bytes()))
    assert sidefiles.split(path.as_posix() for path in (own / "latest").rglob("*"))[1] == set()
