"""`ncovy doctor`: what is not in order, and how to mend it."""

from __future__ import annotations

import argparse

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.db.health import health

from .common import Subparsers, opened, options, say

SIGNS = {"error": "✗", "warning": "!"}


def add_parser(subparsers: Subparsers) -> None:
    options(subparsers.add_parser("doctor", help="khám kết nối, cơ sở dữ liệu, quyền và nội dung")).set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        troubles = health(connection, load_catalogue())
    lines = [line for each in troubles for line in (f"{SIGNS[each.severity]} {each.text.vi}", f"  → {each.remedy.vi}")]
    say(args, lines or ["✓ Mọi thứ đều ổn."], troubles)
    return 1 if any(each.severity == "error" for each in troubles) else 0
