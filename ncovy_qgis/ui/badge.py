"""A sign with a number on it: how much waits."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPixmap

SIZES = (16, 24, 32, 48, 64)  # of toolbars, from small to those of sharp screens
RED, WHITE = QColor("#C62828"), QColor("#FFFFFF")
SHARE = 0.62  # of the sign's height
MOST = 99


def numbered(plain: QIcon, count: int) -> QIcon:
    """The sign alone for 0, else with the number in a red field."""
    if count <= 0:
        return plain
    made = QIcon()
    for size in SIZES:
        made.addPixmap(_painted(plain, size, str(count) if count <= MOST else f"{MOST}+"))
    return made


def _painted(plain: QIcon, size: int, text: str) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plain.paint(painter, picture.rect())
    font, height = QFont(painter.font()), size * SHARE
    font.setBold(True)
    font.setPixelSize(max(8, round(height * (0.9 if len(text) < 3 else 0.72))))
    width = min(float(size), max(height, QFontMetricsF(font).horizontalAdvance(text) + height * 0.35))
    field = QRectF(size - width, 0, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(RED)
    painter.drawRoundedRect(field, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(WHITE)
    painter.drawText(field, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return picture
