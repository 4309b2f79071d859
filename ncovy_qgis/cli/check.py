"""`ncovy check`: what is wrong or doubtful in the data. Doubts whose author gave a reason are told apart and fail nothing."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.db.checks import Finding, check

from .common import Subparsers, complain, opened, options, say, table

WORDS = {"error": "LỖI", "warning": "cảnh báo"}


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("check", help="kiểm tra dữ liệu"))
    parser.add_argument("--layer", action="append", metavar="LỚP")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    catalogue = load_catalogue()
    strange = [name for name in args.layer or () if not catalogue.has(name)]
    if strange:
        return complain(args, 2, f"Không có lớp {', '.join(strange)}.")
    with opened(args) as connection:
        found = check(connection, catalogue, args.layer)
    left = [each for each in found if each.accepted is None]
    accepted = [each for each in found if each.accepted is not None]
    say(args, _lines(catalogue, left, accepted), {"findings": left, "accepted": accepted})
    return 1 if left else 0


def _lines(catalogue: Catalogue, left: Sequence[Finding], accepted: Sequence[Finding]) -> Iterator[str]:
    if left:
        yield from table([_row(catalogue, each) for each in left])
    if accepted:
        yield "Cảnh báo đã được chấp nhận kèm lý do:"
        yield from table([(*_row(catalogue, each), f"lý do: {each.accepted}") for each in accepted])
    counts = Counter(each.severity for each in left)
    words = f"{counts['error']} lỗi, {counts['warning']} cảnh báo" if left else "Không có lỗi, không có cảnh báo"
    yield words + (f"; {len(accepted)} cảnh báo đã được chấp nhận." if accepted else ".")


def _row(catalogue: Catalogue, each: Finding) -> tuple[object, ...]:
    return WORDS[each.severity], catalogue.layer(each.layer).short.vi, each.name, each.text.vi, f"{each.lon:.5f}, {each.lat:.5f}", each.uid
