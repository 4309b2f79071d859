"""What a place holds already under another name: there it needs no line, only a copy or a second name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from .. import latest, manifest, sidefiles
from ..pointer import Pointer
from .mirror import Mirror, hashes
from .target import Target


@dataclass(frozen=True)
class Likes:
    """Files of the folder `new` that are the same as those of the folder `old`."""

    old: str = ""
    new: str = ""
    names: tuple[str, ...] = ()

    def paths(self) -> set[str]:
        return {f"{self.new}/{name}" for name in self.names}


def find(target: Target, ready: Mirror, wave: Sequence[str], before: Optional[Pointer], there: Mapping[str, int]) -> Likes:
    """Of a release, what the one shown before it has too; of the stable addresses all, as their release has arrived by then."""
    release = ready.release.rstrip("/")
    if wave[0].startswith(f"{latest.FOLDER}/"):
        return Likes(release, latest.FOLDER, tuple(name[len(latest.FOLDER) + 1 :] for name in wave))
    if wave[0].startswith(ready.release) and before and before.id != ready.pointer.id:
        old = f"releases/{before.id}"
        missing = (name[len(ready.release) :] for name in wave if name not in there)
        same_size = [name for name in missing if there.get(f"{old}/{name}") == ready.sizes[ready.release + name]]
        return Likes(old, release, tuple(_same_content(target, ready, old, same_size)))
    return Likes()


def _same_content(target: Target, ready: Mirror, old: str, names: Iterable[str]) -> list[str]:
    """By the two manifests; a twin is like another when its file is."""
    wanted = list(names)
    theirs = hashes(_json(target.read(f"{old}/{manifest.NAME}"))) if wanted else {}
    alike = {name for name, digest in ready.content().items() if theirs.get(name) == digest}
    return [name for name in wanted if (sidefiles.original(name) or name) in alike]


def _json(text: Optional[bytes]) -> object:
    try:
        return json.loads(text or b"")
    except ValueError:
        return None
