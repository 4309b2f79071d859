"""`ncovy verify SITE|URL`: is the site what its manifest says, nothing else, and from whom it should be?"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Optional

from ncovy_qgis.publish import keys, minisign, pointer, remote, verify
from ncovy_qgis.publish.files import read_json, replace
from ncovy_qgis.publish.minisign import PublicKey
from ncovy_qgis.publish.pointer import Pointer

from .common import Subparsers, options, say

WORDS = {"error": "LỖI", "warning": "cảnh báo"}


def add_parser(subparsers: Subparsers) -> None:
    parser = options(subparsers.add_parser("verify", help="kiểm chứng trang công bố"), database=False)
    parser.add_argument("site", metavar="THƯ_MỤC|ĐỊA_CHỈ", help="thư mục, hoặc địa chỉ https:// của trang")
    parser.add_argument("--public-key", metavar="KHÓA", help="khóa công khai của nơi công bố: tệp, hoặc chính dòng khóa")
    parser.add_argument("--seen", type=Path, metavar="TỆP", help="ghi nhớ bản mới nhất đã thấy (mặc định: trong thư mục riêng của bạn)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    key = keys.load_public(args.public_key) if args.public_key else None
    if not remote.is_address(args.site):
        return _judge(args, Path(args.site), key)
    with tempfile.TemporaryDirectory(prefix="ncovy-verify-") as folder:
        remote.fetch(args.site, Path(folder))
        return _judge(args, Path(folder), key)


def _judge(args: argparse.Namespace, site: Path, key: Optional[PublicKey]) -> int:
    memory, name = args.seen or _memory(), f"{key.line if key else ''} {args.site}"
    serials = _serials(memory)
    problems = verify(site, key=key, seen=serials.get(name, 0))
    lines = [f"{WORDS[each.severity]}: {each.text.vi}" for each in problems] or ["Bản công bố nguyên vẹn."]
    current = _pointer(site)
    if current:
        lines += _signer(current, key, bool(problems))
    say(args, lines, problems)
    if key and current and not any(each.severity == "error" for each in problems):
        _remember(memory, {**serials, name: current.serial})
    return 1 if problems else 0


def _pointer(site: Path) -> Optional[Pointer]:
    try:
        return pointer.read(site)
    except ValueError:
        return None


def _signer(current: Pointer, key: Optional[PublicKey], doubtful: bool) -> list[str]:
    """Who says so, as far as it is known; without a key everybody could have made all of it."""
    if key:
        return [] if doubtful else [f"Chữ ký đúng, của khóa {key.name}."]
    if not current.signature:
        return ["Không ai ký bản này: chỉ biết các tệp khớp với nhau, không biết ai làm ra chúng."]
    name = minisign.signer(current.signature)
    return [f"Bản này mang chữ ký của khóa {name}; hãy đưa khóa công khai (--public-key) để kiểm tra."]


def _memory() -> Path:
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "ncovy" / "seen.json"


def _serials(memory: Path) -> dict[str, int]:
    """Public key and site → the highest serial seen."""
    try:
        found = read_json(memory)
    except ValueError:
        return {}
    return {str(line): serial for line, serial in found.items() if isinstance(serial, int)} if isinstance(found, dict) else {}


def _remember(memory: Path, serials: dict[str, int]) -> None:
    """What was found stands without it; but then nobody here will notice an older release shown again."""
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        replace(memory, json.dumps(serials, sort_keys=True).encode())
    except OSError as error:
        print(f"Không ghi nhớ được bản đã thấy ({error}); hãy chọn nơi khác bằng --seen.", file=sys.stderr)
