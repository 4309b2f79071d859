"""Polygon layers and administrative units: clipped and encoded by PostGIS, one statement a zoom, always in order."""

from __future__ import annotations

import struct
from typing import NamedTuple

import numpy as np
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Layer

from . import mvt
from .clusters import TILE_PIXELS, Clusters, Mask, Members
from .columns import Column, public_columns, visible
from .copying import copy_binary
from .points import Floats, Rows, Tiles, listed, read_rows, world
from .snapshot import Snapshot

BUFFER = 64
SMALL_PIXELS = 8
WORLD_METRES = 40075016.685578488
UNIT_COLUMNS = {"code": "text", "name": "text", "level": "integer"}
_PLACED = struct.Struct(">hiiiii")
"""A row of tiles: three columns; a length before each of line, column and bytes."""
_STEP = 3
"""A tile is cut from a piece cut for its ancestor three zooms up: large outlines are walked once, not per tile."""
_ANCESTORS = sql.SQL(
    """generate_series(floor((ST_XMin(g) / {world} + 0.5) * {wide} - {margin})::int,
            floor((ST_XMax(g) / {world} + 0.5) * {wide} + {margin})::int) AS cx,
        generate_series(floor((0.5 - ST_YMax(g) / {world}) * {wide} - {margin})::int,
            floor((0.5 - ST_YMin(g) / {world}) * {wide} + {margin})::int) AS cy"""
)
_COARSE = sql.SQL("ST_ClipByBox2D(g, ST_TileEnvelope({ancestor}, cx, cy, margin => {margin})) AS g")
_TILES = sql.SQL(
    """generate_series(greatest(cx * {per}, floor((ST_XMin(g) / {world} + 0.5) * {side} - {margin})::int),
            least(cx * {per} + {per} - 1, floor((ST_XMax(g) / {world} + 0.5) * {side} + {margin})::int)) AS tx,
        generate_series(greatest(cy * {per}, floor((0.5 - ST_YMax(g) / {world}) * {side} - {margin})::int),
            least(cy * {per} + {per} - 1, floor((0.5 - ST_YMin(g) / {world}) * {side} + {margin})::int)) AS ty"""
)
_CLIP = sql.SQL("ST_AsMVTGeom(g, ST_TileEnvelope({zoom}, tx, ty), {extent}, {buffer}, true)")
# Areas smaller than 8 by 8 pixels would vanish: they are left out here and come back as the counts in `cell`.
_ZONES = sql.SQL(
    """WITH area AS MATERIALIZED (
    SELECT p.*, ST_Transform(t.geom, 3857) AS g
    FROM {table} AS t CROSS JOIN LATERAL (SELECT {columns}) AS p WHERE {visible} AND {roomy}
), cell AS (
    SELECT * FROM unnest({x}::float8[], {y}::float8[], {count}::int[], {state}::text[]) WITH ORDINALITY
        AS c (x, y, count, state, number)
), coarse AS MATERIALIZED (
    SELECT cx, cy, {names}, id AS piece, {coarse} FROM area, {ancestors} WHERE sqrt(ST_Area(g)) >= {small}
), piece AS MATERIALIZED (
    SELECT tx, ty, piece, {names}, NULL::int AS count, NULL::text AS state, {clip} AS geom FROM coarse, {tiles}
    UNION ALL
    SELECT tx, ty, to_char(number, 'FM0000000'), {nulls}, count, state,
        ST_AsMVTGeom(ST_SetSRID(ST_MakePoint((x - 0.5) * {world}, (0.5 - y) * {world}), 3857),
            ST_TileEnvelope({zoom}, tx, ty), {extent}, 0, true)
    FROM (SELECT *, floor(x * {side})::int AS tx, floor(y * {side})::int AS ty FROM cell) AS c
)
SELECT tx, ty, ST_AsMVT(m, {name}, {extent}, 'geom' ORDER BY piece.piece)
FROM piece CROSS JOIN LATERAL (SELECT {names}, count, state, geom) AS m
WHERE m.geom IS NOT NULL GROUP BY tx, ty"""
)
# An area is no larger than its box, and boxes cost nothing: low zooms need not project what they do not draw.
_ROOMY = sql.SQL(
    """(ST_XMax(t.geom) - ST_XMin(t.geom)) * (ST_YMax(t.geom) - ST_YMin(t.geom)) * 1.001 * ({world} / 360) ^ 2
        >= {small} ^ 2 * cos(radians(greatest(abs(ST_YMin(t.geom)), abs(ST_YMax(t.geom)))))"""
)
_SMALL = sql.SQL(
    """SELECT ST_X(ST_Centroid(t.geom)), ST_Y(ST_Centroid(t.geom)), t.{state}, sqrt(ST_Area(ST_Transform(t.geom, 3857)))
FROM {table} AS t WHERE {visible} ORDER BY t.uid"""
)
# In the middle of its largest part, or inside it where that is bent around its middle.
_NAME_POINT = sql.SQL(
    """LATERAL (
        SELECT CASE WHEN ST_Intersects(d.geom, ST_Centroid(d.geom)) THEN ST_Centroid(d.geom) ELSE ST_PointOnSurface(d.geom) END AS point
        FROM ST_Dump(t.geom) AS d ORDER BY ST_Area(d.geom) DESC, d.path LIMIT 1
    ) AS l"""
)
_NAMED = sql.SQL("SELECT ST_X(l.point), ST_Y(l.point), {columns} FROM {table} AS t, {point} WHERE {visible} ORDER BY t.uid")
# Whoever is in the midst of an area wider than a map also reads its name: once in each tile whose middle it covers.
_NAMED_AGAIN = sql.SQL(
    """SELECT (tx + 0.5) / {side} * 360 - 180, degrees(atan(sinh(pi() * (1 - (ty + 0.5) / {side} * 2)))), {columns}
FROM {table} AS t, {point}, ST_Transform(t.geom, 3857) AS g, ST_Transform(l.point, 3857) AS p,
    generate_series(floor((ST_XMin(g) / {world} + 0.5) * {side})::int, floor((ST_XMax(g) / {world} + 0.5) * {side})::int) AS tx,
    generate_series(floor((0.5 - ST_YMax(g) / {world}) * {side})::int, floor((0.5 - ST_YMin(g) / {world}) * {side})::int) AS ty
WHERE {visible} AND {roomy} AND sqrt(ST_Area(g)) >= {small}
    AND (tx, ty) <> (floor((ST_X(p) / {world} + 0.5) * {side})::int, floor((0.5 - ST_Y(p) / {world}) * {side})::int)
    AND ST_Intersects(g, ST_SetSRID(ST_MakePoint(((tx + 0.5) / {side} - 0.5) * {world}, (0.5 - (ty + 0.5) / {side}) * {world}), 3857))
ORDER BY t.uid, ty, tx"""
)
_CURRENT_UNITS = sql.SQL(
    """ncovy_public.unit AS u JOIN ncovy.era AS e USING (era)
    WHERE u.level <= {level} AND e.valid_from <= {day} AND (e.valid_to IS NULL OR e.valid_to >= {day})"""
)
_UNITS = sql.SQL(
    """WITH area AS MATERIALIZED (
    SELECT u.code, u.name, u.level, ST_Transform(u.geom, 3857) AS g FROM {units} AND u.geom IS NOT NULL
), coarse AS MATERIALIZED (
    SELECT cx, cy, code, name, level, {coarse} FROM area, {ancestors}
), piece AS MATERIALIZED (
    SELECT tx, ty, code, name, level, {clip} AS geom FROM coarse, {tiles}
)
SELECT tx, ty, ST_AsMVT(m, 'unit', {extent}, 'geom' ORDER BY piece.level, piece.code)
FROM piece CROSS JOIN LATERAL (SELECT code, name, level, geom) AS m
WHERE m.geom IS NOT NULL GROUP BY tx, ty"""
)
_LABELS = sql.SQL(
    """SELECT ST_X(u.point), ST_Y(u.point), u.code, u.name, u.level::int
FROM {units} AND u.point IS NOT NULL ORDER BY u.level, u.code"""
)
_BOUNDS = sql.SQL("SELECT min(ST_XMin(e)), min(ST_YMin(e)), max(ST_XMax(e)), max(ST_YMax(e)) FROM ({extents}) AS b (e)")
_UNIT_EXTENT = sql.SQL("SELECT ST_Extent(u.geom) FROM {units}")
_LAYER_EXTENT = sql.SQL("SELECT ST_Extent(t.geom) FROM {table} AS t WHERE {visible}")


