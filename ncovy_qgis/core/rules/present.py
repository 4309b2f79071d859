"""What «filled» means, in the three engines: not NULL, not blank text, not an empty list."""

from __future__ import annotations

from typing import Any

from . import dialect

_VISIBLE = "[^ \\u0009\\u000a\\u000d]"


def present_value(value: Any) -> bool:
    """Neither None nor blank text nor an empty list."""
    if isinstance(value, str):
        return bool(value.strip(" \t\r\n"))
    if isinstance(value, (list, tuple)):
        return bool(value)
    return value is not None


def present_sql(field: str, type_: str) -> str:
    column = dialect.name(field)
    if type_ in ("text", "list"):
        return f"coalesce({column} ~ {dialect.sql_part(_VISIBLE)}, FALSE)"
    return f"coalesce(cardinality({column}) > 0, FALSE)" if type_ == "lists" else f"{column} IS NOT NULL"


def present_expression(field: str, type_: str) -> str:
    column = dialect.name(field)
    if type_ in ("text", "list"):
        return f"coalesce(regexp_match({column}, {dialect.qgis_part(_VISIBLE)}) > 0, FALSE)"
    return f"coalesce(array_length({column}) > 0, FALSE)" if type_ == "lists" else f"{column} IS NOT NULL"
