"""What the database remembers of each release: enough to make it again. A hot standby remembers nothing; the release stands without."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Text
from ncovy_qgis.db.connection import fetch, tidy

from . import manifest, reports
from .errors import NoRecord, OldProgramsRecord
from .files import sha256
from .pointer import moment
from .snapshot import Past, Seen

NOT_RECORDED = Text(
    "Máy chủ này không ghi lại được bản công bố (bản sao chỉ đọc, hoặc thiếu quyền): bản đồ vẫn đúng, nhưng sau này không dựng lại từng byte được.",
    "This server could not record the release (a read-only standby, or a missing right): the map is right, but cannot be made again byte for byte later.",
)
_WRITE = """INSERT INTO ncovy.release (id, as_of, manifest_sha256, site, feature_count, read_at, seen, manifest, style, told)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"""
_READ = "SELECT r.read_at, r.seen, r.manifest, r.style, r.told FROM ncovy.release AS r WHERE r.id = %s"
_LIST = "SELECT r.id, r.at, r.feature_count, r.manifest IS NOT NULL FROM ncovy.release AS r ORDER BY r.at DESC, r.id DESC"
_KEEP = "INSERT INTO ncovy.release_file (sha256, content) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_FILES = "SELECT f.sha256, f.content FROM ncovy.release_file AS f WHERE f.sha256 = ANY (%s)"
_CANNOT = (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege, errors.UndefinedTable, errors.UndefinedColumn)


@dataclass(frozen=True)
class Record:
    """A release as it was when it was made; `style` names the files it was drawn by, by their hash."""

    id: str
    manifest: str
    seen: Seen
    style: Mapping[str, str]
    told: Mapping[str, str]
    """What the next release reads of it, as `style`."""

    @property
    def described(self) -> Mapping[str, Any]:
        value: Mapping[str, Any] = json.loads(self.manifest)
        return value

    @property
    def previous(self) -> Optional[str]:
        before = self.described["previous"]
        return None if before is None else str(before)


@dataclass(frozen=True)
class Kept:
    """One line of the list of releases; `complete` says whether it can be made again."""

    id: str
    at: datetime
    features: int
    complete: bool


def write(conn: Connection, folder: Path, seen: Seen, style: Mapping[str, str], site: Path) -> bool:
    """Remember the release of a folder; False when this server or person may not."""
    text = (folder / manifest.NAME).read_text(encoding="utf-8")
    said = json.loads(text)
    features = sum(said["counts"].values())
    told = {name: str(said["files"][name]["sha256"]) for name in reports.CARRIED if name in said["files"]}
    about = (said["id"], said["as_of"], sha256(folder / manifest.NAME), str(site), features, seen.at, seen.transactions)
    try:
        with conn.cursor() as cursor:
            cursor.execute(_WRITE, (*about, text, json.dumps(style), json.dumps(told)))
            for name, digest in told.items() if cursor.rowcount else ():
                cursor.execute(_KEEP, (digest, (folder / name).read_bytes()))
        conn.commit()
    except _CANNOT:
        conn.rollback()
        return False
    return True


def read(conn: Connection, release: str) -> Record:
    """NoRecord for a release the database knows nothing of, OldProgramsRecord for one made before this was kept."""
    tidy(conn)
    rows = fetch(conn, _READ, (release,))
    tidy(conn)
    if not rows:
        raise NoRecord(release)
    read_at, seen, text, style, told = rows[0]
    if text is None:
        raise OldProgramsRecord(release)
    return Record(release, text, Seen(seen, read_at), style, told)


def past(conn: Connection, record: Record) -> Past:
    """What a snapshot needs to read that publication again."""
    said = record.described
    return Past(moment(said["as_of"]), bool(said["exercise"]), record.seen, files(conn, record.style))


def files(conn: Connection, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """Name → content of kept files; what was not kept is left out."""
    tidy(conn)
    found = {digest: bytes(content) for digest, content in fetch(conn, _FILES, (list(wanted.values()),))}
    tidy(conn)
    return {name: found[digest] for name, digest in wanted.items() if digest in found}


def listed(conn: Connection) -> tuple[Kept, ...]:
    """All releases the database remembers, newest first."""
    tidy(conn)
    rows = tuple(Kept(*row) for row in fetch(conn, _LIST))
    tidy(conn)
    return rows
