"""Rules about chosen values: in_list, each_in_list, only, has_member, not_value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from ..model import Strength, Text
from . import dialect
from .condition import check_value
from .scope import Column, RuleError, Scope


def _codes(column: Column, scope: Scope) -> tuple[str, ...]:
    values = scope.values(column)
    if values is None:
        raise RuleError(f"trường «{column.name}» không có danh sách", f"field «{column.name}» has no list")
    return values.codes


@dataclass(frozen=True)
class InList:
    """One of the codes of the field's list."""

    kind: ClassVar[str] = "in_list"
    types: ClassVar[frozenset[str]] = frozenset({"list"})
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    codes: tuple[str, ...]

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> InList:
        return cls(column, _codes(column, scope))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else value in self.codes

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} IN ({', '.join(map(dialect.sql_literal, self.codes))})"

    def expression(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} IN ({', '.join(map(dialect.qgis_literal, self.codes))})"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(f"«{label.vi}» phải là một giá trị trong danh sách.", f"«{label.en}» must be a value of its list.")


@dataclass(frozen=True)
class EachInList:
    """Every member is one of the codes of the field's list."""

    kind: ClassVar[str] = "each_in_list"
    types: ClassVar[frozenset[str]] = frozenset({"lists"})
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    codes: tuple[str, ...]

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> EachInList:
        return cls(column, _codes(column, scope))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else all(member in self.codes for member in value)

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} <@ ARRAY[{', '.join(map(dialect.sql_literal, self.codes))}]::text[]"

    def expression(self, now: str) -> str:
        codes = ", ".join(map(dialect.qgis_literal, self.codes))
        return f"array_all(array({codes}), {dialect.name(self.column.name)})"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(f"Mọi mục của «{label.vi}» phải có trong danh sách.", f"Every member of «{label.en}» must be in its list.")


@dataclass(frozen=True)
class Only:
    """One of a few values: some codes of the list, some numbers."""

    kind: ClassVar[str] = "only"
    types: ClassVar[frozenset[str]] = frozenset({"list", "integer", "text"})
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    values: tuple[Any, ...]

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> Only:
        if not isinstance(argument, list) or not argument:
            raise RuleError("«only» phải là danh sách giá trị", "«only» is a list of values")
        for value in argument:
            check_value(column, value, scope)
        return cls(column, tuple(argument))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else value in self.values

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} IN ({', '.join(map(dialect.sql_literal, self.values))})"

    def expression(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} IN ({', '.join(map(dialect.qgis_literal, self.values))})"

    def text(self, scope: Scope) -> Text:
        label, shown = self.column.label, [scope.shown(self.column, value) for value in self.values]
        vi, en = ", ".join(text.vi for text in shown), ", ".join(text.en for text in shown)
        return Text(f"«{label.vi}» chỉ nhận: {vi}.", f"«{label.en}» accepts only: {en}.")


@dataclass(frozen=True)
class HasMember:
    """Yes only when another field (a list of codes) contains a code."""

    kind: ClassVar[str] = "has_member"
    types: ClassVar[frozenset[str]] = frozenset({"boolean"})
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    other: Column
    code: str

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> HasMember:
        if not isinstance(argument, dict) or set(argument) != {"field", "value"}:
            raise RuleError("«has_member» phải có dạng {field: …, value: …}", "«has_member» reads {field: …, value: …}")
        other = scope.column(argument["field"])
        if argument["value"] not in _codes(other, scope) or other.type != "lists":
            raise RuleError(f"«{other.name}» không có giá trị «{argument['value']}»", f"«{other.name}» has no «{argument['value']}»")
        return cls(column, other, argument["value"])

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        return row.get(self.column.name) is not True or self.code in (row.get(self.other.name) or ())

    def sql(self, now: str) -> str:
        column, other = dialect.name(self.column.name), dialect.name(self.other.name)
        return f"NOT coalesce({column}, FALSE) OR coalesce({other} @> ARRAY[{dialect.sql_literal(self.code)}]::text[], FALSE)"

    def expression(self, now: str) -> str:
        column, other = dialect.name(self.column.name), dialect.name(self.other.name)
        contains = f"coalesce(array_contains({other}, {dialect.qgis_literal(self.code)}), FALSE)"
        return f"NOT coalesce({column}, FALSE) OR {contains}"

    def text(self, scope: Scope) -> Text:
        label, other, code = self.column.label, self.other.label, scope.shown(self.other, self.code)
        return Text(
            f"«{label.vi}» chỉ chọn Có khi «{other.vi}» gồm «{code.vi}».",
            f"«{label.en}» is Yes only when «{other.en}» includes «{code.en}».",
        )


@dataclass(frozen=True)
class NotValue:
    """Not this value."""

    kind: ClassVar[str] = "not_value"
    types: ClassVar[frozenset[str]] = frozenset({"boolean", "list", "integer", "text"})
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    value: Any

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> NotValue:
        check_value(column, argument, scope)
        return cls(column, argument)

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else value != self.value

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} <> {dialect.sql_literal(self.value)}"

    def expression(self, now: str) -> str:
        name = dialect.name(self.column.name)
        if isinstance(self.value, bool):  # QGIS 3.40 finds TRUE <> TRUE true
            return f"NOT {name}" if self.value else name
        return f"{name} <> {dialect.qgis_literal(self.value)}"

    def text(self, scope: Scope) -> Text:
        label, value = self.column.label, scope.shown(self.column, self.value)
        return Text(f"«{label.vi}» không được là «{value.vi}».", f"«{label.en}» must not be «{value.en}».")
