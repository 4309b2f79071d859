"""Rules that compare a time with the calendar or with now: since, not_future, not_past, max_age, in_force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from ..model import Strength, Text
from . import dialect, moments
from .moments import VIETNAM
from .scope import Column, RuleError, Scope


def _count(argument: Any, kind: str, allowed: tuple[str, ...]) -> timedelta:
    """The length in {days: 30} or {hours: 24}."""
    if isinstance(argument, dict) and len(argument) == 1 and set(argument) <= set(allowed):
        ((unit, count),) = argument.items()
        if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
            return timedelta(**{unit: count})
    shape = " / ".join(f"{{{unit}: n}}" for unit in allowed)
    raise RuleError(f"«{kind}» phải có dạng {shape}", f"«{kind}» reads {shape}")


@dataclass(frozen=True)
class Since:
    """Not before a day of the calendar."""

    kind: ClassVar[str] = "since"
    types: ClassVar[frozenset[str]] = moments.TIMES
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    first: date

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> Since:
        return cls(column, moments.read_day(argument, cls.kind))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = moments.day(row.get(self.column.name))
        return None if value is None else value >= self.first

    def sql(self, now: str) -> str:
        return f"{moments.sql_day_of(self.column)} >= date '{self.first:%Y-%m-%d}'"

    def expression(self, now: str) -> str:
        return f"{moments.qgis_day_of(self.column)} >= {moments.day_number(self.first)}"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(
            f"«{label.vi}» không được trước ngày {self.first:%d/%m/%Y}.",
            f"«{label.en}» must not be before {self.first:%d/%m/%Y}.",
        )


@dataclass(frozen=True)
class NotFuture:
    """Not later than now, or than so many days from now."""

    kind: ClassVar[str] = "not_future"
    types: ClassVar[frozenset[str]] = moments.TIMES
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    days: int

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> NotFuture:
        return cls(column, 0 if argument is True else _count(argument, cls.kind, ("days",)).days)

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        limit = now + timedelta(days=self.days)
        if self.column.type == "date":
            on = moments.day(value)
            return None if on is None else on <= limit.astimezone(VIETNAM).date()
        at = moments.moment(value)
        return None if at is None else at <= limit

    def sql(self, now: str) -> str:
        column = dialect.name(self.column.name)
        if self.column.type == "date":
            return f"{column} <= {moments.sql_day(now)}" + (f" + {self.days}" if self.days else "")
        return f"{column} <= {now}" + (f" + interval '{self.days * 24} hours'" if self.days else "")

    def expression(self, now: str) -> str:
        if self.column.type == "date":
            return f"{moments.qgis_day_of(self.column)} <= {moments.qgis_day(now)} + {self.days}"
        return f"epoch({dialect.name(self.column.name)}) <= epoch({now}) + {self.days * 86400000}"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        if not self.days:
            return Text(f"«{label.vi}» không được ở tương lai.", f"«{label.en}» must not be in the future.")
        return Text(
            f"«{label.vi}» không được quá {self.days} ngày kể từ hôm nay.",
            f"«{label.en}» must not be more than {self.days} days from today.",
        )


@dataclass(frozen=True)
class NotPast:
    """A day that is not over yet: papers still valid."""

    kind: ClassVar[str] = "not_past"
    types: ClassVar[frozenset[str]] = frozenset({"date"})
    strength: ClassVar[Strength] = Strength.WARN
    column: Column

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> NotPast:
        return cls(column)

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = moments.day(row.get(self.column.name))
        return None if value is None else value >= now.astimezone(VIETNAM).date()

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} >= {moments.sql_day(now)}"

    def expression(self, now: str) -> str:
        return f"{moments.qgis_day_of(self.column)} >= {moments.qgis_day(now)}"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(f"«{label.vi}» đã hết hạn.", f"«{label.en}» has expired.")


@dataclass(frozen=True)
class MaxAge:
    """Not longer ago than so many days or hours: the duty to update."""

    kind: ClassVar[str] = "max_age"
    types: ClassVar[frozenset[str]] = frozenset({"datetime"})
    strength: ClassVar[Strength] = Strength.WARN
    column: Column
    age: timedelta

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> MaxAge:
        return cls(column, _count(argument, cls.kind, ("days", "hours")))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = moments.moment(row.get(self.column.name))
        return None if value is None else value >= now - self.age

    @property
    def hours(self) -> int:
        return int(self.age.total_seconds()) // 3600

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} >= {now} - interval '{self.hours} hours'"

    def expression(self, now: str) -> str:
        return f"epoch({dialect.name(self.column.name)}) >= epoch({now}) - {self.hours * 3600000}"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(f"«{label.vi}» đã quá {self.hours} giờ.", f"«{label.en}» is more than {self.hours} hours ago.")


@dataclass(frozen=True)
class InForce:
    """Filled only while the act it cites was in force: another time field lies from `since` to `until`."""

    kind: ClassVar[str] = "in_force"
    types: ClassVar[frozenset[str]] = frozenset({"list", "text", "integer", "number", "boolean"})
    strength: ClassVar[Strength] = Strength.WARN
    column: Column
    other: Column
    since: date | None
    until: date | None

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> InForce:
        if not isinstance(argument, dict) or set(argument) - {"field", "since", "until"} or len(argument) < 2:
            raise RuleError("«in_force» phải có dạng {field: …, since: …, until: …}", "«in_force» reads {field, since, until}")
        days = [moments.read_day(argument[key], key) if key in argument else None for key in ("since", "until")]
        return cls(column, moments.time_column(scope, argument.get("field")), days[0], days[1])

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        at = moments.day(row.get(self.other.name))
        if row.get(self.column.name) is None or at is None:
            return None
        return (self.since is None or at >= self.since) and (self.until is None or at <= self.until)

    def sql(self, now: str) -> str:
        at = moments.sql_day_of(self.other)
        limits = [f"{at} >= date '{self.since:%Y-%m-%d}'"] if self.since else []
        limits += [f"{at} <= date '{self.until:%Y-%m-%d}'"] if self.until else []
        return f"{dialect.name(self.column.name)} IS NULL OR ({' AND '.join(limits)})"

    def expression(self, now: str) -> str:
        at = moments.qgis_day_of(self.other)
        limits = [f"{at} >= {moments.day_number(self.since)}"] if self.since else []
        limits += [f"{at} <= {moments.day_number(self.until)}"] if self.until else []
        return f"{dialect.name(self.column.name)} IS NULL OR ({' AND '.join(limits)})"

    def text(self, scope: Scope) -> Text:
        label, other = self.column.label, self.other.label
        vi = [f"không trước {self.since:%d/%m/%Y}"] if self.since else []
        vi += [f"không sau {self.until:%d/%m/%Y}"] if self.until else []
        en = [f"not before {self.since:%d/%m/%Y}"] if self.since else []
        en += [f"not after {self.until:%d/%m/%Y}"] if self.until else []
        return Text(f"«{label.vi}» chỉ dùng khi «{other.vi}» {' và '.join(vi)}.", f"«{label.en}» applies only when «{other.en}» is {' and '.join(en)}.")
