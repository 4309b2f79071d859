"""What did not change is not written again: releases share files, and the stable addresses and the viewer stay untouched."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import verify
from ncovy_qgis.publish.files import link, link_or_copy
from tests.publish.world import files, release
from tests.server import Database


def releases(site: Path) -> tuple[Path, Path]:
    """The current release and the one before."""
    pointer = json.loads((site / "release.json").read_bytes())
    return site / "releases" / pointer["id"], site / "releases" / pointer["previous"]


def test_a_release_shares_the_files_that_did_not_change(two_releases: tuple[Path, Path]) -> None:
    now, before = releases(two_releases[1])
    alike = {name for name, content in files(now).items() if files(before).get(name) == content}
    assert len(alike) > 20 and "data/pharmacy.geojson" not in alike
    for name in files(now):
        assert ((now / name).stat().st_ino == (before / name).stat().st_ino) is (name in alike), name


def test_untouched_are_the_stable_addresses_and_the_viewer_of_what_did_not_change(world: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    release(world, tmp_path, catalogue)
    before = {path: path.stat() for path in tmp_path.rglob("*") if path.is_file()}
    world.run("UPDATE ncovy_public.pharmacy SET chain = 'Hai'")
    release(world, tmp_path, catalogue)
    changed = {path.relative_to(tmp_path).as_posix() for path, facts in before.items() if path.stat().st_ino != facts.st_ino and path.name[0] != "."}
    assert {name for name in changed if "/" not in name or "/data/" in name} == {"release.json", "latest/data/pharmacy.geojson"}
    assert not [name for name in changed if name.startswith(("assets/", "releases/", "latest/schema/", "latest/sprite"))]
    assert all(path.stat().st_mtime_ns == facts.st_mtime_ns for path, facts in before.items() if path.relative_to(tmp_path).parts[0] in ("assets", "releases"))
    assert [problem.code for problem in verify(tmp_path)] == ["expired"]


def test_without_second_names_the_release_is_written_and_the_same(
    two_releases: tuple[Path, Path], world: Database, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "no such thing on FAT")

    monkeypatch.setattr(os, "link", refuse)
    site = Path(shutil.copytree(two_releases[0], tmp_path / "site"))
    world.run("UPDATE ncovy_public.pharmacy SET chain = 'Hai'")
    release(world, site, catalogue, expires_hours=1e6)
    now, _ = releases(site)
    assert all((now / name).stat().st_nlink == 1 for name in files(now))
    assert files(now) == files(releases(two_releases[1])[0])


def test_a_second_name_takes_the_place_of_what_is_there(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("một")
    other.write_text("hai")
    assert link(one, other) and link(one, other)
    assert (other.read_text(), other.stat().st_ino) == ("một", one.stat().st_ino)
    assert not link(tmp_path / "none", other) and other.read_text() == "một"
    link_or_copy(one, tmp_path / "third")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other", "third"]
