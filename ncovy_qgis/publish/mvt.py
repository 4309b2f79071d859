"""Mapbox Vector Tiles 2.1 by hand: the small parts of what publishing writes. Stdlib only."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Union

Value = Union[str, bool, int, float]
EXTENT = 4096


def varint(number: int) -> bytes:
    """Base-128 little-endian bytes of a number >= 0."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


VARINTS = tuple(varint(i) for i in range(1 << 14))


def short(number: int) -> bytes:
    """varint() with a table for the numbers a tile is full of."""
    return VARINTS[number] if number < 16384 else varint(number)


def zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def field(tag: bytes, payload: bytes) -> bytes:
    """A length-delimited protobuf field."""
    return tag + short(len(payload)) + payload


def encode_key(key: str) -> bytes:
    return field(b"\x1a", key.encode())


def encode_value(value: Value) -> bytes:
    """The `values` entry of one attribute value; bool before int, because True is an int."""
    if isinstance(value, bool):
        return field(b"\x22", b"\x38" + (b"\x01" if value else b"\x00"))
    if isinstance(value, int):
        if value >= 0:
            return field(b"\x22", b"\x28" + short(value))
        return field(b"\x22", b"\x30" + varint(zigzag(value)))
    if isinstance(value, float):
        return field(b"\x22", b"\x19" + struct.pack("<d", value))
    return field(b"\x22", field(b"\x0a", value.encode()))


def _text_head(size: int) -> bytes:
    inner = b"\x0a" + short(size)
    return b"\x22" + short(len(inner) + size) + inner


_SHORT = 512
_TEXT_HEADS = tuple(map(_text_head, range(_SHORT)))


def encode_texts(texts: Sequence[bytes]) -> list[bytes]:
    """encode_value() of texts in UTF-8, by a table: nearly all values are texts."""
    return [(_TEXT_HEADS[len(text)] if len(text) < _SHORT else _text_head(len(text))) + text for text in texts]
