"""ncovy:check: findings of the row rules and the set rules, as a table with points."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import load_catalogue
from ..db.checks import Finding, check
from ..gis.project import language
from .common import connected, progress, service_parameter, text_fields

OUTPUT, ERRORS, WARNINGS = "OUTPUT", "ERRORS", "WARNINGS"
COLUMNS = ("layer", "uid", "name", "field", "code", "severity", "sentence", "accepted", "accepted_by")


class CheckAlgorithm(QgsProcessingAlgorithm):
    """Runs db.checks."""

    def name(self) -> str:
        return "check"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Kiểm tra dữ liệu")

    def createInstance(self) -> CheckAlgorithm:
        return CheckAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(service_parameter())
        text = QCoreApplication.translate("Ncovy", "Phát hiện")
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, text, QgsProcessing.SourceType.TypeVectorPoint, None, True))
        self.addOutput(QgsProcessingOutputNumber(ERRORS, QCoreApplication.translate("Ncovy", "Số lỗi")))
        self.addOutput(QgsProcessingOutputNumber(WARNINGS, QCoreApplication.translate("Ncovy", "Số cảnh báo")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        with connected(parameters) as connection:
            found = check(connection, load_catalogue(), progress=progress(feedback))
        fields, crs = text_fields(COLUMNS), QgsCoordinateReferenceSystem("EPSG:4326")
        sink, target = self.parameterAsSink(parameters, OUTPUT, context, fields, QgsWkbTypes.Type.Point, crs)
        for item in found:
            feedback.pushInfo(f"{item.severity} {item.layer} «{item.name}» {_sentence(item)}")
            if sink is not None:
                sink.addFeature(_feature(fields, item), QgsFeatureSink.Flag.FastInsert)
        errors = sum(item.severity == "error" for item in found)
        return {OUTPUT: target, ERRORS: errors, WARNINGS: len(found) - errors}


def _sentence(item: Finding) -> str:
    return item.text.said(language())


def _feature(fields: QgsFields, item: Finding) -> QgsFeature:
    feature = QgsFeature(fields)
    feature.setAttributes([item.layer, item.uid, item.name, item.field, item.code, item.severity, _sentence(item), item.accepted, item.accepted_by])
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(item.lon, item.lat)))
    return feature
