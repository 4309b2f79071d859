"""Maps that rest before their layers go: QGIS's own window stops its maps when a project is closed, a test has no such window."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QThreadPool
from qgis.PyQt.QtWidgets import QApplication


def rest() -> None:
    """Nothing is being drawn any more; a map drawn while its layers go would read what is gone, and end the process."""
    for widget in QApplication.allWidgets():
        if widget.inherits("QgsMapCanvas"):
            sip.cast(widget, QgsMapCanvas).stopRendering()
    QThreadPool.globalInstance().waitForDone(5000)


def emptied(project: QgsProject) -> None:
    """Clear the project once nothing is being drawn."""
    rest()
    project.clear()
