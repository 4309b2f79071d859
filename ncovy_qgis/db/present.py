"""What the server has of some features now: for lists of what a person has not saved yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from .connection import fetch, tidy
from .errors import explained

_PRESENT = "SELECT layer, uid::text, name, row_version, removed FROM ncovy_app.feature WHERE uid = ANY (%s::uuid[])"


@dataclass(frozen=True)
class Present:
    """A feature as it stands on the server."""

    name: str
    row_version: int
    removed: bool


def present(connection: Connection, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Present]:
    """(layer, uid) → what is there; a feature that is not there, or not for this person's eyes, is missing."""
    tidy(connection)
    with explained():
        rows = fetch(connection, _PRESENT, ([uid for _, uid in keys],))
    tidy(connection)
    found = {(layer, uid): Present(name or "", version, removed) for layer, uid, name, version, removed in rows}
    return {key: found[key] for key in keys if key in found}
