"""ncovy:verify: compute every promise of a published site again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..gis.project import language
from ..publish import keys, verify
from .common import explained

SITE, PUBLIC_KEY, PROBLEMS = "SITE", "PUBLIC_KEY", "PROBLEMS"


class VerifyAlgorithm(QgsProcessingAlgorithm):
    """Runs publish.verify."""

    def name(self) -> str:
        return "verify"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Kiểm chứng trang công khai")

    def createInstance(self) -> VerifyAlgorithm:
        return VerifyAlgorithm()

    def initAlgorithm(self, configuration: Any = None) -> None:
        text = QCoreApplication.translate("Ncovy", "Thư mục trang công khai")
        self.addParameter(QgsProcessingParameterFile(SITE, text, QgsProcessingParameterFile.Behavior.Folder))
        key = QCoreApplication.translate("Ncovy", "Khóa công khai của nơi công bố (dòng khóa, hoặc tệp)")
        self.addParameter(QgsProcessingParameterString(PUBLIC_KEY, key, optional=True))
        self.addOutput(QgsProcessingOutputNumber(PROBLEMS, QCoreApplication.translate("Ncovy", "Số sai lệch")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """A site that does not keep its promises fails the algorithm: a model must not go on with it."""
        given = self.parameterAsString(parameters, PUBLIC_KEY, context).strip()
        with explained():
            problems = verify(Path(self.parameterAsFile(parameters, SITE, context)), key=keys.load_public(given) if given else None)
        for problem in problems:
            feedback.reportError(problem.text.said(language()))
        if any(problem.severity == "error" for problem in problems):
            text = QCoreApplication.translate("Ncovy", "{count} sai lệch; trang không đúng như bản kê.")
            raise QgsProcessingException(text.format(count=len(problems)))
        feedback.pushInfo(QCoreApplication.translate("Ncovy", "Trang đúng như bản kê."))
        return {PROBLEMS: len(problems)}
