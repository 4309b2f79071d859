"""What a release tells of itself: its changes, its summary, that of the day, the feed, the entry for catalogues of open data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from . import changes, dcat, dictionary, feed
from .files import canonical, read_json, write
from .snapshot import Snapshot
from .summary import write_summary

CARRIED = (feed.NAME, dictionary.CSV)
"""What the next release reads of the one before besides its data."""
_RELEASE = re.compile(r"[\w-]+", re.ASCII)


def write_all(held: Snapshot, site: Path, folder: Path, *, release: str, previous: str | None, counts: Mapping[str, int]) -> Mapping[str, int]:
    """Write the reports of a staged release; kind of change → how many. Nothing is compared for the first release of a site."""
    before = known(site, previous)
    evening = day_before(site, previous, before, held.as_of)
    found = _since(held, site, folder, previous)
    write(folder / "changes.geojson", changes.to_geojson(found))
    write(folder / "summary.md", write_summary(held.catalogue, held.as_of, counts, found, previous, exercise=held.exercise).encode())
    today = found if evening == previous else _since(held, site, folder, evening)
    daily = write_summary(held.catalogue, held.as_of, counts, today, evening, whole_day=True, exercise=held.exercise)
    write(folder / "daily.md", daily.encode())
    told = feed.build(held.catalogue, release, held.as_of, counts, found, before, day_before=evening, exercise=held.exercise)
    write(folder / feed.NAME, canonical(told))
    dictionary.write_files(held.catalogue, folder, held.as_of.date(), site / "releases" / previous if previous else None)
    write(folder / dcat.NAME, canonical(dcat.build(held.catalogue, held.as_of, folder)))
    return {kind: sum(change.kind == kind for change in found) for kind in changes.KINDS}


def _since(held: Snapshot, site: Path, folder: Path, release: str | None) -> tuple[changes.Change, ...]:
    return changes.compare(held.catalogue, site / "releases" / release / "data", folder / "data") if release else ()


def known(site: Path, release: str | None) -> Mapping[str, Any] | None:
    """The feed of a release; None for no release, empty for one that was made without a feed."""
    if release is None:
        return None
    try:
        found = read_json(site / "releases" / release / feed.NAME)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def day_before(site: Path, previous: str | None, before: Mapping[str, Any] | None, as_of: datetime) -> str | None:
    """The release the day began with: the last one of an earlier day. A release's name begins with its day."""
    if previous is None or previous[:10] < f"{as_of:%Y-%m-%d}":
        return previous
    ours = (before or {}).get(feed.OURS)
    if not isinstance(ours, dict):
        return previous
    evening = ours.get("day_before")
    if evening is None:
        return None
    kept = isinstance(evening, str) and _RELEASE.fullmatch(evening) and (site / "releases" / evening / "data").is_dir()
    return evening if kept else previous


def needed(site: Path, current: str) -> tuple[str, ...]:
    """What the next summary of this day will be told against: kept however many releases the day has."""
    ours = (known(site, current) or {}).get(feed.OURS)
    evening = ours.get("day_before") if isinstance(ours, dict) else None
    return (evening,) if isinstance(evening, str) else ()
