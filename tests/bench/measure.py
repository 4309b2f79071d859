"""Times ours and each peer in turn, so that a slow moment of the machine hits both; reports medians and ratios of pairs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Work = Callable[[], None]


@dataclass(frozen=True)
class Figures:
    """Seconds of each rival, round by round."""

    seconds: Mapping[str, tuple[float, ...]]

    def median(self, name: str) -> float:
        return median(self.seconds[name])

    def ratio(self, ours: str, peer: str) -> float:
        """Median of ours : peer over the rounds."""
        return median(mine / other for mine, other in zip(self.seconds[ours], self.seconds[peer]))


def race(rivals: Mapping[str, Work], rounds: int, prepare: Work = lambda: None) -> Figures:
    """Runs all rivals in each round, their order turned from round to round; `prepare` is not timed."""
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    names = list(rivals)
    for number in range(rounds):
        turned = names[number % len(names) :] + names[: number % len(names)]
        for name in turned:
            prepare()
            start = time.perf_counter()
            rivals[name]()
            seconds[name].append(time.perf_counter() - start)
    return Figures({name: tuple(values) for name, values in seconds.items()})


def table(title: str, figures: Figures, ours: str, goals: Mapping[str, float] | float | None = None) -> str:
    """A few lines for the terminal and for a Markdown file; `goals`: the highest ratio that will do, of each peer or of all."""
    lines = [f"| {title} | seconds (median) | {ours} : this |", "|---|---|---|"]
    for name in figures.seconds:
        ratio = "" if name == ours else f"{figures.ratio(ours, name):.2f}"
        goal = None if name == ours else goals.get(name) if isinstance(goals, Mapping) else goals
        aim = "" if goal is None else f" (goal ≤ {goal:g}: {'met' if figures.ratio(ours, name) <= goal else 'MISSED'})"
        lines.append(f"| {name} | {figures.median(name):.2f} | {ratio}{aim} |")
    return "\n".join(lines)
