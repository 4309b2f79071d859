"""A vector tile written feature by feature, as the specification tells it: what the writing of whole zooms is held against."""

from __future__ import annotations

from collections.abc import Sequence

from ncovy_qgis.publish import mvt


def encode_point(tags: bytes, x: int, y: int) -> bytes:
    """A `features` entry: packed tags and one MoveTo."""
    place = b"\x09" + mvt.short(mvt.zigzag(x)) + mvt.short(mvt.zigzag(y))
    return mvt.field(b"\x12", b"\x12" + mvt.short(len(tags)) + tags + b"\x18\x01\x22" + mvt.short(len(place)) + place)


def encode_layer(name: str, features: Sequence[bytes], keys: Sequence[bytes], values: Sequence[bytes]) -> bytes:
    """A `layers` entry of the tile from ready-made parts."""
    parts = [mvt.field(b"\x0a", name.encode()), *features, *keys, *values, b"\x28" + mvt.short(mvt.EXTENT), b"\x78\x02"]
    return mvt.field(b"\x1a", b"".join(parts))
