"""The small web server: ranges, caching, and nothing beyond the site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from ncovy_qgis.publish.serve import make_server

BODY = bytes(range(200))


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, int]]:
    site = tmp_path / "site"
    for name in ("index.html", "release.json", "assets/viewer-AB.js", "assets/files.json", "releases/1/tiles.pmtiles", ".lock", ".staging-1/x.json"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(BODY)
    (tmp_path / "outside.txt").write_text("secret")
    (site / "link.txt").symlink_to(tmp_path / "outside.txt")
    with make_server(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield "127.0.0.1", server.server_address[1]
        server.shutdown()
        thread.join()


def ask(address: tuple[str, int], path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(*address, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("wanted", "status", "expected", "told"),
    [
        ("bytes=0-9", 206, BODY[:10], "bytes 0-9/200"),
        ("bytes=190-", 206, BODY[190:], "bytes 190-199/200"),
        ("bytes=-5", 206, BODY[-5:], "bytes 195-199/200"),
        ("bytes=150-900", 206, BODY[150:], "bytes 150-199/200"),
        ("bytes=0-", 206, BODY, "bytes 0-199/200"),
        ("bytes=200-", 416, b"", "bytes */200"),
        ("bytes=9-3", 416, b"", "bytes */200"),
        ("bytes=-0", 416, b"", "bytes */200"),
        ("lines=1-2", 200, BODY, None),
        ("bytes=-", 200, BODY, None),
    ],
)
def test_ranges_are_answered_exactly(address: tuple[str, int], wanted: str, status: int, expected: bytes, told: str) -> None:
    response, body = ask(address, "/releases/1/tiles.pmtiles", Range=wanted)
    assert (response.status, body, response.getheader("Content-Range")) == (status, expected, told)


def test_head_tells_size_and_sends_nothing(address: tuple[str, int]) -> None:
    response, body = ask(address, "/releases/1/tiles.pmtiles", "HEAD")
    assert (response.status, response.getheader("Content-Length"), body) == (200, "200", b"")
    assert response.getheader("Accept-Ranges") == "bytes"


@pytest.mark.parametrize("path", ["/.lock", "/.staging-1/x.json", "/releases", "/nothing", "/../outside.txt", "/%2e%2e/outside.txt", "/link.txt"])
def test_hidden_files_listings_and_the_world_outside_do_not_exist(address: tuple[str, int], path: str) -> None:
    response, body = ask(address, path)
    assert response.status == 404
    assert b"secret" not in body


@pytest.mark.parametrize(
    ("path", "lasting"), [("/index.html", False), ("/", False), ("/release.json", False), ("/assets/files.json", False),
                          ("/assets/viewer-AB.js", True), ("/releases/1/tiles.pmtiles", True)],
)  # fmt: skip
def test_only_what_never_changes_may_be_kept(address: tuple[str, int], path: str, lasting: bool) -> None:
    response, _ = ask(address, path)
    assert ("immutable" in str(response.getheader("Cache-Control"))) is lasting
    assert lasting or response.getheader("Cache-Control") == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/assets/viewer-AB.js", "text/javascript"), ("/release.json", "application/json"), ("/", "text/html; charset=utf-8")],
)
def test_types_are_stated_and_not_to_be_guessed(address: tuple[str, int], path: str, kind: str) -> None:
    response, _ = ask(address, path)
    assert response.getheader("Content-Type") == kind
    assert response.getheader("X-Content-Type-Options") == "nosniff"