class Zones(NamedTuple):
    """Middles, states and sizes of a polygon layer, to tell at each zoom what is too small to be drawn."""

    members: Members
    states: tuple[str, ...]
    """State codes by their number in `members`."""
    metres: Floats
    """Side of a square of the same area, in web mercator."""
    names: Rows
    """A point for the name of each, with what the style reads of it."""

    def small(self, zoom: int, last: int) -> Mask:
        return self.metres < small_metres(zoom, last)

    def any_wide(self, zoom: int) -> bool:
        """Whether one is larger than a tile."""
        return bool((self.metres >= tile_metres(zoom)).any())


def tile_metres(zoom: int) -> float:
    """Side of a tile in web mercator."""
    return WORLD_METRES / (1 << zoom)


def small_metres(zoom: int, last: int) -> float:
    """Below this an area is counted; at the last zoom none is."""
    return 0.0 if zoom >= last else tile_metres(zoom) / TILE_PIXELS * SMALL_PIXELS


def read_zones(snapshot: Snapshot, layer: Layer, columns: tuple[str, ...]) -> Zones:
    """Read what clustering needs of a polygon layer, and some columns for the names."""
    query = _SMALL.format(table=snapshot.table(layer), visible=visible(layer, snapshot.as_of), state=sql.Identifier(layer.state_field))
    snapshot.cursor.execute(query)
    read = snapshot.cursor.fetchall()
    known: dict[str, int] = {}
    state = np.array([-1 if row[2] is None else known.setdefault(row[2], len(known)) for row in read], dtype=np.int64)
    x, y = world(np.array([row[:2] for row in read], dtype=float).reshape(-1, 2))
    return Zones(Members(x, y, state), tuple(known), np.array([row[3] for row in read], dtype=float), zone_names(snapshot, layer, columns))


