"""The parts of the desk, in the order of a working day: one line a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from .conflict.part import ConflictPart
from .entry.part import EntryPart
from .history import HistoryPart
from .inbox import Inbox
from .live.part import LiveMap
from .oversight.part import Oversight
from .part import Part
from .recovery.part import Recovery
from .review.part import Review
from .saving.panel import SavePanel
from .tools.part import ToolsPart
from .validation import Validation

if TYPE_CHECKING:
    from .session import Session

PARTS: tuple[Callable[[Session], Part], ...] = (
    EntryPart,
    ToolsPart,
    SavePanel,
    ConflictPart,
    Recovery,
    LiveMap,
    Validation,
    Review,
    Inbox,
    HistoryPart,
    Oversight,
)
