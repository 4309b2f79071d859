"""release.json, the only file of a site that changes: which release is current, since when, until when, and who says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import replace as with_changes
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Optional

from .files import canonical, read_json, replace
from .minisign import SecretKey

NAME = "release.json"


@dataclass(frozen=True)
class Pointer:
    """The current release of a site. `serial` grows by one at each switch: who has seen a higher one is being shown the past."""

    id: str
    as_of: datetime
    """The moment the release was last known to be true."""
    expires: datetime
    manifest: str
    previous: str | None
    exercise: bool
    serial: int = 0
    signature: str | None = None
    """A minisign signature of `unsigned()`."""

    def unsigned(self) -> bytes:
        """What is signed: all of it but the signature. Through the manifest's hash that is every byte of the release."""
        return canonical(self._said())

    def text(self) -> bytes:
        return canonical({**self._said(), **({"signature": self.signature} if self.signature else {})})

    def same(self, other: Optional[Pointer], key: Optional[SecretKey]) -> bool:
        """Whether the other says the same already, and is signed by this key when there is one."""
        return (
            other is not None
            and self.unsigned() == with_changes(other, serial=self.serial).unsigned()
            and (key is None or other == sealed(with_changes(other, signature=None), key))
        )

    def _said(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "as_of": self.as_of.isoformat(),
            "expires": self.expires.isoformat(),
            "manifest": self.manifest,
            "previous": self.previous,
            "exercise": self.exercise,
            "serial": self.serial,
        }


def make(manifest: dict[str, Any], sha256: str, as_of: datetime, expires_hours: float) -> Pointer:
    expires = as_of + timedelta(hours=expires_hours)
    return Pointer(manifest["id"], as_of, expires, sha256, manifest["previous"], manifest["exercise"])


def read(site: Path) -> Pointer | None:
    """None for a folder that never had a release; ValueError when the file is damaged."""
    value = read_json(site / NAME)
    return None if value is None else _from(value)


def parsed(text: bytes | None) -> Pointer | None:
    """A pointer brought from elsewhere; None when there is none, and for one that is damaged."""
    try:
        return _from(json.loads(text or b""))
    except ValueError:
        return None


def _from(value: Any) -> Pointer:
    try:
        return Pointer(
            str(value["id"]),
            moment(value["as_of"]),
            moment(value["expires"]),
            str(value["manifest"]),
            value.get("previous"),
            bool(value.get("exercise")),
            int(value.get("serial", 0)),
            _text(value.get("signature")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(NAME) from error


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value


def sealed(pointer: Pointer, key: SecretKey | None) -> Pointer:
    """Signed, when there is a key; the same bytes and the same key make the same signature."""
    if key is None:
        return pointer
    return with_changes(pointer, signature=key.sign(pointer.unsigned(), f"ncovy {pointer.id} {pointer.serial}"))


def switch(site: Path, pointer: Pointer, before: Pointer | None, key: SecretKey | None = None) -> None:
    """Make a release current; the last step of every publication. Nothing is written when it is so already."""
    if not pointer.same(before, key):
        serial = before.serial + 1 if before else 1
        replace(site / NAME, sealed(with_changes(pointer, serial=serial), key).text())


def moment(text: str) -> datetime:
    """A time written by this product; ValueError for anything else, or without its zone."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value
