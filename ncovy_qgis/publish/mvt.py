"""Mapbox Vector Tiles 2.1 by hand: what publishing writes and verifying reads. Stdlib only."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Union

Value = Union[str, bool, int, float]
EXTENT = 4096
POINT, LINE, POLYGON = 1, 2, 3


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


_TEXT_HEADS = tuple(map(_text_head, range(512)))


def encode_values(values: Sequence[Value]) -> list[bytes]:
    """encode_value() of the values of one column, which are of one kind; texts, nearly all of them, by a table."""
    if set(map(type, values)) != {str}:
        return [encode_value(value) for value in values]
    texts = [str(value).encode() for value in values]
    return [(_TEXT_HEADS[len(text)] if len(text) < len(_TEXT_HEADS) else _text_head(len(text))) + text for text in texts]


class Feature(NamedTuple):
    kind: int
    properties: dict[str, Value]
    shape: bytes
    """Packed geometry commands; most readers never look at them."""

    @property
    def parts(self) -> list[list[tuple[int, int]]]:
        """Point lists, in tile units: one per point, line or ring."""
        return _decode_geometry(_unpack(self.shape))


class DecodeError(ValueError):
    """Bytes that are no vector tile."""


def decode_tile(data: bytes, skip: Sequence[str] = ()) -> dict[str, list[Feature]]:
    """Layer name → features; layers to skip are named but left empty."""
    try:
        return dict(_decode_layer(_bytes(payload), skip) for number, payload in _fields(data) if number == 3)
    except (IndexError, struct.error, UnicodeDecodeError, TypeError) as error:
        raise DecodeError(str(error)) from error


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[at]
        result |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return result, at
        shift += 7


def _fields(data: bytes) -> Iterator[tuple[int, Union[int, bytes]]]:
    at, end = 0, len(data)
    while at < end:
        key, at = _read_varint(data, at)
        wire = key & 7
        if wire == 0:
            number, at = _read_varint(data, at)
            yield key >> 3, number
            continue
        if wire == 2:
            size, at = _read_varint(data, at)
        else:
            size = {1: 8, 5: 4}[wire] if wire in (1, 5) else end
        if at + size > end:
            raise IndexError("truncated field")
        yield key >> 3, data[at : at + size]
        at += size


def _bytes(payload: Union[int, bytes]) -> bytes:
    if isinstance(payload, bytes):
        return payload
    raise TypeError("number where bytes belong")


def _decode_value(data: bytes) -> Value:
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


def _decode_layer(data: bytes, skip: Sequence[str]) -> tuple[str, list[Feature]]:
    name, keys, values, raw = "", [], [], []
    for number, payload in _fields(data):
        if number == 1:
            name = _bytes(payload).decode()
            if name in skip:
                return name, []
        elif number == 2:
            raw.append(_bytes(payload))
        elif number == 3:
            keys.append(_bytes(payload).decode())
        elif number == 4:
            values.append(_decode_value(_bytes(payload)))
    return name, [_decode_feature(one, keys, values) for one in raw]


def _decode_feature(data: bytes, keys: list[str], values: list[Value]) -> Feature:
    kind, tags, shape = 0, [], b""
    for number, payload in _fields(data):
        if number == 2:
            tags = _unpack(_bytes(payload))
        elif number == 3:
            kind = payload if isinstance(payload, int) else 0
        elif number == 4:
            shape = _bytes(payload)
    properties = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2])}
    return Feature(kind, properties, shape)


def _unpack(data: bytes) -> list[int]:
    if data.isascii():  # every number fits into one byte
        return list(data)
    numbers, at = [], 0
    while at < len(data):
        number, at = _read_varint(data, at)
        numbers.append(number)
    return numbers


def _decode_geometry(commands: list[int]) -> list[list[tuple[int, int]]]:
    parts: list[list[tuple[int, int]]] = []
    x = y = at = 0
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        if command == 7:
            parts[-1].append(parts[-1][0])
            continue
        for _ in range(count):
            x += commands[at] >> 1 ^ -(commands[at] & 1)
            y += commands[at + 1] >> 1 ^ -(commands[at + 1] & 1)
            at += 2
            if command == 1:
                parts.append([])
            parts[-1].append((x, y))
    return parts
