"""`ncovy as-of MOMENT`: the layers as they were, or as the public saw them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.dates import show_datetime
from ncovy_qgis.db import as_of
from ncovy_qgis.db.history import Version

from .common import Subparsers, complain, opened, options, say, table
from .history import document
from .parsing import moment


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("as-of", help="dữ liệu như ở một thời điểm đã qua"))
    parser.add_argument("moment", type=moment, metavar="THỜI_ĐIỂM", help="ví dụ «22/08/2021 17:30» hoặc 2021-08-22T17:30+07:00")
    parser.add_argument("--layer", action="append", metavar="LỚP")
    parser.add_argument("--public", action="store_true", help="như công chúng đã thấy: bản được duyệt đến lúc đó")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    catalogue = load_catalogue()
    strange = [name for name in args.layer or () if not catalogue.has(name)]
    if strange:
        return complain(args, 2, f"Không có lớp {', '.join(strange)}.")
    names = args.layer or [layer.name for layer in catalogue.layers]
    with opened(args) as connection:
        found = [each for name in names for each in as_of.rows(connection, name, args.moment, args.public)]
    say(args, _lines(catalogue, found, args.moment), [document(each) for each in found])
    return 0


def _lines(catalogue: Catalogue, found: Sequence[Version], at: datetime) -> list[str]:
    rows = [(catalogue.layer(each.layer).short.vi, each.row.get("name"), f"v{each.row_version}", each.by, show_datetime(each.at), each.uid) for each in found]
    return [*(table(rows) if rows else ()), f"{len(found)} đối tượng lúc {show_datetime(at)}."]
