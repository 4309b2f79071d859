"""What COPY hands out, row by row as it comes: of a result only what its taker keeps lies in memory, and one question brings all of it."""

from __future__ import annotations

from typing import Callable

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

Take = Callable[[bytes], object]
NULL = b"\\N"
_TEXT = sql.SQL("COPY ({}) TO STDOUT")
_BINARY = sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)")
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"


def copy_text(cursor: Cursor, query: sql.Composable, take: Take) -> None:
    """Each row as a line: values between tabs, backslashes before what would be mistaken for either."""
    _copy(cursor, _TEXT.format(query), _Rows(take))


def copy_binary(cursor: Cursor, query: sql.Composable, take: Take) -> None:
    """Each row as numbers and bytes: columns, 2 bytes; before each value its length, 4 bytes. Nobody looks at the letters, and bytes are not written in hex."""
    _copy(cursor, _BINARY.format(query), _BinaryRows(take))


def _copy(cursor: Cursor, statement: sql.Composable, rows: _Rows) -> None:
    cursor.copy_expert(statement, rows)
    if rows.count != cursor.rowcount:  # the protocol lets a row come in parts, though no server does that
        raise ValueError(f"COPY: {cursor.rowcount} rows in {rows.count} messages")


class _Rows:
    """What psycopg2 takes for a file: it writes a message at a time."""

    def __init__(self, take: Take) -> None:
        self.take, self.count = take, 0

    def write(self, message: bytes) -> None:
        self.count += 1
        self.take(message)


class _BinaryRows(_Rows):
    """Without the head before the first row and the mark behind the last."""

    def write(self, message: bytes) -> None:
        row = message if self.count else message.removeprefix(_HEADER)
        if row and row != _END:
            super().write(row)
