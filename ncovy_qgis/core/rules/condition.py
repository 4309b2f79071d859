"""When a rule or a group applies: every term must hold; a term is «field is one of …» or «field is present»."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..model import Text
from . import dialect
from .present import present_expression, present_sql, present_value
from .scope import Column, RuleError, Scope


@dataclass(frozen=True)
class Condition:
    """AND of terms; allowed values None = the field is present. Never unknown: NULL is not one of the values."""

    terms: tuple[tuple[str, tuple[Any, ...] | None], ...]
    types: tuple[str, ...]

    def holds(self, row: Mapping[str, Any]) -> bool:
        return all(_term_holds(row.get(field), allowed) for field, allowed in self.terms)

    def sql(self) -> str:
        return " AND ".join(
            _term(field, allowed, dialect.sql_literal) if allowed is not None else present_sql(field, type_)
            for (field, allowed), type_ in zip(self.terms, self.types)
        )

    def expression(self) -> str:
        return " AND ".join(
            _term(field, allowed, dialect.qgis_literal) if allowed is not None else present_expression(field, type_)
            for (field, allowed), type_ in zip(self.terms, self.types)
        )

    def text(self, scope: Scope) -> Text:
        """«Tình trạng» là «Đang áp dụng» và …"""
        parts = [_term_text(scope.column(field), allowed, scope) for field, allowed in self.terms]
        return Text(" và ".join(part.vi for part in parts), " and ".join(part.en for part in parts))


def read_condition(data: Any, scope: Scope) -> Condition:
    """A condition from its YAML: {status: active}, {status: [active, lifted], decision_no: present}."""
    if not isinstance(data, dict) or not data:
        raise RuleError("điều kiện phải có dạng {trường: giá trị}", "a condition reads {field: value}")
    terms, types = [], []
    for field, wanted in data.items():
        column = scope.column(field)
        terms.append((column.name, _allowed(column, wanted, scope)))
        types.append(column.type)
    return Condition(tuple(terms), tuple(types))


def _allowed(column: Column, wanted: Any, scope: Scope) -> tuple[Any, ...] | None:
    if wanted == "present":
        return None
    values = tuple(wanted) if isinstance(wanted, list) else (wanted,)
    for value in values:
        check_value(column, value, scope)
    return values


def check_value(column: Column, value: Any, scope: Scope) -> None:
    """Refuse a value that the column cannot have."""
    listed = scope.values(column)
    if listed and value not in listed.codes:
        raise RuleError(f"danh sách «{listed.name}» không có giá trị «{value}»", f"list «{listed.name}» has no value «{value}»")
    wanted = {"boolean": bool, "integer": int, "list": str, "text": str}.get(column.type)
    if wanted is None or not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise RuleError(
            f"trường «{column.name}» ({column.type}) không so được với «{value}»",
            f"field «{column.name}» ({column.type}) cannot be compared with «{value}»",
        )


def _term_holds(value: Any, allowed: tuple[Any, ...] | None) -> bool:
    return present_value(value) if allowed is None else value is not None and value in allowed


def _term(field: str, allowed: tuple[Any, ...], literal: Any) -> str:
    column = dialect.name(field)
    if isinstance(allowed[0], bool) and len(allowed) == 1:
        return f"coalesce({column if allowed[0] else f'NOT {column}'}, FALSE)"
    return f"coalesce({column} IN ({', '.join(literal(value) for value in allowed)}), FALSE)"


def _term_text(column: Column, allowed: tuple[Any, ...] | None, scope: Scope) -> Text:
    if allowed is None:
        return Text(f"«{column.label.vi}» đã điền", f"«{column.label.en}» is filled")
    shown = [scope.shown(column, value) for value in allowed]
    vi = " hoặc ".join(f"«{text.vi}»" for text in shown)
    return Text(f"«{column.label.vi}» là {vi}", f"«{column.label.en}» is " + " or ".join(f"«{t.en}»" for t in shown))
