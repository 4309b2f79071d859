"""The window of the oversight: who did what in a period, how long things waited, which warnings were accepted, what is unusual, changes of staff."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsApplication
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QShortcut,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.catalogue import Catalogue
from ...core.oversight import REPORTS, by_district, cells, header, said
from ...core.safe_csv import write_file
from ...gis.project import language
from ...gis.source import Source
from ..messages import sentence_of
from ..validation.work import Work
from .period_bar import PeriodBar
from .table import ReportView
from .tasks import SHOWN, export_log, read_reports

COMMUNE = 2  # column of the activity
TYPING_MS = 300  # after the last letter or digit


class OversightWindow(QDialog):
    """Stays beside the map. `feature_wanted` when a row speaks of a feature and its history is asked for."""

    feature_wanted = pyqtSignal(str, str)  # layer, uid

    def __init__(self, parent: Optional[QWidget], source: Source, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._source, self._catalogue = source, catalogue
        self._work: Optional[Work] = None
        self._found: Mapping[str, Any] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self.setObjectName("ncovyOversight")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Giám sát"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.resize(1180, 560)
        self.views = {name: ReportView(REPORTS[name], self) for name in SHOWN}
        layout = QVBoxLayout(self)
        layout.addLayout(self._make_head())
        layout.addWidget(self._make_tabs(), 1)
        layout.addLayout(self._make_foot())
        self._make_keys()
        self._typing.timeout.connect(self._typed)
        self._period_waits = False

    # --- reading ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the period anew; what is listed stays until the answer is there."""
        period, catalogue = self.days.period(), self._catalogue
        text = QCoreApplication.translate("Ncovy", "Đang đọc…")
        self._run(text, lambda connection, progress: read_reports(connection, progress, period, catalogue), self._show, self._unread)

    def _run(self, text: str, task: Callable[..., Any], then: Callable[[Any], None], otherwise: Callable[[BaseException], None]) -> None:
        self.stop()
        work = Work(self._source.dsn(), task)
        work.done.connect(partial(self._ended, work, then))
        work.failed.connect(partial(self._ended, work, otherwise))
        self._work = work
        self.answer.setText(text)
        self.progress.show()
        work.start()

    def stop(self) -> None:
        """Nobody waits for what is being read any more."""
        if self._work is not None:
            self._work.stop()
            self._work = None
        self.progress.hide()

    def done(self, result: int) -> None:  # a name of Qt
        """A closed window reads nothing."""
        self._typing.stop()
        self.stop()
        super().done(result)

    def _ended(self, work: Work, then: Callable[[Any], None], answer: Any) -> None:
        if work is self._work:
            self._work = None
            self.progress.hide()
            then(answer)

    def _unread(self, error: BaseException) -> None:
        """Nothing is shown that might be another period's, or no longer this person's to see."""
        self._show({})
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        self.answer.setText(str(error) if isinstance(error, OSError) else sentence_of(error))

    def _show(self, found: Mapping[str, Any]) -> None:
        self._found = found
        for name, view in self.views.items():
            view.show_rows(found.get(name, ()))
        self._sum_up()

    def _sum_up(self) -> None:
        """Activity by commune, or its sums by district."""
        rows = self._found.get("activity", ())
        view, district = self.views["activity"], self.district.isChecked()
        view.show_rows(by_district(rows) if district else rows)
        view.setColumnHidden(COMMUNE, district)
        self._count()

    def _count(self) -> None:
        """How many rows each tab holds, and a word on the one in view."""
        for place, name in enumerate(SHOWN):
            title = said(REPORTS[name].title, language())
            self.tabs.setTabText(place, f"{title} ({len(self.views[name].reported.rows())})")
        self.answer.setText(self._summary())

    def _summary(self) -> str:
        rows = self.view().reported.rows()
        if self.view() is not self.views["activity"]:
            text = QCoreApplication.translate("Ncovy", "{count} dòng.").format(count=len(rows))
            more = QCoreApplication.translate("Ncovy", "Enter mở lịch sử của đối tượng.")
            return f"{text} {more}" if any(getattr(row, "uid", None) for row in rows) else text
        persons = len({row.person for row in rows})
        written = sum(row.inserts + row.updates + row.moves + row.removes + row.restores for row in rows)
        decided = sum(row.approvals + row.returns for row in rows)
        text = QCoreApplication.translate("Ncovy", "{count} người, {written} sửa đổi, {decided} lần xét duyệt.")
        return text.format(count=persons, written=written, decided=decided)

    # --- what is done with rows -------------------------------------------------------------------------------------

    def view(self) -> ReportView:
        """The table in view."""
        return self.views[SHOWN[self.tabs.currentIndex()]]

    def _period_changed(self) -> None:
        self._period_waits = True
        self._typing.start()

    def _typed(self) -> None:
        for view in self.views.values():
            view.reported.search(self.search.text())
        if self._period_waits:
            self._period_waits = False
            self.start()
        elif self._work is None:
            self._count()

    def _open(self, index: QModelIndex) -> None:
        row = self.view().reported.row_at(index)
        layer, uid = getattr(row, "layer", None), getattr(row, "uid", None)
        if layer and uid:
            self.feature_wanted.emit(layer, uid)

    def export_table(self) -> None:
        """What the table in view shows, as it is sorted and searched."""
        report, rows = self.view().reported.report, self.view().reported.rows()
        path = self._ask_file(report.name)
        if path is not None:
            lines = (cells(report, row, language()) for row in rows)
            try:
                self._exported(path, write_file(path, header(report, language()), lines))
            except OSError as error:
                self._failed(error)

    def export_log(self) -> None:
        """The whole audit of the period, read row by row from the database."""
        path = self._ask_file("log")
        if path is None:
            return
        period, catalogue, words = self.days.period(), self._catalogue, language()
        text = QCoreApplication.translate("Ncovy", "Đang ghi nhật ký…")
        task = partial(export_log, period=period, catalogue=catalogue, path=path, language=words)
        self._run(text, task, partial(self._exported, path), self._failed)

    def _ask_file(self, name: str) -> Optional[Path]:
        first, last = (edit.date().toString("yyyy-MM-dd") for edit in (self.days.first, self.days.last))
        title = QCoreApplication.translate("Ncovy", "Xuất bảng CSV")
        chosen, _ = QFileDialog.getSaveFileName(self, title, f"ncovy-{name}-{first}-{last}.csv", "CSV (*.csv)")
        return Path(chosen) if chosen else None

    def _exported(self, path: Path, count: int) -> None:
        self.answer.setText(QCoreApplication.translate("Ncovy", "Đã ghi {count} dòng vào {file}.").format(count=count, file=path))

    # --- how it is built --------------------------------------------------------------------------------------------

    def _make_head(self) -> QHBoxLayout:
        translate = QCoreApplication.translate
        self.days = PeriodBar(self)
        self.days.changed.connect(self._period_changed)
        self.search = QgsFilterLineEdit(self)
        self.search.setObjectName("ncovyOversightSearch")
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(translate("Ncovy", "Tìm (không cần dấu)"))
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.district = QCheckBox(translate("Ncovy", "Gộp theo huyện"), self)
        self.district.setObjectName("ncovyOversightDistrict")
        self.district.toggled.connect(lambda _: self._sum_up())
        again = QToolButton(self)
        again.setObjectName("ncovyOversightAgain")
        again.setIcon(QgsApplication.getThemeIcon("/mActionRefresh.svg"))
        again.setToolTip(translate("Ncovy", "Đọc lại (F5)"))
        again.clicked.connect(self.start)
        head = QHBoxLayout()
        head.addWidget(self.days)
        head.addWidget(self.search, 1)
        head.addWidget(self.district)
        head.addWidget(again)
        return head

    def _make_tabs(self) -> QTabWidget:
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("ncovyOversightTabs")
        for name in SHOWN:
            self.tabs.addTab(self.views[name], str(said(REPORTS[name].title, language())))
            self.views[name].doubleClicked.connect(self._open)
        self.tabs.currentChanged.connect(lambda _: self._tab_changed())
        return self.tabs

    def _make_foot(self) -> QHBoxLayout:
        translate = QCoreApplication.translate
        self.answer = QLabel(self)
        self.answer.setObjectName("ncovyOversightAnswer")
        self.answer.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("ncovyOversightProgress")
        self.progress.setRange(0, 0)
        self.progress.setMaximumWidth(120)
        self.progress.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.answer, 1)
        foot.addWidget(self.progress)
        for name, text, tip, slot in (
            ("Table", translate("Ncovy", "Xuất bảng này…"), translate("Ncovy", "CSV của bảng đang xem (Ctrl+E)"), self.export_table),
            ("Log", translate("Ncovy", "Xuất toàn bộ nhật ký…"), translate("Ncovy", "CSV mọi việc trong thời gian này (Ctrl+Shift+E)"), self.export_log),
            ("Close", translate("Ncovy", "Đóng"), "", self.reject),
        ):
            button = QPushButton(text, self)
            button.setObjectName(f"ncovyOversight{name}")
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, slot=slot: slot())
            foot.addWidget(button)
        return foot

    def _make_keys(self) -> None:
        keys: tuple[tuple[Any, Callable[[], None]], ...] = (
            ("F5", self.start), ("Ctrl+F", self.search.setFocus), ("Ctrl+E", self.export_table), ("Ctrl+Shift+E", self.export_log),
            *((f"Alt+{place + 1}", partial(self._go_to, place)) for place in range(len(SHOWN))),
        )  # fmt: skip
        for key, slot in keys:
            QShortcut(QKeySequence(key), self).activated.connect(slot)
        for view in self.views.values():
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                enter = QShortcut(QKeySequence(key), view)
                enter.setContext(Qt.ShortcutContext.WidgetShortcut)
                enter.activated.connect(lambda view=view: self._open(view.currentIndex()))

    def _tab_changed(self) -> None:
        self.district.setVisible(self.view() is self.views["activity"])
        if self._work is None:
            self._count()

    def _go_to(self, place: int) -> None:
        self.tabs.setCurrentIndex(place)
        self.view().setFocus()
