"""`ncovy staff grant|revoke|expire|list`: persons, roles, areas. What was done is told by `ncovy audit staff`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ncovy_qgis.core.dates import parse_datetime, show_datetime
from ncovy_qgis.db.staff import PROVINCE, ROLES, Area, StaffError, expire, grant, people, revoke

from .common import Subparsers, opened, options, say, table
from .period import day

ERA = 2021


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("staff", help="người dùng, vai trò, địa bàn").add_subparsers(required=True, metavar="VIỆC")
    give = _person(options(commands.add_parser("grant", help="trao vai trò và địa bàn")))
    give.add_argument("--role", choices=ROLES)
    give.add_argument("--create", action="store_true", help="tạo tài khoản đăng nhập nếu chưa có")
    give.add_argument("--until", type=day, metavar="NGÀY", help="địa bàn hết hạn lúc 0 giờ ngày này, dd/mm/yyyy")
    give.set_defaults(run=run_grant)
    take = _person(options(commands.add_parser("revoke", help="thu vai trò, địa bàn; không nêu gì là thu tất cả")))
    take.add_argument("--role", choices=ROLES)
    take.set_defaults(run=run_revoke)
    end = _person(options(commands.add_parser("expire", help="đặt ngày hết hạn của địa bàn; không nêu địa bàn là mọi địa bàn")))
    end.add_argument("--until", required=True, type=day, metavar="NGÀY", help="hết hạn lúc 0 giờ ngày này, dd/mm/yyyy")
    end.set_defaults(run=run_expire)
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


def run_grant(args: argparse.Namespace) -> int:
    if not args.role and not args.area:
        raise StaffError("Hãy nêu vai trò (--role), địa bàn (--area) hoặc cả hai.", "Name a role (--role), an area (--area) or both.")
    if args.role in ("viewer", "publisher", "reader") and args.area:
        raise StaffError("Người xem, người phát hành và người đọc dữ liệu mở không cần địa bàn.", "Viewers, publishers and readers need no area.")
    with opened(args) as connection:
        done = grant(connection, args.person, args.role, args.area, create=args.create, until=args.until)
    return _say_done(args, done)


def run_revoke(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        done = revoke(connection, args.person, args.role, args.area)
    return _say_done(args, done)


def run_expire(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        done = expire(connection, args.person, args.until, args.area)
    return _say_done(args, done)


def _say_done(args: argparse.Namespace, done: Sequence[str]) -> int:
    say(args, done or ["Không có gì thay đổi."], {"done": done})
    return 0


def run_list(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = people(connection)
    rows = [(each.name, ", ".join(each.roles), ", ".join(map(_area_words, each.areas))) for each in found]
    say(args, table(rows) if rows else ["Chưa có ai."], found)
    return 0


def _area_words(area: Area) -> str:
    until = f", đến {show_datetime(parse_datetime(area.until))}" if area.until else ""
    return f"{area.name or area.code} ({area.code}:{area.era}{until})"
