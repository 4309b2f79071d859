"""What the server refused, by feature and field, until the person changes the field."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.messages import Refusal


class Refused:
    """(stem, uid) → the refusals of the last save."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], tuple[Refusal, ...]] = {}

    def tell(self, stem: str, uid: str, refusals: Sequence[Refusal]) -> None:
        """Put these in the place of what was said before; none: all is well."""
        self._told.pop((stem, uid), None)
        if refusals:
            self._told[(stem, uid)] = tuple(refusals)

    def mend(self, stem: str, uid: str, field: str) -> None:
        """The person changed the field: its refusal is old."""
        left = tuple(item for item in self.of(stem, uid) if item.field != field)
        self.tell(stem, uid, left)

    def of(self, stem: str, uid: str) -> tuple[Refusal, ...]:
        """What still stands against a feature."""
        return self._told.get((stem, uid), ())
