"""Rules about numbers: between, at_least, at_most, multiple_of, sum_at_most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Union

from ..model import Strength, Text
from . import dialect
from .scope import Column, RuleError, Scope

Number = Union[int, float]
_NUMBERS = frozenset({"integer", "number"})


def _number(value: Any) -> Number:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RuleError(f"«{value}» không phải là số", f"«{value}» is not a number")
    return value


def _number_column(scope: Scope, name: Any) -> Column:
    column = scope.column(name)
    if column.type not in _NUMBERS:
        raise RuleError(f"trường «{column.name}» không phải là số", f"field «{column.name}» is not a number")
    return column


def _exact(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _vietnamese(value: Number) -> str:
    """1270.5 as 1.270,5."""
    return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")


@dataclass(frozen=True)
class Between:
    """From a number to a number, both included."""

    kind: ClassVar[str] = "between"
    types: ClassVar[frozenset[str]] = _NUMBERS
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    low: Number
    high: Number

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> Between:
        if not isinstance(argument, list) or len(argument) != 2 or _number(argument[0]) > _number(argument[1]):
            raise RuleError("«between» phải có dạng [nhỏ, lớn]", "«between» reads [low, high]")
        return cls(column, argument[0], argument[1])

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else bool(self.low <= value <= self.high)

    def sql(self, now: str) -> str:
        column = dialect.name(self.column.name)
        return f"{column} >= {self.low} AND {column} <= {self.high}"

    expression = sql

    def text(self, scope: Scope) -> Text:
        label, low, high = self.column.label, self.low, self.high
        return Text(
            f"«{label.vi}» phải từ {_vietnamese(low)} đến {_vietnamese(high)}.",
            f"«{label.en}» must be from {low:,} to {high:,}.",
        )


@dataclass(frozen=True)
class AtLeast:
    """Not less than another field."""

    kind: ClassVar[str] = "at_least"
    types: ClassVar[frozenset[str]] = _NUMBERS
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    other: Column

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> AtLeast:
        return cls(column, _number_column(scope, _field_of(argument)))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value, other = _exact(row.get(self.column.name)), _exact(row.get(self.other.name))
        return None if value is None or other is None else value >= other

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} >= {dialect.name(self.other.name)}"

    expression = sql

    def text(self, scope: Scope) -> Text:
        label, other = self.column.label, self.other.label
        return Text(f"«{label.vi}» không được nhỏ hơn «{other.vi}».", f"«{label.en}» must not be less than «{other.en}».")


@dataclass(frozen=True)
class AtMost:
    """Not more than another field."""

    kind: ClassVar[str] = "at_most"
    types: ClassVar[frozenset[str]] = _NUMBERS
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    other: Column

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> AtMost:
        return cls(column, _number_column(scope, _field_of(argument)))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value, other = _exact(row.get(self.column.name)), _exact(row.get(self.other.name))
        return None if value is None or other is None else value <= other

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} <= {dialect.name(self.other.name)}"

    expression = sql

    def text(self, scope: Scope) -> Text:
        label, other = self.column.label, self.other.label
        return Text(f"«{label.vi}» không được lớn hơn «{other.vi}».", f"«{label.en}» must not be more than «{other.en}».")


@dataclass(frozen=True)
class MultipleOf:
    """A whole multiple: prices in hundreds of đồng."""

    kind: ClassVar[str] = "multiple_of"
    types: ClassVar[frozenset[str]] = frozenset({"integer"})
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    step: int

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> MultipleOf:
        if isinstance(argument, bool) or not isinstance(argument, int) or argument < 1:
            raise RuleError("«multiple_of» phải là số nguyên dương", "«multiple_of» must be a positive whole number")
        return cls(column, argument)

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else value % self.step == 0

    def sql(self, now: str) -> str:
        return f"mod({dialect.name(self.column.name)}, {self.step}) = 0"

    def expression(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} % {self.step} = 0"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(
            f"«{label.vi}» phải là bội số của {_vietnamese(self.step)}.",
            f"«{label.en}» must be a multiple of {self.step:,}.",
        )


@dataclass(frozen=True)
class SumAtMost:
    """With other fields together not more than a total; a missing addend counts as nothing."""

    kind: ClassVar[str] = "sum_at_most"
    types: ClassVar[frozenset[str]] = _NUMBERS
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    others: tuple[Column, ...]
    total: Column

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> SumAtMost:
        if not isinstance(argument, dict) or set(argument) != {"with", "field"}:
            raise RuleError("«sum_at_most» phải có dạng {with: […], field: …}", "«sum_at_most» reads {with: […], field: …}")
        others = tuple(_number_column(scope, name) for name in argument["with"])
        return cls(column, others, _number_column(scope, argument["field"]))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value, total = _exact(row.get(self.column.name)), _exact(row.get(self.total.name))
        if value is None or total is None:
            return None
        return sum((_exact(row.get(other.name)) or Decimal(0) for other in self.others), value) <= total

    def sql(self, now: str) -> str:
        addends = "".join(f" + coalesce({dialect.name(other.name)}, 0)" for other in self.others)
        return f"{dialect.name(self.column.name)}::numeric{addends} <= {dialect.name(self.total.name)}"

    def expression(self, now: str) -> str:
        return self.sql(now).replace("::numeric", "")

    def text(self, scope: Scope) -> Text:
        parts = (self.column, *self.others)
        vi = " cộng ".join(f"«{part.label.vi}»" for part in parts)
        en = " plus ".join(f"«{part.label.en}»" for part in parts)
        return Text(f"{vi} không được lớn hơn «{self.total.label.vi}».", f"{en} must not exceed «{self.total.label.en}».")


def _field_of(argument: Any) -> Any:
    """The other field: «at_most: capacity» or «at_most: {field: capacity, strength: warn}»."""
    return argument.get("field") if isinstance(argument, dict) else argument
