"""Days as options: Vietnamese days, dd/mm/yyyy."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta

from ncovy_qgis.core.rules.moments import VIETNAM

WEEK = timedelta(days=7)


def day(text: str) -> datetime:
    """The first moment of a day."""
    return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=VIETNAM)


def day_after(text: str) -> datetime:
    """The moment a day is over."""
    return day(text) + timedelta(days=1)


def period_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """--since and --until; without them the last seven days."""
    parser.add_argument("--since", type=day, metavar="NGÀY", help="từ đầu ngày này, dd/mm/yyyy (mặc định: 7 ngày trước)")
    parser.add_argument("--until", type=day_after, metavar="NGÀY", help="đến hết ngày này (mặc định: bây giờ)")
    return parser


def period(args: argparse.Namespace) -> tuple[datetime, datetime]:
    """[since, until)."""
    until = args.until or datetime.now(VIETNAM)
    return args.since or until - WEEK, until
