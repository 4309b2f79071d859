"""What can be done to a feature in one save, and the proof that it was done. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional, Union


@dataclass(frozen=True)
class Insert:
    """A new feature; `uid` is the client's, so that a repeated save makes no second one. Geometry as WKB in EPSG:4326."""

    layer: str
    uid: str
    values: Mapping[str, Any]
    wkb: Optional[bytes]


@dataclass(frozen=True)
class Update:
    """Changed fields of a feature as it was read at `base_version`; without WKB the geometry stays."""

    layer: str
    uid: str
    base_version: int
    values: Mapping[str, Any]
    wkb: Optional[bytes] = None


@dataclass(frozen=True)
class Remove:
    """Take a feature out of use; its history stays."""

    layer: str
    uid: str
    base_version: int
    reason: str


Change = Union[Insert, Update, Remove]


@dataclass(frozen=True)
class Receipt:
    """Proof, read from the history itself, that a row was stored."""

    layer: str
    uid: str
    row_version: int
    operation: str


Key = tuple[str, str]  # layer, uid


def key_of(item: Union[Change, Receipt]) -> Key:
    """Names a feature across layers."""
    return item.layer, str(item.uid)
