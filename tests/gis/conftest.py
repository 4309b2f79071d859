"""Editors for the tests of saving, closed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from tests.gis.editors import Editor, own_service
from tests.server import Database

Sit = Callable[..., Editor]


@pytest.fixture
def sit(database: Database, catalogue: Catalogue, tmp_path: Path, qgis_app: Any) -> Iterator[Sit]:
    """Seat a person at a QGIS of his own: sit("lan", "testing_site", watched=False)."""
    seated: list[Editor] = []

    def seat(person: str, *stems: str, watched: bool = True) -> Editor:
        editor = Editor(own_service(database, person), person, catalogue, tmp_path, stems or ("testing_site",), watched)
        seated.append(editor)
        return editor

    yield seat
    for editor in seated:
        editor.close()
