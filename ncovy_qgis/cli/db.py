"""`ncovy db upgrade|status`: bring the database to the form this program needs."""

from __future__ import annotations

import argparse

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.db import stored_forms
from ncovy_qgis.db.errors import SetupError
from ncovy_qgis.db.upgrade import Status, status, upgrade

from .common import Subparsers, opened, options, say


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("db", help="cài đặt, nâng cấp cơ sở dữ liệu").add_subparsers(required=True, metavar="VIỆC")
    up = options(commands.add_parser("upgrade", help="thêm những gì còn thiếu; chạy lại không đổi gì"), writes=True)
    up.set_defaults(run=run_upgrade)
    look = options(commands.add_parser("status", help="xem cơ sở dữ liệu có cần nâng cấp không"))
    look.set_defaults(run=run_status)


def run_upgrade(args: argparse.Namespace) -> int:
    catalogue = load_catalogue()
    with opened(args) as connection:
        changes = upgrade(connection, catalogue, dry_run=args.dry_run).changes
        stored = stored_forms.look(connection, catalogue)
    old = stored_forms.in_state(stored, stored_forms.State.OLD)
    renewed, trouble = (old, ()) if args.dry_run or not old else _renew_forms(args.service, catalogue)
    changes = (*changes, *stored_forms.renewal(catalogue, renewed))
    notes = (*trouble, *stored_forms.outlook(stored, catalogue, renewed))
    end = f"{len(changes)} thay đổi{' sẽ được làm' if args.dry_run else ''}." if changes else "Không có gì thay đổi: cơ sở dữ liệu đã đúng."
    say(args, [*changes, end, *notes], {"changes": changes, "dry_run": args.dry_run, "notes": notes})
    return 0


def _renew_forms(service: str, catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The layers whose stored forms were written anew, and why not. It takes a QGIS; where there is none they stay as they are."""
    try:
        from ncovy_qgis.demo.qgis_desk import qgis
        from ncovy_qgis.gis.layers import LayerError
        from ncovy_qgis.gis.source import Source
        from ncovy_qgis.gis.stored_styles import renew_forms
    except ImportError:
        return (), ("Máy này không có QGIS nên không ghi lại được biểu mẫu lưu sẵn.",)
    try:
        with qgis():
            return renew_forms(Source(service=service), catalogue), ()
    except (LayerError, SetupError) as error:
        return (), (str(error),)


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
