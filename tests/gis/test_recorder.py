"""Every edit, undo and redo in a real edit buffer is in the journal soon, and nothing else is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject
from qgis.PyQt.QtCore import QCoreApplication

from ncovy_qgis.db.changes import Change, Insert, Remove, Update
from ncovy_qgis.gis import recorder
from ncovy_qgis.gis.buffer import changes_of, mark_removed
from ncovy_qgis.gis.journal import count_left
from ncovy_qgis.gis.journal_lines import Key, read
from tests.gis.conftest import Sit
from tests.gis.editors import ZONE, Editor
from tests.resting import emptied
from tests.server import Database


def written(editor: Editor, flush: bool = True) -> dict[Key, Change]:
    """What lies on the disk."""
    if flush:
        assert editor.edits.recorder.flush()
    contents = [read(path.read_bytes()) for path in editor.folder.glob("*.jsonl")]
    return {key: held.change for content in contents if content is not None for key, held in content.held.items()}


def in_buffer(editor: Editor) -> dict[Key, Change]:
    return {(each.layer, str(each.uid)): each for found in editor.edits.pending().values() for each in found.values()}


def wait_for_the_timer(seconds: float = 0.9) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.01)


def test_within_a_second_an_edit_is_on_the_disk_by_itself(sit: Sit) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao", phone="0238 3844 528")
    assert written(lan, flush=False) == {}
    wait_for_the_timer()
    (change,) = written(lan, flush=False).values()
    assert isinstance(change, Insert)
    assert (change.values["name"], change.values["phone"]) == ("Trạm y tế Lê Mao", "02383844528")
    assert change.wkb == bytes(QgsGeometry.fromWkt("Point(105.68 18.67)").asWkb())


def test_a_long_run_of_edits_without_a_pause_is_written_meanwhile(sit: Sit) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    end, count = time.monotonic() + 1.5, 0
    while time.monotonic() < end:
        count += 1
        lan.change(fid, name=f"Tên {count}")
        time.sleep(0.01)
    (change,) = written(lan, flush=False).values()
    assert isinstance(change, Update)
    assert int(str(change.values["name"]).split()[1]) > count / 3


def test_what_is_written_is_what_a_save_would_send(sit: Sit) -> None:
    lan = sit("lan", "testing_site", "lockdown_zone")
    fid, other, third = (lan.stored(name) for name in ("Trạm một", "Trạm hai", "Trạm ba"))
    lan.change(fid, name="Một mới", methods=["rt_pcr"])
    lan.start().changeGeometry(other, QgsGeometry.fromWkt("Point(105.681 18.671)"))
    mark_removed(lan.start(), [third], "Nhập trùng")
    lan.add("Bốn")
    lan.add("Khối 5", "lockdown_zone", ZONE)
    found = written(lan)
    assert found == in_buffer(lan)
    assert sorted(type(change).__name__ for change in found.values()) == ["Insert", "Insert", "Remove", "Update", "Update"]


def test_each_change_keeps_the_version_it_was_made_on(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên của Lan")
    database.run("UPDATE ncovy.testing_site SET phone = '02383844528', base_version = row_version", person="minh")
    (change,) = written(lan).values()
    assert isinstance(change, Update)
    assert change.base_version == 1


def test_undo_and_redo_are_written_too(sit: Sit) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    layer = lan.start()
    lan.change(fid, name="Tên mới")
    lan.add("Trạm y tế Hưng Dũng")
    layer.changeGeometry(fid, QgsGeometry.fromWkt("Point(105.681 18.671)"))
    assert len(written(lan)) == 2
    stack = layer.undoStack()
    states = [in_buffer(lan)]
    while stack.canUndo():
        stack.undo()
        assert written(lan) == in_buffer(lan)
        states.append(in_buffer(lan))
    assert written(lan) == {}
    for state in reversed(states[:-1]):
        stack.redo()
        assert written(lan) == state


def test_looking_adds_nothing_to_the_undo_stack(sit: Sit) -> None:
    """A new feature without a uid gets one in the journal, not in the buffer: else nobody could undo past it."""
    lan = sit("lan")
    layer = lan.start()
    feature = lan.add("Trạm y tế Lê Mao")
    bare = QgsFeature(feature)
    bare["uid"], bare["name"] = None, "Không mã"
    assert layer.addFeature(bare)
    twin = QgsFeature(feature)
    twin["name"] = "Bản sao"
    assert layer.addFeature(twin)
    steps = layer.undoStack().count()
    found = written(lan)
    assert layer.undoStack().count() == steps
    assert sorted(change.values["name"] for change in found.values()) == ["Bản sao", "Không mã", "Trạm y tế Lê Mao"]
    assert found["testing_site", feature["uid"]].values["name"] == "Trạm y tế Lê Mao"
    assert written(lan) == in_buffer(lan) == found  # the save, too, uses the uids the journal gave
    while layer.undoStack().canUndo():
        layer.undoStack().undo()
    assert written(lan) == {}


def test_a_deleted_feature_of_one_who_may_delete_is_a_removal(sit: Sit) -> None:
    admin = sit("admin")
    fid = admin.stored("Trạm y tế Lê Mao")
    assert admin.start().deleteFeature(fid)
    (change,) = written(admin).values()
    assert isinstance(change, Remove)


def test_a_new_feature_deleted_again_leaves_nothing(sit: Sit) -> None:
    admin = sit("admin")
    admin.add("Trạm y tế Lê Mao")
    assert len(written(admin)) == 1
    assert admin.start().deleteFeature(next(iter(admin.start().editBuffer().addedFeatures())))
    assert written(admin) == {}


@pytest.mark.parametrize("going_on", [True, False])
def test_throwing_edits_away_empties_the_journal(sit: Sit, going_on: bool) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên mới")
    lan.add("Trạm y tế Hưng Dũng")
    assert len(written(lan)) == 2
    lan.layers["testing_site"].rollBack(not going_on)
    wait_for_the_timer()
    assert not list(lan.folder.iterdir())


def test_a_save_empties_it_and_a_refused_one_does_not(sit: Sit) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao", phone="không có")
    assert not lan.save()
    assert written(lan) == in_buffer(lan)
    lan.change(next(iter(lan.start().editBuffer().addedFeatures())), phone=None)
    assert lan.save()
    assert written(lan) == {}
    assert not list(lan.folder.iterdir())


def test_what_a_save_left_over_stays_in_the_journal(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    wrong = lan.add("Trạm y tế Hưng Dũng", phone="không có")
    monkeypatch.setattr(lan.edits, "_desk", lan.desk(partly=lambda report, possible: True))
    assert not lan.save()
    assert list(written(lan)) == [("testing_site", wrong["uid"])]
    assert written(lan) == in_buffer(lan)


def test_a_change_that_waits_beside_the_layer_is_in_the_journal(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    layer = lan.start()
    lan.change(fid, name="Tên của Lan")
    (change,) = written(lan).values()
    database.run("UPDATE ncovy.testing_site SET removed = true, removed_reason = 'Nhập trùng', base_version = row_version", person="minh")
    layer.rollBack(False)
    lan.edits.rewrite(layer, [change])
    assert in_buffer(lan) == {}
    assert written(lan) == {("testing_site", change.uid): change}
    lan.edits.settle({("testing_site", str(change.uid)): None})
    assert written(lan) == {}


def test_an_edit_over_one_that_waits_beside_the_layer_keeps_both_in_the_journal(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    layer = lan.start()
    lan.change(fid, phone="02383844528")
    (older,) = written(lan).values()
    database.run("UPDATE ncovy.testing_site SET removed = true, removed_reason = 'Nhập trùng', base_version = row_version", person="minh")
    layer.rollBack(False)
    lan.edits.rewrite(layer, [older])
    database.run("UPDATE ncovy.testing_site SET removed = false, removed_reason = NULL, base_version = row_version", person="minh")
    layer.rollBack(False)
    lan.edits._beside[layer.id()] = {str(older.uid): older}  # throwing edits away forgets it; a settled conflict does not
    lan.change(lan.fid("Trạm y tế Lê Mao"), name="Tên mới")
    assert [sorted(change.values) for change in written(lan).values() if isinstance(change, Update)] == [["name", "phone"]]
    lan.edits.recorder.look_again(layer)
    assert [sorted(change.values) for change in written(lan).values() if isinstance(change, Update)] == [["name", "phone"]]


def test_a_layer_that_goes_away_leaves_what_is_unsaved_of_it(sit: Sit) -> None:
    lan = sit("lan")
    project = QgsProject.instance()
    project.addMapLayer(lan.layers["testing_site"])
    lan.add("Trạm y tế Lê Mao")
    lan.layers.clear()
    lan.all.clear()
    assert count_left(lan.folder) == 0  # nothing yet
    emptied(project)
    assert count_left(lan.folder) == 1
    assert [change.values["name"] for change in written(lan, flush=False).values()] == ["Trạm y tế Lê Mao"]


def test_closing_leaves_what_is_unsaved_and_hears_no_more(sit: Sit) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    lan.edits.close()
    assert len(written(lan, flush=False)) == 1
    lan.add("Trạm y tế Hưng Dũng")
    wait_for_the_timer(0.5)
    assert len(written(lan, flush=False)) == 1


def test_what_was_edited_before_watching_began_is_written(sit: Sit) -> None:
    lan = sit("lan", watched=False)
    lan.add("Trạm y tế Lê Mao")
    lan.edits.watch(lan.layers["testing_site"])
    assert len(written(lan)) == 1


def test_a_disk_that_refuses_is_told(sit: Sit, tmp_path: Path, qtbot: Any) -> None:
    lan = sit("lan")
    lan.folder.parent.mkdir(exist_ok=True)
    lan.folder.write_text("a file where the folder should be")
    with qtbot.waitSignal(lan.edits.recorder.failed, timeout=2000) as told:
        lan.add("Trạm y tế Lê Mao")
    assert told.args[0]
    lan.folder.unlink()
    assert len(written(lan)) == 1


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many features the journal reads from the buffers, look by look; by itself it would not look in this test."""
    monkeypatch.setattr(recorder, "WRITE_AFTER_MS", 600_000)
    monkeypatch.setattr(recorder, "LONGEST_WAIT_S", 600.0)
    counts: list[int] = []

    def counting(*given: Any) -> dict[int, Change]:
        counts.append(len(given[4]))
        return changes_of(*given)

    monkeypatch.setattr(recorder, "changes_of", counting)
    return counts


def test_one_more_change_among_many_reads_one_feature(sit: Sit, looks: list[int]) -> None:
    lan = sit("lan")
    layer = lan.start()
    template = lan.add("Trạm 0")
    for number in range(1, 500):
        feature = QgsFeature(template)
        feature["uid"], feature["name"] = None, f"Trạm {number}"
        layer.addFeature(feature)
    lan.edits.recorder.write()
    lan.change(next(iter(layer.editBuffer().addedFeatures())), name="Trạm một")
    lan.edits.recorder.write()
    assert (sum(looks[:-1]), looks[-1]) == (500, 1)
    assert len(written(lan)) == 500


def test_a_save_that_has_read_the_buffer_leaves_the_journal_nothing_to_read(sit: Sit, looks: list[int]) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    assert lan.save()
    assert looks == []
    assert written(lan) == {}
