"""The archive ncovy.pmtiles: all layers and the units, zoom 5 to 14, or 16 where features lie close, the same bytes for the same state."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Callable, Union

import numpy as np

from ncovy_qgis.core.catalogue import Layer

from . import mvt
from .areas import UNIT_COLUMNS, Zones, bounds, read_zones, unit_labels, unit_level, unit_tiles, zone_tiles
from .clusters import Clusters, Mask, Members, cluster, none, with_clusters
from .columns import public_columns
from .companion import Readers, companion
from .density import FIRST_LAST_ZOOM, Zooms, zooms
from .points import Rows, Tiles, cut, read_points
from .snapshot import Snapshot
from .vendor.pmtiles.tile import Compression, TileType, zxy_to_tileid
from .vendor.pmtiles.writer import Writer

MIN_ZOOM = 5
GZIP_LEVEL = 4
Bounds = tuple[float, float, float, float]
Areas = Callable[..., "Future[Tiles]"]
"""Begins a query about areas: a function of a snapshot, and what else it takes."""
VIETNAM_BOUNDS: Bounds = (102.1, 8.2, 109.5, 23.4)


@dataclass(frozen=True)
class TileSet:
    """What the archive holds, for TileJSON and manifest."""

    bounds: Bounds
    vector_layers: tuple[Mapping[str, Any], ...]
    tiles: int
    last_zoom: int


@dataclass(frozen=True)
class Source:
    """One catalogue layer ready to be cut: points in memory, or polygons, which PostGIS cuts."""

    layer: Layer
    shape: Union[Rows, Zones]
    brief: tuple[str, ...]
    """The attributes below the last zoom: key, name, state, kind and what the style reads."""

    def members(self, zoom: int, last: int) -> Members:
        """What may be counted at a zoom: every point, the areas too small to draw."""
        if isinstance(self.shape, Zones):
            return self.shape.members.of(self.shape.small(zoom, last))
        return self.all_members()

    def all_members(self) -> Members:
        """Where everything is, areas by their middles."""
        if isinstance(self.shape, Zones):
            return self.shape.members
        return Members(self.shape.x, self.shape.y, self.shape.column(self.layer.state_field))


def write_tiles(snapshot: Snapshot, path: Path, *, styled_fields: Mapping[str, frozenset[str]], step: Callable[[], None]) -> TileSet:
    """Write the archive; `step` is called once a zoom and may raise to stop."""
    with path.open("wb") as file, _writer(file) as writer, ThreadPoolExecutor(2) as pool, _areas(snapshot) as areas:
        units = [areas(unit_tiles, zoom) for zoom in range(MIN_ZOOM, FIRST_LAST_ZOOM + 1)]
        sources = [_read(snapshot, one, styled_fields.get(one.name, frozenset())) for one in snapshot.catalogue.layers]
        labels = unit_labels(snapshot)
        tileset_bounds = bounds(snapshot) or VIETNAM_BOUNDS
        reach = zooms([source.all_members() for source in sources])
        units += [areas(unit_tiles, zoom) for zoom in range(FIRST_LAST_ZOOM + 1, reach.last + 1)]
        begun = [list(_cut(areas, sources, zoom, reach)) for zoom in range(MIN_ZOOM, reach.last + 1)]
        for zoom, (boundaries, layers) in enumerate(zip(units, begun), MIN_ZOOM):
            step()
            tiles = _merge([boundaries.result(), cut(_labelled(labels, zoom), zoom), *(layer() for layer in layers)])
            _write(writer, pool, zoom, tiles)
        described = (*(_describe(source, reach.last) for source in sources), *_describe_units(reach.last))
        count = _finish(writer, tileset_bounds, described)
    return TileSet(tileset_bounds, described, count, reach.last)


@contextmanager
def _areas(snapshot: Snapshot) -> Iterator[Areas]:
    """PostGIS cuts areas on the second connection while points are read and encoded here; with one connection they wait for each other."""
    with companion(snapshot) as second:
        own = second or replace(snapshot, cursor=snapshot.cursor.connection.cursor())
        with Readers(own).pool() as thread:
            yield lambda work, *what: thread.submit(work, own, *what)


@contextmanager
def _writer(file: BinaryIO) -> Iterator[Writer]:
    """The library keeps tiles in a temporary file until the end; a publication that stops must not leave it open."""
    writer = Writer(file)
    try:
        yield writer
    finally:
        writer.tile_f.close()


def _read(snapshot: Snapshot, layer: Layer, styled: frozenset[str]) -> Source:
    wanted = {"id", "name", layer.state_field, layer.kind_field} | styled
    brief = tuple(column.name for column in public_columns(layer) if column.name in wanted)
    shape = read_points(snapshot, layer) if layer.geometry == "Point" else read_zones(snapshot, layer)
    return Source(layer, shape, brief)


def _cut(areas: Areas, sources: Sequence[Source], zoom: int, reach: Zooms) -> Iterator[Callable[[], Tiles]]:
    """All layers at a zoom, areas begun, points still to be encoded; what crowds is counted together, so that the counts keep clear of each other."""
    members = [source.members(zoom, reach.last) for source in sources]
    clustered = cluster(members, zoom) if zoom <= reach.counted else none(members)
    for source, one, (alone, counts) in zip(sources, members, clustered):
        columns = source.brief if zoom < reach.last else tuple(column.name for column in public_columns(source.layer))
        if isinstance(source.shape, Zones):
            # An area too small to be drawn still shows: as a count of one where it lies.
            counts = counts.with_singles(one.of(alone))
            yield areas(zone_tiles, source.layer, zoom, reach.last, columns, counts, source.shape.states).result
        elif zoom <= reach.counted:
            yield partial(_counted, source.shape.only(columns), alone, counts, zoom)
        else:
            yield partial(cut, source.shape.only(columns), zoom)


def _counted(rows: Rows, alone: Mask, counts: Clusters, zoom: int) -> Tiles:
    return cut(with_clusters(rows, alone, counts), zoom)


def _labelled(labels: Rows, zoom: int) -> Rows:
    """The names of the units whose boundaries a zoom shows."""
    known = [mvt.encode_value(level) for level in range(1, unit_level(zoom) + 1)]
    numbers = [index for index, value in enumerate(labels.values) if value in known]
    chosen = np.isin(labels.column("level"), numbers)
    return labels._replace(x=labels.x[chosen], y=labels.y[chosen], codes=labels.codes[chosen])


def _merge(parts: Sequence[Tiles]) -> Tiles:
    merged: dict[tuple[int, int], list[bytes]] = defaultdict(list)
    for part in parts:
        for place, data in part.items():
            merged[place].append(data)
    return {place: b"".join(data) for place, data in merged.items()}


def gzip_bytes(data: bytes) -> bytes:
    """gzip without a time in its header; releases the interpreter lock, so threads help."""
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def _write(writer: Writer, pool: ThreadPoolExecutor, zoom: int, tiles: Tiles) -> None:
    ordered = sorted((zxy_to_tileid(zoom, x, y), data) for (x, y), data in tiles.items())
    packed = pool.map(gzip_bytes, (data for _, data in ordered))
    for (number, _), data in zip(ordered, packed):
        writer.write_tile(number, data)


def _describe(source: Source, last: int) -> Mapping[str, Any]:
    kinds = {"integer": "Number", "number": "Number", "boolean": "Boolean"}
    types = {field.name: kinds.get(field.type, "String") for field in source.layer.fields}
    fields = {column.name: types.get(column.name, "String") for column in public_columns(source.layer)}
    fields.update(count="Number", state="String")
    return {"id": source.layer.name, "minzoom": MIN_ZOOM, "maxzoom": last, "fields": fields}


def _describe_units(last: int) -> Sequence[Mapping[str, Any]]:
    fields = dict(zip(UNIT_COLUMNS, ("String", "String", "Number")))
    return [{"id": name, "minzoom": MIN_ZOOM, "maxzoom": last, "fields": fields} for name in ("unit", "unit_label")]


def _finish(writer: Writer, box: Bounds, described: Sequence[Mapping[str, Any]]) -> int:
    """Write header, directories and metadata; an archive needs at least one tile, be it empty."""
    if not writer.tile_entries:
        writer.write_tile(zxy_to_tileid(MIN_ZOOM, 0, 0), gzip_bytes(b""))
    west, south, east, north = (round(degree * 10_000_000) for degree in box)
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 8,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
    writer.finalize(header, {"name": "ncovy", "vector_layers": list(described)})
    return int(writer.addressed_tiles)
