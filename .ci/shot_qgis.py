"""Started inside QGIS by screenshots.py: opens the map, zooms to a zone, opens its form, takes a picture of the screen and leaves.

NCOVY_SHOTS names the folder; NCOVY_LAYERS the layers whose form is wanted (all: every layer; one picture each)."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from qgis.core import QgsFeatureRequest, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialog
from qgis.utils import iface, plugins

from ncovy_qgis.gis.layers import find_layers
from ncovy_qgis.gis.source import Source
from ncovy_qgis.ui.connect import remember

FOLDER = Path(os.environ["NCOVY_SHOTS"])
SCALE = 12_000


def pause(milliseconds: int) -> None:
    """Let QGIS work on."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def drawn() -> None:
    """Until the map has been drawn."""
    iface.mapCanvas().refresh()
    pause(500)
    while iface.mapCanvas().isDrawing():
        pause(200)
    pause(300)


def picture(name: str) -> None:
    pause(300)
    QApplication.primaryScreen().grabWindow(0).save(str(FOLDER / f"{name}.png"))


def show_form(layer: QgsVectorLayer) -> QDialog:
    """The form of the layer's first feature, in editing, beside it on the map."""
    complete = '"decision_no" IS NULL' if "decision_no" in layer.fields().names() else '"id"'
    feature = next(layer.getFeatures(QgsFeatureRequest().addOrderBy(complete).setLimit(1)), None)
    if feature is None:
        raise RuntimeError(f"{layer.name()} has no feature to show")
    iface.setActiveLayer(layer)
    iface.mapCanvas().zoomToFeatureIds(layer, [feature.id()])
    iface.mapCanvas().zoomScale(SCALE)
    drawn()
    layer.startEditing()
    form = iface.getFeatureForm(layer, feature)
    form.show()
    form.resize(620, 700)
    form.move(740, 120)
    pause(700)
    return form


def main() -> None:
    remember(Source(service=os.environ.get("NCOVY_SERVICE", "ncovy_editor")))
    iface.mainWindow().resize(1400, 900)
    iface.mainWindow().move(0, 0)
    plugins["ncovy_qgis"].session.open_map()
    drawn()
    picture("qgis-map")
    wanted = os.environ.get("NCOVY_LAYERS", "lockdown_zone").split(",")
    for stem, layer in find_layers(QgsProject.instance(), plugins["ncovy_qgis"].session.catalogue).items():
        if stem in wanted or wanted == ["all"]:
            form = show_form(layer)
            picture(f"qgis-form-{stem}")
            form.close()
            form.deleteLater()
            layer.rollBack()


def leave() -> None:
    QgsProject.instance().clear()  # or QGIS asks whether to save
    iface.actionExit().trigger()


def run() -> None:
    try:
        main()
    except Exception:  # an edge: nobody sees this QGIS, so the reason goes to the terminal
        traceback.print_exc(file=sys.stderr)
    QTimer.singleShot(0, leave)


QTimer.singleShot(1500, run)
