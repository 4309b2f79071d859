"""A number on a sign: seen at every size, and gone when nothing waits."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtGui import QColor, QImage

from ncovy_qgis.ui.badge import RED, SIZES, numbered
from ncovy_qgis.ui.icons import icon


def picture(count: int, size: int) -> QImage:
    return numbered(icon("review"), count).pixmap(size).toImage()


def share(image: QImage, colour: QColor) -> float:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(each.alpha() > 200 and abs(each.red() - colour.red()) + abs(each.green() - colour.green()) < 40 for each in pixels) / len(pixels)


@pytest.mark.parametrize("size", SIZES)
def test_a_number_stands_on_red_at_every_size_and_leaves_the_sign_to_be_seen(qgis_app: Any, size: int) -> None:
    one, many = picture(1, size), picture(1000, size)
    for image in (one, many):
        assert (image.width(), image.height()) == (size, size)
        assert 0.1 < share(image, RED) < 0.6
    assert one != picture(2, size) != many
    lower = one.copy(0, size * 2 // 3, size, size // 3)
    assert lower == icon("review").pixmap(size).toImage().convertToFormat(lower.format()).copy(0, size * 2 // 3, size, size // 3)


def test_without_a_number_the_sign_is_plain(qgis_app: Any) -> None:
    assert picture(0, 24) == icon("review").pixmap(24).toImage()
    assert share(picture(0, 24), RED) == 0
    assert picture(100, 24) == picture(5000, 24)
