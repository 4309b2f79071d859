"""Editors for the tests of saving, closed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsVectorLayer

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.layers import open_units
from tests.gis.editors import Editor, own_service
from tests.gis.fresh import database
from tests.server import Database

__all__ = ["database"]
Sit = Callable[..., Editor]


@pytest.fixture(scope="module")
def private(module_database: Database, qgis_app: Any) -> Mapping[str, QgsVectorLayer]:
    """What the forms look into; nobody edits it, so all persons of a file share it."""
    return open_units(own_service(module_database, "vy"), 2021)


@pytest.fixture
def sit(database: Database, catalogue: Catalogue, tmp_path: Path, private: Mapping[str, QgsVectorLayer]) -> Iterator[Sit]:
    """Seat a person at a QGIS of his own: sit("lan", "testing_site", watched=False)."""
    seated: list[Editor] = []

    def seat(person: str, *stems: str, watched: bool = True) -> Editor:
        editor = Editor(own_service(database, person), catalogue, tmp_path / person, stems or ("testing_site",), private, watched)
        seated.append(editor)
        return editor

    yield seat
    for editor in seated:
        editor.close()
