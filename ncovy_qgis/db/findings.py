"""What a check answers: one finding a feature and sentence, with what a window needs to show it, go there and mend it. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import Any

from ncovy_qgis.core.model import Text

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)  # in the order of urgency


@dataclass(frozen=True)
class Finding:
    """One thing wrong ('error'), doubtful ('warning') or merely not as it is stored ('note') about one feature."""

    layer: str
    uid: str
    name: str | None
    field: str
    code: str
    severity: str
    text: Text
    lon: float
    lat: float
    accepted: str | None = None  # the reason given for a warning
    accepted_by: str | None = None  # None: the reason stands in the feature itself
    accepted_at: datetime | None = None
    id: int = 0  # the row's number, which is its feature id in QGIS
    row_version: int = 0
    commune: str = ""
    district: str = ""
    detail: Mapping[str, Any] | None = dataclass_field(default=None, hash=False)
    rule: Text | None = None  # the sentence without what is particular to this feature
    size: float = 0.0  # degrees from side to side; 0 for a point

    @property
    def other(self) -> str | None:
        """The uid of the feature it speaks of."""
        found = (self.detail or {}).get("other_uid")
        return str(found) if found else None

    @property
    def heading(self) -> Text:
        """What all findings of this code have in common."""
        return self.rule or self.text

    @property
    def open(self) -> bool:
        """Still to be mended or answered for."""
        return self.accepted is None


def explained(text: Text, detail: Mapping[str, Any] | None) -> Text:
    """The sentence, and which other feature it speaks of."""
    facts = detail or {}
    words = [f"«{facts['other']}»"] if facts.get("other") else []
    words += [f"{facts['metres']} m"] if "metres" in facts and "other" in facts else []
    words += [f"{facts['percent']} %"] if "percent" in facts else []
    tail = f" ({', '.join(words)})" if words else ""
    return Text(text.vi.rstrip(".") + tail + ".", text.en.rstrip(".") + tail + ".")
