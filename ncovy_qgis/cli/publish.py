"""`ncovy publish SITE`: one moment of everything approved becomes the public site, unless something has to be mended or answered for first."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.db.findings import Finding
from ncovy_qgis.publish import Blocked, Judgement, Preview, ReleaseResult, keys, preview, publish, record
from ncovy_qgis.publish.changes import Change
from ncovy_qgis.publish.gate import advice, field_label
from ncovy_qgis.publish.summary import HEADINGS, field_labels, totals

from .common import Subparsers, complain, opened, options, say, table

WORDS = {"error": "LỖI", "warning": "cảnh báo"}


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("publish", help="công bố bản đồ"), writes=True)
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.add_argument("--expires-hours", type=float, default=36, metavar="GIỜ", help="bản đồ tự báo cũ sau số giờ này (mặc định: %(default)s)")
    parser.add_argument("--key", type=Path, metavar="TỆP", help="khóa ký (tạo bằng “ncovy key”); bản đã ký một lần thì luôn phải ký")
    parser.add_argument("--accept-warnings", metavar="LÝ_DO", help="chấp nhận, kèm tên bạn và lý do này, mọi cảnh báo chưa ai chấp nhận; lỗi thì phải sửa")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    key, catalogue = keys.load(args.key) if args.key else None, load_catalogue()
    reason = args.accept_warnings
    if reason is not None and not reason.strip():
        return complain(args, 2, "Hãy ghi lý do chấp nhận cảnh báo.")
    keys.agree(key, catalogue.site.public_key)  # a dry run tells it, too
    with opened(args) as connection:
        if args.dry_run:
            seen = preview(connection, args.site, catalogue=catalogue)
            document = {**vars(seen), "numbers": seen.numbers(), "gate": _document(seen.gate)}
            say(args, [*_previewed(catalogue, seen), *_gate_lines(catalogue, seen.gate)], document)
            return 1 if seen.gate.blocking else 0
        try:
            result = publish(connection, args.site, catalogue=catalogue, expires_hours=args.expires_hours, key=key, accept=reason)
        except Blocked as blocked:
            return _blocked(args, catalogue, blocked)
    say(args, _lines(result), result)
    return 0


def _blocked(args: argparse.Namespace, catalogue: Catalogue, blocked: Blocked) -> int:
    if args.json:
        say(args, (), {"error": [blocked.vi], **_document(blocked.judgement)})
        return 1
    say(args, _gate_lines(catalogue, blocked.judgement), None)
    tail = "" if blocked.judgement.errors else "Chấp nhận các cảnh báo này: --accept-warnings “lý do”."
    return complain(args, 1, blocked.vi, tail)


def _document(gate: Judgement) -> dict[str, object]:
    return {"digest": gate.digest, "errors": gate.errors, "warnings": gate.doubts, "reminders": len(gate.reminders)}


def _gate_lines(catalogue: Catalogue, gate: Judgement) -> Iterator[str]:
    """What stands against the release: layer, feature, field, and what to do."""
    if gate.blocking:
        yield from table([_row(catalogue, each) for each in gate.blocking])
    if gate.reminders:
        yield f"Nhắc: {len(gate.reminders)} đối tượng có báo cáo cũ (bản đồ có ghi «cập nhật lúc»); không chặn công bố."


def _row(catalogue: Catalogue, each: Finding) -> tuple[str, ...]:
    layer, field = catalogue.layer(each.layer).title.vi, field_label(catalogue, each).vi
    return WORDS[each.severity], layer, each.name or "", field, each.text.vi, advice(each).vi, each.uid


def _lines(result: ReleaseResult) -> list[str]:
    told = [f"Kiểu hiển thị chưa lên được bản đồ công khai: {problem}" for problem in result.not_shown]
    if not result.made:
        return [*_answered(result), f"Không có gì thay đổi; bản {result.id} vẫn đúng.", *told]
    lines = [*_answered(result), f"Đã công bố bản {result.id}: {sum(result.counts.values())} đối tượng.", f"Thư mục: {result.folder}"]
    return [*lines, *told] if result.recorded else [*lines, record.NOT_RECORDED.vi, *told]


def _answered(result: ReleaseResult) -> list[str]:
    return [f"Đã ghi nhận việc chấp nhận {result.accepted} cảnh báo."] if result.accepted else []


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
