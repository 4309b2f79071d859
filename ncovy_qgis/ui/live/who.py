"""The window of who is working now: person, layer, feature, since when; a click goes there. It follows what happens while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ...db.live import Present
from ..icons import icon
from ..words import said
from .words import clock, who

NAME = 2  # the column that takes what room is left


class WhoDialog(QDialog):
    """Not modal: the map stays usable."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, go_to: Callable[[Present], None]) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._shown: object = None
        self.setObjectName("ncovyLiveWho")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Ai đang sửa"))
        self.resize(700, 320)
        self.link, self.summary = QLabel(self), QLabel(self)
        self.link.setWordWrap(True)
        self.list = self._tree()
        for signal in (self.list.itemClicked, self.list.itemActivated):
            signal.connect(lambda row, _: go_to(row.data(0, Qt.ItemDataRole.UserRole)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(QCoreApplication.translate("Ncovy", "Đóng"))
        close.setAutoDefault(False)  # Enter goes to the feature and leaves the window open
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.link, self.summary, self.list, buttons):
            layout.addWidget(widget)

    def show_people(self, present: Sequence[Present], link: str, me: str) -> None:
        """List them, the latest first; the chosen row stays chosen, and what is as it was is left alone."""
        shown = (tuple(present), link, me)
        if shown == self._shown:
            return
        self._shown = shown
        chosen = self.list.currentItem().data(0, Qt.ItemDataRole.UserRole) if self.list.currentItem() else None
        self.link.setText(link)
        self.summary.setText(self._summary(present))
        self.list.clear()
        for item in reversed(present):
            row = self._row(item, me)
            self.list.addTopLevelItem(row)
            if item == chosen:
                self.list.setCurrentItem(row)

    def _summary(self, present: Sequence[Present]) -> str:
        if not present:
            return QCoreApplication.translate("Ncovy", "Hiện không có ai khác đang sửa.")
        text = QCoreApplication.translate("Ncovy", "{people} người khác đang sửa {count} đối tượng. Bấm vào một dòng, hoặc Enter, để tới đó.")
        return text.format(people=len({each.person for each in present}), count=len({(each.layer, each.uid) for each in present}))

    def _row(self, item: Present, me: str) -> QTreeWidgetItem:
        title = said(self._catalogue.layer(item.layer).title) if self._catalogue.has(item.layer) else item.layer
        row = QTreeWidgetItem([who(item.person, me), title, item.name or "", clock(item.since)])
        row.setIcon(1, icon(item.layer))
        row.setToolTip(NAME, item.name or "")
        row.setData(0, Qt.ItemDataRole.UserRole, item)
        return row

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        translate = QCoreApplication.translate
        tree.setHeaderLabels([translate("Ncovy", "Người"), translate("Ncovy", "Lớp"), translate("Ncovy", "Tên"), translate("Ncovy", "Từ lúc")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.header().setStretchLastSection(False)
        for column in range(4):
            mode = QHeaderView.ResizeMode.Stretch if column == NAME else QHeaderView.ResizeMode.ResizeToContents
            tree.header().setSectionResizeMode(column, mode)
        return tree
