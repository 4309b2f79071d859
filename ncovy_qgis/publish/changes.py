"""What became different on the public map since the release before, as GeoJSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ncovy_qgis.core.catalogue import Catalogue, Layer

from .files import canonical
from .geojson import FEATURE_HEAD

KINDS = OPENED, CHANGED, LIFTED, WITHDRAWN = "opened", "changed", "lifted", "withdrawn"
_UID = slice(len(FEATURE_HEAD), len(FEATURE_HEAD) + 36)
_END = b"\xff"


@dataclass(frozen=True)
class Change:
    """One feature that appeared, changed, was lifted, or left the map."""

    kind: str
    layer: str
    feature: Mapping[str, Any]
    """As it is now; as it last was when it left the map."""
    fields: tuple[str, ...]
    """Public fields that differ; «geometry» when it moved."""

    @property
    def properties(self) -> Mapping[str, Any]:
        properties: Mapping[str, Any] = self.feature["properties"]
        return properties


def compare(catalogue: Catalogue, before: Path, after: Path) -> tuple[Change, ...]:
    """Compare two data folders; both are ordered by uid with one feature a line, so only differing lines are parsed."""
    return tuple(change for layer in catalogue.layers for change in _compare_layer(layer, before / f"{layer.name}.geojson", after / f"{layer.name}.geojson"))


def _compare_layer(layer: Layer, before: Path, after: Path) -> Iterator[Change]:
    for old, new in _pairs(_lines(before), _lines(after)):
        if old is None and new is not None:
            yield Change(OPENED, layer.name, json.loads(new), ())
        elif new is None and old is not None:
            yield Change(WITHDRAWN, layer.name, json.loads(old), ())
        elif old is not None and new is not None:
            yield _changed(layer, json.loads(old), json.loads(new))


def _changed(layer: Layer, old: dict[str, Any], new: dict[str, Any]) -> Change:
    was, now = old["properties"], new["properties"]
    fields = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    if old["geometry"] != new["geometry"]:
        fields.append("geometry")
    state = now.get(layer.state_field)
    lifted = state == "lifted" and was.get(layer.state_field) != state
    return Change(LIFTED if lifted else CHANGED, layer.name, new, tuple(fields))


def _pairs(old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[bytes | None, bytes | None]]:
    """Merge two ordered runs of lines by uid; equal lines are skipped."""
    left, right = next(old, _END), next(new, _END)
    while left != _END or right != _END:
        left_uid, right_uid = left[_UID] or _END, right[_UID] or _END
        if left_uid < right_uid:
            yield left, None
            left = next(old, _END)
        elif right_uid < left_uid:
            yield None, right
            right = next(new, _END)
        else:
            if left != right:
                yield left, right
            left, right = next(old, _END), next(new, _END)


def _lines(path: Path) -> Iterator[bytes]:
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            if line.startswith(FEATURE_HEAD):
                yield line.rstrip(b",\n")


def to_geojson(changes: tuple[Change, ...]) -> bytes:
    """Every change with its geometry, kind, layer and the names of the fields that differ."""
    features = [canonical(_feature(change)).rstrip(b"\n") for change in changes]
    return b'{"type":"FeatureCollection","features":[\n' + b",\n".join(features) + b"\n]}\n"


def _feature(change: Change) -> dict[str, Any]:
    properties = {
        "id": change.feature["id"],
        "layer": change.layer,
        "change": change.kind,
        "fields": list(change.fields),
        "name": change.properties.get("name"),
        "commune_name": change.properties.get("commune_name"),
        "district_name": change.properties.get("district_name"),
    }
    geometry = change.feature["geometry"]
    return {"type": "Feature", "id": change.feature["id"], "geometry": geometry, "properties": properties}
