"""ncovy:as_of: one layer as it was at a moment, as the staff had it or as the public saw it."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import load_catalogue
from ..db.as_of import table
from .common import connected, moment_of, moment_parameter, read_table, service_parameter, typed_fields

LAYER, MOMENT, PUBLIC, OUTPUT, COUNT = "LAYER", "MOMENT", "PUBLIC", "OUTPUT", "COUNT"


class AsOfAlgorithm(QgsProcessingAlgorithm):
    """Runs db.as_of."""

    def name(self) -> str:
        return "as_of"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Lớp như ở một thời điểm đã qua")

    def createInstance(self) -> AsOfAlgorithm:
        return AsOfAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(service_parameter())
        stems = [layer.name for layer in load_catalogue().layers]
        layer = QgsProcessingParameterEnum(LAYER, QCoreApplication.translate("Ncovy", "Lớp"), stems, False, stems[0])
        layer.setUsesStaticStrings(True)
        self.addParameter(layer)
        self.addParameter(moment_parameter(MOMENT, QCoreApplication.translate("Ncovy", "Thời điểm (giờ Việt Nam)"), optional=False))
        text = QCoreApplication.translate("Ncovy", "Như công chúng đã thấy")
        self.addParameter(QgsProcessingParameterBoolean(PUBLIC, text, False))
        text = QCoreApplication.translate("Ncovy", "Lớp của thời điểm đó")
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, text, QgsProcessing.SourceType.TypeVectorAnyGeometry))
        self.addOutput(QgsProcessingOutputNumber(COUNT, QCoreApplication.translate("Ncovy", "Số đối tượng")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        layer = load_catalogue().layer(self.parameterAsString(parameters, LAYER, context))
        moment = moment_of(self.parameterAsDateTime(parameters, MOMENT, context))
        with connected(parameters) as connection:
            columns, rows = read_table(connection, table(layer, moment, self.parameterAsBool(parameters, PUBLIC, context)))
        fields, crs = typed_fields(columns), QgsCoordinateReferenceSystem("EPSG:4326")
        kind = QgsWkbTypes.Type.Point if layer.geometry == "Point" else QgsWkbTypes.Type.MultiPolygon
        sink, target = self.parameterAsSink(parameters, OUTPUT, context, fields, kind, crs)
        for wkb, values in rows:
            feature, shape = QgsFeature(fields), QgsGeometry()
            shape.fromWkb(wkb)
            feature.setAttributes(values)
            feature.setGeometry(shape)
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        feedback.pushInfo(QCoreApplication.translate("Ncovy", "{count} đối tượng lúc đó.").format(count=len(rows)))
        return {OUTPUT: target, COUNT: len(rows)}
