"""«Gỡ bỏ»: the selected features are marked as removed, with a reason; saved and reviewed like every other edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox

from ...gis.buffer import mark_removed
from ...gis.tools.plan import still_there
from .frame import Chosen, ToolDialog, ready
from .planned import saved_meanwhile

if TYPE_CHECKING:
    from ..session import Session


class RemoveDialog(ToolDialog):
    """Why the features go; an empty reason is none."""

    def __init__(self, session: Session, into: Chosen) -> None:
        translate = QCoreApplication.translate
        super().__init__(session.iface.mainWindow(), "ncovyRemoveDialog", translate("Ncovy", "Gỡ bỏ khỏi bản đồ"), translate("Ncovy", "Gỡ bỏ"))
        self._session, self._into = session, into
        self.setMinimumWidth(460)
        text = translate("Ncovy", "Lý do gỡ bỏ {count} đối tượng (sẽ được duyệt, có thể khôi phục)").format(count=len(into.fids))
        self.head.setText(f"{into.names()}\n\n{text}")
        self.reason = QComboBox(self)
        self.reason.setEditable(True)
        self.reason.addItems(
            ["", translate("Ncovy", "Nhập trùng"), translate("Ncovy", "Nhập nhầm vị trí"), translate("Ncovy", "Không có thật, đã đi kiểm tra")]
        )
        self.reason.lineEdit().setMaxLength(self._limit())
        self.reason.editTextChanged.connect(lambda _: self.ok.setEnabled(self.text() is not None))
        self.ok.setEnabled(False)
        self.fill(self.reason)
        self.reason.setFocus()

    def text(self) -> Optional[str]:
        """The reason typed or chosen."""
        return self.reason.currentText().strip() or None

    def accept(self) -> None:
        """One undoable step."""
        reason = self.text()
        if reason and ready(self._session, self._into.layer):
            lost = len(self._into.fids) - len(still_there(self._into.layer, self._into.fids))
            if lost:
                self.note.setText(saved_meanwhile(lost))
                return
            mark_removed(self._into.layer, self._into.fids, reason)
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Đã đánh dấu gỡ bỏ; hãy lưu để gửi lên máy chủ."))
            super().accept()

    def _limit(self) -> int:
        schema = self._into.schema
        return (schema.field("removed_reason").max if schema.has("removed_reason") else None) or 200
