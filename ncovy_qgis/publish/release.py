"""Make a release: stage, verify, rename, and only then point to it. Killed at any moment it harms nothing. No QGIS."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace as with_changes
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Optional

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Text

from . import assets, gate, keys, latest, manifest, pointer, record, reports, reuse, stage, unchanged, verify
from .errors import BrokenRelease, Cancelled, MustBeSigned
from .files import canonical, read_json, sha256, sync_folder, sync_tree, write
from .lock import site_lock
from .minisign import SecretKey
from .pointer import Pointer
from .snapshot import Snapshot, snapshot, tool_versions

Progress = Callable[[float, Text], None]
STAGING = ".staging-"
KEEP = 30


@dataclass(frozen=True)
class ReleaseResult:
    """What a publication came to; `made` is False when nothing had changed."""

    id: str
    made: bool
    counts: Mapping[str, int]
    folder: Path
    changes: Mapping[str, int]
    recorded: bool = True
    """False when the database could not remember it: a hot standby, say."""
    not_shown: tuple[str, ...] = ()
    """What of the looks in QGIS the public map cannot show: "<layer>.qml: Vietnamese / English"."""
    accepted: int = 0
    """Warnings the publisher answered for."""


@dataclass(frozen=True)
class Job:
    """A publication under way: `folder` becomes a release of `site`."""

    site: Path
    folder: Path
    step: stage.Step
    expires_hours: float = 36
    keep: int = KEEP
    pointed: Optional[Pointer] = None
    """What release.json says."""
    current: Optional[Pointer] = None
    """The same, when that release is whole."""
    key: Optional[SecretKey] = None


def publish(
    conn: Connection,
    site: Path,
    *,
    catalogue: Catalogue,
    as_of: datetime | None = None,
    expires_hours: float = 36,
    keep: int = KEEP,
    key: SecretKey | None = None,
    accept: str | None = None,
    seen: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReleaseResult:
    """Publish one moment of all layers into a site folder, signed when there is a key, or say that nothing changed.

    Errors, and warnings nobody answered for, raise gate.Blocked. `accept` is the publisher's reason for taking these warnings,
    which the database records; `seen`, the digest of the list he saw: another list is refused. UnknownToThePage: the page would not believe the key.
    """
    assets.require()
    keys.agree(key, catalogue.site.public_key)
    with site_lock(site):
        sweep(site)
        pointed = pointed_at(site, key)
        job = Job(
            site=site,
            folder=site / f"{STAGING}{secrets.token_hex(4)}",
            expires_hours=expires_hours,
            keep=keep,
            pointed=pointed,
            current=pointed if pointed and not verify.hash_problems(site, pointed) else None,
            key=key,
            step=_stepper(len(catalogue.layers), progress, cancelled),
        )
        answered = gate.accept(conn, catalogue, as_of, accept, seen) if accept else 0
        try:
            with snapshot(conn, catalogue, as_of) as held:
                state = unchanged.fingerprint(held)
                if job.current and unchanged.is_known(site, job.current.id, state):
                    return with_changes(_confirm(job, held, job.current, _manifest(site, job.current.id)), accepted=answered)
                job.step(Text("Kiểm tra trước khi công bố", "Checks before the release"))
                gate.refuse(held)
                staged = stage.build(held, job.folder, job.step)
                result = _publish(job, held, staged)
        finally:
            shutil.rmtree(job.folder, ignore_errors=True)
    recorded = record.write(conn, result.folder, held.seen, staged.style, site)  # one that was killed before it could is written down now
    unchanged.remember(site, result.id, state)
    return with_changes(result, recorded=recorded, not_shown=staged.not_shown, accepted=answered)


def sweep(site: Path) -> None:
    """Remove what killed publications left behind; call it under the site's lock."""
    for left in (*site.glob(f"{STAGING}*"), *site.glob("releases/.old-*")):
        shutil.rmtree(left, ignore_errors=True)


def pointed_at(site: Path, key: SecretKey | None) -> Pointer | None:
    """What release.json says; a damaged one counts as none, so that publishing mends the site. What was signed stays signed."""
    try:
        found = pointer.read(site)
    except ValueError:
        return None
    if found and found.signature and key is None:
        raise MustBeSigned
    return found


