"""Many at once: first a summary of what would be decided, then the verdict of each. What the person may not decide is left out, and said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ...core.numbers import show_number
from ...db.review import Verdict
from ..icons import icon, muted
from ..review_change import templates
from ..tree import GroupView
from ..words import said
from .look import signs
from .rows import ERROR, KINDS, WARNING, Found, Key, Row, severity
from .words import kind_word

NAME, PLACE, RESULT = range(3)
UNFOLDED = 60  # so many are shown without opening their groups
NOTE_LINES = 3


@dataclass(frozen=True)
class Part:
    """Rows of one layer and one kind of change."""

    title: str
    stem: str
    rows: tuple[Row, ...]


def decidable(rows: Sequence[Row]) -> list[Row]:
    """Without one's own work and what lies outside one's areas: the database would refuse those."""
    return [row for row in rows if row.waiting is not None and not row.waiting.own and row.waiting.mine]


def parts_of(rows: Sequence[Row]) -> tuple[Part, ...]:
    """By layer and kind, the largest first."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.layer, row.waiting.kind if row.waiting is not None else ""), []).append(row)
    parts = [Part(f"{layer} · {kind_word(kind)}", own[0].item.layer, tuple(own)) for (layer, kind), own in found.items()]
    return tuple(sorted(parts, key=lambda part: (-len(part.rows), part.title)))


def summary(rows: Sequence[Row], left_out: Sequence[Row], found: Found) -> str:
    """How many of what kind, how many with errors or warnings, and what is left out."""
    translate = QCoreApplication.translate
    kinds = Counter(row.waiting.kind for row in rows if row.waiting is not None)
    told = ", ".join(f"{show_number(kinds[kind])} {kind_word(kind).lower()}" for kind in KINDS if kinds[kind])
    lines = [translate("Ncovy", "{count} mục: {kinds}.").format(count=show_number(len(rows)), kinds=told or "–")]
    levels = Counter(severity(row, found) for row in rows)
    if levels[ERROR] or levels[WARNING]:
        text = translate("Ncovy", "⚠ {errors} mục có lỗi, {warnings} mục có cảnh báo.")
        lines.append(text.format(errors=show_number(levels[ERROR]), warnings=show_number(levels[WARNING])))
    if levels[""]:
        lines.append(translate("Ncovy", "{count} mục chưa kiểm tra xong.").format(count=show_number(levels[""])))
    if left_out:
        own = sum(row.waiting is not None and row.waiting.own for row in left_out)
        text = translate("Ncovy", "Bỏ ra {count} mục: {own} do bạn tham gia soạn, {foreign} ngoài địa bàn của bạn.")
        lines.append(text.format(count=len(left_out), own=own, foreign=len(left_out) - own))
    return "\n".join(lines)


