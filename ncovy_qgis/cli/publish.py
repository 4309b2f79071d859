"""`ncovy publish SITE`: one moment of everything approved becomes the public site."""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.publish import Preview, ReleaseResult, keys, preview, publish
from ncovy_qgis.publish.changes import Change
from ncovy_qgis.publish.summary import HEADINGS, field_labels, totals

from .common import Subparsers, opened, options, say

NOT_RECORDED = "Máy chủ này không ghi lại được bản công bố (bản sao chỉ đọc, hoặc thiếu quyền): bản đồ vẫn đúng, nhưng sau này không dựng lại từng byte được."


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("publish", help="công bố bản đồ"), writes=True)
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.add_argument("--expires-hours", type=float, default=36, metavar="GIỜ", help="bản đồ tự báo cũ sau số giờ này (mặc định: %(default)s)")
    parser.add_argument("--key", type=Path, metavar="TỆP", help="khóa ký (tạo bằng “ncovy key”); bản đã ký một lần thì luôn phải ký")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    key, catalogue = keys.load(args.key) if args.key else None, load_catalogue()
    with opened(args) as connection:
        if args.dry_run:
            seen = preview(connection, args.site, catalogue=catalogue)
            say(args, _previewed(catalogue, seen), {**vars(seen), "numbers": seen.numbers()})
            return 0
        result = publish(connection, args.site, catalogue=catalogue, expires_hours=args.expires_hours, key=key)
    say(args, _lines(result), result)
    return 0


def _lines(result: ReleaseResult) -> list[str]:
    told = [f"Kiểu hiển thị chưa lên được bản đồ công khai: {problem}" for problem in result.not_shown]
    if not result.made:
        return [f"Không có gì thay đổi; bản {result.id} vẫn đúng.", *told]
    lines = [f"Đã công bố bản {result.id}: {sum(result.counts.values())} đối tượng.", f"Thư mục: {result.folder}"]
    return [*lines, *told] if result.recorded else [*lines, NOT_RECORDED, *told]


def _previewed(catalogue: Catalogue, seen: Preview) -> list[str]:
    """What would change, feature by feature; of a first release only how many there are."""
    if seen.current is None:
        return [f"Chưa có bản công bố nào trong thư mục: sẽ công bố {sum(seen.counts.values())} đối tượng."]
    if not seen.changes:
        return [f"Không có gì thay đổi so với bản {seen.current}."]
    return [f"So với bản {seen.current}: {totals(seen.changes)}.", *(_line(catalogue, change) for change in seen.changes)]


def _line(catalogue: Catalogue, change: Change) -> str:
    told = change.properties
    words = (catalogue.layer(change.layer).title.vi, told.get("name"), told.get("commune_name"), "; ".join(field_labels(catalogue, change)))
    return f"{HEADINGS[change.kind]}: {' – '.join(str(word) for word in words if word)}"
