"""`make stress`: the long stress, with the plugin and with plain QGIS, and what each of them did to the data."""

from __future__ import annotations

import argparse
import sys

from tests.faults import Proxy
from tests.stress.checker import table
from tests.stress.harness import SCHEMAS, seats, stage
from tests.stress.world import world


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300, help="with the plugin; plain QGIS gets a fifth of it")
    parser.add_argument("--persons", type=int, default=8)
    parser.add_argument("--rows", type=int, default=12)
    parser.add_argument("--kills", type=int, default=0, help="how often the server is killed; usually once in 30 s")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    kills = arguments.kills or max(1, int(arguments.seconds // 30))
    lengths = dict(zip(SCHEMAS, (arguments.seconds, arguments.seconds / 5)))
    verdicts = {}
    with world(arguments.persons, arguments.rows) as place, Proxy(place.database.cluster.socket_dir) as proxy, seats(place, proxy) as people:
        for way, seconds in lengths.items():
            told = stage(place, proxy, people, way, seconds, arguments.seed, kills if way == "with ncovy" else max(1, kills // 5))
            verdicts[way] = told.verdict
            print("\n".join(told.evidence), end="\n" * bool(told.evidence))
            faults = ", ".join(f"{number} × {name}" for name, number in sorted(told.faults.items()) if number and name not in ("messages", "connections"))
            print(f"{way}: {seconds:.0f} s, longest save with all its retries {told.slowest_s:.1f} s; {faults}", flush=True)
    print("\n" + table(f"{arguments.persons} persons, {arguments.rows} rows, pairs of word and row", verdicts))
    proven = verdicts["with ncovy"].clean and verdicts["plain QGIS"].lost > 0
    print("\n" + ("Nothing was lost; plain QGIS lost." if proven else "NOT PROVEN: see the table."))
    return 0 if proven else 1


if __name__ == "__main__":
    sys.exit(main())
