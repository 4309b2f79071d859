"""Do the tiles hold what the GeoJSON holds: every feature and attribute at the last zoom, the full count at each zoom?"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Union

from . import mvt, problems
from .problems import Problem
from .vendor.pmtiles.reader import MmapSource, all_tiles

NAME = "tiles/ncovy.pmtiles"
BACKGROUND = ("unit", "unit_label")
Attributes = dict[str, mvt.Value]


class _Seen:
    """What a pass over the archive finds."""

    def __init__(self) -> None:
        self.counted: dict[int, Counter[str]] = defaultdict(Counter)
        """Zoom → layer → features counted in clusters."""
        self.drawn: dict[tuple[int, str], set[str]] = defaultdict(set)
        """Zoom and layer → identifiers of features drawn themselves."""
        self.last: dict[str, dict[str, Attributes]] = defaultdict(dict)
        """Layer → identifier → attributes at the last zoom."""
        self.zooms: set[int] = set()

    def tile(self, zoom: int, layers: Mapping[str, list[mvt.Feature]], last_zoom: int) -> None:
        self.zooms.add(zoom)
        for name, features in layers.items():
            for feature in features:
                self._feature(zoom, name, feature.properties, zoom == last_zoom)

    def _feature(self, zoom: int, layer: str, properties: Attributes, last: bool) -> None:
        if "id" not in properties:
            self.counted[zoom][layer] += int(properties["count"])
            return
        self.drawn[zoom, layer].add(str(properties["id"]))
        if last:
            self.last[layer][str(properties["id"])] = properties


def tile_problems(folder: Path, counts: Mapping[str, int]) -> Iterator[Problem]:
    """Decode the whole archive and compare it with the data files beside it."""
    try:
        seen = _read(folder / NAME)
    except (OSError, ValueError, KeyError, EOFError, zlib.error, IndexError, TypeError) as error:
        yield problems.unreadable(NAME, type(error).__name__)
        return
    for layer, count in counts.items():
        for zoom in sorted(seen.zooms):
            found = seen.counted[zoom][layer] + len(seen.drawn[zoom, layer])
            if found != count:
                yield problems.wrong_count(f"{NAME} ({layer}, z{zoom})", count, found)
        yield from _compare(folder, layer, seen.last[layer])
    for layer in sorted({layer for _, layer in seen.drawn} - set(counts)):
        yield problems.not_public(NAME, layer)


def _read(path: Path) -> _Seen:
    seen = _Seen()
    with path.open("rb") as file:
        source = MmapSource(file)
        tiles = all_tiles(source)
        last_zoom = source(101, 1)[0]
        for (zoom, _, _), data in tiles:
            seen.tile(zoom, mvt.decode_tile(gzip.decompress(data), skip=BACKGROUND), last_zoom)
    return seen


def _compare(folder: Path, layer: str, tiled: Mapping[str, Attributes]) -> Iterator[Problem]:
    features = json.loads((folder / "data" / f"{layer}.geojson").read_bytes())["features"]
    data = {feature["id"]: _flat(feature["properties"]) for feature in features}
    wrong = sum(data.get(uid) != tiled.get(uid) for uid in {*data, *tiled})
    if wrong:
        yield problems.differs(NAME, layer, wrong)


def _flat(properties: Mapping[str, Any]) -> dict[str, Union[str, bool, int, float]]:
    """GeoJSON properties as tiles carry them: nulls left out, lists joined by commas."""
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in properties.items() if value is not None}
