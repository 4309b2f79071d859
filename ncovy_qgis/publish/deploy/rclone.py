"""WebDAV, object storage and whatever else rclone knows. Who logs in, and how, is rclone's own configuration."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from . import turn
from .target import Check
from .tool import Tool

_NO_FOLDER = 3
_NO_QUESTIONS = "--ask-password=false"  # nobody is there to answer; RCLONE_CONFIG_PASS opens a configuration that is locked
_ALWAYS = (_NO_QUESTIONS, "--contimeout=15s", "--timeout=60s", "--transfers=8", "--checkers=8")
LASTING = "Cache-Control: public, max-age=31536000, immutable"
FRESH = "Cache-Control: no-cache"


@dataclass(frozen=True)
class RcloneTarget:
    """Object storage and WebDAV show a file when it has arrived, not before; on FTP and SFTP use rsync instead."""

    label: str
    place: str
    tool: Tool
    hashes: tuple[str, ...]
    copies: bool
    """Whether the far side can copy by itself."""
    side_files: bool

    @property
    def exact(self) -> bool:
        return bool(self.hashes)

    def turn(self, owner: str) -> AbstractContextManager[Check]:
        return turn.taken(self, owner)

    def read(self, name: str) -> Optional[bytes]:
        """Object storage answers for what is not there with nothing at all; no file of ours is empty."""
        done = self.tool.run("rclone", "cat", *_ALWAYS, self.place + name, accept=(0, _NO_FOLDER, _NO_FOLDER + 1))
        return done.out if done.code == 0 and done.out else None

    def sizes(self) -> dict[str, int]:
        done = self.tool.run("rclone", "lsjson", "-R", "--files-only", "--no-modtime", "--no-mimetype", *_ALWAYS, self.place, accept=(0, _NO_FOLDER))
        entries = json.loads(done.out or b"[]") if done.code == 0 else []
        return {entry["Path"]: entry["Size"] for entry in entries}

    def differing(self, source: Path, names: Iterable[str]) -> set[str]:
        """By hash, or, where the place knows none in common, by reading everything back."""
        how = () if self.hashes else ("--download",)
        asked = set(names)
        with _listed(asked) as names_file:
            options = ("--one-way", "--no-traverse", "--combined=-", *how, *_ALWAYS, *names_file)
            done = self.tool.run("rclone", "check", *options, str(source), self.place, accept=(0, 1))
        return asked - {line[2:] for line in done.out.decode("utf-8", "replace").splitlines() if line.startswith("= ")}

    def send(self, source: Path, names: Iterable[str], *, lasting: bool) -> None:
        header = f"--header-upload={LASTING if lasting else FRESH}"
        self._copy(str(source), self.place, names, header)

    def reuse(self, source: Path, old: str, new: str, names: Iterable[str], *, lasting: bool) -> bool:
        can = self.copies and lasting  # else: object storage would copy the cache header too, and over WebDAV rclone copies onto nothing that exists
        if can:
            self._copy(self.place + old, self.place + new, names)
        else:
            self.send(source, [f"{new}/{name}" for name in names], lasting=lasting)
        return can

    def remove(self, names: Iterable[str]) -> None:
        files = []
        there = self.sizes()
        for name in names:
            if name in there:
                files.append(name)
            else:
                self.tool.run("rclone", "purge", *_ALWAYS, self.place + name, accept=(0, _NO_FOLDER))
        if files:
            with _listed(files) as names_file:
                self.tool.run("rclone", "delete", *_ALWAYS, *names_file, self.place)

    def _copy(self, source: str, target: str, names: Iterable[str], *options: str) -> None:
        with _listed(names) as names_file:
            self.tool.run("rclone", "copy", "--no-traverse", "--no-check-dest", *options, *_ALWAYS, *names_file, source, target)


def rclone_target(text: str, tool: Tool) -> RcloneTarget:
    """A remote of rclone's configuration and a path in it."""
    remote, _, path = text.partition(":")
    return _asked(text, f"{remote}:{path.strip('/')}", tool)


def webdav_target(label: str, server: str, path: str, tool: Tool) -> RcloneTarget:
    """An address without a remote made for it; user and password may stand in RCLONE_WEBDAV_USER and RCLONE_WEBDAV_PASS.

    The server alone is the remote: rclone makes folders below a remote, never the remote's own.
    """
    return _asked(label, f":webdav,vendor=other,url='{server}':{path.strip('/')}", tool)


def _asked(label: str, place: str, tool: Tool) -> RcloneTarget:
    """Object storage hands out what it holds under the name asked for: side files would never be read there."""
    told: dict[str, Any] = json.loads(tool.run("rclone", "backend", "features", _NO_QUESTIONS, place).out)
    can = told["Features"]
    whole = place if place.endswith(":") else f"{place}/"
    return RcloneTarget(label, whole, tool, tuple(told["Hashes"]), bool(can.get("Copy")), not can.get("BucketBased"))


@contextmanager
def _listed(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Options that name files, taken as they are written."""
    with tempfile.TemporaryDirectory(prefix="ncovy-deploy-") as folder:
        file = Path(folder) / "names"
        file.write_text("".join(f"{name}\n" for name in names), "utf-8")
        yield ("--files-from-raw", str(file))
