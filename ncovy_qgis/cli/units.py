"""`ncovy units load|find`: administrative units."""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.db.connection import execute, value_of
from ncovy_qgis.db.units import LoadReport, find, load

from .common import Subparsers, opened, options, say, table


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("units", help="đơn vị hành chính").add_subparsers(required=True, metavar="VIỆC")
    load_parser = options(commands.add_parser("load", help="thay ranh giới ước lượng bằng lớp chính thức"), writes=True)
    load_parser.add_argument("file", type=Path, metavar="TỆP", help="GeoJSON, GPKG hoặc shapefile")
    load_parser.add_argument("--era", type=int, help="năm bắt đầu kỳ (2021 hoặc 2025)")
    load_parser.add_argument("--layer", help="lớp trong tệp")
    load_parser.add_argument("--code-column", help="cột mã đơn vị")
    load_parser.add_argument("--name-column", help="cột tên đơn vị")
    load_parser.add_argument("--crs", help="hệ tọa độ nếu tệp không ghi, ví dụ EPSG:9208")
    load_parser.set_defaults(run=run_load)
    find_parser = options(commands.add_parser("find", help="tìm theo tên (có dấu hoặc không) hoặc mã"))
    find_parser.add_argument("text", nargs="+", metavar="CHỮ")
    find_parser.add_argument("--era", type=int)
    find_parser.set_defaults(run=run_find)


def run_load(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        if value_of(connection, "SELECT pg_has_role(session_user, 'ncovy_owner', 'MEMBER')"):
            execute(connection, "SET LOCAL ROLE ncovy_owner")
        report = load(connection, args.file, era=args.era, code_column=args.code_column, name_column=args.name_column, layer=args.layer, crs=args.crs)
        if args.dry_run:
            connection.rollback()
        else:
            connection.commit()
    say(args, _report_lines(report), report)
    return 0 if report.complete else 1


def run_find(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = find(connection, " ".join(args.text), args.era)
    say(
        args,
        table([(each.code, each.era, each.name, each.parent, f"{each.lon:.5f}, {each.lat:.5f}") for each in found]) if found else ["Không tìm thấy."],
        found,
    )
    return 0 if found else 1


def _report_lines(report: LoadReport) -> list[str]:
    lists = (
        ("Không khớp đơn vị nào", report.unmatched), ("Khớp nhiều đơn vị", report.ambiguous), ("Tên khác danh mục", report.renamed),
        ("Đã sửa hình học", report.repaired), ("Không có diện tích", report.empty), ("Vẫn ước lượng", report.left_approximate),
    )  # fmt: skip
    return [f"Đã nạp {report.loaded} đơn vị của kỳ {report.era} ({report.crs}).", *(f"{title}: {', '.join(names)}" for title, names in lists if names)]