def zone_names(snapshot: Snapshot, layer: Layer, columns: tuple[str, ...], zoom: int | None = None) -> Rows:
    """A point for the name of each area; of a zoom, more of them for those larger than its tiles."""
    chosen = [column for column in public_columns(layer) if column.name in columns]
    parts = {
        "columns": sql.SQL(", ").join(column.flat for column in chosen),
        "table": snapshot.table(layer),
        "point": _NAME_POINT,
        "visible": visible(layer, snapshot.as_of),
    }
    query = _NAMED.format(**parts) if zoom is None else _NAMED_AGAIN.format(**parts, **_grid(zoom), **_at_least(tile_metres(zoom)))
    return read_rows(snapshot, layer.label_source, query, {column.name: column.kind for column in chosen})


def _at_least(metres: float) -> dict[str, sql.Composable]:
    """The side of a square as large as the smallest area that is wanted."""
    small = sql.Literal(metres)
    return {"small": small, "roomy": _ROOMY.format(world=sql.Literal(WORLD_METRES), small=small)}


def zone_tiles(snapshot: Snapshot, layer: Layer, zoom: int, last: int, columns: tuple[str, ...], counts: Clusters, states: tuple[str, ...]) -> Tiles:
    """One zoom of a polygon layer: the areas large enough to be drawn, and the counts of the others."""
    chosen = [column for column in public_columns(layer) if column.name in columns]
    names = [sql.Identifier(column.name) for column in chosen]
    query = _ZONES.format(
        **_grid(zoom),
        table=snapshot.table(layer),
        columns=sql.SQL(", ").join(_named(column) for column in chosen),
        visible=visible(layer, snapshot.as_of),
        **_at_least(small_metres(zoom, last)),
        x=sql.Literal(counts.x.tolist()),
        y=sql.Literal(counts.y.tolist()),
        count=sql.Literal(counts.count.tolist()),
        state=sql.Literal([states[number] if number >= 0 else None for number in listed(counts.state)]),
        names=sql.SQL(", ").join(names),
        nulls=sql.SQL(", ").join(sql.SQL("NULL") for _ in names),
        name=sql.Literal(layer.name),
    )
    return _tiles(snapshot, query)


