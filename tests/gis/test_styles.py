"""Every style loads, knows every value of its lists, hides what is removed, and draws every state differently."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
)
from qgis.PyQt.QtGui import QColor, QImage

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.paths import icons_dir, styles_dir

from .styled_layers import CELL, DETAIL, OVERVIEW, as_array, difference, first_state, ink, own_icons, pictures, render, states, styled

pytestmark = pytest.mark.usefixtures("qgis_app")
CATALOGUE = load_catalogue()
STEMS = [layer.name for layer in CATALOGUE.layers]
POINTS = [layer.name for layer in CATALOGUE.layers if layer.geometry == "Point"]
ALL = [*STEMS, "unit"]
PROGRAM = ["ncovy", "connect", "project", "check", "submit", "publish", "health", "recover", "live", "live_polling", "live_lost", "conflict", "saved"]
ACTIONS = [*PROGRAM, "review", "inbox", "history", "as_of", "oversight", "staff"]


def labelled(stem: str) -> list[tuple[str, str]]:
    """(filter, label) of every rule; the rules themselves die with their layer."""
    layer = styled(stem, geometry(stem))
    return [(rule.filterExpression(), rule.label()) for rule in layer.renderer().rootRule().descendants()]


def geometry(stem: str) -> str:
    return "MultiPolygon" if stem == "unit" else CATALOGUE.layer(stem).geometry


@pytest.mark.parametrize("stem", ALL)
def test_a_style_loads_and_every_filter_in_it_is_understood(stem: str) -> None:
    layer = styled(stem, geometry(stem))
    found = list(layer.renderer().rootRule().descendants())
    assert found
    assert [rule.label() for rule in found if rule.filter() and rule.filter().hasParserError()] == []


@pytest.mark.parametrize("stem", ALL)
def test_a_style_holds_looks_only_so_that_forms_come_from_the_catalogue(stem: str) -> None:
    text = (styles_dir() / f"{stem}.qml").read_text(encoding="utf-8")
    categories = set(re.search(r'styleCategories="([^"]+)"', text).group(1).split("|"))
    assert {"Symbology", "Labeling"} <= categories <= {"Symbology", "Labeling", "MapTips"}
    assert "<editform" not in text
    assert "<fieldConfiguration" not in text


@pytest.mark.parametrize("stem", ALL)
def test_a_style_names_no_folder_of_anybodys_computer(stem: str) -> None:
    text = (styles_dir() / f"{stem}.qml").read_text(encoding="utf-8")
    assert re.findall(r'"(?:/\w|[A-Za-z]:[\\/]|file:|\.\./)[^"]*"', text) == []
    assert "base64:" not in text


@pytest.mark.parametrize("stem", STEMS)
def test_the_sign_of_a_layer_is_found_in_the_icons_folder_by_its_name_alone(stem: str) -> None:
    text = (styles_dir() / f"{stem}.qml").read_text(encoding="utf-8")
    assert set(re.findall(r'[="]([^="]+\.svg)"', text)) == {f"{stem}.svg"}


@pytest.mark.parametrize("stem", STEMS)
def test_every_value_of_the_state_list_has_its_rule_under_its_vietnamese_label(stem: str, catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    shown = labelled(stem)
    for value in catalogue.list_of(schema.field(schema.state_field)).values:
        assert (f"\"{schema.state_field}\" = '{value.code}'", value.label.vi) in shown


@pytest.mark.parametrize(("stem", "field"), [("lockdown_zone", "measure"), ("quarantine_site", "accept_state"), ("covid_treatment_facility", "accept_state")])
def test_every_value_of_the_second_list_has_its_rule_too(stem: str, field: str, catalogue: Catalogue) -> None:
    values = catalogue.list_of(catalogue.layer(stem).field(field)).values
    assert {(f"\"{field}\" = '{value.code}'", value.label.vi) for value in values} <= set(labelled(stem))


@pytest.mark.parametrize("stem", STEMS)
def test_what_has_no_known_state_is_shown_and_not_lost(stem: str, catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    for picture in pictures(schema, [{schema.state_field: None}, {schema.state_field: "invented"}], DETAIL):
        assert ink(picture).sum() > 30


@pytest.mark.parametrize("scale", [OVERVIEW, DETAIL])
@pytest.mark.parametrize("stem", STEMS)
def test_every_state_is_drawn_and_looks_different_from_every_other(stem: str, scale: int, catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    rows = states(schema, catalogue)
    drawn = pictures(schema, rows, scale)
    assert [row for row, picture in zip(rows, drawn) if ink(picture).sum() < 20] == []
    alike = {(str(rows[a]), str(rows[b])): difference(drawn[a], drawn[b]) for a, b in combinations(range(len(rows)), 2)}
    meant = {pair for pair in alike if stem == "lockdown_zone" and all("None" in text for text in pair)}
    assert {pair: share for pair, share in alike.items() if share < 0.06 and pair not in meant} == {}


@pytest.mark.parametrize("stem", STEMS)
def test_removed_features_are_not_drawn(stem: str, catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    rows = [{**first_state(schema), "removed": True, "review_state": state} for state in ("approved", "draft", "returned")]
    for scale in (OVERVIEW, DETAIL):
        assert [int(ink(picture).sum()) for picture in pictures(schema, rows, scale)] == [0, 0, 0]


@pytest.mark.parametrize("stem", STEMS)
def test_the_desk_sees_what_waits_for_review_and_what_came_back(stem: str, catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    rows = [{**first_state(schema), "review_state": state} for state in ("approved", "draft", "submitted", "returned")]
    drawn = pictures(schema, rows, DETAIL)
    assert [pair for pair in combinations(range(4), 2) if difference(drawn[pair[0]], drawn[pair[1]]) < 0.02] == []


@pytest.mark.parametrize("stem", POINTS)
def test_signs_grow_from_the_overview_to_the_detail(stem: str, catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    small, large = (ink(pictures(schema, [first_state(schema)], scale)[0]).sum() for scale in (OVERVIEW, DETAIL))
    assert 2.0 < large / small < 5.0


@pytest.mark.parametrize("stem", ALL)
def test_labels_come_with_the_scale_and_stand_out_from_what_is_below(stem: str) -> None:
    layer = styled(stem, geometry(stem))
    rules = layer.labeling().rootRule().children()
    assert layer.labelsEnabled()
    assert rules
    for rule in rules:
        assert rule.settings().format().buffer().enabled()
        assert not rule.settings().displayAll
        assert rule.settings().autoWrapLength > 0
        assert 0 < rule.minimumScale() <= (50_000 if stem in POINTS else 2_000_000)


@pytest.mark.parametrize("stem", STEMS)
def test_the_map_tip_cannot_be_made_to_run_what_somebody_typed(stem: str) -> None:
    tip = styled(stem, geometry(stem)).mapTipTemplate()
    free_text = re.findall(r'\[%[^%]*"(?:name|address|hamlet|edited_by)"[^%]*%\]', tip)
    assert len(free_text) >= 2
    assert [part for part in free_text if "'&lt;'" not in part] == []


@pytest.mark.parametrize("stem", STEMS)
def test_the_map_tip_is_filled_from_the_feature(stem: str, catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    row = {**first_state(schema), "name": "Chợ Vinh <b>", "review_state": "returned"}
    layer = styled(stem, schema.geometry, [(QgsGeometry(), row)])
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(next(layer.getFeatures()))
    parts = re.findall(r"\[%(.*?)%\]", layer.mapTipTemplate(), re.DOTALL)
    assert [part for part in parts if QgsExpression(part).hasParserError()] == []
    text = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "Chợ Vinh &lt;b>" in text
    assert "Trả lại" in text


@pytest.mark.parametrize("stem", STEMS)
def test_what_is_in_force_is_painted_over_what_has_ended(stem: str, catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    now = first_state(schema)
    ended = "closed_permanently" if schema.state_field == "operating_state" else "lifted"
    past = {**now, schema.state_field: ended}
    point = QgsGeometry.fromPointXY(QgsPointXY(100, -100))
    shape = point if schema.geometry == "Point" else point.buffer(90, 8)
    with own_icons():
        upper, lower = (
            as_array(render([styled(stem, schema.geometry, [(shape, one), (shape, other)])], 64, 64, 10_000)) for one, other in ((now, past), (past, now))
        )
    assert difference(upper, lower) == 0


def test_a_lifted_zone_as_large_as_a_city_leaves_the_map_below_readable(catalogue: Catalogue) -> None:
    (picture,) = pictures(catalogue.layer("lockdown_zone"), [{"status": "lifted", "measure": "ct16"}], DETAIL)
    assert picture[CELL // 2, CELL // 2].min() > 0.95


@pytest.mark.parametrize("stem", STEMS)
def test_a_sign_takes_fill_and_outline_from_the_style(stem: str, catalogue: Catalogue) -> None:
    path = icons_dir() / f"{stem}.svg"
    image, fits = QgsApplication.svgCache().svgAsImage(str(path), 64, QColor("#00ff00"), QColor("#0000ff"), 3, 1)
    colours = [image.pixelColor(x, y) for x in range(64) for y in range(64) if image.pixelColor(x, y).alpha() == 255]
    assert fits
    assert any(colour.green() > 240 and colour.blue() < 15 for colour in colours)
    assert any(colour.blue() > 240 and colour.green() < 15 for colour in colours)
    assert f"param(fill) {catalogue.layer(stem).colour}" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("stem", STEMS)
def test_a_sign_has_its_colour_too_where_parameters_mean_nothing(stem: str, catalogue: Catalogue) -> None:
    image = QImage(str(icons_dir() / f"{stem}.svg")).scaled(48, 48)
    colours = [image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255]
    assert colours.count(catalogue.layer(stem).colour.lower()) > 60


@pytest.mark.parametrize("name", [*STEMS, *ACTIONS])
def test_an_icon_is_a_small_clean_drawing_without_anything_active(name: str) -> None:
    path = icons_dir() / f"{name}.svg"
    text = path.read_text(encoding="utf-8")
    assert path.stat().st_size < 3000
    assert re.findall(r"<(script|image|foreignObject|text|style|use)|href|url\(", text) == []
    assert not QImage(str(path)).isNull()


def test_there_are_no_icons_nobody_uses() -> None:
    assert {path.stem for path in Path(icons_dir()).glob("*.svg")} == {*STEMS, *ACTIONS}


def test_saving_a_style_again_keeps_the_names_of_the_signs_relative(tmp_path: Path) -> None:
    with own_icons():
        layer = styled("pharmacy", "Point")
        layer.saveNamedStyle(str(tmp_path / "again.qml"), QgsMapLayer.StyleCategory.Symbology)
    text = (tmp_path / "again.qml").read_text(encoding="utf-8")
    assert str(icons_dir()) not in text
    assert '"pharmacy.svg"' in text
