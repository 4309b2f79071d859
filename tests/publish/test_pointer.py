"""The small files of a site: pointer, lock, lineage, what is kept and what is swept. No database."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncovy_qgis.publish import pointer, releases
from ncovy_qgis.publish.errors import NotASite, SiteBusy
from ncovy_qgis.publish.files import canonical, read_json, relative_files, replace
from ncovy_qgis.publish.lock import site_lock
from ncovy_qgis.publish.manifest import REPORTS, content_digest, release_id
from ncovy_qgis.publish.pointer import Pointer
from ncovy_qgis.publish.release import lineage, prune, sweep
from ncovy_qgis.publish.verify import RELEASE_ID
from tests.publish.world import AS_OF
from tests.server import ROOT

HASHES = st.text("0123456789abcdef", min_size=12, max_size=12)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1)).map(lambda each: each.replace(microsecond=0, tzinfo=AS_OF.tzinfo))
FILES = st.dictionaries(st.sampled_from(["data/a.geojson", "style.json", "tiles.json"]), HASHES.map(lambda each: {"sha256": each}), min_size=1)


def made(number: int) -> str:
    return f"2021-09-{number:02d}-{number:012x}"


def site_of(folder: Path, previous: Sequence[int]) -> Path:
    """A site whose release n came after release previous[n - 1]; 0 is none."""
    for number, before in enumerate(previous, 1):
        release = folder / "releases" / made(number)
        release.mkdir(parents=True)
        (release / "manifest.json").write_bytes(canonical({"id": made(number), "previous": made(before) if before else None}))
    return folder


def kept(site: Path) -> list[int]:
    return sorted(int(path.name[-12:], 16) for path in (site / "releases").iterdir())


@given(HASHES, MOMENTS, st.floats(0.5, 1000), HASHES, st.one_of(st.none(), HASHES), st.booleans())
def test_a_pointer_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, release: str, as_of: datetime, hours: float, digest: str, previous: str, exercise: bool
) -> None:
    site = tmp_path_factory.getbasetemp() / "pointer"
    written = pointer.make({"id": release, "previous": previous, "exercise": exercise}, digest, as_of, hours)
    (site / pointer.NAME).parent.mkdir(exist_ok=True)
    (site / pointer.NAME).write_bytes(written.text())
    assert pointer.read(site) == written
    assert written.expires - written.as_of == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"null-", b'{"id": "x"}', b'{"id":"x","as_of":"2021-09-17T18:00:00","expires":"2021-09-19T06:00:00+07:00","manifest":"0"}',
     b'{"id":"x","as_of":"hom nay","expires":"2021-09-19T06:00:00+07:00","manifest":"0"}', b'"2021-09-17"', b"3",
     b'{"id":"x","as_of":"2021-09-17T18:00:00+07:00","expires":"2021-09-19T06:00:00+07:00","manifest":"0","signature":3}',
     b'{"id":"x","as_of":"2021-09-17T18:00:00+07:00","expires":"2021-09-19T06:00:00+07:00","manifest":"0","serial":"hai"}'],
)  # fmt: skip
def test_a_damaged_pointer_is_no_pointer(tmp_path: Path, text: bytes) -> None:
    (tmp_path / pointer.NAME).write_bytes(text)
    with pytest.raises(ValueError):
        pointer.read(tmp_path)


def test_a_folder_without_a_pointer_has_no_release(tmp_path: Path) -> None:
    assert pointer.read(tmp_path) is None
    assert releases(tmp_path) == ()


def test_while_pointers_are_switched_a_reader_always_finds_a_whole_one(tmp_path: Path) -> None:
    known = [Pointer(made(number), AS_OF, AS_OF, "0" * number, None, False, serial=1) for number in range(1, 9)]
    pointer.switch(tmp_path, known[0], None)
    seen: list[object] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.append(pointer.read(tmp_path))

    reader = threading.Thread(target=look)
    reader.start()
    for each in known * 5:
        pointer.switch(tmp_path, each, None)
    stop.set()
    reader.join()
    assert seen and all(each in known for each in seen)


def test_a_second_publisher_of_the_same_process_is_busy_and_the_third_is_not(tmp_path: Path) -> None:
    with site_lock(tmp_path):
        with pytest.raises(SiteBusy), site_lock(tmp_path):
            pytest.fail("two at once")
        with site_lock(tmp_path / "other"):
            pass
    with site_lock(tmp_path):
        pass


def test_the_lock_of_a_publisher_that_was_killed_is_free(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from ncovy_qgis.publish.lock import site_lock\n"
        "with site_lock(pathlib.Path(sys.argv[1])): print('held', flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(SiteBusy), site_lock(tmp_path):
            pytest.fail("two at once")
        other.kill()
    with site_lock(tmp_path):
        pass


def test_a_failure_under_the_lock_frees_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), site_lock(tmp_path):
        raise ZeroDivisionError
    with site_lock(tmp_path):
        pass


def test_a_file_in_the_place_of_the_site_is_named(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("x")
    with pytest.raises(NotASite, match="site"), site_lock(tmp_path / "site"):
        pytest.fail("no folder")


@pytest.mark.parametrize(
    ("previous", "current", "keep", "left"),
    [
        ([0, 1, 2, 3], 4, 2, [3, 4]),
        ([0, 1, 2, 3], 4, 9, [1, 2, 3, 4]),
        ([0, 1, 2, 3], 4, 1, [4]),
        ([0, 1, 2, 3], 4, 0, [4]),
        ([0, 1, 2, 3], 1, 1, [1]),  # gone back to the first
        ([0, 1, 2, 1], 4, 3, [1, 3, 4]),  # gone back, then on: 2 and 3 are a side branch, the newer stays while there is room
        ([0, 1, 2, 1], 4, 2, [1, 4]),
        ([0, 0, 0], 2, 2, [2, 3]),
    ],
)
def test_the_current_release_and_its_predecessors_stay_before_all_others(tmp_path: Path, previous: list[int], current: int, keep: int, left: list[int]) -> None:
    site = site_of(tmp_path, previous)
    prune(site, made(current), keep)
    assert kept(site) == left


@settings(max_examples=30)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=7).map(lambda each: [min(before, n) for n, before in enumerate(each)]), st.integers(-1, 9), st.data())
def test_pruning_never_takes_the_current_release_nor_leaves_too_many(
    tmp_path_factory: pytest.TempPathFactory, previous: list[int], keep: int, data: st.DataObject
) -> None:
    site = site_of(tmp_path_factory.mktemp("site"), previous)
    current = data.draw(st.integers(1, len(previous)))
    prune(site, made(current), keep)
    assert current in kept(site)
    assert len(kept(site)) == min(max(keep, 1), len(previous))


def test_lineage_ends_where_a_release_is_gone_and_never_runs_in_circles(tmp_path: Path) -> None:
    site = site_of(tmp_path, [0, 1, 2, 3])
    assert lineage(site, made(3)) == [made(3), made(2), made(1)]
    (site / "releases" / made(2) / "manifest.json").unlink()
    assert lineage(site, made(3)) == [made(3)]
    (site / "releases" / made(2) / "manifest.json").write_bytes(canonical({"previous": made(4)}))
    assert lineage(site, made(4)) == [made(4), made(3), made(2)]


def test_what_killed_publishers_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    site = site_of(tmp_path, [0, 1])
    for name in (".staging-1a2b/data", f"releases/.old-{made(1)}/data", "latest/data", ".wellknown"):
        (site / name).mkdir(parents=True)
        (site / name / "file").write_text("x")
    sweep(site)
    assert relative_files(site) == [".wellknown/file", "latest/data/file", *(f"releases/{made(n)}/manifest.json" for n in (1, 2))]


def test_releases_are_listed_newest_first_and_strange_folders_left_out(tmp_path: Path) -> None:
    site = site_of(tmp_path, [0, 1, 2])
    (site / "releases" / "backup").mkdir()
    assert releases(site) == (made(3), made(2), made(1))


@given(FILES, FILES)
def test_equal_content_is_equal_files_whatever_the_reports_say(one: dict[str, dict[str, str]], other: dict[str, dict[str, str]]) -> None:
    reports = {name: {"sha256": "0"} for name in REPORTS}
    assert content_digest({**reports, **one}, exercise=False) == content_digest(dict(reversed(one.items())), exercise=False)
    assert (content_digest(one, exercise=False) == content_digest(other, exercise=False)) is (one == other)
    assert content_digest(one, exercise=True) != content_digest(one, exercise=False)


@given(HASHES, st.one_of(st.none(), HASHES), MOMENTS)
def test_a_release_is_named_by_its_day_and_by_all_it_follows_from(content: str, previous: str, as_of: datetime) -> None:
    name = release_id(content, previous, as_of)
    assert RELEASE_ID.fullmatch(name) and name.startswith(f"{as_of:%Y-%m-%d}-")
    assert name == release_id(content, previous, as_of)
    assert len({name, release_id(content + "0", previous, as_of), release_id(content, "0", as_of), release_id(content, previous, as_of + timedelta(1))}) == 4


def test_json_is_written_one_way_and_never_with_numbers_others_cannot_read() -> None:
    assert canonical({"b": "Nghệ An", "a": [1, None]}) == '{"b":"Nghệ An","a":[1,null]}\n'.encode()
    with pytest.raises(ValueError):
        canonical({"a": float("nan")})


def test_a_replaced_file_leaves_no_temporary_one_and_a_missing_one_is_nothing(tmp_path: Path) -> None:
    replace(tmp_path / "deep" / "file.json", b'{"a":1}')
    replace(tmp_path / "deep" / "file.json", b'{"a":2}')
    assert relative_files(tmp_path) == ["deep/file.json"]
    assert read_json(tmp_path / "deep" / "file.json") == {"a": 2}
    assert read_json(tmp_path / "nowhere.json") is None
    assert json.loads((tmp_path / "deep" / "file.json").read_bytes()) == {"a": 2}
