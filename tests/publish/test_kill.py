"""Killed at any moment, or without power at any moment: readers see a whole release, and the next run leaves nothing of the killed one.

NCOVY_PROOF=long kills 300 times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from tests.proofs import LONG
from tests.publish.killing import DONE, KEEP, REFUSED
from tests.publish.world import release
from tests.server import ROOT, Database

KILLS = 300 if LONG else 3


@pytest.mark.timeout(KILLS * 30)
def test_killed_at_any_moment_a_site_is_never_torn_and_the_next_run_leaves_nothing_of_it(world: Database, tmp_path: Path) -> None:
    wish = {"dsn": world.dsn("phuc"), "site": str(tmp_path / "site"), "kills": KILLS, "seed": os.getpid()}
    command = [sys.executable, "-m", "tests.publish.killing", json.dumps(wish)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / '.ci'}"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (wish["seed"], done.stderr)
    facts = json.loads(done.stdout)
    print(wish["seed"], facts)
    assert facts["killed"] == KILLS
    assert facts["torn"] == []
    assert facts["reads"] > 10 * KILLS
    # Some were killed after the switch, some ended, and most of what was shown in between was read whole, however slow the reader was.
    assert facts["switches"] >= 4
    assert facts["pointers"] >= facts["switches"] / 2
    # Two at once: one publishes, the other is told, and so are all that were not killed.
    assert facts["together"] == [DONE, REFUSED]
    assert "Một người khác đang công bố vào thư mục này; hãy đợi rồi thử lại." in done.stderr
    assert (facts["last"], facts["left"], facts["problems"]) == (DONE, [], [])
    assert facts["kept"] <= KEEP + 1


class Disk:
    """What would be left if the power went: of each file and folder, the state that was last forced to the disk."""

    def __init__(self) -> None:
        self.forced: dict[tuple[int, int], tuple[int, int]] = {}
        self.wrong: list[str] = []
        self.switched: list[str] = []
        self.events: list[tuple[str, str]] = []

    def sync(self, descriptor: int) -> None:
        about = os.fstat(descriptor)
        self.forced[about.st_dev, about.st_ino] = (about.st_mtime_ns, about.st_size)
        self.events.append(("sync", str(Path(f"/proc/self/fd/{descriptor}").readlink())))

    def safe(self, path: Path) -> bool:
        about = path.stat()
        return self.forced.get((about.st_dev, about.st_ino)) == (about.st_mtime_ns, about.st_size)

    def renamed(self, source: Path, target: Path) -> None:
        self.events.append(("rename", str(target)))
        if source.is_file() and not self.safe(source):
            self.wrong.append(f"{target} is replaced by what is not on the disk")
        if target.name == "release.json":
            self._switch(source, target.parent)

    def _switch(self, source: Path, site: Path) -> None:
        current = json.loads(source.read_bytes())["id"]
        folder = site / "releases" / current
        self.switched.append(current)
        self.wrong += [f"{path} is not on the disk" for path in (folder, *folder.rglob("*"), folder.parent) if not self.safe(path)]
        placed = max(number for number, event in enumerate(self.events) if event == ("rename", str(folder)))
        if ("sync", str(site)) not in self.events[placed:]:
            self.wrong.append("the folder of releases may be missing from the site")


@contextmanager
def watched(patch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk()
    real: dict[str, Any] = {name: getattr(os, name) for name in ("rename", "replace")}

    def moving(name: str) -> Any:
        def move(source: Any, target: Any, **options: Any) -> None:
            disk.renamed(Path(source), Path(target))
            real[name](source, target, **options)

        return move

    with patch.context() as inside:
        inside.setattr(os, "fsync", disk.sync)
        for name in real:
            inside.setattr(os, name, moving(name))
        yield disk


def test_nothing_is_pointed_to_before_it_is_on_the_disk(world: Database, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with watched(monkeypatch) as disk:
        first = release(world, tmp_path / "site", catalogue, keep=1)
        world.run("UPDATE ncovy_public.pharmacy SET chain = 'Chuỗi'")
        second = release(world, tmp_path / "site", catalogue, keep=1)
    assert disk.switched == [first.id, second.id]
    assert disk.wrong == []
    # The pointer itself is safe before the release it no longer names is taken away.
    site = str(tmp_path / "site")
    assert disk.events.index(("sync", site), disk.events.index(("rename", f"{site}/release.json"))) > 0
    assert not first.folder.exists()
