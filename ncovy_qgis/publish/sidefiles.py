"""Compressed twins of text files, `name.gz` and `name.br`, for web servers that hand them out in place of the file.

They are no part of a release: its manifest and content know nothing of them, and a release is the same with and without. What makes
them true is that unpacking gives the file beside them.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Optional

try:
    import brotli
except ImportError:  # Debian's python3-brotli; without it there are no .br
    brotli = None

GZIP, BROTLI = ".gz", ".br"
SUFFIXES = (GZIP, BROTLI)
TEXT = frozenset((".geojson", ".json", ".js", ".mjs", ".css", ".html", ".svg", ".md", ".txt", ".csv", ".xml"))
MIN_BYTES = 1024
_ALWAYS_ASKED = ("release.json", "assets/files.json")  # the pointer is one file, replaced in one step; the list is for programs
SLOW_BYTES = 1 << 22  # brotli at its best packs half a megabyte a second
_BLOCK = 1 << 16


def wanted(name: str, size: int) -> bool:
    """Whether a file of a site is worth a twin."""
    return Path(name).suffix in TEXT and size >= MIN_BYTES and name not in _ALWAYS_ASKED


def suffixes() -> tuple[str, ...]:
    """The kinds that can be made here."""
    return SUFFIXES if brotli else (GZIP,)


def original(name: str) -> Optional[str]:
    """The file a twin belongs to; None for a file that is none."""
    stem, _, suffix = name.rpartition(".")
    return stem if f".{suffix}" in SUFFIXES and Path(stem).suffix in TEXT else None


def make(source: Path, target: Path) -> None:
    """Pack a file; the target's suffix says how. The same file gives the same bytes."""
    temporary = target.with_name(f".{target.name}.tmp")
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, temporary.open("wb") as written:
        if target.suffix == GZIP:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=written, mtime=0) as packed:
                for block in iter(lambda: read.read(_BLOCK), b""):
                    packed.write(block)
        else:
            packer = brotli.Compressor(quality=11 if source.stat().st_size < SLOW_BYTES else 6)
            for block in iter(lambda: read.read(_BLOCK), b""):
                written.write(packer.process(block))
            written.write(packer.finish())
    temporary.replace(target)


def drop(path: Path) -> None:
    """Remove the twins of a file that is about to change: a server would go on handing out the old text."""
    for suffix in SUFFIXES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def split(names: Iterable[str]) -> tuple[set[str], set[str]]:
    """Files and twins; a twin without its file is a file like any other."""
    every = set(names)
    twins = {name for name in every if original(name) in every}
    return every - twins, twins


def is_true(path: Path) -> Optional[bool]:
    """Whether a twin unpacks to the file beside it, and nothing more; None when nothing here can tell."""
    if path.suffix == BROTLI and brotli is None:
        return None
    beside = path.with_suffix("")
    unpacked = _from_gzip if path.suffix == GZIP else _from_brotli
    try:
        return _digest(_cut(unpacked(path), beside.stat().st_size)) == _digest(_blocks(beside, _BLOCK))
    except _DAMAGED:
        return False


def _cut(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Not much more than `size` bytes, whatever the twin claims to hold."""
    done = 0
    for part in parts:
        done += len(part)
        yield part
        if done > size:
            return


def _from_gzip(path: Path) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    for block in _blocks(path, _BLOCK):
        yield unpacker.decompress(block)
    if not unpacker.eof or unpacker.unused_data:
        raise EOFError(path.name)


def _from_brotli(path: Path) -> Iterator[bytes]:
    """In small bites: a few bytes of brotli can claim to be many megabytes."""
    unpacker: Any = brotli.Decompressor()
    for block in _blocks(path, 64):
        yield unpacker.process(block)
    if not unpacker.is_finished():
        raise EOFError(path.name)


def _blocks(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(size), b"")


def _digest(blocks: Iterable[bytes]) -> bytes:
    digest: Any = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return bytes(digest.digest())


_DAMAGED: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error, *((brotli.error,) if brotli else ()))