class BulkLook:
    """The features by name and place, with the sign of what the rules find; afterwards what became of each."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._signs = signs()
        self.verdicts: Mapping[Key, Verdict] = {}
        self.done_word = ""
        self._heavy = QFont()
        self._heavy.setBold(True)

    def titles(self) -> tuple[str, ...]:
        """The heads of the columns."""
        translate = QCoreApplication.translate
        return translate("Ncovy", "Đối tượng"), translate("Ncovy", "Xã"), translate("Ncovy", "Kết quả")

    def of_group(self, group: Part, column: int, role: int) -> Any:
        """The number first."""
        if column != NAME:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"({show_number(len(group.rows))}) {group.title}"
        if role == Qt.ItemDataRole.DecorationRole and group.stem:
            return icon(group.stem)
        return self._heavy if role == Qt.ItemDataRole.FontRole else None

    def of_row(self, row: Row, column: int, role: int) -> Any:
        """A refusal is a sentence, also when it is too long for its column."""
        verdict = self.verdicts.get(row.key)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (row.name, row.place, self._result(verdict))[column]
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return self._signs.get(severity(row, self._found))
        if role == Qt.ItemDataRole.ForegroundRole and column == RESULT and verdict is not None and verdict.refusal is None:
            return muted()
        return None

    def _result(self, verdict: Optional[Verdict]) -> str:
        if verdict is None:
            return ""
        return f"✗ {said(verdict.refusal.text)}" if verdict.refusal is not None else f"✓ {self.done_word}"


class BulkDialog(QDialog):
    """`decided` carries the items and the words once the person agrees; the verdicts come back by `show_verdicts`."""

    decided = pyqtSignal(object, str)  # [(layer, uid, row_version), …], note or reason

    def __init__(self, parent: QWidget, rows: Sequence[Row], found: Found, approve: bool) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setObjectName("ncovyReviewBulk")
        self.rows, self._approve = decidable(rows), approve
        allowed = {row.key for row in self.rows}
        self.setWindowTitle(translate("Ncovy", "Duyệt nhiều mục") if approve else translate("Ncovy", "Trả lại nhiều mục"))
        self.head = QLabel(summary(self.rows, [row for row in rows if row.key not in allowed], found), self)
        self.head.setObjectName("ncovyReviewBulkSummary")
        self.head.setWordWrap(True)
        self.note = QPlainTextEdit(self)
        self.note.setObjectName("ncovyReviewBulkNote")
        self.note.setPlaceholderText(translate("Ncovy", "Ghi chú (không bắt buộc)") if approve else translate("Ncovy", "Lý do trả lại: người soạn cần sửa gì?"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * NOTE_LINES + 12)
        self.note.textChanged.connect(self._allow)
        self.choice = QComboBox(self)
        self.choice.setObjectName("ncovyReviewBulkTemplates")
        self.choice.addItems([translate("Ncovy", "Chọn mẫu…"), *templates.reasons()])
        self.choice.setVisible(not approve)
        self.choice.activated.connect(self._take)
        self.look = BulkLook(found)
        self.look.done_word = translate("Ncovy", "Đã duyệt") if approve else translate("Ncovy", "Đã trả lại")
        self._make_tree()
        self._make_buttons()
        layout = QVBoxLayout(self)
        for widget in (self.head, self.tree, self.choice, self.note, self.buttons):
            layout.addWidget(widget)
        self.resize(760, 520)
        self._allow()
        self.note.setFocus()

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """What became of each; the refused ones first, because something is left to do with them."""
        self.setEnabled(True)
        self.look.verdicts = {(each.layer, each.uid): each for each in verdicts}
        refused = [row for row in self.rows if self.look.verdicts[row.key].refusal is not None]
        text = QCoreApplication.translate("Ncovy", "{done}: {count} mục. Không được: {refused} mục.")
        self.head.setText(text.format(done=self.look.done_word, count=show_number(len(verdicts) - len(refused)), refused=show_number(len(refused))))
        stopped = (Part(QCoreApplication.translate("Ncovy", "Không được"), "", tuple(refused)),) if refused else ()
        self._show((*stopped, *parts_of([row for row in self.rows if self.look.verdicts[row.key].refusal is None])))
        self.note.hide()
        self.choice.hide()
        self.ok.hide()
        self.cancel.setText(QCoreApplication.translate("Ncovy", "Đóng"))
        self.cancel.setFocus()

    def show_failure(self, sentence: str) -> None:
        """Nothing was decided; the same can be tried again."""
        self.head.setText(sentence)
        self.setEnabled(True)

    def _agree(self) -> None:
        self.setEnabled(False)
        self.decided.emit([(row.item.layer, row.item.uid, row.item.row_version) for row in self.rows], self.note.toPlainText().strip())

    def _take(self, place: int) -> None:
        """After what is there already."""
        if place > 0:
            self.note.setPlainText(" ".join(filter(None, (self.note.toPlainText().strip(), self.choice.itemText(place)))))
            self.note.setFocus()

    def _allow(self) -> None:
        """Who is given something back must be told why."""
        self.ok.setEnabled(bool(self.rows) and (self._approve or bool(self.note.toPlainText().strip())))

    def _show(self, parts: Sequence[Part]) -> None:
        """A short list is open at once, and always what was refused."""
        self.model.show(parts)
        for number, part in enumerate(parts):
            self.tree.setExpanded(self.model.index(number, NAME), len(self.rows) <= UNFOLDED or not part.stem)

    def _make_tree(self) -> None:
        self.tree = GroupView(self, self.look)
        self.tree.setObjectName("ncovyReviewBulkTree")
        self.model = self.tree.tree
        self.tree.setColumnWidth(NAME, 280)
        self.tree.setColumnWidth(PLACE, 160)
        self._show(parts_of(self.rows))

    def _make_buttons(self) -> None:
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel, self)
        self.ok, self.cancel = self.buttons.button(standard.Ok), self.buttons.button(standard.Cancel)
        text = QCoreApplication.translate("Ncovy", "Duyệt {count} mục") if self._approve else QCoreApplication.translate("Ncovy", "Trả lại {count} mục")
        self.ok.setText(text.format(count=show_number(len(self.rows))))
        self.ok.setObjectName("ncovyReviewBulkOk")
        self.ok.setShortcut("Ctrl+Return")
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
