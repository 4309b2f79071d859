"""Our tiles in somebody else's hands: GDAL reads back every attribute, place and count that was put in."""

from __future__ import annotations

import gzip
from typing import Any, Union

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal

from ncovy_qgis.publish import mvt
from ncovy_qgis.publish.archive import gzip_bytes
from ncovy_qgis.publish.clusters import CLUSTER_MAX_ZOOM, Members, cluster, none, with_clusters
from ncovy_qgis.publish.mvt_reader import decode_tile
from ncovy_qgis.publish.points import Rows, cut, world
from tests.publish import plain_mvt

Place = tuple[float, float]
NAMES = st.text("aăâbcdđeêghikmnôơưxyạảấầẩ 0123456789,;|<>&\"'\\/", min_size=1, max_size=30)
VALUES: st.SearchStrategy[mvt.Value] = st.one_of(NAMES, st.booleans(), st.integers(-(2**53), 2**53), st.floats(-1e9, 1e9))
KEYS = st.text("abcdefghij_", min_size=1, max_size=12).filter(lambda each: each != "mvt_id")
SPOT = st.tuples(st.floats(103.9, 105.9), st.floats(18.6, 19.9), st.integers(-1, 2))
ZOOM, COLUMN, ROW = 14, 13001, 7317


def opened(data: bytes) -> Any:
    """The tile as GDAL's dataset, in tile units."""
    path = f"/vsimem/{ZOOM}-{COLUMN}-{ROW}.mvt"
    gdal.FileFromMemBuffer(path, data)
    return gdal.OpenEx(f"MVT:{path}", gdal.OF_VECTOR, open_options=["CLIP=NO", "METADATA_FILE="])


def read(data: bytes, layer: str) -> list[tuple[dict[str, Any], list[tuple[float, float]]]]:
    """Attributes and points of each feature."""
    dataset = opened(data)
    found = []
    for feature in dataset.GetLayerByName(layer):
        names = [feature.GetFieldDefnRef(index).GetName() for index in range(feature.GetFieldCount()) if feature.IsFieldSet(index)]
        found.append(({name: feature[name] for name in names if name != "mvt_id"}, feature.GetGeometryRef().GetPoints()))
    return found


def tile(features: list[dict[str, mvt.Value]]) -> bytes:
    keys = sorted({key for properties in features for key in properties})
    values = [value for properties in features for value in properties.values()]
    encoded, at = [], 0
    for number, properties in enumerate(features):
        tags = b"".join(mvt.varint(keys.index(key)) + mvt.varint(at + offset) for offset, key in enumerate(properties))
        at += len(properties)
        encoded.append(plain_mvt.encode_point(tags, number, 10 * number))
    return plain_mvt.encode_layer("pharmacy", encoded, [mvt.encode_key(key) for key in keys], [mvt.encode_value(value) for value in values])


def same(ours: mvt.Value, theirs: Union[str, int, float]) -> bool:
    return theirs == pytest.approx(ours) if isinstance(ours, float) else theirs == ours


@settings(max_examples=60)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=8))
def test_gdal_reads_the_attributes_that_we_wrote(properties: dict[str, mvt.Value]) -> None:
    ((found, _),) = read(tile([properties]), "pharmacy")
    assert found.keys() == properties.keys()
    assert all(same(value, found[key]) for key, value in properties.items())


@settings(max_examples=40)
@given(st.lists(st.dictionaries(KEYS, NAMES, max_size=5), min_size=1, max_size=6))
def test_features_keep_their_own_attributes_in_their_own_order(features: list[dict[str, mvt.Value]]) -> None:
    assert [found for found, _ in read(tile(features), "pharmacy")] == features


def test_gdal_unpacks_what_we_packed_and_packing_twice_gives_the_same_bytes() -> None:
    data = tile([{"name": "Hiệu thuốc Trần Phú", "open_24h": True}])
    packed = gzip_bytes(data)
    assert gzip.decompress(packed) == data
    assert packed == gzip_bytes(data)
    assert read(packed, "pharmacy")[0][0] == {"name": "Hiệu thuốc Trần Phú", "open_24h": 1}


