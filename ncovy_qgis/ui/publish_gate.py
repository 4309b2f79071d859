"""What stands against a release: errors to mend, warnings to answer for; in the publishing window, above what would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Optional

from qgis.core import QgsFeature
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QHeaderView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ..core.catalogue import Text
from ..core.numbers import show_number
from ..db.findings import ERROR, WARNING, Finding
from .icons import icon
from .validation.look import SIGNS

SENTENCE, ADVICE = 3, 4  # columns
FEATURE = Qt.ItemDataRole.UserRole
REASON_MAX = 500  # characters, as the database keeps them
ROWS = 8  # lines to be seen without scrolling, at most


class GateList(QWidget):
    """One line a finding, and the reason with which a publisher takes the warnings; empty and hidden when nothing stands against it."""

    place_wanted = pyqtSignal(object)  # QgsRectangle, EPSG:4326
    form_wanted = pyqtSignal(object)  # Finding

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.digest = ""  # names the list shown
        self.errors = self.warnings = 0
        self.head = QLabel(self)
        self.head.setWordWrap(True)
        self.table = self._table()
        self.told = QLabel(self)  # the columns cut what is long
        self.told.setWordWrap(True)
        self.reason = QLineEdit(self)
        self.reason.setObjectName("ncovyPublishReason")
        self.reason.setMaxLength(REASON_MAX)
        self.reason.setPlaceholderText(QCoreApplication.translate("Ncovy", "Lý do chấp nhận các cảnh báo này; được ghi lại cùng tên bạn"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget, share in ((self.head, 0), (self.table, 1), (self.told, 0), (self.reason, 0)):
            layout.addWidget(widget, share)
        self.hide()

    def _table(self) -> QTreeWidget:
        table, translate = QTreeWidget(self), QCoreApplication.translate
        table.setObjectName("ncovyPublishGate")
        heads = (translate("Ncovy", "Đối tượng"), translate("Ncovy", "Xã"), translate("Ncovy", "Trường"), translate("Ncovy", "Nội dung"))
        table.setHeaderLabels([*heads, translate("Ncovy", "Cần làm")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setAlternatingRowColors(True)
        table.setToolTip(translate("Ncovy", "Bấm: tới chỗ ấy trên bản đồ; bấm đúp: mở biểu mẫu"))
        table.itemClicked.connect(lambda item, _: self.place_wanted.emit(item.data(0, FEATURE).geometry().boundingBox()))
        table.itemActivated.connect(lambda item, _: self.form_wanted.emit(finding_of(item.data(0, FEATURE))))
        table.currentItemChanged.connect(lambda item, _: self._tell(item))
        table.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        return table

    @property
    def acceptable(self) -> bool:
        """Whether a reason is all that is needed."""
        return self.warnings > 0 and self.errors == 0

    def show_findings(self, features: Iterable[QgsFeature], results: Mapping[str, Any]) -> None:
        """The answer of a preview; a reason typed for another list is not taken for this one."""
        if results.get("DIGEST") != self.digest:
            self.reason.clear()
        self.digest, self.errors, self.warnings = str(results.get("DIGEST", "")), int(results.get("ERRORS", 0)), int(results.get("WARNINGS", 0))
        self.table.clear()
        self.table.addTopLevelItems([_row(feature) for feature in features])
        for column, width in enumerate((210, 130, 130, 250)):
            self.table.setColumnWidth(column, width)
        self.head.setText(self._words())
        self.reason.setVisible(self.acceptable)
        count = self.table.topLevelItemCount()
        line = self.table.sizeHintForRow(0) if count else 0
        self.table.setFixedHeight(self.table.header().sizeHint().height() + line * min(count, ROWS) + 12)
        self._tell(self.table.topLevelItem(0))
        self.setVisible(count > 0)

    def _tell(self, item: Optional[QTreeWidgetItem]) -> None:
        """The whole sentence, and what to do, of the line that is chosen."""
        self.told.setText(f"{item.text(SENTENCE)} {item.text(ADVICE)}" if item is not None else "")

    def _words(self) -> str:
        translate, numbers = QCoreApplication.translate, {"errors": show_number(self.errors), "warnings": show_number(self.warnings)}
        if self.errors:
            text = translate("Ncovy", "Chưa phát hành được: {errors} lỗi phải sửa, {warnings} cảnh báo chưa ai chấp nhận. Lỗi không chấp nhận được.")
        else:
            text = translate("Ncovy", "{warnings} cảnh báo chưa ai chấp nhận. Hãy sửa, hoặc ghi lý do rồi bấm Phát hành.")
        return f"<b>{text.format(**numbers)}</b>"


def _row(feature: QgsFeature) -> QTreeWidgetItem:
    row = QTreeWidgetItem([str(feature[name] or "") for name in ("name", "commune", "label", "sentence", "advice")])
    row.setIcon(0, icon(feature["layer"]))
    sign = SIGNS[ERROR if feature["severity"] == ERROR else WARNING]
    row.setIcon(SENTENCE, QApplication.style().standardIcon(sign))
    row.setToolTip(0, f"{feature['name'] or '–'}\n{feature['title']}")
    row.setToolTip(SENTENCE, feature["sentence"])
    row.setToolTip(ADVICE, feature["advice"])
    row.setData(0, FEATURE, feature)
    return row


def finding_of(feature: QgsFeature) -> Finding:
    """A line as the finding it is, for going to its form."""
    point, text = feature.geometry().asPoint(), Text(feature["sentence"], feature["sentence"])
    names = (feature[name] for name in ("layer", "uid", "name", "field", "code", "severity"))
    return Finding(*names, text, point.x(), point.y(), id=int(feature["id"]))
