"""Dates and clock times in the three engines. A day is a day in Vietnam (+07:00, no summer time), whatever the client's zone.

QGIS compares epochs (ms) and day numbers since 1970, as its own date conversion would use the zone of the machine.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from . import dialect
from .scope import Column, RuleError, Scope

VIETNAM = timezone(timedelta(hours=7), "+07:00")
TIMES = frozenset({"date", "datetime"})


def moment(value: Any) -> datetime | None:
    """A clock time; one without a zone is Vietnamese."""
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=VIETNAM) if value.tzinfo is None else value


def day(value: Any) -> date | None:
    """The Vietnamese day of a date or a clock time."""
    clock = moment(value)
    if clock is not None:
        return clock.astimezone(VIETNAM).date()
    return value if isinstance(value, date) else None


def sql_day(expression: str) -> str:
    """The Vietnamese day of a timestamptz expression."""
    return f"({expression} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


def sql_day_of(column: Column) -> str:
    name = dialect.name(column.name)
    return name if column.type == "date" else sql_day(name)


def qgis_day(expression: str) -> str:
    """The number of the Vietnamese day of a QGIS datetime expression."""
    return f"floor((epoch({expression}) + 25200000) / 86400000)"


def qgis_day_of(column: Column) -> str:
    name = dialect.name(column.name)
    return f"day({name} - make_date(1970, 1, 1))" if column.type == "date" else qgis_day(name)


def day_number(value: date) -> int:
    return (value - date(1970, 1, 1)).days


def read_day(value: Any, kind: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise RuleError(f"«{kind}» phải là ngày dạng 2021-10-11", f"«{kind}» must be a date such as 2021-10-11")


def time_column(scope: Scope, name: Any) -> Column:
    column = scope.column(name)
    if column.type not in TIMES:
        raise RuleError(f"trường «{column.name}» không phải là ngày giờ", f"field «{column.name}» is not a date or time")
    return column
