"""The looks of the layers, as they are in this QGIS, into the database: other desks and the next release show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ..core.catalogue import Catalogue, Text
from ..gis.restyle import restyled, save_looks
from ..gis.source import Source
from .messages import sentence_of
from .words import said

STEM = Qt.ItemDataRole.UserRole


def not_shown(catalogue: Catalogue, problems: Iterable[str]) -> tuple[str, ...]:
    """What the public map cannot show of the styles, a line each with its layer, after a heading."""
    lines = tuple(_line(catalogue, problem) for problem in problems)
    heading = QCoreApplication.translate("Ncovy", "Bản đồ công khai chưa thể hiện được:")
    return (heading, *lines) if lines else ()


def _line(catalogue: Catalogue, problem: str) -> str:
    file, _, reason = problem.partition(": ")
    stem = file.rsplit(".", 1)[0]
    vi, _, en = reason.partition(" / ")
    title = said(catalogue.layer(stem).title) if catalogue.has(stem) else stem
    return f"• {title}: {said(Text(vi, en or vi))}"


class RestyleDialog(QDialog):
    """Which layers, and what came of it. Those that look otherwise than what is saved are ticked."""

    def __init__(self, parent: QWidget, source: Source, catalogue: Catalogue, layers: Mapping[str, QgsVectorLayer]) -> None:
        super().__init__(parent)
        self._source, self._catalogue, self._layers = source, catalogue, layers
        translate = QCoreApplication.translate
        self.setObjectName("ncovyRestyle")
        self.setWindowTitle(translate("Ncovy", "Lưu kiểu hiển thị"))
        self.setMinimumWidth(480)
        text = translate("Ncovy", "Ký hiệu, nhãn của các lớp được chọn thành kiểu chung: máy nào mở bản đồ sau đó và bản phát hành tiếp theo đều theo.")
        self.what = QLabel(text, self)
        self.what.setWordWrap(True)
        self.list = QListWidget(self)
        self.answer = QLabel(self)
        self.answer.setWordWrap(True)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(QCoreApplication.translate("Ncovy", "Đóng"))
        self.keep = buttons.addButton(QCoreApplication.translate("Ncovy", "Lưu kiểu"), QDialogButtonBox.ButtonRole.ActionRole)
        self.keep.clicked.connect(lambda _=False: self.save())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.what, self.list, self.answer, buttons):
            layout.addWidget(widget)

    def start(self) -> None:
        """List the layers of the open map."""
        try:
            changed = restyled(self._source, self._layers)
        except Exception as error:  # an edge: the sentence is the answer
            changed = ()
            self.answer.setText(sentence_of(error))
        self.list.clear()
        for schema in self._catalogue.layers:
            if schema.name in self._layers:
                self._add(schema.name, said(schema.title), schema.name in changed)
        if not self._layers:
            self.answer.setText(QCoreApplication.translate("Ncovy", "Hãy mở bản đồ Ncovy trước."))
        self.keep.setEnabled(bool(self._layers))

    def _add(self, stem: str, title: str, changed: bool) -> None:
        mark = QCoreApplication.translate("Ncovy", "{title} (đã đổi)").format(title=title) if changed else title
        item = QListWidgetItem(mark, self.list)
        item.setData(STEM, stem)
        item.setCheckState(Qt.CheckState.Checked if changed else Qt.CheckState.Unchecked)

    def chosen(self) -> tuple[str, ...]:
        """The ticked layers."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(str(item.data(STEM)) for item in items if item.checkState() == Qt.CheckState.Checked)

    def save(self) -> None:
        """Save the ticked ones; the answer says what the public map cannot show."""
        stems = self.chosen()
        if not stems:
            self.answer.setText(QCoreApplication.translate("Ncovy", "Chưa chọn lớp nào."))
            return
        try:
            done = save_looks(self._source, self._catalogue, {stem: self._layers[stem] for stem in stems})
        except Exception as error:  # an edge: the sentence is the answer
            self.answer.setText(sentence_of(error))
            return
        text = QCoreApplication.translate("Ncovy", "Đã lưu kiểu của {layers}. Lần phát hành tiếp theo sẽ dùng.")
        titles = ", ".join(said(self._catalogue.layer(stem).title) for stem in done.layers)
        self.start()
        self.answer.setText("\n".join([text.format(layers=titles), *not_shown(self._catalogue, done.problems)]))
