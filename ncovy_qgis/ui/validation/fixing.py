"""From findings to what the layers of the open map can be given with certainty, and into their edit buffers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Callable

from qgis.PyQt.QtCore import QCoreApplication

from ...gis.fixes import Doubt, Proposal, apply, proposals
from .rows import Row

if TYPE_CHECKING:
    from ..session import Session


def proposed(session: Session, rows: Sequence[Row], others: Callable[[Row], tuple[str, ...]]) -> tuple[Proposal, ...]:
    """What would change; `others` are the features that findings of this code of a feature speak of."""
    doubts: dict[str, dict[int, list[Doubt]]] = {}
    for row in rows:
        doubts.setdefault(row.finding.layer, {}).setdefault(row.finding.id, []).append((row.finding.code, others(row)))
    layers, catalogue = session.layers(), session.catalogue
    return tuple(each for stem, wanted in doubts.items() if stem in layers for each in proposals(layers[stem], catalogue.layer(stem), wanted))


def carry_out(session: Session, chosen: Sequence[Proposal]) -> int:
    """One undoable step a layer; how many attributes were changed."""
    layers, text = session.layers(), QCoreApplication.translate("Ncovy", "Sửa theo kết quả kiểm tra")
    by_layer: dict[str, list[Proposal]] = {}
    for each in chosen:
        by_layer.setdefault(each.stem, []).append(each)
    return sum(apply(layers[stem], wanted, text) for stem, wanted in by_layer.items())
