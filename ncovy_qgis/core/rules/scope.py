"""What a rule may know when it is read: the columns of its layer, the lists, the patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ..model import Pattern, Text, ValueList


class RuleError(ValueError):
    """A rule that makes no sense; the loader adds file and line."""

    def __init__(self, vi: str, en: str) -> None:
        self.text = Text(vi, en)
        super().__init__(f"{vi} ({en})")


@dataclass(frozen=True)
class Column:
    """The part of a field that rules need."""

    name: str
    type: str
    label: Text
    list: str | None = None
    widget: str | None = None


@dataclass(frozen=True)
class Scope:
    columns: Mapping[str, Column]
    lists: Mapping[str, ValueList]
    patterns: Mapping[str, Pattern]

    def column(self, name: object) -> Column:
        """A column of the layer by its name."""
        if isinstance(name, str) and name in self.columns:
            return self.columns[name]
        vi, en = meant(str(name), self.columns)
        raise RuleError(f"không có trường «{name}»{vi}", f"no field «{name}»{en}")

    def values(self, column: Column) -> ValueList | None:
        return self.lists[column.list] if column.list else None

    def shown(self, column: Column, value: object) -> Text:
        """A value as people see it: label of a code, Có/Không, or itself."""
        values = self.values(column)
        if values:
            return values.label(str(value))
        if isinstance(value, bool):
            return Text("Có", "Yes") if value else Text("Không", "No")
        return Text(str(value), str(value))


def meant(wrong: str, known: Iterable[str]) -> tuple[str, str]:
    """The end of a sentence that proposes the nearest known word, in both languages."""
    near = get_close_matches(wrong, list(known), 1)
    return (f"; ý bạn là «{near[0]}»?", f"; did you mean «{near[0]}»?") if near else ("", "")
