"""Releasing the public map into a folder, in the background of QGIS, with progress and a way to stop."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication, QgsSettings, QgsTask
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ..core.catalogue import Catalogue
from ..db.connection import connect
from ..gis.source import Source
from ..publish import ReleaseResult, publish
from .messages import sentence_of

KEY = "ncovy/site"


class PublishTask(QgsTask):
    """Runs publish() in QGIS's task manager; touches neither layers nor widgets."""

    def __init__(self, source: Source, site: Path, catalogue: Catalogue) -> None:
        text = QCoreApplication.translate("Ncovy", "Phát hành bản đồ công khai")
        super().__init__(text, QgsTask.Flag.CanCancel)
        self._dsn, self._site, self._catalogue = source.dsn(), site, catalogue
        self.result: Optional[ReleaseResult] = None
        self.error: Optional[Exception] = None

    def run(self) -> bool:
        try:
            with closing(connect(dsn=self._dsn, application="ncovy qgis")) as connection:
                self.result = publish(
                    connection,
                    self._site,
                    catalogue=self._catalogue,
                    progress=lambda share, _: self.setProgress(share * 100),
                    cancelled=self.isCanceled,
                )
        except Exception as error:  # carried over to the window
            self.error = error
        return self.error is None


class PublishDialog(QDialog):
    """Choose the folder, release, read what came of it."""

    def __init__(self, parent: QWidget, source: Source, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._source, self._catalogue = source, catalogue
        self.task: Optional[PublishTask] = None
        self.setObjectName("ncovyPublish")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Phát hành bản đồ công khai"))
        self.setMinimumWidth(560)
        self.site = QgsFileWidget(self)
        self.site.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.site.setFilePath(str(QgsSettings().value(KEY, "")))
        self.bar = QProgressBar(self)
        self.answer = QLabel(self)
        self.answer.setWordWrap(True)
        form = QFormLayout()
        form.addRow(QCoreApplication.translate("Ncovy", "Thư mục trang công khai"), self.site)
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
        """Start the task."""
        folder = self.site.filePath().strip()
        if not folder or self.task is not None:
            self.answer.setText(QCoreApplication.translate("Ncovy", "Hãy chọn thư mục của trang công khai."))
            return
        QgsSettings().setValue(KEY, folder)
        self.task = PublishTask(self._source, Path(folder), self._catalogue)
        self.task.progressChanged.connect(lambda value: self.bar.setValue(int(value)))
        self.task.taskCompleted.connect(self._finished)
        self.task.taskTerminated.connect(self._finished)
        self._running(True)
        QgsApplication.taskManager().addTask(self.task)

    def cancel(self) -> None:
        """Ask the task to stop; the public map stays as it is."""
        if self.task is not None:
            self.task.cancel()

    def reject(self) -> None:
        """A window that closes stops its task."""
        self.cancel()
        super().reject()

    def _finished(self) -> None:
        task, self.task = self.task, None
        self._running(False)
        if task is None:
            return
        if task.result is None:
            self.answer.setText(sentence_of(task.error) if task.error else "")
            return
        made = task.result
        self.bar.setValue(100)
        if made.made:
            text = QCoreApplication.translate("Ncovy", "Đã phát hành bản {id}: {count} đối tượng.")
        else:
            text = QCoreApplication.translate("Ncovy", "Không có gì thay đổi; bản {id} vẫn là bản hiện hành ({count} đối tượng).")
        self.answer.setText(text.format(id=made.id, count=sum(made.counts.values())))

    def _running(self, on: bool) -> None:
        self.release.setEnabled(not on)
        self.stop.setEnabled(on)
