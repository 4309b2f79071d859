"""The list of what a crash left unsaved, by layer, with a tick for each feature."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QLabel, QMessageBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue, Layer
from ...db.change import Change, Insert, Remove, key_of
from ...gis.recovery import Meanwhile, Unsaved
from ...gis.values import VIETNAM
from ..icons import icon
from ..words import said

WIDTHS = (270, 290)  # name, kind of edit; time takes what it needs, what happened meanwhile the rest
FIELDS_NAMED = 3


class Choice(Enum):
    """What is to be done with the ticked ones."""

    RESTORE = "restore"
    LATER = "later"
    DISCARD = "discard"


class RecoveryDialog(QDialog):
    """Not modal to the program, but over the map's window: editing goes on when it is answered. Esc means later."""

    def __init__(self, parent: QWidget, catalogue: Catalogue, unsaved: Sequence[Unsaved]) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.choice = Choice.LATER
        self.setObjectName("ncovyRecovery")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Khôi phục sửa đổi chưa lưu"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(980, 440)
        text = QCoreApplication.translate("Ncovy", "QGIS đã tắt đột ngột khi còn {count} sửa đổi chưa lưu. Đánh dấu những sửa đổi cần đưa lại vào bản đồ.")
        self.summary = QLabel(text.format(count=len(unsaved)), self)
        self.summary.setWordWrap(True)
        self.list = self._tree(unsaved)
        self.buttons = self._buttons()
        layout = QVBoxLayout(self)
        for widget in (self.summary, self.list, self.buttons):
            layout.addWidget(widget)

    def chosen(self) -> list[Change]:
        """The ticked ones."""
        rows = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        items = [row.child(at) for row in rows for at in range(row.childCount())]
        return [item.data(0, Qt.ItemDataRole.UserRole).change for item in items if item.checkState(0) == Qt.CheckState.Checked]

    def discard(self) -> None:
        """Put the ticked ones aside, after a second question."""
        if not self.chosen() or not self.sure():
            return
        self._end(Choice.DISCARD)

    def sure(self) -> bool:
        """The second question."""
        box = self.question()
        box.exec()
        agreed = box.clickedButton() is box.button(QMessageBox.StandardButton.Discard)
        box.deleteLater()
        return agreed

    def question(self) -> QMessageBox:
        """The window of the second question; Esc keeps all."""
        translate = QCoreApplication.translate
        box = QMessageBox(QMessageBox.Icon.Warning, "Ncovy", "", parent=self)
        box.setObjectName("ncovyRecoveryDiscard")
        box.setText(translate("Ncovy", "Bỏ {count} sửa đổi chưa lưu?").format(count=len(self.chosen())))
        box.setInformativeText(translate("Ncovy", "Chúng không được lên bản đồ và không được hỏi lại; bản sao nằm trong hồ sơ QGIS thêm 30 ngày."))
        kinds = QMessageBox.StandardButton
        box.setStandardButtons(kinds.Discard | kinds.Cancel)
        box.button(kinds.Discard).setText(translate("Ncovy", "Bỏ"))
        box.button(kinds.Cancel).setText(translate("Ncovy", "Giữ lại"))
        box.setDefaultButton(kinds.Cancel)
        return box

    def _end(self, choice: Choice) -> None:
        self.choice = choice
        self.done(QDialog.DialogCode.Accepted if choice is not Choice.LATER else QDialog.DialogCode.Rejected)

    def _buttons(self) -> QDialogButtonBox:
        translate, roles = QCoreApplication.translate, QDialogButtonBox.ButtonRole
        box = QDialogButtonBox(self)
        self.restoring = box.addButton(translate("Ncovy", "Khôi phục"), roles.AcceptRole)
        later = box.addButton(translate("Ncovy", "Để sau"), roles.RejectRole)
        self.discarding = box.addButton(translate("Ncovy", "Bỏ…"), roles.DestructiveRole)
        self.restoring.clicked.connect(lambda: self._end(Choice.RESTORE))
        later.clicked.connect(lambda: self._end(Choice.LATER))
        self.discarding.clicked.connect(self.discard)
        self.restoring.setDefault(True)
        for button, name in ((self.restoring, "ncovyRecoveryRestore"), (later, "ncovyRecoveryLater"), (self.discarding, "ncovyRecoveryDrop")):
            button.setObjectName(name)
        self.list.itemChanged.connect(self._ticked)
        return box

    def _ticked(self, *_: Any) -> None:
        for button in (self.restoring, self.discarding):
            button.setEnabled(bool(self.chosen()))

    def _tree(self, unsaved: Sequence[Unsaved]) -> QTreeWidget:
        translate = QCoreApplication.translate
        tree = QTreeWidget(self)
        tree.setHeaderLabels([translate("Ncovy", "Tên"), translate("Ncovy", "Sửa đổi"), translate("Ncovy", "Lúc"), translate("Ncovy", "Từ đó tới nay")])
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(WIDTHS):
            tree.setColumnWidth(column, width)
        for layer in self._catalogue.layers:
            own = sorted((each for each in unsaved if each.change.layer == layer.name), key=lambda each: each.at)
            if own:
                row = _layer_row(layer, own)
                tree.addTopLevelItem(row)
                row.setFirstColumnSpanned(True)
        tree.expandAll()
        tree.resizeColumnToContents(2)
        return tree


def _layer_row(layer: Layer, own: Sequence[Unsaved]) -> QTreeWidgetItem:
    row = QTreeWidgetItem([f"{said(layer.title)} ({len(own)})"])
    row.setIcon(0, icon(layer.name))
    row.setFlags(row.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
    for each in own:
        words = [each.name or key_of(each.change)[1][:8], kind_of(layer, each.change), f"{each.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}", _since(each.meanwhile)]
        item = QTreeWidgetItem(words)
        item.setData(0, Qt.ItemDataRole.UserRole, each)
        item.setCheckState(0, Qt.CheckState.Checked)
        for column, text in enumerate(words):
            item.setToolTip(column, text)
        row.addChild(item)
    return row


def kind_of(layer: Layer, change: Change) -> str:
    """What the edit does, in words."""
    translate = QCoreApplication.translate
    if isinstance(change, Insert):
        return translate("Ncovy", "Thêm mới")
    if isinstance(change, Remove):
        return translate("Ncovy", "Gỡ bỏ")
    names = [f"«{said(layer.field(name).label)}»" for name in change.values if layer.has(name)]
    if change.wkb is not None:
        names.append(translate("Ncovy", "vị trí"))
    more = len(names) - FIELDS_NAMED
    listed = ", ".join(names[:FIELDS_NAMED]) + (f" (+{more})" if more > 0 else "")
    return translate("Ncovy", "Sửa {fields}").format(fields=listed)


def _since(meanwhile: Meanwhile) -> str:
    translate = QCoreApplication.translate
    return {
        Meanwhile.SAME: "",
        Meanwhile.CHANGED: translate("Ncovy", "Người khác đã sửa"),
        Meanwhile.GONE: translate("Ncovy", "Không còn trên bản đồ"),
    }[meanwhile]
