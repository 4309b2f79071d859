"""`ncovy demo`: makes the training database if it is not there, then runs one day on it and tells the story."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue

from .persons import PERSONS, desk, make_persons
from .sample import load_sample, start_exercise


def run(admin: Connection, site: Path, catalogue: Catalogue, say: Callable[[str], None] = print) -> None:
    """Load (a second run finds everything there) and live a day; raises DayFailed when a step did not do what it says."""
    from .day import Day, run_day
    from .evening import hand_over
    from .qgis_desk import qgis

    start_exercise(admin)
    made = make_persons(admin)
    with desk(admin) as everybody:
        loaded = load_sample(admin, everybody, catalogue)
        people = f"{len(PERSONS)} người" + (f" (mới {made})" if made else "")
        say(f"Dữ liệu diễn tập 17/09/2021 18:00: {people}, {loaded.added + loaded.known} đối tượng mẫu ({loaded.added} nhập mới).")
        with qgis():
            day = Day(admin, everybody, catalogue, site, say)
            run_day(day)
            hand_over(day)
