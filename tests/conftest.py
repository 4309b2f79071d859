"""What the tests share: the catalogue, a real PostgreSQL with persons and areas, QGIS without a screen, a browser."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from tests.server import ROOT, Database, copy_of, shared_cluster, template

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection
    from server import Cluster

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / ".run" / "hypothesis"))
settings.register_profile("ncovy", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of what is tested
settings.load_profile("ncovy")


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Start QGIS unless the run is of tests/core alone: those need no more than Python, and less time than QGIS takes to open."""
    config = pluginmanager.get_plugin("pytestconfig")
    paths = [Path(each.split("::")[0]).resolve() for each in (config.invocation_params.args if config else ()) if not each.startswith("-")]
    tests = [path for path in paths if path.exists()]
    if not tests or any(ROOT / "tests" / "core" not in (path, *path.parents) for path in tests):
        pluginmanager.import_plugin("pytestqt.plugin")
        pluginmanager.import_plugin("pytest_qgis.plugin")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The ten layers of this checkout."""
    return load_catalogue()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The province's open data, which is not part of the repository."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no {folder} beside this checkout")
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """The tests' own PostgreSQL, running."""
    with shared_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def template_database(server: Cluster) -> Database:
    """Schema, units and persons; nobody connects to it."""
    return template(server)


@pytest.fixture
def database(template_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database of this test's own; `service=ncovy_<person>` logs in to it."""
    with copy_of(template_database) as own:
        _use_services(own, tmp_path, monkeypatch)
        yield own


@pytest.fixture(scope="module")
def module_database(template_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of this test file's own: what one test stores, the next one finds."""
    with copy_of(template_database) as own, pytest.MonkeyPatch.context() as patch:
        _use_services(own, tmp_path_factory.mktemp("services"), patch)
        yield own


@pytest.fixture(scope="session")
def _rolled_back_database(template_database: Database) -> Iterator[Database]:
    with copy_of(template_database) as own:
        yield own


@pytest.fixture
def rolled_back(_rolled_back_database: Database) -> Iterator[Connection]:
    """The superuser's connection in an open transaction that is rolled back afterwards."""
    with closing(_rolled_back_database.admin()) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT")
        yield connection
        connection.rollback()


@pytest.fixture
def connection(rolled_back: Connection) -> Connection:
    """The same as `rolled_back`."""
    return rolled_back


@pytest.fixture
def empty_database(server: Cluster) -> Iterator[Database]:
    """A database with nothing of ours in it."""
    with copy_of(Database(server, "template1")) as own:
        yield own


@pytest.fixture
def qgis_show_map() -> None:
    """pytest-qgis would make a folder for every test, in case it shows a map; none of ours does."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("no chromium; `make setup` installs it")
    return found


@pytest.fixture(scope="session")
def command() -> list[str]:
    """How the command line is called."""
    return [sys.executable, "-m", "ncovy_qgis"]


def _use_services(database: Database, folder: Path, patch: pytest.MonkeyPatch) -> None:
    file = folder / "pg_service.conf"
    file.write_text(database.services())
    patch.setenv("PGSERVICEFILE", str(file))
