"""The stored web style on its way into a release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult, webstyle
from ncovy_qgis.publish.errors import BadWebStyle
from ncovy_qgis.publish.snapshot import snapshot
from tests.publish.world import AS_OF, plain_style, store_style
from tests.server import Database


def loaded(world: Database, catalogue: Catalogue, files: Mapping[str, bytes]) -> webstyle.WebStyle:
    store_style(world, files)
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, AS_OF) as held:
        return webstyle.load(held)


def test_the_style_reads_this_site_alone(first_release: ReleaseResult) -> None:
    style: dict[str, Any] = json.loads((first_release.folder / "style.json").read_bytes())
    assert style["sources"] == {name: {"type": "vector", "url": f"pmtiles://tiles/{name}.pmtiles"} for name in ("ncovy", "units")}
    assert style["sprite"] == "sprite"
    assert "http" not in json.dumps(style)
    for name in ("sprite.json", "sprite.png", "sprite@2x.json", "sprite@2x.png"):
        assert (first_release.folder / name).is_file()


def test_layers_and_legend_come_through_unchanged(world: Database, catalogue: Catalogue) -> None:
    files = plain_style(catalogue)
    stored = {**json.loads(files["style.json"]), "metadata": {"ncovy:legend": {"pharmacy": []}}, "glyphs": "https://fonts.example/{fontstack}"}
    style = loaded(world, catalogue, {**files, "style.json": json.dumps(stored).encode()}).style
    assert style["layers"] == stored["layers"]
    assert style["metadata"] == stored["metadata"]
    assert "glyphs" not in style


def test_the_fields_a_style_reads_are_found_at_any_depth(world: Database, catalogue: Catalogue) -> None:
    layer = {
        "id": "pharmacy", "type": "symbol", "source-layer": "pharmacy", "filter": ["all", ["has", "count"], ["==", ["get", "open_24h"], True]],
        "layout": {"icon-image": ["case", ["in", ["get", "pharmacy_type"], ["literal", ["a", "b"]]], "x", "y"]},
    }  # fmt: skip
    stored = json.dumps({"version": 8, "layers": [layer, {"id": "background", "type": "background"}]}).encode()
    style = loaded(world, catalogue, {**plain_style(catalogue), "style.json": stored})
    assert style.fields()["pharmacy"] == {"count", "open_24h", "pharmacy_type"}


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"version": 8}', b'{"layers": {}}'])
def test_a_damaged_style_is_refused_with_the_way_out(world: Database, catalogue: Catalogue, content: bytes) -> None:
    with pytest.raises(BadWebStyle, match=r"style\.json.*lưu lại từ QGIS"):
        loaded(world, catalogue, {**plain_style(catalogue), "style.json": content})


def test_a_missing_sprite_is_named(world: Database, catalogue: Catalogue) -> None:
    files = plain_style(catalogue)
    del files["sprite@2x.png"]
    with pytest.raises(BadWebStyle, match="sprite@2x"):
        loaded(world, catalogue, files)
