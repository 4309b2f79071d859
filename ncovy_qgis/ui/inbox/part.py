"""The inbox as a part of the desk: a number in the toolbar, a dock, and the way from a reason to the field, the save and the next submission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QAction

from ...core.mentions import mentioned
from ...core.messages import Refusal
from ...core.numbers import show_number
from ...db.change import key_of as change_key
from ...db.threads import Returned
from ...gis.layers import feature_of
from ...gis.report import Report
from ..icons import set_sign
from ..live.marks import go_to
from ..live.notice import Notice
from ..messages import sentence_of
from ..part import make_action
from ..review.place import AREA_DEGREES
from ..validation.places import focus_field
from ..words import said
from . import tasks
from .dock import InboxDock
from .reading import Reading
from .since_return import SinceReturn
from .tasks import Box, Key, key_of
from .words import empty, news

if TYPE_CHECKING:
    from ..session import Session

BESIDE = ["ncovyEntryDock", "ncovyValidationDock", "LayerStyling"]  # a small screen has room for one dock on the right, and tabs
LOOK_MS = 1000  # what is typed into forms is noticed within this
WGS84 = "EPSG:4326"


class Inbox(QObject):
    """Knows what waits as soon as a map is open; the dock is made when it is first shown."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.dock: Optional[InboxDock] = None
        self._action: Optional[QAction] = None
        self._fields: dict[Key, str] = {}  # where the checks found something when it was last sent
        self._trouble = ""  # why the box could not be read
        self._saved: dict[Key, int] = {}  # versions stored since the box was read
        self._then: Callable[[], None] = lambda: None  # when what is being sent has arrived
        self.notice = Notice(session.iface.messageBar(), Qgis.MessageLevel.Info)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._show_state)
        self.reading = Reading(session)
        self.reading.emptied.connect(self._emptied)
        self.reading.listed.connect(self._listed)
        self.reading.talked.connect(self._talked)
        self.reading.sent.connect(self._sent)
        self.reading.unread.connect(self._unread)
        self.reading.failed.connect(self._failed)
        session.reported.connect(self._reported)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Its entry of menu and toolbar, with the number of what waits."""
        self._action = make_action(owner, "ncovyInbox", "inbox", QCoreApplication.translate("Ncovy", "Hộp thư"), self.show)
        self._show_badge()
        return [self._action]

    def close(self) -> None:
        """Leave nothing behind."""
        self._session.reported.disconnect(self._reported)
        self.reading.close()
        self.notice.close()
        self._look.stop()
        if self.dock is not None:
            self.dock.since.forget()
            self._session.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        self._action = None

    # --- showing ----------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Open the dock; what was read before is there at once."""
        dock = self.dock or self._make_dock()
        dock.show()
        dock.raise_()
        dock.list.setFocus()
        self.notice.say("")
        self.reading.reload()

    def _items(self) -> tuple[Returned, ...]:
        return self.reading.box.items if self.reading.box is not None else ()

    def _show_badge(self) -> None:
        if self._action is None:
            return
        count, translate = len(self._items()), QCoreApplication.translate
        set_sign(self._action, "inbox", count)
        text = translate("Ncovy", "Hộp thư: {count} việc chờ bạn").format(count=show_number(count))
        self._action.setToolTip(text if count else translate("Ncovy", "Hộp thư: không có gì chờ bạn"))

    def _emptied(self) -> None:
        """Another map."""
        self._trouble = ""
        self._fields.clear()
        self._saved.clear()
        self.notice.say("")
        self._say("")
        self._show_all()

    def _listed(self, box: Box, new: Sequence[Returned]) -> None:
        self._saved.clear()
        if self.dock is not None and self._trouble and self.dock.notice.text() == self._trouble:
            self._say("")
        self._trouble = ""
        self._show_all()
        seen = self.dock is not None and self.dock.isVisible()
        if not box.items or seen:
            self.notice.say("")
        elif new:
            self.notice.say(news(new), QCoreApplication.translate("Ncovy", "Mở Hộp thư"), self.show)

    def _show_all(self) -> None:
        self._show_badge()
        if self.dock is not None:
            self.dock.show_items(self._items())
            self.dock.show_empty(*self._advice())

    def _advice(self) -> tuple[str, str]:
        """What to do while nothing waits."""
        translate, box = QCoreApplication.translate, self.reading.box
        if self.reading.source is None:
            return translate("Ncovy", "Chưa mở bản đồ: mở rồi mới biết có gì chờ bạn."), translate("Ncovy", "Mở bản đồ")
        if box is None:
            return self._trouble or translate("Ncovy", "Đang đọc…"), ""
        return empty(box), translate("Ncovy", "Gửi duyệt…") if box.drafts else ""

    def _take_advice(self) -> None:
        if self.reading.source is None:
            self._session.open_map()
        else:
            self._session.submit()

    def _chosen(self, item: Optional[Returned]) -> None:
        """Its thread, and what was changed since it came back."""
        if self.dock is None:
            return
        self.dock.show_thread(())
        self.dock.since.forget()
        self.reading.read_thread(item)
        if item is not None and item.returned_version is not None:
            self.dock.since.show_since(item.layer, item.uid, item.returned_version, item.row_version)
        self._show_state()

    def _talked(self, words: Any) -> None:
        if self.dock is not None:
            self.dock.show_thread(words)

    def _show_state(self) -> None:
        if self.dock is not None:
            item = self.dock.current()
            self.dock.show_state(item is not None and self._unsaved(item), self.reading.busy)

    def _unsaved(self, item: Returned) -> bool:
        """Whether the buffer of its layer holds something of this feature."""
        layer = self._session.edits.layers.get(item.layer)
        buffer = layer.editBuffer() if layer is not None else None
        if layer is None or buffer is None or not layer.isModified():
            return False
        fids = self._session.edits.features(layer, {item.uid})
        return any(fid in buffer.changedAttributeValues() or fid in buffer.changedGeometries() for fid in fids)

    # --- what is done about it --------------------------------------------------------------------------------------

    def _go(self, item: Returned) -> None:
        """Move the map there and flash it; the server is asked for nothing but what the map draws."""
        canvas, crs, point = self._session.iface.mapCanvas(), QgsCoordinateReferenceSystem(WGS84), QgsPointXY(item.lon, item.lat)
        spot = QgsGeometry.fromPointXY(point)
        area = self._session.catalogue.layer(item.layer).geometry != "Point"
        around = QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(point, AREA_DEGREES, AREA_DEGREES)) if area else spot
        go_to(canvas, around, crs)
        canvas.flashGeometries([spot], crs)

    def _open(self, item: Returned) -> None:
        """The form, in editing, at the field the checks or the reason name."""
        layer = self._session.layers().get(item.layer)
        feature = feature_of(layer, item.uid) if layer is not None else None
        if layer is None or feature is None:
            self._say(QCoreApplication.translate("Ncovy", "Đối tượng đã được gỡ bỏ khỏi bản đồ: gửi lại việc gỡ bỏ, hoặc khôi phục trong «Lịch sử»."))
            return
        self._go(item)
        layer.selectByIds([feature.id()])
        if not layer.isEditable():
            layer.startEditing()
        self._session.iface.setActiveLayer(layer)
        self._session.open_form(layer, feature)
        field, fid = self._fields.get(key_of(item)) or mentioned(self._session.catalogue.layer(item.layer), item.reason) or "", feature.id()
        QTimer.singleShot(0, lambda: focus_field(layer, fid, field))

    def _history(self, item: Returned) -> None:
        self._session.history_wanted.emit(item.layer, item.uid)

    def _submit(self, item: Returned) -> None:
        """Save what is unsaved, then hand over exactly the version that was saved, or is listed."""
        key = key_of(item)
        if self.reading.busy:
            return
        if self._unsaved(item):
            self._session.edits.save()
            if self._unsaved(item) or key not in self._saved:
                self._say(QCoreApplication.translate("Ncovy", "Chưa lưu được nên chưa gửi lại: xem lý do ở bảng «Lưu»."))
                return
        version = self._saved.get(key, item.row_version)
        done = QCoreApplication.translate("Ncovy", "Đã gửi lại «{name}» (phiên bản {version}); người duyệt thấy ngay.")
        self._send(item, lambda connection: tasks.submit(connection, item, version), done.format(name=item.name or "–", version=version))

    def _answer(self, item: Returned, words: str) -> None:
        text = QCoreApplication.translate("Ncovy", "Đã trả lời về «{name}».").format(name=item.name or "–")
        self._send(item, lambda connection: tasks.answer(connection, item, words), text, answered=True)

    def _send(self, item: Returned, task: Callable[..., Any], done: str, answered: bool = False) -> None:
        if self.reading.busy:
            return
        self._say(QCoreApplication.translate("Ncovy", "Đang gửi…"))
        self._then = lambda: self._arrived(item, done, answered)
        self.reading.send(task)
        self._show_state()

    def _arrived(self, item: Returned, done: str, answered: bool) -> None:
        self._say(done)
        self._fields.pop(key_of(item), None)
        if answered and self.dock is not None:
            self.dock.reply.done(item)
            self._chosen(self.dock.current())
        layer = self._session.layers().get(item.layer)
        if layer is not None and not answered:
            layer.reload()  # its state is drawn
        self._session.decided.emit()

    def _sent(self, refusal: Optional[Refusal]) -> None:
        if refusal is None:
            self._then()
        else:
            self._say(said(refusal.text))
            fields = [str(each.get("field")) for each in refusal.facts.get("findings", ()) if each.get("field")]
            if fields and refusal.layer and refusal.uid:
                self._fields[refusal.layer, refusal.uid] = fields[0]
        self._show_state()

    def _reported(self, report: Report) -> None:
        """A save: what it stored is what would be handed over."""
        self._saved.update({change_key(each): each.row_version for each in report.receipts})
        self._show_state()

    def _unread(self, error: BaseException) -> None:
        """What was read before stays."""
        self._trouble = sentence_of(error)
        self._failed(error)
        if self.dock is not None:
            self.dock.show_empty(*self._advice())

    def _failed(self, error: BaseException) -> None:
        self._say(sentence_of(error))
        self._show_state()

    def _say(self, text: str) -> None:
        if self.dock is not None:
            self.dock.say(text)

    def _make_dock(self) -> InboxDock:
        session = self._session
        self.dock = dock = InboxDock(session.iface.mainWindow(), session.catalogue, SinceReturn(session))
        dock.chosen.connect(self._chosen)
        dock.form_wanted.connect(self._open)
        dock.place_wanted.connect(self._go)
        dock.history_wanted.connect(self._history)
        dock.submit_wanted.connect(self._submit)
        dock.answer_wanted.connect(self._answer)
        dock.reload_wanted.connect(self.reading.reload)
        dock.advice_taken.connect(self._take_advice)
        dock.visibilityChanged.connect(lambda seen: self._look.start() if seen else self._look.stop())
        session.iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock, BESIDE, True)
        self._show_all()
        return dock
