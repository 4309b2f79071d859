"""Two archives: ncovy.pmtiles with all layers, zoom 5 to 14, or 16 where features lie close; units.pmtiles with the background, which seldom changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, NamedTuple, Optional, Union

import numpy as np

from ncovy_qgis.core.catalogue import Layer

from . import mvt
from .archive import MIN_ZOOM, Bounds, TileSet, archive
from .areas import UNIT_COLUMNS, Zones, bounds, read_zones, unit_labels, unit_level, unit_tiles, zone_names, zone_tiles
from .clusters import Clusters, Mask, Members, cluster, none, with_clusters
from .columns import public_columns
from .companion import Readers, companion
from .density import Zooms, zooms
from .points import Rows, cut, read_points
from .slabs import Part, merge, slabs
from .snapshot import Snapshot

NAME, UNITS = "ncovy.pmtiles", "units.pmtiles"
UNIT_LAYERS = ("unit", "unit_label")
UNITS_LAST_ZOOM = 12
"""A tile unit is 2.4 m there, finer than anybody drew the boundaries; nearer, a map enlarges these tiles."""
Ask = Callable[..., "Future[Any]"]
"""Begins a question to the database: a function of a snapshot, and what else it takes."""
VIETNAM_BOUNDS: Bounds = (102.1, 8.2, 109.5, 23.4)


class TileSets(NamedTuple):
    """What the two archives hold."""

    features: TileSet
    units: TileSet


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


def write_tiles(snapshot: Snapshot, folder: Path, *, styled_fields: Mapping[str, frozenset[str]], step: Callable[[], None]) -> TileSets:
    """Write both archives into a folder; `step` is called once a zoom and may raise to stop."""
    with archive(folder / NAME) as file, archive(folder / UNITS) as background, _asking(snapshot) as ask:
        read = [ask(_read, one, _styled(one, styled_fields)) for one in snapshot.catalogue.layers]
        named, extent = ask(unit_labels), ask(bounds)
        sources = [each.result() for each in read]
        labels, box = named.result(), extent.result() or VIETNAM_BOUNDS
        reach = zooms([source.all_members() for source in sources])
        begun = [list(_cut(ask, sources, zoom, reach)) for zoom in range(MIN_ZOOM, reach.last + 1)]
        units = [ask(unit_tiles, zoom) for zoom in range(MIN_ZOOM, UNITS_LAST_ZOOM + 1)]  # last, as nothing waits for them
        for zoom, layers in enumerate(begun, MIN_ZOOM):
            step()
            for tiles in slabs([layer() for layer in layers], zoom):
                file.write(zoom, tiles)
        for zoom, boundaries in enumerate(units, MIN_ZOOM):
            background.write(zoom, merge([boundaries.result(), cut(_labelled(labels, zoom), zoom)]))
        features = file.finish(box, reach.last, [told for source in sources for told in _describe(source, reach.last)])
        return TileSets(features, background.finish(box, UNITS_LAST_ZOOM, _describe_units()))


@contextmanager
def _asking(snapshot: Snapshot) -> Iterator[Ask]:
    """The server works on both connections while answers are taken apart and encoded here; with one connection questions wait for each other."""
    with companion(snapshot) as second:
        readers = Readers(snapshot, second)
        with readers.pool() as pool:
            yield lambda work, *what: pool.submit(readers.use, lambda held: work(held, *what))


def _styled(layer: Layer, fields: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """What the style reads of a layer and of its names."""
    return frozenset().union(*(fields.get(source, frozenset()) for source in (layer.name, layer.label_source)))


def _read(snapshot: Snapshot, layer: Layer, styled: frozenset[str]) -> Source:
    wanted = {"id", "name", layer.state_field, layer.kind_field} | styled
    brief = tuple(column.name for column in public_columns(layer) if column.name in wanted)
    shape = read_points(snapshot, layer) if layer.geometry == "Point" else read_zones(snapshot, layer, brief)
    return Source(layer, shape, brief)


def _cut(ask: Ask, sources: Sequence[Source], zoom: int, reach: Zooms) -> Iterator[Callable[[], Part]]:
    """All layers at a zoom, areas begun, points still to be encoded; what crowds is counted together, so that the counts keep clear of each other."""
    members = [source.members(zoom, reach.last) for source in sources]
    clustered = cluster(members, zoom) if zoom <= reach.counted else none(members)
    for source, one, (alone, counts) in zip(sources, members, clustered):
        columns = source.brief if zoom < reach.last else tuple(column.name for column in public_columns(source.layer))
        if isinstance(source.shape, Zones):
            # An area too small to be drawn still shows: as a count of one where it lies.
            counts = counts.with_singles(one.of(alone))
            yield ask(zone_tiles, source.layer, zoom, reach.last, columns, counts, source.shape.states).result
            again = ask(zone_names, source.layer, source.shape.names.columns, zoom) if source.shape.any_wide(zoom) else None
            yield partial(_named, source.shape, ~source.shape.small(zoom, reach.last), again)
        elif zoom <= reach.counted:
            yield partial(_counted, source.shape, columns, alone, counts)
        else:
            yield partial(source.shape.only, columns)


def _named(zones: Zones, drawn: Mask, again: Optional[Future[Rows]]) -> Rows:
    names = zones.names.of(drawn)
    return names.joined(again.result()) if again else names


def _counted(rows: Rows, columns: Sequence[str], alone: Mask, counts: Clusters) -> Rows:
    """Made when its zoom is written: the codes of all zooms together would take more memory than all else."""
    return with_clusters(rows.only(columns), alone, counts)


def _labelled(labels: Rows, zoom: int) -> Rows:
    """The names of the units whose boundaries a zoom shows."""
    known = [mvt.encode_value(level) for level in range(1, unit_level(zoom) + 1)]
    numbers = [index for index, value in enumerate(labels.values) if value in known]
    chosen = np.isin(labels.column("level"), numbers)
    return labels.of(chosen)


def _describe(source: Source, last: int) -> Iterator[Mapping[str, Any]]:
    kinds = {"integer": "Number", "number": "Number", "boolean": "Boolean"}
    types = {field.name: kinds.get(field.type, "String") for field in source.layer.fields}
    fields = {column.name: types.get(column.name, "String") for column in public_columns(source.layer)}
    counts = {"count": "Number", "state": "String"}
    yield {"id": source.layer.name, "minzoom": MIN_ZOOM, "maxzoom": last, "fields": {**fields, **counts}}
    if isinstance(source.shape, Zones):
        named = {name: fields[name] for name in source.shape.names.columns}
        yield {"id": source.shape.names.name, "minzoom": MIN_ZOOM, "maxzoom": last, "fields": named}


def _describe_units() -> Sequence[Mapping[str, Any]]:
    fields = dict(zip(UNIT_COLUMNS, ("String", "String", "Number")))
    return [{"id": name, "minzoom": MIN_ZOOM, "maxzoom": UNITS_LAST_ZOOM, "fields": fields} for name in UNIT_LAYERS]
