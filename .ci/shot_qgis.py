"""Started inside QGIS by screenshots.py: opens the map, shows what is wanted, takes pictures of the screen and leaves.

NCOVY_SHOTS names the folder; NCOVY_WANTED what is wanted: names of layers (their forms, one picture each; all: every layer), inbox, desk, publish."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from qgis.core import QgsFeature, QgsFeatureRequest, QgsPointXY, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QDialog, QDockWidget, QTreeWidget
from qgis.utils import iface, plugins

from ncovy_qgis.gis.layers import find_layers
from ncovy_qgis.gis.source import Source
from ncovy_qgis.ui.connect import remember

FOLDER = Path(os.environ["NCOVY_SHOTS"])
SCALE = 12_000
PARTS = {"inbox": ("ncovyInbox", "ncovyInboxDock"), "desk": ("ncovyReview", "ncovyReviewDock")}


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
    """The form of one feature, in editing, beside the feature on the map: a complete and small one, where there is a choice."""
    names = layer.fields().names()
    wished = [f'"{name}" IS {word}' for name, word in (("status", "NOT 'active'"), ("decision_no", "NULL")) if name in names]
    request = QgsFeatureRequest().setLimit(1)
    for order in [*wished, "area($geometry)", '"id"']:
        request.addOrderBy(order, True, False)
    feature = next(layer.getFeatures(request), None)
    if feature is None:
        raise RuntimeError(f"{layer.name()} has no feature to show")
    iface.setActiveLayer(layer)
    show_left(layer, feature)
    layer.startEditing()
    form = iface.getFeatureForm(layer, feature)
    form.show()
    form.resize(760, 720)
    form.move(630, 110)
    drawn()  # the map is drawn anew when editing begins
    return form


def show_left(layer: QgsVectorLayer, feature: QgsFeature) -> None:
    """The feature in the left part of the map, beside the form."""
    canvas = iface.mapCanvas()
    canvas.zoomToFeatureIds(layer, [feature.id()])
    canvas.zoomScale(max(canvas.scale() * 2.5, SCALE) if layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry else SCALE)
    centre, width = canvas.extent().center(), canvas.extent().width()
    canvas.setCenter(QgsPointXY(centre.x() + width * 0.34, centre.y()))
    drawn()


def show_part(action: str, name: str) -> None:
    """A part of the desk, docked, with its first item; the toolbar's numbers have come by then."""
    window = iface.mainWindow()
    window.findChild(QAction, action).trigger()
    dock = window.findChild(QDockWidget, name)
    dock.setFloating(False)
    pause(3000)
    drawn()
    if hasattr(dock, "list") and isinstance(dock.list, QTreeWidget):
        dock.list.setCurrentItem(dock.list.topLevelItem(0))
        pause(1500)


def show_publish() -> None:
    """The publishing window as it looks before a release that something stands against, at the first thing to mend."""
    plugins["ncovy_qgis"].session.publish()
    window = next(each for each in QApplication.topLevelWidgets() if each.objectName() == "ncovyPublish")
    window.site.setFilePath(os.environ["NCOVY_SITE"])
    window.target.kind.setCurrentIndex(window.target.kind.findData("ssh"))
    window.target.place.setFilePath("web@bando.example:/srv/bando")
    window.preview()
    while not window.look.isEnabled():
        pause(200)
    window.site.setFilePath("/srv/map")  # the folder of whoever takes the picture is of no interest
    window.move(420, 290)
    window.gate.table.setCurrentItem(window.gate.table.topLevelItem(0))
    drawn()


def main() -> None:
    remember(Source(service=os.environ.get("NCOVY_SERVICE", "ncovy_editor")))
    iface.mainWindow().resize(1400, 900)
    iface.mainWindow().move(0, 0)
    for dock in iface.mainWindow().findChildren(QDockWidget):  # as they were left by whoever used this profile
        dock.setVisible(dock.objectName() == "Layers")
    plugins["ncovy_qgis"].session.open_map()
    drawn()
    picture("qgis-map")
    wanted = os.environ["NCOVY_WANTED"].split(",")
    for stem, layer in find_layers(QgsProject.instance(), plugins["ncovy_qgis"].session.catalogue).items():
        if stem in wanted or "all" in wanted:
            form = show_form(layer)
            picture(f"qgis-form-{stem}")
            form.close()
            form.deleteLater()
            layer.rollBack()
    iface.mapCanvas().zoomToFullExtent()
    for name, (action, dock) in PARTS.items():
        if name in wanted:
            show_part(action, dock)
            picture(f"qgis-{name}")
    if "publish" in wanted:
        show_publish()
        picture("qgis-publish")


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
