"""`ncovy db upgrade|status`: bring the database to the form this program needs."""

from __future__ import annotations

import argparse

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.db.upgrade import Status, status, upgrade

from .common import Subparsers, opened, options, say


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("db", help="cài đặt, nâng cấp cơ sở dữ liệu").add_subparsers(required=True, metavar="VIỆC")
    up = options(commands.add_parser("upgrade", help="thêm những gì còn thiếu; chạy lại không đổi gì"), writes=True)
    up.set_defaults(run=run_upgrade)
    look = options(commands.add_parser("status", help="xem cơ sở dữ liệu có cần nâng cấp không"))
    look.set_defaults(run=run_status)


def run_upgrade(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        changes = upgrade(connection, load_catalogue(), dry_run=args.dry_run).changes
    end = f"{len(changes)} thay đổi{' sẽ được làm' if args.dry_run else ''}." if changes else "Không có gì thay đổi: cơ sở dữ liệu đã đúng."
    say(args, [*changes, end], {"changes": changes, "dry_run": args.dry_run})
    return 0


def run_status(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = status(connection, load_catalogue())
    say(args, _lines(found), {**vars(found), "current": found.current})
    return 0 if found.current else 1


def _lines(found: Status) -> list[str]:
    if found.current:
        return ["Cơ sở dữ liệu đã đúng với chương trình này."]
    lines = ["Cơ sở dữ liệu này chưa cài Ncovy."] if not found.installed else [f"Chưa chạy: {name}" for name in found.pending]
    if found.installed and not found.catalogue:
        lines.append("Danh mục (forms/) đã đổi.")
    if found.installed and not found.application:
        lines.append("Hàm, trigger, quyền (ncovy_app) đã đổi.")
    return [*lines, "Hãy chạy «ncovy db upgrade»."]
