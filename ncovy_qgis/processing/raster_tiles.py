"""ncovy:raster_tiles: pictures of the current release for programs that know no vector tiles, drawn by QGIS's own algorithm."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import load_catalogue
from ..db import layer_styles
from ..db.connection import connect
from ..db.opening import ground
from ..gis.layers import open_units
from ..gis.released import released_project
from ..publish import pointer
from ..publish.errors import NoRelease
from .common import explained, service_parameter, source_in

SITE, EXTENT, LOWEST, HIGHEST, FOLDER = "SITE", "EXTENT", "ZOOM_MIN", "ZOOM_MAX", "FOLDER"
DRAWN_BY = ("native:tilesxyzdirectory", "qgis:tilesxyzdirectory")  # in C++, and in Python as QGIS 3.22 has it


class RasterTilesAlgorithm(QgsProcessingAlgorithm):
    """Runs QGIS's «Generate XYZ tiles (directory)» on the public files of a release."""

    def name(self) -> str:
        return "raster_tiles"

    def displayName(self) -> str:
        return QCoreApplication.translate("Ncovy", "Ô bản đồ ảnh (XYZ) của bản phát hành")

    def shortHelpString(self) -> str:
        return QCoreApplication.translate("Ncovy", "Vẽ bản phát hành hiện hành thành ô ảnh PNG cho chương trình cũ. Chỉ dùng tệp công khai của bản ấy.")

    def createInstance(self) -> RasterTilesAlgorithm:
        return RasterTilesAlgorithm()

    def flags(self) -> Any:
        """In the main thread, where layers may be made."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration: Any = None) -> None:
        translate = QCoreApplication.translate
        self.addParameter(service_parameter())
        self.addParameter(QgsProcessingParameterFile(SITE, translate("Ncovy", "Thư mục trang công khai"), QgsProcessingParameterFile.Behavior.Folder))
        self.addParameter(QgsProcessingParameterExtent(EXTENT, translate("Ncovy", "Khung")))
        for name, text, usual in ((LOWEST, translate("Ncovy", "Mức thu nhỏ nhất"), 8), (HIGHEST, translate("Ncovy", "Mức phóng to nhất"), 14)):
            self.addParameter(QgsProcessingParameterNumber(name, text, QgsProcessingParameterNumber.Type.Integer, usual, False, 0, 20))
        self.addParameter(QgsProcessingParameterFolderDestination(FOLDER, translate("Ncovy", "Thư mục ô ảnh")))

    def processAlgorithm(self, parameters: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        site, source = Path(self.parameterAsFile(parameters, SITE, context)), source_in(parameters)
        folder = self.parameterAsString(parameters, FOLDER, context)
        registry = QgsApplication.processingRegistry()
        drawer = next((found for found in map(registry.createAlgorithmById, DRAWN_BY) if found), None)
        if drawer is None:
            told = QCoreApplication.translate("Ncovy", "QGIS này thiếu thuật toán «{name}»; hãy bật tiện ích Processing.")
            raise QgsProcessingException(told.format(name=DRAWN_BY[0]))
        with explained():
            current = pointer.read(site)
            if current is None:
                raise NoRelease
            with closing(connect(dsn=source.dsn(), application="ncovy processing")) as connection:
                styles = layer_styles.latest(connection)
            units = open_units(source, ground(source.dsn(), ()).era)
            below = {name: units[name] for name in ("commune", "district")}
            project = released_project(site / "releases" / current.id, load_catalogue(), styles, below)
        own = QgsProcessingContext()
        own.setProject(project)
        wanted = {"EXTENT": self.parameterAsExtent(parameters, EXTENT, context, project.crs()), "OUTPUT_DIRECTORY": folder, "DPI": 96, "TILE_FORMAT": 0}
        zooms = {name: self.parameterAsInt(parameters, name, context) for name in (LOWEST, HIGHEST)}
        _, good = drawer.run({**wanted, **zooms}, own, feedback)
        if not good:
            raise QgsProcessingException(QCoreApplication.translate("Ncovy", "QGIS không vẽ được các ô ảnh; xem nhật ký ở trên."))
        return {FOLDER: folder, "RELEASE": current.id}
