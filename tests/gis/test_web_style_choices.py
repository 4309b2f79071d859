"""What staff may choose in QGIS beyond the product's own styles: drawn on the web too, or named with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from qgis.core import (
    QgsDropShadowEffect,
    QgsFillSymbol,
    QgsFontMarkerSymbolLayer,
    QgsGraduatedSymbolRenderer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRendererRange,
    QgsRuleBasedRenderer,
    QgsSimpleLineSymbolLayer,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ncovy_qgis.gis.web_style.areas import area_layers
from ncovy_qgis.gis.web_style.labels import label_layers
from ncovy_qgis.gis.web_style.points import sign_layer
from ncovy_qgis.gis.web_style.rules import Drawn, drawn

from .styled_layers import as_array
from .web_filters import holds, value_of

pytestmark = pytest.mark.usefixtures("qgis_app")
PLACEMENT = QgsPalLayerSettings.Placement


def silent(text: str) -> None:
    pytest.fail(f"unexpected problem: {text}")


def marker(colour: str = "#ff0000") -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple({"name": "circle", "size": "4", "color": colour})


def classes(field: str = "beds") -> QgsGraduatedSymbolRenderer:
    ranges = [QgsRendererRange(low, high, marker(), f"đến {high:g}") for low, high in ((0, 50), (50, 200), (200, 1000))]
    return QgsGraduatedSymbolRenderer(field, ranges)


@pytest.mark.parametrize(("beds", "shown"), [(0, ["đến-50"]), (50, ["đến-50"]), (51, ["đến-200"]), (1000, ["đến-1000"]), (1001, []), (None, [])])
def test_classes_of_a_number_become_filters_and_a_border_belongs_to_the_first(beds: int | None, shown: list[str]) -> None:
    row = {} if beds is None else {"beds": beds}
    assert [item.code for item in drawn(classes(), silent) if holds(item.where, row)] == shown


def test_classes_are_those_that_qgis_draws() -> None:
    colours = ("#ff0000", "#00ff00", "#0000ff")
    bounds = ((0, 50), (50, 200), (200, 1000))
    renderer = QgsGraduatedSymbolRenderer("beds", [QgsRendererRange(*each, marker(colour), colour) for each, colour in zip(bounds, colours)])
    for beds in (0, 49.9, 50, 200, 200.5):
        (shown,) = [item.label for item in drawn(renderer, silent) if holds(item.where, {"beds": beds})]
        assert renderer.symbolForValue(beds).color().name() == shown


def test_classes_of_an_expression_are_reported() -> None:
    problems: list[str] = []
    assert drawn(classes('"beds" / 2'), problems.append) == ()
    assert "beds" in problems[0]


def test_a_letter_of_a_font_is_drawn_into_the_sprite() -> None:
    symbol = QgsMarkerSymbol()
    symbol.changeSymbolLayer(0, QgsFontMarkerSymbolLayer("DejaVu Sans", "H", 6, QColor("#0000ff")))
    image = sign_layer("x", "", [(Drawn("a", "", True, symbol), symbol)], silent).images["x:a"](2)
    blue = as_array(image)
    assert ((blue[:, :, 2] > 0.9) & (blue[:, :, 0] < 0.1)).sum() > 20


def outlined(change: Callable[[QgsSimpleLineSymbolLayer], Any]) -> tuple[list[dict[str, Any]], list[str]]:
    symbol, line, problems = QgsFillSymbol(), QgsSimpleLineSymbolLayer(QColor("#ff0000"), 2), []
    change(line)
    symbol.changeSymbolLayer(0, line)
    layers = area_layers("x", "x", [Drawn("a", "Nhãn", True, symbol)], problems.append).layers
    return [layer for layer in layers if layer["type"] == "line"], problems


@pytest.mark.parametrize(("unit", "width"), [("RenderMillimeters", 7.56), ("RenderPoints", 2.67), ("RenderPixels", 2)])
def test_outlines_in_any_unit_of_the_screen_keep_their_width(unit: str, width: float) -> None:
    layers, problems = outlined(lambda line: line.setWidthUnit(getattr(QgsUnitTypes.RenderUnit, unit)))
    assert (layers[0]["paint"]["line-width"], problems) == (width, [])


def shadowed(line: QgsSimpleLineSymbolLayer) -> None:
    effect = QgsDropShadowEffect()
    effect.setEnabled(True)
    line.setPaintEffect(effect)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda line: line.setWidthUnit(QgsUnitTypes.RenderUnit.RenderMapUnits), "đơn vị bản đồ"),
        (lambda line: line.setOffset(1), "lệch khỏi ranh giới"),
        (shadowed, "hiệu ứng"),
    ],
)
def test_what_an_outline_cannot_be_on_the_web_is_reported(change: Callable[[QgsSimpleLineSymbolLayer], Any], word: str) -> None:
    _, problems = outlined(change)
    assert len(problems) == 1
    assert "«Nhãn»" in problems[0]
    assert word in problems[0]


def labelled(settings: QgsPalLayerSettings, signs: bool = True) -> tuple[dict[str, Any], list[str]]:
    settings.fieldName = "name"
    problems: list[str] = []
    items = [Drawn("a", "", True, marker())] if signs else []
    (web,) = label_layers("x", "x", QgsVectorLayerSimpleLabeling(settings), items, problems.append)
    return web["layout"], problems


def test_a_name_set_over_its_point_stays_there_with_its_shift() -> None:
    settings = QgsPalLayerSettings()
    settings.placement = PLACEMENT.OverPoint
    settings.quadOffset = QgsPalLayerSettings.QuadrantPosition.QuadrantAbove
    settings.yOffset = -2
    layout, problems = labelled(settings)
    assert (layout["text-anchor"], problems) == ("bottom", [])
    assert layout["text-offset"][1] == pytest.approx(-2 * 96 / 25.4 / layout["text-size"], abs=0.01)


def test_a_name_anywhere_around_its_point_tries_all_places() -> None:
    settings = QgsPalLayerSettings()
    settings.placement = PLACEMENT.AroundPoint
    layout, problems = labelled(settings)
    assert (len(layout["text-variable-anchor"]), problems) == (8, [])


@pytest.mark.parametrize("placement", [PLACEMENT.Curved, PLACEMENT.Line, PLACEMENT.Free])
def test_names_along_the_outline_are_reported(placement: Any) -> None:
    settings = QgsPalLayerSettings()
    settings.placement = placement
    _, problems = labelled(settings, signs=False)
    assert problems == ["nhãn «name»: cách đặt nhãn / label «name»: placement"]


def test_a_background_a_shadow_and_a_rotation_of_names_are_reported() -> None:
    settings, text = QgsPalLayerSettings(), QgsTextFormat()
    settings.placement = PLACEMENT.OverPoint
    background, shadow = text.background(), text.shadow()
    background.setEnabled(True)
    shadow.setEnabled(True)
    text.setBackground(background)
    text.setShadow(shadow)
    settings.setFormat(text)
    settings.angleOffset = 30
    _, problems = labelled(settings)
    assert [problem.split(" / ")[0].rsplit(": ")[1] for problem in problems] == ["nền sau chữ", "bóng chữ", "chữ xoay"]


def test_a_rule_with_a_number_is_shown_as_qgis_shows_it() -> None:
    root = QgsRuleBasedRenderer.Rule(None)
    root.appendChild(QgsRuleBasedRenderer.Rule(marker(), 0, 0, '"beds" > 50', "lớn"))
    (item,) = drawn(QgsRuleBasedRenderer(root), silent)
    assert [value_of(item.where, {"beds": beds}) for beds in (50, 51)] == [False, True]
