"""The journal: what is about to be sent is on disk, whole, private, and comes back as it was."""

from __future__ import annotations

import os
import stat
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

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


@pytest.mark.parametrize("torn", [b"", b"\x00" * 512, b'{"client_uid": "', b"[]", b'{"database": "ncovy"}', b'{"changes": [{"kind": "Drop"}]}'])
def test_a_torn_file_hides_no_other_and_is_left_lying(tmp_path: Path, torn: bytes) -> None:
    whole = entry()
    journal.write(tmp_path, whole)
    file = tmp_path / f"{uuid4()}.json"
    file.write_bytes(torn)
    assert journal.leftovers(tmp_path, "ncovy") == (whole,)
    assert file.read_bytes() == torn


def test_a_write_that_was_cut_off_is_no_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        journal.write(tmp_path, entry())
    assert journal.leftovers(tmp_path, "ncovy") == ()
    assert not list(tmp_path.glob("*.json"))


def test_a_value_that_looks_like_our_marks_stays_what_it_is(tmp_path: Path) -> None:
    """Free text cannot become a date by being spelled like one."""
    odd = Insert("pharmacy", str(uuid4()), {"note_internal": '{"$date": "2021-09-17"}', "name": "$uuid"}, None)
    written = journal.Entry(uuid4(), "ncovy", AT, (odd,))
    assert journal.read(journal.write(tmp_path, written)) == written
