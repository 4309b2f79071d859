"""Hostile texts in every public text of every layer, in a real browser: nothing runs, with the page's security policy and without."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue, Layer
from ncovy_qgis.publish import ReleaseResult
from ncovy_qgis.publish.serve import SiteHandler, make_server
from tests.publish.world import VINH, features, insert, polygon, release, store_style, uid
from tests.server import Database, copy_of
from tests.viewer.hostile import VECTORS

EACH = 7  # ten layers: more than there are vectors
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')


class WithoutPolicy(SiteHandler):
    """A web server that knows nothing of policies."""

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Content-Security-Policy":
            super().send_header(keyword, value)


def texts(layer: Layer, text: str) -> dict[str, Any]:
    """The text in every public field that takes words, and in the names of units."""
    named = [field.name for field in layer.public_fields if field.type == "text" and not field.list]
    return {**dict.fromkeys([*named, "commune_name", "district_name"], text), layer.state_field: "active" if layer.state_field == "status" else "open"}


@pytest.fixture(scope="module")
def hostile_site(
    template_database: Database, catalogue: Catalogue, web_style: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReleaseResult]:
    """Each vector in all fields of some features, and all of them at once in one feature of each layer."""
    with copy_of(template_database) as own:
        own.run("UPDATE ncovy.unit SET geom = NULL WHERE level = 3")
        own.run("UPDATE ncovy.unit SET name = %s WHERE code = '412'", (VECTORS[4],))
        with closing(own.admin()) as connection, connection:
            for place, layer in enumerate(catalogue.layers):
                for number in range(EACH + 1):
                    text = VECTORS[(place * EACH + number) % len(VECTORS)] if number < EACH else " ".join(VECTORS).replace("\0", "")
                    spot = (VINH[0] - 0.02 * place, VINH[1] + 0.02 * number)
                    wkt = f"POINT({spot[0]} {spot[1]})" if layer.geometry == "Point" else polygon(spot, 0.002)
                    insert(connection, layer, uid(layer, 1000 + number), texts(layer, text), wkt)
        store_style(own, web_style)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ncovy_qgis.publish.gate.refuse", lambda held: None)  # it would let none of this pass; the page must not rely on that
            made = release(own, tmp_path_factory.mktemp("hostile") / "site", catalogue)
        yield made


@pytest.fixture(scope="module")
def visited(hostile_site: ReleaseResult, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What a browser saw of the site, and of a copy without the policy."""
    guarded = hostile_site.folder.parent.parent
    bare = Path(shutil.copytree(guarded, tmp_path_factory.mktemp("bare") / "site"))
    page = (bare / "index.html").read_text(encoding="utf-8")
    (bare / "index.html").write_text(POLICY.sub("", page), encoding="utf-8")
    assert "Content-Security-Policy" not in (bare / "index.html").read_text(encoding="utf-8")
    with ExitStack() as stack:
        addresses = []
        for server in (make_server(guarded, 0), ThreadingHTTPServer(("127.0.0.1", 0), partial(WithoutPolicy, directory=str(bare)))):
            stack.enter_context(server)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            addresses.append(f"http://127.0.0.1:{server.server_address[1]}")
        command = ["node", str(Path(__file__).with_name("evil.mjs")), chromium, *addresses]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_corpus_reaches_every_text_of_every_layer(hostile_site: ReleaseResult, catalogue: Catalogue) -> None:
    site = hostile_site.folder.parent.parent
    shown = {text for layer in catalogue.layers for feature in features(site, layer.name) for text in feature["properties"].values() if isinstance(text, str)}
    assert set(VECTORS) <= shown
    assert len(VECTORS) > 50


@pytest.mark.parametrize("policy", [True, False])
def test_nothing_runs_and_no_text_becomes_part_of_the_page(visited: list[dict[str, Any]], catalogue: Catalogue, policy: bool) -> None:
    seen = visited[0 if policy else 1]
    assert (seen["opened"], seen["found"]) == (20 if policy else len(catalogue.layers) * (EACH + 1), 12)
    assert seen["sprung"] == (0 if policy else 1)
    assert (seen["hits"], seen["dialogs"], seen["faults"]) == ([], [], [])
    assert (seen["elements"], seen["handlers"]) == ([], [])
    assert set(seen["protocols"]) <= {"tel:", "http:", "https:", "mailto:", "geo:", "blob:"}
    assert (seen["title"], seen["shown"]) == ("Covid-19 map of Nghệ An", "grid")
