"""Sprites are what QGIS draws: same pixels, anchored in the middle, hatches without a seam, both ratios alike."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsFillSymbol, QgsLinePatternFillSymbolLayer, QgsMarkerSymbol
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.gis.web_style import build_web_style, sprites
from ncovy_qgis.gis.web_style.areas import area_layers
from ncovy_qgis.gis.web_style.rules import Drawn
from ncovy_qgis.paths import icons_dir, styles_dir

from .styled_layers import CELL, as_array, difference, first_state, ink, pictures

pytestmark = pytest.mark.usefixtures("qgis_app")
POINTS = [layer.name for layer in load_catalogue().layers if layer.geometry == "Point"]
HATCHED = ["active-ct16_plus", "active-ct16", "active-ct15_plus", "active-ct15", "suspended", "cancelled"]


@pytest.fixture(scope="module")
def files(qgis_app: QgsApplication) -> dict[str, bytes]:
    return dict(build_web_style(styles_dir(), icons_dir(), load_catalogue()).sprites)


def cut(files: dict[str, bytes], name: str, suffix: str = "") -> QImage:
    place = json.loads(files[f"sprite{suffix}.json"])[name]
    sheet = QImage.fromData(files[f"sprite{suffix}.png"], "PNG")
    return sheet.copy(place["x"], place["y"], place["width"], place["height"])


def on_paper(image: QImage, side: int) -> np.ndarray:
    """The image in the middle of a white square."""
    paper = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    paper.fill(QColor("#ffffff"))
    painter = QPainter(paper)
    painter.drawImage((side - image.width()) // 2, (side - image.height()) // 2, image)
    painter.end()
    return as_array(paper)


@pytest.mark.parametrize("stem", POINTS)
def test_the_sprite_is_the_sign_that_qgis_draws_at_full_size(stem: str, files: dict[str, bytes], catalogue: Catalogue) -> None:
    schema = catalogue.layer(stem)
    code = "open" if schema.state_field == "operating_state" else "active-accepting" if schema.has("accept_state") else "active"
    (drawn,) = pictures(schema, [first_state(schema)], 5_000)
    assert difference(drawn, on_paper(cut(files, f"{stem}:{code}"), CELL)) < 0.1


def test_another_sign_would_be_noticed(files: dict[str, bytes]) -> None:
    images = [on_paper(cut(files, f"{stem}:sign"), CELL) for stem in POINTS]
    assert min(difference(one, other) for one, other in combinations(images, 2)) > 0.2


@pytest.mark.parametrize("ratio", [2, 3])
def test_all_sheets_hold_the_same_images_only_finer(ratio: int, files: dict[str, bytes]) -> None:
    once, finer = json.loads(files["sprite.json"]), json.loads(files[f"sprite@{ratio}x.json"])
    assert list(once) == list(finer)
    for name, place in once.items():
        assert (finer[name]["width"], finer[name]["height"]) == (ratio * place["width"], ratio * place["height"]), name
        assert (place["pixelRatio"], finer[name]["pixelRatio"]) == (1, ratio)


def test_images_do_not_overlap_and_lie_inside_the_sheet(files: dict[str, bytes]) -> None:
    sheet = QImage.fromData(files["sprite.png"], "PNG")
    covered = np.zeros((sheet.height(), sheet.width()), dtype=int)
    for place in json.loads(files["sprite.json"]).values():
        assert place["x"] + place["width"] <= sheet.width()
        assert place["y"] + place["height"] <= sheet.height()
        covered[place["y"] : place["y"] + place["height"], place["x"] : place["x"] + place["width"]] += 1
    assert covered.max() == 1


def test_nothing_of_a_sign_is_cut_off_at_the_edge(files: dict[str, bytes]) -> None:
    for name in json.loads(files["sprite@2x.json"]):
        if ":legend-" in name or name.split(":")[1] in HATCHED:
            continue
        drawn = ink(on_paper(cut(files, name, "@2x"), 400))
        image = cut(files, name, "@2x")
        left, top = (400 - image.width()) // 2, (400 - image.height()) // 2
        inside = drawn[top : top + image.height(), left : left + image.width()]
        assert not (inside[0].any() or inside[-1].any() or inside[:, 0].any() or inside[:, -1].any()), name


def test_the_files_carry_no_time_and_no_words(files: dict[str, bytes]) -> None:
    for name in ("sprite.png", "sprite@2x.png"):
        assert b"tIME" not in files[name]
        assert b"tEXt" not in files[name]


@pytest.mark.parametrize("suffix", ["", "@2x"])
@pytest.mark.parametrize("code", HATCHED[:5])
def test_a_hatch_goes_on_over_the_edge_of_its_tile(code: str, suffix: str, files: dict[str, bytes]) -> None:
    tile = as_array(cut(files, f"lockdown_zone:{code}", suffix))
    for along in (0, 1):
        across_the_edge = np.abs(np.diff(np.concatenate([tile, tile], axis=along), axis=along)).max()
        assert across_the_edge <= np.abs(np.diff(tile, axis=along)).max() + 0.05


def hatched(angle: float, distance: float) -> tuple[list[str], dict[str, sprites.Draw]]:
    symbol, hatch = QgsFillSymbol(), QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(angle)
    hatch.setDistance(distance)
    symbol.changeSymbolLayer(0, hatch)
    problems: list[str] = []
    images = area_layers("x", "x", [Drawn("a", "Nhãn", True, symbol)], problems.append).images
    return problems, images


@pytest.mark.parametrize("angle", [0, 30, 45, 60, 90, 120, 135])
@pytest.mark.parametrize("distance", [1.3, 2.7, 5.0])
def test_any_hatch_that_staff_choose_tiles_or_is_reported(angle: float, distance: float) -> None:
    problems, images = hatched(angle, distance)
    assert images["x:a"](1).width() > 1
    assert problems == [] or "Nhãn" in problems[0]
    if angle in (0, 45, 90, 135):
        assert problems == []


def test_a_tile_that_does_not_repeat_is_found() -> None:
    symbol, hatch = QgsFillSymbol(), QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(45)
    hatch.setDistance(3)
    symbol.changeSymbolLayer(0, hatch)
    assert not sprites.seamless(symbol, 7, 7)


def test_a_marker_is_anchored_in_its_middle() -> None:
    symbol = QgsMarkerSymbol.createSimple({"name": "circle", "size": "4", "color": "#ff0000", "outline_style": "no"})
    drawn = ink(on_paper(sprites.marker(symbol, 6)(2), 120))
    rows, columns = np.nonzero(drawn)
    assert (rows.min() + rows.max()) / 2 == pytest.approx(59.5, abs=0.6)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(59.5, abs=0.6)
    assert np.ptp(rows) + 1 == pytest.approx(6 * 96 / 25.4 * 2, abs=2)


def test_an_empty_style_still_gives_valid_sprites() -> None:
    files = sprites.pack({})
    assert json.loads(files["sprite.json"]) == {}
    assert not QImage.fromData(files["sprite.png"], "PNG").isNull()
