"""What the tests of deployment look at: a public place as its readers see it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


def own_copy(site: Path, folder: Path) -> Path:
    return Path(shutil.copytree(site, folder, symlinks=True))


def brought_back(place: str, folder: Path) -> Path:
    """A remote of rclone as a folder."""
    subprocess.run(["rclone", "copy", "--fast-list", place, str(folder)], check=True, capture_output=True)
    return folder


def told(site: Path) -> str:
    """The release that a site points to."""
    found: str = json.loads((site / "release.json").read_bytes())["id"]
    return found


@dataclass
class Reader:
    """Reads a public folder again and again, as a page does; `wrong` must stay empty."""

    site: Path
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    overtaken: int = 0
    """Releases that were gone before they were read: only the one shown before is kept."""

    def read_on(self) -> None:
        """Look once; what is wrong counts when the place still points there."""
        pointer = self.pointer()
        try:
            self.look()
        except (AssertionError, OSError, ValueError, KeyError) as error:
            if self.pointer() == pointer:
                self.wrong.append(repr(error))
            else:
                self.overtaken += 1

    def pointer(self) -> bytes:
        try:
            return (self.site / "release.json").read_bytes()
        except OSError:
            return b""

    def look(self) -> None:
        """Pointer, manifest by its hash, every file by its own."""
        try:
            pointer = json.loads((self.site / "release.json").read_bytes())
        except FileNotFoundError:
            return
        folder = self.site / "releases" / pointer["id"]
        manifest = (folder / "manifest.json").read_bytes()
        assert hashlib.sha256(manifest).hexdigest() == pointer["manifest"]
        for name, facts in json.loads(manifest)["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == facts["sha256"], name
        for path in (self.site / "latest" / "data").glob("*.geojson"):
            json.loads(path.read_bytes())
        for name in json.loads((self.site / "assets" / "files.json").read_bytes())["files"]:
            assert (self.site / name).stat().st_size
        self.seen.append(pointer["id"])


@contextmanager
def reading(site: Path) -> Iterator[Reader]:
    """A reader beside what happens in the block."""
    reader, stop = Reader(site), threading.Event()

    def go_on() -> None:
        while not stop.wait(0.03):
            reader.read_on()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield reader
    finally:
        stop.set()
        thread.join()
