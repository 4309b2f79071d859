"""What a QGIS that was killed leaves: a journal nobody holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Optional
from uuid import UUID

from ncovy_qgis.db.change import Change, key_of
from ncovy_qgis.gis.journal import Journal


def crashed(folder: Path, place: str, changes: Iterable[Change], sent: Optional[UUID] = None, later: Iterable[Change] = ()) -> None:
    """`sent`: they had set out under this number; `later`: edits after that."""
    journal = Journal(folder, place)
    own = {key_of(change): change for change in changes}
    journal.write(own, (sent, tuple(own)) if sent is not None else None)
    journal.write({key_of(change): change for change in later})
    assert journal.flush()
    journal.close()
