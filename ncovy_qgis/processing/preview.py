"""ncovy:preview: what a publication would change on the public map, as two layers: points, and zones; and what stands against it, as a third."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsJsonUtils,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Catalogue, load_catalogue
from ..gis.project import language
from ..publish import preview
from ..publish.changes import Change, to_geojson
from ..publish.summary import field_labels
from . import gate_findings
from .common import connected, service_parameter, steps, text_fields

SITE, POINTS, ZONES, FINDINGS, TOTAL = "SITE", "OUTPUT", "ZONES", "FINDINGS", "TOTAL"
ERRORS, WARNINGS, REMINDERS, DIGEST = "ERRORS", "WARNINGS", "REMINDERS", "DIGEST"
COLUMNS = ("kind", "layer", "title", "uid", "name", "commune", "district", "fields")


class PreviewAlgorithm(QgsProcessingAlgorithm):
    """Runs publish.preview."""

    def name(self) -> str:
        return "preview"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Xem trước bản phát hành")

    def createInstance(self) -> PreviewAlgorithm:
        return PreviewAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(service_parameter())
        text = QCoreApplication.translate("Ncovy", "Thư mục trang công khai")
        self.addParameter(QgsProcessingParameterFile(SITE, text, QgsProcessingParameterFile.Behavior.Folder))
        kinds = QgsProcessing.SourceType
        text = QCoreApplication.translate("Ncovy", "Điểm sẽ thay đổi")
        self.addParameter(QgsProcessingParameterFeatureSink(POINTS, text, kinds.TypeVectorPoint, None, True))
        text = QCoreApplication.translate("Ncovy", "Vùng sẽ thay đổi")
        self.addParameter(QgsProcessingParameterFeatureSink(ZONES, text, kinds.TypeVectorPolygon, None, True))
        text = QCoreApplication.translate("Ncovy", "Những gì chặn việc phát hành")
        self.addParameter(QgsProcessingParameterFeatureSink(FINDINGS, text, kinds.TypeVectorPoint, None, True))
        self.addOutput(QgsProcessingOutputNumber(TOTAL, QCoreApplication.translate("Ncovy", "Số đối tượng thay đổi")))
        self.addOutput(QgsProcessingOutputNumber(ERRORS, QCoreApplication.translate("Ncovy", "Số lỗi")))
        self.addOutput(QgsProcessingOutputNumber(WARNINGS, QCoreApplication.translate("Ncovy", "Số cảnh báo")))
        self.addOutput(QgsProcessingOutputString(DIGEST, QCoreApplication.translate("Ncovy", "Mã của danh sách đã xem")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        site, catalogue = Path(self.parameterAsFile(parameters, SITE, context)), load_catalogue()

        with connected(parameters) as connection:
            seen = preview(connection, site, catalogue=catalogue, progress=steps(feedback), cancelled=feedback.isCanceled)
        fields, crs, types = text_fields(COLUMNS), QgsCoordinateReferenceSystem("EPSG:4326"), QgsWkbTypes.Type
        points, points_at = self.parameterAsSink(parameters, POINTS, context, fields, types.Point, crs)
        zones, zones_at = self.parameterAsSink(parameters, ZONES, context, fields, types.MultiPolygon, crs)
        shapes = QgsJsonUtils.stringToFeatureList(to_geojson(seen.changes).decode(), QgsFields())
        for change, shape in zip(seen.changes, shapes):
            sink = points if catalogue.layer(change.layer).geometry == "Point" else zones
            if sink is not None:
                sink.addFeature(_feature(fields, catalogue, change, shape.geometry()), QgsFeatureSink.Flag.FastInsert)
        numbers = {kind.upper(): number for kind, number in seen.numbers().items()}
        found, found_at = self.parameterAsSink(parameters, FINDINGS, context, text_fields(gate_findings.COLUMNS), types.Point, crs)
        if found is not None:
            gate_findings.write(found, catalogue, seen.gate)
        for line in gate_findings.lines(catalogue, seen.gate):
            feedback.pushInfo(line)
        told = {ERRORS: len(seen.gate.errors), WARNINGS: len(seen.gate.doubts), REMINDERS: len(seen.gate.reminders), DIGEST: seen.gate.digest}
        return {POINTS: points_at, ZONES: zones_at, FINDINGS: found_at, TOTAL: len(seen.changes), "CURRENT": seen.current, **numbers, **told}


def _feature(fields: QgsFields, catalogue: Catalogue, change: Change, shape: QgsGeometry) -> QgsFeature:
    told, title = change.properties, catalogue.layer(change.layer).title
    feature = QgsFeature(fields)
    words: list[Optional[Any]] = [
        change.kind, change.layer, title.said(language()), change.feature["id"], told.get("name"),
        told.get("commune_name"), told.get("district_name"), "; ".join(field_labels(catalogue, change, language())),
    ]  # fmt: skip
    feature.setAttributes(words)
    feature.setGeometry(shape)
    return feature
