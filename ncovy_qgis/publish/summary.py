"""The daily summary in Vietnamese: what opened, changed and was lifted, by layer and by commune."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from ncovy_qgis.core.catalogue import Catalogue

from .changes import CHANGED, LIFTED, OPENED, WITHDRAWN, Change

HEADINGS = {OPENED: "Mở mới", CHANGED: "Thay đổi", LIFTED: "Dỡ bỏ", WITHDRAWN: "Không còn hiển thị"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
NAMED = 50
"""Features listed by name under a heading; the rest is only counted."""


def plain(text: object) -> str:
    """A value as Markdown text that renders as itself and never as markup."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text or "").split()))


def write_summary(catalogue: Catalogue, as_of: datetime, counts: Mapping[str, int], changes: Sequence[Change], previous: str | None) -> str:
    """Markdown text; `previous` is None for the first release of a site."""
    head = [f"# Bản đồ Covid-19: thay đổi đến {as_of:%d/%m/%Y %H:%M}", ""]
    if previous is None:
        body = [f"Bản công bố đầu tiên, {sum(counts.values())} đối tượng.", ""]
    else:
        body = [f"So với bản {previous}: {totals(changes)}.", "", *_sections(catalogue, changes), *_communes(changes)]
    return "\n".join([*head, *body, *_layers(catalogue, counts)]) + "\n"


def totals(changes: Sequence[Change]) -> str:
    """«3 mở mới, 2 thay đổi, …»"""
    seen = Counter(change.kind for change in changes)
    return ", ".join(f"{seen[kind]} {heading.lower()}" for kind, heading in HEADINGS.items())


def _sections(catalogue: Catalogue, changes: Sequence[Change]) -> list[str]:
    lines: list[str] = []
    for kind, heading in HEADINGS.items():
        found = [change for change in changes if change.kind == kind]
        if found:
            lines += [f"## {heading} ({len(found)})", "", *(_line(catalogue, change) for change in found[:NAMED])]
            lines += [f"- … và {len(found) - NAMED} đối tượng khác", ""] if len(found) > NAMED else [""]
    return lines


def _line(catalogue: Catalogue, change: Change) -> str:
    layer = catalogue.layer(change.layer)
    place = ", ".join(plain(change.properties.get(key)) for key in ("commune_name", "district_name") if change.properties.get(key))
    labels = [plain(label) for label in field_labels(catalogue, change)]
    detail = f" ({'; '.join(labels)})" if labels else ""
    return f"- {plain(layer.title.vi)}: {plain(change.properties.get('name'))}{', ' + place if place else ''}{detail}"


def field_labels(catalogue: Catalogue, change: Change) -> list[str]:
    """The fields that differ, as the forms name them."""
    layer = catalogue.layer(change.layer)
    return ["vị trí" if name == "geometry" else layer.field(name).label.vi if layer.has(name) else name for name in change.fields]


def _communes(changes: Sequence[Change]) -> list[str]:
    """A table of counts: one line a commune."""
    if not changes:
        return []
    table: dict[tuple[str, str], Counter[str]] = {}
    for change in changes:
        place = str(change.properties.get("district_name") or ""), str(change.properties.get("commune_name") or "–")
        table.setdefault(place, Counter())[change.kind] += 1
    rows = [f"| {plain(commune)} | {plain(district)} | {_cells(seen)} |" for (district, commune), seen in sorted(table.items())]
    head = f"| Xã, phường | Huyện | {' | '.join(HEADINGS.values())} |"
    return ["## Theo xã", "", head, "| --- | --- " + "| ---: " * len(HEADINGS) + "|", *rows, ""]


def _cells(seen: Counter[str]) -> str:
    return " | ".join(str(seen[kind]) for kind in HEADINGS)


def _layers(catalogue: Catalogue, counts: Mapping[str, int]) -> list[str]:
    rows = [f"| {plain(layer.title.vi)} | {counts.get(layer.name, 0)} |" for layer in catalogue.layers]
    return ["## Đang hiển thị", "", "| Lớp | Số đối tượng |", "| --- | ---: |", *rows]
