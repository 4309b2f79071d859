"""ncovy:review_list: what waits for a decision, as a table with points."""

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
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.dates import show_datetime
from ..db.queue import Item, waiting
from .common import connected, service_parameter, text_fields

MINE, OUTPUT, COUNT = "MINE", "OUTPUT", "COUNT"
COLUMNS = (
    "layer", "uid", "name", "row_version", "kind", "commune", "district", "authors", "submitted_by", "submitted_at", "changeset", "comment", "warning_reason"
)  # fmt: skip


class ReviewListAlgorithm(QgsProcessingAlgorithm):
    """Runs db.queue."""

    def name(self) -> str:
        return "review_list"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Danh sách chờ duyệt")

    def createInstance(self) -> ReviewListAlgorithm:
        return ReviewListAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(service_parameter())
        text = QCoreApplication.translate("Ncovy", "Chỉ trong địa bàn của tôi")
        self.addParameter(QgsProcessingParameterBoolean(MINE, text, False))
        text = QCoreApplication.translate("Ncovy", "Đang chờ duyệt")
        self.addParameter(QgsProcessingParameterFeatureSink(OUTPUT, text, QgsProcessing.SourceType.TypeVectorPoint, None, True))
        self.addOutput(QgsProcessingOutputNumber(COUNT, QCoreApplication.translate("Ncovy", "Số đối tượng")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        mine = self.parameterAsBool(parameters, MINE, context)
        with connected(parameters) as connection:
            found = [item for item in waiting(connection) if item.mine or not mine]
        fields, crs = text_fields(COLUMNS), QgsCoordinateReferenceSystem("EPSG:4326")
        sink, target = self.parameterAsSink(parameters, OUTPUT, context, fields, QgsWkbTypes.Type.Point, crs)
        for item in found if sink is not None else ():
            sink.addFeature(_feature(fields, item), QgsFeatureSink.Flag.FastInsert)
        feedback.pushInfo(QCoreApplication.translate("Ncovy", "{count} đối tượng chờ duyệt.").format(count=len(found)))
        return {OUTPUT: target, COUNT: len(found)}


def _feature(fields: QgsFields, item: Item) -> QgsFeature:
    feature = QgsFeature(fields)
    at = show_datetime(item.submitted_at) if item.submitted_at else None
    told = (
        item.layer, item.uid, item.name, str(item.row_version), item.kind, item.commune_name, item.district_name, ", ".join(item.authors), item.submitted_by,
        at, None if item.changeset is None else str(item.changeset), item.comment, item.warning_reason,
    )  # fmt: skip
    feature.setAttributes(list(told))
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(item.lon, item.lat)))
    return feature
