"""`ncovy check`: what is wrong or doubtful in the data. Doubts whose author gave a reason are told apart and fail nothing."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.dates import show_datetime
from ncovy_qgis.db.checks import Finding, check

from .common import Subparsers, complain, opened, options, say, table

WORDS = {"error": "LỖI", "warning": "cảnh báo"}


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("check", help="kiểm tra dữ liệu"))
    parser.add_argument("--layer", action="append", metavar="LỚP")
    parser.add_argument("--mine", action="store_true", help="chỉ trong địa bàn được giao cho tài khoản này")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    catalogue = load_catalogue()
    strange = [name for name in args.layer or () if not catalogue.has(name)]
    if strange:
        return complain(args, 2, f"Không có lớp {', '.join(strange)}.")
    with opened(args) as connection:
        found = check(connection, catalogue, args.layer, mine=args.mine)
    left = [each for each in found if each.accepted is None]
    accepted = [each for each in found if each.accepted is not None]
    say(args, _lines(catalogue, left, accepted), {"findings": left, "accepted": accepted})
    return 1 if left else 0


def _lines(catalogue: Catalogue, left: Sequence[Finding], accepted: Sequence[Finding]) -> Iterator[str]:
    if left:
        yield from table([_row(catalogue, each) for each in left])
    if accepted:
        yield "Cảnh báo đã được chấp nhận kèm lý do:"
        yield from table([(*_row(catalogue, each), _reason(each)) for each in accepted])
    counts = Counter(each.severity for each in left)
    words = f"{counts['error']} lỗi, {counts['warning']} cảnh báo" if left else "Không có lỗi, không có cảnh báo"
    yield words + (f"; {len(accepted)} cảnh báo đã được chấp nhận." if accepted else ".")


def _reason(each: Finding) -> str:
    """Whose word it is, where a person accepted it; a reason in the feature itself has no name."""
    if each.accepted_by is None or each.accepted_at is None:
        return f"lý do: {each.accepted}"
    return f"lý do: {each.accepted} ({each.accepted_by}, {show_datetime(each.accepted_at)})"


def _row(catalogue: Catalogue, each: Finding) -> tuple[object, ...]:
    return WORDS[each.severity], catalogue.layer(each.layer).short.vi, each.name, each.text.vi, f"{each.lon:.5f}, {each.lat:.5f}", each.uid
