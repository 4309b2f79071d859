"""Rules that compare two times of a row: after, not_before, not_after. Two clock times to the moment, else by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from ..model import Strength, Text
from . import dialect, moments
from .scope import Column, RuleError, Scope


def _both_clock(column: Column, other: Column) -> bool:
    return column.type == other.type == "datetime"


def _values(row: Mapping[str, Any], column: Column, other: Column) -> tuple[Any, Any] | None:
    read = moments.moment if _both_clock(column, other) else moments.day
    value, compared = read(row.get(column.name)), read(row.get(other.name))
    return None if value is None or compared is None else (value, compared)


def _sql(column: Column, sign: str, other: Column, days: int = 0) -> str:
    if _both_clock(column, other):
        later = f" + interval '{days * 24} hours'" if days else ""
        return f"{dialect.name(column.name)} {sign} {dialect.name(other.name)}{later}"
    return f"{moments.sql_day_of(column)} {sign} {moments.sql_day_of(other)}" + (f" + {days}" if days else "")


def _expression(column: Column, sign: str, other: Column, days: int = 0) -> str:
    if _both_clock(column, other):
        later = f" + {days * 86400000}" if days else ""
        return f"epoch({dialect.name(column.name)}) {sign} epoch({dialect.name(other.name)}){later}"
    return f"{moments.qgis_day_of(column)} {sign} {moments.qgis_day_of(other)}" + (f" + {days}" if days else "")


@dataclass(frozen=True)
class After:
    """Later than another field."""

    kind: ClassVar[str] = "after"
    types: ClassVar[frozenset[str]] = moments.TIMES
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    other: Column

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> After:
        return cls(column, moments.time_column(scope, argument))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        pair = _values(row, self.column, self.other)
        return None if pair is None else bool(pair[0] > pair[1])

    def sql(self, now: str) -> str:
        return _sql(self.column, ">", self.other)

    def expression(self, now: str) -> str:
        return _expression(self.column, ">", self.other)

    def text(self, scope: Scope) -> Text:
        label, other = self.column.label, self.other.label
        return Text(f"«{label.vi}» phải sau «{other.vi}».", f"«{label.en}» must be after «{other.en}».")


@dataclass(frozen=True)
class NotBefore:
    """Not earlier than another field."""

    kind: ClassVar[str] = "not_before"
    types: ClassVar[frozenset[str]] = moments.TIMES
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    other: Column

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> NotBefore:
        return cls(column, moments.time_column(scope, argument))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        pair = _values(row, self.column, self.other)
        return None if pair is None else bool(pair[0] >= pair[1])

    def sql(self, now: str) -> str:
        return _sql(self.column, ">=", self.other)

    def expression(self, now: str) -> str:
        return _expression(self.column, ">=", self.other)

    def text(self, scope: Scope) -> Text:
        label, other = self.column.label, self.other.label
        return Text(f"«{label.vi}» không được trước «{other.vi}».", f"«{label.en}» must not be before «{other.en}».")


@dataclass(frozen=True)
class NotAfter:
    """Not later than another field, or than so many days after it."""

    kind: ClassVar[str] = "not_after"
    types: ClassVar[frozenset[str]] = moments.TIMES
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    other: Column
    days: int

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> NotAfter:
        given = argument if isinstance(argument, dict) else {"field": argument}
        days = given.get("days", 0)
        if set(given) - {"field", "days"} or isinstance(days, bool) or not isinstance(days, int):
            raise RuleError("«not_after» phải có dạng {field: …, days: số}", "«not_after» reads {field: …, days: number}")
        return cls(column, moments.time_column(scope, given.get("field")), days)

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        pair = _values(row, self.column, self.other)
        return None if pair is None else bool(pair[0] <= pair[1] + timedelta(days=self.days))

    def sql(self, now: str) -> str:
        return _sql(self.column, "<=", self.other, self.days)

    def expression(self, now: str) -> str:
        return _expression(self.column, "<=", self.other, self.days)

    def text(self, scope: Scope) -> Text:
        label, other, days = self.column.label, self.other.label, self.days
        if not days:
            return Text(f"«{label.vi}» không được sau «{other.vi}».", f"«{label.en}» must not be after «{other.en}».")
        return Text(
            f"«{label.vi}» không được sau «{other.vi}» quá {days} ngày.",
            f"«{label.en}» must not be more than {days} days after «{other.en}».",
        )
