"""What is raced, without anything of QGIS: its memory is measured as well."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish.geojson import write_layers
from ncovy_qgis.publish.snapshot import snapshot
from ncovy_qgis.publish.tiles import write_tiles

AS_OF = datetime(2021, 9, 17, 18, tzinfo=timezone(timedelta(hours=7)))


def our_files(connection: Connection, catalogue: Catalogue, folder: Path) -> None:
    with snapshot(connection, catalogue, AS_OF) as moment:
        write_layers(moment, folder, lambda _: None)


def our_tiles(connection: Connection, catalogue: Catalogue, folder: Path) -> None:
    with snapshot(connection, catalogue, AS_OF) as moment:
        write_tiles(moment, folder, styled_fields={}, step=lambda: None)


def ogr2ogr(catalogue: Catalogue, dsn: Mapping[str, str], folder: Path) -> None:
    source = "PG:" + " ".join(f"{key}={value}" for key, value in dsn.items())
    for layer in catalogue.layers:
        target = folder / f"ogr_{layer.name}.geojson"
        target.unlink(missing_ok=True)
        command = ["ogr2ogr", "-q", "-f", "GeoJSON", "-lco", "RFC7946=YES", "-lco", "COORDINATE_PRECISION=6", str(target), source]
        subprocess.run([*command, f"ncovy_public.{layer.name}"], check=True)
