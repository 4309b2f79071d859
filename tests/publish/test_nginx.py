"""docs/nginx.conf in a real nginx: what it says of every file, and that `ncovy serve` says the same."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import brotli
import pytest

from ncovy_qgis.publish import sidefiles
from ncovy_qgis.publish.serve import make_server
from tests.publish.servers import free_port, nginx
from tests.server import ROOT

RELEASE = "releases/2021-09-17-0123456789ab"
TILES = f"/{RELEASE}/tiles/ncovy.pmtiles"
BODY = bytes(range(200))
LONG = json.dumps({"text": "Nghệ An " * 400}, ensure_ascii=False).encode()
FILES = {
    "index.html": LONG, "sw.js": LONG, "release.json": b'{"id": "x"}\n', "assets/files.json": LONG, "assets/viewer-AB.js": LONG, "assets/viewer-AB.css": BODY,
    "assets/licences.txt": BODY, "assets/font.woff2": BODY, "assets/sign.svg": BODY, f"{RELEASE}/manifest.json": BODY, f"{RELEASE}/summary.md": BODY,
    f"{RELEASE}/data/pharmacy.geojson": LONG, f"{RELEASE}/sprite.png": BODY, TILES[1:]: BODY, "latest/data/pharmacy.geojson": LONG,
    ".lock": BODY, ".staging-1/a.json": BODY, ".deploy/owner": BODY, f"{RELEASE}/.a.json.tmp": BODY,
}  # fmt: skip
PATHS = ["/", *(f"/{name}" for name in FILES), "/releases", "/releases/", f"/{RELEASE}/data/", "/assets", "/nothing", "/%2elock"]
SAME = (
    "Content-Type", "Content-Length", "Content-Range", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
    "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Expose-Headers",
)  # fmt: skip


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """Ports of nginx and of `ncovy serve`, on one site with twins."""
    folder = tmp_path_factory.mktemp("nginx")
    site = folder / "site"
    for name, content in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
        if sidefiles.wanted(name, len(content)):
            for suffix in sidefiles.suffixes():
                sidefiles.make(site / name, site / (name + suffix))
    port = free_port()
    with ExitStack() as stack:
        stack.enter_context(nginx(folder, example(site, port), port, ["ngx_http_brotli_static_module.so"]))
        server = stack.enter_context(make_server(site, 0))
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02))
        thread.start()
        stack.callback(thread.join)
        stack.callback(server.shutdown)
        yield port, server.server_address[1]


def example(site: Path, port: int) -> str:
    """The file as it stands, with this site and port, and with the module that Debian has apart."""
    text = (ROOT / "docs" / "nginx.conf").read_text()
    for written, here in (("listen 80;", f"listen 127.0.0.1:{port};"), ("root /srv/map;", f"root {site};"), ("# brotli_static on;", "brotli_static on;")):
        assert text.count(f"    {written}") == 1
        text = text.replace(f"    {written}", f"    {here}")
    return text


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def both(servers: tuple[int, int], path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str | None], bytes]:
    """What both say, which must be the same: status, headers that matter, body."""
    (one, its), (other, theirs) = (ask(port, path, method, **headers) for port in servers)
    assert one.status == other.status
    told = {name: one.getheader(name) for name in SAME}
    if one.status < 400:
        assert (told, its) == ({name: other.getheader(name) for name in SAME}, theirs)
    return one.status, told, its


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_file_is_told_alike_and_what_is_hidden_is_not_there(servers: tuple[int, int], method: str) -> None:
    for path in PATHS:
        status, told, body = both(servers, path, method)
        name = "index.html" if path == "/" else path[1:]
        there = name in FILES and "/." not in path
        assert status == (200 if there else 404), path
        assert body == (FILES[name] if there and method == "GET" else b"") or not there
        if there:
            lasting = name.startswith(("releases/", "assets/")) and name != "assets/files.json"
            assert told["Cache-Control"] == ("public, max-age=31536000, immutable" if lasting else "no-cache")
            assert told["Access-Control-Allow-Origin"] == ("*" if name.startswith(("releases/", "latest/", "release.json")) else None)
            assert told["X-Content-Type-Options"] == "nosniff"


def test_the_policy_is_the_one_that_the_page_states_itself(servers: tuple[int, int]) -> None:
    page = (ROOT / "ncovy_qgis" / "publish" / "site" / "src" / "index.html").read_text()
    stated = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert stated and both(servers, "/")[1]["Content-Security-Policy"] == stated.group(1)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (TILES, "application/vnd.pmtiles"), ("/latest/data/pharmacy.geojson", "application/geo+json"), ("/release.json", "application/json"),
        ("/", "text/html; charset=utf-8"), (f"/{RELEASE}/summary.md", "text/markdown; charset=utf-8"), ("/assets/viewer-AB.js", "text/javascript"),
        ("/assets/font.woff2", "font/woff2"), ("/assets/licences.txt", "text/plain; charset=utf-8"),
    ],
)  # fmt: skip
def test_types_are_stated(servers: tuple[int, int], path: str, kind: str) -> None:
    assert both(servers, path)[1]["Content-Type"] == kind


@pytest.mark.parametrize("wanted", ["bytes=0-9", "bytes=190-", "bytes=-5", "bytes=150-900", "bytes=0-", "bytes=7-7"])
def test_parts_of_the_tiles_come_exactly(servers: tuple[int, int], wanted: str) -> None:
    status, told, body = both(servers, TILES, Range=wanted)
    first, last = (int(each) for each in re.fullmatch(r"bytes (\d+)-(\d+)/200", str(told["Content-Range"])).groups())  # type: ignore[union-attr]
    assert (status, body) == (206, BODY[first : last + 1])


@pytest.mark.parametrize("wanted", ["bytes=200-", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(servers: tuple[int, int], wanted: str) -> None:
    status, told, _ = both(servers, TILES, Range=wanted)
    assert (status, told["Content-Range"]) == (416, "bytes */200")


def test_what_did_not_change_is_not_sent_again(servers: tuple[int, int]) -> None:
    for path in ("/release.json", "/", "/latest/data/pharmacy.geojson", TILES):
        tag = ask(servers[1], path)[0].getheader("ETag")
        assert tag and tag == ask(servers[0], path)[0].getheader("ETag")
        status, told, body = both(servers, path, If_None_Match=tag)
        assert (status, body) == (304, b"") and told["Cache-Control"]
        assert both(servers, path, If_None_Match='"other"')[0] == 200


def test_other_pages_may_ask_for_parts_of_the_data(servers: tuple[int, int]) -> None:
    for port in servers:
        response, body = ask(port, TILES, "OPTIONS", Origin="https://other.example", Access_Control_Request_Headers="range")
        assert (response.status, response.getheader("Access-Control-Allow-Origin"), body) == (204, "*", b"")
        assert "Range" in str(response.getheader("Access-Control-Allow-Headers"))
    assert all(ask(port, "/", "OPTIONS")[0].status >= 400 for port in servers)


@pytest.mark.parametrize(("accepted", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress), ("gzip, br", brotli.decompress)])
def test_nginx_hands_out_the_twins_to_who_can_read_them(servers: tuple[int, int], accepted: str, unpack: object) -> None:
    for path in ("/", "/assets/viewer-AB.js", "/latest/data/pharmacy.geojson"):
        response, body = ask(servers[0], path, Accept_Encoding=accepted)
        assert response.getheader("Content-Encoding") == accepted.split(", ")[-1]
        assert response.getheader("Vary") == "Accept-Encoding"
        assert len(body) < len(LONG) / 4 and unpack(body) == LONG  # type: ignore[operator]
        assert response.getheader("Content-Type") == ask(servers[0], path)[0].getheader("Content-Type")


def test_the_tiles_stay_as_they_are_for_who_reads_them_in_parts(servers: tuple[int, int]) -> None:
    response, body = ask(servers[0], TILES, Accept_Encoding="gzip, br", Range="bytes=0-9")
    assert (response.status, response.getheader("Content-Encoding"), body) == (206, None, BODY[:10])
