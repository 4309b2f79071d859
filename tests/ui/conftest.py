"""What the tests of windows share: Lan's map, and a memory of the run's own: runs at the same time share one profile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProject, QgsSettings

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.project import open_project
from tests.gis.editors import own_service
from tests.gis.fresh import database
from tests.resting import emptied
from tests.server import Database
from tests.ui.publishing import forms, opened, published

__all__ = ["database", "forms", "opened", "published"]


@pytest.fixture(autouse=True)
def _own_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    group = f"ncovy_test_{os.getpid()}"
    monkeypatch.setattr("ncovy_qgis.ui.connect.KEY", f"{group}/connection")
    monkeypatch.setattr("ncovy_qgis.ui.publish.SITE", f"{group}/site")
    monkeypatch.setattr("ncovy_qgis.ui.publish.SIGNING", f"{group}/signing_key")
    monkeypatch.setattr("ncovy_qgis.ui.publish_target.GROUP", f"{group}/publish")
    monkeypatch.setattr("ncovy_qgis.ui.conflict.part.KEY", f"{group}/conflict_quietly")
    monkeypatch.setattr("ncovy_qgis.ui.entry.memory.KEY", f"{group}/entry")
    monkeypatch.setattr("ncovy_qgis.ui.review_change.templates.KEY", f"{group}/reasons")
    monkeypatch.setattr("ncovy_qgis.ui.review.saved.KEY", f"{group}/review_filters")
    yield
    QgsSettings().remove(group)


@pytest.fixture(autouse=True)
def _empty_is_empty(qgis_app: Any) -> Iterator[None]:
    """As the session does: an empty field is empty, not «NULL»."""
    before = QgsApplication.nullRepresentation()
    QgsApplication.setNullRepresentation("")
    yield
    QgsApplication.setNullRepresentation(before)


@pytest.fixture(scope="module")
def project(module_database: Database, catalogue: Catalogue, qgis_app: Any) -> Iterator[QgsProject]:
    """Lan's map, opened once a file; each test closes its session and leaves no edits."""
    project = QgsProject.instance()
    open_project(own_service(module_database, "lan"), catalogue, project)
    yield project
    emptied(project)


@pytest.fixture(autouse=True)
def _undrawn(qgis_iface: Any) -> None:
    """Nobody looks at the map, and drawing ten layers takes more than most of what is tested."""
    qgis_iface.mapCanvas().setRenderFlag(False)


@pytest.fixture
def drawn(_undrawn: None, qgis_iface: Any) -> None:
    """For tests of what is on the map while QGIS draws it."""
    qgis_iface.mapCanvas().setRenderFlag(True)
