"""A small web server for a site on one's own machine. It answers as nginx does with docs/nginx.conf."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from pathlib import Path
from typing import IO, Optional, Union

_RANGE = re.compile(r"bytes=(\d{0,99})-(\d{0,99})")
_BLOCK = 1 << 16
_DATA = re.compile(r"/(releases/|latest/|release\.json$)")
_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self' blob:; connect-src 'self'; img-src 'self' blob: data:; "
    "style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
)
_ALWAYS = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Range, If-None-Match",
    "Access-Control-Expose-Headers": "Content-Range, Content-Length, ETag",
    "Access-Control-Max-Age": "86400",
}
_TYPES = {
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".webmanifest": "application/manifest+json",
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

    def do_OPTIONS(self) -> None:
        """Other pages may ask for parts of the data."""
        if not self._is_data():
            self.send_error(HTTPStatus.NOT_IMPLEMENTED)
            return
        self.send_response(HTTPStatus.NO_CONTENT)
        self._say(_ALWAYS, _SHARED)
        self.end_headers()

    def _answer(self, *, with_body: bool) -> None:
        try:
            path = self._file()
        except (OSError, ValueError, RuntimeError):  # a name no file can have: a zero byte, too long, links in a circle
            path = None
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with path.open("rb") as file:
            facts = path.stat()
            tag = f'"{int(facts.st_mtime):x}-{facts.st_size:x}"'
            if tag in self.headers.get("If-None-Match", ""):
                self._unchanged(path, tag)
                return
            wanted = self._range(facts.st_size)
            if wanted is None:
                self._refuse_range(facts.st_size)
                return
            self._headers(path, tag, wanted, facts.st_size)
            if with_body:
                self._send(file, wanted.start, wanted.stop)

    def _file(self) -> Optional[Path]:
        root = Path(self.directory).resolve()
        path = Path(self.translate_path(self.path)).resolve()
        if path.is_dir():
            path = path / "index.html"
        if root not in path.parents or not path.is_file():
            return None
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        return None if hidden else path

    def _is_data(self) -> bool:
        return _DATA.match(self.path.partition("?")[0]) is not None

    def _range(self, size: int) -> Optional[range]:
        """The bytes to send; None when what is asked for cannot be satisfied."""
        match = self._wanted()
        if not match:
            return range(size)
        if not match.group(1):
            return range(max(size - int(match.group(2)), 0), size) if int(match.group(2)) and size else None
        start = int(match.group(1))
        end = min(int(match.group(2)) + 1, size) if match.group(2) else size
        return range(start, end) if start < end else None

    def _wanted(self) -> Optional[re.Match[str]]:
        match = _RANGE.fullmatch(self.headers.get("Range", ""))
        return match if match and (match.group(1) or match.group(2)) else None

    def _refuse_range(self, size: int) -> None:
        self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        self.send_header("Content-Range", f"bytes */{size}")
        self.send_header("Content-Length", "0")
        self._say(_ALWAYS, _SHARED if self._is_data() else {})
        self.end_headers()

    def _unchanged(self, path: Path, tag: str) -> None:
        self.send_response(HTTPStatus.NOT_MODIFIED)
        self._say({"ETag": tag, "Cache-Control": self._caching(path)}, _ALWAYS, _SHARED if self._is_data() else {})
        self.end_headers()

    def _headers(self, path: Path, tag: str, part: range, size: int) -> None:
        partial_answer = self._wanted() is not None
        self.send_response(HTTPStatus.PARTIAL_CONTENT if partial_answer else HTTPStatus.OK)
        if partial_answer:
            self.send_header("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Accept-Ranges", "bytes")
        self._say({"ETag": tag, "Cache-Control": self._caching(path)}, _ALWAYS, _SHARED if self._is_data() else {})
        self.end_headers()

    def _say(self, *headers: Mapping[str, str]) -> None:
        for each in headers:
            for name, text in each.items():
                self.send_header(name, text)

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


class SiteServer(ThreadingHTTPServer):
    """Bears what browsers do: many questions at once, and a leave without a word as soon as a reader moves on."""

    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def make_server(site: Path, port: int = 8000, host: str = "127.0.0.1") -> SiteServer:
    """A server bound to its address and ready for serve_forever(); port 0 takes a free one."""
    return SiteServer((host, port), partial(SiteHandler, directory=str(site)))
