"""A folder of another machine, reached by rsync over SSH. Keys, users and hosts are OpenSSH's own configuration."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Optional

from . import turn
from .errors import ToolFailed
from .target import Check
from .tool import Tool, last_words

_SHELL = "ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15"
_ALWAYS = ("--timeout=60", "--from0")
_WHOLE = ("--perms", "--chmod=D755,F644", "--ignore-times", "--partial-dir=.partial", "--compress", "--skip-compress=gz/br/png/pmtiles/woff2")
_LINE = re.compile(r"-\S+\s+(?P<size>[\d.,]+)\s+\S+\s+\S+\s(?P<name>.+)")
_NOT_ALL = 23
_NO_FILE = "(2)"  # ENOENT: the far side speaks its own language, but the number is the same everywhere


@dataclass(frozen=True)
class RsyncTarget:
    """rsync writes each file beside its place and renames it; what was cut goes on where it stopped."""

    label: str
    place: str
    tool: Tool
    exact: bool = True
    side_files: bool = True

    def turn(self, owner: str) -> AbstractContextManager[Check]:
        return turn.taken(self, owner)

    def read(self, name: str) -> Optional[bytes]:
        with tempfile.TemporaryDirectory(prefix="ncovy-deploy-") as folder:
            file = Path(folder) / "file"
            return file.read_bytes() if self._there("--ignore-missing-args", "--", self.place + name, str(file)) is not None and file.is_file() else None

    def sizes(self) -> dict[str, int]:
        listed = self._there("-r", "--list-only", "--no-human-readable", "--", self.place) or ""
        found = (_LINE.fullmatch(line) for line in listed.splitlines())
        return {match["name"]: int(re.sub(r"[.,]", "", match["size"])) for match in found if match}

    def differing(self, source: Path, names: Iterable[str]) -> set[str]:
        with _listed(names) as names_file:
            said = self._rsync("--dry-run", "--checksum", "--out-format=%n", names_file, "--", f"{source}/", self.place)
        return {line for line in said.splitlines() if line and not line.endswith("/")}

    def send(self, source: Path, names: Iterable[str], *, lasting: bool) -> None:
        with _listed(names) as names_file:
            self._rsync(*_WHOLE, names_file, "--", f"{source}/", self.place)

    def reuse(self, source: Path, old: str, new: str, names: Iterable[str], *, lasting: bool) -> bool:
        """rsync compares them itself, and brings those that are not alike."""
        likes = "../" * (new.count("/") + 1) + old
        with _listed(names) as names_file:
            self._rsync("--perms", "--chmod=D755,F644", "--checksum", f"--link-dest={likes}", names_file, "--", f"{source}/{new}/", f"{self.place}{new}/")
        return True

    def remove(self, names: Iterable[str]) -> None:
        """What the empty folder lacks goes, as far as it is named; rsync's own --delete-missing-args is refused by its later versions."""
        wanted = list(names)
        with tempfile.TemporaryDirectory(prefix="ncovy-deploy-") as empty, _listed(_rules(wanted)) as rules:
            for name in wanted:
                (Path(empty) / name).parent.mkdir(parents=True, exist_ok=True)
            self._rsync("-r", "--delete", rules.replace("--files-from", "--include-from"), "--exclude=*", "--", f"{empty}/", self.place)

    def _rsync(self, *arguments: str) -> str:
        return self.tool.run("rsync", *_ALWAYS, *arguments).out.decode("utf-8", "replace")

    def _there(self, *arguments: str) -> Optional[str]:
        """None when what is asked for does not exist."""
        done = self.tool.run("rsync", *_ALWAYS, *arguments, accept=(0, _NOT_ALL))
        if done.code == 0:
            return done.out.decode("utf-8", "replace")
        if _NO_FILE in done.complaints:
            return None
        raise ToolFailed("rsync", last_words(done))


def rsync_target(label: str, host: str, port: Optional[int], path: str, tool: Tool) -> RsyncTarget:
    """A folder on a host; RSYNC_RSH, where it is set, says how to get there."""
    shell = os.environ.get("RSYNC_RSH") or _SHELL
    env = {**tool.env, "RSYNC_RSH": f"{shell} -p {port}" if port else shell}
    return RsyncTarget(label, f"{host}:{path.rstrip('/')}/", replace(tool, env=env))


def _rules(names: Iterable[str]) -> Iterator[str]:
    """Patterns of these files and folders, what they hold, and the folders on the way to them; no name of ours holds a wildcard."""
    for name in names:
        yield from (f"/{folder}/" for folder in reversed([parent.as_posix() for parent in PurePosixPath(name).parents][:-1]))
        yield from (f"/{name}", f"/{name}/***")


@contextmanager
def _listed(names: Iterable[str]) -> Iterator[str]:
    """An option that names files; a command line has room for few."""
    with tempfile.TemporaryDirectory(prefix="ncovy-deploy-") as folder:
        file = Path(folder) / "names"
        file.write_bytes(b"".join(name.encode() + b"\0" for name in names))
        yield f"--files-from={file}"
