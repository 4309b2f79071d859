"""Pictures of the current release by QGIS's own algorithm: what is released is in them, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.analysis import QgsNativeAlgorithms
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtGui import QImage

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.processing.provider import NcovyProvider
from tests.gis.editors import own_service
from tests.publish.world import VINH, answer, approved, insert, plain_style, release, store_style, uid
from tests.server import Database

RED = (0xC6, 0x28, 0x28)
EAST, HIDDEN = (VINH[0] + 0.02, VINH[1]), (VINH[0] - 0.02, VINH[1])


@pytest.fixture
def providers(qgis_app: Any) -> Iterator[None]:
    registry = QgsApplication.processingRegistry()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.algs.qgis.QgisAlgorithmProvider import QgisAlgorithmProvider
    from processing.core.ProcessingConfig import ProcessingConfig

    ProcessingConfig.initialize()
    made = [each for each in (NcovyProvider(), QgsNativeAlgorithms(), QgisAlgorithmProvider()) if registry.providerById(each.id()) is None]
    for provider in made:
        registry.addProvider(provider)
    yield
    for provider in made:
        registry.removeProvider(provider)


def run(database: Database, site: Path, folder: Path) -> dict[str, Any]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("ncovy:raster_tiles")
    extent = f"{VINH[0] - 0.04},{VINH[0] + 0.04},{VINH[1] - 0.02},{VINH[1] + 0.02} [EPSG:4326]"
    parameters = {"SERVICE": own_service(database, "phuc").text(), "SITE": str(site), "EXTENT": extent, "ZOOM_MIN": 13, "ZOOM_MAX": 13, "FOLDER": str(folder)}
    results, good = algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(), {}, False)
    assert good
    return dict(results)


def reds(folder: Path, column: int) -> int:
    """Pixels of the sign's colour in the tiles of a column."""
    images = [QImage(str(file)) for file in (folder / "13" / str(column)).glob("*.png")]
    return sum(image.pixelColor(x, y).getRgb()[:3] == RED for image in images for x in range(image.width()) for y in range(image.height()))


def column_of(longitude: float) -> int:
    return int((longitude + 180) / 360 * 2**13)


@pytest.mark.usefixtures("providers")
def test_what_is_released_is_drawn_and_what_came_later_is_not(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    layer = catalogue.layer("lockdown_point")
    store_style(database, plain_style(catalogue))
    with closing(database.admin()) as connection, connection:
        insert(connection, layer, uid(layer, 1), approved(catalogue, layer, 1), f"POINT({EAST[0]} {EAST[1]})")
    answer(database)
    made = release(database, tmp_path / "site", catalogue)
    with closing(database.admin()) as connection, connection:
        insert(connection, layer, uid(layer, 2), {"name": "Chưa phát hành", "status": "active"}, f"POINT({HIDDEN[0]} {HIDDEN[1]})")
    results = run(database, tmp_path / "site", tmp_path / "tiles")
    assert results["RELEASE"] == made.id
    assert reds(tmp_path / "tiles", column_of(EAST[0])) > 40
    assert reds(tmp_path / "tiles", column_of(HIDDEN[0])) == 0


@pytest.mark.usefixtures("providers")
def test_a_folder_without_a_release_is_refused_in_words(database: Database, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Không có bản công bố"):
        run(database, tmp_path, tmp_path / "tiles")
