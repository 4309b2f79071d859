"""`ncovy deploy SITE TARGET`: bring the current release to where the public reads it."""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.publish.deploy import KEEP, DeployResult, deploy
from ncovy_qgis.publish.deploy.errors import NewerThere
from ncovy_qgis.publish.errors import MustBeSigned

from .common import Subparsers, complain, options, say

HELP = "thư mục, user@máy:thư_mục hay ssh://máy/thư_mục (rsync), webdavs://địa_chỉ, hay tên:thư_mục của rclone"


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("deploy", help="đưa trang công bố lên nơi người dân xem"), database=False)
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.add_argument("target", metavar="NƠI_ĐẾN", help=HELP)
    parser.add_argument("--keep", type=_count, default=KEEP, metavar="SỐ", help="số bản giữ lại ở nơi đến (mặc định: %(default)s)")
    parser.add_argument("--replace", default="", metavar="LÝ_DO", help="thay cả bản mới hơn hay có chữ ký đang hiện ở nơi đến")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    try:
        result = deploy(args.site, args.target, keep=args.keep, replace_newer=args.replace)
    except (NewerThere, MustBeSigned) as error:
        return complain(args, 1, error.vi, "Nếu đúng là phải thay bản đó: --replace “lý do”.")
    say(args, _lines(result), result)
    return 0


def _lines(result: DeployResult) -> list[str]:
    brought = f"{result.sent} tệp mới ({result.bytes / 1e6:.1f} MB), {result.reused} tệp dùng lại."
    head = f"Đã đưa bản {result.release} lên {result.target}" if result.switched else f"{result.target} đang hiện đúng bản {result.release}"
    gone = [f"Đã bỏ {len(result.removed)} bản cũ ở nơi đến."] if result.removed else []
    return [f"{head}: {brought}", *gone]


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
