"""Peak memory of ours and of a peer, each in a process of its own: `python -m tests.bench.memory WHAT DSN FOLDER` prints megabytes."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.db.connection import connect
from tests.bench import makers, tile_peers

WORK = ("ncovy GeoJSON", "ncovy PMTiles", "ogr2ogr", "tippecanoe, nothing dropped", "freestiler")


def peak(what: str, dsn: Mapping[str, str], folder: Path) -> int:
    """Megabytes of the largest process of this work."""
    command = [sys.executable, "-m", "tests.bench.memory", what, json.dumps(dict(dsn)), str(folder)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def table(dsn: Mapping[str, str], folder: Path, size: str) -> str:
    return "\n".join([f"| memory at its highest, {size} | MB |\n|---|---|", *(f"| {what} | {peak(what, dsn, folder)} |" for what in WORK)])


def main() -> None:
    what, dsn, folder = sys.argv[1], json.loads(sys.argv[2]), Path(sys.argv[3])
    catalogue = load_catalogue()
    with closing(connect(dsn=dsn)) as connection:
        if what == "ncovy GeoJSON":
            makers.our_files(connection, catalogue, folder)
        elif what == "ncovy PMTiles":
            makers.our_tiles(connection, catalogue, folder)
        elif what == "ogr2ogr":
            makers.ogr2ogr(catalogue, dsn, folder)
        elif what.startswith("tippecanoe"):
            tile_peers.tippecanoe(catalogue, dsn, folder, tile_peers.KEEPING)
        else:
            tile_peers.freestiler(catalogue, dsn, folder)
    print(own() if what.startswith("ncovy") else resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)


def own() -> int:
    """Megabytes of this process at its highest; getrusage() would count what its parent held when it was started."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
