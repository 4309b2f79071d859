"""A folder or a mounted share as the target."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Optional

from ..files import link_or_copy, relative_files, sha256, sync_folder
from ..lock import site_lock
from .target import Check

_TEMPORARY = ".tmp"


class FolderTarget:
    """Each file is written beside its place and renamed into it."""

    exact = True
    side_files = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.label = str(folder)

    @contextmanager
    def turn(self, owner: str) -> Iterator[Check]:
        """The lock that publications take too: it ends with its holder and cannot be lost before."""
        with site_lock(self.folder):
            yield lambda: None

    def read(self, name: str) -> Optional[bytes]:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def sizes(self) -> dict[str, int]:
        return {name: (self.folder / name).stat().st_size for name in relative_files(self.folder)}

    def differing(self, source: Path, names: Iterable[str]) -> set[str]:
        return {name for name in names if sha256(source / name) != sha256(self.folder / name)}

    def send(self, source: Path, names: Iterable[str], *, lasting: bool) -> None:
        folders = set()
        for name in names:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}{_TEMPORARY}")
            _copy(source / name, temporary)
            temporary.replace(target)
            folders.add(target.parent)
        for folder in folders:
            sync_folder(folder)

    def reuse(self, source: Path, old: str, new: str, names: Iterable[str], *, lasting: bool) -> bool:
        for name in names:
            before, target = self.folder / old / name, self.folder / new / name
            if before.is_file() and sha256(before) == sha256(source / new / name):
                target.parent.mkdir(parents=True, exist_ok=True)
                link_or_copy(before, target)
            else:
                self.send(source, [f"{new}/{name}"], lasting=lasting)
        return True

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
