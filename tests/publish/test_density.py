"""How far tiles go: to zoom 14, further where features lie so close that a tile would be too large for a phone."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult, stage
from ncovy_qgis.publish.clusters import Members
from ncovy_qgis.publish.density import BRIEF, WHOLE, Zooms, zooms
from ncovy_qgis.publish.snapshot import snapshot
from ncovy_qgis.publish.vendor.pmtiles.reader import MemorySource, all_tiles
from tests.publish.test_tiles import decoded
from tests.publish.world import AS_OF
from tests.server import Database

LIMIT = 500_000
CLOSE = """INSERT INTO ncovy_public.pharmacy (uid, name, address, phone, note_public, operating_state, geom, approved_at, row_version)
SELECT md5('close ' || n)::uuid, 'Nhà thuốc số ' || n, md5(n::text) || ' đường Nguyễn Thị Minh Khai', '0238' || lpad(n::text, 7, '0'),
       md5('x' || n) || md5('y' || n), 'open', ST_SetSRID(ST_MakePoint(105.66899 + (n %% 61) * 0.00017, 18.68061 + (n / 61) * 0.0003), 4326), now(), 1
  FROM generate_series(1, %s) AS n"""


def spread(count: int, zoom: int) -> Members:
    """Features evenly over one tile of a zoom."""
    side = 1 << zoom
    row = int(np.ceil(np.sqrt(count)))
    number = np.arange(count)
    x = (100 + (number % row + 0.5) / row) / side
    y = (90 + (number // row + 0.5) / row) / side
    return Members(x, y, np.zeros(count, dtype=np.int64))


@pytest.mark.parametrize(
    ("count", "zoom", "expected"),
    [
        (0, 14, Zooms(12, 14)), (WHOLE, 14, Zooms(12, 14)), (WHOLE + 1, 14, Zooms(12, 15)), (4 * WHOLE + 200, 14, Zooms(14, 16)),
        (BRIEF + 1, 13, Zooms(13, 14)), (64 * WHOLE, 14, Zooms(15, 16)),
    ],
)  # fmt: skip
def test_the_fullest_tile_decides(count: int, zoom: int, expected: Zooms) -> None:
    assert zooms([spread(count, zoom)]) == expected
    halves = spread(count, zoom)
    assert zooms([halves.of(np.arange(count) % 2 == 0), halves.of(np.arange(count) % 2 == 1)]) == expected


def test_where_features_lie_close_tiles_go_further_and_none_is_too_large(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    with admin.cursor() as cursor:
        cursor.execute(CLOSE, (4_000,))
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
        staged = stage.build(held, tmp_path / "release", lambda name: None)  # the gate, which comes before, would ask where they are from
    result = ReleaseResult("", True, staged.counts, tmp_path / "release", {})
    told = json.loads((result.folder / "tiles.json").read_bytes())
    assert told["maxzoom"] == 15
    assert {layer["maxzoom"] for layer in told["vector_layers"]} == {15}
    sizes = {place: len(data) for place, data in all_tiles(MemorySource((result.folder / "tiles" / "ncovy.pmtiles").read_bytes()))}
    assert {zoom for zoom, _, _ in sizes} == set(range(5, 16))
    assert max(sizes.values()) < LIMIT
    last = {f["properties"]["id"]: f["properties"] for t in decoded(result) if (t["zoom"], t["layer"]) == (15, "pharmacy") for f in t["features"]}
    assert len(last) == result.counts["pharmacy"] == 4_012
    assert sum("note_public" in each for each in last.values()) > 4_000
