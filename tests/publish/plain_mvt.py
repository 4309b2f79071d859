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


def place_of(shape: bytes) -> tuple[int, int]:
    """The point that the geometry commands of a feature draw."""
    numbers, number, shift = [], 0, 0
    for byte in shape:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(number)
            number = shift = 0
    command, x, y = numbers
    assert command == 9  # one «move to»
    return x >> 1 ^ -(x & 1), y >> 1 ^ -(y & 1)
