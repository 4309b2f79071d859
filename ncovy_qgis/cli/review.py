"""`ncovy review list|submit|approve|return|restore`: decide about versions."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.db import review

from .common import Subparsers, opened, options, say, table


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("review", help="gửi duyệt, duyệt, trả lại, khôi phục").add_subparsers(required=True, metavar="VIỆC")
    waiting = options(commands.add_parser("list", help="những gì đang chờ duyệt"))
    waiting.add_argument("--layer", action="append", metavar="LỚP")
    waiting.set_defaults(run=run_list)
    _decision(commands, "submit", "gửi duyệt").set_defaults(run=run_submit)
    approve = _decision(commands, "approve", "duyệt đúng phiên bản đã xem")
    approve.add_argument("--note", metavar="GHI_CHÚ")
    approve.set_defaults(run=run_approve)
    give_back = _decision(commands, "return", "trả lại người soạn")
    give_back.add_argument("--reason", required=True, metavar="LÝ_DO")
    give_back.set_defaults(run=run_return)
    restore = _decision(commands, "restore", "viết lại một phiên bản cũ thành bản nháp mới")
    restore.add_argument("--to", required=True, type=int, metavar="PHIÊN_BẢN_CŨ")
    restore.set_defaults(run=run_restore)


def _decision(commands: Subparsers, name: str, words: str) -> argparse.ArgumentParser:
    parser = options(commands.add_parser(name, help=words))
    parser.add_argument("layer", metavar="LỚP")
    parser.add_argument("uid", metavar="UID")
    parser.add_argument("row_version", type=int, metavar="PHIÊN_BẢN", help="phiên bản đã xem")
    return parser


def run_list(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = review.queue(connection, args.layer)
    titles = {layer.name: layer.short.vi for layer in load_catalogue().layers}
    rows = [
        (
            titles.get(each.layer, each.layer),
            each.name,
            f"v{each.row_version}{' (gỡ bỏ)' if each.removed else ''}",
            each.commune_name,
            each.edited_by,
            each.layer,
            each.uid,
        )
        for each in found
    ]
    say(args, table(rows) if rows else ["Không có gì chờ duyệt."], found)
    return 0


def run_submit(args: argparse.Namespace) -> int:
    return _decide(args, lambda connection: review.submit(connection, args.layer, args.uid, args.row_version), "Đã gửi duyệt")


def run_approve(args: argparse.Namespace) -> int:
    return _decide(args, lambda connection: review.approve(connection, args.layer, args.uid, args.row_version, args.note), "Đã duyệt")


def run_return(args: argparse.Namespace) -> int:
    return _decide(args, lambda connection: review.return_item(connection, args.layer, args.uid, args.row_version, args.reason), "Đã trả lại")


def run_restore(args: argparse.Namespace) -> int:
    return _decide(
        args, lambda connection: review.restore(connection, args.layer, args.uid, args.to, args.row_version), f"Đã khôi phục nội dung phiên bản {args.to}"
    )


def _decide(args: argparse.Namespace, decide: Callable[[Any], int | None], words: str) -> int:
    with opened(args) as connection:
        version = decide(connection) or args.row_version
    say(args, [f"{words}: {args.layer} {args.uid}, phiên bản {version}."], {"layer": args.layer, "uid": args.uid, "row_version": version})
    return 0
