"""The numbered steps of the data schema: each is run once, in order, never edited after release and never undone."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import connection as Connection

from .connection import execute, fetch, value_of
from .errors import SetupError

FOLDER = Path(__file__).resolve().parent / "migrations"
_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_TABLE = """
    CREATE TABLE ncovy.migration (
        number   integer PRIMARY KEY,
        name     text NOT NULL UNIQUE,
        sha256   text NOT NULL,
        at       timestamptz NOT NULL DEFAULT now(),
        by       text NOT NULL DEFAULT session_user
    )
"""


@dataclass(frozen=True)
class Migration:
    number: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_migrations(folder: Path | None = None) -> tuple[Migration, ...]:
    """All steps in order; raises SetupError on a gap or a strange name."""
    found = []
    for path in sorted((folder or FOLDER).glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if not match:
            raise SetupError(f"Tên bước nâng cấp lạ: {path.name}", f"Strange migration name: {path.name}")
        found.append(Migration(int(match.group(1)), path.name, path.read_text("utf-8")))
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise SetupError("Các bước nâng cấp không liên tục từ 0001.", "Migration numbers are not consecutive from 0001.")
    return tuple(found)


def installed(connection: Connection) -> bool:
    """Was any step ever run here? Looked up by hand: to_regclass() would refuse who may not look into the schema."""
    return bool(value_of(connection, "SELECT true FROM pg_tables WHERE schemaname = 'ncovy' AND tablename = 'migration'"))


def applied(connection: Connection) -> dict[int, tuple[str, str]]:
    """Number → (name, sha256) of what was run."""
    if not installed(connection):
        return {}
    return {number: (name, sha) for number, name, sha in fetch(connection, "SELECT number, name, sha256 FROM ncovy.migration")}


def pending(connection: Connection, steps: tuple[Migration, ...]) -> tuple[Migration, ...]:
    """What is still to be run; refuses a database that is newer than this program, or whose steps were other ones."""
    done = applied(connection)
    known = {step.number: step for step in steps}
    for number, (name, sha) in sorted(done.items()):
        if number not in known:
            raise SetupError(
                f"Cơ sở dữ liệu mới hơn chương trình (đã có bước {name}): hãy cập nhật Ncovy.",
                f"The database is newer than this program (step {name}): update Ncovy.",
            )
        if known[number].sha256 != sha:
            raise SetupError(f"Bước {name} đã chạy nhưng nội dung tệp nay khác.", f"Step {name} was run with another content than the file has now.")
    return tuple(step for step in steps if step.number not in done)


def run(connection: Connection, steps: tuple[Migration, ...]) -> tuple[str, ...]:
    """Run steps as ncovy_owner, in the open transaction."""
    if not installed(connection):
        execute(connection, _TABLE)
    for step in steps:
        execute(connection, step.text)
        execute(connection, "INSERT INTO ncovy.migration (number, name, sha256) VALUES (%s, %s, %s)", (step.number, step.name, step.sha256))
    return tuple(f"Chạy bước {step.name}" for step in steps)
