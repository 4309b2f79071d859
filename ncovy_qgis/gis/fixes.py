"""Certain fixes as edits: what would change, and the change itself as one edit command a layer, so that one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsFeatureRequest, QgsVectorLayer

from ..core.catalogue import Layer
from ..core.fixes import certain_fix
from .buffer import plain_values
from .writing import write_values

Doubt = tuple[str, Sequence[str]]  # code of a finding, uids of the features that findings of this code speak of


@dataclass(frozen=True)
class Proposal:
    """One attribute of one feature, before and after."""

    stem: str
    fid: int
    name: str
    field: str
    before: Any
    after: Any


def proposals(layer: QgsVectorLayer, schema: Layer, doubts: Mapping[int, Iterable[Doubt]]) -> tuple[Proposal, ...]:
    """Feature id → its doubts, as what can be mended with certainty in the features as they are now, edits not yet saved among them."""
    request = QgsFeatureRequest().setFilterFids(list(doubts)).setFlags(QgsFeatureRequest.Flag.NoGeometry)
    found: dict[tuple[int, str], Proposal] = {}
    for feature in layer.getFeatures(request):
        row = plain_values(layer, schema, feature)
        for code, others in doubts[feature.id()]:
            for field, after in certain_fix(schema, row, code, others).items():
                found[feature.id(), field] = Proposal(schema.name, feature.id(), str(row.get("name") or ""), field, row.get(field), after)
    return tuple(found.values())


def apply(layer: QgsVectorLayer, chosen: Iterable[Proposal], text: str) -> int:
    """Write them into the edit buffer as one undoable command named `text`; how many attributes were changed."""
    wanted = list(chosen)
    if not wanted or not (layer.isEditable() or layer.startEditing()):
        return 0
    layer.beginEditCommand(text)
    values: dict[int, dict[str, Any]] = {}
    for each in wanted:
        values.setdefault(each.fid, {})[each.field] = each.after
    done = write_values(layer, values)
    layer.endEditCommand()
    return done
