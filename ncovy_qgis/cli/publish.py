"""`ncovy publish SITE`: one moment of everything approved becomes the public site."""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.publish import ReleaseResult, keys, publish

from .common import Subparsers, opened, options, say


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("publish", help="công bố bản đồ"))
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.add_argument("--expires-hours", type=float, default=36, metavar="GIỜ", help="bản đồ tự báo cũ sau số giờ này (mặc định: %(default)s)")
    parser.add_argument("--key", type=Path, metavar="TỆP", help="khóa ký (tạo bằng “ncovy key”); bản đã ký một lần thì luôn phải ký")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    key = keys.load(args.key) if args.key else None
    with opened(args) as connection:
        result = publish(connection, args.site, catalogue=load_catalogue(), expires_hours=args.expires_hours, key=key)
    say(args, _lines(result), result)
    return 0


def _lines(result: ReleaseResult) -> list[str]:
    if not result.made:
        return [f"Không có gì thay đổi; bản {result.id} vẫn đúng."]
    return [f"Đã công bố bản {result.id}: {sum(result.counts.values())} đối tượng.", f"Thư mục: {result.folder}"]
