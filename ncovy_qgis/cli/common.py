"""What the commands share: options, the connection, and how they speak (Vietnamese lines, or one JSON document)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

from psycopg2.extensions import connection as Connection

from ncovy_qgis.db.connection import DEFAULT_SERVICE, connect

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Subparsers = Any


def options(parser: argparse.ArgumentParser, *, database: bool = True, writes: bool = False) -> argparse.ArgumentParser:
    """Add --service, --json and, where something is written, --dry-run."""
    if database:
        parser.add_argument("--service", default=DEFAULT_SERVICE, metavar="TÊN", help="dịch vụ trong pg_service.conf (mặc định: %(default)s)")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    if writes:
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem sẽ làm gì, không ghi")
    return parser


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Connection]:
    """The connection of a command, closed afterwards."""
    with closing(connect(args.service, application=f"ncovy {args.command}")) as connection:
        yield connection


def say(args: argparse.Namespace, lines: Iterable[str], document: Any) -> None:
    """Print lines for people, or the document for programs."""
    if args.json:
        print(json.dumps(plain(document), ensure_ascii=False, indent=1, default=str))
        return
    for line in lines:
        print(line)


def complain(args: argparse.Namespace, code: int, *lines: str) -> int:
    """Say what went wrong (on stderr, or as JSON on stdout) and return the exit code."""
    said = [line for line in lines if line]
    if getattr(args, "json", False):
        print(json.dumps({"error": said}, ensure_ascii=False))
    else:
        print("\n".join(said), file=sys.stderr)
    return code


def plain(value: Any) -> Any:
    """Dataclasses and tuples as JSON's own kinds."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def table(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Rows in columns as wide as their widest cell."""
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells)]
    return ("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in cells)
