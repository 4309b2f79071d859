"""«Gỡ bỏ»: the selected features are marked as removed, with a reason; saved and reviewed like every other edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QWidget

from ...gis.buffer import mark_removed
from ...gis.tools.plan import still_there
from .frame import Chosen, ToolDialog, ready
from .planned import saved_meanwhile

if TYPE_CHECKING:
    from ..session import Session


LONGEST = 200  # of a reason, where the layer says nothing else


class ReasonDialog(ToolDialog):
    """Why features go; an empty reason is none."""

    def __init__(self, parent: QWidget, count: int, names: str = "", longest: int = LONGEST) -> None:
        translate = QCoreApplication.translate
        super().__init__(parent, "ncovyRemoveDialog", translate("Ncovy", "Gỡ bỏ khỏi bản đồ"), translate("Ncovy", "Gỡ bỏ"))
        self.setMinimumWidth(460)
        text = translate("Ncovy", "Lý do gỡ bỏ {count} đối tượng (sẽ được duyệt, có thể khôi phục)").format(count=count)
        self.head.setText(f"{names}\n\n{text}".strip())
        self.reason = QComboBox(self)
        self.reason.setEditable(True)
        self.reason.addItems(
            ["", translate("Ncovy", "Nhập trùng"), translate("Ncovy", "Nhập nhầm vị trí"), translate("Ncovy", "Không có thật, đã đi kiểm tra")]
        )
        self.reason.lineEdit().setMaxLength(longest)
        self.reason.editTextChanged.connect(lambda _: self.ok.setEnabled(self.text() is not None))
        self.ok.setEnabled(False)
        self.fill(self.reason)
        self.reason.setFocus()

    def text(self) -> Optional[str]:
        """The reason typed or chosen."""
        return self.reason.currentText().strip() or None


class RemoveDialog(ReasonDialog):
    """The same of the selected features, which it marks."""

    def __init__(self, session: Session, into: Chosen) -> None:
        limit = into.schema.field("removed_reason").max if into.schema.has("removed_reason") else None
        super().__init__(session.iface.mainWindow(), len(into.fids), into.names(), limit or LONGEST)
        self._session, self._into = session, into

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
