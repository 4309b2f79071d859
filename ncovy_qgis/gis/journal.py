"""A save is written to disk, and the disk obeys, before anything is sent: a crash or a dead network loses nothing.

One file a save: `<folder>/<client uid>.json`. Pure: no QGIS, no database.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Optional
from uuid import UUID

from ..db.changes import Change, Insert, Remove, Update

KINDS = {kind.__name__: kind for kind in (Insert, Update, Remove)}


@dataclass(frozen=True)
class Entry:
    """One save as it was tried: where to, when, what."""

    client_uid: UUID
    database: str
    at: datetime
    changes: tuple[Change, ...]


def write(folder: Path, entry: Entry) -> Path:
    """Write and fsync the entry; the file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{entry.client_uid}.json"
    draft = target.with_suffix(".part")
    with open(draft, "w", encoding="utf-8", opener=_private) as stream:
        json.dump(_to_json(entry), stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(target)
    _sync_folder(folder)
    return target


def remove(folder: Path, client_uid: UUID) -> None:
    """Forget a save that is confirmed, or that the person gave up."""
    (folder / f"{client_uid}.json").unlink(missing_ok=True)


def read(path: Path) -> Entry:
    """Read one entry back."""
    content = json.loads(path.read_text(encoding="utf-8"))
    changes = tuple(_change(item) for item in content["changes"])
    return Entry(UUID(content["client_uid"]), content["database"], datetime.fromisoformat(content["at"]), changes)


def leftovers(folder: Path, database: str) -> tuple[Entry, ...]:
    """Saves of this database that were never confirmed, oldest first; a file that a crash of the disk tore is left lying."""
    found = [_whole(path) for path in folder.glob("*.json")] if folder.is_dir() else []
    return tuple(sorted((entry for entry in found if entry is not None and entry.database == database), key=lambda entry: entry.at))


def _whole(path: Path) -> Optional[Entry]:
    try:
        return read(path)
    except (ValueError, KeyError, TypeError, OSError):
        return None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open folders; its rename is durable enough with NTFS
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _to_json(entry: Entry) -> dict[str, Any]:
    changes: Sequence[dict[str, Any]] = [
        {"kind": type(change).__name__, **{name: _plain(value) for name, value in asdict(change).items()}}
        for change in entry.changes
    ]
    return {
        "client_uid": str(entry.client_uid),
        "database": entry.database,
        "at": entry.at.isoformat(),
        "changes": changes,
    }


def _plain(value: Any) -> Any:
    """JSON has no dates, bytes or uids: each is a one-key mapping."""
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, UUID):
        return {"$uuid": str(value)}
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _rich(value: Any) -> Any:
    if isinstance(value, list):
        return [_rich(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (name, content), = value.items()
        reader = _READERS.get(name)
        if reader is not None:
            return reader(content)
    return {name: _rich(item) for name, item in value.items()}


_READERS = {
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$bytes": base64.b64decode,
    "$uuid": UUID,
}


def _change(item: Mapping[str, Any]) -> Change:
    fields = {name: _rich(value) for name, value in item.items() if name != "kind"}
    return KINDS[item["kind"]](**fields)
