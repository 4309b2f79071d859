"""Small readers of YAML mappings that refuse with file, line and a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from .model import CatalogueError, Text
from .rules.scope import meant
from .yaml_lines import Map

T = TypeVar("T")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_SHAPES: dict[type, str] = {Map: "{…}", list: "[…]", str: "văn bản / text"}


def fail(data: Map, key: str | None, vi: str, en: str) -> NoReturn:
    """Refuse at the line of a key."""
    raise CatalogueError(*data.place(key), vi, en)


def unknown(data: Map, key: str, word: str, known: Iterable[str]) -> NoReturn:
    """Refuse a word that is none of the known ones."""
    vi, en = meant(word, known)
    fail(data, key, f"không biết «{word}»{vi}", f"unknown «{word}»{en}")


def allow_keys(data: Map, allowed: Iterable[str]) -> None:
    for key in data:
        if key not in allowed:
            vi, en = meant(key, allowed)
            fail(data, key, f"không có khóa «{key}»{vi}", f"unknown key «{key}»{en}")


def need(data: Map, key: str, kind: type[T]) -> T:
    """The value of a key, which must be there and of a kind."""
    if key not in data:
        fail(data, None, f"thiếu «{key}»", f"«{key}» is missing")
    value = data[key]
    if not isinstance(value, kind):
        shape = _SHAPES.get(kind, kind.__name__)
        fail(data, key, f"«{key}» phải là {shape}", f"«{key}» must be {shape}")
    return value


def string(data: Map, key: str) -> str:
    value = need(data, key, str)
    if not value.strip():
        fail(data, key, f"«{key}» để trống", f"«{key}» is empty")
    return value


def read_text(data: Map, key: str) -> Text:
    """{vi: …, en: …}"""
    item = need(data, key, Map)
    allow_keys(item, ("vi", "en"))
    return Text(string(item, "vi"), string(item, "en"))


def optional(data: Map, key: str, kind: type[Any], default: Any = None) -> Any:
    """The value of a key if it is there; true is not a number."""
    if key not in data:
        return default
    if kind is int and isinstance(data[key], bool):
        fail(data, key, f"«{key}» phải là số nguyên", f"«{key}» must be a whole number")
    return need(data, key, kind)


def maps(data: Map, key: str) -> list[Map]:
    """A list of mappings."""
    items = need(data, key, list)
    if not all(isinstance(item, Map) for item in items):
        fail(data, key, f"«{key}» phải là [{{…}}, {{…}}]", f"«{key}» must be [{{…}}, {{…}}]")
    return items
