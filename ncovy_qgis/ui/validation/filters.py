"""Which findings are wanted: layer, severity, commune, words, area, and how they are grouped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QCoreApplication, QStringListModel, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QCompleter, QGridLayout, QWidget

from ...core.catalogue import Catalogue
from ...core.text import sort_key
from ...db.findings import ERROR, NOTE, SEVERITIES, WARNING
from ..forms.suggestions import matching
from ..icons import icon
from ..timers import later
from ..words import said
from .rows import COMMUNE, LAYER, RULE, Wanted

TYPING_MS = 150  # after the last letter


def severity_word(severity: str) -> str:
    """How urgent, in a word."""
    words = {
        ERROR: QCoreApplication.translate("Ncovy", "Lỗi"),
        WARNING: QCoreApplication.translate("Ncovy", "Cảnh báo"),
        NOTE: QCoreApplication.translate("Ncovy", "Gợi ý"),
    }
    return words[severity]


class Filters(QWidget):
    """Three rows of small widgets; `changed` when something else is wanted, `area_changed` when something else must be checked."""

    changed = pyqtSignal()
    area_changed = pyqtSignal(bool)

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._typing = later(self, TYPING_MS, self.changed)
        translate = QCoreApplication.translate
        self.search = QgsFilterLineEdit(self)
        self.search.setObjectName("ncovyValidationSearch")
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(translate("Ncovy", "Tìm (không cần dấu)"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.textChanged.connect(lambda _: self._typing.start())
        kinds = [(translate("Ncovy", "Theo quy tắc"), RULE), (translate("Ncovy", "Theo lớp"), LAYER), (translate("Ncovy", "Theo xã"), COMMUNE)]
        self._grouping = self._combo("ncovyValidationGrouping", kinds)
        self._grouping.setMinimumContentsLength(9)
        self._grouping.setToolTip(translate("Ncovy", "Cách nhóm"))
        self._severity = self._combo("ncovyValidationSeverity", [(translate("Ncovy", "Mọi mức"), ""), *((severity_word(each), each) for each in SEVERITIES)])
        self._layer = self._combo("ncovyValidationLayer", [(translate("Ncovy", "Mọi lớp"), "")])
        for schema in catalogue.layers:
            self._layer.addItem(icon(schema.name), said(schema.short), schema.name)
        self._make_commune()
        self._make_ticks()
        self._arrange()

    def wanted(self) -> Wanted:
        """What the filters ask for."""
        return Wanted(
            layer=self._layer.currentData(),
            severity=self._severity.currentData(),
            commune=self._commune.currentText().strip(),
            text=self.search.text(),
            hide_accepted=self._hide.isChecked(),
        )

    def grouping(self) -> str:
        """RULE, LAYER or COMMUNE."""
        return str(self._grouping.currentData())

    def list_communes(self, names: Iterable[str]) -> None:
        """Communes to choose from; what is typed stays."""
        typed = self._commune.currentText()
        self._commune.blockSignals(True)
        self._commune.clear()
        self._communes = tuple(sorted({name for name in names if name}, key=sort_key))
        self._commune.addItems(["", *self._communes])
        self._commune.setEditText(typed)
        self._commune.blockSignals(False)

    def set_area(self, there: bool, mine: bool) -> None:
        """Whether the person has areas, and whether only those were checked."""
        self._mine.blockSignals(True)
        self._mine.setEnabled(there)
        self._mine.setChecked(mine)
        self._mine.blockSignals(False)

    def _combo(self, name: str, items: Sequence[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(6)
        combo.setAccessibleName(items[0][0] if items else "")  # «Mọi lớp» tells what is chosen here
        for text, value in items:
            combo.addItem(text, value)
        combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        return combo

    def _make_commune(self) -> None:
        self._commune = self._combo("ncovyValidationCommune", [])
        self._commune.setEditable(True)
        self._commune.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._communes: tuple[str, ...] = ()
        proposed = QStringListModel(self)
        self._commune.lineEdit().textEdited.connect(lambda text: proposed.setStringList(matching(self._communes, text)))
        completer = QCompleter(proposed, self)  # Qt's own finds no «Quỳ Châu» for «quy chau»
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._commune.setCompleter(completer)
        self._commune.lineEdit().setPlaceholderText(QCoreApplication.translate("Ncovy", "Mọi xã"))
        self._commune.setAccessibleName(self._commune.lineEdit().placeholderText())
        self._commune.editTextChanged.connect(lambda _: self._typing.start())

    def _make_ticks(self) -> None:
        translate = QCoreApplication.translate
        self._mine = QCheckBox(translate("Ncovy", "Địa bàn của tôi"), self)
        self._mine.setObjectName("ncovyValidationMine")
        self._mine.setEnabled(False)
        self._mine.setToolTip(translate("Ncovy", "Chỉ kiểm tra các xã được giao cho bạn"))
        self._mine.toggled.connect(self.area_changed)
        self._hide = QCheckBox(translate("Ncovy", "Ẩn đã chấp nhận"), self)
        self._hide.setObjectName("ncovyValidationHide")
        self._hide.toggled.connect(lambda _: self.changed.emit())

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.search, 0, 0, 1, 2)
        grid.addWidget(self._grouping, 0, 2)
        grid.addWidget(self._severity, 1, 0)
        grid.addWidget(self._layer, 1, 1)
        grid.addWidget(self._commune, 1, 2)
        grid.addWidget(self._mine, 2, 0)
        grid.addWidget(self._hide, 2, 1, 1, 2)
        for column in range(3):
            grid.setColumnStretch(column, 1)
