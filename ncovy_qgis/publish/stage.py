"""The contents of a release, written into a folder nobody reads yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Callable

from ncovy_qgis.core.catalogue import OpenData, Text

from . import describe, units, webstyle
from .archive import MIN_ZOOM, TileSet
from .density import FIRST_LAST_ZOOM
from .files import canonical, write
from .geojson import write_layers
from .snapshot import Snapshot
from .tiles import NAME, UNITS, write_tiles

Step = Callable[[Text], None]
STEPS = 2 + FIRST_LAST_ZOOM - MIN_ZOOM
"""Steps a release takes besides one a layer; for progress bars."""


@dataclass(frozen=True)
class Staged:
    """Features per layer of what was written, and the hashes of the stored style it was drawn by."""

    counts: Mapping[str, int]
    style: Mapping[str, str]
    not_shown: tuple[str, ...] = ()
    """What of the looks in QGIS the public map cannot show."""


def build(snapshot: Snapshot, folder: Path, step: Step) -> Staged:
    """Write data, tiles, style and descriptions; `step` is told each step and may raise to stop."""
    style = webstyle.load(snapshot)
    (folder / "data").mkdir(parents=True)
    counts = write_layers(snapshot, folder / "data", lambda title: step(Text(f"Ghi dữ liệu: {title.vi}", f"Writing data: {title.en}")))
    (folder / "tiles").mkdir()
    sets = write_tiles(snapshot, folder / "tiles", styled_fields=style.fields(), step=lambda: step(Text("Cắt ô bản đồ", "Cutting tiles")))
    step(Text("Ghi kiểu hiển thị", "Writing the style"))
    write(folder / "tiles.json", canonical(tilejson(sets.features, f"tiles/{NAME}", snapshot.catalogue.open_data)))
    write(folder / "units_tiles.json", canonical(tilejson(sets.units, f"tiles/{UNITS}", snapshot.catalogue.open_data)))
    write(folder / "style.json", canonical(style.style))
    for name, data in style.sprites.items():
        write(folder / name, data)
    _describe(snapshot, folder)
    return Staged(counts, {name: hashlib.sha256(data).hexdigest() for name, data in style.stored.items()}, webstyle.not_shown(style.stored))


def _describe(snapshot: Snapshot, folder: Path) -> None:
    write(folder / units.NAME, canonical(units.units(snapshot)))
    write(folder / "catalogue.json", canonical(describe.public_catalogue(snapshot.catalogue)))
    write(folder / "site.json", canonical(describe.public_site(snapshot.catalogue.site)))
    for layer in snapshot.catalogue.layers:
        write(folder / "schema" / f"{layer.name}.json", canonical(describe.schema(snapshot.catalogue, layer)))


def tilejson(tile_set: TileSet, archive: str, about: OpenData) -> dict[str, Any]:
    """TileJSON 3.0; the tiles themselves lie in an archive beside it, which clients read by the protocol pmtiles://."""
    west, south, east, north = (round(degree, 6) for degree in tile_set.bounds)
    address = f"{about.address}latest/{archive}" if about.address else archive
    return {
        "tilejson": "3.0.0",
        "name": "ncovy",
        "description": about.title.vi,
        **({"attribution": escape(about.publisher.vi)} if about.publisher else {}),
        "scheme": "xyz",
        "tiles": [f"pmtiles://{address}/{{z}}/{{x}}/{{y}}"],
        "minzoom": MIN_ZOOM,
        "maxzoom": tile_set.last_zoom,
        "bounds": [west, south, east, north],
        "center": [round((west + east) / 2, 6), round((south + north) / 2, 6), 8],
        "vector_layers": list(tile_set.vector_layers),
    }
