"""Signs can be made out on light and on dark themes, also on one chosen while QGIS runs; the signs of layers are those of the map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from qgis.PyQt.QtGui import QColor, QIcon, QImage, QPalette
from qgis.PyQt.QtWidgets import QApplication, QMenu

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.paths import icons_dir
from ncovy_qgis.ui.badge import numbered
from ncovy_qgis.ui.icons import INK, Repainting, icon, is_dark, set_sign
from ncovy_qgis.ui.part import make_action

LIGHT, DARK = "#efefef", "#323232"  # the windows of QGIS's default theme and of «Night Mapping»
OURS = sorted(path.stem for path in icons_dir().glob("*.svg") if INK in path.read_bytes())


@pytest.fixture(autouse=True)
def _palette(qgis_app: Any) -> Iterator[None]:
    before = QPalette(QApplication.palette())
    yield
    QApplication.setPalette(before)


def theme(window: str) -> None:
    QApplication.setPalette(QPalette(QColor(window)))


def image(shown: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, size: int = 24) -> QImage:
    return shown.pixmap(size, size, mode).toImage()


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (colour.redF(), colour.greenF(), colour.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrasts(picture: QImage, ground: str) -> list[float]:
    """WCAG contrast of every pixel that is drawn in full."""
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    pairs = [sorted((luminance(pixel), luminance(QColor(ground)))) for pixel in pixels if pixel.alpha() > 200]
    return [(high + 0.05) / (low + 0.05) for low, high in pairs]


@pytest.mark.parametrize("ground", [LIGHT, DARK])
@pytest.mark.parametrize("name", OURS)
def test_every_line_of_a_sign_of_the_program_stands_out_from_the_theme(name: str, ground: str) -> None:
    theme(ground)
    found = contrasts(image(icon(name), size=48), ground)
    assert sum(contrast >= 3 for contrast in found) >= 0.9 * len(found) > 0  # 3 : 1 is what WCAG asks of graphics


def test_the_signs_of_layers_are_those_of_the_map_on_any_theme(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        theme(LIGHT)
        on_light = image(icon(layer.name))
        theme(DARK)
        assert image(icon(layer.name)) == on_light, layer.name


def test_a_sign_keeps_its_colour_in_a_chosen_row() -> None:
    assert image(icon("pharmacy"), QIcon.Mode.Selected) == image(icon("pharmacy"))


def test_a_sign_is_as_sharp_at_200_percent() -> None:
    assert image(icon("connect"), size=48).width() == 48


def test_a_name_without_a_sign_is_an_empty_icon() -> None:
    assert icon("").isNull()
    assert icon("nothing_of_ours").isNull()


def test_actions_are_drawn_anew_when_another_theme_is_chosen() -> None:
    theme(LIGHT)
    menu = QMenu()
    Repainting(menu)
    action = make_action(menu, "any", "connect", "Kết nối…", lambda: None)
    on_light = image(action.icon())
    theme(DARK)
    assert is_dark(QApplication.palette())
    assert image(action.icon()) == image(icon("connect")) != on_light
    theme(LIGHT)
    assert image(action.icon()) == on_light


def test_an_action_is_drawn_anew_with_the_sign_it_was_given_last() -> None:
    theme(LIGHT)
    menu = QMenu()
    Repainting(menu)
    action = make_action(menu, "any", "live_lost", "Ai đang sửa…", lambda: None)
    set_sign(action, "live")
    theme(DARK)
    assert image(action.icon()) == image(icon("live"))


def test_a_number_on_a_sign_stays_when_another_theme_is_chosen() -> None:
    theme(LIGHT)
    menu = QMenu()
    Repainting(menu)
    action = make_action(menu, "any", "live", "Ai đang sửa…", lambda: None)
    set_sign(action, "live", 5)
    theme(DARK)
    assert image(action.icon()) == image(numbered(icon("live"), 5)) != image(icon("live"))
    set_sign(action, "live")
    assert image(action.icon()) == image(icon("live"))


def test_actions_with_a_sign_of_qgis_keep_one() -> None:
    menu = QMenu()
    Repainting(menu)
    action = make_action(menu, "any", "mActionSaveAllEdits.svg", "Lưu tất cả", lambda: None)
    theme(DARK)
    assert not action.icon().isNull()
