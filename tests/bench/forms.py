"""Opening a form: ours, attended to by the plugin, beside the same layer with plain ValueRelations on the whole unit table."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from qgis.core import QgsApplication, QgsDefaultValue, QgsEditorWidgetSetup, QgsGeometry, QgsProject, QgsVectorLayer, QgsVectorLayerUtils
from qgis.gui import QgsAttributeDialog, QgsAttributeEditorContext, QgsGui
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.gis.edits import Desk, Edits
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.ui.forms import FormWatch
from tests.bench.measure import Figures, race
from tests.gis.editors import VINH, ZONE, own_service
from tests.server import Database

OURS, PEER = "ncovy form", "plain ValueRelation"
LIMIT_S = 0.3
AS_MANY_POINTS_AS_OFFICIAL_OUTLINES = "UPDATE ncovy.unit SET geom = ST_Multi(ST_Segmentize(geom, 0.001))"


@dataclass(frozen=True)
class Desks:
    """The ten layers as we open them, and the peer's."""

    catalogue: Catalogue
    ours: Mapping[str, QgsVectorLayer]
    plain: Mapping[str, QgsVectorLayer]
    watch: FormWatch


def openings(database: Database, rounds: int) -> str:
    """A table for the terminal: the form of a new feature of each layer, from the click to the drawn form, in a map of both eras."""
    database.run(AS_MANY_POINTS_AS_OFFICIAL_OUTLINES)
    units = database.run("SELECT count(*), sum(ST_NPoints(geom)) FROM ncovy.unit WHERE level = 3")[0]
    head = f"form of a new feature, {units[0]} communes of two eras with {units[1]:,} points"
    lines = [f"| {head} | {OURS}, seconds (median) | {PEER} | ratio | of ours, CPU here |", "|---|---|---|---|---|"]
    with _desks(database) as desks:
        for schema in desks.catalogue.layers:
            figures = _race(desks, schema.name, max(rounds, 5))
            ours, ratio = figures.median(OURS), figures.ratio(OURS, PEER)
            name = schema.name if ours < LIMIT_S else f"{schema.name} (over the limit)"
            lines.append(f"| {name} | {ours:.3f} | {figures.median(PEER):.3f} | {ratio:.2f} | {_cpu(desks, schema.name):.3f} |")
    return "\n".join(lines)


def _race(desks: Desks, stem: str, rounds: int) -> Figures:
    ours, plain = desks.ours[stem], desks.plain[stem]
    for layer in (ours, plain):
        layer.startEditing()
    _open(ours, stem, desks.watch)  # what QGIS reads only once
    figures = race({OURS: lambda: _open(ours, stem, desks.watch), PEER: lambda: _open(plain, stem, None)}, rounds, _tidy)
    for layer in (ours, plain):
        layer.rollBack()
    return figures


def _cpu(desks: Desks, stem: str) -> float:
    """Median seconds of processor time: what a machine with nothing else to do would need, the server's part aside."""
    layer, spent = desks.ours[stem], []
    layer.startEditing()
    for _ in range(5):
        start = time.process_time()
        _open(layer, stem, desks.watch)
        spent.append(time.process_time() - start)
        _tidy()
    layer.rollBack()
    return median(spent)


def _open(layer: QgsVectorLayer, stem: str, watch: FormWatch | None) -> None:
    """As the add tool does: the feature with its defaults, then the dialog. It is closed outside the time."""
    shape = QgsGeometry.fromWkt(ZONE if stem == "lockdown_zone" else VINH)
    feature = QgsVectorLayerUtils.createFeature(layer, shape, {}, layer.createExpressionContext())
    dialog = QgsAttributeDialog(layer, feature, False, None, True)
    dialog.setMode(QgsAttributeEditorContext.Mode.AddFeatureMode)
    dialog.show()
    if watch is not None:
        watch.attend(dialog.attributeForm())
    QCoreApplication.processEvents()
    _opened.append(dialog)


_opened: list[QgsAttributeDialog] = []


def _tidy() -> None:
    while _opened:
        dialog = _opened.pop()
        dialog.hide()
        dialog.setParent(None)
        dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def _desks(database: Database) -> Iterator[Desks]:
    application = QgsApplication.instance() or QgsApplication([], True)
    application.initQgis()
    QgsGui.editorWidgetRegistry().initEditors()
    catalogue, project = load_catalogue(), QgsProject.instance()
    with tempfile.TemporaryDirectory() as folder, _services(Path(folder)):
        opened = open_project(own_service(database, "lan"), catalogue, project)
        edits = Edits(catalogue, Path(folder), Desk())
        watch = FormWatch(edits)
        plain = {schema.name: _plain(opened.layers[schema.name], opened.layers["unit"]) for schema in catalogue.layers}
        project.addMapLayers(list(plain.values()), False)
        yield Desks(catalogue, opened.layers, plain, watch)
        _tidy()
        watch.close()
        edits.close()
        project.clear()


@contextmanager
def _services(folder: Path) -> Iterator[None]:
    import pytest

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGSERVICEFILE", str(folder / "pg_service.conf"))
        yield


def _plain(layer: QgsVectorLayer, units: QgsVectorLayer) -> QgsVectorLayer:
    """The same form made by hand: every unit of both eras to choose from, nothing proposed by position."""
    made = layer.clone()
    for name in ("commune_code", "district_code"):
        index = made.fields().indexOf(name)
        made.setEditorWidgetSetup(index, QgsEditorWidgetSetup("ValueRelation", {"Layer": units.id(), "Key": "code", "Value": "name", "AllowNull": True}))
        made.setDefaultValueDefinition(index, QgsDefaultValue())
    return made
