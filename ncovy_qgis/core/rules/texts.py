"""Rules about text: max, min_length, matches, plain, no_personal_data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from ..model import Pattern, Strength, Text
from ..personal_data import PERSONAL_DATA
from . import dialect
from .scope import Column, RuleError, Scope, meant

_TEXT = frozenset({"text"})


def _whole_number(kind: str, argument: Any) -> int:
    if isinstance(argument, bool) or not isinstance(argument, int) or argument < 1:
        raise RuleError(f"«{kind}» phải là số nguyên dương", f"«{kind}» must be a positive whole number")
    return argument


@dataclass(frozen=True)
class Max:
    """At most so many characters (code points: QGIS's length() would count UTF-16 units)."""

    kind: ClassVar[str] = "max"
    types: ClassVar[frozenset[str]] = _TEXT
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    length: int

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> Max:
        return cls(column, _whole_number(cls.kind, argument))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else len(value) <= self.length

    def sql(self, now: str) -> str:
        return f"char_length({dialect.name(self.column.name)}) <= {self.length}"

    def expression(self, now: str) -> str:
        regex = dialect.qgis_whole(f".{{0,{self.length}}}")
        return f"regexp_match({dialect.name(self.column.name)}, {regex}) > 0"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(f"«{label.vi}» dài nhất {self.length} ký tự.", f"«{label.en}» has at most {self.length} characters.")


@dataclass(frozen=True)
class MinLength:
    """At least so many characters."""

    kind: ClassVar[str] = "min_length"
    types: ClassVar[frozenset[str]] = _TEXT
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    length: int

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> MinLength:
        return cls(column, _whole_number(cls.kind, argument))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else len(value) >= self.length

    def sql(self, now: str) -> str:
        return f"char_length({dialect.name(self.column.name)}) >= {self.length}"

    def expression(self, now: str) -> str:
        regex = dialect.qgis_whole(f".{{{self.length},}}")
        return f"regexp_match({dialect.name(self.column.name)}, {regex}) > 0"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(f"«{label.vi}» phải có ít nhất {self.length} ký tự.", f"«{label.en}» needs at least {self.length} characters.")


@dataclass(frozen=True)
class Matches:
    """The whole text has the form of a named pattern or of a regex."""

    kind: ClassVar[str] = "matches"
    types: ClassVar[frozenset[str]] = _TEXT
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    pattern: Pattern

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> Matches:
        if not isinstance(argument, str):
            raise RuleError("«matches» phải là tên mẫu hoặc biểu thức", "«matches» must name a pattern or be a regex")
        if argument in scope.patterns:
            return cls(column, scope.patterns[argument])
        if argument.isidentifier():
            vi, en = meant(argument, scope.patterns)
            raise RuleError(f"không có mẫu «{argument}»{vi}", f"no pattern «{argument}»{en}")
        problem = dialect.regex_problem(argument)
        if problem:
            raise RuleError(f"biểu thức không dùng được: {problem}", f"regex not portable: {problem}")
        return cls(column, Pattern(argument, ""))

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        if value is None:
            return None
        kept = "".join(char for char in value if char not in self.pattern.ignore)
        return dialect.python_regex(self.pattern.regex).fullmatch(kept) is not None

    def sql(self, now: str) -> str:
        kept = dialect.name(self.column.name)
        if self.pattern.ignore:
            kept = f"translate({kept}, {dialect.sql_literal(self.pattern.ignore)}, '')"
        return f"{kept} ~ {dialect.sql_whole(self.pattern.regex)}"

    def expression(self, now: str) -> str:
        kept = dialect.name(self.column.name)
        if self.pattern.ignore:
            ignored = "[" + "".join("\\" + char for char in self.pattern.ignore) + "]"
            kept = f"regexp_replace({kept}, {dialect.qgis_literal(ignored)}, '')"
        return f"regexp_match({kept}, {dialect.qgis_whole(self.pattern.regex)}) > 0"

    def text(self, scope: Scope) -> Text:
        label, example = self.column.label, self.pattern.example
        if not example:
            return Text(f"«{label.vi}» không đúng dạng.", f"«{label.en}» has the wrong form.")
        return Text(f"«{label.vi}» phải có dạng {example}.", f"«{label.en}» must look like {example}.")


_NOT_PLAIN = {
    "multiline": "^[=+@-]|<[A-Za-z/!?]|[\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]",
    "line": "^[=+@-]|<[A-Za-z/!?]|[\\u0001-\\u001f\\u007f-\\u009f]",
}


@dataclass(frozen=True)
class Plain:
    """No control characters, no HTML tags, no spreadsheet formula; line feeds only where the form has several lines."""

    kind: ClassVar[str] = "plain"
    types: ClassVar[frozenset[str]] = _TEXT
    strength: ClassVar[Strength] = Strength.SAVE
    column: Column
    refused: str

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> Plain:
        return cls(column, _NOT_PLAIN["multiline" if column.widget == "multiline" else "line"])

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else dialect.python_regex(self.refused).search(value) is None

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} !~ {dialect.sql_part(self.refused)}"

    def expression(self, now: str) -> str:
        return f"regexp_match({dialect.name(self.column.name)}, {dialect.qgis_part(self.refused)}) = 0"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(
            f"«{label.vi}» không được bắt đầu bằng = + - @, không chứa thẻ HTML hoặc ký tự điều khiển.",
            f"«{label.en}» must not start with = + - @ or contain HTML tags or control characters.",
        )


@dataclass(frozen=True)
class NoPersonalData:
    """Nothing that looks like a patient: see personal_data.py."""

    kind: ClassVar[str] = "no_personal_data"
    types: ClassVar[frozenset[str]] = _TEXT
    strength: ClassVar[Strength] = Strength.WARN
    column: Column

    @classmethod
    def read(cls, column: Column, argument: Any, scope: Scope) -> NoPersonalData:
        return cls(column)

    def holds(self, row: Mapping[str, Any], now: datetime) -> bool | None:
        value = row.get(self.column.name)
        return None if value is None else dialect.python_regex(PERSONAL_DATA).search(value) is None

    def sql(self, now: str) -> str:
        return f"{dialect.name(self.column.name)} !~ {dialect.sql_part(PERSONAL_DATA)}"

    def expression(self, now: str) -> str:
        return f"regexp_match({dialect.name(self.column.name)}, {dialect.qgis_part(PERSONAL_DATA)}) = 0"

    def text(self, scope: Scope) -> Text:
        label = self.column.label
        return Text(
            f"«{label.vi}» có vẻ chứa dữ liệu cá nhân (số dài, mã bệnh nhân, tên F0/F1, năm sinh, biển số xe).",
            f"«{label.en}» seems to hold personal data (long number, patient code, F0/F1 name, birth year, plate).",
        )
