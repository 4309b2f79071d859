"""After a crash: when the map of that database opens, what was not saved is offered; and it can be asked for at any time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer
from qgis.PyQt.QtWidgets import QAction

from ...db.change import Change, Key, key_of
from ...gis.journal import Left, count_left, left
from ...gis.recovery import Found, look, restore, shown_of
from ...gis.source import parameters_of, place_of
from .. import waiting
from ..part import make_action
from ..timers import later
from .dialog import Choice, RecoveryDialog

if TYPE_CHECKING:
    from ..session import Session


class Recovery:
    """Holds the journals it offers locked, so that no other QGIS offers them, too."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._left: tuple[Left, ...] = ()
        self._found = Found((), ())  # what they hold that the server has not
        self._closed = False
        self.dialog: Optional[RecoveryDialog] = None
        self._links = (
            (session.map_opened, self._map_opened),
            (QgsProject.instance().readProject, self._project_read),
            (session.edits.recorder.failed, self._disk_refuses),
        )
        for signal, slot in self._links:
            signal.connect(slot)
        self._start = later(None, 0, self._hint)  # when QGIS has its windows
        self._start.start()

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Ask for what is left."""
        text = QCoreApplication.translate("Ncovy", "Khôi phục sửa đổi…")
        return [make_action(owner, "ncovyRecover", "recover", text, partial(self.offer, True))]

    def close(self) -> None:
        """Leave the journals for the next start."""
        self._closed = True
        self._start.stop()
        for signal, slot in self._links:
            signal.disconnect(slot)
        if self.dialog is not None:
            self.dialog.reject()
        self._release()

    def offer(self, asked: bool = False) -> None:
        """Show what is left of this map's database; when `asked`, say so too when there is nothing."""
        layers = self._session.layers()
        if self._closed or self.dialog is not None or self._left:
            return
        if not layers:
            if asked:
                self._session.messages.info(QCoreApplication.translate("Ncovy", "Hãy mở bản đồ trước: sửa đổi được khôi phục vào các lớp của nó."))
            return
        dsn = parameters_of(next(iter(layers.values())))
        self._left = left(self._session.edits.folder, place_of(dsn))
        if self._left:
            self._ask_server(dsn)
        elif asked:
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Không có sửa đổi nào chưa lưu từ lần trước."))

    def _ask_server(self, dsn: Any) -> None:
        contents = [each.content for each in self._left]
        text = QCoreApplication.translate("Ncovy", "Đang hỏi máy chủ về những sửa đổi chưa lưu…")
        try:
            found = waiting.run(lambda: look(dsn, contents), self._session.iface.mainWindow(), text)
        except Exception as error:  # an edge: the sentence is shown, and nothing is lost
            self._session.messages.failed(error)
            self._release()
            return
        if self._closed:  # while the server was asked
            return
        self._found = found
        self._done_with(found.stored)
        if found.unsaved:
            self._show(found)
        else:
            self._release()
            text = QCoreApplication.translate("Ncovy", "Lần trước QGIS tắt đột ngột, nhưng máy chủ đã có đủ {count} sửa đổi.")
            self._session.messages.info(text.format(count=len(found.stored)))

    def _show(self, found: Found) -> None:
        self.dialog = RecoveryDialog(self._session.iface.mainWindow(), self._session.catalogue, found.unsaved)
        self.dialog.finished.connect(self._answered)
        self.dialog.open()

    def _answered(self, *_: Any) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        self.dialog = None
        try:
            if dialog.choice is Choice.RESTORE:
                self._restore(dialog.chosen())
            elif dialog.choice is Choice.DISCARD:
                self._discard(dialog.chosen())
        finally:
            self._release()
            dialog.deleteLater()

    def _restore(self, changes: Sequence[Change]) -> None:
        done, hidden = restore(self._session.edits, changes)
        translate, messages = QCoreApplication.translate, self._session.messages
        if self._session.edits.recorder.flush():  # they are in the journal of this QGIS now
            self._done_with(done)
        if done:
            messages.done(translate("Ncovy", "Đã khôi phục {count} sửa đổi; hãy xem lại rồi lưu.").format(count=len(done)))
        if hidden:
            text = translate("Ncovy", "{count} sửa đổi là của đối tượng không còn trên bản đồ; khi lưu bạn sẽ được hỏi phải làm gì.")
            messages.warn(text.format(count=len(hidden)))
        kept = len(changes) - len(done)
        if kept:
            text = translate("Ncovy", "{count} sửa đổi chưa khôi phục được vì đối tượng đang được sửa hoặc lớp không mở; chúng được giữ lại.")
            messages.warn(text.format(count=kept))

    def _discard(self, changes: Sequence[Change]) -> None:
        if self._done_with(map(key_of, changes), Left.put_aside):
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Đã bỏ {count} sửa đổi.").format(count=len(changes)))

    def _done_with(self, keys: Iterable[Key], deed: Callable[[Left, Iterable[Key]], None] = Left.drop) -> bool:
        """The journals need not offer these again; False when the disk refuses: then they will."""
        known = tuple(keys)
        try:
            for each in self._left:
                deed(each, shown_of(each.content, self._found, known))
        except OSError as error:
            self._disk_refuses(error.strerror or str(error))
            return False
        return True

    def _release(self) -> None:
        for each in self._left:
            each.release()
        self._left = ()

    def _map_opened(self) -> None:
        QTimer.singleShot(0, self.offer)  # after QGIS has shown it

    def _project_read(self, *_: Any) -> None:
        QTimer.singleShot(0, self.offer)

    def _hint(self) -> None:
        """At the start of QGIS: a map that is open already is asked about, else the person is told."""
        if self._session.layers():
            self.offer()
            return
        count = count_left(self._session.edits.folder)
        if count:
            text = QCoreApplication.translate("Ncovy", "Còn {count} sửa đổi chưa lưu từ lần QGIS tắt đột ngột; mở bản đồ để khôi phục.")
            self._session.messages.info(text.format(count=count))

    def _disk_refuses(self, why: str) -> None:
        text = QCoreApplication.translate("Ncovy", "Không ghi được nhật ký sửa đổi ({why}): hãy lưu ngay, và giải phóng ổ đĩa.")
        self._session.messages.warn(text.format(why=why))
