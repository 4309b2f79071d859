"""How names, literals and patterns are written in QGIS 3.22 expressions and in PostgreSQL."""

from __future__ import annotations

import re
from functools import cache
from re import Pattern
from typing import Union

Literal = Union[bool, int, float, str]
_UNICODE_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_NOT_PORTABLE = re.compile(r"\\(?!u[0-9A-Fa-f]{4})[A-Za-z0-9]|\(\?(?!:)|\[:")


def name(column: str) -> str:
    """A column, in both languages."""
    return '"' + column.replace('"', '""') + '"'


def sql_literal(value: Literal) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def qgis_literal(value: Literal) -> str:
    """As in SQL, but QGIS reads backslash escapes in text."""
    return sql_literal(value.replace("\\", "\\\\") if isinstance(value, str) else value)


def regex_problem(regex: str) -> str | None:
    """Why a regex does not mean the same in Python, PCRE and PostgreSQL; None when it does."""
    found = _NOT_PORTABLE.search(regex)
    if found:
        return f"«{found.group()}»"
    try:
        re.compile(regex)
    except re.error as error:
        return str(error)
    return None


@cache
def python_regex(regex: str) -> Pattern[str]:
    return re.compile(regex, re.DOTALL)


def sql_whole(regex: str) -> str:
    """A literal that matches a whole text with ~."""
    return sql_literal(f"^(?:{regex})$")


def qgis_whole(regex: str) -> str:
    """A literal that matches a whole text with regexp_match; \\z, as PCRE's $ also matches before a last line feed."""
    return qgis_literal(_pcre(rf"(?s)^(?:{regex})\z"))


def sql_part(regex: str) -> str:
    return sql_literal(regex)


def qgis_part(regex: str) -> str:
    return qgis_literal(_pcre(f"(?s){regex}"))


def _pcre(regex: str) -> str:
    return _UNICODE_ESCAPE.sub(r"\\x{\1}", regex)
