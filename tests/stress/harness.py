"""Seats the persons, lets them work while the network and the server fail, and hears what they were told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.faults import Proxy
from tests.server import ROOT
from tests.stress.checker import Verdict, attempts_of, evidence, judge
from tests.stress.world import World

SCHEMAS = {"with ncovy": "ncovy", "plain QGIS": "public"}
Harm = Callable[[], object]


@dataclass
class Seat:
    """One person's process."""

    process: subprocess.Popen[str]
    log: Path

    def tell(self, **what: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Mapping[str, Any]:
        assert self.process.stdout is not None
        line = next((line for line in self.process.stdout if line.startswith("{")), "")  # QGIS talks there, too
        if not line:
            self.process.wait()
            raise RuntimeError(f"{self.log.stem} ended with {self.process.returncode}:\n{self.log.with_suffix('.err').read_text(errors='replace')[-3000:]}")
        return dict(json.loads(line))


@dataclass(frozen=True)
class Told:
    """What a stage came to."""

    verdict: Verdict
    slowest_s: float
    faults: Mapping[str, int]
    evidence: Sequence[str] = ()  # of harm


@contextmanager
def seats(world: World, proxy: Proxy) -> Iterator[list[Seat]]:
    """One process a person, ready to work; ended with the block."""
    folder = world.forms.parent
    services = folder / "services.conf"
    services.write_text("".join(_service(name, proxy.dsn(world.database.name, name)) for name in world.persons))
    environment = {**os.environ, "PGSERVICEFILE": str(services), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": f"{ROOT}:{ROOT / '.ci'}"}
    taken: list[Seat] = []
    try:
        for number, name in enumerate(world.persons):
            with (folder / f"{name}.err").open("w") as errors:
                command = [sys.executable, "-m", "tests.stress.worker"]
                pipe = subprocess.PIPE
                process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, text=True, env=environment, cwd=ROOT)
            taken.append(Seat(process, folder / f"{name}.log"))
            taken[-1].tell(name=name, number=number, service=name, forms=str(world.forms), folder=str(folder), rows=world.rows)
        for seat in taken:
            seat.hear()
        yield taken
    finally:
        for seat in taken:
            seat.process.kill()
            seat.process.communicate()


def stage(world: World, proxy: Proxy, people: Sequence[Seat], way: str, seconds: float, seed: int, kills: int = 1) -> Told:
    """Everybody works for so long, everything fails as the dice want, then all is well again; the verdict."""
    schema, before = SCHEMAS[way], dict(proxy.counts)
    saboteur = Saboteur(world, proxy, Random(seed), seconds, kills)
    proxy.chance(0.03, seed)
    for seat in people:
        seat.tell(stage=schema, seconds=seconds)
    guard = threading.Timer(seconds + 90, lambda: [seat.process.kill() for seat in people])
    guard.start()
    try:
        saboteur.run()
        proxy.heal()
        answers = [seat.hear() for seat in people]
    finally:
        guard.cancel()
    logged = [json.loads(line) for seat in people for line in seat.log.read_text(encoding="utf-8").splitlines()]
    attempts, stored = attempts_of(line for line in logged if line["stage"] == schema), world.stored(schema)
    faults = {name: number - before.get(name, 0) for name, number in proxy.counts.items()}
    verdict, slowest = judge(attempts, stored), max(answer["slowest_s"] for answer in answers)
    return Told(verdict, slowest, {**faults, **saboteur.done}, evidence(attempts, stored) if schema == "ncovy" else ())


class Saboteur:
    """Every half second some harm; the server is killed at even distances."""

    def __init__(self, world: World, proxy: Proxy, dice: Random, seconds: float, kills: int) -> None:
        self._world, self._proxy, self._dice, self._seconds = world, proxy, dice, seconds
        self._kills = [seconds * (number + 1) / (kills + 1) for number in range(kills)]
        self.done = {"killed servers": 0, "killed backends": 0, "black holes": 0}

    def run(self) -> None:
        """Until the time is over."""
        start = time.monotonic()
        harms: list[Harm] = [self._backend, self._backend, self._hole, self._proxy.reset_all, self._lose, self._drop]
        while (now := time.monotonic() - start) < self._seconds:
            if self._kills and now > self._kills[0]:
                self._kills.pop(0)
                self._world.kill_server(away_s=0.3)
                self.done["killed servers"] += 1
            else:
                self._dice.choice(harms)()
            time.sleep(max(0.0, min(0.5, self._seconds - (time.monotonic() - start))))

    def _backend(self) -> None:
        self.done["killed backends"] += self._world.terminate(self._dice.randrange(1000))

    def _hole(self) -> None:
        self._proxy.black_hole()
        time.sleep(0.2 + self._dice.random())
        self._proxy.fill_hole()
        self.done["black holes"] += 1

    def _lose(self) -> None:
        self._proxy.lose_commit(2)

    def _drop(self) -> None:
        self._proxy.lose_commit(1, done=False)


def _service(name: str, dsn: Mapping[str, str]) -> str:
    return "\n".join([f"[{name}]", *(f"{key}={value}" for key, value in dsn.items()), "", ""])
