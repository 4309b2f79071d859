"""What a crash left unsaved: asked of the journals and of the server, which may have more of it than its answers told. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from ..db.change import Change, Insert, Key, Receipt, Remove, key_of
from ..db.changes import receipts
from ..db.connection import connect
from ..db.present import Present, present
from .edits import Edits
from .journal_lines import Content, Held
from .meanwhile import rebased
from .sending import APPLICATION

Stored = Mapping[UUID, Sequence[Receipt]]


class Meanwhile(Enum):
    """What has become of the feature since the edit was made."""

    SAME = "same"
    CHANGED = "changed"  # somebody saved another version: the save will be a conflict
    GONE = "gone"


@dataclass(frozen=True)
class Unsaved:
    """One edit that can be restored."""

    change: Change
    at: datetime
    name: str
    meanwhile: Meanwhile


@dataclass(frozen=True)
class Found:
    """What can be restored, and what need not be: the server has it."""

    unsaved: tuple[Unsaved, ...]
    stored: tuple[Key, ...]


def look(dsn: Mapping[str, str], contents: Sequence[Content]) -> Found:
    """Ask the server about saves without an answer, and about the features. For a thread: touches no QGIS; raises what the connection raises."""
    with closing(connect(dsn=dsn, application=APPLICATION)) as connection:
        numbers = {number for content in contents for number in content.open}
        stored = {number: receipts(connection, number) for number in numbers}
        held = still_unsaved(contents, stored)
        there = present(connection, held.keys())
    unsaved = tuple(Unsaved(each.change, each.at, _name(each.change, there.get(key)), _meanwhile(each.change, there.get(key))) for key, each in held.items())
    return Found(unsaved, tuple({key for content in contents for key in content.held if key not in held}))


def still_unsaved(contents: Sequence[Content], stored: Stored) -> dict[Key, Held]:
    """The latest of each feature's edits without those the server has; what was edited after such a save builds on its version."""
    latest: dict[Key, Held] = {}
    for content in contents:
        for key, held in _of_one(content, stored).items():
            if key not in latest or latest[key].at < held.at:
                latest[key] = held
    return latest


def shown_of(content: Content, found: Found, keys: Iterable[Key]) -> tuple[Key, ...]:
    """Which edits of these features one journal holds as they were found: an older edit of a feature, in another journal, waits its turn."""
    times = {key_of(each.change): each.at for each in found.unsaved}
    return tuple(key for key in keys if key in content.held and times.get(key, content.held[key].at) == content.held[key].at)


def restore(edits: Edits, changes: Sequence[Change]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Put edits back into the buffers, each on its own base version. Returns those put back, among them those the map does not show any more:
    they wait beside the layer for the next save, which asks. What the person is editing already, or may not edit, is not put back."""
    busy = set(map(key_of, edits.changes()))
    stems = {change.layer for change in changes}
    open_now = {stem for stem, layer in edits.layers.items() if stem in stems and (layer.isEditable() or layer.startEditing())}
    wanted = {key_of(change): change for change in changes if change.layer in open_now and key_of(change) not in busy}
    edits.settle(wanted)
    shown = {key_of(change) for found in edits.pending().values() for change in found.values()}
    return tuple(wanted), tuple(key for key in wanted if key not in shown)


def _of_one(content: Content, stored: Stored) -> dict[Key, Held]:
    held = dict(content.held)
    for number, parcel in content.open.items():
        versions = {key_of(each): each.row_version for each in stored.get(number, ())}
        for key in held.keys() & parcel.keys() & versions.keys():
            if held[key].change == parcel[key]:
                del held[key]
            else:
                held[key] = replace(held[key], change=rebased(held[key].change, parcel[key], versions[key]))
    return held


def _name(change: Change, there: Present | None) -> str:
    named = change.values.get("name") if not isinstance(change, Remove) else None
    return str(named or (there.name if there is not None else ""))


def _meanwhile(change: Change, there: Present | None) -> Meanwhile:
    if isinstance(change, Insert):
        return Meanwhile.SAME if there is None else Meanwhile.CHANGED
    if there is None or (there.removed and there.row_version != change.base_version):
        return Meanwhile.GONE
    return Meanwhile.SAME if there.row_version == change.base_version else Meanwhile.CHANGED
