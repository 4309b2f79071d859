"""The lower part of a page that brings many back: the preview, the reason, the deed."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ...db.review import Verdict
from .steps import Line, StepModel, StepTable

LONGEST = 200  # of a reason


class StepsPane(QWidget):
    """Asks for the restore by signal; `comment` is what the new save will be called."""

    wanted = pyqtSignal(object, str, str)  # Steps, comment, reason

    def __init__(self, parent: QWidget, catalogue: Catalogue, name: str, note_title: str) -> None:
        super().__init__(parent)
        self.comment = ""
        self.model = StepModel(catalogue, self)
        self.model.note_title = note_title
        self.table = StepTable(self.model, f"ncovyHistory{name}Table", self)
        self.summary, self.reason = QLabel(self), QLineEdit(self)
        self.summary.setObjectName(f"ncovyHistory{name}Summary")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.reason.setObjectName(f"ncovyHistory{name}Reason")
        self.reason.setMaxLength(LONGEST)
        self.reason.setPlaceholderText(QCoreApplication.translate("Ncovy", "Vì sao khôi phục? (bắt buộc, người duyệt sẽ thấy)"))
        self.reason.textChanged.connect(lambda _: self._allow())
        self.all, self.none, self.deed = (QPushButton(self) for _ in range(3))
        self._arrange(name)
        self.model.ticked.connect(self._allow)
        self._allow()

    def show_lines(self, lines: Sequence[Line], comment: str) -> None:
        """Another preview."""
        self.comment = comment
        self.model.show_lines(lines)
        if lines:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def tell(self, verdicts: Sequence[Verdict]) -> None:
        """What came of it; the reason was for this one."""
        self.model.tell(verdicts)
        if any(each.refusal is None for each in verdicts):
            self.reason.clear()

    def say(self, text: str) -> None:
        """A sentence in place of the count."""
        self.summary.setText(text)

    def _allow(self) -> None:
        translate, chosen = QCoreApplication.translate, self.model.chosen()
        self.deed.setText(translate("Ncovy", "Khôi phục {count} đối tượng").format(count=len(chosen)))
        self.deed.setEnabled(bool(chosen) and bool(self.reason.text().strip()))
        self.deed.setToolTip("" if self.reason.text().strip() else translate("Ncovy", "Hãy ghi lý do trước."))
        if self.model.lines:
            self.say(self._count())

    def _count(self) -> str:
        """How many, and what is undone of others."""
        translate, lines = QCoreApplication.translate, self.model.lines
        parts = [translate("Ncovy", "{count} đối tượng, đang chọn {chosen}.").format(count=len(lines), chosen=len(self.model.chosen()))]
        left = sum(line.step.conflict and not line.ticked and not line.locked for line in lines)
        undone = sum(line.step.conflict and line.ticked for line in lines)
        if left:
            parts.append(translate("Ncovy", "{count} đối tượng được sửa sau đó nên không chọn sẵn.").format(count=left))
        if undone:
            parts.append(translate("Ncovy", "⚠ Ở {count} đối tượng, sửa đổi sau đó cũng bị hoàn tác.").format(count=undone))
        return " ".join(parts)

    def _do(self) -> None:
        if self.deed.isEnabled():
            self.wanted.emit(self.model.chosen(), self.comment, self.reason.text().strip())

    def _arrange(self, name: str) -> None:
        translate, row, foot = QCoreApplication.translate, QHBoxLayout(), QHBoxLayout()
        self.all.setText(translate("Ncovy", "Chọn hết"))
        self.none.setText(translate("Ncovy", "Bỏ chọn hết"))
        self.all.clicked.connect(lambda _=False: self.model.tick(range(len(self.model.lines)), True))
        self.none.clicked.connect(lambda _=False: self.model.tick(range(len(self.model.lines)), False))
        self.deed.clicked.connect(lambda _=False: self._do())
        self.deed.setObjectName(f"ncovyHistory{name}Do")
        for button in (self.all, self.none, self.deed):
            button.setAutoDefault(False)
        row.addWidget(self.summary, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.deed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
