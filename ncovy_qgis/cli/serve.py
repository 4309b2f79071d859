"""`ncovy serve SITE`: show the public map on this machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from ncovy_qgis.publish.serve import make_server

from .common import Subparsers, complain


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("serve", help="mở bản đồ công khai trên máy này")
    parser.add_argument("site", type=Path, metavar="THƯ_MỤC")
    parser.add_argument("--port", type=int, default=8000, help="cổng; 0 là cổng trống bất kỳ (mặc định: %(default)s)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if not (args.site / "index.html").is_file():
        return complain(args, 2, f"{args.site} chưa có bản đồ; hãy chạy «ncovy publish {args.site}».")
    try:
        bound = make_server(args.site, args.port)
    except (OSError, OverflowError):
        return complain(args, 2, f"Không mở được cổng {args.port}: cổng không hợp lệ hoặc đang được dùng; hãy chọn cổng khác với --port.")
    with bound as server:
        print(f"Bản đồ: http://127.0.0.1:{server.server_address[1]}/  (Ctrl-C để dừng)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("Đã dừng.")
    return 0
