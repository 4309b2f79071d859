"""Bringing one version back: what would change is shown first, exactly as it was or with what was edited later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from ...core.merge import Merge
from ...db.history import Version
from ..background import Question
from ..messages import sentence_of
from ..review_change.rows import FieldRow, compared
from ..review_change.table import DiffModel, DiffTable
from .tasks import Past, Wish, asked, contested, merged, outcome
from .words import version_label

if TYPE_CHECKING:
    from ..session import Session

SIZE = (820, 470)


class RestoreDialog(QDialog):
    """Accepted, `wish()` says how; nothing is stored here."""

    def __init__(self, parent: QWidget, session: Session, past: Past, to: Version) -> None:
        super().__init__(parent)
        self._session, self.past, self.to = session, past, to
        self._merge: Optional[Merge] = None
        self._question = Question(self)
        self._question.answered.connect(self._read)
        self._question.failed.connect(self._failed)
        self.setObjectName("ncovyHistoryRestore")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Khôi phục phiên bản {version}").format(version=to.row_version))
        self.resize(*SIZE)
        self.model = DiffModel(self)
        self.table = DiffTable(self.model, "ncovyHistoryRestoreTable", self)
        self.head, self.note = QLabel(self), QLabel(self)
        self.base = QComboBox(self)
        self._arrange()
        self.exactly.setChecked(True)
        for button in (self.exactly, self.keeping):
            button.toggled.connect(lambda on: self.refresh() if on else None)
        self.base.currentIndexChanged.connect(lambda _: self.refresh())
        self.model.ticked.connect(self._allow)
        self.refresh()

    def wish(self) -> Wish:
        """What the person decided."""
        base = int(self.base.currentData()) if self.keeping.isChecked() else None
        return Wish(self.to.row_version, self.past.now.row_version, base, self.model.ticks() if base is not None else ())

    def refresh(self) -> None:
        """Show what would change; what is kept of later edits the database tells."""
        self._merge = None
        self._question.drop()
        self.base.setEnabled(self.keeping.isChecked())
        if self.exactly.isChecked():
            self._show(self._compared(self.to))
            return
        self._show(())
        self.note.setText(QCoreApplication.translate("Ncovy", "Đang so sánh…"))
        source, catalogue, past, wish = self._session.source(), self._session.catalogue, self.past, self.wish()
        if source is not None:
            dsn = source.dsn()
            self._question.ask(lambda: asked(dsn, lambda connection: merged(connection, catalogue, past.layer, past.uid, wish)))

    # --- showing ----------------------------------------------------------------------------------------------------

    def _compared(self, after: Version) -> tuple[FieldRow, ...]:
        return compared(self.past.now, after, self._session.catalogue, self.past.names)

    def _read(self, answer: tuple[Merge, int]) -> None:
        """A cell that was changed later, too, gets a box: without a tick it stays as it is."""
        found, now = answer
        if now != self.past.now.row_version:
            self.note.setText(QCoreApplication.translate("Ncovy", "Đối tượng vừa được sửa tiếp: hãy đóng cửa sổ này và xem lại."))
            return
        self._merge = found
        both = contested(found)
        rows = self._compared(outcome(found, self.past.now, both))
        self._show(tuple(_open(row) if row.name in both else row for row in rows if row.changed))

    def _show(self, rows: tuple[FieldRow, ...]) -> None:
        translate = QCoreApplication.translate
        self.model.show_rows(rows, (translate("Ncovy", "Hiện nay"), translate("Ncovy", "Sẽ thành")))
        self._allow()

    def _failed(self, error: BaseException) -> None:
        self.note.setText(sentence_of(error))

    def _allow(self) -> None:
        """Nothing to bring back, nothing to press."""
        translate = QCoreApplication.translate
        changing = [row for row in self.model.rows if row.changed and not row.apart] + list(self.model.ticks())
        self.ok.setEnabled(bool(changing))
        if any(row.apart for row in self.model.rows):
            self.note.setText(translate("Ncovy", "Mục có ô đánh dấu còn được sửa sau đó nữa: không đánh dấu thì giữ như hiện nay."))
        else:
            self.note.setText("" if changing else translate("Ncovy", "Không có gì khác so với hiện nay."))

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        translate = QCoreApplication.translate
        text = translate("Ncovy", "«{name}» sẽ có một phiên bản mới, là bản nháp; các phiên bản đã có không mất. Bản công khai chỉ đổi sau khi duyệt.")
        self.head.setText(text.format(name=self.past.name))
        for label in (self.head, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.note.setObjectName("ncovyHistoryRestoreNote")
        self.exactly = QRadioButton(translate("Ncovy", "&Đúng như phiên bản {version}").format(version=self.to.row_version), self)
        self.keeping = QRadioButton(translate("Ncovy", "&Giữ những gì được sửa sau"), self)
        self.exactly.setObjectName("ncovyHistoryExactly")
        self.keeping.setObjectName("ncovyHistoryKeeping")
        later = [each for each in self.past.versions if self.to.row_version < each.row_version < self.past.now.row_version]
        for version in later:
            self.base.addItem(version_label(version), version.row_version)
        self.base.setObjectName("ncovyHistoryBase")
        self.base.setToolTip(translate("Ncovy", "Các sửa đổi đến hết phiên bản này bị hoàn tác, các sửa đổi sau nó được giữ"))
        self.keeping.setEnabled(bool(later))
        if not later:
            self.keeping.setToolTip(translate("Ncovy", "Sau phiên bản này chỉ có một lần sửa."))
        row = QHBoxLayout()
        row.addWidget(self.keeping)
        row.addWidget(self.base, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.head)
        layout.addWidget(self.exactly)
        layout.addLayout(row)
        for widget in (self.table, self.note, self._buttons()):
            layout.addWidget(widget, 1 if widget is self.table else 0)

    def _buttons(self) -> QDialogButtonBox:
        translate, kinds = QCoreApplication.translate, QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.ok = buttons.button(kinds.Ok)
        self.ok.setText(translate("Ncovy", "Khôi phục thành bản nháp"))
        buttons.button(kinds.Cancel).setText(translate("Ncovy", "Hủy"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons


def _open(row: FieldRow) -> FieldRow:
    """With a box to tick."""
    return FieldRow(row.name, row.label, row.old, row.new, row.changed, True)
