"""The tile encoder against PostGIS's own, and the decoder against damage."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection

from ncovy_qgis.publish import mvt
from ncovy_qgis.publish.encode import encode
from ncovy_qgis.publish.mvt_reader import DecodeError, Known, decode_tile
from ncovy_qgis.publish.points import Rows, cut, world
from tests.publish import plain_mvt

TEXTS = st.text(max_size=40)
VALUES = st.one_of(TEXTS, st.booleans(), st.integers(-(2**62), 2**62), st.floats(allow_nan=False))


def tile(properties: dict[str, mvt.Value], x: int = 1, y: int = 2) -> bytes:
    keys = [mvt.encode_key(name) for name in properties]
    values = [mvt.encode_value(value) for value in properties.values()]
    tags = b"".join(mvt.varint(i) + mvt.varint(i) for i in range(len(keys)))
    return plain_mvt.encode_layer("lớp", [plain_mvt.encode_point(tags, x, y)], keys, values)


@given(st.dictionaries(TEXTS, VALUES, max_size=12))
def test_any_attributes_come_back_with_value_and_type(properties: dict[str, mvt.Value]) -> None:
    decoded = decode_tile(tile(properties))["lớp"][0].properties
    assert decoded == properties
    assert {name: type(value) for name, value in decoded.items()} == {name: type(value) for name, value in properties.items()}


@given(st.integers(-200, 5000), st.integers(-200, 5000))
def test_any_position_comes_back(x: int, y: int) -> None:
    feature = decode_tile(tile({}, x, y))["lớp"][0]
    assert (feature.kind, plain_mvt.place_of(feature.shape)) == (1, (x, y))


@given(st.integers(0, 2**64 - 1))
def test_short_numbers_are_the_same_varints(number: int) -> None:
    assert mvt.short(number) == mvt.varint(number)


def test_true_is_no_number_one() -> None:
    assert mvt.encode_value(True) != mvt.encode_value(1)
    assert decode_tile(tile({"a": True, "b": 1}))["lớp"][0].properties["a"] is True


def test_attributes_nobody_wants_are_not_decoded() -> None:
    whole = tile({"id": "a", "tên": "Hiệu thuốc Trần Phú", "count": 12})
    assert decode_tile(whole, wanted=("id", "count"))["lớp"][0].properties == {"id": "a", "count": 12}
    assert decode_tile(whole, skip=("lớp",)) == {"lớp": []}


@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=4), max_size=6))
def test_values_known_from_other_tiles_keep_their_type(many: list[dict[str, mvt.Value]]) -> None:
    known: Known = {}
    for properties in many:
        decoded = decode_tile(tile(properties), known=known)["lớp"][0].properties
        assert [(type(value), value) for value in decoded.values()] == [(type(value), value) for value in properties.values()]


@given(st.binary(max_size=60))
def test_any_bytes_are_a_tile_or_refused(data: bytes) -> None:
    try:
        decoded = decode_tile(data)
    except DecodeError:
        return
    assert all(isinstance(feature.properties, dict) for features in decoded.values() for feature in features)


@pytest.mark.parametrize("length", [1, 3, 7, 20, 40])
def test_a_cut_off_tile_is_refused(length: int) -> None:
    whole = tile({"tên": "Hiệu thuốc Trần Phú", "số": 12, "mở": True})
    with pytest.raises(DecodeError):
        decode_tile(whole[:length])


def test_a_number_in_place_of_a_layer_is_refused() -> None:
    with pytest.raises(DecodeError):
        decode_tile(b"\x18\x05")


def test_postgis_reads_the_same_points_into_the_same_tiles(connection: Connection) -> None:
    places = [(105.68, 18.68), (105.681, 18.6805), (105.7, 18.7), (105.72, 18.66)]
    names = ["Đỏ", "Vàng", "Đỏ", None]
    x, y = world(np.array(places))
    codes = np.array([[0], [1], [0], [-1]], dtype=np.int32)
    ours = cut(Rows("p", ("name",), x, y, codes, np.array([mvt.encode_value("Đỏ"), mvt.encode_value("Vàng")], dtype=object)), 14)
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH p AS (SELECT n, name, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 4326), 3857) AS g
                FROM unnest(%s::float8[], %s::float8[], %s::text[]) WITH ORDINALITY AS u (x, y, name, n)),
            t AS (SELECT n, name, x, y, ST_AsMVTGeom(g, ST_TileEnvelope(14, x, y), 4096, 0, false) AS geom FROM p,
                generate_series(12990, 13010) AS x, generate_series(7310, 7330) AS y WHERE ST_Intersects(g, ST_TileEnvelope(14, x, y)))
            SELECT x, y, ST_AsMVT(r, 'p', 4096, 'geom' ORDER BY n) FROM t CROSS JOIN LATERAL (SELECT name, geom) AS r GROUP BY x, y""",
            ([p[0] for p in places], [p[1] for p in places], names),
        )
        theirs = {(row[0], row[1]): decode_tile(bytes(row[2]))["p"] for row in cursor}
    assert set(ours) == set(theirs)
    for place, data in ours.items():
        mine = decode_tile(data)["p"]
        assert [feature.properties for feature in mine] == [feature.properties for feature in theirs[place]]
        for one, other in zip(mine, theirs[place]):
            assert max(abs(a - b) for a, b in zip(plain_mvt.place_of(one.shape), plain_mvt.place_of(other.shape))) <= 1


VALUES = [mvt.encode_value(value) for value in ("Đỏ", "", 7, True, -3, 2.5, *(f"giá trị {number}" for number in range(300)))]


def one_by_one(keys: tuple[str, ...], x: list[int], y: list[int], rows: list[list[int]]) -> bytes:
    """A tile's layer, feature by feature."""
    used = sorted({code for row in rows for code in row if code >= 0})
    tags = [b"".join(mvt.short(key) + mvt.short(used.index(code)) for key, code in enumerate(row) if code >= 0) for row in rows]
    features = [plain_mvt.encode_point(each, *place) for each, *place in zip(tags, x, y)]
    return plain_mvt.encode_layer("p", features, [mvt.encode_key(key) for key in keys], [VALUES[code] for code in used])


PLACED = st.tuples(st.integers(0, 4), st.integers(0, 4095), st.integers(0, 4095), st.lists(st.integers(-1, 305), min_size=3, max_size=3))


@given(st.lists(PLACED, min_size=1, max_size=300))
def test_a_zoom_written_at_once_is_each_tile_written_feature_by_feature(features: list[tuple[int, int, int, list[int]]]) -> None:
    features.sort(key=lambda one: one[0])
    tiles = sorted({one[0] for one in features})
    number, x, y = (np.array(column, dtype=np.int64) for column in ([tiles.index(f[0]) for f in features], [f[1] for f in features], [f[2] for f in features]))
    made = encode("p", ("a", "b", "c"), np.array(VALUES, dtype=object), number, x, y, np.array([f[3] for f in features], dtype=np.int32))
    for tile, data in zip(tiles, made):
        _, xs, ys, rows = zip(*(one for one in features if one[0] == tile))
        assert data == one_by_one(("a", "b", "c"), list(xs), list(ys), list(rows))


def test_a_text_in_utf_8_is_encoded_as_the_text_is() -> None:
    texts = ("", "a", "ệ" * 170 + "x", "ệ" * 170 + "xx", "ệ" * 600)
    assert mvt.encode_texts([text.encode() for text in texts]) == [mvt.encode_value(text) for text in texts]
