"""The journal: whole lines on the disk, private, locked while its QGIS lives, and after a crash exactly what was unsaved."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any, Optional
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncovy_qgis.db.change import Change, Insert, Key, Remove, Update, key_of
from ncovy_qgis.gis import journal_file
from ncovy_qgis.gis.journal import ASIDE, Journal, Left, count_left, left
from ncovy_qgis.gis.journal_lines import Content, Held, Line, encode, head, read
from ncovy_qgis.gis.values import VIETNAM
from tests.server import ROOT

AT = datetime(2021, 9, 17, 18, 0, tzinfo=VIETNAM)
ADDED = Insert("pharmacy", str(uuid4()), {"name": "Nhà thuốc Hồng Ngọc", "gpp_expiry": date(2022, 1, 1), "delivery": False}, b"\x01\x00\xff")
CHANGED = Update("testing_site", str(uuid4()), 3, {"methods": ["rt_pcr"], "active_to": AT, "phone": None})
GONE = Remove("road_block", str(uuid4()), 2, "Nhập trùng")
CHANGES = {key_of(change): change for change in (ADDED, CHANGED, GONE)}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path, "ncovy")
    yield made
    made.close()


def on_disk(folder: Path) -> list[Content]:
    return [content for content in (read(path.read_bytes()) for path in sorted(folder.glob("*.jsonl"))) if content is not None]


def changes_in(folder: Path) -> dict[Key, Change]:
    return {key: held.change for content in on_disk(folder) for key, held in content.held.items()}


def crashed(folder: Path, changes: dict[Key, Change], database: str = "ncovy") -> None:
    """What a QGIS leaves that was killed."""
    made = Journal(folder, database)
    made.write(changes)
    assert made.flush()
    made.close()


# --- writing ----------------------------------------------------------------------------------------------------------


def test_what_was_written_comes_back_as_it_was(book: Journal, tmp_path: Path) -> None:
    book.write(CHANGES)
    assert book.flush()
    assert changes_in(tmp_path) == CHANGES
    assert [content.database for content in on_disk(tmp_path)] == ["ncovy"]


def test_only_its_writer_can_read_it(book: Journal, tmp_path: Path) -> None:
    book.write(CHANGES)
    assert book.flush()
    assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*")] == [0o600]


def test_every_line_is_synced_before_flush_returns(book: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_size) or real(handle))
    book.write(CHANGES)
    assert book.flush()
    before = len(synced)
    book.write({key_of(GONE): None})
    assert book.flush()
    assert len(synced) == before + 1
    assert synced[-1] > synced[-2]


def test_the_last_word_on_a_feature_counts(book: Journal, tmp_path: Path) -> None:
    later = Update("testing_site", CHANGED.uid, 3, {"phone": "02383844528"})
    book.write(CHANGES)
    book.write({key_of(CHANGED): later, key_of(GONE): None})
    assert book.flush()
    assert changes_in(tmp_path) == {key_of(ADDED): ADDED, key_of(CHANGED): later}


def test_what_is_as_it_was_is_not_written_again(book: Journal, tmp_path: Path) -> None:
    book.write(CHANGES)
    assert book.flush()
    size = [path.stat().st_size for path in tmp_path.glob("*")]
    book.write(CHANGES)
    book.write({("pharmacy", "never heard of"): None})
    assert book.flush()
    assert [path.stat().st_size for path in tmp_path.glob("*")] == size


def test_the_file_goes_when_nothing_is_unsaved_and_comes_back_with_the_next_edit(book: Journal, tmp_path: Path) -> None:
    book.write(CHANGES)
    assert book.flush()
    book.write(dict.fromkeys(CHANGES))
    assert book.flush()
    assert not list(tmp_path.iterdir())
    book.write({key_of(GONE): GONE})
    assert book.flush()
    assert changes_in(tmp_path) == {key_of(GONE): GONE}


def test_a_save_under_way_is_known_with_what_it_carried_until_its_end_is(book: Journal, tmp_path: Path) -> None:
    number = uuid4()
    book.write(CHANGES, (number, tuple(CHANGES)))
    book.write({key_of(GONE): None})
    assert book.flush()
    assert on_disk(tmp_path)[0].open == {number: CHANGES}
    book.write({}, settled=(number,))
    assert book.flush()
    assert on_disk(tmp_path)[0].open == {}


def test_a_full_disk_is_told_and_loses_nothing_that_the_next_try_can_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[OSError] = []
    book = Journal(tmp_path, "ncovy", told.append)
    book.write({key_of(ADDED): ADDED})
    assert book.flush()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda handle, text: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        book.write({key_of(CHANGED): CHANGED})
        assert not book.flush(0.3)
    assert {error.errno for error in told} == {28}
    book.write({key_of(GONE): GONE})
    assert book.flush()
    assert changes_in(tmp_path) == CHANGES
    book.close()


def test_half_a_line_that_a_full_disk_took_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = journal_file.make(tmp_path / "j.jsonl")
    file.append(head("ncovy"))
    real = os.write
    pieces: list[int] = []

    def half(handle: int, text: Any) -> int:
        if pieces:
            raise OSError(28, "No space left on device")
        pieces.append(1)
        return real(handle, bytes(text)[:7])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(OSError, match="No space"):
            file.append(encode(Line(AT, CHANGES)))
    assert file.read() == head("ncovy")
    file.append(encode(Line(AT, {key_of(GONE): GONE})))
    assert list(read(file.read()).held) == [key_of(GONE)]
    file.close()


def test_a_slow_disk_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = 0.8  # seconds; a machine under load is slow as well
    monkeypatch.setattr(os, "fsync", lambda handle: time.sleep(slow))
    book = Journal(tmp_path, "ncovy")
    start = time.monotonic()
    for _ in range(20):
        book.write({key_of(GONE): GONE})
        book.write({key_of(GONE): CHANGES[key_of(GONE)], key_of(ADDED): ADDED})
    assert time.monotonic() - start < slow
    assert not book.flush(0.1)
    assert book.flush(5)
    book.close()


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [b"", b"\x00" * 512, b'{"client_uid": "', b"[]\n", b"{}\n", b'{"ncovy": 99, "database": "ncovy"}\n', head("ncovy")[:-1]])
def test_what_is_no_journal_is_none_and_is_left_lying(tmp_path: Path, text: bytes) -> None:
    crashed(tmp_path, CHANGES)
    strange = tmp_path / "strange.jsonl"
    strange.write_bytes(text)
    assert read(text) is None
    found = left(tmp_path, "ncovy")
    assert [dict(each.content.held).keys() for each in found] == [CHANGES.keys()]
    for each in found:
        each.release()
    assert strange.read_bytes() == text


@pytest.mark.parametrize("spoiled", [b"\x00\x00\x00\n", b"{}\n", b'{"at":"yesterday"}\n', b'{"at":"2021-09-17","changes":[{"kind":"Drop"}]}\n', b"\xff\xfe\n"])
def test_a_line_the_disk_spoiled_hides_no_other(spoiled: bytes) -> None:
    text = head("ncovy") + encode(Line(AT, {key_of(ADDED): ADDED})) + spoiled + encode(Line(AT, {key_of(GONE): GONE}))
    assert read(text) == Content("ncovy", {key_of(ADDED): Held(ADDED, AT), key_of(GONE): Held(GONE, AT)})


def test_a_value_that_looks_like_our_marks_stays_what_it_is() -> None:
    odd = Insert("pharmacy", str(uuid4()), {"note_internal": '{"$date": "2021-09-17"}', "name": "$uuid\nhai dòng\u2028\ud800"}, None)
    assert read(head("x") + encode(Line(AT, {key_of(odd): odd}))) == Content("x", {key_of(odd): Held(odd, AT)})


UIDS = [str(uuid4()) for _ in range(3)]
VALUES = st.dictionaries(st.sampled_from(["name", "phone", "active_to"]), st.none() | st.text(max_size=8) | st.integers() | st.just(AT), max_size=3)


def said(change: Change) -> dict[Key, Optional[Change]]:
    return {key_of(change): change}


ANY = st.sampled_from(UIDS)
STEPS = st.lists(
    st.one_of(
        st.builds(lambda uid, values, wkb: said(Insert("pharmacy", uid, values, wkb)), ANY, VALUES, st.none() | st.binary(max_size=9)),
        st.builds(lambda uid, base, values: said(Update("pharmacy", uid, base, values)), ANY, st.integers(1, 9), VALUES),
        st.builds(lambda uid, why: said(Remove("pharmacy", uid, 1, why)), ANY, st.text(max_size=5)),
        st.builds(lambda uid: {("pharmacy", uid): None}, ANY),  # undone
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, data=st.data())
def test_a_crash_at_any_byte_gives_back_exactly_what_the_last_whole_line_left(steps: list[dict[Key, Optional[Change]]], data: st.DataObject) -> None:
    text, states, now = head("ncovy"), [], dict[Key, Change]()
    states.append((len(text), dict(now)))
    for step in steps:
        for key, change in step.items():
            now.pop(key, None)
            if change is not None:
                now[key] = change
        text += encode(Line(AT, step))
        states.append((len(text), dict(now)))
    cut = data.draw(st.integers(0, len(text)))
    synced = [state for length, state in states if length <= cut]
    content = read(text[:cut])
    if not synced:
        assert content is None
    else:
        assert content is not None
        assert {key: held.change for key, held in content.held.items()} == synced[-1]


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, flushes=st.sets(st.integers(0, 11)), data=st.data())
def test_any_run_of_edits_undone_and_flushed_is_on_the_disk_as_it_was(
    steps: list[dict[Key, Optional[Change]]], flushes: set[int], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("run")
    book, now = Journal(folder, "ncovy"), dict[Key, Change]()
    for number, step in enumerate(steps):
        book.write(step)
        for key, change in step.items():
            now.pop(key, None)
            if change is not None:
                now[key] = change
        if number in flushes:
            assert book.flush()
            assert changes_in(folder) == now
    assert book.flush()
    assert changes_in(folder) == now
    assert bool(list(folder.iterdir())) == bool(now)
    book.close()


# --- after a crash ----------------------------------------------------------------------------------------------------


def take(folder: Path, database: Optional[str] = None) -> Left:
    (only,) = left(folder, database)
    return only


def test_a_living_qgis_keeps_its_journal_to_itself(book: Journal, tmp_path: Path) -> None:
    book.write(CHANGES)
    assert book.flush()
    assert left(tmp_path) == ()
    book.close()
    found = take(tmp_path)
    assert {key: held.change for key, held in found.content.held.items()} == CHANGES
    assert left(tmp_path) == ()  # nor do two that start at once both get it
    found.release()
    assert count_left(tmp_path) == 3


def test_a_qgis_that_was_killed_holds_nothing_any_more(tmp_path: Path) -> None:
    code = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from ncovy_qgis.db.change import Remove
from ncovy_qgis.gis.journal import Journal
book = Journal(Path({str(tmp_path)!r}), "ncovy")
book.write({{("road_block", "a"): Remove("road_block", "a", 2, "Nhập trùng")}})
print(book.flush(), flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "True"
        assert left(tmp_path) == ()
        child.kill()
        child.wait()
    found = take(tmp_path)
    assert list(found.content.held) == [("road_block", "a")]
    found.release()


def test_only_the_journals_of_this_database_are_offered(tmp_path: Path) -> None:
    crashed(tmp_path, CHANGES)
    crashed(tmp_path, {key_of(GONE): GONE}, "elsewhere")
    assert (count_left(tmp_path, "ncovy"), count_left(tmp_path, "elsewhere"), count_left(tmp_path, "nowhere")) == (3, 1, 0)


def test_what_was_taken_is_dropped_and_the_rest_is_offered_again(tmp_path: Path) -> None:
    crashed(tmp_path, CHANGES)
    found = take(tmp_path)
    found.drop([key_of(ADDED), ("pharmacy", "never heard of")])
    found.release()
    assert changes_in(tmp_path) == {key: change for key, change in CHANGES.items() if change is not ADDED}
    found = take(tmp_path)
    found.drop([key_of(CHANGED), key_of(GONE)])
    found.release()
    assert not list(tmp_path.iterdir())


def test_what_was_put_aside_is_offered_no_more_but_lies_there_for_thirty_days(tmp_path: Path) -> None:
    crashed(tmp_path, CHANGES)
    found = take(tmp_path)
    found.put_aside([key_of(GONE), key_of(CHANGED)])
    found.release()
    assert changes_in(tmp_path) == {key_of(ADDED): ADDED}
    assert changes_in(tmp_path / ASIDE) == {key_of(GONE): GONE, key_of(CHANGED): CHANGED}
    (file,) = (tmp_path / ASIDE).iterdir()
    os.utime(file, (time.time() - 29 * 86_400,) * 2)
    count_left(tmp_path)
    assert file.exists()
    os.utime(file, (time.time() - 31 * 86_400,) * 2)
    count_left(tmp_path)
    assert not file.exists()


def test_no_folder_means_nothing_left(tmp_path: Path) -> None:
    assert left(tmp_path / "none") == ()


def test_a_value_json_does_not_know_is_noted_as_text_and_ends_no_thread() -> None:
    odd = Update("pharmacy", "8", 1, {"since": clock(7, 30)})
    content = read(head("x") + encode(Line(AT, {key_of(odd): odd})))
    assert content is not None
    assert content.held[key_of(odd)].change == Update("pharmacy", "8", 1, {"since": "07:30:00"})
