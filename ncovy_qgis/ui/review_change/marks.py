"""Marked words as rich text: what is gone is struck through on red, what is new is underlined on green, in a light and a dark theme."""

from __future__ import annotations

from html import escape

from qgis.PyQt.QtCore import QModelIndex, QRectF, QSize
from qgis.PyQt.QtGui import QAbstractTextDocumentLayout, QPainter, QPalette, QTextDocument, QTextOption
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ..icons import is_dark
from .rows import Pieces

# (text, ground) by theme; both pairs read at 7:1 or better
COLOURS = {False: {"gone": ("#8c1414", "#fddcdc"), "new": ("#0b4f28", "#d2f2dc")}, True: {"gone": ("#ffc9c2", "#5f2323"), "new": ("#b8f5cb", "#1a4d2e")}}
SIGNS = {"gone": "text-decoration: line-through;", "new": "text-decoration: underline;"}
PAD = 3


def rich(pieces: Pieces, dark: bool) -> str:
    """HTML of a cell; every letter of the data is escaped."""
    return "".join(text if kind == "same" else _span(kind, text, dark) for kind, text in ((kind, _plain(text)) for kind, text in pieces if text))


def _span(kind: str, text: str, dark: bool) -> str:
    ink, ground = COLOURS[dark][kind]
    return f'<span style="color: {ink}; background-color: {ground}; {SIGNS[kind]}">{text}</span>'


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")


class RichCell(QStyledItemDelegate):
    """Draws the HTML a cell holds; rows are as high as their text at the width of the column."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._table = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        self.initStyleOption(option, index)
        document = self._document(option.text, option, option.rect.width())
        option.text = ""
        style = self._table.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._table)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        context = QAbstractTextDocumentLayout.PaintContext()
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        context.palette.setColor(QPalette.ColorRole.Text, option.palette.color(role))
        painter.save()
        painter.translate(option.rect.left() + PAD, option.rect.top() + PAD)
        painter.setClipRect(QRectF(0, 0, option.rect.width() - 2 * PAD, option.rect.height() - 2 * PAD))
        document.documentLayout().draw(painter, context)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        self.initStyleOption(option, index)
        document = self._document(option.text, option, self._table.columnWidth(index.column()))
        return QSize(int(document.idealWidth()) + 2 * PAD, int(document.size().height()) + 2 * PAD)

    def _document(self, text: str, option: QStyleOptionViewItem, width: int) -> QTextDocument:
        document = QTextDocument()
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(wrapping)
        document.setDefaultFont(option.font)
        document.setDocumentMargin(0)
        document.setHtml(text)
        document.setTextWidth(max(20, width - 2 * PAD))
        return document


def dark_now() -> bool:
    """Whether the theme of now is dark."""
    return is_dark(QApplication.palette())
