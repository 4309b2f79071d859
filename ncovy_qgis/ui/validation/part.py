"""The part of the desk that checks: holds the dock, runs the work, applies fixes, records reasons, and checks again after each save."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtWidgets import QAction

from ...db.findings import Finding
from ...db.live import Arrived
from ...gis.project import language
from ...gis.report import Report
from ..messages import sentence_of
from ..part import make_action
from ..words import said
from .dock import ValidationDock
from .fixing import carry_out, proposed
from .places import go_to, open_form
from .preview import AcceptDialog, FixPreview
from .rows import Row
from .tasks import Again, Checked, Desk, accept_all, check_again, check_all
from .work import Work

if TYPE_CHECKING:
    from ..session import Session

BESIDE = ["ncovyEntryDock", "LayerStyling"]  # a small screen has room for one dock on the right, and tabs


class Validation(QObject):
    """One dock, one check at a time; features touched meanwhile wait their turn. Reasons are recorded beside it, and never given up."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._dock: Optional[ValidationDock] = None
        self._work: Optional[Work] = None
        self._rows: tuple[Row, ...] = ()
        self._checked = False
        self._mine: Optional[bool] = None  # None: as the assignments say
        self._listed_mine: Optional[bool] = None  # what the list is of
        self._area_known = (False, False)  # whether the person has areas, whether only those are listed
        self._waiting: dict[str, set[str]] = {}  # touched features to be judged again, by layer
        self._recording: list[Work] = []
        self._last_reason = ""
        session.map_opened.connect(self._forget)
        session.reported.connect(self._reported)
        session.arrived.connect(self._arrived)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Its entry of menu and toolbar."""
        return [make_action(owner, "ncovyCheck", "check", QCoreApplication.translate("Ncovy", "Kiểm tra dữ liệu"), self.show)]

    def close(self) -> None:
        """Leave nothing behind."""
        self.stop()
        self._session.map_opened.disconnect(self._forget)
        self._session.reported.disconnect(self._reported)
        self._session.arrived.disconnect(self._arrived)
        if self._dock is not None:
            self._session.iface.removeDockWidget(self._dock)
            self._dock.deleteLater()
            self._dock = None

    # --- checking ---------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Open the dock; the first time it checks at once."""
        dock = self._dock or self._make_dock()
        dock.show()
        dock.raise_()
        if not self._checked and self._work is None:
            self.run()

    def run(self) -> None:
        """Check everything, or the own areas; what is listed stays until the answer is there."""
        self.stop()
        self._waiting.clear()  # a whole pass sees them too
        mine = self._mine
        self._start(lambda connection, progress, desk: check_all(connection, progress, desk, mine), self._show_checked, self._check_failed)

    def give_up(self) -> None:
        """The person does not want to wait: what was found before stays, and may be old."""
        self.stop()
        self._as_listed()
        old = QCoreApplication.translate("Ncovy", "Đã dừng; danh sách là của lần kiểm tra trước.")
        self._say(old if self._checked else QCoreApplication.translate("Ncovy", "Đã dừng; chưa kiểm tra xong lần nào."))
        self._next()

    def _as_listed(self) -> None:
        """The area is again the one of the list."""
        self._mine = self._listed_mine
        if self._dock is not None:
            self._dock.filters.set_area(*self._area_known)

    def stop(self) -> None:
        """Leave the present work."""
        if self._work is not None:
            self._work.stop()
            self._work = None
            if self._dock is not None:
                self._dock.running(False)

    def recheck(self, layer: str, uids: Sequence[str]) -> None:
        """Judge these features and their neighbours again, as soon as nothing else is being done; without a list there is nothing to keep right."""
        self._remember(layer, uids)
        self._next()

    def _remember(self, layer: str, uids: Sequence[str]) -> None:
        if self._checked or self._work is not None:
            self._waiting.setdefault(layer, set()).update(uids)

    def _reported(self, report: Report) -> None:
        """A save: everything it stored is judged in one go."""
        for receipt in report.receipts:
            self._remember(receipt.layer, [str(receipt.uid)])
        self._next()

    def _arrived(self, arrived: Sequence[Arrived]) -> None:
        """What others saved may end a finding, or begin one."""
        for each in arrived:
            self._remember(each.layer, [each.uid])
        self._next()

    def _next(self) -> None:
        if not self._checked and self._work is None:
            self._waiting.clear()  # the first check has come to nothing: a list of these alone would look like one of everything
        if self._work is not None or not self._waiting:
            return
        touched = {layer: sorted(uids) for layer, uids in self._waiting.items()}
        self._waiting.clear()
        changed = {uid for uids in touched.values() for uid in uids}
        known = [row.finding.uid for row in self._rows if row.finding.other in changed]
        mine = bool(self._mine)
        self._start(lambda connection, progress, desk: check_again(connection, progress, desk, touched, known, mine), self._show_again, self._say_failed)

    def _start(self, task: Callable[..., Any], answer: Callable[[Any], None], failed: Callable[[Any], None]) -> None:
        work = self._work_on(task)
        if work is None or self._dock is None:
            return
        work.done.connect(partial(self._ended, work, answer))
        work.failed.connect(partial(self._ended, work, failed))
        work.progressed.connect(partial(self._progressed, work))
        self._work = work
        self._dock.running(True)
        work.start()

    def _work_on(self, task: Callable[..., Any]) -> Optional[Work]:
        source, desk = self._session.source(), Desk(self._session.catalogue, language())
        return None if source is None else Work(source.dsn(), lambda connection, progress: task(connection, progress, desk))

    def _progressed(self, work: Work, done: int, of: int, title: Any) -> None:
        if work is self._work and self._dock is not None:
            self._dock.tell_progress(done, of, title)

    def _ended(self, work: Work, then: Callable[[Any], None], answer: Any) -> None:
        if work is not self._work or self._dock is None:
            return  # nobody waits for it any more
        self._work = None
        self._dock.running(False)
        then(answer)
        self._next()

    def _show_checked(self, answer: Checked) -> None:
        self._checked, self._mine, self._listed_mine = True, answer.mine, answer.mine
        self._area_known = (answer.has_areas, answer.mine)
        self._show(answer.rows)
        if self._dock is not None:
            self._dock.filters.set_area(*self._area_known)

    def _show_again(self, answer: Again) -> None:
        self._show((*(row for row in self._rows if row.finding.uid not in answer.uids), *answer.rows))
        if answer.refusals:
            self._say(" ".join(dict.fromkeys(said(each.text) for each in answer.refusals)))

    def _show(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows
        if self._dock is not None:
            self._dock.show_rows(rows)

    def _say(self, text: str) -> None:
        if self._dock is not None:
            self._dock.say(text)

    def _say_failed(self, error: BaseException) -> None:
        self._say(sentence_of(error))

    def _check_failed(self, error: BaseException) -> None:
        self._as_listed()
        self._say_failed(error)

    def _forget(self) -> None:
        """Another map: what was found belongs to the last one."""
        self.stop()
        self._checked, self._mine, self._listed_mine, self._area_known = False, None, None, (False, False)
        self._waiting.clear()
        self._recording.clear()  # they go on; what comes of them is no news of this map
        self._show(())
        if self._dock is not None and self._dock.isVisible():
            self.run()

    # --- what is done with findings ---------------------------------------------------------------------------------

    def _go(self, row: Row) -> None:
        layers = self._session.layers()
        go_to(row.finding, layers.get(row.finding.layer), self._session.iface.mapCanvas())

    def _open(self, row: Row) -> None:
        layer = self._session.layers().get(row.finding.layer)
        if layer is not None and not open_form(self._session, layer, row.finding):
            self._say(QCoreApplication.translate("Ncovy", "Đối tượng không còn trong lớp; hãy kiểm tra lại."))

    def _fix(self, rows: Sequence[Row]) -> None:
        """Show what would change; what the person agrees to goes into the edit buffers."""
        dock = self._dock
        if dock is None:
            return
        found = proposed(self._session, rows, dock.others)
        if not found:
            dock.say(QCoreApplication.translate("Ncovy", "Không còn gì sửa được một cách chắc chắn; hãy lưu hoặc kiểm tra lại."))
            return
        names = {str(row.finding.other): str((row.finding.detail or {}).get("other") or "") for row in rows if row.finding.other}
        preview = FixPreview(dock, found, self._session.catalogue, names)
        if preview.exec():
            wanted = preview.ticked()
            done = carry_out(self._session, wanted)
            text = QCoreApplication.translate("Ncovy", "Đã sửa {count} chỗ, chưa lưu; hãy lưu để gửi lên máy chủ.")
            refused = QCoreApplication.translate("Ncovy", "Không sửa được: tài khoản này chỉ được xem.")
            dock.say(refused if wanted and not done else text.format(count=done))
        preview.deleteLater()

    def _accept(self, rows: Sequence[Row]) -> None:
        """Ask for the reason and record it; the feature must be as it was checked, so unsaved edits come first."""
        dock = self._dock
        if dock is None or not rows:
            return
        if any(self._unsaved(row) for row in rows):
            dock.say(QCoreApplication.translate("Ncovy", "Hãy lưu các sửa đổi trước: cảnh báo được chấp nhận cho đúng bản đang lưu."))
            return
        dialog = AcceptDialog(dock, rows, self._last_reason)
        if dialog.exec():
            self._last_reason = dialog.text()
            self._record([row.finding for row in rows], dialog.text())
        dialog.deleteLater()

    def _record(self, doubts: Sequence[Finding], reason: str) -> None:
        """Beside a check, which may be stopped or begun anew meanwhile."""
        mine = bool(self._mine)
        work = self._work_on(lambda connection, progress, desk: accept_all(connection, progress, desk, doubts, reason, mine))
        if work is None:
            return
        work.done.connect(partial(self._recorded, work, doubts))
        work.failed.connect(partial(self._recorded, work, doubts))
        self._recording.append(work)
        self._say(QCoreApplication.translate("Ncovy", "Đang ghi lý do…"))
        work.start()

    def _recorded(self, work: Work, doubts: Sequence[Finding], answer: Any) -> None:
        if work not in self._recording:
            return  # of another map
        self._recording.remove(work)
        if isinstance(answer, Again):
            self._show_again(answer)
        else:
            self._say_failed(answer)
        for doubt in doubts if self._work is not None else ():
            self._remember(doubt.layer, [doubt.uid])  # the check that is going on may have read them before

    def _unsaved(self, row: Row) -> bool:
        layer = self._session.layers().get(row.finding.layer)
        buffer = layer.editBuffer() if layer is not None else None
        return buffer is not None and (row.finding.id in buffer.changedAttributeValues() or row.finding.id in buffer.changedGeometries())

    def _area(self, mine: bool) -> None:
        self._mine = mine
        self.run()

    def _make_dock(self) -> ValidationDock:
        dock = ValidationDock(self._session.iface.mainWindow(), self._session.catalogue)
        dock.run_wanted.connect(self.run)
        dock.stop_wanted.connect(self.give_up)
        dock.chosen.connect(self._go)
        dock.opened.connect(self._open)
        dock.fix_wanted.connect(self._fix)
        dock.accept_wanted.connect(self._accept)
        dock.filters.area_changed.connect(self._area)
        self._session.iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock, BESIDE, True)
        self._dock = dock
        return dock
