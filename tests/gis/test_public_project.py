"""The project of the public data, as anybody opens it: beside latest/, in a QGIS that knows neither this plugin nor its signs."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QSize

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.layers import forget_icons
from ncovy_qgis.gis.public_project import write_project
from ncovy_qgis.processing.open_data_project import OpenDataProjectAlgorithm
from ncovy_qgis.publish.geojson import write_layer
from ncovy_qgis.publish.serve import make_server
from ncovy_qgis.publish.snapshot import snapshot
from tests.publish.world import AS_OF, fill
from tests.server import ROOT, Database, copy_of

EXAMPLE = ROOT / "docs" / "open-data" / "ncovy-public.qgs"
EACH = 4


@pytest.fixture(scope="module")
def site(template_database: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """latest/data as it is published."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "latest" / "data").mkdir(parents=True)
    with copy_of(template_database) as own:
        fill(own, catalogue, each=EACH)
        with closing(own.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
            for layer in catalogue.layers:
                write_layer(held, layer, folder / "latest" / "data" / f"{layer.name}.geojson")
    return folder


@pytest.fixture
def made(site: Path, catalogue: Catalogue, qgis_app: Any) -> Path:
    """A project written beside latest/."""
    file = site / "made.qgs"
    assert write_project(str(site), catalogue, file) == len(catalogue.layers)
    return file


@pytest.fixture
def opened(qgis_app: Any) -> Iterator[QgsProject]:
    """An empty project in a QGIS that does not know our signs."""
    forget_icons()
    project = QgsProject()
    yield project
    project.clear()


def moved(file: Path, site: Path, folder: Path) -> Path:
    """Project and data somewhere else."""
    shutil.copytree(site / "latest", folder / "latest")
    return Path(shutil.copy(file, folder / "public.qgs"))


def layers_of(project: QgsProject) -> dict[str, QgsVectorLayer]:
    return {Path(layer.source().split("|")[0]).stem: layer for layer in project.mapLayers().values()}


def inked(layer: QgsVectorLayer) -> int:
    """Pixels that are not white when the layer is drawn alone."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(200, 200))
    settings.setDestinationCrs(layer.crs())
    extent = layer.extent()
    extent.grow(0.02)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return sum(image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF for x in range(200) for y in range(200))


@pytest.mark.parametrize("which", ["made", "example"])
def test_it_opens_anywhere_with_every_layer_feature_and_sign(
    made: Path, site: Path, opened: QgsProject, catalogue: Catalogue, tmp_path: Path, which: str
) -> None:
    assert opened.read(str(moved(EXAMPLE if which == "example" else made, site, tmp_path)))
    found = layers_of(opened)
    assert set(found) == {layer.name for layer in catalogue.layers}
    for schema in catalogue.layers:
        layer = found[schema.name]
        assert layer.isValid() and layer.readOnly() and layer.featureCount() == EACH, schema.name
        assert layer.name() == schema.title.vi
        assert layer.attributeAlias(layer.fields().indexOf("name")) == schema.field("name").label.vi
        assert inked(layer) > 30, f"{schema.name} is not drawn"


def test_it_holds_no_path_and_no_name_of_who_made_it(made: Path, site: Path) -> None:
    for file in (made, EXAMPLE):
        text = file.read_text("utf-8")
        assert 'datasource>./latest/data/pharmacy.geojson' in text
        assert not re.search(r"saveUser|saveDateTime|file:|/(home|root|tmp|work|usr|srv)/|[A-Z]:[\\/]", text)
        assert str(site) not in text and "base64:" in text and '.svg"' not in text


def test_the_example_looks_as_the_styles_do_now(made: Path, site: Path, opened: QgsProject, tmp_path: Path) -> None:
    """Else: write it anew (docs/open-data/README.md)."""
    other = QgsProject()
    assert opened.read(str(moved(EXAMPLE, site, tmp_path))) and other.read(str(made))
    for name, layer in layers_of(other).items():
        legends = [[item.label() for item in each.renderer().legendSymbolItems()] for each in (layer, layers_of(opened)[name])]
        assert legends[0] == legends[1] != [], name
        fields = [[field.name() for field in each.fields()] for each in (layer, layers_of(opened)[name])]
        assert fields[0] == fields[1], name


def test_one_for_an_address_reads_it_over_the_web(site: Path, opened: QgsProject, catalogue: Catalogue, tmp_path: Path) -> None:
    with make_server(site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        algorithm = OpenDataProjectAlgorithm()
        results, good = algorithm.run({"SITE": address, "OUTPUT": str(tmp_path / "web.qgs")}, QgsProcessingContext(), QgsProcessingFeedback())
        assert good and results["LAYERS"] == len(catalogue.layers)
        assert opened.read(str(tmp_path / "web.qgs"))
        assert {layer.featureCount() for layer in opened.mapLayers().values()} == {EACH}
        server.shutdown()
    assert f"/vsicurl/{address}latest/data/pharmacy.geojson" in (tmp_path / "web.qgs").read_text("utf-8")


def test_where_nothing_is_published_it_is_said(qgis_app: Any, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"latest/data/"):
        OpenDataProjectAlgorithm().run({"SITE": str(tmp_path), "OUTPUT": str(tmp_path / "x.qgs")}, QgsProcessingContext(), QgsProcessingFeedback(), {}, False)
