"""`ncovy audit activity|waiting|acceptances|unusual|staff|log`: the oversight of a period, for people, programs or a spreadsheet (--csv)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ncovy_qgis.core.dates import show_date, show_datetime
from ncovy_qgis.core.oversight import ACTIVITY, REPORTS, UNUSUAL, Report, by_district, cells, header
from ncovy_qgis.core.safe_csv import write_file, write_table
from ncovy_qgis.core.unusual import Limits
from ncovy_qgis.db import oversight

from .common import Subparsers, opened, options, say, table
from .period import period, period_options

STDOUT = "-"


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("audit", help="giám sát: ai đã làm gì").add_subparsers(required=True, metavar="BÁO_CÁO")
    for report in REPORTS.values():
        parser = period_options(options(commands.add_parser(report.name, help=report.title.vi.lower())))
        parser.add_argument("--csv", metavar="TỆP", help=f"ghi bảng an toàn cho Excel; «{STDOUT}» là ra màn hình")
        parser.set_defaults(run=run, report=report)
        if report is UNUSUAL:
            _limits(parser)
        if report is ACTIVITY:
            parser.add_argument("--by-district", action="store_true", help="gộp các xã của một huyện")


def _limits(parser: argparse.ArgumentParser) -> None:
    limits = Limits()
    parser.add_argument("--removals", type=int, default=limits.removals, metavar="SỐ", help="từ bao nhiêu lần gỡ bỏ một ngày (%(default)s)")
    parser.add_argument("--far", type=float, default=limits.far_metres, metavar="MÉT", help="dời từ bao nhiêu mét (%(default)s)")
    parser.add_argument("--night", type=_hours, default=(limits.night_from, limits.night_to), metavar="GIỜ-GIỜ", help="đêm, ví dụ 22-5")


def _hours(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    hours = int(first), int(last)
    if not (0 <= hours[1] < hours[0] <= 24):
        raise ValueError(text)
    return hours


def run(args: argparse.Namespace) -> int:
    since, until = period(args)
    report: Report = args.report
    with opened(args) as connection:
        if report is UNUSUAL:
            found: Iterable[Any] = oversight.unusual(connection, since, until, Limits(args.removals, args.far, *args.night))
        else:
            found = oversight.REPORTS[report.name](connection, since, until)
        if report is ACTIVITY and args.by_district:
            found = by_district(found)
        return _tell(args, report, found)


def _tell(args: argparse.Namespace, report: Report, found: Iterable[Any]) -> int:
    """Unusual things are findings: exit code 1, as for `ncovy check`."""
    if args.csv:
        count = _write(args.csv, report, found)
        if args.csv != STDOUT:
            say(args, [f"Đã ghi {count} dòng vào {args.csv}."], {"file": args.csv, "rows": count})
    else:
        rows = tuple(found)
        count = len(rows)
        say(args, _lines(report, rows), rows)
    return 1 if report is UNUSUAL and count else 0


def _write(target: str, report: Report, found: Iterable[Any]) -> int:
    rows = (cells(report, row) for row in found)
    return write_table(sys.stdout, header(report), rows) if target == STDOUT else write_file(Path(target), header(report), rows)


def _lines(report: Report, rows: Sequence[Any]) -> Iterator[str]:
    if not rows:
        return iter(["Không có gì trong thời gian này."])
    return table([header(report), *([_word(each) for each in cells(report, row)] for row in rows)])


def _word(value: Any) -> Any:
    if isinstance(value, datetime):
        return show_datetime(value)
    return show_date(value) if isinstance(value, date) else value