@settings(max_examples=40)
@given(st.floats(103.9, 105.9), st.floats(18.6, 19.9), st.integers(5, 14))
def test_a_place_is_in_the_tile_and_at_the_spot_where_gdal_looks_for_it(longitude: float, latitude: float, zoom: int) -> None:
    x, y = world(np.array([(longitude, latitude)]))
    ((column, row), data) = next(iter(cut(Rows("pharmacy", (), x, y, np.empty((1, 0), dtype=np.int32), np.array([], dtype=object)), zoom).items()))
    path = f"/vsimem/{zoom}/{column}/{row}.mvt"
    gdal.FileFromMemBuffer(path, data)
    dataset = gdal.OpenEx(f"MVT:{path}", gdal.OF_VECTOR, open_options=["METADATA_FILE=", "CLIP=NO"])
    (point,) = [feature.GetGeometryRef().GetPoint() for feature in dataset.GetLayer(0)]
    meters = 20037508.342789244
    half = meters / (1 << zoom) / mvt.EXTENT * 1.001 + 1e-6
    assert abs(point[0] - (x[0] * 2 - 1) * meters) <= half
    assert abs(point[1] - (1 - y[0] * 2) * meters) <= half


def rows(places: list[tuple[float, float, int]]) -> Rows:
    """Features with an identifier and a state."""
    x, y = world(np.array([place[:2] for place in places], dtype=float).reshape(-1, 2))
    states = np.array([place[2] for place in places], dtype=np.int64)
    codes = np.column_stack((np.arange(3, 3 + len(places)), states)).astype(np.int32).reshape(-1, 2)
    values = [mvt.encode_value(each) for each in ("active", "suspended", "lifted", *(f"id {number}" for number in range(len(places))))]
    return Rows("pharmacy", ("id", "status"), x, y, codes, np.array(values, dtype=object))


@settings(max_examples=60)
@given(st.lists(SPOT, max_size=50), st.integers(5, 14))
def test_whatever_lies_where_all_are_drawn_or_counted_in_the_bytes(places: list[tuple[float, float, int]], zoom: int) -> None:
    given_rows = rows(places)
    members = [Members(given_rows.x, given_rows.y, given_rows.column("status"))]
    ((alone, counts),) = cluster(members, zoom) if zoom <= CLUSTER_MAX_ZOOM else none(members)
    tiles = cut(with_clusters(given_rows, alone, counts), zoom)
    found = [feature.properties for data in tiles.values() for feature in decode_tile(data)["pharmacy"]]
    drawn = [properties["id"] for properties in found if "id" in properties]
    counted = [properties for properties in found if "id" not in properties]
    assert len(drawn) == len(set(drawn))
    assert len(drawn) + sum(int(properties["count"]) for properties in counted) == len(places)
    assert all(set(properties) <= {"count", "state"} and int(properties["count"]) > 0 for properties in counted)


@settings(max_examples=40)
@given(st.lists(SPOT, max_size=40), st.integers(5, CLUSTER_MAX_ZOOM), st.randoms(use_true_random=False))
def test_the_order_of_features_moves_no_count(places: list[tuple[float, float, int]], zoom: int, chance: Any) -> None:
    shuffled = list(places)
    chance.shuffle(shuffled)

    def counts(some: list[tuple[float, float, int]]) -> list[tuple[int, int]]:
        one = rows(some)
        ((_, found),) = cluster([Members(one.x, one.y, one.column("status"))], zoom)
        return sorted(zip(found.count.tolist(), found.state.tolist()))

    assert counts(places) == counts(shuffled)


@settings(max_examples=40)
@given(st.lists(st.integers(-1, 2), min_size=6, max_size=30), st.integers(5, CLUSTER_MAX_ZOOM))
def test_no_state_is_more_frequent_than_the_one_a_count_shows(states: list[int], zoom: int) -> None:
    one = rows([(105.68, 18.68, state) for state in states])
    ((_, found),) = cluster([Members(one.x, one.y, one.column("status"))], zoom)
    assert found.count.tolist() == [len(states)]
    assert states.count(int(found.state[0])) == max(states.count(state) for state in set(states))
