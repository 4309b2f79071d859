"""`make bench`: publish, save and open beside their peers. Ratios of paired runs say more than seconds, which are this machine's."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from contextlib import closing
from pathlib import Path

from psycopg2.extensions import connection as Connection
from qgis.PyQt.QtCore import qInstallMessageHandler

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.demo.qgis_desk import qgis
from tests.bench import checks, desk, editing, forms, history, memory, publishing, review, saving, world
from tests.bench.measure import table
from tests.server import Database, copy_of, shared_cluster, template

QUEUE = 10_000  # waiting items, more than any day brought
FINDINGS = 20_000
WHOLE = 100_000


def bench(database: Database, count: int, rounds: int, folder: Path, only_publishing: bool) -> None:
    """All figures at one size."""
    catalogue = load_catalogue()
    with closing(database.admin()) as admin, closing(database.connect("phuc")) as publisher, closing(database.connect("lan")) as editor:
        world.fill(admin, catalogue, count, answered=count <= WHOLE)
        saving.make_plain(admin)
        size = f"{count:,} features"
        published(database, publisher, admin, folder, rounds, count)
        if only_publishing:
            return
        show(f"| check of {size} | seconds (median) |\n|---|---|\n{checks.set_checks(editor, catalogue, rounds)}")
        show(table(f"save of 5,000 new features among {size}", saving.inserts(editor, catalogue, 5000, rounds), "ncovy save"))
        show(table(f"save of 1,000 changed features among {size}", saving.updates(editor, admin, catalogue, 1000, rounds), "ncovy save"))
        show(forms.openings(database, rounds))
        with closing(database.connect("tuan")) as supervisor:
            review.hand_over(admin, catalogue)
            show(f"among {size}:\n{review.desk(supervisor, catalogue, rounds)}")
    for text in editing.tables(database, catalogue, folder, rounds, size):
        show(text)
    with closing(database.admin()) as admin, closing(database.connect("tuan")) as supervisor:
        show(f"| the past of {size}, three versions each | seconds (median) |\n|---|---|\n{history.figures(admin, supervisor, catalogue, rounds)}")


def published(database: Database, publisher: Connection, admin: Connection, folder: Path, rounds: int, count: int) -> None:
    """Files, tiles, memory and, of no more than a province can have, whole releases."""
    catalogue, dsn, size = load_catalogue(), database.dsn("phuc"), f"{count:,} features"
    show(publishing.geojson(publisher, catalogue, dsn, folder, rounds, f"ten GeoJSON files, {size}"))
    show(publishing.tiles(publisher, catalogue, dsn, folder, rounds, f"tiles z5–z14, {size}"))
    show(publishing.slow_line(database, catalogue, folder, rounds, f"tiles over 10 ms and 100 Mbit, {size}"))
    show(memory.table(dsn, folder, size))
    if count > WHOLE:
        return
    publishing.store_style(admin, catalogue)
    show(table(f"whole release, {size}", publishing.releases(publisher, catalogue, folder, rounds), "first release into an empty folder"))


def show(text: str) -> None:
    print(text, end="\n\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[5_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--publishing", action="store_true", help="files, tiles and releases only")
    arguments = parser.parse_args()
    qInstallMessageHandler(lambda *_: None)  # Qt without a screen complains of every window
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {arguments.rounds} paired rounds, medians\n", flush=True)
    with shared_cluster(in_memory=False) as cluster, tempfile.TemporaryDirectory() as folder, qgis():
        if not arguments.publishing:
            show(desk.listing(load_catalogue(), QUEUE, arguments.rounds))
            show(desk.found(load_catalogue(), FINDINGS, arguments.rounds))
        for count in arguments.sizes:
            with copy_of(template(cluster)) as database:
                bench(database, count, arguments.rounds, Path(folder), arguments.publishing)


if __name__ == "__main__":
    main()
