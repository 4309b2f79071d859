"""Publishing against its peers: ten GeoJSON files beside ogr2ogr and raw COPY, the tiles beside one ST_AsMVT statement a zoom, a whole release."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db import web_style
from ncovy_qgis.db.connection import connect
from ncovy_qgis.demo.qgis_desk import qgis
from ncovy_qgis.gis.web_style import build_web_style
from ncovy_qgis.paths import icons_dir, styles_dir
from ncovy_qgis.publish.release import publish
from tests.bench import makers, tile_peers
from tests.bench.makers import AS_OF
from tests.bench.measure import Figures, race, table
from tests.faults import Proxy
from tests.server import Database


def geojson(connection: Connection, catalogue: Catalogue, dsn: Mapping[str, str], folder: Path, rounds: int, title: str) -> str:
    """Ten files: ours, GDAL's, and the least PostgreSQL itself needs to hand out the same rows."""
    rivals = {
        "ncovy GeoJSON": lambda: makers.our_files(connection, catalogue, folder),
        "ogr2ogr": lambda: makers.ogr2ogr(catalogue, dsn, folder),
        "limit: raw COPY text": lambda: _copy(connection, catalogue, folder),
    }
    return table(title, race(rivals, rounds), "ncovy GeoJSON", {"ogr2ogr": 0.2, "limit: raw COPY text": 2})


def tiles(connection: Connection, catalogue: Catalogue, dsn: Mapping[str, str], folder: Path, rounds: int, title: str) -> str:
    """One archive z5–z14, gzip included. ST_AsMVT writes no archive; no peer counts what it drops or draws units."""
    tile_peers.install()
    rivals = {
        "ncovy PMTiles": lambda: makers.our_tiles(connection, catalogue, folder),
        "ST_AsMVT, one statement a zoom, two connections": lambda: tile_peers.st_asmvt(connection, catalogue),
        "ogr2ogr, tippecanoe, nothing dropped": lambda: tile_peers.tippecanoe(catalogue, dsn, folder, tile_peers.KEEPING),
        "ogr2ogr, tippecanoe, dropping": lambda: tile_peers.tippecanoe(catalogue, dsn, folder, tile_peers.DROPPING),
        "geopandas, freestiler": lambda: tile_peers.freestiler(catalogue, dsn, folder),
    }
    return table(title, race(rivals, rounds), "ncovy PMTiles", dict(zip(list(rivals)[1:], (0.4, 0.25, 0.2, 0.6))))


def slow_line(database: Database, catalogue: Catalogue, folder: Path, rounds: int, title: str) -> str:
    """Tiles read over 10 ms there and back, 100 Mbit."""
    with Proxy(database.cluster.socket_dir) as proxy, closing(connect(dsn=proxy.dsn(database.name, "phuc"))) as connection:
        proxy.delay(rtt_ms=10, mbit=100)
        rivals = {
            "ncovy PMTiles": lambda: makers.our_tiles(connection, catalogue, folder),
            "ST_AsMVT, one statement a zoom, two connections": lambda: tile_peers.st_asmvt(connection, catalogue),
        }
        return table(title, race(rivals, rounds), "ncovy PMTiles", 0.16)


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


def _copy(connection: Connection, catalogue: Catalogue, folder: Path) -> None:
    with connection.cursor() as cursor:
        for layer in catalogue.layers:
            with (folder / f"{layer.name}.copy").open("wb") as file:
                cursor.copy_expert(sql.SQL("COPY {} TO STDOUT").format(_table(layer)), file)
    connection.rollback()


def _table(layer: Layer) -> sql.Identifier:
    return sql.Identifier("ncovy_public", layer.name)
