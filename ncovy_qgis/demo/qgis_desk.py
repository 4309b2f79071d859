"""A person at a QGIS without windows: the project of the plugin, its layers, its save. Needs QGIS; nothing of it is imitated."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer, QgsVectorLayerUtils

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.messages import Refusal
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.gis.desk import Desk
from ncovy_qgis.gis.edits import Edits
from ncovy_qgis.gis.project import Opened, open_project
from ncovy_qgis.gis.report import Report
from ncovy_qgis.gis.source import Source
from ncovy_qgis.gis.values import to_qgis


@contextmanager
def qgis() -> Iterator[None]:
    """A QGIS without windows, unless one is running already."""
    if QgsApplication.instance() is not None:
        yield
        return
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    try:
        yield
    finally:
        QgsProject.instance().clear()
        application.exitQgis()


@dataclass
class QgisDesk:
    """One person's open project. `refused` collects what the last save was told."""

    opened: Opened
    edits: Edits
    refused: list[Refusal] = field(default_factory=list)

    def layer(self, stem: str) -> QgsVectorLayer:
        return self.opened.layers[stem]

    def count(self, catalogue: Catalogue) -> int:
        return sum(self.layer(layer.name).featureCount() for layer in catalogue.layers)

    def edit(self, *stems: str) -> None:
        for stem in stems:
            if not self.layer(stem).isEditable() and not self.layer(stem).startEditing():
                raise RuntimeError(f"QGIS refused to edit {stem}")

    def add(self, stem: str, values: Mapping[str, Any], wkt: str) -> str:
        """Draw a feature and fill its form; returns its name."""
        layer = self.layer(stem)
        self.edit(stem)
        given = {layer.fields().indexOf(name): to_qgis(value) for name, value in values.items()}
        feature = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt(wkt), given, layer.createExpressionContext())
        if not layer.addFeature(feature):
            raise RuntimeError(f"QGIS refused to add a feature to {stem}")
        return str(feature["name"])

    def change(self, stem: str, uid: str, values: Mapping[str, Any]) -> None:
        layer = self.layer(stem)
        self.edit(stem)
        feature = self.find(stem, uid)
        for name, value in values.items():
            if not layer.changeAttributeValue(feature.id(), layer.fields().indexOf(name), to_qgis(value)):
                raise RuntimeError(f"QGIS refused to change {stem}.{name}")

    def move(self, stem: str, uid: str, wkt: str) -> None:
        layer = self.layer(stem)
        self.edit(stem)
        if not layer.changeGeometry(self.find(stem, uid).id(), QgsGeometry.fromWkt(wkt)):
            raise RuntimeError(f"QGIS refused to move a feature of {stem}")

    def remove(self, stem: str, uid: str, reason: str) -> None:
        self.edit(stem)
        mark_removed(self.layer(stem), [self.find(stem, uid).id()], reason)

    def find(self, stem: str, uid: str) -> QgsFeature:
        for feature in self.layer(stem).getFeatures(f"\"uid\" = '{uid}'"):
            return QgsFeature(feature)
        raise RuntimeError(f"{stem} {uid} is not in the layer")

    def save(self, stem: str) -> bool:
        """Press QGIS's own save button on a layer; true when everything of the project was stored."""
        self.refused.clear()
        layer = self.layer(stem)
        saved = layer.commitChanges(False) and not layer.isModified()
        return saved and not self.refused

    def give_up(self) -> None:
        """Throw all unsaved edits away."""
        _roll_back(self.opened)


def _roll_back(opened: Opened) -> None:
    for layer in opened.layers.values():
        if layer.isEditable() and not layer.rollBack():
            raise RuntimeError(f"QGIS kept the edits of {layer.name()}")


@contextmanager
def at_desk(service: str, catalogue: Catalogue, comment: str = "") -> Iterator[QgisDesk]:
    """Open the project as the person of this service; the journal lies in a folder of its own. `comment`: on every save."""
    project = QgsProject()
    opened = open_project(Source(service=service), catalogue, project)
    refused: list[Refusal] = []

    def hear(report: Report) -> None:
        refused.extend(each.refusal for each in report.problems)

    with TemporaryDirectory(prefix="ncovy-journal-") as journal:
        edits = Edits(catalogue, Path(journal), Desk(report=hear, comment=lambda: comment))
        try:
            for layer in catalogue.layers:
                edits.watch(opened.layers[layer.name])
            yield QgisDesk(opened, edits, refused)
        finally:
            _roll_back(opened)
            edits.close()
            project.clear()
