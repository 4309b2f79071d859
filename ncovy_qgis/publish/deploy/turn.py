"""Whose turn it is at a place that knows no locks: a small file there says so. It names nobody: the public may see it."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Optional

from ..errors import PublishError
from ..files import canonical, write
from ..pointer import moment
from .errors import TargetBusy
from .target import Check, Target

NAME = "deploying.json"  # not hidden: some WebDAV servers do not list what is
LEASE = timedelta(hours=1)


@dataclass(frozen=True)
class Holder:
    """Who deploys there: the site folder it comes from, which lets one deployment run at a time, and which run of it."""

    owner: str
    run: str
    since: datetime

    def text(self) -> bytes:
        return canonical({"owner": self.owner, "run": self.run, "since": self.since.isoformat()})


@contextmanager
def taken(target: Target, owner: str) -> Iterator[Check]:
    """Hold the place. A left-over of this owner is a killed deployment's; another's counts for an hour.

    Places without locks cannot exclude that two begin in the same instant: one of them sees it before the pointer, and stops.
    """
    now = datetime.now(timezone.utc)
    found = holder(target.read(NAME))
    if found and found.owner != owner and now - found.since < LEASE:
        raise _busy(found)
    mine = Holder(owner, secrets.token_hex(8), now)
    put(target, NAME, mine.text())

    def check() -> None:
        seen = holder(target.read(NAME))
        if seen != mine:
            raise _busy(seen or mine)

    check()
    try:
        yield check
    finally:
        with suppress(PublishError):  # a dead line: the next deployment from here knows the left-over as its own
            check()
            target.remove([NAME])


def holder(text: Optional[bytes]) -> Optional[Holder]:
    """None for no file, and for one that says nothing."""
    try:
        value = json.loads(text or b"")
        return Holder(str(value["owner"]), str(value["run"]), moment(value["since"]))
    except (ValueError, KeyError, TypeError):
        return None


def put(target: Target, name: str, data: bytes) -> None:
    """Bring one small file."""
    with tempfile.TemporaryDirectory(prefix="ncovy-deploy-") as folder:
        write(Path(folder) / name, data)
        target.send(Path(folder), [name], lasting=False)


def _busy(found: Holder) -> TargetBusy:
    return TargetBusy(f"{found.since.astimezone():%d/%m/%Y %H:%M}")
