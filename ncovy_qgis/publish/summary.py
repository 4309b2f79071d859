"""The summary in Vietnamese, of a release and of its day: what opened, changed and was lifted, by commune, with names and decision numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Callable

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.core.text import sort_key

from .changes import CHANGED, LIFTED, OPENED, WITHDRAWN, Change

EXERCISE = "Dữ liệu diễn tập, không phải thông tin thật."
HEADINGS = {OPENED: "Mở mới", CHANGED: "Thay đổi", LIFTED: "Dỡ bỏ", WITHDRAWN: "Không còn hiển thị"}
_PLACE = Text("vị trí", "position")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
NAMED = 50
"""Features listed by name under a heading; the rest is only counted."""


def plain(text: object) -> str:
    """A value as Markdown text that renders as itself and never as markup."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text or "").split()))


def write_summary(
    catalogue: Catalogue,
    as_of: datetime,
    counts: Mapping[str, int],
    changes: Sequence[Change],
    previous: str | None,
    *,
    whole_day: bool = False,
    exercise: bool = False,
) -> str:
    """Markdown text; `previous` is what `changes` were found against, None when there is nothing before. `whole_day`: since the evening before."""
    what = f"ngày {as_of:%d/%m/%Y}, đến {as_of:%H:%M}" if whole_day else f"thay đổi đến {as_of:%d/%m/%Y %H:%M}"
    head = [f"# Bản đồ Covid-19: {what}", "", *([f"**{EXERCISE}**", ""] if exercise else [])]
    if previous is None:
        body = [f"{'Ngày' if whole_day else 'Bản'} công bố đầu tiên, {sum(counts.values())} đối tượng.", ""]
    else:
        body = [f"So với bản {previous}: {totals(changes)}.", "", *_sections(catalogue, changes), *_communes(changes)]
    return "\n".join([*head, *body, *_layers(catalogue, counts)]) + "\n"


def totals(changes: Sequence[Change]) -> str:
    """«3 mở mới, 2 thay đổi, …»"""
    seen = Counter(change.kind for change in changes)
    return ", ".join(f"{seen[kind]} {heading.lower()}" for kind, heading in HEADINGS.items())


def by_commune(changes: Sequence[Change]) -> dict[tuple[str, str], list[Change]]:
    """(district, commune) → its changes, by layer and name; places in the order of a Vietnamese dictionary, what has none last."""
    layers = {name: place for place, name in enumerate(dict.fromkeys(change.layer for change in changes))}
    places: dict[tuple[str, str], list[Change]] = {}
    for change in sorted(changes, key=lambda each: (layers[each.layer], sort_key(str(each.properties.get("name") or "")), str(each.feature.get("id")))):
        district, commune = (str(change.properties.get(key) or "") for key in ("district_name", "commune_name"))
        places.setdefault((district, commune), []).append(change)
    return dict(sorted(places.items(), key=lambda item: (not item[0][1], sort_key(item[0][0]), sort_key(item[0][1]))))


def place_words(district: str, commune: str) -> str:
    """«Phường Lê Lợi, Thành phố Vinh»."""
    return ", ".join(name for name in (commune, district) if name) or "Chưa rõ xã"


def feature_words(catalogue: Catalogue, change: Change, quote: Callable[[object], str] = str) -> str:
    """«Vùng phong tỏa: tên, văn bản số 3088/QĐ-UBND (khác: Tình trạng; Kết thúc)»; `quote` writes what persons typed."""
    name, number = change.properties.get("name"), decision(change)
    labels = [quote(label) for label in field_labels(catalogue, change)]
    words = f"{quote(catalogue.layer(change.layer).title.vi)}: {quote(name) if name else 'không tên'}"
    return words + (f", văn bản số {quote(number)}" if number else "") + (f" (khác: {'; '.join(labels)})" if labels else "")


def decision(change: Change) -> str:
    """The number of the document behind it: of lifting, when that is what it tells."""
    first = "lift_decision_no" if change.kind == LIFTED else "decision_no"
    return str(change.properties.get(first) or change.properties.get("decision_no") or "")


def _sections(catalogue: Catalogue, changes: Sequence[Change]) -> list[str]:
    lines: list[str] = []
    for kind, heading in HEADINGS.items():
        found = [change for change in changes if change.kind == kind]
        if found:
            lines += [f"## {heading} ({len(found)})", "", *_named(catalogue, found)]
    return lines


def _named(catalogue: Catalogue, changes: Sequence[Change]) -> list[str]:
    """Features by name, commune by commune, until there are too many."""
    lines, left = [], NAMED
    for (district, commune), found in by_commune(changes).items():
        if left > 0:
            lines += [f"### {plain(place_words(district, commune))} ({len(found)})", ""]
            lines += [*(f"- {feature_words(catalogue, change, plain)}" for change in found[:left]), ""]
        left -= len(found)
    return [*lines, f"… và {-left} đối tượng khác", ""] if left < 0 else lines


def field_labels(catalogue: Catalogue, change: Change, language: str = "vi") -> list[str]:
    """The fields that differ, as the forms name them."""
    layer = catalogue.layer(change.layer)
    return [_PLACE.said(language) if name == "geometry" else layer.field(name).label.said(language) if layer.has(name) else name for name in change.fields]


def _communes(changes: Sequence[Change]) -> list[str]:
    """A table of counts: one line a commune."""
    if not changes:
        return []
    rows = [
        f"| {plain(commune) or '–'} | {plain(district)} | {_cells(Counter(change.kind for change in found))} |"
        for (district, commune), found in by_commune(changes).items()
    ]
    head = f"| Xã, phường | Huyện | {' | '.join(HEADINGS.values())} |"
    return ["## Theo xã", "", head, "| --- | --- " + "| ---: " * len(HEADINGS) + "|", *rows, ""]


def _cells(seen: Counter[str]) -> str:
    return " | ".join(str(seen[kind]) for kind in HEADINGS)


def _layers(catalogue: Catalogue, counts: Mapping[str, int]) -> list[str]:
    rows = [f"| {plain(layer.title.vi)} | {counts.get(layer.name, 0)} |" for layer in catalogue.layers]
    return ["## Đang hiển thị", "", "| Lớp | Số đối tượng |", "| --- | ---: |", *rows]
