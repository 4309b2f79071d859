"""All checks over many rows, timed one by one: the whole province has to be judged in one pass while a person waits."""

from __future__ import annotations

import time
from statistics import median

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.db.checks import check

TARGET_S = 3.0  # all checks over many rows, at 100 k features


def set_checks(connection: Connection, catalogue: Catalogue, rounds: int) -> str:
    """A table: seconds (median) of each step of `check`, the findings, the sum of the set checks beside its target."""
    timed = [_steps(connection, catalogue) for _ in range(rounds)]
    layers = {layer.title.vi for layer in catalogue.layers}
    medians = {title: median(seconds[title] for seconds, _ in timed) for title in timed[0][0]}
    rules = sum(seconds for title, seconds in medians.items() if title in layers)
    sets = {title: seconds for title, seconds in medians.items() if title not in layers}
    lines = [f"| {title} | {seconds:.2f} |" for title, seconds in sorted(sets.items(), key=lambda item: -item[1])]
    total = sum(sets.values())
    verdict = "holds" if total <= TARGET_S else "MISSED"
    return "\n".join([*lines, f"| **all checks over many rows** (target ≤ {TARGET_S:.0f} s: {verdict}) | **{total:.2f}** |",
                      f"| rules of every row, ten layers | {rules:.2f} |", f"| findings | {timed[0][1]:,} |"])  # fmt: skip


def _steps(connection: Connection, catalogue: Catalogue) -> tuple[dict[str, float], int]:
    """Seconds of each step by its sentence, and how much was found."""
    seconds: dict[str, float] = {}
    last: list[tuple[str, float]] = []

    def tick(done: int, of: int, title: Text) -> None:
        now = time.perf_counter()
        if last:
            seconds[last[-1][0]] = now - last[-1][1]
        last.append((title.vi, now))

    found = check(connection, catalogue, progress=tick)
    seconds[last[-1][0]] = time.perf_counter() - last[-1][1]
    connection.rollback()
    return seconds, len(found)
