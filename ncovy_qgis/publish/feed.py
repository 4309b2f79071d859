"""feed.json: what each release changed, newest first, as a JSON Feed for whoever has to hear of it. Follows from the chain of releases alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ncovy_qgis.core.catalogue import Catalogue

from .changes import KINDS, Change
from .summary import EXERCISE, HEADINGS, NAMED, by_commune, feature_words, place_words

NAME = "feed.json"
VERSION = "https://jsonfeed.org/version/1.1"
ITEMS = 30
"""As many as releases are kept by default, so that what an item refers to is there."""
OURS = "_ncovy"  # JSON Feed keeps names with this first letter free for publishers


def build(
    catalogue: Catalogue, release: str, as_of: datetime, counts: Mapping[str, int], changes: Sequence[Change], before: Mapping[str, Any] | None,
    *, day_before: str | None, exercise: bool,
) -> dict[str, Any]:  # fmt: skip
    """The feed of a release: its own item, if it changed anything, before those of the release before (`before` is that one's feed, None for the first)."""
    data = catalogue.open_data
    items = list((before or {}).get("items", []))
    if changes or before is None:
        items.insert(0, _item(catalogue, release, as_of, counts, changes, exercise))
    links = {"home_page_url": data.address, "feed_url": f"{data.address}latest/{NAME}"} if data.address else {}
    return {
        "version": VERSION,
        "title": f"{data.title.vi}: thay đổi",
        **links,
        "description": "Mỗi mục là một bản công bố: mở mới, thay đổi, dỡ bỏ, theo xã.",
        "language": "vi",
        **_authors(catalogue),
        OURS: {"release": release, "day_before": day_before, "exercise": exercise},
        "items": items[:ITEMS],
    }


def _authors(catalogue: Catalogue) -> dict[str, Any]:
    data = catalogue.open_data
    if data.publisher is None:
        return {}
    return {"authors": [{"name": data.publisher.vi, **({"url": data.homepage} if data.homepage else {})}]}


def _item(catalogue: Catalogue, release: str, as_of: datetime, counts: Mapping[str, int], changes: Sequence[Change], exercise: bool) -> dict[str, Any]:
    folder = f"{catalogue.open_data.address}releases/{release}/" if catalogue.open_data.address else f"../releases/{release}/"
    kinds = Counter(change.kind for change in changes)
    title = _title(kinds) if changes else f"Bản công bố đầu tiên: {sum(counts.values())} đối tượng"
    return {
        "id": release,
        "url": f"{folder}summary.md",
        "title": f"Diễn tập – {title}" if exercise else title,
        "content_text": "\n".join([*([EXERCISE] if exercise else []), *(_text(catalogue, changes) or [f"{title}."])]),
        "date_published": as_of.isoformat(),
        "tags": [layer.title.vi for layer in catalogue.layers if any(change.layer == layer.name for change in changes)],
        "attachments": [{"url": f"{folder}changes.geojson", "mime_type": "application/geo+json", "title": "Các đối tượng thay đổi"}],
        OURS: {
            "exercise": exercise,
            "changes": {kind: kinds[kind] for kind in KINDS},
            "layers": {layer.name: _kinds(change for change in changes if change.layer == layer.name) for layer in catalogue.layers},
            "communes": [_commune(*place, found) for place, found in by_commune(changes).items()],
        },
    }


def _title(kinds: Mapping[str, int]) -> str:
    """Only what happened: «2 mở mới, 1 dỡ bỏ»."""
    return ", ".join(f"{kinds[kind]} {heading.lower()}" for kind, heading in HEADINGS.items() if kinds[kind])


def _kinds(changes: Iterable[Change]) -> dict[str, int]:
    return dict(sorted(Counter(change.kind for change in changes).items()))


def _commune(district: str, commune: str, found: Sequence[Change]) -> dict[str, Any]:
    codes = {str(change.properties["commune_code"]) for change in found if change.properties.get("commune_code")}
    return {"commune_name": commune or None, "district_name": district or None, "commune_codes": sorted(codes), "changes": _kinds(found)}


def _text(catalogue: Catalogue, changes: Sequence[Change]) -> list[str]:
    """Commune by commune, one line a feature, until there are too many."""
    lines, left = [], NAMED
    for place, found in by_commune(changes).items():
        if left > 0:
            lines.append(f"{place_words(*place)}:")
            lines += [f"- {HEADINGS[change.kind]}: {feature_words(catalogue, change)}" for change in found[:left]]
        left -= len(found)
    return [*lines, f"… và {-left} đối tượng khác"] if left < 0 else lines
