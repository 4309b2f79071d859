"""Deployments of one release after another, killed at any moment. A program of its own: it forks, which a test run with threads should not.

usage: python -m tests.publish.killed_deploys '{"site": "…", "target": "…", "kills": 8, "seed": 1}' → facts as JSON"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any, Callable

from ncovy_qgis.publish import releases, rollback, sidefiles
from ncovy_qgis.publish.deploy import deploy
from ncovy_qgis.publish.deploy.errors import DeployBusy
from tests.publish.killing import die_at, ended

DONE, BUSY, BROKEN = 0, 3, 4
KEEP = 1  # and the one shown before: every third release is brought anew
GROUP = "group"  # the machine dies, rsync and all
ALONE = "alone"  # the program dies, what it started lives on
STEP = "step"  # the program dies at a change of its disk: most lie within the last instants, where time would seldom hit


def forked(work: Callable[[], None]) -> int:
    """A child in a group of its own, which does the work and ends without a word."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    try:
        work()
    except DeployBusy:  # what a killed one had started still runs
        os._exit(BUSY)
    except BaseException as error:
        os.write(2, f"{error!r}\n".encode())
        os._exit(BROKEN)
    os._exit(DONE)


def measured(work: Callable[[], None], scratch: Path) -> tuple[float, int]:
    """Seconds and changes of the disk of one that is left alone."""
    start = time.monotonic()

    def counted() -> None:
        number = die_at(0)
        work()
        scratch.write_text(str(number()))

    code = ended(forked(counted))
    if code != DONE:
        raise SystemExit(f"one that nobody killed ended with {code}")
    return time.monotonic() - start, int(scratch.read_text())


def attempt(work: Callable[[], None], how: str, seconds: float, at_step: int) -> int:
    """How a deployment ended that is killed in this way; waits while what an earlier one had started still runs."""

    def dying() -> None:
        die_at(at_step if how == STEP else 0)
        work()

    while True:
        child = forked(dying)
        if how != STEP:
            time.sleep(seconds)
            (os.killpg if how == GROUP else os.kill)(child, signal.SIGKILL)
        code = ended(child)
        if code == BROKEN:
            raise SystemExit(f"failed by itself ({how})")
        if code != BUSY:
            return code
        time.sleep(0.05)


def kill_all(site: Path, work: Callable[[], None], kills: int, chance: random.Random) -> dict[str, Any]:
    """Half of the attempts go on with the release that was cut, half bring another one."""
    scratch, known = site.with_suffix(".count"), sorted(releases(site))
    for release in (*known[1:], known[0]):
        rollback(site, release)
        seconds, steps = measured(work, scratch)
    done: dict[str, Any] = {"killed": 0, "ended": 0, GROUP: 0, ALONE: 0, STEP: 0, "seconds": round(seconds, 2), "steps": steps}
    current = 0
    while done["killed"] < kills:
        if chance.random() < 0.5:
            current = (current + 1) % len(known)
            rollback(site, known[current])
        how = chance.choice((GROUP, ALONE, STEP))
        at_step = max(steps - int(steps * chance.random() ** 2), 1)
        code = attempt(work, how, chance.uniform(0, seconds * 1.1), at_step)
        done["killed" if code == -signal.SIGKILL else "ended"] += 1
        done[how] += code == -signal.SIGKILL
    return done


def main(wish: dict[str, Any]) -> dict[str, Any]:
    site = Path(wish["site"])
    sidefiles.SLOW_BYTES = 0  # brotli at its best takes seconds for the viewer

    def work() -> None:
        deploy(site, wish["target"], keep=KEEP)

    done = kill_all(site, work, wish["kills"], random.Random(wish["seed"]))
    last = time.monotonic()
    while ended(forked(work)) == BUSY:
        time.sleep(0.05)
    return {**done, "last": round(time.monotonic() - last, 2)}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
