"""A small web server for a site on one's own machine: range requests for the tiles, caching like the real one."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from pathlib import Path
from typing import IO, Optional, Union

_RANGE = re.compile(r"bytes=(\d{0,99})-(\d{0,99})")
_BLOCK = 1 << 16
_TYPES = {
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".md": "text/markdown; charset=utf-8",
    ".pmtiles": "application/vnd.pmtiles",
    ".woff2": "font/woff2",
    ".html": "text/html; charset=utf-8",
}


class SiteHandler(SimpleHTTPRequestHandler):
    """Files of a site; hidden files and folder listings do not exist."""

    server_version = "ncovy"
    sys_version = ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        try:
            path = self._file()
        except (OSError, ValueError, RuntimeError):  # a name no file can have: a zero byte, too long, links in a circle
            path = None
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with path.open("rb") as file:
            size = path.stat().st_size
            wanted = self._range(size)
            if wanted is None:
                self._refuse_range(size)
                return
            start, end = wanted
            self._headers(path, start, end, size)
            if with_body:
                self._send(file, start, end)

    def _file(self) -> Optional[Path]:
        root = Path(self.directory).resolve()
        path = Path(self.translate_path(self.path)).resolve()
        if path.is_dir():
            path = path / "index.html"
        if root not in path.parents or not path.is_file():
            return None
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        return None if hidden else path

    def _range(self, size: int) -> Optional[tuple[int, int]]:
        """First and one-past-last byte to send; None when the range cannot be satisfied."""
        match = _RANGE.fullmatch(self.headers.get("Range", ""))
        if not match or match.group(1) == match.group(2) == "":
            return 0, size
        if not match.group(1):
            return (max(size - int(match.group(2)), 0), size) if int(match.group(2)) else None
        start = int(match.group(1))
        end = min(int(match.group(2)) + 1, size) if match.group(2) else size
        return (start, end) if start < end else None

    def _refuse_range(self, size: int) -> None:
        self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        self.send_header("Content-Range", f"bytes */{size}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _headers(self, path: Path, start: int, end: int, size: int) -> None:
        partial_answer = "Range" in self.headers and (start, end) != (0, size)
        self.send_response(HTTPStatus.PARTIAL_CONTENT if partial_answer else HTTPStatus.OK)
        if partial_answer:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(end - start))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", self._caching(path))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()

    def guess_type(self, path: Union[str, PathLike[str]]) -> str:
        known = _TYPES.get(Path(path).suffix)
        return known or super().guess_type(path)

    def _caching(self, path: Path) -> str:
        """Releases and hashed assets never change; everything else is asked for anew."""
        top = path.relative_to(Path(self.directory).resolve()).parts[0]
        lasting = top in ("releases", "assets") and path.name != "files.json"
        return "public, max-age=31536000, immutable" if lasting else "no-cache"

    def _send(self, file: IO[bytes], start: int, end: int) -> None:
        file.seek(start)
        while start < end:
            block = file.read(min(_BLOCK, end - start))
            if not block:
                return
            self.wfile.write(block)
            start += len(block)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: a local helper has no access log."""


def make_server(site: Path, port: int = 8000, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """A server bound to its address and ready for serve_forever(); port 0 takes a free one."""
    return ThreadingHTTPServer((host, port), partial(SiteHandler, directory=str(site)))