def _stepper(layers: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> stage.Step:
    total = 1 + layers + stage.STEPS
    done = 0

    def step(name: Text) -> None:
        nonlocal done
        if cancelled and cancelled():
            raise Cancelled
        if progress:
            progress(min(done / total, 1.0), name)
        done += 1

    return step


def _publish(job: Job, held: Snapshot, staged: stage.Staged) -> ReleaseResult:
    content = manifest.content_digest(manifest.list_files(job.folder), exercise=held.exercise)
    if job.current:
        known = _manifest(job.site, job.current.id)
        if known["content"] == content:
            return _confirm(job, held, job.current, known)
    described, seen = compose(job, held, staged, content, job.current.id if job.current else None)
    release = str(described["id"])
    folder = settle(job.site, job.folder, release)
    _go_public(job, described, held.as_of)
    return ReleaseResult(release, True, staged.counts, folder, seen)


def compose(job: Job, held: Snapshot, staged: stage.Staged, content: str, previous: str | None) -> tuple[dict[str, Any], Mapping[str, int]]:
    """Finish the staged folder with what is told against the release before, and the manifest; how many features changed in which way."""
    release = manifest.release_id(content, previous, held.as_of)
    seen = reports.write_all(held, job.site, job.folder, release=release, previous=previous, counts=staged.counts)
    job.step(Text("Kiểm tra bản công bố", "Verifying the release"))
    return _describe(job, held, staged, release, previous, content), seen


def _manifest(site: Path, release: str) -> dict[str, Any]:
    value = read_json(site / "releases" / release / manifest.NAME)
    return value if isinstance(value, dict) else {}


def _confirm(job: Job, held: Snapshot, current: Pointer, known: Mapping[str, Any]) -> ReleaseResult:
    """Nothing changed: no new release, but the one there is known to be true at a later moment."""
    latest = max(held.as_of, current.as_of)
    _go_public(job, known, latest)
    folder = job.site / "releases" / current.id
    return ReleaseResult(current.id, False, known["counts"], folder, {})


def _describe(job: Job, held: Snapshot, staged: stage.Staged, release: str, previous: str | None, content: str) -> dict[str, Any]:
    """Write the manifest and check the staged release against it."""
    if previous:
        reuse.share(job.folder, job.site / "releases" / previous, _manifest(job.site, previous)["files"])
    described = manifest.build(
        release=release,
        previous=previous,
        as_of=held.as_of,
        exercise=held.exercise,
        catalogue=held.catalogue.version,
        tools={**tool_versions(held.cursor), **manifest.python_tools()},
        counts=staged.counts,
        content=content,
        files=manifest.list_files(job.folder),
    )
    write(job.folder / manifest.NAME, canonical(described))
    problems = verify.folder_problems(job.folder)
    if problems:
        raise BrokenRelease(problems[0].text.vi, problems[0].text.en)
    return described


def settle(site: Path, staged: Path, release: str) -> Path:
    """Move a staged folder to its place; a whole release of that name stays, as somebody may be reading it, a left-over is put aside."""
    target = site / "releases" / release
    target.parent.mkdir(exist_ok=True)
    if _claims(target) == _claims(staged) and not verify.folder_problems(target):
        sync_tree(target)
    else:
        sync_tree(staged)
        aside = target.with_name(f".old-{release}")
        if target.exists():
            target.rename(aside)
        staged.rename(target)
        shutil.rmtree(aside, ignore_errors=True)
    sync_folder(target.parent)
    sync_folder(site)
    return target


def _claims(folder: Path) -> bytes:
    """What the manifest says; nothing where there is none."""
    try:
        return (folder / manifest.NAME).read_bytes()
    except OSError:
        return b""


def _go_public(job: Job, described: Mapping[str, Any], as_of: datetime) -> None:
    """Viewer, stable addresses, and last of all the pointer."""
    release = job.site / "releases" / str(described["id"])
    assets.install(job.site)
    latest.refresh(job.site, described)
    made = pointer.make(dict(described), sha256(release / manifest.NAME), as_of, job.expires_hours)
    pointer.switch(job.site, made, job.pointed, job.key)
    prune(job.site, str(described["id"]), job.keep)


def prune(site: Path, current: str, keep: int) -> None:
    """Delete the oldest releases beyond `keep`, never the current one or its predecessors within the limit."""
    chain = lineage(site, current)
    kept = {*chain[: max(keep, 1)], *reports.needed(site, current)}
    others = sorted((p for p in (site / "releases").iterdir() if p.name not in kept), reverse=True)
    for folder in others[max(keep - len(kept), 0) :]:
        shutil.rmtree(folder, ignore_errors=True)


def lineage(site: Path, current: str) -> list[str]:
    """The current release and those before it, newest first, as far as they are kept."""
    found: list[str] = []
    release: str | None = current
    while release and release not in found and (site / "releases" / release / manifest.NAME).is_file():
        found.append(release)
        release = _manifest(site, release).get("previous")
    return found
