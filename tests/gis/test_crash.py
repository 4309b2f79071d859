"""QGIS killed with SIGKILL at twenty random moments of editing: what was edited a second before comes back, and nothing that never was."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ncovy_qgis.gis.journal import left
from ncovy_qgis.gis.recovery import look, restore
from tests.gis.conftest import Sit
from tests.gis.crashing_desk import STEM, State, unsaved
from tests.gis.editors import own_service
from tests.server import ROOT, Database

KILLS, AT_ONCE = 20, 5
PROMISE_S, PATIENCE_S = 1.0, 60.0


@pytest.fixture
def crashing(database: Database, sit: Sit, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The QGIS that forks desks, its layer open on six stored features."""
    lan = sit("lan")
    for number in range(6):
        lan.add(f"Trạm số {number}")
    assert lan.save()
    command = [sys.executable, "-m", "tests.gis.crashing_desk", own_service(database, "lan").service]
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / ".ci")])}
    with (tmp_path / "stderr").open("w") as said:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": said, "text": True}
        process = subprocess.Popen(command, cwd=ROOT, env=paths, **pipes)
    try:
        assert process.stdout.readline().strip() == "ready", (tmp_path / "stderr").read_text()
        yield process
    finally:
        process.kill()
        process.communicate()


def kill_some(process: subprocess.Popen[str], folders: list[Path], dice: random.Random) -> list[float]:
    """Start a desk in each folder, kill each at a moment of its own after it began; when each was killed."""
    assert process.stdin is not None
    assert process.stdout is not None
    numbers = {}
    for folder in folders:
        process.stdin.write(f"{folder} {dice.randrange(1 << 30)}\n")
        process.stdin.flush()
        numbers[folder] = int(process.stdout.readline())
    victims, begun = [], time.monotonic()
    for folder, number in numbers.items():
        while not (folder / "log").exists():
            assert time.monotonic() < begun + PATIENCE_S, f"{folder.name} does not begin"
            time.sleep(0.01)
        victims.append((time.monotonic() + dice.uniform(0.2, 2.6), number, folder))
    killed: dict[Path, float] = {}
    for due, number, folder in sorted(victims):
        time.sleep(max(0.0, due - time.monotonic()))
        killed[folder] = time.monotonic()
        os.kill(number, signal.SIGKILL)
    return [killed[folder] for folder in folders]


def logged(folder: Path) -> list[dict[str, Any]]:
    """The desk's own words; the last may be cut off."""
    found = []
    for line in (folder / "log").read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            break
    return found


def allowed(folder: Path, killed: float) -> list[State]:
    """The states it may come back in: the one reached a second before the kill, and all that came after."""
    words = [{"state": {}, "done": 0.0}, *logged(folder)]
    last_old = max(number for number, line in enumerate(words) if line.get("done", killed) <= killed - PROMISE_S)
    return [line["state"] for line in words[last_old:]]


def interrupted(folder: Path) -> int:
    """1 when the last edit was begun and perhaps done, but killed before it could be logged: its one feature may be in either state."""
    words = logged(folder)
    return int(bool(words) and "done" not in words[-1])


def difference(state: State, others: list[State]) -> dict[str, tuple[Any, Any]]:
    """What is unlike the most alike; nothing when it is one of them."""
    unlike = [{uid: (state.get(uid), other.get(uid)) for uid in {*state, *other} if state.get(uid) != other.get(uid)} for other in others]
    return min(unlike, key=len)


def test_twenty_kills_lose_nothing_older_than_a_second(crashing: Any, sit: Sit, database: Database, tmp_path: Path) -> None:
    dice = random.Random(int(os.environ.get("NCOVY_CRASH_SEED", "20210917")))
    folders = [tmp_path / f"desk{number}" for number in range(KILLS)]
    killed: list[float] = []
    for first in range(0, KILLS, AT_ONCE):
        killed += kill_some(crashing, folders[first : first + AT_ONCE], dice)
    again = sit("lan")
    layer = again.start(STEM)
    steps, restored = 0, 0
    for folder, moment in zip(folders, killed):
        journals = left(folder / "journal")
        found = look(database.dsn("lan"), [each.content for each in journals])
        done, hidden = restore(again.edits, [each.change for each in found.unsaved])
        assert (len(done), hidden) == (len(found.unsaved), ())
        unlike = difference(unsaved(layer), allowed(folder, moment))
        assert len(unlike) <= interrupted(folder), f"{folder.name}: {unlike}"
        steps, restored = steps + len(logged(folder)) // 2, restored + len(done)
        for each in journals:
            each.release()
        layer.rollBack(False)
    print(f"\n{KILLS} kills after {steps} edits, {restored} unsaved features restored")
    assert steps > KILLS * 10
    assert restored > KILLS
