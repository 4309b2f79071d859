"""What the actions of the menu do: one connection, one open map, one set of watched layers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Optional

from qgis.core import QgsApplication, QgsFeature, QgsMapLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QApplication

from ..core.catalogue import Catalogue, load_catalogue
from ..core.messages import Refusal
from ..db.findings import Finding
from ..gis import compat
from ..gis.desk import PATIENCE_S, Desk
from ..gis.edits import Edits
from ..gis.layers import find_layers, forget_icons, stem_of, use_icons
from ..gis.project import ask, open_project
from ..gis.recorder import journal_folder
from ..gis.report import Report
from ..gis.source import Source, source_of
from . import waiting
from .connect import ConnectDialog, remembered
from .forms import FormWatch
from .messages import Messages
from .part import make_action
from .parts import PARTS
from .saving.policy import ask_partly
from .tools.remove import ReasonDialog
from .validation.places import open_form


class Session(QObject):
    """Holds what lives from load to unload; each public method is one action."""

    map_opened = pyqtSignal()  # the ten layers are in the project and watched
    reported = pyqtSignal(object)  # gis.report.Report of a save
    arrived = pyqtSignal(object)  # db.live.Arrived of others' saves, in order
    review_wanted = pyqtSignal(str, str)  # layer, uid: show this waiting item in the queue
    history_wanted = pyqtSignal(str, str)  # layer, uid: open the history window of this feature
    decided = pyqtSignal()  # a decision was made here

    def __init__(self, iface: Any, folder: Optional[Path] = None) -> None:
        super().__init__()
        self.iface, self.messages = iface, Messages(iface)
        self.catalogue: Catalogue = load_catalogue()
        self.comment = ""  # of the next save
        desk = Desk(self._wait, self._reason, lambda: self.comment, self._partly, self._reported)
        self.edits = Edits(self.catalogue, folder or journal_folder(), desk)
        self.edits.line.dead.connect(self._line_dead)
        self._forms = FormWatch(self.edits)
        self._windows: list[Any] = []
        self._project = compat.the_project()
        use_icons()
        self._null = QgsApplication.nullRepresentation()
        QgsApplication.setNullRepresentation("")  # an empty field is empty, not «NULL»
        self._project.layersAdded.connect(self._watch)
        self._mode_changed = compat.transaction_mode_signal(self._project)
        if self._mode_changed is not None:
            self._mode_changed.connect(self._keep_mode)
        self.parts = [make(self) for make in PARTS]
        self._watch(list(self._project.mapLayers().values()))

    def actions(self, owner: QObject) -> list[QAction]:
        """Menu and toolbar from left to right: the order of a working day."""
        translate = QCoreApplication.translate
        add = partial(make_action, owner)
        return [
            add("ncovyConnect", "connect", translate("Ncovy", "Kết nối…"), self.connect),
            add("ncovyOpenMap", "project", translate("Ncovy", "Mở bản đồ"), self.open_map),
            add("ncovyHealth", "health", translate("Ncovy", "Kiểm tra kết nối"), self.health),
            *(action for part in self.parts for action in part.actions(owner)),
            add("ncovySubmit", "submit", translate("Ncovy", "Gửi duyệt"), self.submit),
            add("ncovyPublish", "publish", translate("Ncovy", "Phát hành…"), self.publish),
            add("ncovyAbout", "ncovy", translate("Ncovy", "Giới thiệu"), self.about),
        ]

    def close(self) -> None:
        """Leave QGIS as it was."""
        self._project.layersAdded.disconnect(self._watch)
        if self._mode_changed is not None:
            self._mode_changed.disconnect(self._keep_mode)
        for part in self.parts:
            part.close()
        self._forms.close()
        self.edits.close()
        for window in self._windows:
            window.close()
            window.deleteLater()
        QgsApplication.setNullRepresentation(self._null)
        forget_icons()

    # --- actions ----------------------------------------------------------------------------------------------------

    def connect(self) -> None:
        """Choose the database."""
        dialog = ConnectDialog(self.iface.mainWindow())
        if dialog.exec():
            self.messages.done(QCoreApplication.translate("Ncovy", "Đã chọn kết nối «{name}».").format(name=dialog.source().title()))
        dialog.deleteLater()

    def open_map(self) -> None:
        """A new project with the ten layers."""
        source = self.source()
        if source is None:
            return
        try:
            dsn, text = source.dsn(), QCoreApplication.translate("Ncovy", "Đang kết nối máy chủ…")
            asked = waiting.run(lambda: ask(dsn, self.catalogue), self.iface.mainWindow(), text)
            if not self.iface.newProject(True):
                return
            open_project(source, self.catalogue, self._project, asked)
        except Exception as error:  # an edge: the sentence is shown
            self.messages.failed(error)
            return
        QTimer.singleShot(0, self._show_province)  # after QGIS has set up the map for the first layer
        self.map_opened.emit()

    def health(self) -> None:
        """What is missing, and mending it."""
        from .health import HealthDialog

        self._open(HealthDialog, self.catalogue, self.layers())

    def save_all(self) -> None:
        """Save every edited layer in one transaction."""
        if not self.edits.edited():
            self.messages.info(QCoreApplication.translate("Ncovy", "Không có sửa đổi nào cần lưu."))
        else:
            self.edits.save()

    def submit(self) -> None:
        """Hand drafts over to the supervisor."""
        from .submit import SubmitDialog

        if self.edits.edited():
            self.messages.warn(QCoreApplication.translate("Ncovy", "Hãy lưu các sửa đổi trước khi gửi duyệt."))
            return
        self._open(SubmitDialog, self.catalogue, self.layers(), self.iface.activeLayer())

    def publish(self) -> None:
        """Release the public map."""
        from .publish import PublishDialog

        self._open(PublishDialog, self.catalogue, self.iface.mapCanvas(), self.open_finding)

    def about(self) -> None:
        """Name and version."""
        from .about import show_about

        show_about(self.iface.mainWindow(), self.catalogue)

    # --- what the actions share -------------------------------------------------------------------------------------

    def layers(self) -> dict[str, QgsVectorLayer]:
        """The catalogue layers of the open map."""
        return dict(find_layers(self._project, self.catalogue))

    def source(self) -> Optional[Source]:
        """The connection of the open map, else the remembered one, else the person is asked."""
        for layer in self.layers().values():
            return source_of(layer)
        if remembered() is None:
            self.connect()
        return remembered()

    def _show_province(self) -> None:
        extent = self._project.viewSettings().defaultViewExtent()
        self._project.setCrs(extent.crs())
        self.iface.mapCanvas().setReferencedExtent(extent)
        self.iface.mapCanvas().refresh()
        self._project.setDirty(False)

    def _open(self, dialog: Any, *arguments: Any) -> None:
        """Show a window that stays beside the map."""
        source = self.source()
        if source is None:
            return
        window = dialog(self.iface.mainWindow(), source, *arguments)
        self._windows.append(window)
        window.finished.connect(partial(self._closed, window))
        window.show()
        window.start()

    def _closed(self, window: Any, *_: Any) -> None:
        if window in self._windows:
            self._windows.remove(window)
            window.deleteLater()

    def _watch(self, layers: Sequence[QgsMapLayer]) -> None:
        for layer in layers:
            if isinstance(layer, QgsVectorLayer) and stem_of(layer) is not None:
                self.edits.watch(layer)

    def _keep_mode(self, *_: Any) -> None:
        if self.layers() and not compat.transactions_disabled(self._project):
            compat.disable_transactions(self._project)
            self.messages.warn(
                QCoreApplication.translate("Ncovy", "Chế độ giao dịch đã được đặt lại thành «Tắt»: chỉ khi đó việc lưu mới kiểm tra được.")
            )

    def _line_dead(self) -> None:
        self.messages.warn(QCoreApplication.translate("Ncovy", "Máy chủ không trả lời nên chưa bắt đầu sửa; hãy thử lại khi có mạng."))

    def _wait(self, thread: Thread) -> bool:
        text = QCoreApplication.translate("Ncovy", "Đang lưu vào cơ sở dữ liệu…")
        return waiting.wait(thread, self.iface.mainWindow(), text, PATIENCE_S)

    def _reason(self, count: int) -> Optional[str]:
        window = ReasonDialog(QApplication.activeWindow() or self.iface.mainWindow(), count)
        reason = window.text() if window.exec() else None
        window.deleteLater()
        return reason

    def _partly(self, report: Report, possible: int) -> bool:
        return ask_partly(self.iface.mainWindow(), report, possible)

    def _reported(self, report: Report) -> None:
        if report.receipts:
            self.comment = ""
        self._mark_forms(report)
        self.messages.reported(report)
        self.reported.emit(report)

    def _mark_forms(self, report: Report) -> None:
        """What was refused is marked in the forms of its feature, open now or later; what was stored is not any more."""
        layers = self.edits.layers
        refused: dict[tuple[str, str], list[Refusal]] = {(each.layer, str(each.uid)): [] for each in report.receipts}
        for each in report.problems:
            if each.change is not None:
                refused.setdefault((str(each.refusal.layer), str(each.refusal.uid)), []).append(each.refusal)
        for (stem, uid), refusals in refused.items():
            if stem in layers:
                self._forms.show_refusal(layers[stem], uid, refusals)

    def open_finding(self, finding: Finding) -> None:
        """The form of the feature a finding is about, at its field, where its layer is in the open map."""
        layer = self.layers().get(finding.layer)
        if layer is not None:
            open_form(self, layer, finding)

    def open_form(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        """The form of a feature, not modal."""
        self.iface.openFeatureForm(layer, feature, False, False)
