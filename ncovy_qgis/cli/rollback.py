"""`ncovy rollback SITE [ID]`: make an earlier release current again."""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.publish import keys, rollback

from .common import Subparsers, options, say


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("rollback", help="quay lại bản công bố trước"), database=False)
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.add_argument("id", nargs="?", metavar="BẢN", help="mặc định: bản ngay trước")
    parser.add_argument("--key", type=Path, metavar="TỆP", help="khóa ký, khi bản đang công bố có chữ ký")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    result = rollback(args.site, args.id, key=keys.load(args.key) if args.key else None)
    say(args, [f"Bản đang hiện: {result.id} ({sum(result.counts.values())} đối tượng)."], result)
    return 0
