"""`ncovy key FILE`: make the key pair that signs the public map."""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.publish import keys

from .common import Subparsers, options, say


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("key", help="tạo khóa ký bản đồ công khai"), database=False)
    parser.add_argument("file", type=Path, metavar="TỆP", help="nơi giữ khóa bí mật; khóa công khai nằm cạnh nó, thêm “.pub”")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    public = keys.make(args.file).public
    lines = [
        f"Khóa bí mật: {args.file} (chỉ mình bạn đọc được; hãy giữ một bản sao ở nơi an toàn).",
        f"Khóa công khai: {public.line}",
        "Hãy đăng khóa công khai ở nơi người dân tin được, ngoài trang bản đồ.",
    ]
    say(args, lines, {"secret": str(args.file), "public": public.line, "name": public.name})
    return 0
