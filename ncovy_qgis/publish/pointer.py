"""release.json, the only file of a site that changes: which release is current, since when, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .files import canonical, read_json, replace

NAME = "release.json"


@dataclass(frozen=True)
class Pointer:
    """The current release of a site."""

    id: str
    as_of: datetime
    """The moment the release was last known to be true."""
    expires: datetime
    manifest: str
    previous: str | None
    exercise: bool

    def text(self) -> bytes:
        return canonical(
            {
                "id": self.id,
                "as_of": self.as_of.isoformat(),
                "expires": self.expires.isoformat(),
                "manifest": self.manifest,
                "previous": self.previous,
                "exercise": self.exercise,
            }
        )


def make(manifest: dict[str, Any], sha256: str, as_of: datetime, expires_hours: float) -> Pointer:
    expires = as_of + timedelta(hours=expires_hours)
    return Pointer(manifest["id"], as_of, expires, sha256, manifest["previous"], manifest["exercise"])


def read(site: Path) -> Pointer | None:
    """None for a folder that never had a release; ValueError when the file is damaged."""
    value = read_json(site / NAME)
    if value is None:
        return None
    try:
        return Pointer(
            str(value["id"]),
            moment(value["as_of"]),
            moment(value["expires"]),
            str(value["manifest"]),
            value.get("previous"),
            bool(value.get("exercise")),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(NAME) from error


def switch(site: Path, pointer: Pointer) -> None:
    """Make a release current; the last step of every publication."""
    replace(site / NAME, pointer.text())


def moment(text: str) -> datetime:
    """A time written by this product; ValueError for anything else, or without its zone."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value
