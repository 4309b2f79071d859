"""Rules about being there at all: required, only_when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from ..model import FIELD_TYPES, Strength, Text
from .condition import Condition, read_condition
from .present import present_expression, present_sql, present_value
from .scope import Column, RuleError, Scope


@dataclass(frozen=True)
class Required:
    """The field is filled."""

    kind: ClassVar[str] = "required"
    types: ClassVar[frozenset[str]] = frozenset(FIELD_TYPES)
    strength: ClassVar[Strength] = Strength.SUBMIT
    column: Column

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> Required:
        if argument is not True:
            raise RuleError("«required» chỉ nhận true hoặc {when: …}", "«required» takes true or {when: …}")
        return cls(column)

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        return present_value(row.get(self.column.name))

    def sql(self, now: str) -> str:
        return present_sql(self.column.name, self.column.type)

    def expression(self, now: str) -> str:
        return present_expression(self.column.name, self.column.type)

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        if self.column.type == "boolean":
            return Text(f"«{label.vi}» phải chọn Có hoặc Không.", f"«{label.en}» must be Yes or No.")
        if self.column.type in ("list", "lists", "reference"):
            return Text(f"«{label.vi}» phải được chọn.", f"«{label.en}» must be chosen.")
        return Text(f"«{label.vi}» phải được điền.", f"«{label.en}» must be filled.")


@dataclass(frozen=True)
class OnlyWhen:
    """The field is empty unless a condition holds."""

    kind: ClassVar[str] = "only_when"
    types: ClassVar[frozenset[str]] = frozenset(FIELD_TYPES)
    strength: ClassVar[Strength] = Strength.SUBMIT
    column: Column
    condition: Condition

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> OnlyWhen:
        return cls(column, read_condition(argument, scope))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        return not present_value(row.get(self.column.name)) or self.condition.holds(row)

    def sql(self, now: str) -> str:
        return f"NOT {present_sql(self.column.name, self.column.type)} OR ({self.condition.sql()})"

    def expression(self, now: str) -> str:
        return f"NOT {present_expression(self.column.name, self.column.type)} OR ({self.condition.expression()})"

    def text(self, scope: Scope) -> Text:
        label, when = self.column.label, self.condition.text(scope)
        return Text(f"«{label.vi}» chỉ điền khi {when.vi}.", f"«{label.en}» is filled only when {when.en}.")
