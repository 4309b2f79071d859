"""The queue as a part of the desk: shows it, decides on many, lets the map follow, and tells by a number in the toolbar how much waits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtWidgets import QAction

from ...core.messages import Refusal
from ...core.numbers import show_number
from ...db.review import Verdict
from ...gis.layers import feature_of
from ...gis.project import language
from ..icons import set_sign
from ..messages import sentence_of
from ..part import make_action
from ..review_change import ChangeView
from ..words import said
from . import tasks
from .bulk import BulkDialog
from .dock import ReviewDock
from .place import show_place
from .reading import Reading
from .rows import WAITING, Key, Row, Wanted

if TYPE_CHECKING:
    from ..session import Session


class Review(QObject):
    """Knows what waits as soon as a map is open; the desk itself is made when it is first shown."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.dock: Optional[ReviewDock] = None
        self.dialog: Optional[BulkDialog] = None
        self._action: Optional[QAction] = None
        self._go_to: Optional[Key] = None  # asked for before it was listed
        self.reading = Reading(session)
        self.reading.emptied.connect(self._emptied)
        self.reading.listed.connect(self._listed)
        self.reading.cared.connect(self._cared)
        self.reading.judged.connect(self._judged)
        self.reading.failed.connect(self._failed)
        self.reading.running.connect(self._running)
        session.review_wanted.connect(self.show_item)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Its entry of menu and toolbar; open to supervisors, once the map says who is one."""
        self._action = make_action(owner, "ncovyReview", "review", QCoreApplication.translate("Ncovy", "Bàn duyệt"), self.show)
        self._show_badge()
        return [self._action]

    def close(self) -> None:
        """Leave nothing behind."""
        self._session.review_wanted.disconnect(self.show_item)
        self.reading.close()
        if self.dialog is not None:
            self.dialog.close()
        if self.dock is not None:
            self._session.iface.removeDockWidget(self.dock)
            self.dock.view.close_view()
            self.dock.deleteLater()
            self.dock = None
        self._action = None

    # --- showing ----------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Open the desk; what was read before is there at once."""
        dock = self.dock or self._make_dock()
        dock.show()
        dock.raise_()
        dock.activateWindow()
        dock.list.tree.setFocus()

    def show_item(self, layer: str, uid: str) -> None:
        """Put the cursor on a waiting item; filters that hide it are taken away. Who decides nothing has no desk."""
        if self.reading.read and not self.reading.may:
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Bàn duyệt dành cho người duyệt."))
            return
        self.show()
        if self.reading.read:
            self._find((layer, uid))
        else:
            self._go_to = (layer, uid)

    def _find(self, key: Key) -> None:
        if self.dock is None or self.dock.list.go_to(key):
            return
        if not any(row.key == key for row in self.reading.rows):
            self.dock.list.say(QCoreApplication.translate("Ncovy", "Đối tượng này không chờ duyệt."))
            return
        self.dock.list.filters.show_wanted(Wanted())
        self.dock.list.go_to(key)

    def _show_queue(self, wanted: Wanted) -> None:
        """The rows of the queue that is chosen; those of care are read when they are asked for."""
        if self.dock is not None:
            self.dock.list.show_rows(self.reading.rows if wanted.queue == WAITING else ())
        if wanted.queue != WAITING:
            self.reading.read_care(wanted.queue, wanted.hours)

    def _show_badge(self) -> None:
        """What I may decide on: what others wrote in my areas."""
        if self._action is None:
            return
        count = sum(row.waiting is not None and row.waiting.mine and not row.waiting.own for row in self.reading.rows)
        set_sign(self._action, "review", count)
        self._action.setEnabled(self.reading.may)
        if self.reading.may:
            text = QCoreApplication.translate("Ncovy", "Bàn duyệt: {count} mục chờ bạn duyệt").format(count=show_number(count))
        else:
            text = QCoreApplication.translate("Ncovy", "Bàn duyệt: dành cho người duyệt, sau khi mở bản đồ")
        self._action.setToolTip(text)

    # --- what was read ----------------------------------------------------------------------------------------------

    def _emptied(self) -> None:
        self._show_badge()
        if self.dock is not None:
            self.dock.list.show_rows(())

    def _listed(self, answer: tasks.Listed, first: bool) -> None:
        self._show_badge()
        if self.dock is None:
            return
        filters = self.dock.list.filters
        filters.show_counts({WAITING: len(answer.rows)})
        if filters.wanted().queue == WAITING:
            self.dock.list.show_rows(answer.rows, answer.at)
        if first:
            self._begin()
        if self._go_to is not None:
            key, self._go_to = self._go_to, None
            self._find(key)
        self.reading.judge()

    def _begin(self) -> None:
        """Who has areas begins with them."""
        if self.dock is not None and any(row.item.mine for row in self.reading.rows):
            self.dock.list.filters.narrow(mine=True)

    def _cared(self, queue: str, answer: tasks.Listed) -> None:
        if self.dock is not None and self.dock.list.filters.wanted().queue == queue:
            self.dock.list.show_rows(answer.rows, answer.at)
            self.dock.list.filters.show_counts({WAITING: len(self.reading.rows), queue: len(answer.rows)})

    def _judged(self) -> None:
        if self.dock is not None:
            self.dock.list.show_found(self.reading.found)

    def _failed(self, error: BaseException) -> None:
        if self.dialog is not None:
            self.dialog.show_failure(sentence_of(error))
        elif self.dock is not None:
            self.dock.list.say(sentence_of(error))

    def _running(self, busy: bool) -> None:
        if self.dock is not None:
            self.dock.list.running(busy)

    # --- deciding ---------------------------------------------------------------------------------------------------

    def _bulk(self, approve: bool, rows: Sequence[Row]) -> None:
        """The summary; what the person agrees to is decided in one transaction."""
        if self.dock is None or self.dialog is not None:
            return
        self.dialog = BulkDialog(self.dock.widget(), rows, self.reading.found, approve)
        self.dialog.decided.connect(partial(self._decide, approve))
        self.dialog.finished.connect(self._bulk_closed)
        self.dialog.open()

    def _decide(self, approve: bool, items: Sequence[tuple[str, str, int]], words: str) -> None:
        deed, catalogue = (tasks.approve if approve else tasks.give_back), self._session.catalogue
        self.reading.decide(lambda connection: deed(connection, catalogue, items, words), self._show_verdicts)

    def _show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        if self.dialog is not None:
            self.dialog.show_verdicts(verdicts)
        self._done([(each.layer, each.uid) for each in verdicts if each.refusal is None])

    def _bulk_closed(self, *_: Any) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _decided(self, decided: Sequence[Any]) -> None:
        """One item, decided in its view: (layer, uid, …)."""
        self._done([(str(decided[0]), str(decided[1]))])

    def _done(self, keys: Sequence[Key]) -> None:
        """They go at once; the server's own word follows."""
        self.reading.drop(keys)
        self._show_badge()
        if self.dock is not None and keys:
            self.dock.list.drop(keys)
        self._session.decided.emit()

    def _verify(self, rows: Sequence[Row]) -> None:
        items, catalogue = [(row.item.layer, row.item.uid, row.item.row_version) for row in rows], self._session.catalogue
        self.reading.decide(lambda connection: tasks.verify(connection, catalogue, items), partial(self._verified, items))

    def _verified(self, items: Sequence[tuple[str, str, int]], refusals: Sequence[Optional[Refusal]]) -> None:
        if self.dock is None:
            return
        self.dock.list.drop((layer, uid) for (layer, uid, _), refusal in zip(items, refusals) if refusal is None)
        sentences = dict.fromkeys(said(refusal.text) for refusal in refusals if refusal is not None)
        text = QCoreApplication.translate("Ncovy", "Đã xác nhận {count} đối tượng.").format(count=sum(refusal is None for refusal in refusals))
        self.dock.list.say(" ".join((text, *sentences)))

    # --- beside the desk --------------------------------------------------------------------------------------------

    def _follow(self, row: Optional[Row]) -> None:
        if row is not None and self.dock is not None and self.dock.follow.isChecked():
            self._show_place(row)

    def _show_place(self, row: Row) -> None:
        area = self._session.catalogue.layer(row.item.layer).geometry != "Point"
        show_place(self._session.iface.mapCanvas(), row, area)

    def _open_form(self, row: Row) -> None:
        layer = self._session.layers().get(row.item.layer)
        feature = feature_of(layer, row.item.uid) if layer is not None else None
        if layer is not None and feature is not None:
            self._session.open_form(layer, feature)
        elif self.dock is not None:
            self.dock.list.say(QCoreApplication.translate("Ncovy", "Bản đồ đang mở không có đối tượng này."))

    def _reload(self) -> None:
        self.reading.reload()
        if self.dock is not None:
            self._show_queue(self.dock.list.filters.wanted())

    def _make_dock(self) -> ReviewDock:
        window = self._session.iface.mainWindow()
        self.dock = dock = ReviewDock(window, self._session.catalogue, language(), ChangeView(self._session))
        dock.approve_wanted.connect(partial(self._bulk, True))
        dock.return_wanted.connect(partial(self._bulk, False))
        dock.verify_wanted.connect(self._verify)
        dock.form_wanted.connect(self._open_form)
        dock.history_wanted.connect(lambda row: self._session.history_wanted.emit(row.item.layer, row.item.uid))
        dock.place_wanted.connect(self._show_place)
        dock.rested.connect(self._follow)
        dock.reload_wanted.connect(self._reload)
        dock.list.filters.queue_changed.connect(lambda: self._show_queue(dock.list.filters.wanted()))
        dock.view.decided.connect(self._decided)
        self._session.iface.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        dock.setFloating(True)
        dock.list.show_rows(self.reading.rows)
        dock.list.show_found(self.reading.found)
        dock.list.filters.show_counts({WAITING: len(self.reading.rows)})
        self._begin()
        self.reading.judge()
        return dock
