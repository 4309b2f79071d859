"""Who publishes the open data, under which terms and at which address: forms/_open_data.yaml. Pure: stdlib and yaml."""

from __future__ import annotations

import re

from .model import Licence, OpenData, Text
from .reading import allow_keys, fail, need, optional, read_text, string
from .yaml_lines import Map

FILE = "_open_data"
_KEYS = ("title", "description", "publisher", "homepage", "contact", "licence", "address", "place", "since", "keywords", "theme", "frequency")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")


def read_open_data(data: Map) -> OpenData:
    """Refuses with file and line what no catalogue would understand."""
    allow_keys(data, _KEYS)
    address = _address(data, "address")
    return OpenData(
        title=read_text(data, "title") if "title" in data else OpenData.title,
        description=_text(data, "description"),
        publisher=_text(data, "publisher"),
        homepage=_address(data, "homepage"),
        contact=_like(data, "contact", _MAIL, "phải là địa chỉ thư", "must be a mail address"),
        licence=_licence(data),
        address=address.rstrip("/") + "/" if address else "",
        place=_text(data, "place"),
        since=_like(data, "since", _DAY, "phải có dạng YYYY-MM-DD", "reads YYYY-MM-DD"),
        keywords=tuple(str(word) for word in optional(data, "keywords", list, [])),
        theme=_address(data, "theme"),
        frequency=_address(data, "frequency"),
    )


def _text(data: Map, key: str) -> Text | None:
    return read_text(data, key) if key in data else None


def _licence(data: Map) -> Licence | None:
    if "licence" not in data:
        return None
    item = need(data, "licence", Map)
    allow_keys(item, ("address", "title"))
    address = _address(item, "address")
    if address is None:
        fail(item, None, "thiếu «address»", "«address» is missing")
    return Licence(address, string(item, "title"))


def _address(data: Map, key: str) -> str | None:
    return _like(data, key, _ADDRESS, "phải là địa chỉ http(s)", "must be an http(s) address")


def _like(data: Map, key: str, form: re.Pattern[str], vi: str, en: str) -> str | None:
    if key not in data:
        return None
    value = str(data[key])
    if not form.fullmatch(value):
        fail(data, key, f"«{key}» {vi}", f"«{key}» {en}")
    return value
