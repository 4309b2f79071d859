"""Handing drafts over: the chosen features, or all one's own drafts; each answer is shown beside its feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Optional

from qgis.core import QgsFeature, QgsMapLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ..core.catalogue import Catalogue
from ..db import review
from ..db.connection import connect
from ..db.errors import DatabaseError
from ..db.review import Draft
from ..gis.layers import stem_of
from ..gis.refusals import refusal_of_error
from ..gis.source import Source
from . import waiting
from .icons import icon
from .messages import sentence_of
from .words import said


def selected_drafts(layer: Optional[QgsMapLayer]) -> tuple[Draft, ...]:
    """The selected features of a Ncovy layer that can be submitted."""
    if not isinstance(layer, QgsVectorLayer) or stem_of(layer) is None:
        return ()
    found = (_draft(layer, feature) for feature in layer.selectedFeatures() if feature["review_state"] in ("draft", "returned"))
    return tuple(found)


def own_drafts(source: Source) -> tuple[Draft, ...]:
    """Every draft the person edited last; for a thread."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        return review.own_drafts(connection)


def submit_all(source: Source, drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Submit one by one; "" or the sentence that refuses it."""
    answers = []
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        for draft in drafts:
            try:
                review.submit(connection, draft.layer, draft.uid, draft.row_version)
                connection.commit()
                answers.append("")
            except DatabaseError as error:
                connection.rollback()
                answers.append(said(refusal_of_error(error).text))
    return tuple(answers)


def _draft(layer: QgsVectorLayer, feature: QgsFeature) -> Draft:
    return Draft(str(stem_of(layer)), str(feature["uid"]), int(feature["row_version"]), str(feature["name"]))


class SubmitDialog(QDialog):
    """Tick, submit, read the answers."""

    def __init__(
        self, parent: QWidget, source: Source, catalogue: Catalogue, layers: Mapping[str, QgsVectorLayer], active: Optional[QgsMapLayer]
    ) -> None:
        super().__init__(parent)
        self._source, self._catalogue, self._layers, self._active = source, catalogue, layers, active
        self._drafts: tuple[Draft, ...] = ()
        self.setObjectName("ncovySubmit")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Gửi duyệt"))
        self.resize(760, 420)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.list = QTreeWidget(self)
        translate = QCoreApplication.translate
        self.list.setHeaderLabels([translate("Ncovy", "Tên"), translate("Ncovy", "Lớp"), translate("Ncovy", "Kết quả")])
        self.list.setRootIsDecorated(False)
        self.list.setColumnWidth(0, 260)
        self.list.setColumnWidth(1, 170)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(translate("Ncovy", "Đóng"))
        self.send = buttons.addButton(translate("Ncovy", "Gửi duyệt"), QDialogButtonBox.ButtonRole.ActionRole)
        self.send.clicked.connect(self.submit)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.summary, self.list, buttons):
            layout.addWidget(widget)

    def start(self) -> None:
        """List the selected features, else all one's own drafts."""
        drafts = selected_drafts(self._active)
        try:
            self._drafts = drafts or waiting.run(lambda: own_drafts(self._source), self, self.windowTitle())
        except Exception as error:  # an edge: the sentence is shown above the list
            self.summary.setText(sentence_of(error))
            return
        text = QCoreApplication.translate("Ncovy", "{count} bản nháp. Bỏ dấu chọn ở những bản chưa gửi.")
        nothing = QCoreApplication.translate("Ncovy", "Bạn không có bản nháp nào để gửi.")
        self.summary.setText(text.format(count=len(self._drafts)) if self._drafts else nothing)
        self.list.clear()
        for draft in self._drafts:
            row = QTreeWidgetItem([draft.name, said(self._catalogue.layer(draft.layer).title), ""])
            row.setIcon(1, icon(draft.layer))
            row.setCheckState(0, Qt.CheckState.Checked)
            self.list.addTopLevelItem(row)
        self.send.setEnabled(bool(self._drafts))

    def submit(self) -> None:
        """Submit what is ticked; refused ones keep their tick and get their reason."""
        rows = [self.list.topLevelItem(index) for index in range(self.list.topLevelItemCount())]
        ticked = [index for index, row in enumerate(rows) if row.checkState(0) == Qt.CheckState.Checked]
        chosen = [self._drafts[index] for index in ticked]
        text = QCoreApplication.translate("Ncovy", "Đang gửi duyệt…")
        try:
            answers = waiting.run(lambda: submit_all(self._source, chosen), self, text)
        except Exception as error:  # an edge: the sentence is shown above the list
            self.summary.setText(sentence_of(error))
            return
        for index, answer in zip(ticked, answers):
            rows[index].setText(2, answer or QCoreApplication.translate("Ncovy", "Đã gửi"))
            rows[index].setToolTip(2, answer)
            if not answer:
                rows[index].setCheckState(0, Qt.CheckState.Unchecked)
        done = sum(not answer for answer in answers)
        shown = QCoreApplication.translate("Ncovy", "Đã gửi {done} trong {count}.")
        self.summary.setText(shown.format(done=done, count=len(answers)))
        for layer in self._layers.values():
            layer.reload()
