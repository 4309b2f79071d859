"""Renderers and labels that staff may choose in QGIS become web layers, or a sentence saying what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsHeatmapRenderer,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRectangle,
    QgsRendererCategory,
    QgsRuleBasedLabeling,
    QgsRuleBasedRenderer,
    QgsShapeburstFillSymbolLayer,
    QgsSimpleFillSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor

from ncovy_qgis.gis.web_style.areas import area_layers
from ncovy_qgis.gis.web_style.labels import label_layers
from ncovy_qgis.gis.web_style.points import reach, sign_layer
from ncovy_qgis.gis.web_style.rules import Drawn, drawn, exclusive, storeys
from ncovy_qgis.gis.web_style.scales import interpolated, largest, scale_of, sizes_by_zoom, zoom_of, zoom_range

from .web_filters import holds, value_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def silent(text: str) -> None:
    pytest.fail(f"unexpected problem: {text}")


def marker(size: float = 4) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple({"name": "circle", "size": str(size)})


def rule(condition: str, label: str, *children: QgsRuleBasedRenderer.Rule, group: bool = False) -> QgsRuleBasedRenderer.Rule:
    made = QgsRuleBasedRenderer.Rule(None if group else marker(), 0, 0, "" if condition == "ELSE" else condition, label)
    made.setRuleKey(label)
    if condition == "ELSE":
        made.setIsElse(True)
    for child in children:
        made.appendChild(child)
    return made


def tree(*rules: QgsRuleBasedRenderer.Rule) -> QgsRuleBasedRenderer:
    root = QgsRuleBasedRenderer.Rule(None)
    for child in rules:
        root.appendChild(child)
    return QgsRuleBasedRenderer(root)


def codes_for(renderer: QgsFeatureRenderer, **row: object) -> list[str]:
    return [item.code for item in drawn(renderer, silent) if holds(item.where, row)]


def test_one_symbol_for_all_is_one_web_symbol() -> None:
    items = drawn(QgsSingleSymbolRenderer(marker()), silent)
    assert [(item.code, item.where) for item in items] == [("sign", True)]


def categorised(field: str) -> QgsCategorizedSymbolRenderer:
    renderer = QgsCategorizedSymbolRenderer(field)
    for value, label in (("open", "Mở"), ("closed", "Đóng"), (["a", "b"], "Hai"), ("", "Khác")):
        renderer.addCategory(QgsRendererCategory(value, marker(), label))
    return renderer


@pytest.mark.parametrize("field", ["operating_state", '"operating_state"'])
@pytest.mark.parametrize(("state", "code"), [("open", "open"), ("closed", "closed"), ("b", "a"), ("new", "other"), (None, "other")])
def test_categories_become_filters_and_the_empty_one_takes_the_rest(field: str, state: str | None, code: str) -> None:
    assert codes_for(categorised(field), operating_state=state) == [code]


def test_a_category_switched_off_is_not_drawn_and_not_taken_by_the_rest() -> None:
    renderer = categorised("operating_state")
    renderer.updateCategoryRenderState(0, False)
    assert codes_for(renderer, operating_state="open") == []


def test_categories_of_an_expression_are_reported() -> None:
    problems: list[str] = []
    assert drawn(categorised('lower("operating_state")'), problems.append) == ()
    assert "lower" in problems[0]


def test_a_renderer_we_do_not_know_is_reported() -> None:
    problems: list[str] = []
    assert drawn(QgsHeatmapRenderer(), problems.append) == ()
    assert "heatmapRenderer" in problems[0]


def test_nested_rules_inherit_conditions_and_else_takes_what_no_sister_took() -> None:
    group = rule("\"a\" = 'x'", "group", rule('"b" = 1', "x-one"), rule("ELSE", "x-else"), group=True)
    renderer = tree(group, rule("\"a\" = 'y'", "y"), rule("ELSE", "rest"))
    assert codes_for(renderer, a="x", b=1) == ["x-one"]
    assert codes_for(renderer, a="x", b=2) == ["x-else"]
    assert codes_for(renderer, a="y", b=1) == ["y"]
    assert codes_for(renderer, a=None) == ["rest"]


def test_a_group_in_which_nothing_matches_leaves_the_feature_to_else() -> None:
    group = rule("\"a\" = 'x'", "group", rule('"b" = 1', "x-one"), group=True)
    renderer = tree(group, rule("ELSE", "rest"))
    assert codes_for(renderer, a="x", b=1) == ["x-one"]
    assert codes_for(renderer, a="x", b=2) == ["rest"]


def test_rules_about_the_desk_vanish_and_take_nothing_with_them() -> None:
    kept = rule('"removed" IS NOT TRUE', "kept", rule("\"a\" = 'x'", "x"), group=True)
    items = drawn(tree(kept, rule("\"review_state\" = 'draft'", "draft")), silent)
    assert [(item.code, item.where) for item in items] == [("x", ["==", ["get", "a"], "x"])]


def test_a_rule_switched_off_is_not_drawn() -> None:
    off = rule("\"a\" = 'x'", "off")
    off.setActive(False)
    assert [item.code for item in drawn(tree(off, rule("\"a\" = 'y'", "on")), silent)] == ["on"]


def test_the_rest_of_a_style_survives_a_rule_that_cannot_be_translated() -> None:
    problems: list[str] = []
    items = drawn(tree(rule("strpos(\"a\", 'x') > 0", "odd"), rule("\"a\" = 'y'", "fine")), problems.append)
    assert [item.code for item in items] == ["fine"]
    assert "«odd»" in problems[0]


def test_rules_without_a_spoken_key_are_named_by_their_label_and_never_twice() -> None:
    first, second = (QgsRuleBasedRenderer.Rule(marker(), 0, 0, f'"a" = {n}', "Đang mở!") for n in (1, 2))
    assert [item.code for item in drawn(tree(first, second), silent)] == ["đang-mở", "đang-mở-2"]


def test_scale_ranges_narrow_from_group_to_rule() -> None:
    inner = rule('"a" = 1', "inner")
    inner.setMinimumScale(100_000)
    inner.setMaximumScale(1_000)
    group = rule("", "group", inner, group=True)
    group.setMinimumScale(50_000)
    low, high = drawn(tree(group), silent)[0].zooms
    assert low == pytest.approx(zoom_of(50_000), abs=0.01)
    assert high == pytest.approx(zoom_of(1_000), abs=0.01)


A1, A2, B1 = ["==", ["get", "a"], 1], ["==", ["get", "a"], 2], ["==", ["get", "b"], 1]


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [
        (A1, A2, True),
        (A1, B1, False),
        (A1, A1, False),
        (A1, True, False),
        (["all", A1, B1], A2, True),
        (["in", ["get", "a"], ["literal", [2, 3]]], A1, True),
        (["in", ["get", "a"], ["literal", [1, 3]]], A1, False),
        (["!", ["any", A1, A2]], A1, True),
        (["!", A1], ["all", A1, B1], True),
        (["!", A1], A2, False),
    ],
)
def test_conditions_are_exclusive_only_when_that_is_certain(one: object, other: object, certain: bool) -> None:
    assert exclusive(one, other) is certain
    assert exclusive(other, one) is certain


def test_symbols_that_may_meet_on_one_feature_get_layers_of_their_own() -> None:
    items = tuple(Drawn(code, "", where, marker()) for code, where in (("a1", A1), ("a2", A2), ("b1", B1)))
    assert [[item.code for item in floor] for floor in storeys(items)] == [["a1", "a2"], ["b1"]]


def test_symbols_of_other_zooms_get_layers_of_their_own() -> None:
    items = (Drawn("a1", "", A1, marker()), Drawn("a2", "", A2, marker(), (8.0, None)))
    assert len(storeys(items)) == 2


@pytest.mark.parametrize("scale", [1_000, 50_000, 1_000_000])
def test_zoom_and_scale_are_inverse(scale: int) -> None:
    assert scale_of(zoom_of(scale)) == pytest.approx(scale)


def test_a_zoom_more_is_half_the_scale_and_scales_are_those_of_the_project() -> None:
    assert scale_of(12) / scale_of(13) == pytest.approx(2)
    settings = QgsMapSettings()  # a project in EPSG:3857 that shows a tile of zoom 14
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setOutputSize(QSize(512, 512))
    settings.setOutputDpi(96)
    settings.setExtent(QgsRectangle(0, 0, 40075016.685578488 / 2**14, 40075016.685578488 / 2**14))
    assert scale_of(14) == pytest.approx(settings.scale(), rel=0.001)
    assert zoom_range(0, 0) == (None, None)


def test_a_size_following_the_scale_becomes_stops_and_a_plain_one_a_number() -> None:
    growing = sizes_by_zoom(QgsProperty.fromExpression("scale_linear(ln(@map_scale), ln(10000), ln(500000), 8, 4)"), 5)
    assert (growing[0][1], growing[-1][1], largest(growing)) == (4, 8, 8)
    assert 3 <= len(growing) <= 6
    assert interpolated(sizes_by_zoom(QgsProperty(), 5), 2) == 10


def test_a_size_that_depends_on_the_feature_falls_back_to_the_symbol() -> None:
    assert largest(sizes_by_zoom(QgsProperty.fromExpression('"beds" * 2'), 5)) == 5


def test_signs_that_grow_differently_keep_their_own_sizes() -> None:
    small, large = marker(4), marker(6)
    large.setDataDefinedSize(QgsProperty.fromExpression("CASE WHEN @map_scale > 100000 THEN 3 ELSE 6 END"))
    items = [(Drawn("small", "", A1, small), small), (Drawn("large", "", A2, large), large)]
    size = sign_layer("x", "", items, silent).layers[0]["layout"]["icon-size"]
    assert value_of(size[4], {"a": 1}) == 1
    assert value_of(size[4], {"a": 2}) == 0.5
    assert value_of(size[-1], {"a": 2}) == 1


def test_a_label_keeps_as_far_away_as_its_own_sign_is_wide() -> None:
    assert reach([], 2) == ()
    (_, small), (_, large) = reach([Drawn("a", "", A1, marker(4)), Drawn("b", "", A2, marker(8))], 2)
    assert small[0][1] == pytest.approx(4 / 2 * 96 / 25.4 + 2, abs=1)
    assert large[0][1] == pytest.approx(8 / 2 * 96 / 25.4 + 2, abs=1)


def test_data_other_than_size_in_a_sign_is_reported() -> None:
    symbol = marker()
    symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.PropertyFillColor, QgsProperty.fromExpression("'red'"))
    problems: list[str] = []
    sign_layer("x", "", [(Drawn("a", "Nhãn", A1, symbol), symbol)], problems.append)
    assert len(problems) == 1
    assert "«Nhãn»" in problems[0]


def fill(**properties: str) -> QgsFillSymbol:
    return QgsFillSymbol.createSimple({"color": "#ff0000", "outline_color": "#0000ff", "outline_width": "1", **properties})


def area(symbol: QgsSymbol, problems: list[str] | None = None) -> dict[str, dict[str, object]]:
    report = silent if problems is None else problems.append
    return {web["id"] or "fill": web for web in area_layers("x", "x", [Drawn("a", "Nhãn", True, symbol)], report).layers}


def test_a_plain_area_keeps_colour_opacity_and_border() -> None:
    symbol = fill(outline_style="dash")
    symbol.setOpacity(0.5)
    web = area(symbol)
    assert web["fill"]["paint"] == {"fill-color": "rgba(255,0,0,0.5)"}
    assert web["outline"]["paint"] == {"line-color": "rgba(0,0,255,0.5)", "line-width": 3.78, "line-dasharray": [2.83, 1.41]}


def test_an_area_without_pen_has_no_outline() -> None:
    assert set(area(fill(outline_style="no"))) == {"fill"}


def test_a_brush_we_cannot_draw_is_reported() -> None:
    symbol, problems = fill(), []
    layer = symbol.symbolLayer(0)
    assert isinstance(layer, QgsSimpleFillSymbolLayer)
    layer.setBrushStyle(Qt.BrushStyle.Dense4Pattern)
    area(symbol, problems)
    assert "SimpleFill" in problems[0]


def test_a_symbol_layer_we_do_not_know_is_reported() -> None:
    symbol, problems = QgsFillSymbol(), []
    symbol.changeSymbolLayer(0, QgsShapeburstFillSymbolLayer(QColor("red"), QColor("blue")))
    area(symbol, problems)
    assert problems == ["«Nhãn»: lớp ký hiệu «ShapeburstFill» / symbol layer «ShapeburstFill»"]


def settings(field: str = "name", expression: bool = False) -> QgsPalLayerSettings:
    made = QgsPalLayerSettings()
    made.fieldName, made.isExpression = field, expression
    return made


def test_simple_labels_are_translated_with_their_scale_range() -> None:
    made = settings('"name"', True)
    made.scaleVisibility, made.minimumScale, made.maximumScale = True, 50_000, 0
    (web,) = label_layers("x", "x", QgsVectorLayerSimpleLabeling(made), (), silent)
    assert web["layout"]["text-field"] == ["get", "name"]
    assert web["minzoom"] == pytest.approx(12.53, abs=0.05)
    assert "text-variable-anchor" not in web["layout"]


def test_no_labels_are_no_layers() -> None:
    assert label_layers("x", "x", None, (), silent) == []


def labelled(*rules: QgsRuleBasedLabeling.Rule) -> list[str]:
    root = QgsRuleBasedLabeling.Rule(None)
    for child in rules:
        root.appendChild(child)
    problems: list[str] = []
    label_layers("x", "x", QgsRuleBasedLabeling(root), (), problems.append)
    return problems


def test_labels_that_compute_their_text_are_reported() -> None:
    assert "upper" in labelled(QgsRuleBasedLabeling.Rule(settings('upper("name")', True)))[0]


def test_label_rules_that_cannot_be_translated_are_reported() -> None:
    assert "«Tên»" in labelled(QgsRuleBasedLabeling.Rule(settings(), 0, 0, "\"a\" LIKE 'x'", "Tên"))[0]
    assert "«Còn lại»" in labelled(QgsRuleBasedLabeling.Rule(settings(), 0, 0, "", "Còn lại", True))[0]


def test_labels_that_change_with_data_are_reported() -> None:
    made = settings()
    properties = made.dataDefinedProperties()
    properties.setProperty(QgsPalLayerSettings.Property.Size, QgsProperty.fromExpression('"beds"'))
    made.setDataDefinedProperties(properties)
    assert "«Tên»" in labelled(QgsRuleBasedLabeling.Rule(made, 0, 0, "", "Tên"))[0]


def test_the_translator_asks_for_nothing_but_qgis_core() -> None:
    folder = Path(drawn.__code__.co_filename).parent
    imported = [line for file in folder.glob("*.py") for line in file.read_text(encoding="utf-8").splitlines() if "import" in line]
    assert [line for line in imported if "qgis.gui" in line or "QtWidgets" in line or "psycopg2" in line] == []
