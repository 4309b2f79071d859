"""The journal: what is about to be sent is on disk, whole, private, and comes back as it was."""

from __future__ import annotations

import os
import stat
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from ncovy_qgis.db.changes import Insert, Remove, Update
from ncovy_qgis.gis import journal
from ncovy_qgis.gis.values import VIETNAM

AT = datetime(2021, 9, 17, 18, 0, tzinfo=VIETNAM)
CHANGES = (
    Insert("pharmacy", str(uuid4()), {"name": "Nhà thuốc Hồng Ngọc", "gpp_expiry": date(2022, 1, 1), "delivery": False}, b"\x01\x00\xff"),
    Update("testing_site", str(uuid4()), 3, {"methods": ["rt_pcr"], "active_to": AT, "phone": None}),
    Remove("road_block", str(uuid4()), 2, "Nhập trùng"),
)


def entry(at: datetime = AT, database: str = "ncovy") -> journal.Entry:
    return journal.Entry(uuid4(), database, at, CHANGES)


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    written = entry()
    assert journal.read(journal.write(tmp_path, written)) == written


def test_only_its_writer_can_read_it(tmp_path: Path) -> None:
    path = journal.write(tmp_path / "new", entry())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_flushed_to_the_disk_before_it_gets_its_name(tmp_path: Path, monkeypatch: object) -> None:
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: steps.append("fsync") or real_fsync(handle))  # type: ignore[attr-defined]
    monkeypatch.setattr(Path, "replace", lambda self, target: steps.append("name") or real_replace(self, target))  # type: ignore[attr-defined]
    journal.write(tmp_path, entry())
    assert steps == ["fsync", "name", "fsync"]


def test_what_is_left_over_is_told_oldest_first_and_by_database(tmp_path: Path) -> None:
    late, early = entry(AT), entry(datetime(2021, 9, 16, tzinfo=VIETNAM))
    for each in (late, early, entry(database="other")):
        journal.write(tmp_path, each)
    assert journal.leftovers(tmp_path, "ncovy") == (early, late)


def test_a_confirmed_save_is_forgotten_and_forgetting_twice_is_no_error(tmp_path: Path) -> None:
    written = entry()
    journal.write(tmp_path, written)
    journal.remove(tmp_path, written.client_uid)
    journal.remove(tmp_path, written.client_uid)
    assert journal.leftovers(tmp_path, "ncovy") == ()


def test_no_folder_means_nothing_left_over(tmp_path: Path) -> None:
    assert journal.leftovers(tmp_path / "none", "ncovy") == ()
