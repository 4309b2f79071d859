"""What lies at a target: whether it is ours to write into, and what may go."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from .. import assets, manifest, sidefiles
from ..pointer import Pointer
from ..verify import RELEASE_ID
from . import turn
from .errors import NotOurs
from .mirror import Mirror
from .target import Target

_RELEASE = rf"releases/{RELEASE_ID.pattern}"
_ENTRY = r"(?:index\.html|sw\.js)(?:\.gz|\.br)?"
_OURS = re.compile(rf"(?:{_RELEASE}|latest|assets)/.+|{_ENTRY}|(?:release|deploying)\.json", re.ASCII)
_BESIDE = rf"(?:{_RELEASE}|latest|assets)/(?:.+/)?\.[^/]+|\.(?:{_ENTRY}|(?:release|deploying)\.json)"
_LEFT_OVER = re.compile(rf"(?:{_BESIDE})\.(?:tmp|\w{{6}})|(?:.+/)?\.partial/[^/]+", re.ASCII)
"""What cut transfers leave: rsync's and our own temporary files."""


def refuse_foreign(target: Target) -> None:
    """A folder with other things in it and no pointer was named by mistake; NotOurs says which."""
    names = [name for name in target.sizes() if not name.startswith(".") and name != turn.NAME]
    foreign = [name for name in names if not _OURS.fullmatch(name)]
    begun = any(name.startswith("releases/") for name in names)
    if foreign or (names and not begun):
        raise NotOurs(target.label, sorted(foreign or names)[0])


def lasting(name: str) -> bool:
    """Whether a file never changes under its name, so that caches may keep it."""
    return name.startswith(("releases/", "assets/")) and name != assets.LIST


def drop_stale_twins(target: Target, ready: Mirror, there: Iterable[str]) -> None:
    """Twins nobody makes any more would go on being handed out in place of files that change."""
    stale = [name for name in there if sidefiles.original(name) and name not in ready.sizes and not name.startswith(("releases/", "assets/"))]
    if stale:
        target.remove(stale)


def prune(target: Target, ready: Mirror, before: Pointer | None, there: Collection[str], keep: int) -> tuple[str, ...]:
    """Remove old releases beyond `keep`, never the one shown nor the one shown before it; and what nothing names. Returns the releases."""
    old, begun = _old_releases(ready, before, there, keep), _begun_releases(there)
    lists = [f"releases/{release}/{manifest.NAME}" for release in old if release not in begun]
    if lists:
        target.remove(lists)  # first: what has none is half a release, and swept by whoever comes next
    names = [*(f"releases/{release}" for release in {*old, *begun}), *_unnamed(ready, there)]
    if names:
        target.remove(names)
    return old


def _old_releases(ready: Mirror, before: Pointer | None, there: Collection[str], keep: int) -> tuple[str, ...]:
    """By day, the oldest first to go; of one day those that are no longer in the site's own archive."""
    shown = [ready.pointer.id, *([before.id] if before else [])]
    known = [*dict.fromkeys([*shown, *ready.lineage])]
    every = {name.split("/")[1] for name in there if name.startswith("releases/")} - _begun_releases(there)
    mine = sorted((release for release in every if RELEASE_ID.fullmatch(release)), reverse=True)
    ordered = [*(release for release in known if release in mine), *(release for release in mine if release not in known)]
    return tuple(release for release in ordered[max(keep, 1) :] if release not in shown)


def _begun_releases(there: Collection[str]) -> set[str]:
    """Those whose manifest never came, or went already: somebody was killed there."""
    names = set(there)
    every = {name.split("/")[1] for name in names if name.startswith("releases/")}
    return {release for release in every if RELEASE_ID.fullmatch(release) and f"releases/{release}/{manifest.NAME}" not in names}


def _unnamed(ready: Mirror, there: Iterable[str]) -> list[str]:
    """Files of an earlier viewer, stable addresses and twins that are gone, and what cut transfers left behind."""
    kept = {*ready.sizes, *assets.listed(ready.folder)["before"]}
    kept |= {name + suffix for name in kept for suffix in sidefiles.SUFFIXES if name not in ready.sizes}
    own = (ready.release, "latest/", "assets/")
    return [name for name in there if name not in kept and (name.startswith(own) or _LEFT_OVER.fullmatch(name))]
