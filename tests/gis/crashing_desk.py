"""A QGIS that edits until it is killed, and says what it does: `python -m tests.gis.crashing_desk SERVICE`, then lines "FOLDER SEED" on stdin.

For each line the started QGIS forks a desk that edits at random and logs to FOLDER/log; its process number is printed, for who wants to kill
it. Its log is its own book-keeping: before each step the state that was reached, after it the time; what undo and redo must give it knows by
counting, not by asking QGIS.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional
from uuid import uuid4

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QTimer

from ncovy_qgis.core.catalogue import load_catalogue
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.gis.layers import open_units
from ncovy_qgis.gis.source import Source
from tests.gis.editors import STARTED, VINH, Editor

STEP_MS = 12
STEM = "testing_site"
State = dict[str, dict[str, Any]]  # uid → what is unsaved of it


def unsaved(layer: QgsVectorLayer) -> State:
    """The edit buffer in the words of the log."""
    names, buffer = layer.fields().names(), layer.editBuffer()
    found: State = {}
    for feature in buffer.addedFeatures().values():
        found[feature["uid"]] = {"new": True, "name": feature["name"], "at": _place(feature.geometry())}
    uids = {feature.id(): feature["uid"] for feature in layer.dataProvider().getFeatures()}
    for fid, values in buffer.changedAttributeValues().items():
        said = {names[index]: value for index, value in values.items()}
        if said.get("removed"):
            found[uids[fid]] = {"removed": said["removed_reason"]}
        elif "name" in said:
            found[uids[fid]] = {"name": said["name"]}
    for fid, shape in buffer.changedGeometries().items():
        if "removed" not in found.get(uids[fid], {}):
            found.setdefault(uids[fid], {})["at"] = _place(shape)
    return found


def _place(shape: QgsGeometry) -> list[float]:
    point = shape.asPoint()
    return [round(point.x(), 6), round(point.y(), 6)]


class Desk:
    """Edits at random; `states` are what undo goes back through."""

    def __init__(self, editor: Editor, fids: Mapping[str, int], folder: Path, seed: int) -> None:
        self._editor, self._layer, self._dice = editor, editor.layers[STEM], random.Random(seed)
        self._fids = dict(fids)
        self._states: list[State] = [{}]
        self._marks = [0]  # where each state is on QGIS's stack: a change and the defaults it brings along are several commands
        self._moved: list[Optional[str]] = [None]  # the feature whose move led to each state
        self._at, self._step = 0, 0
        folder.mkdir(parents=True, exist_ok=True)
        self._log = (folder / "log").open("w", buffering=1, encoding="utf-8")

    def step(self) -> None:
        """One edit, undo or redo, logged before and after."""
        self._step += 1
        self._say({"step": self._step, "state": self._states[self._at]})
        throw = self._dice.random()
        if throw < 0.15 and self._at > 0:
            self._go(self._at - 1)
        elif throw < 0.22 and self._at < len(self._states) - 1:
            self._go(self._at + 1)
        else:
            self._edit()
        self._say({"step": self._step, "done": time.monotonic(), "state": self._states[self._at]})

    def _edit(self) -> None:
        state: State = json.loads(json.dumps(self._states[self._at]))
        free = [uid for uid in self._fids if "removed" not in state.get(uid, {}) and (uid in state or not self._new(uid))]
        kind = self._dice.choice(["name", "name", "name", "move", "move", "add", "remove"])
        uid = self._dice.choice(free) if free else None
        if kind == "move" and uid == self._moved[self._at]:
            kind = "name"  # QGIS makes two moves in a row of one feature a single step back
        if kind == "add" or uid is None:
            self._add(state)
        else:
            self._change(kind, uid, state)
        del self._states[self._at + 1 :], self._marks[self._at + 1 :], self._moved[self._at + 1 :]
        self._moved.append(uid if kind == "move" else None)
        self._states.append(state)
        self._marks.append(self._layer.undoStack().index())
        self._at += 1

    def _go(self, to: int) -> None:
        self._layer.undoStack().setIndex(self._marks[to])
        self._at = to

    def _add(self, state: State) -> None:
        uid, feature = str(uuid4()), QgsFeature(self._layer.fields())
        feature["uid"], feature["name"], feature["active_from"] = uid, f"Trạm mới {self._step}", STARTED
        feature.setGeometry(QgsGeometry.fromWkt(VINH))
        assert self._layer.addFeature(feature)
        self._fids[uid] = feature.id()
        state[uid] = {"new": True, "name": feature["name"], "at": _place(feature.geometry())}

    def _change(self, kind: str, uid: str, state: State) -> None:
        fid, entry = self._fids[uid], state.setdefault(uid, {})
        if kind == "remove" and not self._new(uid):
            mark_removed(self._layer, [fid], f"Lý do {self._step}")
            state[uid] = {"removed": f"Lý do {self._step}"}
        elif kind == "move":
            entry["at"] = [round(105.68 + self._step / 100_000, 6), 18.67]
            self._layer.changeGeometry(fid, QgsGeometry.fromWkt("Point({} {})".format(*entry["at"])))
        else:
            entry["name"] = f"Tên thứ {self._step}"
            self._editor.change(fid, name=entry["name"])

    def _new(self, uid: str) -> bool:
        return self._fids[uid] < 0

    def _say(self, line: dict[str, Any]) -> None:
        self._log.write(json.dumps(line) + "\n")


def edit_until_killed(application: QgsApplication, service: str, folder: Path, seed: int) -> None:
    """Never returns. Layers are opened here: forked ones would share their connections."""
    source = Source(service=service)
    editor = Editor(source, load_catalogue(), folder / "journal", (STEM,), open_units(source, 2021))
    fids = {feature["uid"]: feature.id() for feature in editor.start(STEM).getFeatures()}
    desk, timer = Desk(editor, fids, folder, seed), QTimer()
    timer.timeout.connect(desk.step)
    timer.start(STEP_MS)
    application.exec()


def main(service: str) -> None:
    """Start QGIS once, fork a desk for every line."""
    application: Optional[QgsApplication] = QgsApplication([], False)
    assert application is not None
    application.initQgis()
    print("ready", flush=True)
    for line in sys.stdin:
        folder, seed = line.split()
        child = os.fork()
        if child == 0:
            edit_until_killed(application, service, Path(folder), int(seed))
        print(child, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
