"""What is to be brought somewhere, laid out as it will lie there: names for the site's own files, which stand still while the site goes on."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Optional

from .. import assets, latest, manifest, pointer, sidefiles
from ..files import canonical, link_or_copy, read_json, relative_files, sha256
from ..files import replace as replace_file
from ..pointer import Pointer
from ..release import lineage
from ..verify import verify
from .errors import BrokenSite, NothingYet

FOLDER = ".deploy"  # beside the site's files; hidden, so no part of what is published


@dataclass(frozen=True)
class Mirror:
    """A frozen site: one release, the stable addresses, the viewer, the pointer, and their twins."""

    folder: Path
    pointer: Pointer
    lineage: tuple[str, ...]
    """The release and those before it that the site keeps, newest first."""
    sizes: dict[str, int]

    @property
    def release(self) -> str:
        return f"releases/{self.pointer.id}/"

    def content(self) -> dict[str, str]:
        """File of the release → SHA-256."""
        return hashes(read_json(self.folder / self.release / manifest.NAME))

    def waves(self) -> tuple[tuple[str, ...], ...]:
        """What to bring before what: nothing may point to a file that has not arrived. The pointer is not among them."""
        listing, last = self.release + manifest.NAME, (assets.LIST, pointer.NAME)
        names = [name for name in sorted(self.sizes) if name not in (listing, *last)]
        release = tuple(name for name in names if name.startswith(self.release))
        viewer = tuple(name for name in names if name.startswith("assets/"))
        stable = tuple(name for name in names if name.startswith(f"{latest.FOLDER}/"))
        ends = tuple(name for name in stable if (sidefiles.original(name) or name)[len(latest.FOLDER) + 1 :] in latest.AT_LAST)
        entry = tuple(name for name in names if name not in {*release, *viewer, *stable})
        return release, (listing,), viewer, tuple(name for name in stable if name not in ends), ends, entry, (assets.LIST,)


def hashes(described: object) -> dict[str, str]:
    """The files of a manifest; empty for what is none."""
    files = described.get("files") if isinstance(described, dict) else None
    return {name: str(facts.get("sha256")) for name, facts in files.items()} if isinstance(files, dict) else {}


def owner(site: Path) -> str:
    """The site folder's name among deployers: random, made once."""
    path = site / FOLDER / "owner"
    if not path.is_file():
        replace_file(path, secrets.token_hex(8).encode())
    return path.read_text()


def make(site: Path) -> Mirror:
    """Call it under the site's lock; refuses a site that verification finds broken."""
    for problem in verify(site):
        if problem.severity == "error":
            raise BrokenSite(problem.text.vi, problem.text.en)
    current = pointer.read(site)
    if current is None:
        raise NothingYet(str(site))
    folder = site / FOLDER / "mirror"
    shutil.rmtree(folder, ignore_errors=True)
    for name in _names(site, current):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(site / name, folder / name)
    return _measured(Mirror(folder, current, tuple(lineage(site, current.id)), {}))


def with_twins(site: Path, mirror: Mirror, stop_if_asked: Callable[[], None] = lambda: None) -> Mirror:
    """Add compressed twins: packed once for each content, kept beside the site for the next time, whatever stops this one."""
    kept = site / FOLDER / "twins"
    used = set()
    digests = {mirror.release + name: digest for name, digest in mirror.content().items()}
    for name, size in mirror.sizes.items():
        if sidefiles.wanted(name, size):
            stop_if_asked()
            digest = digests.get(name) or sha256(mirror.folder / name)
            for suffix in sidefiles.suffixes():
                twin = kept / f"{digest}{suffix}"
                if not twin.is_file():
                    sidefiles.make(mirror.folder / name, twin)
                link_or_copy(twin, mirror.folder / (name + suffix))
                used.add(twin.name)
    for left in kept.glob("*"):
        if left.name not in used:
            left.unlink()
    return _measured(mirror)


def with_list_after(mirror: Mirror, there: Optional[bytes]) -> Mirror:
    """The list of viewer files as it must be at a place that showed another viewer before: maybe not the one before this here."""
    ours = assets.listed(mirror.folder)
    theirs = assets.read_list(there)
    path = mirror.folder / assets.LIST
    wanted = there if there and theirs.get("files") == ours["files"] else canonical(assets.list_after(theirs, ours["files"]))
    path.unlink()  # a second name of the site's own file: it must not be written through
    path.write_bytes(wanted)
    return _measured(mirror)


def _names(site: Path, current: Pointer) -> Iterable[str]:
    release = f"releases/{current.id}"
    yield from (pointer.NAME, assets.LIST)
    yield from (f"{release}/{name}" for name in (manifest.NAME, *hashes(read_json(site / release / manifest.NAME))))
    yield from (f"{latest.FOLDER}/{name}" for name in sidefiles.split(relative_files(site / latest.FOLDER))[0])
    yield from assets.listed(site)["files"]


def _measured(mirror: Mirror) -> Mirror:
    return replace(mirror, sizes={name: (mirror.folder / name).stat().st_size for name in relative_files(mirror.folder)})
