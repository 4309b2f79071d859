"""The small web server against those who ask strangely: nothing outside the site, no crash, honest types."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ncovy_qgis.publish.serve import SiteHandler, make_server

BODY = bytes(range(256)) * 512
SECRET = b"bi mat"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A site beside secrets, with links that lead out of it."""
    folder = tmp_path_factory.mktemp("serve")
    site = folder / "site"
    for name in ("index.html", "releases/1/summary.md", "releases/1/a.geojson", "assets/font.woff2", "assets/a.css", "assets/a.svg", "sprite.png",
                 "releases/1/big.pmtiles", "releases/1/manifest.json", "empty.json", "Nghệ An.html", ".git/config"):  # fmt: skip
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(b"" if name == "empty.json" else BODY)
    for name in ("secret.txt", "site-other/secret.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(SECRET)
    (site / "out").symlink_to(folder)
    (site / "circle").symlink_to(site / "circle")
    (site / "again.geojson").symlink_to(site / "releases/1/a.geojson")
    with make_server(site, 0) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def raw(port: int, target: str, *headers: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a request written by hand: a client library would tidy the address."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall("\r\n".join([f"{method} {target} HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]).encode())
        answer = b"".join(iter(lambda: line.recv(1 << 16), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    return int(first.split()[1]), {name.lower(): text for name, _, text in (each.partition(": ") for each in rest)}, body


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt", "/../../secret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/..%2fsecret.txt", "/releases/../../secret.txt",
        "/releases/%2e%2e/%2e%2e/secret.txt", "//secret.txt", "/..\\secret.txt", "/%5c..%5csecret.txt", "/.%2e/secret.txt", "/%252e%252e/secret.txt",
        "/out/secret.txt", "/out/", "/out/site-other/secret.txt", "/../site-other/secret.txt", "/.git/config", "/%2egit/config",
        "/releases", "/releases/", "/releases/1/", "/assets/.", "/nothing", "/index.html/x", "secret.txt", "http://x/../secret.txt",
    ],
)  # fmt: skip
def test_what_is_hidden_or_outside_is_not_there(port: int, target: str) -> None:
    status, _, body = raw(port, target)
    assert status == 404
    assert SECRET not in body and BODY[:64] not in body


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/index.html", "text/html; charset=utf-8"), ("/?x=1#y", "text/html; charset=utf-8"), ("/releases/1/summary.md", "text/markdown; charset=utf-8"),
        ("/releases/1/a.geojson?v=2", "application/geo+json"), ("/assets/font.woff2", "font/woff2"), ("/assets/a.css", "text/css"),
        ("/assets/a.svg", "image/svg+xml"), ("/sprite.png", "image/png"), ("/releases/1/big.pmtiles", "application/vnd.pmtiles"),
        ("/releases/1/manifest.json", "application/json"), ("/Ngh%E1%BB%87%20An.html", "text/html; charset=utf-8"), ("/again.geojson", "application/geo+json"),
    ],
)  # fmt: skip
def test_what_is_there_comes_whole_with_its_type(port: int, target: str, kind: str) -> None:
    status, headers, body = raw(port, target)
    assert (status, headers["content-type"], headers["content-length"]) == (200, kind, str(len(BODY)))
    assert body == BODY


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=65535-65536", 65535, 65536),
        ("bytes=1-", 1, len(BODY) - 1),
        ("bytes=-1", len(BODY) - 1, len(BODY) - 1),
        (f"bytes=-{len(BODY) - 1}", 1, len(BODY) - 1),
        (f"bytes={len(BODY) - 1}-{len(BODY) - 1}", len(BODY) - 1, len(BODY) - 1),
        (f"bytes=7-{len(BODY) + 9}", 7, len(BODY) - 1),
    ],
)
def test_a_part_is_exactly_that_part_and_says_where_it_lies(port: int, wanted: str, first: int, last: int) -> None:
    status, headers, body = raw(port, "/releases/1/big.pmtiles", f"Range: {wanted}")
    assert (status, body) == (206, BODY[first : last + 1])
    assert headers["content-range"] == f"bytes {first}-{last}/{len(BODY)}"
    assert headers["content-length"] == str(last + 1 - first)


