"""A person at the dock: Lan's map on the day of the exercise, forms filled and accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsAttributeDialog
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QApplication, QDialog

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.values import to_qgis
from ncovy_qgis.ui.entry.part import EntryPart
from ncovy_qgis.ui.session import Session
from tests.server import Database
from tests.ui.exercise import EXERCISE, project
from tests.ui.rows import valid_row
from tests.ui.window import Window, let_go, said, the_part

__all__ = ["project", "said"]


@pytest.fixture
def session(qgis_iface: Any, project: QgsProject, database: Database, tmp_path: Path) -> Iterator[Session]:
    database.run(EXERCISE)  # the test before has taken it away
    made = Session(Window(qgis_iface), tmp_path / "journal")
    qgis_iface.mapCanvas().setDestinationCrs(project.crs())
    qgis_iface.mapCanvas().setExtent(project.viewSettings().defaultViewExtent())
    yield made
    let_go(made)


@pytest.fixture
def part(session: Session) -> EntryPart:
    """The dock, shown, and asking none of its questions by itself."""
    found = the_part(session, EntryPart)
    found._asked.update(("posts", "lockdowns", "health"))
    found.toggle()
    return found


def until(qtbot: Any, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=8000)


def look(part: EntryPart, text: str, qtbot: Any, epsg: int | None = None) -> str:
    """Type a position, wait for the answer; what the dock says."""
    box = part.dock.position
    box.text.setText(text)
    box.look()
    if epsg is not None:
        box.system.setCurrentIndex(box.system.findData(epsg))
        box.system.activated.emit(box.system.currentIndex())
    answered = box.preview.text()
    if box._spot is not None:
        until(qtbot, lambda: box.preview.text() != answered)
    return str(box.preview.text())


def fill(form: QgsAttributeDialog, stem: str, catalogue: Catalogue, name: str) -> None:
    """What a person types into the form, in an order that breaks no rule; the place is left to the dock."""
    row = {**valid_row(catalogue.layer(stem), catalogue), "name": name}
    for field in ("commune_code", "location_method", "alt_checkpoint_id"):
        row.pop(field, None)
    for field, value in row.items():
        form.attributeForm().changeAttribute(field, to_qgis(value))


def accept(part: EntryPart, stem: str, catalogue: Catalogue, name: str, qtbot: Any) -> None:
    """Fill the one open form and press OK."""
    until(qtbot, lambda: len(part._adding.forms) == 1)
    (form,) = part._adding.forms
    fill(form, stem, catalogue, name)
    form.accept()
    until(qtbot, lambda: not part._adding.forms)
    QCoreApplication.processEvents()  # what was entered is remembered a moment later


def window(kind: type) -> QDialog:
    """The open window of a kind."""
    (found,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    return found


def tidy() -> None:
    """Delete what was left to delete."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
