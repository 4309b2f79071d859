"""The same change to many features: planned and judged first, then carried out as one step that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qgis.core import QgsFeature, QgsFeatureRequest, QgsVectorLayer

from ...core.catalogue import Layer, Rule, Strength, Text
from ...core.normalise import normalise_row
from ..buffer import plain_values
from ..writing import write_values


@dataclass(frozen=True)
class Fault:
    """A feature that would break a rule: `blocks` says whether it could not be stored."""

    fid: int
    name: str
    field: str
    text: Text
    blocks: bool


@dataclass(frozen=True)
class Plan:
    """What would change: feature id → field → plain value, in stored form. Features that cannot take it are not among them."""

    changes: Mapping[int, Mapping[str, Any]]
    same: int  # features that hold it already
    faults: tuple[Fault, ...]

    @property
    def refused(self) -> int:
        """Features left out because the database would refuse them."""
        return len({fault.fid for fault in self.faults if fault.blocks})


def plan_change(layer: QgsVectorLayer, schema: Layer, features: Iterable[QgsFeature], values: Mapping[str, Any], now: datetime) -> Plan:
    """Judge giving `values` (plain, any spelling) to features as they were read; `now` is the time the rules are asked at. Asks no server."""
    wanted = normalise_row(schema, values)
    changes, faults, same = {}, [], 0
    for feature in features:
        row = normalise_row(schema, plain_values(layer, schema, feature))
        differing = {name: value for name, value in wanted.items() if row.get(name) != value}
        if not differing:
            same += 1
            continue
        found = _faults(schema, feature, row, differing, now)
        faults += found
        if not any(fault.blocks for fault in found):
            changes[feature.id()] = differing
    return Plan(changes, same, tuple(faults))


def apply_plan(layer: QgsVectorLayer, plan: Plan, title: str) -> int:
    """Carry it out as one undoable step of a layer in editing; returns how many features changed."""
    there = set(still_there(layer, plan.changes))
    if not there:
        return 0
    layer.beginEditCommand(title)
    write_values(layer, {fid: values for fid, values in plan.changes.items() if fid in there})
    layer.endEditCommand()
    return len(there)


def still_there(layer: QgsVectorLayer, fids: Iterable[int]) -> list[int]:
    """Those that still mean the features they meant: a save gives a new feature another id."""
    added = layer.editBuffer().addedFeatures() if layer.editBuffer() is not None else {}
    return [fid for fid in fids if fid >= 0 or fid in added]


def features_of(layer: QgsVectorLayer, fids: Iterable[int]) -> list[QgsFeature]:
    """Features with their attributes, as the edit buffer has them, in the order of their ids."""
    request = QgsFeatureRequest().setFilterFids(list(fids)).setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return sorted(layer.getFeatures(request), key=QgsFeature.id)


def title_of(feature: QgsFeature) -> str:
    """How a person knows the feature."""
    index = feature.fields().indexOf("name")
    value = feature.attributes()[index] if 0 <= index < len(feature.attributes()) else None
    return str(value) if isinstance(value, str) and value.strip() else f"#{feature.id()}"


def _faults(schema: Layer, feature: QgsFeature, row: Mapping[str, Any], differing: Mapping[str, Any], now: datetime) -> list[Fault]:
    """Rules broken by the change itself: those it concerns, and those that held before it."""
    after = {**row, **differing}
    found = [rule for rule in schema.rules if not schema.field(rule.field).auto and not rule.holds(after, now) and _concerned(rule, row, differing, now)]
    return [Fault(feature.id(), title_of(feature), rule.field, rule.message, rule.strength is Strength.SAVE) for rule in found]


def _concerned(rule: Rule, row: Mapping[str, Any], differing: Mapping[str, Any], now: datetime) -> bool:
    return rule.field in differing or rule.holds(row, now)
