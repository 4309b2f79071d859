"""What the tests of history share: features with a past, decisions about them, and moments of the server's clock."""

from __future__ import annotations

from datetime import datetime

from ncovy_qgis.db.changes import Change
from tests.db.desk import call, store
from tests.server import Database


def now(database: Database) -> datetime:
    """A moment after all that was done so far and before all that follows."""
    ((moment,),) = database.run("SELECT clock_timestamp() FROM pg_sleep(0.002)")
    database.run("SELECT pg_sleep(0.002)")
    return moment


def approved(database: Database, change: Change, version: int = 1, person: str = "lan") -> None:
    """Written, submitted and approved by tuan, whole."""
    store(database, person, change)
    approve(database, change.layer, str(change.uid), version, person)


def approve(database: Database, layer: str, uid: str, version: int, person: str = "lan") -> None:
    call(database, person, "submit", layer, uid, version)
    call(database, "tuan", "approve", layer, uid, version)


def changeset_of(database: Database, uid: str, version: int) -> int:
    """The save a version was stored with."""
    ((changeset,),) = database.run("SELECT changeset FROM ncovy.version WHERE uid = %s AND row_version = %s", (uid, version))
    return int(changeset)
