"""Run as a program: deploys a site again and again, each time another release, and kills the deployment at any moment."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from ncovy_qgis.publish import rollback
from ncovy_qgis.publish.deploy import deploy
from ncovy_qgis.publish.deploy.errors import DeployBusy

BUSY = 3


def main(site: Path, where: str, kills: int, longest: float) -> None:
    """`longest`: seconds that a deployment takes. Prints how many were killed before their end."""
    chance, killed = random.Random(kills), 0
    releases = sorted(path.name for path in (site / "releases").iterdir())
    for number in range(kills):
        rollback(site, releases[number % 2])
        killed += _killed(site, where, chance.uniform(0, longest))
    while not _finished(site, where):
        time.sleep(0.05)
    print(killed)


def _killed(site: Path, where: str, seconds: float) -> bool:
    while True:
        child = _started(site, where)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFEXITED(status) or os.WEXITSTATUS(status) != BUSY:
            return os.WIFSIGNALED(status)


def _finished(site: Path, where: str) -> bool:
    _, status = os.waitpid(_started(site, where), 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, BUSY), code
    return code == 0


def _started(site: Path, where: str) -> int:
    child = os.fork()
    if child:
        return child
    try:
        deploy(site, where)
    except DeployBusy:  # what a killed one had started still runs
        os._exit(BUSY)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
