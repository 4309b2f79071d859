"""What a publication would change on the public map, before it is made: nothing is written into the site. No QGIS."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Callable

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Text

from . import pointer
from .changes import KINDS, Change, compare
from .errors import Cancelled
from .gate import Judgement, judge
from .geojson import write_layers
from .snapshot import snapshot


@dataclass(frozen=True)
class Preview:
    """`counts`: features per layer as they would be. `current`: the release compared with; None = the first, and everything appears.
    `gate`: what stands against it."""

    as_of: datetime
    current: str | None
    counts: Mapping[str, int]
    changes: tuple[Change, ...]
    gate: Judgement

    def number(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)

    def numbers(self) -> dict[str, int]:
        """Kind → how many, in the order of KINDS."""
        return {kind: self.number(kind) for kind in KINDS}


def preview(
    conn: Connection,
    site: Path,
    *,
    catalogue: Catalogue,
    as_of: datetime | None = None,
    progress: Callable[[float, Text], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Compare one moment of the database with what the site shows; a damaged site shows nothing, as for publish()."""
    current = _current(site)
    done = iter(range(len(catalogue.layers)))

    def step(title: Text) -> None:
        if cancelled and cancelled():
            raise Cancelled
        if progress:
            progress(next(done) / len(catalogue.layers), Text(f"So sánh: {title.vi}", f"Comparing: {title.en}"))

    with tempfile.TemporaryDirectory(prefix="ncovy-preview-") as folder, snapshot(conn, catalogue, as_of) as held:
        counts = write_layers(held, Path(folder), step)
        before = site / "releases" / current / "data" if current else Path(folder) / "none"
        return Preview(held.as_of, current, counts, compare(catalogue, before, Path(folder)), judge(held))


def _current(site: Path) -> str | None:
    try:
        found = pointer.read(site)
    except ValueError:
        return None
    return found.id if found and (site / "releases" / found.id / "data").is_dir() else None
