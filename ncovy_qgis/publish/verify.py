"""Re-compute everything a site claims: hashes, counts, data, tiles, viewer. Reads files only, no database."""

from __future__ import annotations

import gc
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from . import assets, latest, manifest, pointer, problems, sidefiles
from .files import read_json, relative_files, sha256
from .minisign import PublicKey, WrongSignature, check
from .pointer import Pointer
from .problems import Problem
from .verify_data import data_problems, unit_problems
from .verify_reports import report_problems
from .verify_tiles import background_problems, tile_problems

RELEASE_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{12}")
_TOP = re.compile(r"(index\.html|sw\.js)(\.gz|\.br)?|(release|deploying)\.json|(assets|releases|latest)/.+")


def verify(site: Path, *, now: datetime | None = None, key: PublicKey | None = None, seen: int = 0) -> tuple[Problem, ...]:
    """Everything wrong with a site, current release first; empty when all is as it should be.

    `key`: the publisher's, who must have signed it; without one nobody knows who made it. `seen`: the highest serial known of this site.
    """
    try:
        current = pointer.read(site)
    except ValueError as error:
        return (problems.unreadable(pointer.NAME, str(error)),)
    if current is None or not RELEASE_ID.fullmatch(current.id):
        return (problems.no_release(pointer.NAME),)
    return (
        *_signature_problems(current, key, seen),
        *_release_problems(site, current),
        *_latest_problems(site, current),
        *_older_problems(site, current),
        *_viewer_problems(site),
        *_twin_problems(site),
        *_stray_problems(site),
        *_age_problems(current, now or datetime.now(timezone.utc)),
    )


def hash_problems(site: Path, current: Pointer) -> tuple[Problem, ...]:
    """Is the current release complete and unaltered? Hashes only."""
    if not RELEASE_ID.fullmatch(current.id):
        return (problems.no_release(pointer.NAME),)
    name = f"releases/{current.id}"
    path = site / name / manifest.NAME
    if not path.is_file():
        return (problems.missing(f"{name}/{manifest.NAME}"),)
    if sha256(path) != current.manifest:
        return (problems.altered(f"{name}/{manifest.NAME}"),)
    return tuple(_file_problems(site / name, f"{name}/"))


def folder_problems(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong inside one release folder, judged by its own manifest."""
    found = tuple(_file_problems(folder, ""))
    if found:
        return found
    described = read_json(folder / manifest.NAME)
    with _uncollected():
        return (
            *data_problems(folder, described),
            *unit_problems(folder, described),
            *report_problems(folder, described),
            *tile_problems(folder, described["counts"]),
            *background_problems(folder),
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is read are millions of values, none in a circle: to look for circles among them takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _signature_problems(current: Pointer, key: PublicKey | None, seen: int) -> Iterator[Problem]:
    if current.serial < seen:
        yield problems.downgraded(pointer.NAME)
    if key is None:
        return
    if not current.signature:
        yield problems.unsigned(pointer.NAME)
        return
    try:
        check(key, current.unsigned(), current.signature)
    except WrongSignature as wrong:
        yield problems.other_key(pointer.NAME) if wrong.other_key else problems.forged(pointer.NAME)


def _release_problems(site: Path, current: Pointer) -> Iterator[Problem]:
    found = hash_problems(site, current)
    yield from found
    if not found:
        yield from folder_problems(site / "releases" / current.id)


def _file_problems(folder: Path, prefix: str) -> Iterator[Problem]:
    """Listed files that are missing or altered, and files that are not listed."""
    try:
        described = read_json(folder / manifest.NAME)
        listed: Mapping[str, Mapping[str, Any]] = described["files"]
        digest = manifest.content_digest(listed, exercise=bool(described["exercise"]))
        counted = dict(described["counts"])
    except (ValueError, KeyError, TypeError) as error:
        yield problems.unreadable(prefix + manifest.NAME, str(error))
        return
    present = _without_twins(relative_files(folder), {*listed, manifest.NAME}) - {manifest.NAME}
    yield from (problems.missing(prefix + name) for name in sorted(set(listed) - present))
    yield from (problems.stray(prefix + name) for name in sorted(present - set(listed)))
    for name in sorted(present & set(listed)):
        path, facts = folder / name, listed[name]
        if path.stat().st_size != facts.get("bytes") or sha256(path) != facts.get("sha256"):
            yield problems.altered(prefix + name)
    if digest != described.get("content") or not counted:
        yield problems.altered(prefix + manifest.NAME)


def _latest_problems(site: Path, current: Pointer) -> Iterator[Problem]:
    """The stable addresses hold the current release, byte for byte."""
    try:
        hashes = latest.wanted(read_json(site / "releases" / current.id / manifest.NAME), current.manifest)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    wanted = {f"{latest.FOLDER}/{name}": digest for name, digest in hashes.items()}
    present = _without_twins((f"{latest.FOLDER}/{name}" for name in relative_files(site / latest.FOLDER)), wanted)
    yield from (problems.stray(name) for name in sorted(present - set(wanted)))
    for name, digest in sorted(wanted.items()):
        if name not in present:
            yield problems.missing(name)
        elif sha256(site / name) != digest:
            yield problems.altered(name)


def _older_problems(site: Path, current: Pointer) -> Iterator[Problem]:
    """Releases kept for roll-back are still what their manifests say."""
    for folder in sorted((site / "releases").glob("*")):
        if not RELEASE_ID.fullmatch(folder.name):
            yield problems.stray(f"releases/{folder.name}")
        elif folder.name != current.id:
            yield from _file_problems(folder, f"releases/{folder.name}/")


def _viewer_problems(site: Path) -> Iterator[Problem]:
    known = assets.listed(site)
    files, before = known.get("files", {}), known.get("before", {})
    if not files:
        yield problems.missing(assets.LIST)
    yield from (problems.altered(name) for name in assets.wrong(site, files))
    allowed = {*files, *before, assets.LIST}
    present = _without_twins((f"assets/{name}" for name in relative_files(site / "assets")), allowed)
    yield from (problems.stray(name) for name in sorted(present - allowed))


def _without_twins(names: Iterable[str], allowed: Container[str]) -> set[str]:
    """Names without the compressed twins of what may be there."""
    return {name for name in names if sidefiles.original(name) not in allowed}


def _twin_problems(site: Path) -> Iterator[Problem]:
    """A web server hands out the twin in place of the file, so it must hold the same."""
    _, twins = sidefiles.split(relative_files(site))
    for name in sorted(name for name in twins if not name.startswith(".")):
        true = sidefiles.is_true(site / name)
        if not true:
            yield problems.unchecked(name) if true is None else problems.altered(name)


def _stray_problems(site: Path) -> Iterator[Problem]:
    """Files that belong to nothing; hidden names are a publisher's own and are never served."""
    for name in relative_files(site):
        hidden = name.startswith(".")
        if not hidden and not _TOP.fullmatch(name):
            yield problems.stray(name)


def _age_problems(current: Pointer, now: datetime) -> Iterator[Problem]:
    """An exercise lives in its own time and does not expire."""
    if not current.exercise and now > current.expires:
        yield problems.expired(pointer.NAME, f"{current.expires:%d/%m/%Y %H:%M}")
