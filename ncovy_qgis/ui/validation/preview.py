"""Two small windows: what the fixes would change, and why a warning is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QLabel, QPlainTextEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ...core.shown import show_value
from ...gis.fixes import Proposal
from ..icons import icon
from ..words import said
from .rows import Row

REASON_MAX = 500
LISTED = 12  # warnings named in the window; the others are counted


class FixPreview(QDialog):
    """Before and after, line by line; what is not ticked stays as it is."""

    def __init__(self, parent: Optional[QWidget], found: Sequence[Proposal], catalogue: Catalogue, names: dict[str, str]) -> None:
        super().__init__(parent)
        self._found = found
        translate = QCoreApplication.translate
        self.setObjectName("ncovyFixPreview")
        self.setWindowTitle(translate("Ncovy", "Sửa những gì chắc chắn"))
        self.resize(760, 360)
        text = QLabel(translate("Ncovy", "Bỏ dấu chọn ở dòng không muốn sửa. Các sửa đổi chưa được lưu ngay: hoàn tác được, và chỉ gửi đi khi bạn lưu."), self)
        text.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([translate("Ncovy", "Tên"), translate("Ncovy", "Trường"), translate("Ncovy", "Hiện nay"), translate("Ncovy", "Sẽ thành")])
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((280, 140, 160)):
            self.list.setColumnWidth(column, width)
        for each in found:
            self._add(each, catalogue, names)
        self.buttons = _buttons(self, translate("Ncovy", "Sửa"))
        layout = QVBoxLayout(self)
        for widget in (text, self.list, self.buttons):
            layout.addWidget(widget)

    def ticked(self) -> list[Proposal]:
        """What the person agrees to."""
        return [each for number, each in enumerate(self._found) if self.list.topLevelItem(number).checkState(0) == Qt.CheckState.Checked]

    def _add(self, each: Proposal, catalogue: Catalogue, names: dict[str, str]) -> None:
        field, empty = catalogue.layer(each.stem).field(each.field), QCoreApplication.translate("Ncovy", "(để trống)")

        def word(value: Any) -> str:
            if value is None or str(value) in names:
                return empty if value is None else names[str(value)]
            return str(value) if field.normalise else said(show_value(field, value, catalogue))  # a spelling is shown letter by letter

        row = QTreeWidgetItem([each.name, said(field.label), word(each.before), word(each.after)])
        row.setIcon(0, icon(each.stem))
        row.setCheckState(0, Qt.CheckState.Checked)
        for column in range(4):
            row.setToolTip(column, row.text(column))
        self.list.addTopLevelItem(row)


class AcceptDialog(QDialog):
    """A reason for warnings that stay as they are; without one there is no OK."""

    def __init__(self, parent: Optional[QWidget], rows: Sequence[Row], suggested: str = "") -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setObjectName("ncovyAcceptDialog")
        self.setWindowTitle(translate("Ncovy", "Chấp nhận cảnh báo"))
        self.resize(520, 320)
        lines = [f"• {row.finding.name or '–'}: {row.sentence}" for row in rows[:LISTED]]
        if len(rows) > LISTED:
            lines.append(translate("Ncovy", "… và {count} cảnh báo nữa").format(count=len(rows) - LISTED))
        listed = QLabel("\n".join(lines), self)
        listed.setWordWrap(True)
        listed.setTextFormat(Qt.TextFormat.PlainText)
        prompt = QLabel(translate("Ncovy", "Chấp nhận vì"), self)
        self.reason = QPlainTextEdit(suggested, self)
        self.reason.setTabChangesFocus(True)
        prompt.setBuddy(self.reason)
        hint = QLabel(translate("Ncovy", "Tên bạn, giờ và lý do được ghi lại. Khi đối tượng được sửa, cảnh báo sẽ được hỏi lại."), self)
        hint.setWordWrap(True)
        self.buttons = _buttons(self, translate("Ncovy", "Chấp nhận"))
        self.reason.textChanged.connect(self._typed)
        layout = QVBoxLayout(self)
        for widget in (listed, prompt, self.reason, hint, self.buttons):
            layout.addWidget(widget)
        self._typed()
        self.reason.setFocus()

    def text(self) -> str:
        """The reason."""
        return str(self.reason.toPlainText()).strip()

    def _typed(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(0 < len(self.text()) <= REASON_MAX)


def _buttons(dialog: QDialog, yes: str) -> QDialogButtonBox:
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, dialog)
    buttons.button(kinds.Ok).setText(yes)
    buttons.button(kinds.Cancel).setText(QCoreApplication.translate("Ncovy", "Hủy"))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
