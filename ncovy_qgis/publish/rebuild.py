"""An old release made again from history, byte for byte; or the list of what is no longer the same, and why. No QGIS."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Text

from . import manifest, record, release, reports, stage
from .errors import MayNotReadHistory, NoRecord, OldProgramsRecord
from .files import write
from .geojson import write_layer
from .lock import site_lock
from .record import Record
from .snapshot import snapshot

_TOOLS = Text("phiên bản công cụ khác ({what})", "other versions of tools ({what})")
_CATALOGUE = Text("biểu mẫu (danh mục) đã đổi: {what}", "the forms (catalogue) have changed: {what}")
_BEFORE = Text("bản trước ({what}) không dựng lại được, nên không so sánh được thay đổi", "the release before ({what}) cannot be made again to compare with")
_REST = Text("đơn vị hành chính đã nạp lại, hoặc chương trình đã đổi", "units were loaded anew, or the program has changed")


@dataclass(frozen=True)
class Rebuilt:
    """`id` is the old release's when all bytes are the same, else that of what came out. `folder`: where it stands; None when nothing was placed."""

    wanted: str
    id: str
    differing: tuple[str, ...]
    """Files whose bytes are not the same, or that one of the two has not."""
    reasons: tuple[Text, ...]
    folder: Optional[Path]

    @property
    def same(self) -> bool:
        return self.id == self.wanted and not self.differing


def rebuild(
    conn: Connection, site: Path, wanted: str, *, catalogue: Catalogue, place: bool = True, accept: bool = False, step: stage.Step = lambda name: None
) -> Rebuilt:
    """Make a remembered release again below `site`/releases; what is not the same is placed only when that is accepted. The current release stays current."""
    kept = record.read(conn, wanted)
    with site_lock(site):
        release.sweep(site)
        folder = site / f"{release.STAGING}{secrets.token_hex(4)}"
        try:
            return _rebuild(conn, site, folder, kept, catalogue, (place, accept), step)
        except errors.InsufficientPrivilege as error:
            raise MayNotReadHistory from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _rebuild(
    conn: Connection, site: Path, folder: Path, kept: Record, catalogue: Catalogue, wish: tuple[bool, bool], step: stage.Step
) -> Rebuilt:
    before = _before(conn, folder, kept, catalogue)
    job = release.Job(site=folder, folder=folder / "made", step=step)
    with snapshot(conn, catalogue, None, record.past(conn, kept)) as held:
        staged = stage.build(held, job.folder, step)
        content = manifest.content_digest(manifest.list_files(job.folder), exercise=held.exercise)
        described, _ = release.compose(job, held, staged, content, kept.previous)
    differing = tuple(_differing(kept.described, described))
    same = not differing and (job.folder / manifest.NAME).read_text(encoding="utf-8") == kept.manifest
    reasons = () if same else tuple(_reasons(kept, described, before, differing))
    place, accept = wish
    placed = release.settle(site, job.folder, str(described["id"])) if place and (same or accept) else None
    return Rebuilt(kept.id, str(described["id"]), differing if differing or same else (manifest.NAME,), reasons, placed)


def _before(conn: Connection, site: Path, kept: Record, catalogue: Catalogue) -> bool:
    """What a release is told against: the one before, and that of the evening before; False when it cannot be had."""
    if kept.previous is None:
        return True
    try:
        earlier = record.read(conn, kept.previous)
        _data(conn, site, earlier, catalogue)
        for evening in set(reports.needed(site, earlier.id)) - {earlier.id}:
            _data(conn, site, record.read(conn, evening), catalogue)
    except (NoRecord, OldProgramsRecord):
        return False
    return True


def _data(conn: Connection, site: Path, earlier: Record, catalogue: Catalogue) -> None:
    folder = site / "releases" / earlier.id
    write(folder / manifest.NAME, earlier.manifest.encode())
    for name, content in record.files(conn, earlier.told).items():
        write(folder / name, content)
    (folder / "data").mkdir()
    with snapshot(conn, catalogue, None, record.past(conn, earlier)) as held:
        for layer in catalogue.layers:
            write_layer(held, layer, folder / "data" / f"{layer.name}.geojson")


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    names = sorted({*old["files"], *new["files"]})
    return (name for name in names if old["files"].get(name) != new["files"].get(name))


def _reasons(kept: Record, new: Mapping[str, Any], before: bool, differing: tuple[str, ...]) -> Iterator[Text]:
    """What is known to have changed since; the rest can only be guessed."""
    old = kept.described
    tools = [f"{name} {old['tools'].get(name)} → {new['tools'].get(name)}" for name in new["tools"] if old["tools"].get(name) != new["tools"][name]]
    if tools:
        yield _filled(_TOOLS, ", ".join(tools))
    if old["catalogue"] != new["catalogue"]:
        yield _filled(_CATALOGUE, f"{old['catalogue']} → {new['catalogue']}")
    if not before:
        yield _filled(_BEFORE, str(kept.previous))
    if old["catalogue"] == new["catalogue"] and any(name not in manifest.REPORTS for name in differing):
        yield _REST


def _filled(words: Text, what: str) -> Text:
    return Text(words.vi.format(what=what), words.en.format(what=what))
