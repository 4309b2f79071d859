"""When a save met other people's changes: reads what they did, opens the window, and saves what was decided with the new versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from threading import Thread
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QAction

from ...core.catalogue import Catalogue
from ...db.change import Change, Insert, Key, key_of
from ...db.conflicts import Existing, Situation, existing, read_moved
from ...db.connection import connect
from ...gis.report import Fate, Report
from ...gis.sending import APPLICATION
from ...gis.source import parameters_of
from ..part import make_action
from ..words import said
from .case import Case, Standing, cases_of
from .window import ConflictWindow

if TYPE_CHECKING:
    from ..session import Session

KEY = "ncovy/conflict_quietly"
QUIET_TRIES = 3  # savers in a race: after so many rounds the person is asked
NAMED = 3  # features named in a sentence


class ConflictPart(QObject):
    """One window at most; decisions put off are remembered until their feature is saved."""

    _read = pyqtSignal(int, object)  # number of the reading, Situation or error

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.window: Optional[ConflictWindow] = None
        self._before: dict[Key, Case] = {}
        self._wanted: tuple[Existing, ...] = ()
        self._number, self._asked, self._quiet, self._closed = 0, False, 0, False
        self._saving: dict[Key, Optional[Change]] = {}  # what was put into the buffers to be saved
        self._read.connect(self._arrived)
        session.reported.connect(self._reported)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """Look for conflicts before saving, or come back to those put off."""
        text = QCoreApplication.translate("Ncovy", "Xung đột…")
        return [make_action(owner, "ncovyConflicts", "conflict", text, self.look)]

    def close(self) -> None:
        """Leave nothing behind; a reading on its way finds nobody."""
        self._session.reported.disconnect(self._reported)
        self._read.disconnect(self._arrived)
        self._number, self._closed = self._number + 1, True
        self._close_window()

    def look(self) -> None:
        """Compare everything pending with what is stored."""
        changes = existing(self._session.edits.changes())
        if not changes:
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Không có sửa đổi nào cần lưu."))
            return
        self._asked = True
        self._start(changes)

    # --- reading ----------------------------------------------------------------------------------------------------

    def _reported(self, report: Report) -> None:
        """The save that tells us is not over yet: go on after it."""
        QTimer.singleShot(0, lambda: self._after(report))

    def _after(self, report: Report) -> None:
        changes = conflicting(report)
        if self._closed:
            return
        if changes:
            self._asked = False
            self._start(changes)
        elif self._saving:
            self._saved(report)

    def _start(self, changes: Sequence[Existing]) -> None:
        """Ask in a thread; the answer comes back by signal."""
        layers = self._session.edits.layers
        layer = layers.get(changes[0].layer)
        if layer is None:
            return
        self._number += 1
        self._wanted = tuple(changes)
        work = (self._number, dict(parameters_of(layer)), self._session.catalogue, self._wanted)
        Thread(target=self._ask, args=work, name="ncovy conflicts", daemon=True).start()

    def _ask(self, number: int, dsn: Mapping[str, str], catalogue: Catalogue, changes: Sequence[Existing]) -> None:
        """Thread body: nothing of QGIS is touched."""
        try:
            with closing(connect(dsn=dsn, application=APPLICATION)) as connection:
                answer: Any = read_moved(connection, catalogue, changes)
        except Exception as error:  # told in the main thread
            answer = error
        try:
            self._read.emit(number, answer)
        except RuntimeError:
            return  # QGIS is closing

    def _arrived(self, number: int, answer: Any) -> None:
        if number != self._number:
            return  # a newer reading is on its way
        if not isinstance(answer, Situation):
            self._session.messages.failed(answer)
            return
        cases = cases_of(self._session.catalogue, self._wanted, answer, self._before)
        if not cases:
            self._nothing_found()
        elif self.window is None and not self._asked and quietly() and self._quiet < QUIET_TRIES and _ready(cases):
            self._quiet += 1
            self._settle(cases)
            self._session.messages.info(_merged_text(cases))
        else:
            self._show(cases, answer.names)

    def _nothing_found(self) -> None:
        told = self._asked or self.window is not None
        self._close_window()
        if told:
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Không có sửa đổi nào xung đột với máy chủ."))

    # --- deciding ---------------------------------------------------------------------------------------------------

    def _show(self, cases: Sequence[Case], names: Mapping[str, str]) -> None:
        """A new window, or the same with the new state."""
        note = ""
        if self.window is None:
            window = ConflictWindow(self._session.iface.mainWindow(), self._session.catalogue, self._session.edits.layers)
            window.quietly.setChecked(quietly())
            window.quietly.toggled.connect(remember_quietly)
            window.save_wanted.connect(self._save)
            window.finished.connect(self._put_off)
            self.window = window
        elif self._saving:
            text = QCoreApplication.translate("Ncovy", "Trong lúc bạn quyết, {count} đối tượng lại được sửa. Các quyết định khác của bạn vẫn giữ nguyên.")
            note = text.format(count=len(cases))
        self._saving = {}
        self.window.show_cases(cases, names, note)
        self.window.show()
        self.window.raise_()

    def _save(self) -> None:
        """Put the results into the buffers and save; the report tells what came of it."""
        window = self.window
        if window is None:
            return
        expected = self._saving or {case.key: case.change for case in window.cases}
        if self._pending(expected) != expected:
            self._changed_meanwhile(window)
            return
        window.setEnabled(False)
        try:
            self._settle(window.cases)
        finally:
            window.setEnabled(True)

    def _changed_meanwhile(self, window: ConflictWindow) -> None:
        """The person edited the features beside the window, or gave them up: compare anew."""
        self._before.update(window.decisions())
        now = self._pending({case.key: None for case in window.cases}).values()
        changes = existing(change for change in now if change is not None)
        if changes:
            self._start(changes)
        else:
            self._close_window()

    def _pending(self, keys: Iterable[Key]) -> dict[Key, Optional[Change]]:
        """What waits to be saved of these features; None: nothing."""
        now = {key_of(change): change for change in self._session.edits.changes()}
        return {key: now.get(key) for key in keys}

    def _settle(self, cases: Sequence[Case]) -> None:
        edits = self._session.edits
        replacements = {case.key: case.resolution() for case in cases}
        edits.settle(replacements)
        for case in cases:
            self._before.pop(case.key, None)
        self._saving = self._pending(replacements)
        if edits.changes():
            edits.save()
            return
        for layer in edits.layers.values():
            if layer.isEditable() and layer.isModified():
                layer.rollBack(False)
        self._session.messages.done(QCoreApplication.translate("Ncovy", "Không còn sửa đổi nào của bạn cần lưu."))
        self._saved(Report())
        self._session.reported.emit(Report())  # whoever lists what stood in the way

    def _saved(self, report: Report) -> None:
        """No conflict any more. When nothing could be sent at all the window stays, and the same results can be saved again."""
        general = [each.refusal for each in report.problems if each.change is None]
        if general and not report.receipts and self.window is not None:
            self.window.tell(" ".join(said(each.text) for each in general))
            return
        self._saving, self._quiet = {}, 0
        self._close_window()

    def _put_off(self, *_: Any) -> None:
        """Later: the buffers are as they were, the decisions are remembered."""
        if self.window is not None:
            self._before.update(self.window.decisions())
            self._number += 1  # an answer on its way opens no window now
            self._session.messages.info(QCoreApplication.translate("Ncovy", "Sửa đổi của bạn vẫn còn nguyên trong QGIS; mở lại bằng «Xung đột…» hoặc khi lưu."))
        self._close_window()

    def _close_window(self) -> None:
        window, self.window, self._saving = self.window, None, {}
        if window is not None:
            window.finished.disconnect(self._put_off)
            window.map.close_map()
            window.close()
            window.deleteLater()


def conflicting(report: Report) -> tuple[Existing, ...]:
    """The changes that met somebody else's."""
    met = [each.change for fate in (Fate.CONFLICT, Fate.GONE) for each in report.of(fate)]
    return tuple(change for change in met if change is not None and not isinstance(change, Insert))


def quietly() -> bool:
    """Whether the person lets what merges by itself be saved at once."""
    return bool(QgsSettings().value(KEY, False, type=bool))


def remember_quietly(wanted: bool) -> None:
    """Keep the choice."""
    QgsSettings().setValue(KEY, wanted)


def _ready(cases: Sequence[Case]) -> bool:
    return all(case.standing() is Standing.AUTO for case in cases)


def _merged_text(cases: Sequence[Case]) -> str:
    text = QCoreApplication.translate("Ncovy", "{count} đối tượng được gộp tự động với sửa đổi của người khác: {names}.")
    names = ", ".join(f"«{case.name}»" for case in cases[:NAMED]) + (" …" if len(cases) > NAMED else "")
    return text.format(count=len(cases), names=names)
