"""The queue as a window lists it: searched without accents, filtered, sorted, grouped and counted. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Optional, Union

from ...core.catalogue import Catalogue
from ...core.text import fold, sort_key
from ...db.queue import Due, Item

WAITING, EXPIRING, UNVERIFIED, WARNED = QUEUES = ("waiting", "expiring", "unverified", "warned")
CHANGESET, LAYER, COMMUNE, AUTHOR, FLAT = GROUPINGS = ("changeset", "layer", "commune", "author", "flat")
NAME, KIND, PLACE, WHO, AT, FINDINGS = SORTS = range(6)
ERROR, WARNING, CLEAN = SEVERITIES = ("error", "warning", "clean")
RETURNED, ASKED = TALKS = ("returned", "asked")
KINDS = ("new", "changed", "moved", "removed", "restored")
HOURS = 24  # not verified for so long, unless said otherwise

Key = tuple[str, str]  # (layer, uid)
Found = Mapping[Key, tuple[int, int, int]]  # row_version judged, errors, warnings nobody accepted


@dataclass(frozen=True)
class Row:
    """One line: an item that waits for a decision, or a feature that waits for care."""

    item: Union[Item, Due]
    name: str
    layer: str  # the layer's short title
    place: str
    who: str
    at: Optional[datetime]
    folded_place: str
    words: str  # folded, of everything that can be searched
    order: tuple[Any, ...]  # what it is sorted by, a value a column

    @property
    def key(self) -> Key:
        return self.item.layer, self.item.uid

    @property
    def waiting(self) -> Optional[Item]:
        """The item to decide on; None for a feature that waits for care only."""
        return self.item if isinstance(self.item, Item) else None


@dataclass(frozen=True)
class Wanted:
    """What is to be shown, and how; "" or 0 = all. What a saved filter holds."""

    queue: str = WAITING
    hours: int = HOURS
    grouping: str = CHANGESET
    sort: int = AT
    descending: bool = False
    text: str = ""
    layer: str = ""
    place: str = ""
    author: str = ""
    kind: str = ""
    severity: str = ""
    talk: str = ""
    age: int = 0  # hours: waiting longer than that; negative: come within so many
    changeset: int = 0
    mine: bool = False
    decidable: bool = False  # without what I wrote myself


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    key: str
    title: str
    stem: str  # the layer when all rows are of one, else ""
    rows: tuple[Row, ...]


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=8192)
def _sorted(text: str) -> Any:
    return sort_key(text)


def rows_of(items: Iterable[Union[Item, Due]], catalogue: Catalogue, language: str) -> tuple[Row, ...]:
    """Made away from the main thread: folding thousands of names takes a while."""
    titles = {layer.name: layer.short.said(language) for layer in catalogue.layers}
    return tuple(_item_row(each, titles[each.layer]) if isinstance(each, Item) else _due_row(each, titles[each.layer], language) for each in items)


def _item_row(item: Item, title: str) -> Row:
    return _row(item, title, ", ".join(item.authors) or item.edited_by, item.submitted_at or item.edited_at, item.kind, item.comment or "")


def _due_row(due: Due, title: str, language: str) -> Row:
    why = due.words_en if language == "en" else due.words_vi
    return _row(due, title, "", due.at, why, why)


def _row(item: Union[Item, Due], title: str, who: str, at: Optional[datetime], kind: str, comment: str) -> Row:
    place = ", ".join(word for word in (item.commune_name, item.district_name) if word)
    name = item.name or "–"
    words = " ".join((item.name_search or "", _folded(title), _folded(place), _folded(who), _folded(comment)))
    return Row(item, name, title, place, who, at, _folded(place), words, (sort_key(name), _sorted(kind), _sorted(place), who, at.timestamp() if at else 0.0))


def kept(rows: Iterable[Row], wanted: Wanted, found: Found, now: datetime) -> list[Row]:
    """The rows that are wanted; accents do not matter."""
    place, words = fold(wanted.place), fold(wanted.text).split()
    limit = now - timedelta(hours=abs(wanted.age))
    return [
        row
        for row in rows
        if (not wanted.layer or row.item.layer == wanted.layer)
        and (not place or place in row.folded_place)
        and (not wanted.mine or row.item.mine)
        and all(word in row.words for word in words)
        and (not isinstance(row.item, Item) or _of_waiting(row, row.item, wanted, limit))
        and (not wanted.severity or wanted.queue != WAITING or severity(row, found) == wanted.severity)
    ]


def _of_waiting(row: Row, item: Item, wanted: Wanted, limit: datetime) -> bool:
    """What can be asked of waiting items only; a feature that waits for care has neither author nor kind."""
    return (
        (not wanted.kind or item.kind == wanted.kind)
        and (not wanted.author or wanted.author in item.authors or wanted.author == item.edited_by)
        and (not wanted.changeset or item.changeset == wanted.changeset)
        and (not wanted.decidable or not item.own)
        and (not wanted.age or row.at is None or (row.at <= limit if wanted.age > 0 else row.at >= limit))
        and (not wanted.talk or (item.asked if wanted.talk == ASKED else item.returned_before is not None))
    )


def severity(row: Row, found: Found) -> str:
    """ERROR, WARNING or CLEAN; "" while it is not known."""
    judged = found.get(row.key)
    if judged is None or judged[0] != row.item.row_version:
        return ""
    return ERROR if judged[1] else WARNING if judged[2] else CLEAN


def ordered(rows: Iterable[Row], column: int, descending: bool, found: Found) -> list[Row]:
    """By one column, alike ones the oldest first."""
    if column == FINDINGS:
        return sorted(rows, key=lambda row: (*found.get(row.key, (0, 0, 0))[1:], -row.order[AT]), reverse=descending)
    oldest = sorted(rows, key=lambda row: row.order[AT])
    return oldest if column == AT and not descending else sorted(oldest, key=lambda row: row.order[column], reverse=descending)


def grouped(rows: Iterable[Row], by: str) -> tuple[Group, ...]:
    """Groups in the order of their first rows."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row, by), []).append(row)
    return tuple(_group(key, own, by) for key, own in found.items())


def _key(row: Row, by: str) -> str:
    item = row.waiting
    if by == CHANGESET:
        return str(item.changeset or "") if item is not None else row.item.layer
    return {LAYER: row.item.layer, COMMUNE: row.place, AUTHOR: row.who}.get(by, "")


def _group(key: str, rows: Sequence[Row], by: str) -> Group:
    stems = {row.item.layer for row in rows}
    title = {LAYER: rows[0].layer, COMMUNE: rows[0].place or "–", AUTHOR: rows[0].who or "–"}.get(by, rows[0].layer)
    return Group(key, title, stems.pop() if len(stems) == 1 else "", tuple(rows))


def successor(before: Sequence[Key], current: Optional[Key], now: Iterable[Key]) -> Optional[Key]:
    """Where the cursor goes when the list has changed: it stays, else to the next one that is still there, else to the last before it."""
    there = set(now)
    if current is None or current in there:
        return current
    place = before.index(current) if current in before else 0
    return next((key for key in (*before[place:], *reversed(before[:place])) if key in there), None)
