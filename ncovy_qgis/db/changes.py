"""One save: all changes of all layers in one transaction, stored whole or not at all, with a receipt for every row.

Statements are set-based: their number grows with the kinds of change, not with the rows. Imports no QGIS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

import psycopg2
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.messages import Refusal

from .batches import Batch, batches, write
from .change import Change, Insert, Receipt, Remove, Update, key_of
from .connection import execute, fetch, tidy, transaction, value_of
from .errors import DatabaseError, SaveRefused, refusal_of
from .stale import stale_refusals

__all__ = ["Change", "Insert", "Receipt", "Remove", "SaveRefused", "Update", "receipts", "save"]

_RECEIPTS = """
    SELECT v.layer, v.uid::text, v.row_version, v.operation
      FROM ncovy.version AS v JOIN ncovy.changeset AS c ON c.id = v.changeset
     WHERE c.client_uid = %s ORDER BY v.seq
"""
# A number may come again: only a session of the same person and the same program is ended.
_END = """
    SELECT pg_terminate_backend(a.pid)
      FROM pg_stat_activity AS a, pg_stat_activity AS own
     WHERE a.pid = %s AND a.xact_start IS NOT NULL AND a.datname = current_database() AND a.usename = session_user
       AND own.pid = pg_backend_pid() AND a.application_name = own.application_name
"""


def save(
    connection: Connection,
    changes: Sequence[Change],
    *,
    client_uid: UUID,
    comment: str,
    catalogue: Catalogue | None = None,
    before_commit: Callable[[], object] = lambda: None,
) -> tuple[Receipt, ...]:
    """Store all changes, or raise SaveRefused naming every row in the way. Anything unfinished on the connection is rolled back first.

    Repeating a save whose answer was lost is harmless: the same client_uid gives the same receipts. `before_commit` is called when all is
    written and nothing is stored yet; what it raises rolls all back.
    """
    known = catalogue or load_catalogue()
    _refuse_twice(changes)
    try:
        with transaction(connection):
            if value_of(connection, "SELECT ncovy_app.begin_changeset(%s, %s)", (str(client_uid), comment)) is not None:
                _write(connection, known, changes)
            made = _receipts(connection, client_uid)
            _confirm(changes, made)
            before_commit()
            return made
    except psycopg2.Error as error:
        raise DatabaseError(refusal_of(error, known)) from error


def receipts(connection: Connection, client_uid: UUID) -> tuple[Receipt, ...]:
    """What a save stored, asked after its answer was lost; empty when it stored nothing, and then never will.

    Taking its number waits for a save still under way: one that ends later cannot follow this answer. The number is given back.
    """
    tidy(connection)
    value_of(connection, "SELECT ncovy_app.begin_changeset(%s, NULL)", (str(client_uid),))
    found = _receipts(connection, client_uid)
    tidy(connection)
    return found


def end_session(connection: Connection, backend: int) -> None:
    """End what is left on the server of one's own save given up on a broken line: it would hold its rows for a minute. Ended already: nothing."""
    tidy(connection)
    fetch(connection, _END, (backend,))
    tidy(connection)


def _receipts(connection: Connection, client_uid: UUID) -> tuple[Receipt, ...]:
    return tuple(Receipt(*row) for row in fetch(connection, _RECEIPTS, (str(client_uid),)))


def _refuse_twice(changes: Sequence[Change]) -> None:
    if len(set(map(key_of, changes))) < len(changes):
        raise ValueError("A feature may stand in a save once only: merge its changes first.")


def _confirm(changes: Sequence[Change], made: Sequence[Receipt]) -> None:
    missing = set(map(key_of, changes)) - set(map(key_of, made))
    if missing:
        raise RuntimeError(f"The database gave no receipt for {len(missing)} of {len(changes)} changes: nothing was stored.")


def _write(connection: Connection, catalogue: Catalogue, changes: Sequence[Change]) -> None:
    refusals = stale_refusals(connection, catalogue, [change for change in changes if not isinstance(change, Insert)])
    refused = {(each.layer, each.uid) for each in refusals}
    for batch in batches(catalogue, [change for change in changes if key_of(change) not in refused]):
        refusals += _write_batch(connection, catalogue, batch)
    if refusals:
        raise SaveRefused(refusals)


def _write_batch(connection: Connection, catalogue: Catalogue, batch: Batch) -> list[Refusal]:
    """Write a batch; when it is refused, try its rows one by one, only to name all that are at fault."""
    refusal = _attempt(connection, catalogue, batch)
    if refusal is None or len(batch.rows) == 1:
        return [refusal] if refusal else []
    tried = (_attempt(connection, catalogue, single) for single in batch.singles())
    return [each for each in tried if each is not None] or [refusal]


def _attempt(connection: Connection, catalogue: Catalogue, batch: Batch) -> Refusal | None:
    try:
        write(connection, catalogue, batch, "attempt")
    except psycopg2.Error as error:
        if error.pgcode is None:
            raise  # the connection itself is lost
        execute(connection, "ROLLBACK TO SAVEPOINT attempt")
        return refusal_of(error, catalogue, batch.layer, batch.uids[0] if len(batch.rows) == 1 else None)
    return None
