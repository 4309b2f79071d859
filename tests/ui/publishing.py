"""The publishing window for its tests: a small world to publish, and a window whose folder is chosen."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication
from qgis.PyQt import sip

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.findings import Finding
from ncovy_qgis.processing.provider import NcovyProvider
from ncovy_qgis.ui.publish import PublishDialog
from tests.gis.editors import own_service
from tests.publish.world import AS_OF, answer, fill, inside, plain_style, store_style
from tests.server import Database

Open = Callable[[], PublishDialog]


@pytest.fixture
def published(database: Database, catalogue: Catalogue) -> Database:
    """Two features of each layer, and a style."""
    fill(database, catalogue, each=2)
    store_style(database, plain_style(catalogue))
    inside(database)
    database.run("INSERT INTO ncovy.setting VALUES ('exercise', jsonb_build_object('now', %s::text))", (AS_OF.isoformat(),))
    answer(database)
    return database


@pytest.fixture
def forms() -> list[Finding]:
    """Whose forms were asked for."""
    return []


@pytest.fixture
def opened(database: Database, catalogue: Catalogue, qgis_iface: Any, qgis_new_project: None, tmp_path: Path, forms: list[Finding]) -> Iterator[Open]:
    """The window of the publisher, its folder chosen."""
    provider, made = NcovyProvider(), list[weakref.ref[PublishDialog]]()  # a window that is closed may go
    QgsApplication.processingRegistry().addProvider(provider)

    def show() -> PublishDialog:
        dialog = PublishDialog(qgis_iface.mainWindow(), own_service(database, "phuc"), catalogue, qgis_iface.mapCanvas(), forms.append)
        made.append(weakref.ref(dialog))
        dialog.site.setFilePath(str(tmp_path / "site"))
        dialog.show()
        dialog.start()
        return dialog

    yield show
    for dialog in (each() for each in made):
        if dialog is not None and not sip.isdeleted(dialog):
            dialog.reject()
            dialog.deleteLater()
    QgsApplication.processingRegistry().removeProvider(provider)


def done(qtbot: Any, dialog: PublishDialog) -> str:
    qtbot.waitUntil(lambda: dialog.release.isEnabled(), timeout=60_000)
    return str(dialog.answer.text())
