"""Publishing against its peers: ten GeoJSON files beside ogr2ogr and raw COPY, the tiles beside one ST_AsMVT statement a zoom, a whole release."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db import web_style
from ncovy_qgis.demo.qgis_desk import qgis
from ncovy_qgis.gis.web_style import build_web_style
from ncovy_qgis.paths import icons_dir, styles_dir
from ncovy_qgis.publish.columns import public_columns
from ncovy_qgis.publish.geojson import write_layers
from ncovy_qgis.publish.release import publish
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


def releases(connection: Connection, catalogue: Catalogue, folder: Path, rounds: int) -> Figures:
    """The whole site, viewer, manifest and comparison with the release before included; and once more when nothing changed."""
    known = folder / "known"
    publish(connection, known, catalogue=catalogue, as_of=AS_OF)
    rivals = {
        "first release into an empty folder": lambda: _first_release(connection, catalogue, folder / "fresh"),
        "nothing changed": lambda: _no_release(connection, catalogue, known),
    }
    return race(rivals, rounds)


def store_style(admin: Connection, catalogue: Catalogue) -> None:
    """What a publication needs of QGIS, once."""
    with qgis():
        drawn = build_web_style(styles_dir(), icons_dir(), catalogue)
    web_style.store(admin, drawn)
    admin.commit()


def _first_release(connection: Connection, catalogue: Catalogue, site: Path) -> None:
    shutil.rmtree(site, ignore_errors=True)
    if not publish(connection, site, catalogue=catalogue, as_of=AS_OF).made:
        raise RuntimeError("an empty folder got no release")


def _no_release(connection: Connection, catalogue: Catalogue, site: Path) -> None:
    if publish(connection, site, catalogue=catalogue, as_of=AS_OF).made:
        raise RuntimeError("a release was made though nothing had changed")


def _ours(connection: Connection, catalogue: Catalogue, folder: Path) -> None:
    with snapshot(connection, catalogue, AS_OF) as moment:
        write_layers(moment, folder, lambda _: None)


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
