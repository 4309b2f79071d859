"""The few MapLibre expressions our styles use, evaluated as the specification says."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def holds(condition: Any, row: Mapping[str, Any]) -> bool:
    """Whether a feature passes a filter."""
    return value_of(condition, row) is True


def value_of(expression: Any, row: Mapping[str, Any]) -> Any:
    """The value of an expression for a feature; raises KeyError for an operator unknown here."""
    if not isinstance(expression, list):
        return expression
    word, *arguments = expression
    if word == "literal":
        return arguments[0]
    if word == "get":
        return row.get(arguments[0])
    if word == "has":
        return arguments[0] in row
    if word in ("all", "any"):
        parts = (value_of(part, row) for part in arguments)
        return all(parts) if word == "all" else any(parts)
    if word == "case":
        return _case(arguments, row)
    values = [value_of(part, row) for part in arguments]
    return _operation(word, values)


def _case(arguments: list[Any], row: Mapping[str, Any]) -> Any:
    for condition, outcome in zip(arguments[:-1:2], arguments[1:-1:2]):
        if holds(condition, row):
            return value_of(outcome, row)
    return value_of(arguments[-1], row)


def _operation(word: str, values: list[Any]) -> Any:
    if word == "!":
        return not values[0]
    if word == "to-number":
        return float(values[0])
    if word == "to-string":
        return str(values[0])
    if word == "in":
        return any(_same(values[0], item) for item in values[1])
    if word in ("==", "!="):
        return _same(*values) is (word == "==")
    return _COMPARE[word](*values)


def _same(one: Any, other: Any) -> bool:
    """As in JavaScript: true is not 1."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other
