"""Go back to an earlier release: the same switch as a publication, with nothing made anew."""

from __future__ import annotations

from pathlib import Path

from . import latest, manifest, pointer, verify
from .errors import NoRelease
from .files import read_json, sha256
from .lock import site_lock
from .minisign import SecretKey
from .release import ReleaseResult, pointed_at, sweep


def rollback(site: Path, release: str | None = None, *, key: SecretKey | None = None) -> ReleaseResult:
    """Make an earlier release current again, by default the one before; its age stays what it is."""
    if not (site / pointer.NAME).is_file():
        raise NoRelease
    with site_lock(site):
        sweep(site)
        current = pointed_at(site, key)
        wanted = release or (current.previous if current else None)
        if not wanted or not verify.RELEASE_ID.fullmatch(wanted) or not (site / "releases" / wanted).is_dir():
            raise NoRelease(wanted)
        return _return_to(site, wanted, current, key)


def _return_to(site: Path, release: str, current: pointer.Pointer | None, key: SecretKey | None) -> ReleaseResult:
    folder = site / "releases" / release
    if verify.folder_problems(folder):
        raise NoRelease(release)
    described = read_json(folder / manifest.NAME)
    moment = pointer.moment(described["as_of"])
    hours = (current.expires - current.as_of).total_seconds() / 3600 if current else 36.0
    latest.refresh(site, described)
    pointer.switch(site, pointer.make(described, sha256(folder / manifest.NAME), moment, hours), current, key)
    return ReleaseResult(release, current is None or current.id != release, described["counts"], folder, {})


def releases(site: Path) -> tuple[str, ...]:
    """Identifiers of the kept releases, newest first."""
    folders = (path.name for path in (site / "releases").glob("*") if verify.RELEASE_ID.fullmatch(path.name))
    return tuple(sorted(folders, reverse=True))
