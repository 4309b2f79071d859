"""A database with published features and a web style; what a test changes is its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult
from ncovy_qgis.publish.deploy import deploy
from tests.publish.world import answer, fill, inside, plain_style, release, store_style
from tests.server import Database, copy_of


@pytest.fixture(scope="session")
def published_template(template_database: Database, catalogue: Catalogue) -> Iterator[Database]:
    """Twelve features of every layer, and a style; copied, never changed."""
    with copy_of(template_database) as own:
        fill(own, catalogue)
        store_style(own, plain_style(catalogue))
        answer(own)
        yield own


@pytest.fixture(scope="session")
def light_template(published_template: Database) -> Iterator[Database]:
    """The same with few boundaries."""
    with copy_of(published_template) as own:
        inside(own)
        yield own


@pytest.fixture
def world(light_template: Database) -> Iterator[Database]:
    """A published world of this test's own."""
    with copy_of(light_template) as own:
        yield own


@pytest.fixture
def admin(world: Database) -> Iterator[Connection]:
    """The superuser in the world, committing each statement."""
    with closing(world.admin()) as connection:
        connection.autocommit = True
        yield connection


@pytest.fixture(scope="session")
def first_release(published_template: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> ReleaseResult:
    """A release nobody changes; its site is two folders up."""
    site = tmp_path_factory.mktemp("first") / "site"
    return release(published_template, site, catalogue)


@pytest.fixture(scope="session")
def first_site(first_release: ReleaseResult) -> Path:
    return first_release.folder.parent.parent


@pytest.fixture(scope="session")
def two_releases(light_template: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site after its first release, and the same after its second, in which one layer changed; both with what deployments keep. Copy them."""
    folder = tmp_path_factory.mktemp("releases")
    first, second = folder / "first", folder / "second"
    with copy_of(light_template) as own, pytest.MonkeyPatch.context() as patch:
        patch.setattr("ncovy_qgis.publish.sidefiles.SLOW_BYTES", 0)  # brotli at its best takes seconds for the viewer
        release(own, first, catalogue, expires_hours=1e6)
        deploy(first, str(folder / "public"))
        shutil.copytree(first, second)
        own.run("UPDATE ncovy_public.pharmacy SET chain = 'Hai'")
        release(own, second, catalogue, expires_hours=1e6)
    return first, second
