"""Do the tiles hold what the GeoJSON holds: every feature and attribute at the last zoom, the full count at each zoom?"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Union

from ncovy_qgis.core.catalogue import LABELS

from . import mvt, mvt_reader, problems, tiles
from .archive import MIN_ZOOM
from .areas import UNIT_COLUMNS
from .problems import Problem
from .vendor.pmtiles.reader import MmapSource, all_tiles

NAME, UNITS = f"tiles/{tiles.NAME}", f"tiles/{tiles.UNITS}"
_BROKEN = (OSError, ValueError, KeyError, EOFError, zlib.error, IndexError, TypeError)
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
        self.last_zoom = 0

    def tile(self, zoom: int, layers: Mapping[str, list[mvt_reader.Feature]]) -> None:
        for name, features in layers.items():
            for feature in features:
                self._feature(zoom, name, feature.properties, zoom == self.last_zoom)

    def _feature(self, zoom: int, layer: str, properties: Attributes, last: bool) -> None:
        if "id" not in properties:
            self.counted[zoom][layer] += int(properties["count"])
            return
        self.drawn[zoom, layer].add(str(properties["id"]))
        if last:
            of_layer, uid = self.last[layer], str(properties["id"])
            of_layer[uid] = {**of_layer[uid], **properties} if uid in of_layer else properties  # in whichever of its tiles it says more


def tile_problems(folder: Path, counts: Mapping[str, int]) -> Iterator[Problem]:
    """Decode the whole archive and compare it with the data files beside it."""
    try:
        seen = _read(folder / NAME)
    except _BROKEN as error:
        yield problems.unreadable(NAME, type(error).__name__)
        return
    for layer, count in counts.items():
        for zoom in range(MIN_ZOOM, seen.last_zoom + 1):
            found = seen.counted[zoom][layer] + len(seen.drawn[zoom, layer])
            if found != count:
                yield problems.wrong_count(f"{NAME} ({layer}, z{zoom})", count, found)
        yield from _compare(folder, layer, seen.last[layer])
        yield from _compare_names(layer, seen)
    for layer in sorted({layer for _, layer in seen.drawn} - {name + end for name in counts for end in ("", LABELS)}):
        yield problems.not_public(NAME, layer)


def background_problems(folder: Path) -> Iterator[Problem]:
    """Do the tiles of the units hold units and nothing else? Releases made before they had an archive of their own have none."""
    if not (folder / UNITS).is_file():
        return
    columns = set(UNIT_COLUMNS)
    known: mvt_reader.Known = {}
    try:
        found = {
            (layer, name)
            for _, data in _tiles(folder / UNITS)
            for layer, features in mvt_reader.decode_tile(data, known=known).items()
            for feature in features
            for name in feature.properties
        }
    except _BROKEN as error:
        yield problems.unreadable(UNITS, type(error).__name__)
        return
    for layer, name in sorted(found):
        if layer not in tiles.UNIT_LAYERS or name not in columns:
            yield problems.not_public(UNITS, f"{layer}.{name}")


def _read(path: Path) -> _Seen:
    seen = _Seen()
    with path.open("rb") as file:
        seen.last_zoom = MmapSource(file)(101, 1)[0]
    known: mvt_reader.Known = {}
    for zoom, data in _tiles(path):
        wanted = None if zoom == seen.last_zoom else ("id", "count")
        seen.tile(zoom, mvt_reader.decode_tile(data, skip=tiles.UNIT_LAYERS, wanted=wanted, known=known))
    return seen


def _tiles(path: Path) -> Iterator[tuple[int, bytes]]:
    """Zoom and unpacked bytes of every tile."""
    with path.open("rb") as file:
        for (zoom, _, _), data in all_tiles(MmapSource(file)):
            yield zoom, gzip.decompress(data)


def _compare(folder: Path, layer: str, tiled: Mapping[str, Attributes]) -> Iterator[Problem]:
    features = json.loads((folder / "data" / f"{layer}.geojson").read_bytes())["features"]
    data = {feature["id"]: _flat(feature["properties"]) for feature in features}
    wrong = sum(data.get(uid) != tiled.get(uid) for uid in {*data, *tiled})
    if wrong:
        yield problems.differs(NAME, layer, wrong)


def _compare_names(layer: str, seen: _Seen) -> Iterator[Problem]:
    """A name for each area that is drawn, saying nothing else than the area; releases of older versions have none."""
    names = layer + LABELS
    if not any(of == names for _, of in seen.drawn):
        return
    for zoom in range(MIN_ZOOM, seen.last_zoom + 1):
        wrong = seen.drawn[zoom, names] ^ seen.drawn[zoom, layer]
        if zoom == seen.last_zoom:
            wrong |= {uid for uid, told in seen.last[names].items() if not told.items() <= seen.last[layer].get(uid, {}).items()}
        if wrong:
            yield problems.differs(f"{NAME} (z{zoom})", names, len(wrong))


def _flat(properties: Mapping[str, Any]) -> dict[str, Union[str, bool, int, float]]:
    """GeoJSON properties as tiles carry them: nulls left out, lists joined by commas."""
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in properties.items() if value is not None}
