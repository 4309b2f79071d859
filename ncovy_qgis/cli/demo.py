"""`ncovy demo [--site SITE]`: a training database with sample features and persons, and one day of their work, in the database of the service."""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.core.catalogue import load_catalogue

from .common import Subparsers, complain, opened, options


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("demo", help="dữ liệu diễn tập và một ngày làm việc mẫu (cần QGIS)"))
    parser.add_argument("--site", type=Path, default=Path(".run/site"), metavar="THƯ_MỤC", help="nơi công bố (mặc định: %(default)s)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ncovy_qgis.demo import run as run_demo  # its day of work uses QGIS
    from ncovy_qgis.demo.day import DayFailed

    with opened(args) as connection:
        try:
            run_demo(connection, args.site, load_catalogue())
        except DayFailed as failure:
            return complain(args, 1, str(failure))
    return 0
