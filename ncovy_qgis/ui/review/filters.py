"""Which items are wanted: queue, layer, place, author, kind, severity, age, save, words; and how they are grouped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qgis.core import QgsSettings
from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QCoreApplication, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ...core.text import sort_key
from ..icons import icon
from ..timers import later
from ..words import said
from .rows import ASKED, GROUPINGS, KINDS, QUEUES, RETURNED, SEVERITIES, UNVERIFIED, WAITING, Row, Wanted
from .saved import SavedFilters
from .words import changeset_title, grouping_word, kind_word, queue_word, severity_word

TYPING_MS = 150  # after the last letter
LONGEST_H = 24 * 60
COLUMNS = 3
FOLDED = ("layer", "place", "author", "kind", "severity", "age", "changeset", "talk")
OF_WAITING = ("author", "kind", "talk", "age", "changeset", "severity")  # asked of no other queue
MORE = "ncovy/review_more_filters"  # in the profile of QGIS: are the folded ones shown


class Filters(QWidget):
    """Rows of small widgets; `changed` when something else is wanted, `queue_changed` when something else must be read."""

    changed = pyqtSignal()
    queue_changed = pyqtSignal()

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._sort = (Wanted().sort, Wanted().descending)
        self._typing = later(self, TYPING_MS, self.changed)
        self._make_search()
        self._make_lists(catalogue)
        self._make_ticks()
        self._make_more()
        self._arrange()
        self._fit_queue()

    def wanted(self) -> Wanted:
        """What the filters ask for."""
        sort, descending = self._sort
        boxes = {name: box.currentData() for name, box in self._boxes.items()}
        return Wanted(
            **boxes, hours=self.hours.value(), sort=sort, descending=descending, text=self.search.text(), place=self.place.currentText().strip(),
            mine=self.mine.isChecked(), decidable=self.decidable.isChecked(),
        )  # fmt: skip

    def show_wanted(self, wanted: Wanted) -> None:
        """Ask for this from now on. An author or a save that is not listed now stays wanted: it may come back."""
        before = self.wanted()
        blockers = [QSignalBlocker(each) for each in (*self._boxes.values(), self.search, self.place, self.hours, self.mine, self.decidable)]
        for name, box in self._boxes.items():
            _choose(box, getattr(wanted, name))
        self.search.setText(wanted.text)
        self.place.setEditText(wanted.place)
        self.hours.setValue(wanted.hours)
        self.mine.setChecked(wanted.mine)
        self.decidable.setChecked(wanted.decidable)
        self._sort = (wanted.sort, wanted.descending)
        for each in blockers:
            each.unblock()
        self._fit_queue()
        reread = (before.queue, before.hours) != (wanted.queue, wanted.hours)
        (self.queue_changed if reread else self.changed).emit()

    def set_sort(self, column: int, descending: bool) -> None:
        """The list is sorted by another column."""
        self._sort = (column, descending)
        self.changed.emit()

    def narrow(self, **values: Any) -> None:
        """Ask for less: one changeset, one author, …"""
        self.show_wanted(replace(self.wanted(), **values))

    def list_choices(self, rows: Iterable[Row]) -> None:
        """Communes, authors and saves there are; what is chosen stays, listed or not."""
        items = [row.waiting for row in rows if row.waiting is not None]
        authors = sorted({name for item in items for name in item.authors})
        firsts = {item.changeset: item for item in reversed(items) if item.changeset}
        _refill(self._boxes["author"], ((name, name) for name in authors))
        _refill(self._boxes["changeset"], ((changeset_title(firsts[number]), number) for number in sorted(firsts, reverse=True)))
        typed = self.place.currentText()
        blocker = QSignalBlocker(self.place)
        self.place.clear()
        self.place.addItems(["", *sorted({row.place for row in rows if row.place}, key=sort_key)])
        self.place.setEditText(typed)
        blocker.unblock()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How much each queue holds, as far as it was read."""
        box, hours = self._boxes["queue"], self.hours.value()
        for place, queue in enumerate(QUEUES):
            box.setItemText(place, queue_word(queue, hours) + (f" ({counts[queue]})" if queue in counts else ""))

    # --- widgets ----------------------------------------------------------------------------------------------------

    def _make_search(self) -> None:
        self.search = QgsFilterLineEdit(self)
        self.search.setObjectName("ncovyReviewSearch")
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(QCoreApplication.translate("Ncovy", "Tìm (không cần dấu)"))
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.saved = SavedFilters(self)
        self.saved.chosen.connect(self.show_wanted)
        self.saved.keep_wanted.connect(lambda: self.saved.keep_as(self.wanted()))

    def _make_lists(self, catalogue: Catalogue) -> None:
        translate = QCoreApplication.translate
        ages = [
            (translate("Ncovy", "Mọi lúc"), 0),
            (translate("Ncovy", "Chờ hơn 4 giờ"), 4),
            (translate("Ncovy", "Chờ hơn 24 giờ"), 24),
            (translate("Ncovy", "Chờ hơn 3 ngày"), 72),
            (translate("Ncovy", "Mới trong 1 giờ"), -1),
        ]
        talks = [(translate("Ncovy", "Mọi tình trạng"), ""), (translate("Ncovy", "Gửi lại sau khi trả"), RETURNED), (translate("Ncovy", "Đang hỏi"), ASKED)]
        self._boxes = {
            "queue": self._combo("Queue", [(queue_word(each, 24), each) for each in QUEUES]),
            "grouping": self._combo("Grouping", [(grouping_word(each), each) for each in GROUPINGS]),
            "layer": self._combo("Layer", [(translate("Ncovy", "Mọi lớp"), "")]),
            "author": self._combo("Author", [(translate("Ncovy", "Mọi người sửa"), "")]),
            "kind": self._combo("Kind", [(translate("Ncovy", "Mọi thay đổi"), ""), *((kind_word(each), each) for each in KINDS)]),
            "severity": self._combo("Severity", [(translate("Ncovy", "Mọi mức"), ""), *((severity_word(each), each) for each in SEVERITIES)]),
            "talk": self._combo("Talk", talks),
            "age": self._combo("Age", ages),
            "changeset": self._combo("Changeset", [(translate("Ncovy", "Mọi lần lưu"), 0)]),
        }
        for schema in catalogue.layers:
            self._boxes["layer"].addItem(icon(schema.name), said(schema.short), schema.name)
        self._boxes["queue"].currentIndexChanged.disconnect()
        self._boxes["queue"].currentIndexChanged.connect(lambda _: self._queue_chosen())
        self.place = self._combo("Place", [])
        self.place.setEditable(True)
        self.place.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.place.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.place.lineEdit().setPlaceholderText(translate("Ncovy", "Mọi xã"))
        self.place.editTextChanged.connect(lambda _: self._typing.start())

    def _combo(self, name: str, items: Sequence[tuple[str, Any]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(f"ncovyReview{name}")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(6)
        for text, value in items:
            combo.addItem(text, value)
        combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        return combo

    def _make_ticks(self) -> None:
        translate = QCoreApplication.translate
        self.hours = QSpinBox(self)
        self.hours.setObjectName("ncovyReviewHours")
        self.hours.setRange(1, LONGEST_H)
        self.hours.setValue(Wanted().hours)
        self.hours.setKeyboardTracking(False)
        self.hours.setSuffix(translate("Ncovy", " giờ"))
        self.hours.valueChanged.connect(lambda _: self._queue_chosen())
        self.mine = QCheckBox(translate("Ncovy", "Địa bàn của tôi"), self)
        self.mine.setObjectName("ncovyReviewMine")
        self.mine.setToolTip(translate("Ncovy", "Chỉ các xã được giao cho bạn"))
        self.decidable = QCheckBox(translate("Ncovy", "Ẩn bài của tôi"), self)
        self.decidable.setObjectName("ncovyReviewDecidable")
        self.decidable.setToolTip(translate("Ncovy", "Bản bạn đã tham gia soạn thì người khác phải duyệt"))
        for tick in (self.mine, self.decidable):
            tick.toggled.connect(lambda _: self.changed.emit())

    def _queue_chosen(self) -> None:
        self._fit_queue()
        self.queue_changed.emit()

    def _fit_queue(self) -> None:
        """What can be asked of waiting items only is put away for the other queues."""
        queue = self._boxes["queue"].currentData()
        for widget in (*(self._boxes[name] for name in OF_WAITING), self.decidable):
            widget.setVisible(queue == WAITING)
        self.hours.setVisible(queue == UNVERIFIED)

    def _arrange(self) -> None:
        top, middle, ticks = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._boxes["queue"], 1)
        top.addWidget(self.hours)
        top.addWidget(self.saved)
        middle.addWidget(self.search, 2)
        middle.addWidget(self._boxes["grouping"], 1)
        for tick in (self.mine, self.decidable):
            ticks.addWidget(tick)
        ticks.addStretch(1)
        ticks.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for line in (top, middle, ticks):
            column.addLayout(line)
        column.addWidget(self._make_folded())

    def _make_folded(self) -> QWidget:
        """What is seldom asked for: put away until it is, so that the list has the room."""
        folded = QWidget(self)
        grid = QGridLayout(folded)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        for number, box in enumerate(self.place if name == "place" else self._boxes[name] for name in FOLDED):
            grid.addWidget(box, number // COLUMNS, number % COLUMNS)
        for number in range(COLUMNS):
            grid.setColumnStretch(number, 1)
        folded.setVisible(self.more.isChecked())
        self.more.toggled.connect(folded.setVisible)
        return folded

    def _make_more(self) -> None:
        self.more = QToolButton(self)
        self.more.setObjectName("ncovyReviewMore")
        self.more.setCheckable(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setToolTip(QCoreApplication.translate("Ncovy", "Lọc theo lớp, xã, người sửa, loại thay đổi, mức, thời gian chờ, lần lưu, tình trạng"))
        self.more.setChecked(QgsSettings().value(MORE, False, type=bool))
        self.more.toggled.connect(self._unfolded)
        self.changed.connect(self._count_folded)
        self.queue_changed.connect(self._count_folded)
        self._count_folded()

    def _unfolded(self, open_: bool) -> None:
        QgsSettings().setValue(MORE, open_)
        self._count_folded()

    def _count_folded(self) -> None:
        """A filter that is put away still says that it is at work."""
        wanted, usual = self.wanted(), Wanted()
        asked = [name for name in FOLDED if wanted.queue == WAITING or name not in OF_WAITING]
        count = sum(getattr(wanted, name) != getattr(usual, name) for name in asked)
        text = QCoreApplication.translate("Ncovy", "Lọc thêm")
        self.more.setText(f"{text} ({count})" if count else text)
        self.more.setArrowType(Qt.ArrowType.DownArrow if self.more.isChecked() else Qt.ArrowType.RightArrow)
        font = self.more.font()
        font.setBold(bool(count))
        self.more.setFont(font)


def _choose(box: QComboBox, value: Any) -> None:
    """Put it into the list where it is missing: a filter must not widen by itself."""
    place = box.findData(value)
    if place < 0:
        box.addItem(f"#{value}" if isinstance(value, int) else str(value), value)
        place = box.count() - 1
    box.setCurrentIndex(place)


def _refill(box: QComboBox, items: Iterable[tuple[str, Any]]) -> None:
    """Other choices after the first, which stands for all."""
    chosen, blocker = box.currentData(), QSignalBlocker(box)
    while box.count() > 1:
        box.removeItem(box.count() - 1)
    for text, value in items:
        box.addItem(text, value)
    _choose(box, chosen)
    blocker.unblock()
