"""What stands against a release, as a layer of points for people to go to."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsFeatureSink, QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Catalogue
from ..db.findings import Finding
from ..gis.project import language
from ..publish.gate import Judgement, advice, field_label
from .common import text_fields

COLUMNS = ("severity", "layer", "title", "uid", "id", "name", "commune", "field", "label", "code", "sentence", "advice")


def write(sink: QgsFeatureSink, catalogue: Catalogue, gate: Judgement) -> None:
    """Errors first."""
    for each in gate.blocking:
        feature = QgsFeature(text_fields(COLUMNS))
        feature.setAttributes(list(_words(catalogue, each)))
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(each.lon, each.lat)))
        sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)


def lines(catalogue: Catalogue, gate: Judgement) -> list[str]:
    """For a log: weight, layer, feature, field, what is wrong and what to do."""
    weights = {"error": QCoreApplication.translate("Ncovy", "Lỗi"), "warning": QCoreApplication.translate("Ncovy", "Cảnh báo")}
    told = (_words(catalogue, each) for each in gate.blocking)
    return [f"{weights[words[0]]}: {words[2]} – {words[5]} – {words[8]}: {words[10]} {words[11]}" for words in told]


def _words(catalogue: Catalogue, each: Finding) -> tuple[str, ...]:
    title = catalogue.layer(each.layer).title.said(language())
    label = field_label(catalogue, each).said(language())
    return (
        each.severity, each.layer, title, each.uid, str(each.id), each.name or "", each.commune, each.field, label, each.code,
        each.text.said(language()), advice(each).said(language()),
    )  # fmt: skip
