"""Persons at their own QGIS, in one process: each with own layers, own connection, own journal."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer, QgsVectorLayerUtils
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.messages import Refusal
from ncovy_qgis.gis.access import require_access
from ncovy_qgis.gis.desk import Desk
from ncovy_qgis.gis.edits import Edits
from ncovy_qgis.gis.form import compile_form
from ncovy_qgis.gis.form_apply import apply_form
from ncovy_qgis.gis.layers import open_layer
from ncovy_qgis.gis.project import read_context
from ncovy_qgis.gis.report import Report
from ncovy_qgis.gis.source import Source
from tests.server import Database

VINH = "Point(105.68 18.67)"  # in district 412
ZONE = "MultiPolygon(((105.678 18.668, 105.682 18.668, 105.682 18.672, 105.678 18.672, 105.678 18.668)))"
STARTED = QDateTime(QDate(2021, 8, 22), QTime(0, 0))


def own_service(database: Database, person: str) -> Source:
    """A service name no other test used: QGIS keeps connections by name, and would go on with one to a database that is gone."""
    name = f"{database.name}_{person}"
    lines = [f"[{name}]", *(f"{key}={value}" for key, value in database.dsn(person).items()), ""]
    file = Path(os.environ["PGSERVICEFILE"])
    known = file.read_text(encoding="utf-8") if file.exists() else ""
    if f"[{name}]" not in known:
        file.write_text(known + "\n" + "\n".join(lines), encoding="utf-8")
    return Source(service=name)


class Editor:
    """One person with some layers open, forms applied, saving watched (or not: a plain QGIS)."""

    def __init__(
        self, source: Source, catalogue: Catalogue, folder: Path, stems: Iterable[str], private: Mapping[str, QgsVectorLayer], watched: bool = True
    ) -> None:
        require_access(source, catalogue)
        context = read_context(source)
        self.layers = {stem: open_layer(source, catalogue.layer(stem), context.language) for stem in stems}
        looked_into = {field.references for stem in stems for field in catalogue.layer(stem).fields if field.references}
        more = {stem: open_layer(source, catalogue.layer(stem), context.language) for stem in looked_into - set(self.layers)}
        self.all = {**self.layers, **more, **private}
        for stem, layer in self.layers.items():
            apply_form(compile_form(catalogue.layer(stem), catalogue, context), layer, self.all)
        self.refusals: list[Refusal] = []
        self.receipts: list[Any] = []
        self.folder = folder
        self.reports: list[Report] = []
        self.edits = Edits(catalogue, self.folder, self.desk())
        if watched:
            for layer in self.layers.values():
                self.edits.watch(layer)

    def desk(self, **given: Any) -> Desk:
        """This person's answers, some of them given; the reports are kept."""
        return Desk(report=self._reported, **given)

    def _reported(self, report: Report) -> None:
        self.reports.append(report)
        self.refusals += [each.refusal for each in report.problems]
        self.receipts += report.receipts

    def start(self, stem: str = "testing_site") -> QgsVectorLayer:
        """The layer, in editing."""
        layer = self.layers[stem]
        if not layer.isEditable():
            assert layer.startEditing()
        return layer

    def add(self, name: str, stem: str = "testing_site", where: str = VINH, **values: Any) -> QgsFeature:
        """A new feature in the buffer, as the add tool makes it."""
        layer = self.start(stem)
        feature = QgsVectorLayerUtils.createFeature(layer, QgsGeometry.fromWkt(where), {}, layer.createExpressionContext())
        given = {"name": name, "commune_code": None, **({"active_from": STARTED} if layer.fields().indexOf("active_from") >= 0 else {}), **values}
        for field, value in given.items():
            feature[field] = value
        assert layer.addFeature(feature)
        return feature

    def stored(self, name: str, stem: str = "testing_site", **values: Any) -> int:
        """A feature in the database; its feature id."""
        self.add(name, stem, **values)
        assert self.layers[stem].commitChanges(False), [item.text.vi for item in self.refusals]
        return self.fid(name, stem)

    def fid(self, name: str, stem: str = "testing_site") -> int:
        found = [feature.id() for feature in self.layers[stem].getFeatures() if feature["name"] == name]
        assert len(found) == 1, f"{name}: {len(found)}"
        return found[0]

    def change(self, fid: int, stem: str = "testing_site", **values: Any) -> None:
        """Attribute changes in the buffer."""
        layer = self.start(stem)
        for field, value in values.items():
            assert layer.changeAttributeValue(fid, layer.fields().indexOf(field), value)

    def save(self, stem: str = "testing_site", stop: bool = False) -> bool:
        """What QGIS's save button does."""
        return bool(self.layers[stem].commitChanges(stop))

    def codes(self) -> list[str]:
        return [item.code for item in self.refusals]

    def close(self) -> None:
        self.edits.close()
        for layer in self.layers.values():
            if layer.isEditable():
                layer.rollBack()
        self.layers.clear()
        self.all.clear()
