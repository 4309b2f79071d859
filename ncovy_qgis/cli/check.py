"""`ncovy check`: what is wrong or doubtful in the data."""

from __future__ import annotations

import argparse
from collections import Counter

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.db.checks import check

from .common import Subparsers, complain, opened, options, say, table

WORDS = {"error": "LỖI", "warning": "cảnh báo"}


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("check", help="kiểm tra dữ liệu"))
    parser.add_argument("--layer", action="append", metavar="LỚP")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    catalogue = load_catalogue()
    strange = [name for name in args.layer or () if not catalogue.has(name)]
    if strange:
        return complain(args, 2, f"Không có lớp {', '.join(strange)}.")
    with opened(args) as connection:
        found = check(connection, catalogue, args.layer)
    rows = [
        (WORDS[each.severity], catalogue.layer(each.layer).short.vi, each.name, each.text.vi, f"{each.lon:.5f}, {each.lat:.5f}", each.uid) for each in found
    ]
    counts = Counter(each.severity for each in found)
    end = f"{counts['error']} lỗi, {counts['warning']} cảnh báo." if found else "Không có lỗi, không có cảnh báo."
    say(args, [*(table(rows) if rows else ()), end], found)
    return 1 if found else 0
