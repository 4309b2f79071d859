"""What the inbox asks of the database, each in one connection and away from the windows. Imports no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from psycopg2.extensions import connection as Connection

from ...core.messages import Refusal
from ...db import review, threads
from ...db.errors import DatabaseError
from ...db.threads import Returned, Word

Key = tuple[str, str]  # layer, uid


@dataclass(frozen=True)
class Box:
    """What waits for the person, and how many drafts he has not handed over, those in the box left out."""

    items: tuple[Returned, ...]
    drafts: int


def read_box(connection: Connection) -> Box:
    """All of it."""
    items = threads.inbox(connection)
    listed = {key_of(each) for each in items}
    drafts = review.own_drafts(connection)
    return Box(items, sum((each.layer, each.uid) not in listed for each in drafts))


def read_thread(connection: Connection, item: Returned) -> tuple[Word, ...]:
    """All that was said about a feature, newest first."""
    return threads.thread(connection, item.layer, item.uid)[::-1]


def submit(connection: Connection, item: Returned, row_version: int) -> Optional[Refusal]:
    """Hand this version over again; None, or what refuses it."""
    try:
        review.submit(connection, item.layer, item.uid, row_version)
    except DatabaseError as error:
        return error.refusal
    return None


def answer(connection: Connection, item: Returned, words: str) -> Optional[Refusal]:
    """Say something in return; None, or what refuses it."""
    try:
        review.answer(connection, item.layer, item.uid, item.row_version, words)
    except DatabaseError as error:
        return error.refusal
    return None


def key_of(item: Returned) -> Key:
    """Names a feature across layers."""
    return item.layer, item.uid
