"""The public map's style says the same as QGIS, shows nothing internal, and comes out byte for byte the same."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsExpressionContext, QgsFeature, QgsGeometry, QgsRenderContext

from ncovy_qgis.core.catalogue import Catalogue, Layer, load_catalogue
from ncovy_qgis.gis.web_style import WebStyle, build_web_style
from ncovy_qgis.paths import icons_dir, package_dir, styles_dir
from ncovy_qgis.publish.clusters import SIGN_PIXELS, WIDE_SIGN_PIXELS

from .styled_layers import own_icons, states, styled
from .web_filters import holds, value_of

pytestmark = pytest.mark.usefixtures("qgis_app")
STEMS = [layer.name for layer in load_catalogue().layers]
POINTS = [layer.name for layer in load_catalogue().layers if layer.geometry == "Point"]
VALIDATOR = "node_modules/@maplibre/maplibre-gl-style-spec/dist/gl-style-validate.mjs"


@pytest.fixture(scope="module")
def web(qgis_app: QgsApplication) -> WebStyle:
    return build_web_style(styles_dir(), icons_dir(), load_catalogue())


def layers_of(web: WebStyle, stem: str, kind: str | None = None) -> list[dict[str, Any]]:
    found = [layer for layer in web.style["layers"] if layer.get("metadata", {}).get("ncovy:layer") == stem]
    return [layer for layer in found if kind in (None, layer["type"])]


def layer_of(web: WebStyle, name: str) -> dict[str, Any]:
    return next(layer for layer in web.style["layers"] if layer["id"] == name)


def rules_drawn_by_qgis(layer: Layer, row: dict[str, Any]) -> set[str]:
    """Keys of the rules that QGIS itself draws for a feature, rules of the desk left out."""
    with own_icons():
        shape = QgsGeometry.fromWkt("POINT(1 1)" if layer.geometry == "Point" else "POLYGON((0 0,1 0,1 1,0 0))")
        styled_layer = styled(layer.name, layer.geometry, [(shape, row)])
        feature: QgsFeature = next(styled_layer.getFeatures())
        context = QgsRenderContext()
        expressions = QgsExpressionContext()
        expressions.setFields(styled_layer.fields())
        expressions.setFeature(feature)
        context.setExpressionContext(expressions)
        context.setRendererScale(20_000)
        renderer = styled_layer.renderer().clone()
        renderer.startRender(context, styled_layer.fields())
        found = renderer.legendKeysForFeature(feature, context)
        renderer.stopRender(context)
    symbols = {rule.ruleKey() for rule in styled_layer.renderer().rootRule().descendants() if rule.symbol()}
    return {key for key in found if key in symbols}


def public(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def test_everything_in_our_styles_is_translated(web: WebStyle) -> None:
    assert web.problems == ()


@pytest.mark.parametrize("stem", POINTS)
def test_the_web_shows_the_sign_of_the_rule_that_qgis_draws(stem: str, web: WebStyle, catalogue: Catalogue) -> None:
    schema, layer = catalogue.layer(stem), layer_of(web, stem)
    for row in states(schema, catalogue):
        assert holds(layer["filter"], public(row))
        assert {value_of(layer["layout"]["icon-image"], public(row))} == {f"{stem}:{key}" for key in rules_drawn_by_qgis(schema, row)}, row


def test_the_web_fills_a_zone_as_the_rule_that_qgis_draws(web: WebStyle, catalogue: Catalogue) -> None:
    schema = catalogue.layer("lockdown_zone")
    legend = {entry["code"]: entry for entry in web.style["metadata"]["ncovy:legend"]["lockdown_zone"]}
    for row in states(schema, catalogue):
        shown = {code for code, entry in legend.items() if holds(entry["filter"], public(row)) and not code.startswith("overview")}
        assert shown == rules_drawn_by_qgis(schema, row), row


@pytest.mark.parametrize("stem", POINTS)
def test_a_cluster_is_a_ring_and_never_a_single_sign(stem: str, web: WebStyle) -> None:
    cluster = {"count": 12, "state": "active"}
    assert not holds(layer_of(web, stem)["filter"], cluster)
    assert holds(layer_of(web, f"{stem}-cluster")["filter"], cluster)
    assert holds(layer_of(web, f"{stem}-cluster-count")["filter"], cluster)
    assert value_of(layer_of(web, f"{stem}-cluster-count")["layout"]["text-field"], cluster) == "12"
    assert not holds(layer_of(web, f"{stem}-label")["filter"], cluster)


def test_rings_of_neighbouring_counts_do_not_touch(web: WebStyle) -> None:
    paint = layer_of(web, "pharmacy-cluster")["paint"]
    stops = paint["circle-radius"][3:]
    for zoom, radius in zip(stops[::2], stops[1::2]):
        of_tiles = math.floor(zoom)
        room = SIGN_PIXELS.get(of_tiles, WIDE_SIGN_PIXELS) * 2 ** (zoom - of_tiles)
        assert 2 * (value_of(radius, {"count": 5}) + paint["circle-stroke-width"]) <= room
        assert value_of(radius, {"count": 1}) < value_of(radius, {"count": 2})


@pytest.mark.parametrize("stem", STEMS)
def test_each_layer_has_the_ids_that_the_viewer_counts_on(stem: str, web: WebStyle) -> None:
    ids = {layer["id"] for layer in layers_of(web, stem)}
    assert {stem, f"{stem}-label", f"{stem}-cluster"} <= ids
    assert stem in POINTS or f"{stem}-outline" in ids
    labels = [layer for layer in layers_of(web, stem) if layer["id"].startswith(f"{stem}-label")]
    assert {layer["source-layer"] for layer in labels} == {stem if stem in POINTS else f"{stem}_label"}
    assert {layer["source-layer"] for layer in layers_of(web, stem) if layer not in labels} == {stem}


def test_no_id_comes_twice(web: WebStyle) -> None:
    ids = [layer["id"] for layer in web.style["layers"]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("internal", ["review_state", "removed", "edited_by", "case_count", "contact", "warning_reason"])
def test_nothing_internal_is_in_the_style(internal: str, web: WebStyle) -> None:
    assert internal not in web.files()["style.json"].decode()


@pytest.mark.parametrize("code", ["draft", "submitted", "returned", "review"])
def test_the_marks_of_the_desk_are_not_drawn_for_the_public(code: str, web: WebStyle) -> None:
    assert [name for name in json.loads(web.sprites["sprite.json"]) if code in name] == []


def test_no_folder_of_this_computer_is_in_the_style(web: WebStyle) -> None:
    text = web.files()["style.json"].decode() + web.sprites["sprite.json"].decode()
    assert str(icons_dir()) not in text
    assert str(styles_dir()) not in text
    assert re.findall(r"/(?:home|root|tmp|work|usr)/", text) == []


def test_every_image_the_style_asks_for_is_in_both_sprites(web: WebStyle) -> None:
    wanted = set(re.findall(r'"(\w+:[\w-]+)"', json.dumps({"layers": web.style["layers"], "legend": web.style["metadata"]["ncovy:legend"]})))
    wanted -= {name for name in wanted if name.startswith("ncovy:")}
    assert len(wanted) > 60
    for suffix in ("", "@2x"):
        assert wanted <= set(json.loads(web.sprites[f"sprite{suffix}.json"]))


def test_no_image_is_drawn_that_nothing_asks_for(web: WebStyle) -> None:
    text = json.dumps(web.style)
    assert [name for name in json.loads(web.sprites["sprite.json"]) if f'"{name}"' not in text] == []


def test_two_builds_give_the_same_bytes(web: WebStyle) -> None:
    assert build_web_style(styles_dir(), icons_dir(), load_catalogue()).files() == web.files()


def test_the_place_of_the_checkout_makes_no_difference(web: WebStyle, tmp_path: Path) -> None:
    shutil.copytree(styles_dir(), tmp_path / "kiểu hiển thị")
    shutil.copytree(icons_dir(), tmp_path / "biểu tượng")
    moved = build_web_style(tmp_path / "kiểu hiển thị", tmp_path / "biểu tượng", load_catalogue())
    assert moved.files() == web.files()


def test_building_leaves_the_paths_of_qgis_as_they_were(web: WebStyle) -> None:
    before = QgsApplication.svgPaths()
    build_web_style(styles_dir(), icons_dir(), load_catalogue())
    assert QgsApplication.svgPaths() == before


def test_areas_lie_below_labels_and_labels_below_signs(web: WebStyle) -> None:
    rank = {"background": 0, "fill": 1, "line": 1}
    ranks = [rank.get(layer["type"], 2 if "label" in layer["id"] else 3) for layer in web.style["layers"] if not layer["id"].endswith("-centre")]
    assert ranks == sorted(ranks)


def test_of_points_the_first_of_the_catalogue_is_painted_last(web: WebStyle) -> None:
    painted = [layer["id"] for layer in web.style["layers"] if layer["id"] in POINTS]
    assert painted == POINTS[::-1]


def test_signs_grow_with_the_zoom_as_in_qgis(web: WebStyle) -> None:
    word, curve, zoom, *stops = layer_of(web, "pharmacy")["layout"]["icon-size"]
    assert (word, curve, zoom) == ("interpolate", ["linear"], ["zoom"])
    zooms, sizes = stops[::2], stops[1::2]
    assert zooms == sorted(zooms)
    assert sizes == sorted(sizes)
    assert sizes[-1] == 1
    assert sizes[0] == pytest.approx(4 / 7.5, abs=0.01)


@pytest.mark.parametrize(("stem", "zoom"), [("pharmacy", 12.53), ("lockdown_zone", 11.53)])
def test_names_appear_at_the_scale_chosen_in_qgis(stem: str, zoom: float, web: WebStyle) -> None:
    assert layer_of(web, f"{stem}-label")["minzoom"] == pytest.approx(zoom, abs=0.05)


def test_names_keep_clear_of_signs_and_of_each_other(web: WebStyle) -> None:
    layout = layer_of(web, "pharmacy-label")["layout"]
    assert layout["text-variable-anchor"][:2] == ["left", "right"]
    assert layout["text-radial-offset"][0] == "interpolate"
    assert "text-allow-overlap" not in layout
    assert layout["text-max-width"] > 5
    assert layer_of(web, "pharmacy-label")["paint"]["text-halo-width"] > 1


def test_text_needs_no_glyph_server(web: WebStyle) -> None:
    assert "glyphs" not in web.style
    fonts = [layer["layout"]["text-font"] for layer in web.style["layers"] if "text-font" in layer.get("layout", {})]
    assert fonts
    assert {font[-2:] == ["Noto Sans", "sans-serif"] for font in fonts} == {True}


def test_the_legend_speaks_both_languages(web: WebStyle, catalogue: Catalogue) -> None:
    legend = web.style["metadata"]["ncovy:legend"]
    assert list(legend) == STEMS
    labels = {entry["code"]: entry["label"] for entry in legend["pharmacy"]}
    assert labels["closed_temporarily"] == {"vi": "Tạm đóng cửa", "en": "Temporarily closed"}
    assert legend["lockdown_zone"][0]["label"]["vi"] == catalogue.lists["measure"].label("medical_isolation").vi


def test_zones_differ_in_hatch_and_outline_and_not_only_in_colour(web: WebStyle) -> None:
    hatch = layer_of(web, "lockdown_zone-hatch")["paint"]["fill-pattern"]
    for code in ("ct16_plus", "ct16", "ct15_plus", "ct15"):
        assert value_of(hatch, {"status": "active", "measure": code}) == f"lockdown_zone:active-{code}"
    row = {"status": "active", "measure": "medical_isolation"}
    assert not holds(layer_of(web, "lockdown_zone-hatch")["filter"], row)
    assert value_of(layer_of(web, "lockdown_zone")["paint"]["fill-color"], row) == "rgba(183,28,28,0.349)"


@pytest.mark.parametrize("kind", ["fill", "line"])
def test_the_stricter_zone_lies_on_top_where_zones_overlap(kind: str, web: WebStyle) -> None:
    name = "lockdown_zone" if kind == "fill" else "lockdown_zone-outline"
    key = layer_of(web, name)["layout"][f"{kind}-sort-key"]
    rows = [{"status": "active", "measure": code} for code in ("medical_isolation", "ct16")] + [{"status": "lifted", "measure": "ct16"}]
    ranks = [value_of(key, row) for row in rows]
    assert ranks == sorted(set(ranks), reverse=True)


def test_an_area_that_is_only_outlined_can_still_be_tapped_inside(web: WebStyle) -> None:
    row, fill = {"status": "active", "measure": "ct19"}, layer_of(web, "lockdown_zone")
    assert holds(fill["filter"], row)
    assert value_of(fill["paint"]["fill-color"], row) == "rgba(0,0,0,0)"


def test_unit_names_come_from_points_so_that_none_is_written_twice(web: WebStyle) -> None:
    labels = [layer for layer in layers_of(web, "unit") if layer["type"] == "symbol"]
    assert {layer["source-layer"] for layer in labels} == {"unit_label"}
    assert {layer["source-layer"] for layer in layers_of(web, "unit") if layer["type"] != "symbol"} == {"unit"}


def with_copy_of(stem: str, name: str, tmp_path: Path, catalogue: Catalogue) -> tuple[Path, Path, Catalogue]:
    """Folders and catalogue with one more layer, like an existing one but for its name."""
    styles, icons = shutil.copytree(styles_dir(), tmp_path / "styles"), shutil.copytree(icons_dir(), tmp_path / "icons")
    text = (styles / f"{stem}.qml").read_text(encoding="utf-8").replace(f"{stem}.svg", f"{name}.svg")
    (styles / f"{name}.qml").write_text(text, encoding="utf-8")
    shutil.copy(icons / f"{stem}.svg", icons / f"{name}.svg")
    return styles, icons, replace(catalogue, layers=(*catalogue.layers, replace(catalogue.layer(stem), name=name)))


def test_an_eleventh_layer_needs_no_code(tmp_path: Path, catalogue: Catalogue) -> None:
    styles, icons, eleven = with_copy_of("pharmacy", "oxygen_point", tmp_path, catalogue)
    web = build_web_style(styles, icons, eleven)
    assert web.problems == ()
    assert {"oxygen_point", "oxygen_point-label", "oxygen_point-cluster"} <= {layer["id"] for layer in layers_of(web, "oxygen_point")}
    assert "oxygen_point:open" in json.loads(web.sprites["sprite.json"])


def test_a_missing_style_and_a_missing_sign_are_named(tmp_path: Path, catalogue: Catalogue) -> None:
    styles, icons, eleven = with_copy_of("pharmacy", "oxygen_point", tmp_path, catalogue)
    (styles / "oxygen_point.qml").unlink()
    (icons / "oxygen_point.svg").unlink()
    problems = build_web_style(styles, icons, eleven).problems
    assert len(problems) == 2
    assert all(problem.startswith("oxygen_point.qml: thiếu") for problem in problems)


def test_a_rule_over_a_field_that_is_not_public_is_reported(tmp_path: Path, catalogue: Catalogue) -> None:
    styles = shutil.copytree(styles_dir(), tmp_path / "styles")
    path = styles / "lockdown_point.qml"
    changed = path.read_text(encoding="utf-8").replace("&quot;status&quot; = 'suspended'", "&quot;case_count&quot; = 5")
    path.write_text(changed, encoding="utf-8")
    problems = build_web_style(styles, icons_dir(), catalogue).problems
    assert problems == ("lockdown_point.qml: trường «case_count» không công khai / field «case_count» is not public",)


def test_a_filter_that_cannot_be_translated_is_reported_with_its_file_and_rule(tmp_path: Path, catalogue: Catalogue) -> None:
    styles = shutil.copytree(styles_dir(), tmp_path / "styles")
    path = styles / "lockdown_point.qml"
    changed = path.read_text(encoding="utf-8").replace("&quot;status&quot; = 'suspended'", "&quot;status&quot; LIKE 'sus%'")
    path.write_text(changed, encoding="utf-8")
    web = build_web_style(styles, icons_dir(), catalogue)
    assert len(web.problems) == 1
    assert web.problems[0].startswith("lockdown_point.qml: điều kiện của «Tạm dừng»")
    assert "lockdown_point:suspended" not in json.loads(web.sprites["sprite.json"])


def test_the_style_is_valid_by_the_specification(web: WebStyle, tmp_path: Path) -> None:
    validator = package_dir() / "publish" / "site" / VALIDATOR
    if not validator.is_file():
        pytest.skip("npm packages of the viewer are not installed")
    (tmp_path / "style.json").write_bytes(web.files()["style.json"])
    done = subprocess.run(["node", str(validator), str(tmp_path / "style.json")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
