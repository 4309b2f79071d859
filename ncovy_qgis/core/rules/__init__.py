"""Rules of fields: one small class per kind, each able to judge a row in Python, QGIS and PostgreSQL with one outcome.

A rule never fails on what is absent (NULL), except `required`. Pure: imports nothing of QGIS and psycopg2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import Any, ClassVar, Protocol, cast

from ..model import Strength, Text
from . import clock, lists, numbers, order, presence, texts
from .condition import Condition
from .scope import Column, RuleError, Scope


class Check(Protocol):
    """One kind of rule, read for one column. None / NULL = nothing to judge."""

    kind: ClassVar[str]
    types: ClassVar[frozenset[str]]
    strength: ClassVar[Strength]

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> Check: ...
    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None: ...
    def sql(self, now: str) -> str: ...
    def expression(self, now: str) -> str: ...
    def text(self, scope: Scope) -> Text: ...


_CLASSES = (
    presence.Required, presence.OnlyWhen,
    texts.Max, texts.MinLength, texts.Matches, texts.Plain, texts.NoPersonalData,
    numbers.Between, numbers.AtLeast, numbers.AtMost, numbers.MultipleOf, numbers.SumAtMost,
    lists.InList, lists.EachInList, lists.Only, lists.HasMember, lists.NotValue,
    order.After, order.NotBefore, order.NotAfter,
    clock.Since, clock.NotFuture, clock.NotPast, clock.MaxAge, clock.InForce,
)  # fmt: skip
KINDS: dict[str, type[Check]] = {each.kind: cast(type[Check], each) for each in _CLASSES}
IMPLIED = frozenset({"in_list", "each_in_list", "plain"})
_NEVER_NULL = frozenset({"required", "only_when", "has_member"})


@dataclass(frozen=True)
class Rule:
    """A check of a field, with its condition, strength, CHECK name and sentence."""

    kind: str
    field: str
    argument: Any = dataclass_field(hash=False)
    when: Condition | None
    strength: Strength
    name: str
    message: Text
    check: Check

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool:
        """Whether a row passes at `now` (with time zone)."""
        if self.when is not None and not self.when.holds(row):
            return True
        return self.check.holds(row, now) is not False

    def sql(self, now: str = "now()") -> str:
        """A boolean PostgreSQL expression over the columns, never NULL."""
        body = self._true_when_unknown(self.check.sql(now))
        return f"NOT ({self.when.sql()}) OR {body}" if self.when else body

    def expression(self, now: str = "now()") -> str:
        """The same as a QGIS 3.22 expression."""
        body = self._true_when_unknown(self.check.expression(now))
        return f"NOT ({self.when.expression()}) OR {body}" if self.when else body

    def _true_when_unknown(self, verdict: str) -> str:
        return f"({verdict})" if self.kind in _NEVER_NULL else f"coalesce({verdict}, TRUE)"

    @property
    def uses_now(self) -> bool:
        """Whether the verdict depends on the time of asking."""
        return self.kind in ("not_future", "not_past", "max_age")


__all__ = ["IMPLIED", "KINDS", "Check", "Column", "Condition", "Rule", "RuleError", "Scope"]
