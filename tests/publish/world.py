"""What the tests of publishing work with: published rows of every layer, a plain web style, the bytes of a site."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer, load_catalogue
from ncovy_qgis.core.projection import public_position, public_row
from ncovy_qgis.publish import ReleaseResult, gate, publish
from ncovy_qgis.publish.vendor.pmtiles.reader import MemorySource, all_tiles
from tests.server import Database

VIETNAM = timezone(timedelta(hours=7))
AS_OF = datetime(2021, 9, 17, 18, tzinfo=VIETNAM)
VINH = (105.68, 18.68)
CANARY = "chimhoangyen"
REASON = "Dữ liệu thử"
# What was approved stands in history; here as much of it as the public does not see.
VERSION = """INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset)
    VALUES (%s, %s, 'insert', 1, %s, ST_GeomFromText(%s, 4326), 0) ON CONFLICT DO NOTHING"""


def polygon(place: tuple[float, float], side: float) -> str:
    """WKT of a square multipolygon."""
    x, y = place
    corners = ((0, 0), (0, side), (side, side), (side, 0), (0, 0))  # clockwise: RFC 7946 wants it turned
    return "MULTIPOLYGON(((" + ", ".join(f"{x + dx} {y + dy}" for dx, dy in corners) + ")))"


def value(catalogue: Catalogue, layer: Layer, field: Field, number: int) -> Any:
    """A visible value for a public field; every fifth optional one is left empty."""
    if field.name == "name":
        return f"{layer.title.vi} số {number}"
    if field.name == layer.state_field:
        return "active" if field.name == "status" else "open"
    if number % 5 == 4 and not field.rules_of("required") and not field.name.endswith("_code"):
        return None
    codes = [each.code for each in catalogue.lists[field.list].values] if field.list else []
    made: dict[str, Any] = {
        "list": codes[number % len(codes)] if codes else None,
        "lists": [codes[number % len(codes)], codes[(number + 1) % len(codes)]] if len(codes) > 1 else codes,
        "integer": 20 + number,
        "number": 12.5 + number,
        "boolean": number % 2 == 0,
        "date": date(2021, 9, 1 + number % 28),
        "datetime": AS_OF - timedelta(hours=number, minutes=5),
        "reference": uid(catalogue.layer(field.references), number) if field.references else None,
    }
    return made.get(field.type, f"{field.label.vi} {number}")


def uid(layer: Layer, number: int) -> str:
    digest = hashlib.md5(f"{layer.name} {number}".encode()).hexdigest()
    return str(UUID(digest))


def insert(connection: Connection, layer: Layer, key: str, values: Mapping[str, Any], wkt: str) -> None:
    """One row of a published table; PostgreSQL checks its types."""
    row = {"commune_name": "Phường Lê Lợi", "district_name": "Thành phố Vinh", **values, "uid": key}
    row.update(approved_at=AS_OF, row_version=1)
    query = sql.SQL("INSERT INTO {} ({}, geom) VALUES ({}, ST_GeomFromText(%s, 4326))").format(
        sql.Identifier("ncovy_public", layer.name),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join([sql.Placeholder()] * len(row)),
    )
    with connection.cursor() as cursor:
        cursor.execute(query, (*row.values(), wkt))
        cursor.execute(VERSION, (layer.name, key, json.dumps({**_unseen(layer), "name_search": str(row.get("name"))}), wkt))


def _unseen(layer: Layer) -> dict[str, Any]:
    """What a row needs besides what is public."""
    needed = [field for field in layer.fields if not field.public and field.rules_of("required")]
    return {"commune_era": 2021, **{field.name: False if field.type == "boolean" else "imagery" for field in needed}}


def fill(database: Database, catalogue: Catalogue, each: int = 12, seed: int = 7) -> None:
    """Publish `each` features of every layer, most of them around Vinh."""
    chance = random.Random(seed)
    with closing(database.admin()) as connection, connection:
        for layer in catalogue.layers:
            for number in range(each):
                if number % 3:
                    place = (VINH[0] + chance.uniform(-0.02, 0.005), VINH[1] + chance.uniform(0, 0.02))
                else:
                    place = (VINH[0] + chance.uniform(-0.4, -0.1), VINH[1] + chance.uniform(0.12, 0.5))
                row = approved(catalogue, layer, number)
                place = public_position(layer, row, *place)
                wkt = f"POINT({place[0]} {place[1]})" if layer.geometry == "Point" else polygon(place, 0.0004 * 3**(number % 4))
                insert(connection, layer, uid(layer, number), public_row(layer, row), wkt)


def approved(catalogue: Catalogue, layer: Layer, number: int) -> dict[str, Any]:
    """A row that could have been approved: nothing is said that does not apply to it."""
    row = {field.name: value(catalogue, layer, field, number) for field in layer.public_fields}
    for rule in layer.rules:
        if rule.kind == "only_when" and rule.field in row and not rule.holds(row, AS_OF):
            row[rule.field] = None
    return row


def answer(database: Database) -> None:
    """The publisher takes every warning about this odd world, as it is now."""
    with closing(database.connect("phuc")) as connection:
        gate.accept(connection, load_catalogue(), AS_OF, REASON)


def inside(database: Database) -> None:
    """The boundaries of Vinh alone, and that of the province: most tests publish, few look at boundaries."""
    database.run("UPDATE ncovy.unit SET geom = NULL WHERE parent_code IS DISTINCT FROM '412' AND level > 1")


def png(side: int = 8) -> bytes:
    """A small picture."""
    rows = b"".join(b"\0" + b"\x20\x80\xc0\xff" * side for _ in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def plain_style(catalogue: Catalogue) -> dict[str, bytes]:
    """Circles and fills: enough for a release, no likeness intended."""
    layers: list[dict[str, Any]] = [{"id": "background", "type": "background", "paint": {"background-color": "#fff"}}]
    for layer in catalogue.layers:
        kind = "circle" if layer.geometry == "Point" else "fill"
        layers.append({"id": layer.name, "type": kind, "source": "ncovy", "source-layer": layer.name,
                       "filter": ["has", layer.state_field], "metadata": {"ncovy:layer": layer.name}})  # fmt: skip
    style = {"version": 8, "sources": {"other": {"type": "vector", "url": "https://tiles.example"}}, "layers": layers}
    sprite = {name: png() for name in ("sprite.png", "sprite@2x.png")}
    return {"style.json": json.dumps(style).encode(), "sprite.json": b"{}", "sprite@2x.json": b"{}", **sprite}


def store_style(database: Database, files: Mapping[str, bytes]) -> None:
    with closing(database.admin()) as connection, connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM ncovy.web_style")
        for name, content in files.items():
            cursor.execute("INSERT INTO ncovy.web_style VALUES (%s, %s, %s)", (name, content, hashlib.sha256(content).hexdigest()))


def release(database: Database, site: Path, catalogue: Catalogue, **options: Any) -> ReleaseResult:
    """Publish as the publisher does."""
    with closing(database.connect("phuc")) as connection:
        return publish(connection, site, catalogue=catalogue, **{"as_of": AS_OF, **options})


def features(site: Path, layer: str) -> list[dict[str, Any]]:
    """The features of a layer at its stable address."""
    found: list[dict[str, Any]] = json.loads((site / "latest" / "data" / f"{layer}.geojson").read_bytes())["features"]
    return found


def archive(result: ReleaseResult, name: str = "ncovy.pmtiles") -> Iterator[tuple[tuple[int, int, int], bytes]]:
    """Tiles of a release, unpacked."""
    data = (result.folder / "tiles" / name).read_bytes()
    for place, tile in all_tiles(MemorySource(data)):
        yield place, gzip.decompress(tile)


def files(folder: Path) -> dict[str, bytes]:
    """Path → content of everything below a folder but what only publications read."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in (".lock", ".state.json"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
