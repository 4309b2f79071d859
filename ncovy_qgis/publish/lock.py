"""One publication into a folder at a time; the operating system frees the lock when a publisher dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .errors import NotASite, SiteBusy

NAME = ".lock"

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def site_lock(site: Path, name: str = NAME) -> Iterator[int]:
    """Hold a site; SiteBusy when somebody else does, NotASite when the folder cannot be written.

    Yields the lock's descriptor: a program that inherits it holds the lock as well, until it ends.
    """
    try:
        site.mkdir(parents=True, exist_ok=True)
        file = (site / name).open("w")
    except OSError as error:
        raise NotASite(str(site)) from error
    with file:
        try:
            _take(file)
        except OSError as error:
            raise SiteBusy from error
        yield file.fileno()
