"""Editing against plain QGIS: saves of a real edit buffer, and the opening of a project, on this machine and over a line of 10 ms there and back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count as counter
from pathlib import Path
from uuid import UUID

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsProject, QgsVectorLayer, QgsVectorLayerUtils
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.changes import Receipt
from ncovy_qgis.gis.desk import Desk
from ncovy_qgis.gis.edits import Edits
from ncovy_qgis.gis.layers import open_layer
from ncovy_qgis.gis.project import open_project
from ncovy_qgis.gis.report import Report
from ncovy_qgis.gis.source import Source
from tests.bench import saving
from tests.bench.measure import Figures, race, table
from tests.faults import Proxy
from tests.server import Database

RTT_MS = 10
# what the province holds was not all written in this minute
LONG_AGO = "SET LOCAL session_replication_role = replica; UPDATE ncovy.pharmacy SET edited_at = now() - interval '1 day' * (1 + random())"
REPORTED = QDateTime(QDate(2021, 9, 17), QTime(8, 0))  # of the time when lan's district existed
VINH = QgsGeometry.fromWkt("Point(105.68 18.67)")
OURS, PLAIN = "ncovy: save", "plain QGIS: commitChanges"
OPEN, READ = "ncovy: open_project", "plain QGIS: QgsProject.read"
_phones = counter(1)
_names = counter(1)


@dataclass(frozen=True)
class Line:
    """A way to the database: its name for people, the name of its service."""

    title: str
    source: Source


@contextmanager
def lines(database: Database, folder: Path) -> Iterator[Mapping[str, Line]]:
    """The socket of this machine, and a line with a delay."""
    with Proxy(database.cluster.socket_dir) as proxy:
        proxy.delay(RTT_MS)
        ways = {"here": ("on this machine", database.dsn("lan")), "far": (f"over {RTT_MS} ms", proxy.dsn(database.name, "lan"))}
        made = {key: Line(title, Source(service=f"{database.name}_{key}")) for key, (title, _) in ways.items()}
        file = folder / "services.conf"
        file.write_text("".join(_service(made[key].source.service, dsn) for key, (_, dsn) in ways.items()))
        before, os.environ["PGSERVICEFILE"] = os.environ.get("PGSERVICEFILE"), str(file)
        try:
            yield made
        finally:
            os.environ.pop("PGSERVICEFILE")
            os.environ.update({"PGSERVICEFILE": before} if before else {})


def own_features(database: Database, catalogue: Catalogue, count: int) -> list[UUID]:
    """Features lan may change, in the guarded table and in its plain copy."""
    with closing(database.admin()) as admin, closing(database.connect("lan")) as editor:
        with admin.cursor() as cursor:
            cursor.execute(LONG_AGO)
        admin.commit()
        saving.make_plain(admin)
        return saving.own(editor, catalogue, count)


@contextmanager
def _layers(line: Line, catalogue: Catalogue, folder: Path) -> Iterator[tuple[QgsVectorLayer, QgsVectorLayer]]:
    """The guarded layer, watched by the plugin, and the plain one; both in editing."""
    guarded = open_layer(line.source, catalogue.layer("pharmacy"), "vi")
    uri = line.source.uri()
    uri.setDataSource("public", "plain", "geom", '"removed" = false', "id")
    plain = QgsVectorLayer(uri.uri(False), "plain", "postgres")
    stored: list[Receipt] = []
    edits = Edits(catalogue, folder / "journal", Desk(report=lambda report: stored.extend(_all(report))))
    edits.watch(guarded)
    try:
        for layer in (guarded, plain):
            if not layer.startEditing():
                raise RuntimeError(f"QGIS refused to edit {layer.name()}")
        yield guarded, plain
    finally:
        edits.close()
        for layer in (guarded, plain):
            layer.rollBack()


def changes(line: Line, catalogue: Catalogue, uids: Sequence[UUID], folder: Path, rounds: int) -> Figures:
    """A phone number changed in each feature, then the save button."""
    with _layers(line, catalogue, folder) as (guarded, plain):
        phones = {layer: _phones_of(layer, uids) for layer in (guarded, plain)}

        def prepare() -> None:
            for layer, now in phones.items():
                if not layer.isModified():
                    column = layer.fields().indexOf("phone")
                    for fid, old in now.items():
                        now[fid] = f"0238{3_000_000 + next(_phones) % 1_000_000:07d}"
                        layer.changeAttributeValue(fid, column, now[fid], old)  # forms, tables and the calculator tell the old value, too

        return race({OURS: _save(guarded), PLAIN: _save(plain)}, rounds, prepare)


def additions(line: Line, catalogue: Catalogue, place: QgsGeometry, count: int, folder: Path, rounds: int) -> Figures:
    """So many new features, then the save button."""
    with _layers(line, catalogue, folder) as (guarded, plain):

        def prepare() -> None:
            for layer in (guarded, plain):
                if not layer.isModified():
                    layer.addFeatures([_new(layer, place) for _ in range(count)])

        return race({OURS: _save(guarded), PLAIN: _save(plain)}, rounds, prepare)


def openings(line: Line, catalogue: Catalogue, folder: Path, rounds: int) -> Figures:
    """Ten layers with forms and styles, units and lists behind them; the peer reads what QGIS itself stored of the same project."""
    project, file = QgsProject.instance(), str(folder / "stored.qgs")
    project.clear()
    open_project(line.source, catalogue, project)
    project.write(file)
    rivals: Mapping[str, Callable[[], object]] = {OPEN: lambda: open_project(line.source, catalogue, project), READ: lambda: _read(project, file)}
    figures = race(rivals, rounds, project.clear)
    project.clear()
    return figures


def tables(database: Database, catalogue: Catalogue, folder: Path, rounds: int, among: str) -> Iterator[str]:
    """All figures of editing; over the far line as few as tell enough, for plain QGIS needs minutes there."""
    uids = own_features(database, catalogue, 5000)
    with lines(database, folder) as ways:
        for line, goal in ((ways["here"], 1.2), (ways["far"], 1.2)):
            yield table(f"opening the project {line.title}", openings(line, catalogue, folder, rounds), OPEN, goal)
        for count in (1, 100, 1000, 5000):
            figures = changes(ways["here"], catalogue, uids[:count], folder, rounds)
            yield table(f"save of {count:,} changed among {among}, {ways['here'].title}", figures, OURS, 3)
        yield table(f"save of 1,000 added among {among}, {ways['here'].title}", additions(ways["here"], catalogue, VINH, 1000, folder, rounds), OURS, 3)
        for count, goal in ((1, None), (100, None), (1000, 0.05)):
            figures = changes(ways["far"], catalogue, uids[:count], folder, rounds if count < 1000 else 1)
            yield table(f"save of {count:,} changed among {among}, {ways['far'].title}", figures, OURS, goal)


def _read(project: QgsProject, file: str) -> None:
    if not project.read(file) or not all(layer.isValid() for layer in project.mapLayers().values()):
        raise RuntimeError("the stored project cannot be read")


def _save(layer: QgsVectorLayer) -> Callable[[], None]:
    def save() -> None:
        if not layer.commitChanges(False) or layer.isModified():
            raise RuntimeError(f"not saved: {layer.commitErrors()}")

    return save


def _all(report: Report) -> Sequence[Receipt]:
    if report.problems:
        raise RuntimeError(report.problems[0].refusal.text.en)
    return report.receipts


def _phones_of(layer: QgsVectorLayer, uids: Sequence[UUID]) -> dict[int, str]:
    """Feature id → phone."""
    wanted, columns = {str(uid) for uid in uids}, [layer.fields().indexOf(name) for name in ("uid", "phone")]
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes(columns)
    found = {feature.id(): feature[columns[1]] for feature in layer.getFeatures(request) if str(feature[columns[0]]) in wanted}
    if len(found) != len(wanted):
        raise RuntimeError(f"{len(found)} of {len(wanted)} features are shown")
    return found


def _new(layer: QgsVectorLayer, place: QgsGeometry) -> QgsFeature:
    given = {"name": f"Quầy thuốc mới {next(_names)}", "phone": "02383844129", "pharmacy_type": "drug_counter", "reported_at": REPORTED}
    fields = layer.fields()
    return QgsVectorLayerUtils.createFeature(layer, place, {fields.indexOf(name): value for name, value in given.items()})


def _service(name: str, dsn: Mapping[str, str]) -> str:
    return "\n".join([f"[{name}]", *(f"{key}={value}" for key, value in dsn.items()), "", ""])
