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
from .tool import Tool

_TEMPORARY = ".tmp"
_PIECE = 1 << 20


class FolderTarget:
    """Each file is written beside its place and renamed into it."""

    exact = True
    side_files = True

    def __init__(self, folder: Path, tool: Tool | None = None) -> None:
        self.folder, self.tool = folder, tool or Tool()
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
        wanted = tuple(names)
        files = [self.folder / name for name in wanted]
        for name, target in zip(wanted, files):
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}{_TEMPORARY}")
            self._copy(source / name, temporary)
            temporary.replace(target)
        self._settle(files)

    def reuse(self, source: Path, old: str, new: str, names: Iterable[str], *, lasting: bool) -> bool:
        wanted = tuple(names)
        files = [self.folder / new / name for name in wanted]
        for name, target in zip(wanted, files):
            self.tool.stop_if_asked()
            before = self.folder / old / name
            if before.is_file() and sha256(before) == sha256(source / new / name):
                target.parent.mkdir(parents=True, exist_ok=True)
                link_or_copy(before, target)
            else:
                self.send(source, [f"{new}/{name}"], lasting=lasting)
        self._settle(files)
        return True

    def remove(self, names: Iterable[str]) -> None:
        for name in names:
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _settle(self, files: Iterable[Path]) -> None:
        """Force the names of files and of all folders they lie in to the disk: the pointer must not outlive them in a power cut."""
        for folder in sorted({parent for file in files for parent in file.parents if self.folder in (parent, *parent.parents)}, reverse=True):
            sync_folder(folder)

    def _copy(self, source: Path, target: Path) -> None:
        """A share may be slow: who asks to stop does not wait for the end of a large file."""
        with source.open("rb") as read, target.open("wb") as written:
            while piece := read.read(_PIECE):
                self.tool.stop_if_asked()
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())
