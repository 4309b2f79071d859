"""Findings as a window lists them: searched without accents, filtered, grouped and counted. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...core.catalogue import Catalogue
from ...core.text import fold
from ...db.findings import SEVERITIES, Finding

RULE, LAYER, COMMUNE = "rule", "layer", "commune"
GROUPINGS = (RULE, LAYER, COMMUNE)
URGENCY = {severity: place for place, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True)
class Row:
    """One finding in the language of the window."""

    finding: Finding
    sentence: str
    heading: str
    layer: str  # the layer's short title
    place: str  # folded commune and district
    words: str  # folded, of everything shown


@dataclass(frozen=True)
class Wanted:
    """What is to be shown; "" = all."""

    layer: str = ""
    severity: str = ""
    commune: str = ""
    text: str = ""
    hide_accepted: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under one heading, the most urgent first."""

    key: str
    title: str
    severity: str  # of the most urgent row
    stem: str  # the layer when all rows are of one, else ""
    rows: tuple[Row, ...]


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text)


def rows_of(found: Iterable[Finding], catalogue: Catalogue, language: str) -> tuple[Row, ...]:
    """Made away from the main thread: folding thousands of names takes a while."""
    titles = {layer.name: layer.short.said(language) for layer in catalogue.layers}
    return tuple(_row(finding, titles[finding.layer], language) for finding in found)


def _row(finding: Finding, title: str, language: str) -> Row:
    sentence, heading = finding.text.said(language), finding.heading.said(language)
    place = _folded(f"{finding.commune} {finding.district}")
    words = " ".join((_folded(sentence), _folded(title), _folded(finding.name or ""), place, _folded(finding.accepted or ""), finding.accepted_by or ""))
    return Row(finding, sentence, heading, title, place, words)


def kept(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    """The rows that are wanted; accents do not matter, except that a commune named exactly is that commune: Châu Bình is not Châu Bính."""
    commune, words = fold(wanted.commune), fold(wanted.text).split()
    named = bool(commune) and any(row.finding.commune == wanted.commune for row in rows)
    return [
        row
        for row in rows
        if (not wanted.layer or row.finding.layer == wanted.layer)
        and (not wanted.severity or row.finding.severity == wanted.severity)
        and (not wanted.hide_accepted or row.finding.open)
        and (not commune or (row.finding.commune == wanted.commune if named else commune in row.place))
        and all(word in row.words for word in words)
    ]


def grouped(rows: Iterable[Row], by: str) -> tuple[Group, ...]:
    """The most urgent group first, then the larger."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row, by), []).append(row)
    groups = [_group(key, own, by) for key, own in found.items()]
    return tuple(sorted(groups, key=lambda group: (URGENCY[group.severity], -len(group.rows), group.title)))


def _key(row: Row, by: str) -> str:
    finding = row.finding
    if by == LAYER:
        return finding.layer
    return f"{finding.commune}|{finding.district}" if by == COMMUNE else f"{finding.severity}|{row.heading}"


def _group(key: str, rows: Sequence[Row], by: str) -> Group:
    first = rows[0]
    place = ", ".join(word for word in (first.finding.commune, first.finding.district) if word)
    title = {LAYER: first.layer, COMMUNE: place or "–"}.get(by, first.heading)
    severity = min((row.finding.severity for row in rows), key=URGENCY.__getitem__)
    stems = {row.finding.layer for row in rows}
    return Group(key, title, severity, stems.pop() if len(stems) == 1 else "", tuple(rows))


def others_of(rows: Iterable[Row]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(uid, code) → the features its findings speak of."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows:
        key, other = (row.finding.uid, row.finding.code), row.finding.other
        found[key] = (*found.get(key, ()), *((other,) if other else ()))
    return found
