"""`ncovy staff grant|revoke|list`: persons, roles, areas."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta, timezone

from ncovy_qgis.db.staff import PROVINCE, ROLES, Area, StaffError, grant, people, revoke

from .common import Subparsers, opened, options, say, table

ERA = 2021
VIETNAM = timezone(timedelta(hours=7))


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("staff", help="người dùng, vai trò, địa bàn").add_subparsers(required=True, metavar="VIỆC")
    give = _person(options(commands.add_parser("grant", help="trao vai trò và địa bàn")))
    give.add_argument("--role", required=True, choices=ROLES)
    give.add_argument("--create", action="store_true", help="tạo tài khoản đăng nhập nếu chưa có")
    give.add_argument("--until", type=_day, metavar="NGÀY", help="hết hạn địa bàn, dd/mm/yyyy")
    give.set_defaults(run=run_grant)
    take = _person(options(commands.add_parser("revoke", help="thu vai trò, địa bàn; không nêu gì là thu tất cả")))
    take.add_argument("--role", choices=ROLES)
    take.set_defaults(run=run_revoke)
    options(commands.add_parser("list", help="ai làm gì, ở đâu")).set_defaults(run=run_list)


def _person(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("person", metavar="TÀI_KHOẢN")
    parser.add_argument(
        "--area", action="append", default=[], type=_area, metavar="MÃ[:KỲ]", help=f"đơn vị, ví dụ 412 hoặc 16666:2025; {PROVINCE} là toàn tỉnh"
    )
    return parser


def _area(text: str) -> Area:
    code, _, era = text.partition(":")
    return Area(code, int(era) if era else ERA)


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=VIETNAM)


def run_grant(args: argparse.Namespace) -> int:
    if args.role in ("viewer", "publisher") and args.area:
        raise StaffError("Người xem và người phát hành không cần địa bàn.", "Viewers and publishers need no area.")
    with opened(args) as connection:
        done = grant(connection, args.person, args.role, args.area, create=args.create, until=args.until)
    say(args, done or ["Không có gì thay đổi."], {"done": done})
    return 0


def run_revoke(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        done = revoke(connection, args.person, args.role, args.area)
    say(args, done or ["Không có gì thay đổi."], {"done": done})
    return 0


def run_list(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = people(connection)
    rows = [(each.name, ", ".join(each.roles), ", ".join(f"{area.name or area.code} ({area.code}:{area.era})" for area in each.areas)) for each in found]
    say(args, table(rows) if rows else ["Chưa có ai."], found)
    return 0
