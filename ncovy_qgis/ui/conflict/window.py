"""The conflict window: features on the left, their cells in the middle, their places on the right; nothing is saved before the person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable, Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from ...core.catalogue import Catalogue
from ...core.merge import Choice, Pick
from ...db.change import Key
from .banner import Banner
from .case import Case, Standing
from .features import FeatureModel, feature_list
from .fields import RESULT, FieldModel, FieldTable
from .map import ConflictMap
from .typein import TypeIn
from .words import broken_text, is_named

SIZE = (1200, 570)
SHARES = (215, 715, 270)  # list, table, map


class ConflictWindow(QDialog):
    """Holds the cases while the person decides; `save_wanted` says that all are decided."""

    save_wanted = pyqtSignal()

    def __init__(self, parent: QWidget, catalogue: Catalogue, layers: Mapping[str, QgsVectorLayer]) -> None:
        super().__init__(parent)
        self._layers = layers
        self._names: Mapping[str, str] = {}
        self.setObjectName("ncovyConflict")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Xung đột khi lưu"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(*SIZE)
        self.model, self.fields = FeatureModel(self), FieldModel(catalogue, self)
        self.list, self.table = feature_list(self.model, self), FieldTable(self.fields, self)
        self.banner, self.map, self.typing = Banner(self), ConflictMap(self), TypeIn(self)
        self.list.setAccessibleName(QCoreApplication.translate("Ncovy", "Đối tượng xung đột"))
        self.table.setAccessibleName(QCoreApplication.translate("Ncovy", "Ba phía của từng trường"))
        self.summary, self.message = self._line("ncovyConflictSummary"), self._line("ncovyConflictMessage")
        self.every = QCheckBox(QCoreApplication.translate("Ncovy", "Hiện mọi trường"), self)
        self.every.toggled.connect(self.fields.show_every)
        self.quietly = QCheckBox(QCoreApplication.translate("Ncovy", "Lần sau tự lưu khi mọi đối tượng đều gộp được"), self)
        self._arrange()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.list.clicked.connect(lambda _: self.table.setFocus())
        for part in (self.table, self.map, self.banner):
            part.chosen.connect(self.choose)
        self.table.typed.connect(self._type)
        self.typing.taken.connect(self._typed)
        self.typing.left.connect(self.table.setFocus)

    # --- cases ------------------------------------------------------------------------------------------------------

    @property
    def cases(self) -> list[Case]:
        """In the order of the list."""
        return self.model.cases

    @property
    def case(self) -> Optional[Case]:
        """The one that is shown."""
        row = self.list.currentIndex().row()
        return self.cases[row] if 0 <= row < len(self.cases) else None

    def show_cases(self, cases: Sequence[Case], names: Mapping[str, str], note: str = "") -> None:
        """Others, or the same in a newer state; begins with the first that is not merged by itself."""
        self._names = names
        self.model.show_cases(cases)
        self.tell(note)
        self._summarise()
        first = next((row for row, case in enumerate(cases) if case.standing() is not Standing.AUTO), 0)
        self.list.setCurrentIndex(self.model.index(first))
        self.table.setFocus()

    def decisions(self) -> dict[Key, Case]:
        """The cases by feature, to be remembered."""
        return {case.key: case for case in self.cases}

    def choose(self, name: str, choice: Choice) -> None:
        """Decide one cell of the feature that is shown."""
        if self.case is not None:
            self.case.choose(name, choice)
            self._decided()
        self.table.setFocus()

    def take(self, whole: Callable[[Case], None], cases: Sequence[Case]) -> None:
        """All theirs, or all mine."""
        for case in cases:
            whole(case)
        self._decided()

    def go(self, by: int) -> None:
        """The next or previous feature."""
        row = min(max(self.list.currentIndex().row() + by, 0), len(self.cases) - 1)
        self.list.setCurrentIndex(self.model.index(row))

    def save(self) -> None:
        """Ask for saving; what still needs a decision is shown instead."""
        unready = [row for row, case in enumerate(self.cases) if case.standing() in (Standing.UNSEEN, Standing.OPEN, Standing.BROKEN)]
        if not unready:
            self.tell("")
            self.save_wanted.emit()
            return
        self.list.setCurrentIndex(self.model.index(unready[0]))
        self._stand_on_first_open()
        self.table.setFocus()
        text = QCoreApplication.translate("Ncovy", "Còn {count} đối tượng cần bạn quyết hoặc sửa lại trước khi lưu.")
        self.tell(text.format(count=len(unready)))

    def tell(self, text: str) -> None:
        """One sentence above the buttons; "" for none."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        case = self.case
        if case is not None:
            case.seen = True
        if not self.typing.isHidden():
            self.typing.reject()  # which gives the keyboard to the table; else whoever goes through the list would lose it
        self.fields.show_case(case, self._names)
        self.banner.show_case(case)
        self.map.show_case(case)
        self._tell_broken()
        self._stand_on_first_open()
        self._go_buttons()

    def _decided(self) -> None:
        case = self.case
        self.fields.refresh()
        self.banner.refresh(case)
        self.map.refresh(case)
        self.model.refresh()
        self.tell("")
        self._tell_broken()
        self._summarise()

    def _stand_on_first_open(self) -> None:
        case = self.case
        names = (*case.undecided(), *(rule.field for rule in case.broken())) if case is not None else ()
        row = next((row for row in map(self.fields.row_of, names) if row >= 0), 0)
        self.table.setCurrentIndex(self.fields.index(row, RESULT))

    def _tell_broken(self) -> None:
        rules = self.case.broken() if self.case is not None else ()
        self.wrong.setText(broken_text(rules))
        self.wrong.setVisible(bool(rules))

    def _summarise(self) -> None:
        translate = QCoreApplication.translate
        merged = sum(not case.merge.undecided({}) for case in self.cases)
        waiting = sum(bool(case.undecided()) for case in self.cases)
        sentences = []
        if merged:
            sentences.append(translate("Ncovy", "{count} đối tượng được gộp tự động vì sửa các trường khác nhau.").format(count=merged))
        if waiting:
            sentences.append(translate("Ncovy", "{count} đối tượng cần bạn quyết.").format(count=waiting))
        elif self.cases:
            sentences.append(translate("Ncovy", "Mọi đối tượng đã được quyết; hãy xem lại rồi lưu."))
        self.summary.setText(" ".join(sentences))

    def _type(self, name: str, text: str) -> None:
        case = self.case
        layer = self._layers.get(case.schema.name) if case is not None else None
        if case is not None and layer is not None:
            self.typing.start(layer, case, name, text)

    def _typed(self, name: str, value: Any, called: str) -> None:
        """A commune or feature chosen anew brings its name along."""
        if self.case is not None and is_named(self.case, name) and value is not None and called:
            self._names = {**self._names, str(value): called}
            self.fields.show_case(self.case, self._names)
            self.table.setCurrentIndex(self.fields.index(self.fields.row_of(name), RESULT))
        self.choose(name, Choice(Pick.TYPED, value))

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _line(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _button(self, name: str, text: str, slot: Callable[[], Any], shortcut: str = "", tip: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        if shortcut:
            button.setShortcut(shortcut)
        button.setToolTip(" ".join(filter(None, (tip, f"({shortcut})" if shortcut else ""))))
        button.clicked.connect(lambda _=False: slot())
        return button

    def _arrange(self) -> None:
        self.wrong = self._line("ncovyConflictBroken")
        self.wrong.hide()
        middle = QWidget(self)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        for part in (self.banner, self.table, self.typing, self.wrong):
            inside.addWidget(part, 1 if part is self.table else 0)
        inside.addLayout(self._feature_buttons())
        left = QWidget(self)
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.list, 1)
        for button in self._all_buttons():
            beside.addWidget(button)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        for part in (left, middle, self.map):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, 1 if part is middle else 0)
        splitter.setSizes(SHARES)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.message)
        layout.addLayout(self._bottom())

    def _feature_buttons(self) -> QHBoxLayout:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        self.previous = self._button("ncovyConflictPrevious", translate("Ncovy", "Trước"), lambda: self.go(-1), "Ctrl+PgUp")
        self.next = self._button("ncovyConflictNext", translate("Ncovy", "Sau"), lambda: self.go(1), "Ctrl+PgDown")
        tips = _tips()
        theirs, mine = (
            self._button("ncovyConflictTheirs", translate("Ncovy", "Lấy tất cả của họ"), lambda: self._take_shown(Case.take_theirs), "Alt+1", tips[0]),
            self._button("ncovyConflictMine", translate("Ncovy", "Lấy tất cả của tôi"), lambda: self._take_shown(Case.take_mine), "Alt+2", tips[1]),
        )
        for widget in (self.previous, self.next, self.every):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(theirs)
        row.addWidget(mine)
        return row

    def _take_shown(self, whole: Callable[[Case], None]) -> None:
        self.take(whole, [self.case] if self.case is not None else [])

    def _all_buttons(self) -> tuple[QPushButton, ...]:
        """Only where somebody has to decide: what merged by itself stays merged."""
        translate, tips = QCoreApplication.translate, _tips()
        contested: Callable[[], list[Case]] = lambda: [case for case in self.cases if case.merge.contested]  # noqa: E731
        return (
            self._button("ncovyConflictAllTheirs", translate("Ncovy", "Mọi đối tượng: của họ"), lambda: self.take(Case.take_theirs, contested()), tip=tips[0]),
            self._button("ncovyConflictAllMine", translate("Ncovy", "Mọi đối tượng: của tôi"), lambda: self.take(Case.take_mine, contested()), tip=tips[1]),
        )

    def _bottom(self) -> QHBoxLayout:
        translate, row = QCoreApplication.translate, QHBoxLayout()
        buttons = QDialogButtonBox(self)
        self.save_button = self._button("ncovyConflictSave", translate("Ncovy", "Lưu kết quả"), self.save, "Ctrl+S")
        tip = translate("Ncovy", "Sửa đổi của bạn vẫn còn nguyên trong QGIS (Esc)")
        later = self._button("ncovyConflictLater", translate("Ncovy", "Để sau"), self.reject, tip=tip)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)  # an accepting one would be pressed by Enter in the table
        buttons.addButton(later, QDialogButtonBox.ButtonRole.RejectRole)
        row.addWidget(self.quietly, 1)
        row.addWidget(buttons)
        return row

    def _go_buttons(self) -> None:
        row = self.list.currentIndex().row()
        self.previous.setEnabled(row > 0)
        self.next.setEnabled(row < len(self.cases) - 1)


def _tips() -> tuple[str, str]:
    translate = QCoreApplication.translate
    return (
        translate("Ncovy", "Giữ đúng bản đang lưu trên máy chủ; bỏ mọi sửa đổi của bạn ở đối tượng này"),
        translate("Ncovy", "Lấy mọi sửa đổi của bạn; trường chỉ họ sửa vẫn theo họ"),
    )
