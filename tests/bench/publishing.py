"""Publishing against its peers: ten GeoJSON files beside ogr2ogr and raw COPY, the tiles beside one ST_AsMVT statement a zoom, a whole release."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.publish.columns import public_columns
from ncovy_qgis.publish.geojson import write_layer
from ncovy_qgis.publish.snapshot import snapshot
from ncovy_qgis.publish.tiles import write_tiles
from tests.bench.measure import Figures, race

AS_OF = datetime(2021, 9, 17, 18, tzinfo=timezone(timedelta(hours=7)))
TILES = sql.SQL(
    """SELECT x, y, ST_AsMVT(t, {name}, 4096, 'geom' ORDER BY id) FROM (
        SELECT x, y, ST_AsMVTGeom(g, ST_TileEnvelope({zoom}, x, y)) AS geom, {columns} FROM (
            SELECT t.*, ST_Transform(t.geom, 3857) AS g,
                floor((ST_X(ST_Centroid(t.geom)) + 180) / 360 * 2 ^ {zoom})::int AS x,
                floor((1 - asinh(tan(radians(ST_Y(ST_Centroid(t.geom))))) / pi()) / 2 * 2 ^ {zoom})::int AS y
            FROM {table} AS t) AS t) AS t GROUP BY x, y"""
)


def geojson(connection: Connection, catalogue: Catalogue, dsn: Mapping[str, str], folder: Path, rounds: int) -> Figures:
    """Ten files: ours, GDAL's, and the least PostgreSQL itself needs to hand out the same rows."""
    rivals = {
        "ncovy GeoJSON": lambda: _ours(connection, catalogue, folder),
        "ogr2ogr": lambda: _ogr2ogr(catalogue, dsn, folder),
        "limit: raw COPY text": lambda: _copy(connection, catalogue, folder),
    }
    return race(rivals, rounds)


def tiles(connection: Connection, catalogue: Catalogue, folder: Path, rounds: int) -> Figures:
    """One archive z5–z14, gzip included; the peer writes no archive, clusters nothing and draws no units."""
    rivals = {
        "ncovy PMTiles": lambda: _our_tiles(connection, catalogue, folder),
        "ST_AsMVT, one statement a zoom": lambda: _st_asmvt(connection, catalogue),
    }
    return race(rivals, rounds)


def _ours(connection: Connection, catalogue: Catalogue, folder: Path) -> None:
    with snapshot(connection, catalogue, AS_OF) as moment:
        for layer in catalogue.layers:
            write_layer(moment, layer, folder / f"{layer.name}.geojson")


def _ogr2ogr(catalogue: Catalogue, dsn: Mapping[str, str], folder: Path) -> None:
    source = "PG:" + " ".join(f"{key}={value}" for key, value in dsn.items())
    for layer in catalogue.layers:
        target = folder / f"ogr_{layer.name}.geojson"
        target.unlink(missing_ok=True)
        command = ["ogr2ogr", "-q", "-f", "GeoJSON", "-lco", "RFC7946=YES", "-lco", "COORDINATE_PRECISION=6", str(target), source]
        subprocess.run([*command, f"ncovy_public.{layer.name}"], check=True)


def _copy(connection: Connection, catalogue: Catalogue, folder: Path) -> None:
    with connection.cursor() as cursor:
        for layer in catalogue.layers:
            with (folder / f"{layer.name}.copy").open("wb") as file:
                cursor.copy_expert(sql.SQL("COPY {} TO STDOUT").format(_table(layer)), file)
    connection.rollback()


def _our_tiles(connection: Connection, catalogue: Catalogue, folder: Path) -> None:
    with snapshot(connection, catalogue, AS_OF) as moment:
        write_tiles(moment, folder / "ncovy.pmtiles", styled_fields={}, step=lambda: None)


def _st_asmvt(connection: Connection, catalogue: Catalogue) -> None:
    with connection.cursor() as cursor, ThreadPoolExecutor(2) as pool:
        for zoom in range(5, 15):
            for layer in catalogue.layers:
                columns = sql.SQL(", ").join(sql.SQL("{} AS {}").format(column.flat, sql.Identifier(column.name)) for column in public_columns(layer))
                cursor.execute(TILES.format(name=sql.Literal(layer.name), zoom=sql.Literal(zoom), table=_table(layer), columns=columns))
                list(pool.map(lambda row: gzip.compress(bytes(row[2]), 4), cursor.fetchall()))
    connection.rollback()


def _table(layer: Layer) -> sql.Identifier:
    return sql.Identifier("ncovy_public", layer.name)
