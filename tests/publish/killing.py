"""Publications killed at any moment, under a reader that never rests. A program of its own: it forks, which a test run with threads should not.

usage: python -m tests.publish.killing '{"dsn": {…}, "site": "…", "kills": 8, "seed": 1}' → facts as JSON"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Callable

import psycopg2

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.publish import PublishError, publish, rollback, verify
from tests.publish.world import AS_OF

KEEP = 4
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"}
CATALOGUE = load_catalogue()
DONE, REFUSED, BROKEN = 0, 3, 4


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def torn(site: Path) -> list[str]:
    """What a reader finds wrong who follows release.json to the manifest and to every file."""
    told = json.loads((site / "release.json").read_bytes())
    folder = site / "releases" / told["id"]
    manifest = (folder / "manifest.json").read_bytes()
    wrong = [] if sha256(manifest) == told["manifest"] else [f"{told['id']}: manifest"]
    files = json.loads(manifest)["files"].items()
    wrong += [f"{told['id']}: {name}" for name, facts in files if sha256((folder / name).read_bytes()) != facts["sha256"]]
    return wrong + [f"latest: {path.name}" for path in (site / "latest" / "data").glob("[!.]*.geojson") if not path.read_bytes().endswith(b"]}\n")]


def read_on(site: Path, results: Path, until: Path) -> None:
    """The reader: until a file appears; what was torn, and how often it looked."""
    found: list[str] = []
    reads, seen = 0, set()
    while not until.exists():
        try:
            found += torn(site)
            seen.add((site / "release.json").read_bytes())
        except Exception as error:
            found.append(repr(error))
        reads += 1
        time.sleep(0.005)
    results.write_text(json.dumps({"torn": found[:20], "reads": reads, "pointers": len(seen)}))


def forked(work: Callable[[], None]) -> int:
    """A child that does the work and ends without a word."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except PublishError as error:
        os.write(2, f"{error.vi}\n".encode())
        os._exit(REFUSED)
    except BaseException as error:
        os.write(2, f"{error!r}\n".encode())
        os._exit(BROKEN)
    os._exit(DONE)


def ended(child: int) -> int:
    """Exit code, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_at(step: int) -> Callable[[], int]:
    """Kill this process at its n-th change of the disk (0: never), counted by Python itself; answers how many there were."""
    done = 0

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done
        if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)
    return lambda: done


class Site:
    """What is done to the site, each by a child."""

    def __init__(self, dsn: dict[str, str], site: Path) -> None:
        self.dsn, self.site = dsn, site
        self.shown: set[bytes] = set()
        """Every release.json that stood there when an attempt had ended."""

    def publish(self, name: str) -> None:
        with closing(psycopg2.connect(**{**self.dsn, "user": "admin"})) as admin, admin, admin.cursor() as cursor:
            cursor.execute("UPDATE ncovy_public.pharmacy SET chain = %s", (name,))
        with closing(psycopg2.connect(**self.dsn)) as connection:
            publish(connection, self.site, catalogue=CATALOGUE, as_of=AS_OF, keep=KEEP)

    def rollback(self, name: str) -> None:
        rollback(self.site)

    def ended(self, child: int) -> int:
        """How a child ended; what it left is noted."""
        code = ended(child)
        self.shown.add((self.site / "release.json").read_bytes())
        return code


def measured(work: Callable[[], None], scratch: Path) -> tuple[float, int]:
    """Seconds and changes of the disk of one that is left alone."""
    start = time.monotonic()

    def counted() -> None:
        number = die_at(0)
        work()
        scratch.write_text(str(number()))

    code = ended(forked(counted))
    if code != DONE:
        raise SystemExit(f"the first one ended with {code}")
    return time.monotonic() - start, int(scratch.read_text())


def attempt(action: Callable[[str], None], name: str, at_step: int) -> None:
    die_at(at_step)
    action(name)


def kill_all(site: Site, kills: int, chance: random.Random, scratch: Path) -> dict[str, int]:
    """Kill after some time, or at some change of the disk: most changes lie within the last instants, where time would seldom hit."""
    for name in ("Một", "Hai"):
        measures = measured(partial(site.publish, name), scratch)
    done = {"killed": 0, "ended": 0, "refused": 0}
    number = 0
    while done["killed"] < kills:
        number += 1
        action = chance.choice((site.publish, site.publish, site.publish, site.rollback))
        seconds, steps = measures if action == site.publish else (0.15, 30)
        name = f"Chuỗi {number if chance.random() < 0.8 else number - 1}"
        at_step = steps - int(steps * chance.random() ** 2) if number % 2 else 0  # most readers are hurt by the last steps, if at all
        child = forked(partial(attempt, action, name, at_step))
        if not at_step:
            time.sleep(chance.uniform(0, seconds * 1.1))
            os.kill(child, signal.SIGKILL)
        code = site.ended(child)
        if code == BROKEN:
            raise SystemExit(f"{action.__name__} failed by itself")
        done["killed" if code == -signal.SIGKILL else "refused" if code == REFUSED else "ended"] += 1
    return done


def main(wish: dict[str, Any]) -> dict[str, Any]:
    folder = Path(wish["site"])
    site, until, results = Site(wish["dsn"], folder), folder.with_suffix(".end"), folder.with_suffix(".read")
    if site.ended(forked(lambda: site.publish("Không"))) != DONE:
        raise SystemExit("no first release")
    reader = forked(lambda: read_on(folder, results, until))
    done = kill_all(site, wish["kills"], random.Random(wish["seed"]), folder.with_suffix(".count"))
    both = [forked(partial(site.publish, name)) for name in ("Trái", "Phải")]
    together = sorted(site.ended(child) for child in both)
    last = site.ended(forked(lambda: site.publish("Cuối")))
    until.touch()
    ended(reader)
    hidden = [path.relative_to(folder).as_posix() for path in folder.rglob(".*") if path.name not in (".lock", ".state.json")]
    problems = [problem.text.vi for problem in verify(folder, now=AS_OF)]
    kept = len(list((folder / "releases").iterdir()))
    done["switches"] = len(site.shown)
    return {**done, **json.loads(results.read_text()), "together": together, "last": last, "left": hidden, "problems": problems, "kept": kept}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
