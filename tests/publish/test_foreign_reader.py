"""Our files in somebody else's hands: GDAL reads every GeoJSON with the values and places that are in it, and rings run as RFC 7946 wants them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from tests.publish.world import features

STEMS = [layer.name for layer in load_catalogue().layers]


def read(path: Path) -> Iterator[tuple[dict[str, Any], Any]]:
    """Properties and geometry of each feature; what GDAL has no value for is None."""
    dataset = ogr.Open(str(path))
    for feature in dataset.GetLayer(0):
        names = [feature.GetFieldDefnRef(index).GetName() for index in range(feature.GetFieldCount())]
        yield {name: feature[name] if feature.IsFieldSetAndNotNull(name) else None for name in names}, feature.GetGeometryRef().Clone()


def alike(ours: Any, theirs: Any) -> bool:
    """GDAL tells times in its own notation, and truth as a number."""
    if isinstance(ours, str) and isinstance(theirs, str) and "T" in ours and "/" in theirs:
        return ours[:10].replace("-", "/") == theirs[:10] and ours[11:19] == theirs[11:19] and ours.endswith("+07:00") and theirs.endswith("+07")
    if isinstance(ours, str) and isinstance(theirs, str) and "/" in theirs:
        return ours.replace("-", "/") == theirs or ours == theirs
    return bool(ours == theirs)


@pytest.mark.parametrize("stem", STEMS)
def test_gdal_reads_every_value_and_place_of_a_layer(first_site: Path, stem: str) -> None:
    ours = features(first_site, stem)
    theirs = list(read(first_site / "latest" / "data" / f"{stem}.geojson"))
    assert len(theirs) == len(ours) == 12
    for feature, (properties, geometry) in zip(ours, theirs):
        wrong = {name: (value, properties.get(name)) for name, value in feature["properties"].items() if not alike(value, properties.get(name))}
        assert wrong == {}
        assert json.loads(geometry.ExportToJson(["COORDINATE_PRECISION=6"])) == feature["geometry"]
        assert geometry.IsValid()


def test_rings_run_as_the_standard_wants_them(first_site: Path, catalogue: Catalogue) -> None:
    """Counter-clockwise outside, clockwise inside, closed, in degrees of the province."""
    seen = 0
    for layer in catalogue.layers:
        for feature in features(first_site, layer.name) if layer.geometry != "Point" else ():
            for polygon in feature["geometry"]["coordinates"]:
                for number, ring in enumerate(polygon):
                    assert ring[0] == ring[-1]
                    assert (_turning(ring) > 0) is (number == 0)
                    assert all(102 < x < 110 and 8 < y < 24 for x, y in ring)
                    seen += 1
    assert seen >= 12


def _turning(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))