@pytest.mark.parametrize("wanted", ["bytes=0-0,5-6", "bytes=0-0, -1", "bytes = 0-1", "Bytes=0-1", "bytes=a-b", "bytes=0x1-2", "bytes=1-2-3", "0-1", ""])
def test_a_range_that_is_none_is_answered_with_the_whole_file(port: int, wanted: str) -> None:
    status, headers, body = raw(port, "/releases/1/big.pmtiles", f"Range: {wanted}")
    assert (status, body, "content-range" in headers) == (200, BODY, False)


@pytest.mark.parametrize("wanted", [f"bytes={len(BODY)}-", f"bytes={len(BODY)}-{len(BODY) + 9}", "bytes=10-9", "bytes=-0", "bytes=99999999999999999999-"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_range_outside_the_file_is_refused_and_told_its_size(port: int, wanted: str, method: str) -> None:
    status, headers, body = raw(port, "/releases/1/big.pmtiles", f"Range: {wanted}", method=method)
    assert (status, headers["content-range"], headers["content-length"], body) == (416, f"bytes */{len(BODY)}", "0", b"")


def test_an_empty_file_is_empty(port: int) -> None:
    assert raw(port, "/empty.json")[0::2] == (200, b"")
    assert raw(port, "/empty.json", "Range: bytes=0-")[0] == 416


@pytest.mark.parametrize("target", ["/", "/releases/1/a.geojson", "/nothing", "/../secret.txt"])
def test_head_says_what_get_would_and_sends_no_body(port: int, target: str) -> None:
    status, headers, body = raw(port, target, method="HEAD")
    got, told, _ = raw(port, target)
    kept = ("content-type", "content-length", "cache-control")
    assert (status, body) == (got, b"")
    assert [headers.get(name) for name in kept] == [told.get(name) for name in kept]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_can_be_changed_or_asked_otherwise(port: int, method: str) -> None:
    status, headers, _ = raw(port, "/index.html", method=method)
    assert status == 501
    assert "access-control-allow-origin" not in headers


def test_the_server_tells_no_version_of_python(port: int) -> None:
    assert "python" not in raw(port, "/")[1]["server"].lower()


def test_two_readers_at_once_each_get_their_part(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
        slow.sendall(b"GET /index.html HTTP/1.1\r\n")
        assert raw(port, "/index.html", "Range: bytes=0-9")[2] == BODY[:10]
        slow.sendall(b"Range: bytes=10-19\r\nConnection: close\r\n\r\n")
        assert b"".join(iter(lambda: slow.recv(1 << 16), b"")).endswith(b"\r\n\r\n" + BODY[10:20])


@pytest.mark.parametrize("target", ["/%00", "/index%00.html", "/" + "a" * 5000, "/circle"])
def test_a_name_that_no_file_can_have_is_not_there(port: int, target: str) -> None:
    assert raw(port, target)[0] == 404


def test_a_range_of_absurd_length_is_the_whole_file(port: int) -> None:
    status, _, body = raw(port, "/index.html", f"Range: bytes=0-{'9' * 5000}")
    assert (status, body) == (200, BODY)


def test_a_reader_who_leaves_in_the_middle_is_no_error_to_print(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # cut, not closed
            line.sendall(b"GET /releases/1/big.pmtiles HTTP/1.1\r\nHost: x\r\n\r\n")
            line.recv(1)
    assert raw(port, "/index.html")[0] == 200
    assert "Traceback" not in capfd.readouterr().err


def test_a_mistake_of_the_server_itself_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SiteHandler, "do_GET", lambda _: 1 / 0)
    with make_server(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with socket.create_connection(server.server_address[:2], timeout=10) as line:
            line.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert line.recv(1) == b""
        server.shutdown()
    assert "ZeroDivisionError" in capfd.readouterr().err
