"""Between a person's pending change and the merge: what the person made of the feature, and the change that takes its place. Imports no widgets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional

from ..core.catalogue import Layer
from ..core.merge import GEOMETRY, REMOVED, Choices, Image, Merge, edited, merge
from ..db.changes import Change, Remove, Update
from ..db.columns import WRITTEN_WITH_REMOVAL
from ..db.conflicts import Existing, Moved


def mine_of(moved: Moved, change: Existing) -> Image:
    """The feature as the person made it: the change over what he read, or over what is stored when nobody knows what he read."""
    base = moved.base if moved.base is not None else replace(moved.current, removed=False)  # he had it before his eyes
    if isinstance(change, Remove):
        return edited(base, {WRITTEN_WITH_REMOVAL: change.reason}, removed=True)
    values = {name: value for name, value in change.values.items() if name != REMOVED}
    return edited(base, values, change.wkb, change.values.get(REMOVED))


def merge_change(layer: Layer, moved: Moved, change: Existing) -> Merge:
    """Base, theirs and mine, cell by cell."""
    return merge(layer, moved.base, moved.current, mine_of(moved, change))


def resolved(moved: Moved, found: Merge, choices: Choices, change: Existing) -> Optional[Change]:
    """What remains to be saved over the stored version: only what differs from it; None when nothing does.

    ValueError while something is undecided.
    """
    if found.undecided(choices):
        raise ValueError(f"undecided: {', '.join(found.undecided(choices))}")
    result, theirs = found.result(choices), found.theirs
    if result.removed:
        reason = change.reason if isinstance(change, Remove) else ""
        return None if theirs.removed else Remove(moved.layer, moved.uid, moved.row_version, reason)
    values: dict[str, Any] = {
        cell.name: result.values[cell.name]
        for cell in found.cells
        if cell.name not in (GEOMETRY, REMOVED) and not found.same(cell.name, cell.theirs, result.values[cell.name])
    }
    if theirs.removed:  # taken back onto the map
        values.update({REMOVED: False, WRITTEN_WITH_REMOVAL: None})
    wkb = result.wkb if result.wkb is not None and result.wkb != theirs.wkb else None
    return Update(moved.layer, moved.uid, moved.row_version, values, wkb) if values or wkb is not None else None
