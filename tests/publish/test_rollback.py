"""Going back to an earlier release, and forward again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult, releases, rollback, verify
from ncovy_qgis.publish.errors import NoRelease
from tests.publish.world import AS_OF, features, release
from tests.server import Database, copy_of


def chains(site: Path) -> set[str]:
    return {feature["properties"]["chain"] for feature in features(site, "pharmacy")}


@pytest.fixture(scope="module")
def made(light_template: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, list[ReleaseResult]]]:
    """Three releases into one site, told apart by a chain's name, and the database as it was for the last; copied, never changed."""
    site = tmp_path_factory.mktemp("three")
    with copy_of(light_template) as own:
        results = []
        for name in ("Một", "Hai", "Ba"):
            own.run("UPDATE ncovy_public.pharmacy SET chain = %s", (name,))
            results.append(release(own, site, catalogue))
        yield own, results


@pytest.fixture
def world(made: tuple[Database, list[ReleaseResult]]) -> Iterator[Database]:
    """The database of the last release, this test's own."""
    with copy_of(made[0]) as own:
        yield own


@pytest.fixture
def three(made: tuple[Database, list[ReleaseResult]], tmp_path: Path) -> list[ReleaseResult]:
    """The three releases in tmp_path."""
    shutil.copytree(made[1][0].folder.parent.parent, tmp_path, dirs_exist_ok=True)
    return [replace(one, folder=tmp_path / "releases" / one.id) for one in made[1]]


def test_back_one_step_shows_what_was_shown_before(three: list[ReleaseResult], tmp_path: Path) -> None:
    result = rollback(tmp_path)
    assert (result.id, result.made) == (three[1].id, True)
    assert chains(tmp_path) == {"Hai"}
    assert verify(tmp_path, now=AS_OF) == ()


def test_back_to_a_named_release_and_forward_again(three: list[ReleaseResult], tmp_path: Path) -> None:
    rollback(tmp_path, three[0].id)
    assert chains(tmp_path) == {"Một"}
    rollback(tmp_path, three[2].id)
    assert chains(tmp_path) == {"Ba"}
    assert verify(tmp_path, now=AS_OF) == ()


def test_the_next_publication_follows_what_is_current(three: list[ReleaseResult], world: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    rollback(tmp_path, three[0].id)
    world.run("UPDATE ncovy_public.pharmacy SET chain = 'Bốn'")
    result = release(world, tmp_path, catalogue)
    assert json.loads((result.folder / "manifest.json").read_bytes())["previous"] == three[0].id
    assert verify(tmp_path, now=AS_OF) == ()


def test_the_same_release_made_again_after_going_back_takes_its_old_place(
    three: list[ReleaseResult], world: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    rollback(tmp_path)
    result = release(world, tmp_path, catalogue)
    assert (result.id, result.made) == (three[2].id, True)
    assert verify(tmp_path, now=AS_OF) == ()


def test_the_releases_kept_are_listed(three: list[ReleaseResult], tmp_path: Path) -> None:
    assert set(releases(tmp_path)) == {result.id for result in three}


@pytest.mark.parametrize("wanted", ["2020-01-01-000000000000", "../..", ""])
def test_a_release_that_is_not_there_is_refused(three: list[ReleaseResult], tmp_path: Path, wanted: str) -> None:
    if not wanted:
        rollback(tmp_path, three[0].id)
    with pytest.raises(NoRelease):
        rollback(tmp_path, wanted or None)


def test_a_damaged_release_is_not_gone_back_to(three: list[ReleaseResult], tmp_path: Path) -> None:
    (three[1].folder / "style.json").write_text("{}")
    with pytest.raises(NoRelease):
        rollback(tmp_path)
    assert chains(tmp_path) == {"Ba"}


def test_a_folder_without_releases_is_refused_and_stays_empty(tmp_path: Path) -> None:
    with pytest.raises(NoRelease, match="Không có bản công bố"):
        rollback(tmp_path)
    assert not list(tmp_path.iterdir())


def test_publishing_mends_a_site_whose_current_release_was_damaged(
    three: list[ReleaseResult], world: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    (three[2].folder / "data" / "pharmacy.geojson").write_text("{}")
    assert verify(tmp_path, now=AS_OF)
    result = release(world, tmp_path, catalogue)
    assert result.made
    assert chains(tmp_path) == {"Ba"}
