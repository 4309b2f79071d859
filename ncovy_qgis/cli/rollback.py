"""`ncovy rollback SITE [ID]`: make an earlier release current again."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from ncovy_qgis.publish import ReleaseResult, keys, rollback
from ncovy_qgis.publish.files import read_json
from ncovy_qgis.publish.minisign import SecretKey

from .common import Subparsers, options, say


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("rollback", help="quay lại bản công bố trước"), database=False)
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.add_argument("id", nargs="?", metavar="BẢN", help="mặc định: bản ngay trước")
    parser.add_argument("--key", type=Path, metavar="TỆP", help="khóa ký, khi bản đang công bố có chữ ký")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    key = keys.load(args.key) if args.key else None
    result = rollback(args.site, args.id, key=key)
    say(args, [f"Bản đang hiện: {result.id} ({sum(result.counts.values())} đối tượng).", *_doubts(result, key)], result)
    return 0


def _doubts(result: ReleaseResult, key: SecretKey | None) -> Iterator[str]:
    """The page of an old release knows the key of its day. Said, not refused: going back cannot wait for a new release."""
    known = (read_json(result.folder / "site.json") or {}).get("public_key")
    if known and known != (key.public.line if key else None):
        yield f"Trang của bản này biết khóa công khai {known} nên sẽ báo sai chữ ký; hãy công bố lại khi có thể."
