"""ncovy:open_data_project: a QGIS project of the published data, to be given to anybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import load_catalogue
from ..gis.layers import LayerError
from ..gis.public_project import write_project

SITE, OUTPUT, LAYERS = "SITE", "OUTPUT", "LAYERS"


class OpenDataProjectAlgorithm(QgsProcessingAlgorithm):
    """Runs gis.public_project."""

    def name(self) -> str:
        return "open_data_project"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Dự án QGIS của dữ liệu công khai")

    def createInstance(self) -> OpenDataProjectAlgorithm:
        return OpenDataProjectAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        text = QCoreApplication.translate("Ncovy", "Thư mục hoặc địa chỉ (https://…) của trang công khai")
        self.addParameter(QgsProcessingParameterString(SITE, text))
        file = QCoreApplication.translate("Ncovy", "Tệp dự án")
        self.addParameter(QgsProcessingParameterFileDestination(OUTPUT, file, "QGIS (*.qgs)"))
        self.addOutput(QgsProcessingOutputNumber(LAYERS, QCoreApplication.translate("Ncovy", "Số lớp")))

    def prepareAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> bool:
        """Here and not below, because this runs in the main thread, where layers are made and styles are read."""
        self._why: Exception | None = None
        path = Path(self.parameterAsFileOutput(parameters, OUTPUT, context))
        try:
            count = write_project(self.parameterAsString(parameters, SITE, context).strip(), load_catalogue(), path)
            self._made = {OUTPUT: str(path), LAYERS: count}
        except (LayerError, OSError) as error:
            self._why = error  # QGIS ends when an exception leaves this function
        return True

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        if self._why is not None:
            raise QgsProcessingException(str(self._why)) from self._why
        return self._made
