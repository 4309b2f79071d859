"""The OpenLayers page that others may copy: it draws what is published, in a real browser, and runs nothing that the data say."""

from __future__ import annotations

import json
import subprocess
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult
from ncovy_qgis.publish.serve import make_server
from tests.proofs import long_proof
from tests.publish.world import answer, fill, inside, plain_style, release, store_style
from tests.server import ROOT, Database, copy_of

pytestmark = long_proof


class Pages(SimpleHTTPRequestHandler):
    """Somebody else's web server, with the page as it lies here."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given, directory=str(ROOT / "docs" / "open-data"))

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def published(template_database: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> ReleaseResult:
    """Twelve features of every layer, boundaries of Vinh alone; the look is none of this page's business."""
    with copy_of(template_database) as own:
        inside(own)
        fill(own, catalogue)
        answer(own)
        store_style(own, plain_style(catalogue))
        return release(own, tmp_path_factory.mktemp("open") / "site", catalogue)


@pytest.fixture(scope="module")
def seen(published: ReleaseResult, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the browser saw; its picture lies beside it."""
    picture = tmp_path_factory.mktemp("picture") / "openlayers.png"
    with make_server(published.folder.parent.parent, 0) as data, ThreadingHTTPServer(("127.0.0.1", 0), Pages) as pages:
        for server in (data, pages):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        site, page = (f"http://127.0.0.1:{server.server_address[1]}/" for server in (data, pages))  # two origins, as it will be
        command = ["node", str(Path(__file__).with_name("openlayers.mjs")), chromium, f"{page}openlayers.html", site, str(picture)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
        for server in (data, pages):
            server.shutdown()
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "picture": picture}


def test_it_draws_every_feature_of_every_layer(seen: dict[str, Any], catalogue: Catalogue) -> None:
    counted = {name: number for name, number in seen["overview"]["layers"].items() if catalogue.has(name)}
    assert counted == {layer.name: 12 for layer in catalogue.layers}
    assert seen["overview"]["zones"] == 12
    assert seen["overview"]["layers"]["unit"] > 0


def test_a_click_tells_a_feature_in_vietnamese_words(seen: dict[str, Any], catalogue: Catalogue) -> None:
    assert seen["told"].startswith("Vùng phong tỏa")
    assert "Tình trạng" in seen["told"] and "Đang áp dụng" in seen["told"]
    assert "18:00:00 17/9/2021" in seen["title"]


def test_no_error_and_the_very_packages_the_page_names(seen: dict[str, Any]) -> None:
    """The browser itself compares each with the hash the page states."""
    assert seen["faults"] == []
