"""A second connection that sees exactly the same moment, so that the server works on both cores while Python encodes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from queue import SimpleQueue
from typing import Callable, Optional, TypeVar

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.db.connection import again

from .snapshot import SETTINGS, Snapshot

T = TypeVar("T")
_EXPORT = "SELECT pg_export_snapshot()"
_IMPORT = sql.SQL("SET TRANSACTION SNAPSHOT {}")


@contextmanager
def companion(held: Snapshot) -> Iterator[Optional[Snapshot]]:
    """None when there is no second connection to be had: a limit, a pooler, a password nobody keeps."""
    second = _open(held)
    if second is None:
        yield None
        return
    with closing(second.cursor.connection):
        yield second


def _open(held: Snapshot) -> Optional[Snapshot]:
    connection: Optional[Connection] = None
    try:
        held.cursor.execute(_EXPORT)
        exported = (held.cursor.fetchone() or [""])[0]
        connection = again(held.cursor.connection)
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        cursor = connection.cursor()
        cursor.execute(_IMPORT.format(sql.Literal(exported)))
        cursor.execute(SETTINGS)
    except psycopg2.Error:
        if connection is not None:
            connection.close()
        return None
    return replace(held, cursor=cursor)


class Readers:
    """Lends one of the snapshots to each piece of work that runs in a thread."""

    def __init__(self, *snapshots: Optional[Snapshot]) -> None:
        self._known = [one for one in snapshots if one is not None]
        self._free: SimpleQueue[Snapshot] = SimpleQueue()
        for one in self._known:
            self._free.put(one)

    @contextmanager
    def pool(self) -> Iterator[ThreadPoolExecutor]:
        """A thread for each snapshot; an error ends what they are doing."""
        with ThreadPoolExecutor(len(self._known)) as threads:
            try:
                yield threads
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                for one in self._known:
                    one.cursor.connection.cancel()
                raise

    def use(self, work: Callable[[Snapshot], T]) -> T:
        """Run it with a snapshot nobody else uses meanwhile."""
        one = self._free.get()
        try:
            return work(one)
        finally:
            self._free.put(one)
