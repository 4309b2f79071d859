"""Releasing the public map into a folder, and seeing before what it changes: Processing algorithms in the background, with progress and a way to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Callable, Optional

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.gui import QgsAuthConfigSelect, QgsFileWidget, QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ..core.catalogue import Catalogue
from ..core.numbers import show_number
from ..db.findings import Finding
from ..gis.compat import the_project
from ..gis.layers import find_layers
from ..gis.source import Source
from .publish_gate import GateList
from .publish_preview import KINDS, ChangeTable, PreviewLayers, around, kind_word
from .restyle import RestyleDialog, not_shown
from .shape_map import WGS84

KEY, SIGNING = "ncovy/site", "ncovy/signing_key"
PUBLISH, PREVIEW = "ncovy:publish", "ncovy:preview"
PREVIEWED = {"OUTPUT": "memory:", "ZONES": "memory:", "FINDINGS": "memory:"}
SMALL, LARGE = (560, 150), (960, 540)  # without and with a table; fits 1366×768


class Said(QgsProcessingFeedback):
    """Keeps what the algorithm says last."""

    def __init__(self) -> None:
        super().__init__(False)
        self.error = ""

    def reportError(self, error: str, fatalError: bool = False) -> None:  # names of Processing
        self.error = error


class PublishDialog(QDialog):
    """Choose the folder, see what would change and what stands against it, release, read what came of it. `canvas` goes to what is clicked,
    `open_form` shows the form of the feature a finding is about."""

    def __init__(self, parent: QWidget, source: Source, catalogue: Catalogue, canvas: QgsMapCanvas, open_form: Callable[[Finding], None]) -> None:
        super().__init__(parent)
        self._source, self._catalogue, self._canvas = source, catalogue, canvas
        self._layers = PreviewLayers()
        self._task: Optional[QgsProcessingAlgRunnerTask] = None
        self._context, self._feedback = QgsProcessingContext(), Said()
        self.setObjectName("ncovyPublish")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Phát hành bản đồ công khai"))
        self.setMinimumWidth(SMALL[0])
        self.site = QgsFileWidget(self)
        self.site.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.site.setFilePath(str(QgsSettings().value(KEY, "")))
        self.key = QgsAuthConfigSelect(self)
        self.key.setObjectName("ncovyPublishKey")
        self.key.setToolTip(QCoreApplication.translate("Ncovy", "Cấu hình “Basic” có khóa bí mật (tạo bằng “ncovy key”) làm mật khẩu; để trống thì không ký"))
        self.key.setConfigId(str(QgsSettings().value(SIGNING, "")))
        self.bar = QProgressBar(self)
        self.bar.hide()  # until something is under way: an empty bar looks like a field
        self.answer = QLabel(self)
        self.answer.setWordWrap(True)
        self.changes = ChangeTable(self)
        self.changes.hide()
        self.changes.place_wanted.connect(self._go)
        self.gate = GateList(self)
        self.gate.place_wanted.connect(self._go)
        self.gate.form_wanted.connect(open_form)
        form = QFormLayout()
        form.addRow(QCoreApplication.translate("Ncovy", "Thư mục trang công khai"), self.site)
        form.addRow(QCoreApplication.translate("Ncovy", "Khóa ký"), self.key)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for widget, share in ((self.bar, 0), (self.answer, 0), (self.gate, 0), (self.changes, 1), (self._buttons(), 0)):
            layout.addWidget(widget, share)
        self.finished.connect(lambda _: self._layers.clear())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(QCoreApplication.translate("Ncovy", "Đóng"))
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.look = buttons.addButton(QCoreApplication.translate("Ncovy", "Xem trước"), role)
        self.look.setToolTip(QCoreApplication.translate("Ncovy", "Những gì sẽ xuất hiện, thay đổi, biến mất trên bản đồ công khai; chưa ghi gì"))
        self.release = buttons.addButton(QCoreApplication.translate("Ncovy", "Phát hành"), role)
        self.looks = buttons.addButton(QCoreApplication.translate("Ncovy", "Lưu kiểu hiển thị…"), role)
        self.looks.setToolTip(QCoreApplication.translate("Ncovy", "Ký hiệu và nhãn đã sửa trong QGIS thành kiểu chung của mọi máy và của bản đồ công khai"))
        self.stop = buttons.addButton(QCoreApplication.translate("Ncovy", "Dừng"), role)
        self.stop.setEnabled(False)
        self.look.clicked.connect(lambda _=False: self.preview())
        self.release.clicked.connect(lambda _=False: self.publish())
        self.looks.clicked.connect(lambda _=False: self.restyle())
        self.stop.clicked.connect(self.cancel)
        buttons.rejected.connect(self.reject)
        return buttons

    def start(self) -> None:
        """Nothing happens before the button."""
        self.answer.setText(QCoreApplication.translate("Ncovy", "Chỉ những đối tượng đã duyệt và các trường công khai được phát hành."))

    def publish(self) -> None:
        """Look first; release when nothing stands against it, or only the warnings of the list that was seen and given a reason."""
        QgsSettings().setValue(SIGNING, self.key.configId())
        seen = self.gate.digest if self.gate.acceptable and self.gate.reason.text().strip() else ""
        self._start(PREVIEW, PREVIEWED, partial(self._looked, seen))

    def restyle(self) -> None:
        """The looks of the open map's layers into the database."""
        dialog = RestyleDialog(self, self._source, self._catalogue, find_layers(the_project(), self._catalogue))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.start()
        dialog.open()

    def preview(self) -> None:
        """What a release would change now, and what stands against it."""
        self._start(PREVIEW, PREVIEWED, self._seen)

    def _looked(self, seen: str, results: Mapping[str, Any]) -> None:
        reason = self.gate.reason.text().strip()
        self._seen(results)
        if not self.gate.errors and (not self.gate.warnings or seen == self.gate.digest):
            answered = {"ACCEPT": reason, "SEEN": seen} if self.gate.warnings else {}
            self._start(PUBLISH, {"KEY": self.key.configId(), **answered}, self._released)

    def _start(self, name: str, more: Mapping[str, str], then: Callable[[Mapping[str, Any]], None]) -> None:
        folder = self.site.filePath().strip()
        if not folder:
            self.answer.setText(QCoreApplication.translate("Ncovy", "Hãy chọn thư mục của trang công khai."))
            return
        QgsSettings().setValue(KEY, folder)
        self._context, self._feedback = QgsProcessingContext(), Said()
        algorithm = QgsApplication.processingRegistry().algorithmById(name)
        parameters = {"SERVICE": self._source.text(), "SITE": folder, **more}
        self._task = QgsProcessingAlgRunnerTask(algorithm, parameters, self._context, self._feedback)
        if self._task.isCanceled():  # the key cannot be read: such a task is never run, and never ends
            self._ended(then, False, {})
            return
        self._task.progressChanged.connect(lambda value: self.bar.setValue(int(value)))
        self._task.executed.connect(partial(self._ended, then))
        self._task.executed.connect(lambda *_, lent=(self._context, self._feedback): None)  # it only borrows them, and may outlive this window
        self._running(True)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the task to stop; the public map stays as it is."""
        if self._task is not None:
            self._feedback.cancel()

    def reject(self) -> None:
        """A window that closes stops its task."""
        self.cancel()
        self._task = None
        super().reject()

    def _ended(self, then: Callable[[Mapping[str, Any]], None], successful: bool, results: Mapping[str, Any]) -> None:
        if self._task is None:
            return  # the window was closed
        self._task = None
        self._running(False)
        if successful:
            self.bar.setValue(100)
            then(results)
        else:
            self.answer.setText(self._feedback.error)

    def _released(self, results: Mapping[str, Any]) -> None:
        self.gate.show_findings((), {})
        self._show_changes(())
        if results["MADE"]:
            text = QCoreApplication.translate("Ncovy", "Đã phát hành bản {id}: {count} đối tượng.")
        else:
            text = QCoreApplication.translate("Ncovy", "Không có gì thay đổi; bản {id} vẫn là bản hiện hành ({count} đối tượng).")
        self.answer.setText("\n".join([text.format(id=results["RELEASE"], count=int(results["FEATURES"])), *not_shown(self._catalogue, results["NOT_SHOWN"])]))

    def _seen(self, results: Mapping[str, Any]) -> None:
        """The numbers in words, each change in the table and on the map."""
        translate = QCoreApplication.translate
        self.gate.show_findings(self._context.takeResultLayer(results["FINDINGS"]).getFeatures(), results)
        self._show_changes([self._context.takeResultLayer(results[name]) for name in ("OUTPUT", "ZONES")])
        told = ", ".join(f"{show_number(results[kind.upper()])} {kind_word(kind).lower()}" for kind in KINDS)
        if not results["CURRENT"]:
            text = translate("Ncovy", "Thư mục chưa có bản phát hành nào: sẽ có {count} đối tượng.").format(count=show_number(results["TOTAL"]))
        elif not results["TOTAL"]:
            text = translate("Ncovy", "Không có gì thay đổi so với bản {id}.").format(id=results["CURRENT"])
        else:
            text = translate("Ncovy", "So với bản {id}: {told}.").format(id=results["CURRENT"], told=told)
        if results["REMINDERS"]:
            text += " " + translate("Ncovy", "{count} đối tượng có báo cáo cũ.").format(count=show_number(results["REMINDERS"]))
        self.answer.setText(text)

    def _show_changes(self, layers: Sequence[QgsVectorLayer]) -> None:
        self.changes.show_changes([feature for layer in layers for feature in layer.getFeatures()])
        some = self.changes.topLevelItemCount() > 0
        self.changes.setVisible(some)
        self._layers.show(layers)
        self.resize(*(LARGE if some or self.gate.isVisibleTo(self) else SMALL))

    def _go(self, place: QgsRectangle) -> None:
        there = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), self._canvas.mapSettings().destinationCrs(), the_project())
        self._canvas.setExtent(around(place, there))
        self._canvas.refresh()

    def _running(self, on: bool) -> None:
        for button in (self.look, self.release):
            button.setEnabled(not on)
        self.stop.setEnabled(on)
        self.bar.show()
