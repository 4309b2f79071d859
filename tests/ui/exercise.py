"""Lan's map on the day of the exercise: a file of tests imports `project` from here and takes this map for its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsProject

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.project import open_project
from tests.gis.editors import own_service
from tests.resting import emptied
from tests.server import Database

EXERCISE = """INSERT INTO ncovy.setting (name, value) VALUES ('exercise', '{"now": "2021-09-17T18:00:00+07:00"}') ON CONFLICT DO NOTHING"""


@pytest.fixture(scope="module")
def project(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[QgsProject]:
    """Opened once; each test closes its session and leaves no edits."""
    module_database.run(EXERCISE)
    project = QgsProject.instance()
    open_project(own_service(module_database, "lan"), catalogue, project)
    yield project
    emptied(project)
