"""Small files of a release: canonical JSON, hashes, and writes that survive a power cut."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

_BLOCK = 1 << 20


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: keys in the order given, UTF-8, no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def read_json(path: Path) -> Any:
    """None when the file is missing; ValueError when it is no JSON."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def replace(path: Path, data: bytes) -> None:
    """Readers see the old file or the new one, never half of it, even after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def link(source: Path, target: Path) -> bool:
    """A second name for a file, in place of what is there; False, and nothing done, when the file system has none or no more of them."""
    temporary = target.with_name(f".{target.name}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source, temporary)
    except OSError:
        return False
    temporary.replace(target)
    temporary.unlink(missing_ok=True)  # POSIX leaves both names when they are one file already
    return True


def link_or_copy(source: Path, target: Path) -> None:
    """The same content under another name, without a second file where that is possible."""
    if not link(source, target):
        temporary = target.with_name(f".{target.name}.tmp")
        shutil.copyfile(source, temporary)
        _sync(temporary, os.O_RDWR)
        temporary.replace(target)  # never into the file that is there: it may have other names


def sync_tree(folder: Path) -> None:
    """Force a folder's files and names to the disk, children before parents."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            sync_folder(path)
        else:
            _sync(path, os.O_RDWR)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    if os.name == "posix":
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def relative_files(folder: Path) -> list[str]:
    """All files below a folder, sorted, with forward slashes."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
