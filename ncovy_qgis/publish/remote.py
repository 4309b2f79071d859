"""A site on the web, brought into a folder so that it can be verified: what its pointer and its lists name, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
)

from . import assets, latest, manifest, pointer, sidefiles
from .errors import Unreachable
from .files import read_json

TIMEOUT_S = 30
SMALL = 16 << 20  # bytes; a file whose size nobody stated
LARGE = 2 << 30
_NO_NAME = "index.html.nothing"
PART = 1 << 20
_NAME = re.compile(r"[\w@-][\w@.-]*(/[\w@-][\w@.-]*)*", re.ASCII)  # stays in its folder, and is not hidden


def is_address(text: str) -> bool:
    return urlsplit(text).scheme in ("http", "https")


def fetch(address: str, folder: Path) -> None:
    """Bring the current release, the stable addresses and the viewer; what is not there is left out, for verification to say.

    Raises Unreachable when the server does not answer; a file larger than stated is cut, and so found altered.
    """
    base = address.rstrip("/") + "/"
    if not _bring(base, folder, pointer.NAME, SMALL):
        return
    try:
        current = pointer.read(folder)
    except ValueError:
        return
    if current is None or not _NAME.fullmatch(current.id):
        return
    twins = () if _bring(base, folder, _NO_NAME, 0) else sidefiles.SUFFIXES  # a server that has everything has no twins to check
    (folder / _NO_NAME).unlink(missing_ok=True)
    for name, size in (*_of_release(base, folder, f"releases/{current.id}"), *_of_viewer(base, folder)):
        if _bring(base, folder, name, size) and sidefiles.wanted(name, (folder / name).stat().st_size):
            for suffix in twins:  # browsers are given these
                _bring(base, folder, name + suffix, size)


def _of_release(base: str, folder: Path, release: str) -> Iterator[tuple[str, int]]:
    listing = f"{release}/{manifest.NAME}"
    _bring(base, folder, listing, SMALL)
    files = _mapping(folder / listing, "files")
    for name in _safe(files):
        stated = files[name].get("bytes") if isinstance(files[name], dict) else None
        size = min(stated, LARGE) if isinstance(stated, int) else SMALL
        yield f"{release}/{name}", size
        yield f"{latest.FOLDER}/{name}", size
    yield f"{latest.FOLDER}/{manifest.NAME}", SMALL


def _of_viewer(base: str, folder: Path) -> Iterator[tuple[str, int]]:
    _bring(base, folder, assets.LIST, SMALL)
    return ((name, SMALL) for name in _safe(_mapping(folder / assets.LIST, "files")))


def _mapping(path: Path, key: str) -> dict[str, Any]:
    try:
        found = read_json(path)
    except ValueError:
        return {}
    inner = found.get(key) if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) else {}


def _safe(names: Iterable[str]) -> list[str]:
    return [name for name in names if _NAME.fullmatch(name)]


def _bring(base: str, folder: Path, name: str, size: int) -> bool:
    """One byte more than may be: so that what is too long is seen to be. Goes to the disk as it comes; what broke off is not kept."""
    target = folder / name
    try:
        with _opener().open(base + quote(name), timeout=TIMEOUT_S) as answer:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                _pour(answer, file, max(size, 0) + 1)
    except URLError as error:
        if getattr(error, "code", 0) in (403, 404, 410):
            return False
        raise Unreachable(base + name, str(error.reason)) from error
    except (OSError, ValueError, HTTPException) as error:
        target.unlink(missing_ok=True)
        raise Unreachable(base + name, str(error) or type(error).__name__) from error
    return True


def _pour(answer: Any, file: IO[bytes], size: int) -> None:
    while size > 0 and (part := answer.read(min(size, PART))):
        file.write(part)
        size -= len(part)
    if size > 0 and answer.length:  # the server promised more
        raise IncompleteRead(b"", answer.length)


def _opener() -> OpenerDirector:
    """Knows http and https alone: no redirect leads to a file of this machine."""
    made = OpenerDirector()
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPRedirectHandler, HTTPErrorProcessor, HTTPDefaultErrorHandler):
        made.add_handler(handler())
    return made
