"""Releasing the public map into a folder: runs the Processing algorithm in the background, with progress and a way to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsSettings,
)
from qgis.gui import QgsAuthConfigSelect, QgsFileWidget
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ..core.catalogue import Catalogue
from ..gis.source import Source

KEY, SIGNING = "ncovy/site", "ncovy/signing_key"
ALGORITHM = "ncovy:publish"


class Said(QgsProcessingFeedback):
    """Keeps what the algorithm says last."""

    def __init__(self) -> None:
        super().__init__(False)
        self.error = ""

    def reportError(self, error: str, fatalError: bool = False) -> None:  # names of Processing
        self.error = error


class PublishDialog(QDialog):
    """Choose the folder, release, read what came of it."""

    def __init__(self, parent: QWidget, source: Source, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._source = source
        self._task: Optional[QgsProcessingAlgRunnerTask] = None
        self._context, self._feedback = QgsProcessingContext(), Said()
        self.setObjectName("ncovyPublish")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Phát hành bản đồ công khai"))
        self.setMinimumWidth(560)
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
        form = QFormLayout()
        form.addRow(QCoreApplication.translate("Ncovy", "Thư mục trang công khai"), self.site)
        form.addRow(QCoreApplication.translate("Ncovy", "Khóa ký"), self.key)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for widget in (self.bar, self.answer, self._buttons()):
            layout.addWidget(widget)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(QCoreApplication.translate("Ncovy", "Đóng"))
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.release = buttons.addButton(QCoreApplication.translate("Ncovy", "Phát hành"), role)
        self.stop = buttons.addButton(QCoreApplication.translate("Ncovy", "Dừng"), role)
        self.stop.setEnabled(False)
        self.release.clicked.connect(self.publish)
        self.stop.clicked.connect(self.cancel)
        buttons.rejected.connect(self.reject)
        return buttons

    def start(self) -> None:
        """Nothing happens before the button."""
        self.answer.setText(QCoreApplication.translate("Ncovy", "Chỉ những đối tượng đã duyệt và các trường công khai được phát hành."))

    def publish(self) -> None:
        """Start the algorithm in QGIS's task manager."""
        folder = self.site.filePath().strip()
        if not folder:
            self.answer.setText(QCoreApplication.translate("Ncovy", "Hãy chọn thư mục của trang công khai."))
            return
        QgsSettings().setValue(KEY, folder)
        QgsSettings().setValue(SIGNING, self.key.configId())
        self._feedback = Said()
        algorithm = QgsApplication.processingRegistry().algorithmById(ALGORITHM)
        parameters = {"SERVICE": self._source.text(), "SITE": folder, "KEY": self.key.configId()}
        self._task = QgsProcessingAlgRunnerTask(algorithm, parameters, self._context, self._feedback)
        if self._task.isCanceled():  # the key cannot be read: such a task is never run, and never ends
            self._finished(False, {})
            return
        self._task.progressChanged.connect(lambda value: self.bar.setValue(int(value)))
        self._task.executed.connect(self._finished)
        self._running(True)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask the task to stop; the public map stays as it is."""
        if self._task is not None:
            self._feedback.cancel()

    def reject(self) -> None:
        """A window that closes stops its task."""
        self.cancel()
        super().reject()

    def _finished(self, successful: bool, results: Mapping[str, Any]) -> None:
        self._task = None
        self._running(False)
        if not successful:
            self.answer.setText(self._feedback.error)
            return
        self.bar.setValue(100)
        if results["MADE"]:
            text = QCoreApplication.translate("Ncovy", "Đã phát hành bản {id}: {count} đối tượng.")
        else:
            text = QCoreApplication.translate("Ncovy", "Không có gì thay đổi; bản {id} vẫn là bản hiện hành ({count} đối tượng).")
        self.answer.setText(text.format(id=results["RELEASE"], count=int(results["FEATURES"])))

    def _running(self, on: bool) -> None:
        self.release.setEnabled(not on)
        self.stop.setEnabled(on)
        self.bar.show()