def unit_tiles(snapshot: Snapshot, zoom: int) -> Tiles:
    """Boundaries: the province always, districts and communes from zoom 6, where the overview colours communes."""
    return _tiles(snapshot, _UNITS.format(**_grid(zoom), units=current_units(snapshot, 1 if zoom < 6 else 3)))


def unit_labels(snapshot: Snapshot) -> Rows:
    """A point with a name for every unit."""
    return read_rows(snapshot, "unit_label", _LABELS.format(units=current_units(snapshot, 3)), UNIT_COLUMNS)


def bounds(snapshot: Snapshot) -> tuple[float, float, float, float] | None:
    """West, south, east, north in degrees of all units and features: nobody asks for a tile outside. None for nothing at all."""
    layers = snapshot.catalogue.layers
    extents = [_LAYER_EXTENT.format(table=snapshot.table(one), visible=visible(one, snapshot.as_of)) for one in layers]
    extents.append(_UNIT_EXTENT.format(units=current_units(snapshot, 3)))
    snapshot.cursor.execute(_BOUNDS.format(extents=sql.SQL(" UNION ALL ").join(extents)))
    row = snapshot.cursor.fetchone()
    return (row[0], row[1], row[2], row[3]) if row and row[0] is not None else None


def unit_level(zoom: int) -> int:
    """The finest level of units named at a zoom: districts from zoom 6, communes from zoom 9."""
    return 1 if zoom < 6 else 2 if zoom < 9 else 3


def _named(column: Column) -> sql.Composable:
    return sql.SQL("{} AS {}").format(column.flat, sql.Identifier(column.name))


def _grid(zoom: int) -> dict[str, sql.Composable]:
    """The parts of a statement that depend on the zoom alone."""
    numbers = {
        "zoom": zoom,
        "side": 1 << zoom,
        "ancestor": zoom - _STEP,
        "wide": 1 << zoom - _STEP,
        "per": 1 << _STEP,
        "world": WORLD_METRES,
        "extent": mvt.EXTENT,
        "buffer": BUFFER,
        "margin": BUFFER / mvt.EXTENT,
    }
    values: dict[str, sql.Composable] = {name: sql.Literal(number) for name, number in numbers.items()}
    fragments = {"coarse": _COARSE, "ancestors": _ANCESTORS, "clip": _CLIP, "tiles": _TILES}
    return {**values, **{name: fragment.format(**values) for name, fragment in fragments.items()}}


def current_units(snapshot: Snapshot, level: int) -> sql.Composable:
    """What follows FROM for the units valid on the day of the snapshot, down to a level; their alias is u."""
    return _CURRENT_UNITS.format(level=sql.Literal(level), day=sql.Literal(snapshot.as_of.date()))


def _tiles(snapshot: Snapshot, query: sql.Composable) -> Tiles:
    tiles: Tiles = {}

    def take(row: bytes) -> None:
        _, _, x, _, y, _ = _PLACED.unpack_from(row)
        tiles[x, y] = row[_PLACED.size :]

    copy_binary(snapshot.cursor, query, take)
    return tiles
