"""The supervisor's list with ten thousand items: what a person waits for when it opens, is searched, grouped, sorted and scrolled."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QLineEdit

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.queue import Item
from ncovy_qgis.ui.review.listing import QueueList
from ncovy_qgis.ui.review.rows import CHANGESET, COMMUNE, FLAT, KINDS, NAME, rows_of
from ncovy_qgis.ui.validation.dock import ValidationDock
from ncovy_qgis.ui.validation.rows import rows_of as findings_rows
from tests.ui.reviewing import NOW, item
from tests.ui.validating import many_findings

PER_SAVE, COMMUNES = 7, 460
WHOLE = "one left, three came, all unfolded and selected"
TARGETS_S = {"findings shown for the first time": 0.4, "rows made (beside the window)": 1.0, "shown for the first time": 1.0, WHOLE: 1.0}
PAUSE_S = 0.2  # what a person notices while typing or scrolling


def items(count: int, catalogue: Catalogue) -> tuple[Item, ...]:
    """Every layer, every kind, saves of seven."""
    return tuple(_item(number, catalogue) for number in range(count))


def _item(number: int, catalogue: Catalogue) -> Item:
    save = number // PER_SAVE
    return item(
        number, layer=catalogue.layers[number % len(catalogue.layers)].name, kind=KINDS[number % len(KINDS)], authors=("lan" if number % 3 else "minh",),
        commune_name=f"Xã Nghi Phú {number % COMMUNES}", changeset=save + 1, comment=f"Đợt rà soát {save}", changeset_at=NOW - timedelta(minutes=save),
    )  # fmt: skip


def found(catalogue: Catalogue, count: int, rounds: int) -> str:
    """A table: seconds of each thing a person does with a long list of findings."""
    rows = findings_rows(many_findings(count, catalogue), catalogue, "vi")
    timed: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, seconds in _found_round(rows, catalogue):
            timed.setdefault(name, []).append(seconds)
    return _table(f"list of {count:,} findings", timed)


def _found_round(rows: Any, catalogue: Catalogue) -> list[tuple[str, float]]:
    dock = ValidationDock(None, catalogue)
    dock.resize(420, 700)
    dock.show()
    search = dock.findChild(QLineEdit, "ncovyValidationSearch")
    deeds: dict[str, Callable[[], object]] = {
        "findings shown for the first time": lambda: dock.show_rows(rows),
        "a group unfolded": lambda: dock.tree.setExpanded(dock.model.index(0, 0), True),
        "a word typed": lambda: (search.setText("nghi phu 17"), dock.refresh()),
        "the word taken away": lambda: (search.setText(""), dock.refresh()),
    }
    done = [(name, _timed(deed)) for name, deed in deeds.items()]
    dock.close()
    dock.deleteLater()
    return done


def listing(catalogue: Catalogue, count: int, rounds: int) -> str:
    """A table: seconds of each thing a person does, until it is painted."""
    waiting = items(count, catalogue)
    timed: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, seconds in _round(waiting, catalogue):
            timed.setdefault(name, []).append(seconds)
    return _table(f"list of {count:,} waiting items", timed)


def _table(title: str, timed: Mapping[str, list[float]]) -> str:
    lines = [f"| {title} | seconds (median) | target |", "|---|---|---|"]
    for name, seconds in timed.items():
        target = TARGETS_S.get(name, PAUSE_S)
        lines.append(f"| {name} | {median(seconds):.3f} | ≤ {target:g}: {'holds' if median(seconds) <= target else 'MISSED'} |")
    return "\n".join(lines)


def _round(waiting: Sequence[Item], catalogue: Catalogue) -> list[tuple[str, float]]:
    start = time.perf_counter()
    rows = rows_of(waiting, catalogue, "vi")
    done = [("rows made (beside the window)", time.perf_counter() - start)]
    window = QueueList(None, catalogue, "vi")
    window.resize(450, 640)
    window.show()
    filters, tree = window.filters, window.tree
    deeds: dict[str, Callable[[], object]] = {
        "shown for the first time": lambda: window.show_rows(rows, NOW),
        "a word typed": lambda: filters.narrow(text="hong bang 77"),
        "the word taken away": lambda: filters.narrow(text=""),
        "grouped by commune": lambda: filters.narrow(grouping=COMMUNE),
        "not grouped": lambda: filters.narrow(grouping=FLAT),
        "sorted by name": lambda: filters.set_sort(NAME, False),
        "scrolled to the end": tree.scrollToBottom,
        "grouped by save": lambda: filters.narrow(grouping=CHANGESET),
        "three left, one came": lambda: window.show_rows((*rows[3:], replace(rows[0], name="mới")), NOW),
        "findings known": lambda: window.show_found({row.key: (1, 0, 1) for row in rows}),
        "all unfolded": tree.expandAll,
        "all selected": tree.selectAll,
        WHOLE: lambda: window.show_rows(rows, NOW),
    }
    done += [(name, _timed(deed)) for name, deed in deeds.items()]
    window.close()
    window.deleteLater()
    return done


def _timed(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    QCoreApplication.processEvents()
    return time.perf_counter() - start
