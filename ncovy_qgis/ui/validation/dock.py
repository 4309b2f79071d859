"""The dock itself: filters, the tree, what can be done with the chosen rows. Asks for everything by signal; holds no connection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QShortcut,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ...core.catalogue import Catalogue, Text
from ...core.dates import show_datetime
from ...core.fixes import may_be_certain
from ...db.findings import ERROR, NOTE, WARNING
from ..tree import GroupTree
from ..words import said
from .filters import Filters
from .look import COMMUNE as COMMUNE_COLUMN
from .look import NAME, SENTENCE, FindingLook
from .rows import COMMUNE, RULE, Row, grouped, kept, others_of

WIDTHS = {NAME: 170, COMMUNE_COLUMN: 90, SENTENCE: 80}  # of those that do not take the room that is left
UNFOLDED = 60  # so many rows are shown without opening their groups


class ValidationDock(QDockWidget):
    """What is wrong or doubtful, beside the map."""

    run_wanted = pyqtSignal()
    stop_wanted = pyqtSignal()
    chosen = pyqtSignal(object)  # a Row, on one click
    opened = pyqtSignal(object)  # a Row, on two
    fix_wanted = pyqtSignal(object)  # Rows
    accept_wanted = pyqtSignal(object)  # Rows

    def __init__(self, parent: Optional[QWidget], catalogue: Catalogue) -> None:
        super().__init__(QCoreApplication.translate("Ncovy", "Kiểm tra dữ liệu"), parent)
        self.setObjectName("ncovyValidationDock")
        self._catalogue = catalogue
        self._rows: Sequence[Row] = ()
        self._others: dict[tuple[str, str], tuple[str, ...]] = {}
        self._unfolded: dict[str, bool] = {}  # group → as the person left it
        self._busy = False
        body = QWidget(self)
        self.filters = Filters(body, catalogue)
        self.filters.changed.connect(self.refresh)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(self._make_head(body))
        layout.addWidget(self.progress)
        layout.addWidget(self.filters)
        layout.addWidget(self._make_tree(body), 1)
        layout.addLayout(self._make_foot(body))
        self.setWidget(body)
        self.running(False)
        self._chosen_changed()

    # --- what is shown ----------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other findings from now on; filters, unfolded groups and the chosen row stay."""
        self._rows, self._others = rows, others_of(rows)
        self.filters.list_communes(row.finding.commune for row in rows)
        self.refresh()

    def refresh(self) -> None:
        """Filter and group again."""
        current = self.model.row_at(self.tree.currentIndex())
        rows, grouping = kept(self._rows, self.filters.wanted()), self.filters.grouping()
        self.model.show(grouped(rows, grouping))
        self.tree.setColumnHidden(COMMUNE_COLUMN, grouping == COMMUNE)
        self._share_room(NAME if grouping == RULE else SENTENCE)
        self.tree.blockSignals(True)
        for number, group in enumerate(self.model.groups):
            self.tree.setFirstColumnSpanned(number, QModelIndex(), True)
            self.tree.setExpanded(self.model.index(number, NAME), self._unfolded.get(group.key, len(rows) <= UNFOLDED))
        self.tree.blockSignals(False)
        self.summary.setText(self._summary(rows))
        if current is not None:
            self.tree.setCurrentIndex(self.index_of(current.finding.uid, current.finding.code))
        self._chosen_changed()

    def running(self, busy: bool) -> None:
        """A check is going on: what is listed stays usable."""
        self._busy = busy
        self.progress.setVisible(busy)
        self.progress.setRange(0, 0)
        self.start.setText(QCoreApplication.translate("Ncovy", "Dừng") if busy else QCoreApplication.translate("Ncovy", "Kiểm tra lại"))
        self.start.setIcon(QgsApplication.getThemeIcon("/mActionStop.svg" if busy else "/mActionRefresh.svg"))

    def tell_progress(self, done: int, of: int, title: Text) -> None:
        """The step that comes next, of how many."""
        self.progress.setRange(0, of)
        self.progress.setValue(done)
        self.progress.setFormat(f"{done + 1}/{of}")
        self.progress.setToolTip(said(title))

    def say(self, text: str) -> None:
        """A sentence above the list, until the next."""
        self.summary.setText(text)

    def _summary(self, rows: Sequence[Row]) -> str:
        counts = Counter(row.finding.severity for row in rows if row.finding.open)
        accepted = sum(not row.finding.open for row in rows)
        text = QCoreApplication.translate("Ncovy", "{errors} lỗi, {warnings} cảnh báo, {notes} gợi ý; {accepted} đã chấp nhận.")
        return text.format(errors=counts[ERROR], warnings=counts[WARNING], notes=counts[NOTE], accepted=accepted)

    # --- what is chosen ---------------------------------------------------------------------------------------------

    def selected(self) -> list[Row]:
        """Rows chosen, a group standing for all of its own."""
        return self.model.rows_in(self.tree.selectionModel().selection())

    def index_of(self, uid: str, code: str) -> QModelIndex:
        """Where a finding is; not valid when it is not shown."""
        return self.model.find(lambda row: row.finding.uid == uid and row.finding.code == code)

    def others(self, row: Row) -> tuple[str, ...]:
        """The features that findings of this code of this feature speak of."""
        return self._others.get((row.finding.uid, row.finding.code), ())

    def _fixable(self) -> list[Row]:
        return [row for row in self.selected() if may_be_certain(self._catalogue.layer(row.finding.layer), row.finding.code, self.others(row))]

    def _doubtful(self) -> list[Row]:
        return [row for row in self.selected() if row.finding.severity == WARNING and row.finding.open]

    def _chosen_changed(self) -> None:
        self.fix.setEnabled(bool(self._fixable()))
        self.accept.setEnabled(bool(self._doubtful()))
        row = self.model.row_at(self.tree.currentIndex())
        self.form.setEnabled(row is not None)
        self.detail.setText(_details(row) if row is not None else "")
        self.detail.setVisible(row is not None)

    def _clicked(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.chosen.emit(row)

    def _opened(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.opened.emit(row)
        else:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))

    def _fold(self, index: QModelIndex, unfolded: bool) -> None:
        group = self.model.group_at(index)
        if group is not None:
            self._unfolded[group.key] = unfolded

    # --- how it is built --------------------------------------------------------------------------------------------

    def _make_head(self, body: QWidget) -> QHBoxLayout:
        self.summary = QLabel(QCoreApplication.translate("Ncovy", "Chưa kiểm tra."), body)
        self.summary.setObjectName("ncovyValidationSummary")
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(body)
        self.progress.setObjectName("ncovyValidationProgress")
        self.start = QToolButton(body)
        self.start.setObjectName("ncovyValidationStart")
        self.start.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.start.clicked.connect(lambda: self.stop_wanted.emit() if self._busy else self.run_wanted.emit())
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.start)
        return head

    def _make_tree(self, body: QWidget) -> QTreeView:
        self.model = GroupTree(FindingLook(), self)
        self.tree = QTreeView(body)
        self.tree.setObjectName("ncovyValidationTree")
        self.tree.setModel(self.model)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(14)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.header().setStretchLastSection(False)
        self.tree.setColumnWidth(COMMUNE_COLUMN, WIDTHS[COMMUNE_COLUMN])
        self.tree.expanded.connect(lambda index: self._fold(index, True))
        self.tree.collapsed.connect(lambda index: self._fold(index, False))
        self.tree.clicked.connect(self._clicked)
        self.tree.doubleClicked.connect(self._opened)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self.tree)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(lambda: self._clicked(self.tree.currentIndex()))
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self._chosen_changed())
        return self.tree

    def _share_room(self, widest: int) -> None:
        """Under the heading of a rule the names matter, else the sentences; the others keep the width they were given."""
        header, modes, other = self.tree.header(), QHeaderView.ResizeMode, SENTENCE if widest == NAME else NAME
        if header.sectionResizeMode(widest) != modes.Stretch:
            header.setSectionResizeMode(widest, modes.Stretch)
            header.setSectionResizeMode(other, modes.Interactive)
            self.tree.setColumnWidth(other, WIDTHS[other])

    def _make_foot(self, body: QWidget) -> QVBoxLayout:
        translate = QCoreApplication.translate
        self.detail = QLabel(body)
        self.detail.setObjectName("ncovyValidationDetail")
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)  # names and reasons are what somebody typed
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fix = QPushButton(translate("Ncovy", "Sửa…"), body)
        self.fix.setToolTip(translate("Ncovy", "Sửa những gì chắc chắn: xem trước, hoàn tác được"))
        self.accept = QPushButton(translate("Ncovy", "Chấp nhận vì…"), body)
        self.accept.setToolTip(translate("Ncovy", "Ghi tên bạn và lý do; người duyệt sẽ thấy"))
        self.form = QPushButton(translate("Ncovy", "Mở biểu mẫu"), body)
        buttons = QHBoxLayout()
        for button, name in ((self.fix, "Fix"), (self.accept, "Accept"), (self.form, "Form")):
            button.setObjectName(f"ncovyValidation{name}")
            buttons.addWidget(button)
        self.fix.clicked.connect(lambda: self.fix_wanted.emit(self._fixable()))
        self.accept.clicked.connect(lambda: self.accept_wanted.emit(self._doubtful()))
        self.form.clicked.connect(lambda: self._opened(self.tree.currentIndex()))
        foot = QVBoxLayout()
        foot.addWidget(self.detail)
        foot.addLayout(buttons)
        return foot


def _details(row: Row) -> str:
    """The whole sentence, and whose word stands for a warning."""
    finding = row.finding
    lines = [f"{finding.name or '–'} · {row.layer}" + (f" · {finding.commune}" if finding.commune else ""), row.sentence]
    if finding.accepted_by is not None and finding.accepted_at is not None:
        text = QCoreApplication.translate("Ncovy", "{by} chấp nhận lúc {at}: {reason}")
        lines.append(text.format(by=finding.accepted_by, at=show_datetime(finding.accepted_at), reason=finding.accepted))
    elif not finding.open:
        lines.append(QCoreApplication.translate("Ncovy", "Lý do ghi trong biểu mẫu: {reason}").format(reason=finding.accepted))
    return "\n".join(lines)
