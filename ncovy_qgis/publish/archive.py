"""A PMTiles archive written zoom by zoom: packed in threads, the same bytes for the same tiles."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .points import Tiles
from .vendor.pmtiles.tile import Compression, TileType, zxy_to_tileid
from .vendor.pmtiles.writer import Writer

MIN_ZOOM = 5
GZIP_LEVEL = 4
_TOGETHER = 64
"""Tiles a thread packs at a time: handing over a single one costs as much as packing it."""
Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class TileSet:
    """What an archive holds, for TileJSON and manifest."""

    bounds: Bounds
    vector_layers: tuple[Mapping[str, Any], ...]
    tiles: int
    last_zoom: int


@dataclass
class Archive:
    """One that is being written."""

    writer: Writer
    pool: ThreadPoolExecutor
    waiting: Sequence[tuple[list[int], Future[list[bytes]]]] = ()
    """Numbers of tiles that are being packed, some dozens together, and what becomes of them."""

    def write(self, zoom: int, tiles: Tiles) -> None:
        """Some tiles of a zoom, all behind those written before; they are packed while the caller makes the next."""
        ordered = sorted((zxy_to_tileid(zoom, x, y), data) for (x, y), data in tiles.items())
        parts = [ordered[start : start + _TOGETHER] for start in range(0, len(ordered), _TOGETHER)]
        begun = [([number for number, _ in part], self.pool.submit(_packed, [data for _, data in part])) for part in parts]
        self._drain()
        self.waiting = begun

    def _drain(self) -> None:
        for numbers, packed in self.waiting:
            for number, data in zip(numbers, packed.result()):
                self.writer.write_tile(number, data)
        self.waiting = ()

    def finish(self, box: Bounds, last_zoom: int, described: Sequence[Mapping[str, Any]]) -> TileSet:
        """Write header, directories and metadata; an archive needs at least one tile, be it empty."""
        self._drain()
        if not self.writer.tile_entries:
            self.writer.write_tile(zxy_to_tileid(MIN_ZOOM, 0, 0), gzip_bytes(b""))
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
        self.writer.finalize(header, {"name": "ncovy", "vector_layers": list(described)})
        return TileSet(box, tuple(described), int(self.writer.addressed_tiles), last_zoom)


@contextmanager
def archive(path: Path) -> Iterator[Archive]:
    """The library keeps tiles in a temporary file until the end; a publication that stops must not leave it open."""
    with path.open("wb") as file, ThreadPoolExecutor(2) as pool:
        writer = Writer(file)
        try:
            yield Archive(writer, pool)
        finally:
            writer.tile_f.close()


def gzip_bytes(data: bytes) -> bytes:
    """gzip without a time in its header; releases the interpreter lock, so threads help."""
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def _packed(parts: Sequence[bytes]) -> list[bytes]:
    return [gzip_bytes(data) for data in parts]
