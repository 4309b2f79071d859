"""The stable addresses: latest/ is the current release file by file, for whoever does not ask release.json first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from . import manifest, sidefiles
from .files import link_or_copy, relative_files, replace, sha256, sync_folder

FOLDER = "latest"
_LARGE = ".pmtiles"
# What is referred to comes before what refers to it; who is told of a change by the feed finds all else in place.
_ORDER = (
    ("schema/", "catalogue.json", "dictionary"), ("data/",), ("tiles/",), ("sprite",), ("tiles.json", "style.json"),
    ("changes.geojson", "summary.md", "daily.md"),
)  # fmt: skip
AT_LAST = ("dcat.jsonld", "feed.json", manifest.NAME)


def wanted(described: Mapping[str, Any], digest: str) -> dict[str, str]:
    """Name → hash of all that latest/ has to hold; `digest` is the manifest's own."""
    return {**{name: str(facts["sha256"]) for name, facts in described["files"].items()}, manifest.NAME: digest}


def ordered(names: Iterable[str]) -> list[str]:
    """In the order in which they are replaced."""
    return sorted(names, key=lambda name: (_rank(name), name))


def _rank(name: str) -> int:
    if name in AT_LAST:
        return len(_ORDER) + 1 + AT_LAST.index(name)
    return next((rank for rank, heads in enumerate(_ORDER) if name.startswith(heads)), len(_ORDER))


def refresh(site: Path, described: Mapping[str, Any]) -> None:
    """Bring latest/ up to a release: each file changes in one step, unchanged ones are left alone, what is of no use any more goes last."""
    release = site / "releases" / str(described["id"])
    hashes = wanted(described, sha256(release / manifest.NAME))
    for name in ordered(hashes):
        _bring(release / name, site / FOLDER / name, hashes[name])
    _sweep(site / FOLDER, set(hashes))


def _bring(source: Path, target: Path, digest: str) -> None:
    if target.is_file() and (target.samefile(source) or sha256(target) == digest):
        return
    sidefiles.drop(target)
    if target.suffix == _LARGE:
        target.parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(source, target)
        sync_folder(target.parent)
    else:
        replace(target, source.read_bytes())


def _sweep(folder: Path, kept: set[str]) -> None:
    for name in relative_files(folder):
        if name not in kept:
            (folder / name).unlink()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
