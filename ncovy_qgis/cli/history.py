"""`ncovy history show|diff|removed|restore…`: what happened, and bringing it back."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.core.dates import parse_date, show_date, show_datetime
from ncovy_qgis.core.diff import differences
from ncovy_qgis.core.merge import REMOVED, State
from ncovy_qgis.db import history, restoring, review
from ncovy_qgis.db.history import Version
from ncovy_qgis.db.restoring import Step

from .common import Subparsers, complain, opened, options, say, table
from .parsing import moment

ERA = 2021
OPERATIONS = {"insert": "thêm", "update": "sửa", "remove": "gỡ bỏ", "restore": "khôi phục"}
KINDS = {"changed": "trả nội dung cũ", "moved": "trả vị trí cũ", "removed": "gỡ bỏ", "restored": "đưa trở lại"}


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("history", help="lịch sử, so sánh, khôi phục").add_subparsers(required=True, metavar="VIỆC")
    _feature(options(commands.add_parser("show", help="mọi phiên bản của một đối tượng"))).set_defaults(run=run_show)
    diff = _feature(options(commands.add_parser("diff", help="hai phiên bản khác nhau ở đâu")))
    diff.add_argument("old", type=int, metavar="PHIÊN_BẢN_CŨ")
    diff.add_argument("new", type=int, metavar="PHIÊN_BẢN_MỚI")
    diff.set_defaults(run=run_diff)
    gone = options(commands.add_parser("removed", help="những gì đã gỡ bỏ"))
    gone.add_argument("text", nargs="*", metavar="TỪ", help="các từ trong tên, có dấu hay không")
    gone.add_argument("--layer", action="append", metavar="LỚP")
    gone.set_defaults(run=run_removed)
    _add_restores(commands)


def _add_restores(commands: Subparsers) -> None:
    one = _feature(options(commands.add_parser("restore", help="đưa một đối tượng về phiên bản cũ, thành bản nháp mới"), writes=True))
    one.add_argument("row_version", type=int, metavar="PHIÊN_BẢN", help="phiên bản đã xem")
    one.add_argument("--to", required=True, type=int, metavar="PHIÊN_BẢN_CŨ")
    one.add_argument("--keep-later", action="store_true", help="giữ những gì được sửa sau phiên bản kế tiếp")
    one.set_defaults(run=run_restore)
    save = _many(commands, "restore-changeset", "hoàn tác cả một lần lưu")
    save.add_argument("changeset", type=int, metavar="SỐ")
    save.set_defaults(preview=lambda connection, args: restoring.of_changeset(connection, args.changeset), words=lambda args: f"lần lưu {args.changeset}")
    day = _many(commands, "restore-day", "hoàn tác một ngày làm việc của một người")
    day.add_argument("person", metavar="TÀI_KHOẢN")
    day.add_argument("day", type=_day, metavar="NGÀY", help="dd/mm/yyyy")
    day.set_defaults(
        preview=lambda connection, args: restoring.of_person_day(connection, args.person, args.day),
        words=lambda args: f"ngày {show_date(args.day)} của {args.person}",
    )
    area = _many(commands, "restore-area", "đưa một địa bàn về một thời điểm")
    area.add_argument("unit", type=_unit, metavar="MÃ[:KỲ]", help="đơn vị, ví dụ 412 hoặc 16666:2025")
    area.add_argument("since", type=moment, metavar="THỜI_ĐIỂM", help="ví dụ «22/08/2021 17:30»")
    area.set_defaults(
        preview=lambda connection, args: restoring.of_area(connection, *args.unit, args.since),
        words=lambda args: f"địa bàn {args.unit[0]} từ {show_datetime(args.since)}",
    )


def _feature(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("layer", metavar="LỚP")
    parser.add_argument("uid", metavar="UID")
    return parser


def _many(commands: Subparsers, name: str, words: str) -> argparse.ArgumentParser:
    parser = options(commands.add_parser(name, help=words), writes=True)
    parser.add_argument("--reason", metavar="LÝ_DO", help="bắt buộc, trừ khi chỉ xem (--dry-run)")
    parser.add_argument("--with-conflicts", action="store_true", help="hoàn tác cả những gì được sửa sau đó; không nêu thì để nguyên các đối tượng ấy")
    parser.set_defaults(run=run_many)
    return parser


def _day(text: str) -> date:
    return parse_date(text)


def _unit(text: str) -> tuple[str, int]:
    code, _, era = text.partition(":")
    return code, int(era) if era else ERA


def document(version: Version) -> dict[str, Any]:
    """A version as JSON can say it: its geometry as hexadecimal WKB."""
    return {**asdict(version), "wkb": version.wkb.hex()}


def run_show(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = history.timeline(connection, args.layer, args.uid)
    if not found:
        return complain(args, 1, "Không tìm thấy đối tượng này.")
    rows = [
        (
            f"v{each.row_version}",
            OPERATIONS[each.operation],
            each.by,
            show_datetime(each.at),
            f"{each.approved_by} duyệt {show_datetime(each.approved_at)}" if each.approved_at else None,
            f"lần lưu {each.changeset}",
            each.comment,
        )
        for each in found
    ]
    say(args, table(rows), [document(each) for each in found])
    return 0


def run_diff(args: argparse.Namespace) -> int:
    catalogue = load_catalogue()
    if not catalogue.has(args.layer):
        return complain(args, 2, f"Không có lớp {args.layer}.")
    with opened(args) as connection:
        old, new = (history.version(connection, args.layer, args.uid, number) for number in (args.old, args.new))
    if old is None or new is None:
        return complain(args, 1, f"Đối tượng này không có phiên bản {args.old if old is None else args.new}.")
    changes = differences(catalogue.layer(args.layer), old.row, new.row, catalogue)
    moved = old.wkb != new.wkb
    rows = [(change.label.vi, change.old.vi or "(trống)", "→", change.new.vi or "(trống)") for change in changes]
    lines = [*(table(rows) if rows else ()), *(["Vị trí hoặc ranh giới khác nhau."] if moved else ())]
    say(args, lines or ["Hai phiên bản giống nhau."], {"changes": changes, "moved": moved})
    return 0


def run_removed(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = history.removed(connection, " ".join(args.text), args.layer)
    rows = [
        (each.layer, each.row.get("name"), f"v{each.row_version}", each.by, show_datetime(each.at), each.row.get("removed_reason"), each.uid) for each in found
    ]
    say(args, table(rows) if rows else ["Không có gì như vậy đã gỡ bỏ."], [document(each) for each in found])
    return 0


def run_restore(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        if args.dry_run:
            return _tell_merge(args, connection)
        if args.keep_later:
            version = restoring.restore_merged(connection, args.layer, args.uid, args.to, args.row_version)
        else:
            version = review.restore(connection, args.layer, args.uid, args.to, args.row_version)
    words = f"Đã khôi phục nội dung phiên bản {args.to}: {args.layer} {args.uid}, phiên bản {version}."
    say(args, [words], {"layer": args.layer, "uid": args.uid, "row_version": version})
    return 0


def _tell_merge(args: argparse.Namespace, connection: Connection) -> int:
    """Which cells would become what they were, and which later changes would stay."""
    found, now = restoring.merge_of(connection, args.layer, args.uid, args.to, None if args.keep_later else args.row_version)
    if now != args.row_version:
        return complain(args, 1, f"Đối tượng này nay ở phiên bản {now}, không còn là phiên bản {args.row_version} đã xem.")
    changed = [cell for cell in found.cells if cell.state in (State.MINE, State.THEIRS, State.CONFLICT)]
    undone = [cell.name for cell in changed if cell.state is State.MINE or cell.name == REMOVED]
    kept = [cell.name for cell in changed if cell.name not in undone]
    lines = [f"{words}: {', '.join(names)}" for words, names in (("Trở lại như cũ", undone), ("Giữ như hiện nay", kept)) if names]
    say(args, lines or ["Không có gì khác."], {"undone": undone, "kept": kept})
    return 0


def run_many(args: argparse.Namespace) -> int:
    if not args.dry_run and not (args.reason or "").strip():
        return complain(args, 2, "Hoàn tác nhiều đối tượng phải có lý do (--reason).")
    preview: Callable[[Connection, argparse.Namespace], tuple[Step, ...]] = args.preview
    with opened(args) as connection:
        steps = preview(connection, args)
        left = [] if args.with_conflicts else [step for step in steps if step.conflict]
        chosen = [step for step in steps if step not in left]
        if args.dry_run or not chosen:
            say(args, [*_step_lines(chosen), *_left_lines(left)] or ["Không có gì để hoàn tác."], {"restore": chosen, "left": left})
            return 0
        verdicts = restoring.restore_many(connection, chosen, f"Hoàn tác {args.words(args)}", args.reason)
    refused = [each for each in verdicts if each.refusal is not None]
    done = [step for step, verdict in zip(chosen, verdicts) if verdict.refusal is None]
    lines = [*_step_lines(done), *_left_lines(left), *(f"Không được: {each.layer} {each.uid}: {each.refusal.text.vi}" for each in refused if each.refusal)]
    say(args, [*lines, f"Đã khôi phục {len(done)} đối tượng thành bản nháp."], {"restored": done, "left": left, "refused": refused})
    return 1 if refused else 0


def _step_lines(steps: Sequence[Step]) -> list[str]:
    rows = [(KINDS[step.kind], step.layer, step.name, f"v{step.row_version} → {f'v{step.to_version}' if step.to_version else '–'}", step.uid) for step in steps]
    return list(table(rows)) if rows else []


def _left_lines(steps: Sequence[Step]) -> list[str]:
    """What somebody changed since, with who and when."""
    rows = [(step.layer, step.name, f"{step.later_by} sửa {show_datetime(step.later_at)}" if step.later_at else "", step.uid) for step in steps]
    return ["Để nguyên vì đã được sửa sau đó:", *table(rows)] if rows else []
