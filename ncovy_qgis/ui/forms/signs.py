"""The counts on tabs, and colours that can be read on light and dark themes. Full disc: must be mended; ring: wanted."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Optional

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap
from qgis.PyQt.QtWidgets import QWidget

from ...core.catalogue import Strength
from ..icons import is_dark

ON_LIGHT = {Strength.SAVE: "#b3261e", Strength.SUBMIT: "#7a5200", Strength.WARN: "#7a5200", None: "#5f6368"}
ON_DARK = {Strength.SAVE: "#ff9a91", Strength.SUBMIT: "#ffcf7a", Strength.WARN: "#ffcf7a", None: "#b8bcc2"}
SIZE = 16  # of a tab's icon, in logical pixels


def colour_of(strength: Optional[Strength], palette: QPalette) -> str:
    """The colour of a sentence; each has a contrast of at least 4.5 : 1 to usual windows."""
    return (ON_DARK if is_dark(palette) else ON_LIGHT)[strength]


def tooltip(lines: Iterable[str]) -> str:
    """Lines of text for a tooltip, which would take any "<" for markup; "" when there are none."""
    shown = "<br>".join(escape(line) for line in dict.fromkeys(lines))
    return f"<p>{shown}</p>" if shown else ""


def count_sign(count: int, strength: Optional[Strength], widget: QWidget) -> QIcon:
    """An icon with a number (9+ above nine); empty when there is nothing to count."""
    if not count or strength is None:
        return QIcon()
    colour, ratio = QColor(colour_of(strength, widget.palette())), widget.devicePixelRatioF()
    picture = QPixmap(round(SIZE * ratio), round(SIZE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(colour if strength is Strength.SAVE else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(1, 1, SIZE - 2, SIZE - 2))
    font = widget.font()
    font.setPixelSize(9 if count > 9 else 10)
    font.setBold(True)
    painter.setFont(font)
    inside = QColor("#1c1c1c") if is_dark(widget.palette()) else QColor("white")
    painter.setPen(inside if strength is Strength.SAVE else colour)
    painter.drawText(QRectF(0, 0, SIZE, SIZE), Qt.AlignmentFlag.AlignCenter, str(count) if count < 10 else "9+")
    painter.end()
    return QIcon(picture)
