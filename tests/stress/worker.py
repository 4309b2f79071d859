"""One person at a QGIS of his own, in a process of its own: told over stdin to work for a while, guarded or with plain QGIS.

Reads lines of JSON: first what he is (`Person`), then stages {"stage": "ncovy" | "public", "seconds": 5}; answers each with a line on stdout.
Everything he does stands in his log before he does it, and what he was told after it, so that a killed process loses no evidence.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Optional, Protocol

from qgis.core import QgsApplication, QgsCredentials, QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.gis.desk import Desk
from ncovy_qgis.gis.edits import Edits
from ncovy_qgis.gis.layers import open_layer
from ncovy_qgis.gis.report import Report
from ncovy_qgis.gis.source import Source
from tests.stress.checker import REFUSED, SAVED, UNKNOWN

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LIST = "note_internal"
THINKS_S = 0.08  # at most, between reading and saving
WAITS_S = 0.25  # before he presses the button again
Picks = dict[str, list[int]]  # stem → ids of the rows one save touches
Rows = Mapping[tuple[str, str], str]  # (stem, uid) → "<stem>/<id>"


@dataclass(frozen=True)
class Person:
    """Who works here: with which connection, on which rows, where his log and his journal lie."""

    name: str
    number: int
    service: str
    forms: str
    folder: str
    rows: list[tuple[str, int]]

    def path(self, name: str) -> Path:
        return Path(self.folder) / f"{self.name}.{name}"


class Way(Protocol):
    """How a person saves."""

    layers: Mapping[str, QgsVectorLayer]
    parted: bool  # the last save was of a part, as he chose

    def read(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        """He looks at this feature before he changes it."""

    def save(self, rows: Rows, dice: random.Random, until: float) -> dict[str, str]:
        """Press save (until it says yes or no); row → what was told about it."""


class NoCredentials(QgsCredentials):
    """QGIS without windows would ask for a password on stdin."""

    def __init__(self) -> None:
        super().__init__()
        self.setInstance(self)

    def request(self, realm: str, username: str, password: str, message: str = "") -> tuple[bool, str, str]:
        return False, username, password


class Guarded:
    """With the plugin: its layers, its edits."""

    def __init__(self, person: Person, source: Source) -> None:
        catalogue = load_catalogue(Path(person.forms))
        stems = sorted({stem for stem, _ in person.rows})
        self.layers = {stem: open_layer(source, catalogue.layer(stem), "vi") for stem in stems}
        self.reports: list[Report] = []
        self.parted, self._choice = False, random.Random(person.number)
        self.edits = Edits(catalogue, person.path("journal"), Desk(report=self.reports.append, partly=self._partly))
        for layer in self.layers.values():
            self.edits.watch(layer)

    def _partly(self, report: Report, possible: int) -> bool:
        """Asked whether the rest is to be saved."""
        wanted = self._choice.random() < 0.5
        self.parted = self.parted or wanted
        return wanted

    def read(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        self.edits.saw(layer, feature)

    def save(self, rows: Rows, dice: random.Random, until: float) -> dict[str, str]:
        button = self.layers[next(iter(rows))[0]]
        doubtful: set[str] = set()  # sent at least once without an answer
        self.parted = False
        while True:
            self.reports.clear()
            if button.commitChanges(False) if dice.random() < 0.5 else self.edits.save():
                return dict.fromkeys(rows.values(), SAVED)
            stored = {rows[receipt.layer, receipt.uid] for report in self.reports for receipt in report.receipts}
            answered = all(report.answered for report in self.reports)
            doubtful |= set() if answered else set(rows.values())
            if stored or answered or time.monotonic() > until:
                return {row: SAVED if row in stored else UNKNOWN if row in doubtful else REFUSED for row in rows.values()}
            pause(WAITS_S)


class Plain:
    """QGIS as it is, on the same rows in tables nobody guards."""

    parted = False

    def __init__(self, person: Person, source: Source) -> None:
        self.layers = {stem: _plain_layer(source, stem) for stem in sorted({stem for stem, _ in person.rows})}

    def read(self, layer: QgsVectorLayer, feature: QgsFeature) -> None:
        return

    def save(self, rows: Rows, dice: random.Random, until: float) -> dict[str, str]:
        told = {}
        for stem in dict.fromkeys(stem for stem, _ in rows):
            stored = self.layers[stem].commitChanges(False)
            if not stored:
                pause(WAITS_S)
                stored = self.layers[stem].commitChanges(False)
            told.update({row: SAVED if stored else REFUSED for (layer, _), row in rows.items() if layer == stem})
        return told


def _plain_layer(source: Source, stem: str) -> QgsVectorLayer:
    uri = source.uri()
    uri.setDataSource("public", stem, "geom", "", "id")
    layer = QgsVectorLayer(uri.uri(False), stem, "postgres")
    if not layer.isValid():
        raise RuntimeError(f"public.{stem}: {layer.error().summary()}")
    return layer


def _add_word(layer: QgsVectorLayer, feature: QgsFeature, word: str) -> bool:
    """False when QGIS does not take it: over a dead line the plugin has given the editing back, and said so."""
    words = str(feature[LIST]).split() if feature[LIST] else []
    return bool(layer.changeAttributeValue(feature.id(), layer.fields().indexOf(LIST), " ".join([*words, word])))


@dataclass
class Work:
    """His words so far, and where they are written down."""

    person: Person
    dice: random.Random
    log: IO[str]
    count: int = 0
    slowest_s: float = 0.0

    def stage(self, way: Way, schema: str, seconds: float) -> None:
        """Add words to lists until the time is over."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._one(way, schema, until)
        for layer in way.layers.values():
            layer.rollBack()

    def _one(self, way: Way, schema: str, until: float) -> None:
        picks = self._pick()
        word = f"{LETTERS[self.person.number]}{'p' if schema == 'public' else 'g'}x{_letters(self.count)}"
        self.count += 1
        features = self._open(way, picks)
        if features is None:
            pause(WAITS_S)  # the line is down; the table is empty, or QGIS says nothing
            return
        pause(self.dice.random() * THINKS_S)
        rows = {(stem, str(feature["uid"])): f"{stem}/{feature['id']}" for stem, feature in features}
        self._write({"stage": schema, "word": word, "rows": list(rows.values())})
        if not all(_add_word(way.layers[stem], feature, word) for stem, feature in features):
            self._write({"stage": schema, "word": word, "told": dict.fromkeys(rows.values(), REFUSED), "parted": False})
            for stem in picks:
                way.layers[stem].rollBack()
            return
        start = time.monotonic()
        told = way.save(rows, self.dice, until + 30)
        self.slowest_s = max(self.slowest_s, time.monotonic() - start)
        self._write({"stage": schema, "word": word, "told": told, "parted": way.parted})
        if set(told.values()) != {SAVED} or self.dice.random() < 0.5:
            for stem in picks:
                way.layers[stem].rollBack()

    def _pick(self) -> Picks:
        """Mostly one row, sometimes up to three, of both layers."""
        picks: Picks = {}
        for stem, number in self.dice.sample(self.person.rows, self.dice.choice((1, 1, 2, 3))):
            picks.setdefault(stem, []).append(number)
        return picks

    def _open(self, way: Way, picks: Picks) -> Optional[list[tuple[str, QgsFeature]]]:
        """The features as he sees them; None when QGIS does not show them."""
        found = []
        for stem, numbers in picks.items():
            layer = way.layers[stem]
            if not layer.isEditable() and not layer.startEditing():
                return None
            for number in numbers:
                feature = layer.getFeature(number)  # the id is the table's own key
                if not feature.isValid() or feature["id"] != number:
                    return None
                if self.dice.random() < 0.7:
                    way.read(layer, feature)
                found.append((stem, feature))
        return found

    def _write(self, line: Mapping[str, Any]) -> None:
        self.log.write(json.dumps(line) + "\n")
        self.log.flush()


def pause(seconds: float) -> None:
    """Time passes; QGIS goes on."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        QCoreApplication.processEvents()
        time.sleep(min(left, 0.02))


def _letters(number: int) -> str:
    """A number in letters: long runs of digits look like personal data."""
    text = ""
    while True:
        number, rest = divmod(number, len(LETTERS))
        text = LETTERS[rest] + text
        if number == 0:
            return text


def _say(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    person = Person(**json.loads(sys.stdin.readline()))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QgsApplication([], False, person.folder)
    application.initQgis()
    asked = NoCredentials()
    source = Source(service=person.service)
    with person.path("log").open("a", encoding="utf-8") as log:
        ways: dict[str, Way] = {"ncovy": Guarded(person, source), "public": Plain(person, source)}
        work = Work(person, random.Random(person.number), log)
        _say(ready=True)
        for line in sys.stdin:
            order = json.loads(line)
            work.slowest_s = 0.0
            work.stage(ways[order["stage"]], order["stage"], order["seconds"])
            _say(done=True, slowest_s=work.slowest_s)
    del asked
    os._exit(0)  # nothing is left to be tidied; QGIS's own end takes a second


if __name__ == "__main__":
    main()
