"""What came of a save, feature by feature, in one sentence. Imports no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ..core.messages import Refusal
from ..db.change import Change, Key, Receipt, key_of


class Fate(Enum):
    """Why a change was not stored."""

    CONFLICT = "conflict"  # somebody changed the feature since it was read
    GONE = "gone"  # somebody removed it, or it is not there
    REFUSED = "refused"  # a rule, a right, or the way to the server


@dataclass(frozen=True)
class Problem:
    """One thing in the way; `change` is what the person wanted, None when it is about the whole save."""

    refusal: Refusal
    change: Optional[Change] = None

    @property
    def fate(self) -> Fate:
        code, removed = self.refusal.code, self.refusal.facts.get("removed")
        if code == "NC003" or (code == "NC001" and removed):
            return Fate.GONE
        return Fate.CONFLICT if code == "NC001" else Fate.REFUSED


@dataclass(frozen=True)
class Report:
    """One save: its receipts, what stood in the way, and how many changes are still only in QGIS."""

    receipts: tuple[Receipt, ...] = ()
    problems: tuple[Problem, ...] = ()
    kept: int = 0
    answered: bool = True  # False: the server said nothing, so what became of the save is not known yet

    def of(self, fate: Fate) -> tuple[Problem, ...]:
        """The problems of one kind that are about a feature."""
        return tuple(each for each in self.problems if each.fate is fate and each.change is not None)

    def sentence(self) -> str:
        """Counts: saved, refused, conflicting, no longer there, kept."""
        if not (self.receipts or self.problems or self.kept):
            return QCoreApplication.translate("Ncovy", "Không còn gì để lưu.")
        general = [each for each in self.problems if each.change is None]
        if general and not self.receipts:
            return QCoreApplication.translate("Ncovy", "Chưa lưu được.")
        counts = [self._saved(bool(self.problems)), *(text.format(count=len(self.of(fate))) for fate, text in _words().items() if self.of(fate))]
        if self.kept:
            counts.append(QCoreApplication.translate("Ncovy", "còn giữ {count} trong QGIS").format(count=self.kept))
        return "; ".join(counts) + "."

    def _saved(self, briefly: bool) -> str:
        if not self.receipts:
            return QCoreApplication.translate("Ncovy", "Chưa lưu thay đổi nào")
        if briefly:  # all of it has to fit one line above the map
            return QCoreApplication.translate("Ncovy", "Đã lưu {count} thay đổi").format(count=len(self.receipts))
        return QCoreApplication.translate("Ncovy", "Đã lưu {count} thay đổi, máy chủ đã xác nhận").format(count=len(self.receipts))


def problems_of(refusals: Sequence[Refusal], changes: Sequence[Change]) -> tuple[Problem, ...]:
    """The refusals with the changes they speak of."""
    wanted: Mapping[Key, Change] = {key_of(change): change for change in changes}
    return tuple(Problem(each, wanted.get((str(each.layer), str(each.uid)))) for each in refusals)


def _words() -> Mapping[Fate, str]:
    translate = QCoreApplication.translate
    return {
        Fate.REFUSED: translate("Ncovy", "{count} bị từ chối"),
        Fate.CONFLICT: translate("Ncovy", "{count} xung đột với người khác"),
        Fate.GONE: translate("Ncovy", "{count} không còn trên bản đồ"),
    }
