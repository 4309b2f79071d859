"""The ten layers with sign, title and shortcut: which one the next feature goes into."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QShortcut, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from ...core.catalogue import Catalogue
from ..icons import icon
from ..words import said

STEM = Qt.ItemDataRole.UserRole
SIGN = 18  # pixels


def shortcut_of(place: int) -> str:
    """Alt+Shift+1 to Alt+Shift+9, then Alt+Shift+0; none for an eleventh layer."""
    return f"Alt+Shift+{(place + 1) % 10}" if place < 10 else ""


class LayerList(QTreeWidget):
    """One row a layer, in the order of the catalogue."""

    chosen = pyqtSignal(str)  # by the person, not by a program

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyEntryLayers")
        self.setAccessibleName(QCoreApplication.translate("Ncovy", "Lớp"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(SIGN, SIGN))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for place, layer in enumerate(catalogue.layers):
            shown = QKeySequence(shortcut_of(place)).toString(QKeySequence.SequenceFormat.NativeText)
            row = QTreeWidgetItem(self, [said(layer.title), shown])
            row.setIcon(0, icon(layer.name))
            row.setData(0, STEM, layer.name)
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.setForeground(1, self.palette().placeholderText())
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setCurrentItem(self.topLevelItem(0))
        self.itemSelectionChanged.connect(lambda: self.chosen.emit(self.stem()))

    def stem(self) -> str:
        """The layer chosen."""
        row = self.currentItem()
        return str(row.data(0, STEM)) if row is not None else ""

    def choose(self, stem: str) -> None:
        """Choose without telling anybody."""
        before = self.blockSignals(True)
        for place in range(self.topLevelItemCount()):
            if self.topLevelItem(place).data(0, STEM) == stem:
                self.setCurrentItem(self.topLevelItem(place))
        self.blockSignals(before)
        self.viewport().update()

    def sizeHint(self) -> QSize:  # the name Qt calls
        """All rows without scrolling, where there is room."""
        rows = self.topLevelItemCount() * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth()
        return QSize(300, rows)

    def minimumSizeHint(self) -> QSize:  # the name Qt calls
        """Four rows; the others are scrolled to."""
        return QSize(200, 4 * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth())


def make_shortcuts(window: QWidget, catalogue: Catalogue) -> tuple[tuple[str, QShortcut], ...]:
    """Layer → its shortcut, everywhere in the window; whoever asks deletes them."""
    made = []
    for place, layer in enumerate(catalogue.layers[:10]):
        shortcut = QShortcut(QKeySequence(shortcut_of(place)), window)
        shortcut.setObjectName(f"ncovyEntryLayer_{layer.name}")
        made.append((layer.name, shortcut))
    return tuple(made)
