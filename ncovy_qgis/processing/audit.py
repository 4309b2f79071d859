"""ncovy:audit: a report of the oversight as CSV that runs no formula; for supervisors and the administrator."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.oversight import LOG, REPORTS, cells, header
from ..core.rules.moments import VIETNAM
from ..core.safe_csv import write_file
from ..db import oversight
from ..gis.project import language
from .common import connected, moment_of, moment_parameter, service_parameter

REPORT, SINCE, UNTIL, OUTPUT, ROWS = "REPORT", "SINCE", "UNTIL", "OUTPUT", "ROWS"
WEEK = timedelta(days=7)


class AuditAlgorithm(QgsProcessingAlgorithm):
    """Runs db.oversight."""

    def name(self) -> str:
        return "audit"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Xuất báo cáo giám sát (CSV)")

    def createInstance(self) -> AuditAlgorithm:
        return AuditAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(service_parameter())
        report = QgsProcessingParameterEnum(REPORT, QCoreApplication.translate("Ncovy", "Báo cáo"), list(REPORTS), False, LOG.name)
        report.setUsesStaticStrings(True)
        self.addParameter(report)
        self.addParameter(moment_parameter(SINCE, QCoreApplication.translate("Ncovy", "Từ lúc (không nêu: 7 ngày trước)")))
        self.addParameter(moment_parameter(UNTIL, QCoreApplication.translate("Ncovy", "Đến lúc (không nêu: bây giờ)")))
        self.addParameter(QgsProcessingParameterFileDestination(OUTPUT, QCoreApplication.translate("Ncovy", "Tệp CSV"), "CSV (*.csv)"))
        self.addOutput(QgsProcessingOutputNumber(ROWS, QCoreApplication.translate("Ncovy", "Số dòng")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        report = REPORTS[self.parameterAsString(parameters, REPORT, context)]
        given = [self.parameterAsDateTime(parameters, name, context) for name in (SINCE, UNTIL)]
        until = moment_of(given[1]) if given[1].isValid() else datetime.now(VIETNAM)
        since = moment_of(given[0]) if given[0].isValid() else until - WEEK
        path, words = Path(self.parameterAsFileOutput(parameters, OUTPUT, context)), language()
        try:
            with connected(parameters) as connection:
                found = oversight.REPORTS[report.name](connection, since, until)
                rows = write_file(path, header(report, words), (cells(report, row, words) for row in found))
        except OSError as error:
            raise QgsProcessingException(str(error)) from error
        return {OUTPUT: str(path), ROWS: rows}
