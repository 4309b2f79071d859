"""Reads Mapbox Vector Tiles 2.1 for verification, independent of what wrote them. Stdlib only, and quick: a release has millions of values."""

from __future__ import annotations

import struct
from collections.abc import Collection
from typing import NamedTuple, Optional, Union

from .mvt import Value

Field = tuple[int, Union[int, bytes]]
"""Number of a protobuf field and what it holds."""
Known = dict[bytes, Value]
"""Values already decoded, by their bytes: most come again in other tiles and at other zooms."""
_WIDTHS = {1: 8, 5: 4}
_NOTHING: Collection[str] = ()


class Feature(NamedTuple):
    kind: int
    """1 point, 2 line, 3 polygon."""
    properties: dict[str, Value]
    shape: bytes
    """Packed geometry commands."""


class DecodeError(ValueError):
    """Bytes that are no vector tile."""


def decode_tile(
    data: bytes, *, skip: Collection[str] = _NOTHING, wanted: Optional[Collection[str]] = None, known: Optional[Known] = None
) -> dict[str, list[Feature]]:
    """Layer name → features; layers to skip are named but left empty, and of the attributes only the `wanted` ones are decoded, or all."""
    values = {} if known is None else known
    try:
        return dict(_layer(_bytes(payload), skip, wanted, values) for number, payload in _fields(data) if number == 3)
    except (IndexError, struct.error, UnicodeDecodeError, TypeError, KeyError) as error:
        raise DecodeError(str(error)) from error


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[at]
        result |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return result, at
        shift += 7


def _fields(data: bytes) -> list[Field]:
    """All fields of a message; numbers of one byte, nearly all of them, without a call."""
    found: list[Field] = []
    at, end = 0, len(data)
    while at < end:
        key = data[at]
        key, at = (key, at + 1) if key < 0x80 else _varint(data, at)
        wire = key & 7
        if wire in _WIDTHS:
            size = _WIDTHS[wire]
        elif wire in (0, 2):
            size = data[at]
            size, at = (size, at + 1) if size < 0x80 else _varint(data, at)
        else:
            raise IndexError("unknown wire type")
        if not wire:
            found.append((key >> 3, size))
            continue
        if at + size > end:
            raise IndexError("truncated field")
        found.append((key >> 3, data[at : at + size]))
        at += size
    return found


def _bytes(payload: Union[int, bytes]) -> bytes:
    if isinstance(payload, bytes):
        return payload
    raise TypeError("number where bytes belong")


def _value(data: bytes) -> Value:
    for number, payload in _fields(data):
        if isinstance(payload, bytes):
            if number == 1:
                return payload.decode()
            return float(struct.unpack("<f" if number == 2 else "<d", payload)[0])
        if number == 7:
            return bool(payload)
        if number == 6:
            return payload >> 1 ^ -(payload & 1)
        return payload - (1 << 64) if number == 4 and payload >> 63 else payload
    raise IndexError("empty value")


def _layer(data: bytes, skip: Collection[str], wanted: Optional[Collection[str]], known: Known) -> tuple[str, list[Feature]]:
    fields = _fields(data)
    name = next((_bytes(payload).decode() for number, payload in fields if number == 1), "")
    if name in skip:
        return name, []
    keys = [_bytes(payload).decode() for number, payload in fields if number == 3]
    values = [_bytes(payload) for number, payload in fields if number == 4]
    features = [_parts(_bytes(payload), len(keys)) for number, payload in fields if number == 2]
    if wanted is None:
        decoded = [_known(raw, known) for raw in values]
        return name, [Feature(kind, {keys[key]: decoded[value] for key, value in pairs}, shape) for kind, pairs, shape in features]
    chosen = {index: key for index, key in enumerate(keys) if key in wanted}
    return name, [
        Feature(kind, {chosen[key]: _known(values[value], known) for key, value in pairs if key in chosen}, shape) for kind, pairs, shape in features
    ]


def _known(raw: bytes, known: Known) -> Value:
    if raw not in known:
        known[raw] = _value(raw)
    return known[raw]


def _parts(data: bytes, keys: int) -> tuple[int, list[tuple[int, int]], bytes]:
    """Kind, pairs of key and value, geometry of a feature."""
    held = dict(_fields(data))
    tags = _unpack(_bytes(held.get(2, b"")))
    if len(tags) % 2 or (tags and max(tags[::2]) >= keys):
        raise IndexError("a key that is not there")
    kind, shape = held.get(3, 0), held.get(4, b"")
    return kind if isinstance(kind, int) else 0, list(zip(tags[::2], tags[1::2])), _bytes(shape)


def _unpack(data: bytes) -> list[int]:
    if data.isascii():  # every number fits into one byte
        return list(data)
    numbers, at = [], 0
    while at < len(data):
        number, at = _varint(data, at)
        numbers.append(number)
    return numbers
