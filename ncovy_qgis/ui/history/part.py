"""History as a part of the desk: the window of versions and restores, and the map as it was. Restores go to the database, never around unsaved edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtWidgets import QAction

from ...db import restoring
from ...db.change import Key, key_of
from ...db.history import Version
from ...db.live import Arrived
from ...db.restoring import Step
from ...gis.arrivals import freshen
from ...gis.layers import stem_of
from ...gis.report import Report
from ...gis.values import from_wkb
from .. import waiting
from ..background import Question
from ..live.marks import go_to
from ..live.part import LiveMap
from ..messages import sentence_of
from ..part import make_action
from ..shape_map import WGS84
from .pane import StepsPane
from .past_map import PastMap
from .restore import RestoreDialog
from .tasks import Past, Task, Wish, asked, past, restore
from .window import FEATURE, REMOVED, UNDO, HistoryWindow
from .words import unsaved

if TYPE_CHECKING:
    from ..session import Session


class HistoryPart(QObject):
    """One window at most; it follows what is saved here and elsewhere."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.window: Optional[HistoryWindow] = None
        self.past_map = PastMap(session)
        self._question = Question(self)
        self._asked: Optional[Key] = None
        self._question.answered.connect(self._show_past)
        self._question.failed.connect(self._failed)
        self._links: tuple[tuple[Any, Callable[..., None]], ...] = (
            (session.history_wanted, self.open),
            (session.map_opened, self._forget),
            (session.reported, self._reported),
            (session.arrived, self._arrived),
        )
        for signal, slot in self._links:
            signal.connect(slot)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Its entries of menu and toolbar."""
        translate = QCoreApplication.translate
        return [
            make_action(owner, "ncovyHistory", "history", translate("Ncovy", "Lịch sử, khôi phục…"), self.show),
            make_action(owner, "ncovyAsOf", "as_of", translate("Ncovy", "Bản đồ lúc trước…"), self.past_map.show),
        ]

    def close(self) -> None:
        """Leave nothing behind."""
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._forget()
        self.past_map.close()

    # --- showing ----------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """The history of the selected feature; without one the window as it was left."""
        key, why = _selected(self._session.iface.activeLayer())
        if key is not None:
            self.open(*key)
            return
        window = self._shown()
        window.tell(why)
        if window.feature.past is None and not why:
            window.pages.setCurrentIndex(UNDO)

    def open(self, layer: str, uid: str) -> None:
        """The history of a feature."""
        window = self._shown()
        window.pages.setCurrentIndex(FEATURE)
        window.tell("")
        self._read((layer, uid))

    def _shown(self) -> HistoryWindow:
        window = self.window or self._make_window()
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def _read(self, key: Key) -> None:
        source, catalogue = self._session.source(), self._session.catalogue
        if source is not None:
            dsn, self._asked = source.dsn(), key
            self._question.ask(lambda: asked(dsn, lambda connection: past(connection, catalogue, *key)))

    def _show_past(self, found: Optional[Past]) -> None:
        """The cursor stays on its version when it is the same feature."""
        window = self.window
        if window is None:
            return
        if found is None:
            window.tell(QCoreApplication.translate("Ncovy", "Đối tượng này chưa được lưu nên chưa có lịch sử."))
            return
        before, here = window.feature.past, window.feature.version()
        same = before is not None and here is not None and (before.layer, before.uid) == (found.layer, found.uid) and here != before.now
        window.feature.show_past(found, here.row_version if same and here is not None else None)
        window.feature.timeline.setFocus()

    def _failed(self, error: BaseException) -> None:
        if self.window is not None:
            self.window.tell(sentence_of(error))

    def _turned(self, page: int) -> None:
        """Lists are read when they are looked at."""
        if self.window is not None and page == UNDO and not self.window.undo.pane.model.lines:
            self.window.undo.read()
        elif self.window is not None and page == REMOVED:
            self.window.removed.read()

    def _reported(self, report: Report) -> None:
        self._moved((receipt.layer, str(receipt.uid)) for receipt in report.receipts)

    def _arrived(self, arrived: Sequence[Arrived]) -> None:
        self._moved((each.layer, each.uid) for each in arrived)

    def _moved(self, keys: Iterable[Key]) -> None:
        """What is shown has a newer version, or was decided about."""
        shown = self.window.feature.past if self.window is not None and self.window.isVisible() else None
        if shown is not None and (shown.layer, shown.uid) in set(keys):
            self._read((shown.layer, shown.uid))

    def _go(self) -> None:
        """Where it is now, or was last."""
        shown = self.window.feature.past if self.window is not None else None
        if shown is not None:
            crs = QgsCoordinateReferenceSystem(WGS84)
            go_to(self._session.iface.mapCanvas(), from_wkb(shown.now.wkb), crs)

    def _forget(self) -> None:
        """Another map: what is shown belongs to the last one."""
        self._question.drop()
        window, self.window = self.window, None
        if window is not None:
            window.close_window()

    # --- bringing back ----------------------------------------------------------------------------------------------

    def unsaved(self) -> Mapping[Key, str]:
        """Features this person is editing, in a buffer or in a form: a restore would pull the ground from under the edits."""
        translate = QCoreApplication.translate
        live = [part for part in self._session.parts if isinstance(part, LiveMap)]
        found = {key: translate("Ncovy", "biểu mẫu của nó đang mở") for part in live for key in part.forms.features()}
        return {**found, **{key_of(change): translate("Ncovy", "bạn có sửa đổi chưa lưu") for change in self._session.edits.changes()}}

    def _restore(self, version: Version) -> None:
        """Preview, then do it."""
        window = self.window
        shown = window.feature.past if window is not None else None
        if window is None or shown is None:
            return
        if (shown.layer, shown.uid) in self.unsaved():
            window.tell(unsaved([shown.name]))
            return
        window.tell("")
        dialog = RestoreDialog(window, self._session, shown, version)
        if dialog.exec():
            self._restore_one(window, shown, dialog.wish())
        dialog.deleteLater()

    def _restore_one(self, window: HistoryWindow, shown: Past, wish: Wish) -> None:
        catalogue, translate = self._session.catalogue, QCoreApplication.translate
        try:
            made = self._do(lambda connection: restore(connection, catalogue, shown.layer, shown.uid, wish))
            text = translate("Ncovy", "Đã khôi phục nội dung phiên bản {old} thành phiên bản {version}, là bản nháp: hãy gửi duyệt khi đã kiểm tra.")
            window.tell(text.format(old=wish.to, version=made))
        except Exception as error:  # an edge: the sentence is shown
            window.tell(sentence_of(error))
        window.feature.stand_on(shown.now.row_version)  # the newest is shown next
        self._read((shown.layer, shown.uid))
        self._freshen([shown.layer])

    def _restore_many(self, pane: StepsPane, steps: Sequence[Step], comment: str, reason: str) -> None:
        """One transaction, one save; each feature has its answer."""
        mine, catalogue = self.unsaved(), self._session.catalogue
        kept = [step.name or "–" for step in steps if (step.layer, step.uid) in mine]
        if kept:
            pane.say(unsaved(kept))
            return
        try:
            verdicts = self._do(lambda connection: restoring.restore_many(connection, steps, comment, reason, catalogue))
        except Exception as error:  # an edge: the sentence is shown
            pane.say(sentence_of(error))
            return
        pane.tell(verdicts)
        self._freshen({each.layer for each in verdicts if each.refusal is None})
        self._moved((each.layer, each.uid) for each in verdicts)

    def _do(self, task: Task) -> Any:
        source = self._session.source()
        dsn = source.dsn() if source is not None else {}
        return waiting.run(lambda: asked(dsn, task), self.window, QCoreApplication.translate("Ncovy", "Đang khôi phục…"))

    def _freshen(self, stems: Iterable[str]) -> None:
        """Layers show what is stored now; one in editing without edits reads anew, so that the next edit builds on what was restored."""
        for stem, layer in self._session.layers().items():
            readings = self._session.edits.readings(layer)
            if stem in stems and layer.isEditable() and not layer.isModified() and readings is not None:
                readings.catch_up()
            if stem in stems:
                freshen(layer)

    def _undo_save(self, changeset: int) -> None:
        """All that was saved at once with a version."""
        window = self.window
        if window is not None:
            window.undo.pane.show_lines((), "")
            window.undo.read(changeset)
            window.pages.blockSignals(True)
            window.pages.setCurrentIndex(UNDO)
            window.pages.blockSignals(False)

    def _make_window(self) -> HistoryWindow:
        window = HistoryWindow(self._session.iface.mainWindow(), self._session)
        window.pages.currentChanged.connect(self._turned)
        window.feature.restore_wanted.connect(self._restore)
        window.feature.save_wanted.connect(self._undo_save)
        window.feature.go_wanted.connect(self._go)
        for page in (window.undo, window.removed):
            page.locked = self.unsaved
            page.pane.wanted.connect(partial(self._restore_many, page.pane))
            page.pane.table.opened.connect(self.open)
        self.window = window
        return window


def _selected(layer: Any) -> tuple[Optional[Key], str]:
    """The one selected feature of a catalogue layer; else nothing, and why."""
    stem, translate = stem_of(layer), QCoreApplication.translate
    if not isinstance(layer, QgsVectorLayer) or stem is None or not layer.selectedFeatureCount():
        return None, ""
    if layer.selectedFeatureCount() > 1:
        return None, translate("Ncovy", "Đang chọn {count} đối tượng: hãy chọn một.").format(count=layer.selectedFeatureCount())
    (feature,) = layer.selectedFeatures()
    if feature.id() < 0:
        return None, translate("Ncovy", "Đối tượng này chưa được lưu nên chưa có lịch sử.")
    return (stem, str(feature["uid"])), ""
