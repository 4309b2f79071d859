"""What a journal says, line by line: each line is written at once and counts whole or not at all. Pure: no QGIS, no database."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Optional
from uuid import UUID

from ..db.change import Change, Insert, Key, Remove, Update

FORMAT = 1
KINDS = {kind.__name__: kind for kind in (Insert, Update, Remove)}


@dataclass(frozen=True)
class Line:
    """`changes`: what each feature's unsaved change is from now on, None = there is none any more. `sent`: a save of these features set out
    under this number. `settled`: the end of these saves is known."""

    at: datetime
    changes: Mapping[Key, Optional[Change]] = field(default_factory=dict)
    sent: Optional[tuple[UUID, tuple[Key, ...]]] = None
    settled: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Held:
    """One unsaved change and when it was made."""

    change: Change
    at: datetime


@dataclass(frozen=True)
class Content:
    """What a journal holds in the end."""

    database: str
    held: Mapping[Key, Held] = field(default_factory=dict)
    open: Mapping[UUID, Mapping[Key, Change]] = field(default_factory=dict)  # saves without an answer, as they were sent


def head(database: str) -> bytes:
    """The first line of a journal."""
    return _line({"ncovy": FORMAT, "database": database})


def encode(line: Line) -> bytes:
    """One line of the file."""
    said: dict[str, Any] = {"at": line.at.isoformat()}
    if line.changes:
        said["changes"] = [_to_json(key, change) for key, change in line.changes.items()]
    if line.sent is not None:
        said["sent"] = {"client_uid": str(line.sent[0]), "uids": [list(key) for key in line.sent[1]]}
    if line.settled:
        said["settled"] = [str(uid) for uid in line.settled]
    return _line(said)


def read(text: bytes) -> Optional[Content]:
    """What the file holds; None when it is no journal. A line that a crash tore, or a disk spoiled, is passed over."""
    first, *lines = text.split(b"\n")[:-1] or [b""]
    opening = _parsed(first)
    if opening is None or opening.get("ncovy") != FORMAT or not isinstance(opening.get("database"), str):
        return None
    return _fold(opening["database"], filter(None, map(_decoded, lines)))


def _fold(database: str, lines: Iterable[Line]) -> Content:
    """The last word on each feature counts."""
    held: dict[Key, Held] = {}
    unanswered: dict[UUID, Mapping[Key, Change]] = {}
    for line in lines:
        for key, change in line.changes.items():
            held.pop(key, None)
            if change is not None:
                held[key] = Held(change, line.at)
        for uid in line.settled:
            unanswered.pop(uid, None)
        if line.sent is not None:
            unanswered[line.sent[0]] = {key: held[key].change for key in line.sent[1] if key in held}
    return Content(database, held, unanswered)


def _line(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def _parsed(text: bytes) -> Optional[dict[str, Any]]:
    try:
        found = json.loads(text.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _decoded(text: bytes) -> Optional[Line]:
    said = _parsed(text)
    try:
        return _from_json(said) if said is not None else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _from_json(said: Mapping[str, Any]) -> Line:
    changes = {(item["layer"], item["uid"]): _change(item) for item in said.get("changes", ())}
    sent = said.get("sent")
    parcel = (UUID(sent["client_uid"]), tuple((layer, uid) for layer, uid in sent["uids"])) if sent else None
    return Line(datetime.fromisoformat(said["at"]), changes, parcel, tuple(UUID(uid) for uid in said.get("settled", ())))


def _to_json(key: Key, change: Optional[Change]) -> Mapping[str, Any]:
    if change is None:
        return {"layer": key[0], "uid": key[1]}
    return {"kind": type(change).__name__, **{name: _plain(value) for name, value in vars(change).items()}, "uid": key[1]}


def _change(item: Mapping[str, Any]) -> Optional[Change]:
    if "kind" not in item:
        return None
    fields = {name: _rich(value) for name, value in item.items() if name != "kind"}
    return KINDS[item["kind"]](**fields)


def _plain(value: Any) -> Any:
    """JSON has no dates, bytes or uids: each is a one-key mapping. What else it has not is noted as text: the thread that writes must not end."""
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
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


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


_READERS = {"$datetime": datetime.fromisoformat, "$date": date.fromisoformat, "$bytes": base64.b64decode, "$uuid": UUID}
