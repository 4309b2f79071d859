"""The journal of what is not saved yet: a crash, a dead network or a power cut loses nothing that is in it. Pure: no QGIS, no database.

One file for each QGIS and database, `<folder>/<number>.jsonl`; its lines are those of journal_lines. It goes when nothing is unsaved. A file
that nobody has locked was left by a crash: `left` finds it, and its unsaved changes can be taken, kept for later, or put aside for 30 days.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import Callable, Optional, Union
from uuid import UUID, uuid4

from ..core.rules.moments import VIETNAM
from ..db.change import Change, Key
from . import journal_file
from .journal_file import JournalFile
from .journal_lines import Content, Line, encode, head, read

ASIDE, KEPT_DAYS = "discarded", 30
PATIENCE_S = 1.0  # for a slow disk, before a save goes ahead

EMPTY = Line(datetime.min)  # among the lines: nothing is unsaved now, the file may go
_Job = Union[Line, Event, None]  # something to write, somebody who waits for all before, the end


class Journal:
    """What is unsaved for one database. Lines are written and fsynced by a thread of its own: a slow disk holds no window up."""

    def __init__(self, folder: Path, database: str, failed: Callable[[OSError], None] = lambda error: None) -> None:
        self._folder, self._database, self._failed = folder, database, failed
        self.held: dict[Key, Change] = {}
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._thread: Optional[Thread] = None

    def write(
        self, changes: Mapping[Key, Optional[Change]], sent: Optional[tuple[UUID, tuple[Key, ...]]] = None, settled: tuple[UUID, ...] = ()
    ) -> None:
        """Note what has changed; returns at once, `flush` waits for the disk."""
        news = {key: change for key, change in changes.items() if self.held.get(key) != change}
        if not news and sent is None and not settled:
            return
        self.held.update({key: change for key, change in news.items() if change is not None})
        for key, change in news.items():
            if change is None:
                del self.held[key]
        self._put(Line(datetime.now(VIETNAM), news, sent, settled))
        if not self.held:
            self._put(EMPTY)

    def flush(self, patience: float = PATIENCE_S) -> bool:
        """Wait until all is on the disk; False when that takes too long or the disk refuses."""
        if self._thread is None:
            return True
        done = Event()
        self._put(done)
        return done.wait(patience)

    def close(self) -> None:
        """End the thread; what is unsaved stays behind for the next start."""
        if self._thread is not None:
            self._put(None)
            self._thread.join(PATIENCE_S)
            self._thread = None

    def _put(self, job: _Job) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._work, name="ncovy journal", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    # --- in the thread ----------------------------------------------------------------------------------------------

    def _work(self) -> None:
        file: Optional[JournalFile] = None
        owed: list[Line] = []
        jobs: list[_Job] = []
        while None not in jobs:
            jobs = self._taken()
            owed += [job for job in jobs if isinstance(job, Line)]
            try:
                file = self._written(file, owed)
            except OSError as error:  # the lines are tried again with the next ones
                self._failed(error)
                continue
            owed = []
            for job in jobs:
                if isinstance(job, Event):
                    job.set()
        if file is not None:
            file.close()

    def _taken(self) -> list[_Job]:
        """All that waits: one fsync serves many lines."""
        jobs = [self._jobs.get()]
        while not self._jobs.empty():
            jobs.append(self._jobs.get())
        return jobs

    def _written(self, file: Optional[JournalFile], lines: list[Line]) -> Optional[JournalFile]:
        """The file with these lines in it; None when there is nothing to keep."""
        if lines and lines[-1] is EMPTY:
            if file is not None:
                file.remove()
            return None
        if lines and file is None:
            return self._made(lines)
        if lines and file is not None:
            file.append(_text(lines))
        return file

    def _made(self, lines: list[Line]) -> JournalFile:
        file = journal_file.make(self._folder / f"{uuid4()}.jsonl")
        try:
            file.append(head(self._database) + _text(lines))
        except OSError:
            file.remove()
            raise
        return file


def _text(lines: Iterable[Line]) -> bytes:
    return b"".join(encode(line) for line in lines if line is not EMPTY)


class Left:
    """A journal of a QGIS that is gone, locked for this one until `release`."""

    def __init__(self, file: JournalFile, content: Content) -> None:
        self._file, self.content = file, content

    def drop(self, keys: Iterable[Key]) -> None:
        """These need not be kept any longer; the file goes with the last of them."""
        gone = {key: None for key in keys if key in self.content.held}
        if gone:
            self._file.append(encode(Line(datetime.now(VIETNAM), gone)))
            held = {key: held for key, held in self.content.held.items() if key not in gone}
            self.content = Content(self.content.database, held, self.content.open)

    def put_aside(self, keys: Iterable[Key]) -> None:
        """Keep a copy of these for 30 days where no start offers them, then drop them."""
        wanted = {key: self.content.held[key] for key in keys if key in self.content.held}
        if not wanted:
            return
        copy = journal_file.make(self._file.path.parent / ASIDE / f"{uuid4()}.jsonl")
        lines = [encode(Line(held.at, {key: held.change})) for key, held in wanted.items()]
        try:
            copy.append(b"".join([head(self.content.database), *lines]))
        finally:
            copy.close()
        self.drop(wanted)

    def release(self) -> None:
        """Let another QGIS, or a later question, have what is left."""
        if self.content.held:
            self._file.close()
        else:
            self._file.remove()


def left(folder: Path, database: Optional[str] = None) -> tuple[Left, ...]:
    """Journals that crashes left for this database (None: for any), locked: release each. What cannot be read is left lying."""
    _forget_old(folder / ASIDE)
    found = []
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        file = journal_file.claim(path)
        if file is None:
            continue
        content = read(file.read())
        if content is None or (database is not None and content.database != database):
            file.close()
        elif not content.held:
            file.remove()
        else:
            found.append(Left(file, content))
    return tuple(found)


def count_left(folder: Path, database: Optional[str] = None) -> int:
    """How many unsaved changes crashes left."""
    found = left(folder, database)
    for each in found:
        each.release()
    return len({key for each in found for key in each.content.held})


def _forget_old(folder: Path) -> None:
    oldest = time.time() - KEPT_DAYS * 86_400
    for path in folder.glob("*.jsonl") if folder.is_dir() else ():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
