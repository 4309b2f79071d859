"""`ncovy verify SITE`: is the site what its manifest says, and nothing else?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.publish import verify

from .common import Subparsers, options, say

WORDS = {"error": "LỖI", "warning": "cảnh báo"}


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("verify", help="kiểm tra thư mục công bố"), database=False)
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    problems = verify(args.site)
    say(args, [f"{WORDS[each.severity]}: {each.text.vi}" for each in problems] or ["Bản công bố nguyên vẹn."], problems)
    return 1 if problems else 0
