"""A file only its owner reads, that grows by whole lines the disk has confirmed, and is locked while somebody uses it. Pure: no QGIS."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Optional

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCKED_BYTE = 1 << 40  # Windows locks bytes, not files, and keeps others from reading them: one far behind all content


class JournalFile:
    """Open and locked until `close`; a crash of this process unlocks it, too."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path, self._handle = path, handle
        self._good = os.fstat(handle).st_size

    def append(self, text: bytes) -> None:
        """Write and fsync; raises OSError, and then the file is as it was."""
        try:
            os.lseek(self._handle, self._good, os.SEEK_SET)
            rest = memoryview(text)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, self._good)
            raise
        self._good += len(text)

    def read(self) -> bytes:
        """All of it."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        parts = []
        while part := os.read(self._handle, 1 << 20):
            parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        """Unlock; others may have it now."""
        os.close(self._handle)

    def remove(self) -> None:
        """Unlock and forget. Emptied first: whoever opened it meanwhile finds nothing."""
        os.ftruncate(self._handle, 0)
        os.close(self._handle)
        self.path.unlink(missing_ok=True)


def make(path: Path) -> JournalFile:
    """A new file, locked; its name is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    _lock(handle, wait=True)
    _sync_folder(path.parent)
    return JournalFile(path, handle)


def claim(path: Path) -> Optional[JournalFile]:
    """An existing file, locked; None when somebody uses it, or it is gone."""
    try:
        handle = os.open(path, os.O_RDWR | _BINARY)
    except OSError:
        return None
    if _lock(handle, wait=False) and path.exists():
        return JournalFile(path, handle)
    os.close(handle)
    return None


_BINARY = getattr(os, "O_BINARY", 0)


def _lock(handle: int, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open folders; its rename is durable enough with NTFS
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
