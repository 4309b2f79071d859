"""`ncovy review list|due|show|submit|approve|approve-changeset|return|ask|answer|thread|inbox|restore`: see, decide and talk about versions."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.core.dates import show_datetime
from ncovy_qgis.core.diff import differences
from ncovy_qgis.core.review import KINDS, LABELS, VERDICTS, ReviewState
from ncovy_qgis.db import history, queue, review, threads
from ncovy_qgis.db.queue import Item

from .common import Subparsers, complain, opened, options, say, table

FINDINGS = 1  # exit code: something was refused
DUE: dict[str, Callable[[Connection, int], tuple[queue.Due, ...]]] = {
    "expiring": queue.expiring,
    "unverified": queue.unverified,
    "warned": lambda connection, _: queue.warned(connection),
}


def add_parser(subparsers: Subparsers) -> None:
    commands = subparsers.add_parser("review", help="gửi duyệt, duyệt, trả lại, hỏi đáp, khôi phục").add_subparsers(required=True, metavar="VIỆC")
    _add_reading(commands)
    _add_deciding(commands)
    _add_talking(commands)


def _add_reading(commands: Subparsers) -> None:
    waiting = options(commands.add_parser("list", help="những gì đang chờ duyệt"))
    waiting.add_argument("--layer", action="append", metavar="LỚP")
    waiting.add_argument("--mine", action="store_true", help="chỉ trong địa bàn được giao cho tài khoản này")
    waiting.add_argument("--author", metavar="TÀI_KHOẢN", help="chỉ của người này")
    waiting.add_argument("--changeset", type=int, metavar="SỐ", help="chỉ của lần lưu này")
    waiting.set_defaults(run=run_list)
    due = options(commands.add_parser("due", help="những gì cần xem lại: sắp hết hạn, lâu chưa xác nhận, có lỗi hay cảnh báo"))
    due.add_argument("what", choices=sorted(DUE), metavar="LOẠI", help="expiring, unverified hoặc warned")
    due.add_argument("--hours", type=int, default=24, metavar="GIỜ")
    due.set_defaults(run=run_due)
    show = options(commands.add_parser("show", help="một đối tượng đang chờ: thay đổi gì, lỗi và cảnh báo, trao đổi"))
    _feature(show).set_defaults(run=run_show)


def _add_deciding(commands: Subparsers) -> None:
    _decision(commands, "submit", "gửi duyệt").set_defaults(run=run_submit)
    approve = _decision(commands, "approve", "duyệt đúng phiên bản đã xem")
    approve.add_argument("--note", metavar="GHI_CHÚ")
    approve.add_argument("--field", action="append", metavar="TRƯỜNG", help="chỉ duyệt trường này («geom»: vị trí), phần còn lại bị trả; cần --reason")
    approve.add_argument("--reason", metavar="LÝ_DO", help="vì sao phần còn lại bị trả")
    approve.set_defaults(run=run_approve)
    changeset = options(commands.add_parser("approve-changeset", help="duyệt mọi đối tượng đang chờ của một lần lưu"))
    changeset.add_argument("changeset", type=int, metavar="SỐ")
    changeset.add_argument("--note", metavar="GHI_CHÚ")
    changeset.set_defaults(run=run_approve_changeset)
    give_back = _decision(commands, "return", "trả lại người soạn")
    give_back.add_argument("--reason", required=True, metavar="LÝ_DO")
    give_back.set_defaults(run=run_return)
    restore = _decision(commands, "restore", "viết lại một phiên bản cũ thành bản nháp mới")
    restore.add_argument("--to", required=True, type=int, metavar="PHIÊN_BẢN_CŨ")
    restore.set_defaults(run=run_restore)


def _add_talking(commands: Subparsers) -> None:
    for name, words, run in (("ask", "hỏi người soạn một phiên bản đang chờ", run_ask), ("answer", "trả lời câu hỏi hoặc lần trả lại", run_answer)):
        talk = _decision(commands, name, words)
        talk.add_argument("words", metavar="LỜI")
        talk.set_defaults(run=run)
    _feature(options(commands.add_parser("thread", help="mọi lời trao đổi và quyết định về một đối tượng"))).set_defaults(run=run_thread)
    options(commands.add_parser("inbox", help="những gì bị trả lại hoặc được hỏi, của chính mình")).set_defaults(run=run_inbox)


def _feature(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("layer", metavar="LỚP")
    parser.add_argument("uid", metavar="UID")
    return parser


def _decision(commands: Subparsers, name: str, words: str) -> argparse.ArgumentParser:
    parser = _feature(options(commands.add_parser(name, help=words)))
    parser.add_argument("row_version", type=int, metavar="PHIÊN_BẢN", help="phiên bản đã xem")
    return parser


def run_list(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = [each for each in queue.waiting(connection, args.layer) if _wanted(args, each)]
    rows = [
        (
            _short(each.layer),
            each.name,
            f"v{each.row_version} ({KINDS[each.kind].vi.lower()})",
            each.commune_name,
            ", ".join(each.authors),
            f"lần lưu {each.changeset}",
            *_where(each),
        )
        for each in found
    ]
    say(args, table(rows) if rows else ["Không có gì chờ duyệt."], found)
    return 0


def _wanted(args: argparse.Namespace, item: Item) -> bool:
    return (item.mine or not args.mine) and args.author in (None, *item.authors) and args.changeset in (None, item.changeset)


def run_due(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = DUE[args.what](connection, args.hours)
    rows = [(_short(each.layer), each.name, each.words_vi, each.commune_name, *_where(each)) for each in found]
    say(args, table(rows) if rows else ["Không có gì."], found)
    return 0


def run_show(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        item = next((each for each in queue.waiting(connection, [args.layer]) if each.uid == args.uid), None)
        if item is None:
            return complain(args, FINDINGS, "Đối tượng này không chờ duyệt.")
        changes = _changes(connection, item)
        doubts = review.doubts(connection, item.layer, item.uid)
        words = threads.thread(connection, item.layer, item.uid)
    lines = [f"{_short(item.layer)} «{item.name}», phiên bản {item.row_version}: {KINDS[item.kind].vi.lower()}, của {', '.join(item.authors)}", ""]
    lines += table([(each.label.vi, each.old.vi or "—", "→", each.new.vi or "—") for each in changes])
    lines += [f"{'LỖI' if each.severity == 'error' else 'cảnh báo'}: {each.vi}" for each in doubts]
    say(args, [*lines, *_spoken(words)], {"item": item, "changes": changes, "findings": doubts, "thread": words})
    return 0


def _changes(connection: Connection, item: Item) -> tuple[Any, ...]:
    """What differs from the approved version; of a new feature, everything it says."""
    catalogue = load_catalogue()
    old, new = (history.version(connection, item.layer, item.uid, number) if number else None for number in (item.approved_version, item.row_version))
    return differences(catalogue.layer(item.layer), old.row if old else {}, new.row if new else {}, catalogue)


def run_submit(args: argparse.Namespace) -> int:
    return _decide(args, lambda connection: review.submit(connection, args.layer, args.uid, args.row_version), "Đã gửi duyệt")


def run_approve(args: argparse.Namespace) -> int:
    if args.field:
        return run_approve_fields(args)
    return _decide(args, lambda connection: review.approve(connection, args.layer, args.uid, args.row_version, args.note), "Đã duyệt")


def run_approve_fields(args: argparse.Namespace) -> int:
    """A part becomes public, the whole goes back."""
    with opened(args) as connection:
        approved, draft = review.approve_fields(connection, args.layer, args.uid, args.row_version, args.field, args.reason or "")
    words = f"Đã duyệt {', '.join(args.field)}: {args.layer} {args.uid}, phiên bản {approved}; phần còn lại trả người soạn, phiên bản {draft}."
    say(args, [words], {"layer": args.layer, "uid": args.uid, "approved_version": approved, "draft_version": draft})
    return 0


def run_approve_changeset(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        verdicts = review.approve_changeset(connection, args.changeset, args.note)
    refused = [each for each in verdicts if each.refusal]
    lines = [f"Đã duyệt {len(verdicts) - len(refused)} đối tượng của lần lưu {args.changeset}; từ chối {len(refused)}."]
    lines += [f"{each.layer} {each.uid}: {each.refusal.code}: {each.refusal.text.vi}" for each in refused if each.refusal]
    say(args, lines, verdicts)
    return FINDINGS if refused else 0


def run_return(args: argparse.Namespace) -> int:
    return _decide(args, lambda connection: review.return_item(connection, args.layer, args.uid, args.row_version, args.reason), "Đã trả lại")


def run_ask(args: argparse.Namespace) -> int:
    return _decide(args, lambda connection: review.ask(connection, args.layer, args.uid, args.row_version, args.words), "Đã hỏi")


def run_answer(args: argparse.Namespace) -> int:
    return _decide(args, lambda connection: review.answer(connection, args.layer, args.uid, args.row_version, args.words), "Đã trả lời")


def run_restore(args: argparse.Namespace) -> int:
    return _decide(
        args, lambda connection: review.restore(connection, args.layer, args.uid, args.to, args.row_version), f"Đã khôi phục nội dung phiên bản {args.to}"
    )


def run_thread(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        words = threads.thread(connection, args.layer, args.uid)
    say(args, _spoken(words) or ["Chưa có lời nào."], words)
    return 0


def run_inbox(args: argparse.Namespace) -> int:
    with opened(args) as connection:
        found = threads.inbox(connection)
    rows = [
        (
            "được hỏi" if each.asked else "bị trả lại",
            _short(each.layer),
            each.name,
            f"v{each.row_version} ({LABELS[ReviewState(each.review_state)].vi})",
            f"{each.by}: {each.reason}",
            *_where(each),
        )
        for each in found
    ]
    say(args, table(rows) if rows else ["Không có gì cần làm."], found)
    return 0


def _decide(args: argparse.Namespace, decide: Callable[[Any], int | None], words: str) -> int:
    with opened(args) as connection:
        version = decide(connection) or args.row_version
    say(args, [f"{words}: {args.layer} {args.uid}, phiên bản {version}."], {"layer": args.layer, "uid": args.uid, "row_version": version})
    return 0


def _spoken(words: Sequence[threads.Word]) -> list[str]:
    return [
        f"{show_datetime(each.at)} {each.by} {VERDICTS[each.verdict].vi.lower()} (v{each.row_version})" + (f": {each.reason}" if each.reason else "")
        for each in words
    ]


def _short(layer: str) -> str:
    catalogue = load_catalogue()
    return catalogue.layer(layer).short.vi if catalogue.has(layer) else layer


def _where(each: Item | queue.Due | threads.Returned) -> tuple[str, str]:
    """What the other commands ask for."""
    return each.layer, each.uid
