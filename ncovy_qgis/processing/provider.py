"""The provider `ncovy`: every algorithm does what a window or the command line does, with the same functions."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..paths import icons_dir
from .as_of import AsOfAlgorithm
from .audit import AuditAlgorithm
from .check import CheckAlgorithm
from .deploy import DeployAlgorithm
from .open_data_project import OpenDataProjectAlgorithm
from .preview import PreviewAlgorithm
from .publish import PublishAlgorithm
from .raster_tiles import RasterTilesAlgorithm
from .restore import RestoreAlgorithm
from .review_list import ReviewListAlgorithm
from .upgrade import UpgradeAlgorithm
from .verify import VerifyAlgorithm

ALGORITHMS = (
    UpgradeAlgorithm,
    CheckAlgorithm,
    ReviewListAlgorithm,
    AsOfAlgorithm,
    AuditAlgorithm,
    RestoreAlgorithm,
    PreviewAlgorithm,
    PublishAlgorithm,
    RasterTilesAlgorithm,
    VerifyAlgorithm,
    DeployAlgorithm,
    OpenDataProjectAlgorithm,
)


class NcovyProvider(QgsProcessingProvider):
    """Adds the algorithms to the toolbox."""

    def id(self) -> str:
        return "ncovy"

    def name(self) -> str:
        return "Ncovy"

    def icon(self) -> QIcon:
        return QIcon(str(icons_dir() / "ncovy.svg"))

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
