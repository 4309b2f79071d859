"""The signs of icons/ as icons of Qt: those of the program are drawn in pale ink where the theme is dark, those of layers stay as on the map."""

from __future__ import annotations

from functools import lru_cache

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QByteArray, QEvent, QObject, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QAction, QApplication

from ..paths import icons_dir
from .badge import numbered

INK = b"#37474F"  # only signs of the program are drawn with it
ON_DARK = {
    INK: b"#CFD8DC",
    b"#1565C0": b"#64B5F6",
    b"#2E7D32": b"#81C784",
    b"#C62828": b"#EF7B7B",
    b"#D85A00": b"#FFA94D",
    b"#6A1B9A": b"#CE93D8",
}
SIZES = (16, 18, 20, 24, 32, 36, 40, 48, 64, 96)  # device pixels: those of Qt's places for icons, once and twice as large
SIGN, COUNT = "ncovy_sign", "ncovy_count"  # properties of an action: what it is drawn with
MODES = (QIcon.Mode.Normal, QIcon.Mode.Selected)  # a sign keeps its colour in a chosen row: it means something


def is_dark(palette: QPalette) -> bool:
    """Whether the windows of the theme are dark."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def muted() -> QColor:
    """Text that steps back beside other text, and can be read still: 5 : 1 on white, where text that is disabled has less than 2 : 1."""
    colour = QColor(QApplication.palette().color(QPalette.ColorRole.Text))
    colour.setAlphaF(0.62)
    return colour


def icon(name: str) -> QIcon:
    """A sign of icons/ for the theme of now; empty when there is none of this name."""
    return _drawn(name, is_dark(QApplication.palette()))


def set_sign(action: QAction, sign: str, count: int = 0) -> None:
    """Give an action its icon, in the theme of now and of later; `sign` is a stem of icons/ or a theme icon of QGIS (mAction….svg), `count` a number on it."""
    action.setProperty(SIGN, sign)
    action.setProperty(COUNT, count)
    action.setIcon(numbered(QgsApplication.getThemeIcon(f"/{sign}") if sign.endswith(".svg") else icon(sign), count))


class Repainting(QObject):
    """Draws the actions of a window, menu or toolbar anew when the theme has changed; lives as long as that."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        owner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another theme, other ink."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            for action in watched.findChildren(QAction):
                if action.property(SIGN):
                    set_sign(action, str(action.property(SIGN)), int(action.property(COUNT) or 0))
        return False


@lru_cache(maxsize=128)
def _drawn(name: str, dark: bool) -> QIcon:
    file = icons_dir() / f"{name}.svg"
    if not name or not file.exists():
        return QIcon()
    renderer, found = QSvgRenderer(QByteArray(_inked(file.read_bytes(), dark))), QIcon()
    for size in SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        for mode in MODES:
            found.addPixmap(picture, mode)
    return found


def _inked(drawing: bytes, dark: bool) -> bytes:
    if not dark or INK not in drawing:
        return drawing
    for light, pale in ON_DARK.items():
        drawing = drawing.replace(light, pale)
    return drawing
