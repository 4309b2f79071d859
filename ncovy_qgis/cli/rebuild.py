"""`ncovy rebuild SITE [ID]`: an old release made again from history, to look at or to go back to; without ID, those there are."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.publish import Rebuilt, rebuild, record
from ncovy_qgis.publish.snapshot import VIETNAM

from .common import Subparsers, opened, options, say, table

OLD = "không đủ để dựng lại"


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("rebuild", help="dựng lại một bản công bố cũ từ lịch sử, đúng từng byte"), writes=True)
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.add_argument("id", nargs="?", metavar="BẢN", help="không có: liệt kê các bản đã ghi nhận")
    parser.add_argument("--accept-differences", action="store_true", help="vẫn đặt vào thư mục khi không còn giống từng byte (dưới một mã khác)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        if args.id is None:
            kept = record.listed(connection)
            rows = [(each.id, f"{each.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}", each.features, "" if each.complete else OLD) for each in kept]
            say(args, table(rows) if rows else ["Chưa ghi nhận bản công bố nào."], kept)
            return 0
        made = rebuild(connection, args.site, args.id, catalogue=load_catalogue(), place=not args.dry_run, accept=args.accept_differences)
    say(args, _lines(made), {**vars(made), "same": made.same})
    return 0 if made.same else 1


def _lines(made: Rebuilt) -> Iterator[str]:
    if made.same:
        yield f"Bản {made.wanted} dựng lại giống từng byte."
    else:
        yield f"Bản {made.wanted} không dựng lại giống từng byte được; khác ở: {', '.join(made.differing)}."
        yield from (f"Vì {reason.vi}." for reason in made.reasons)
    if made.folder:
        yield f"Thư mục: {made.folder}"
