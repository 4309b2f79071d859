"""One feature through time: its versions, what differs between any two of them, where it was; and what may be brought back."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ...db.history import Version
from ..icons import icon
from ..review_change.rows import compared
from ..review_change.table import DiffModel, DiffTable
from ..words import said
from .map import HistoryMap
from .tasks import Past
from .timeline import TimelineModel, TimelineTable
from .words import version_label

PREVIOUS, NOW = 0, -1  # what to compare with, besides numbers of versions
SIGN_PX = 20
HEIGHTS = (190, 280)  # timeline; fields and map
WIDTHS = (700, 400)  # fields, map


class FeaturePage(QWidget):
    """Shows a Past; changes nothing itself."""

    restore_wanted = pyqtSignal(object)  # Version
    save_wanted = pyqtSignal(int)  # changeset: all of it is to be undone
    go_wanted = pyqtSignal()

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.past: Optional[Past] = None
        self.model, self.diff = TimelineModel(self), DiffModel(self)
        self.timeline, self.table, self.map = TimelineTable(self.model, self), DiffTable(self.diff, "ncovyHistoryDiff", self), HistoryMap(self)
        self.sign, self.title, self.same = QLabel(self), QLabel(self), QLabel(self)
        self.against, self.every = QComboBox(self), QCheckBox(QCoreApplication.translate("Ncovy", "Hiện mọi trường"), self)
        self._arrange()
        self.timeline.selectionModel().currentChanged.connect(lambda *_: self._compare())
        self.timeline.doubleClicked.connect(lambda _: self._restore())
        self.against.currentIndexChanged.connect(lambda _: self._compare())
        self.every.toggled.connect(self.diff.show_every)
        self.map.moved_to.connect(self.stand_on)
        self.show_past(None)

    def show_past(self, past: Optional[Past], number: Optional[int] = None) -> None:
        """A feature, or the same in a newer state; the cursor on a version, the newest unless named."""
        self.past = past
        self.model.show_past(past)
        self.map.show_past(past)
        self._fill_against()
        none = QCoreApplication.translate("Ncovy", "Chọn một đối tượng trên bản đồ rồi bấm «Lịch sử», hoặc mở từ các danh sách bên.")
        self.title.setText(none if past is None else f"{said(self._catalogue.layer(past.layer).title)}: {past.name}")
        self.sign.setPixmap(icon(past.layer if past is not None else "").pixmap(SIGN_PX, SIGN_PX))
        if past is not None:
            self.stand_on(past.now.row_version if number is None else number)
        self._compare()

    def version(self) -> Optional[Version]:
        """The one the cursor is on."""
        row = self.timeline.currentIndex().row()
        return self.model.versions[row] if 0 <= row < len(self.model.versions) else None

    def stand_on(self, number: int) -> None:
        """Put the cursor on a version."""
        self.timeline.setCurrentIndex(self.model.index(self.model.row_of(number), 0))

    def pair(self) -> tuple[Optional[Version], Optional[Version]]:
        """What is compared: the older first; None: there was nothing before."""
        here = self.version()
        if here is None or self.past is None:
            return None, None
        chosen = self.against.currentData()
        if chosen == PREVIOUS:
            earlier = [each for each in self.past.versions if each.row_version < here.row_version]
            return (earlier[-1] if earlier else None), here
        other = self.past.now if chosen == NOW else self.past.version(int(chosen)) or here
        return (here, other) if here.row_version < other.row_version else (other, here)

    # --- showing ----------------------------------------------------------------------------------------------------

    def _fill_against(self) -> None:
        """The choice of words stays for the next feature, a number does not."""
        translate, chosen = QCoreApplication.translate, self.against.currentData()
        self.against.blockSignals(True)
        self.against.clear()
        self.against.addItem(translate("Ncovy", "phiên bản ngay trước"), PREVIOUS)
        self.against.addItem(translate("Ncovy", "bản hiện nay"), NOW)
        for version in self.model.versions:
            self.against.addItem(version_label(version), version.row_version)
        self.against.setCurrentIndex(1 if chosen == NOW else 0)
        self.against.blockSignals(False)

    def _compare(self) -> None:
        old, new = self.pair()
        found = compared(old, new, self._catalogue, self.past.names) if self.past is not None and new is not None else ()
        self.diff.show_rows(found, (_heading(old), _heading(new)))
        self.map.show_pair(old, new)
        here = self.version()
        if here is not None:
            self.map.stand_on(here)
        self.same.setText(QCoreApplication.translate("Ncovy", "Hai phiên bản giống nhau."))
        self.same.setVisible(new is not None and not any(row.changed for row in found))
        self._allow()

    def _allow(self) -> None:
        here, why = self.version(), self.hindrance()
        self.restore.setEnabled(not why)
        self.restore.setToolTip(why or QCoreApplication.translate("Ncovy", "Xem trước rồi khôi phục thành một bản nháp mới (R)"))
        self.undo.setEnabled(here is not None)
        self.go.setEnabled(self.past is not None)

    def hindrance(self) -> str:
        """Why the version of the cursor cannot be brought back; "" when it can."""
        translate, here = QCoreApplication.translate, self.version()
        if here is None or self.past is None:
            return translate("Ncovy", "Chưa chọn đối tượng nào.")
        if here == self.past.now:
            return translate("Ncovy", "Đây là bản hiện nay.")
        if here.row.get("removed"):
            return translate("Ncovy", "Phiên bản này là lúc đối tượng đã bị gỡ: hãy chọn một phiên bản còn trên bản đồ.")
        return ""

    def _restore(self) -> None:
        if not self.hindrance():
            self.restore_wanted.emit(self.version())

    def _undo(self) -> None:
        here = self.version()
        if here is not None:
            self.save_wanted.emit(here.changeset)

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        bold = QFont(self.font())
        bold.setBold(True)
        self.title.setFont(bold)
        for label, name in ((self.title, "Title"), (self.same, "Same")):
            label.setObjectName(f"ncovyHistory{name}")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        fields = QWidget(self)
        inside = QVBoxLayout(fields)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._choices())
        inside.addWidget(self.same)
        inside.addWidget(self.table, 1)
        beside = _splitter(Qt.Orientation.Horizontal, (fields, self.map), WIDTHS)
        layout = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(self.sign)
        head.addWidget(self.title, 1)
        layout.addLayout(head)
        layout.addWidget(_splitter(Qt.Orientation.Vertical, (self.timeline, beside), HEIGHTS), 1)
        layout.addLayout(self._buttons())

    def _choices(self) -> QHBoxLayout:
        row, label = QHBoxLayout(), QLabel(QCoreApplication.translate("Ncovy", "So &với"), self)
        label.setBuddy(self.against)
        self.against.setObjectName("ncovyHistoryAgainst")
        self.against.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.against.setMinimumContentsLength(28)
        self.every.setObjectName("ncovyHistoryEvery")
        for widget in (label, self.against, self.every):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        self.restore = self._button("Restore", translate("Ncovy", "Khôi phục phiên bản này…"), self._restore, "R")
        self.undo = self._button("UndoSave", translate("Ncovy", "Hoàn tác cả lần lưu…"), self._undo, "U")
        self.go = self._button("Go", translate("Ncovy", "Tới trên bản đồ"), self.go_wanted.emit, "G")
        self.undo.setToolTip(translate("Ncovy", "Mọi đối tượng được lưu cùng lúc với phiên bản này: xem trước, rồi hoàn tác (U)"))
        for button in (self.restore, self.undo, self.go):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _button(self, name: str, text: str, slot: Callable[[], None], key: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(f"ncovyHistory{name}")
        button.setAutoDefault(False)
        button.setShortcut(key)
        button.setToolTip(f"{text.rstrip('…')} ({key})")
        button.clicked.connect(lambda _=False: slot())
        return button


def _heading(version: Optional[Version]) -> str:
    return version_label(version) if version is not None else QCoreApplication.translate("Ncovy", "chưa có")


def _splitter(orientation: Qt.Orientation, parts: tuple[QWidget, QWidget], sizes: tuple[int, int]) -> QSplitter:
    splitter = QSplitter(orientation)
    for part in parts:
        splitter.addWidget(part)
    splitter.setSizes(sizes)
    splitter.setStretchFactor(0, 1)
    splitter.setChildrenCollapsible(False)
    return splitter
