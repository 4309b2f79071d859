"""What is edited while a save is on its way stays in the buffer, on the version the save has made."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread
from typing import Any, Callable

import pytest

from ncovy_qgis.db.changes import Insert, Receipt, Remove, Update, save
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.gis.desk import wait_headless
from ncovy_qgis.gis.meanwhile import edited_since, rebased
from tests.gis.conftest import Sit
from tests.gis.editors import Editor
from tests.server import Database

STATE = "SELECT name, phone, row_version, removed FROM ncovy.testing_site ORDER BY id"


def busy(person: Editor, monkeypatch: pytest.MonkeyPatch, deed: Callable[[], None], partly: bool = False) -> None:
    """The person does something while the next save is on its way."""
    todo = [deed]

    def wait(thread: Thread) -> bool:
        while todo:
            todo.pop()()
        return wait_headless(thread)

    monkeypatch.setattr(person.edits, "_desk", person.desk(wait=wait, partly=lambda report, possible: partly))


def test_another_change_of_the_same_feature_is_kept_and_saved_on_top(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên một")
    busy(lan, monkeypatch, lambda: lan.change(fid, phone="113"))
    assert not lan.save()
    assert database.run(STATE) == [("Tên một", None, 2, False)]
    assert lan.layers["testing_site"].getFeature(fid)["phone"] == "113"
    assert lan.save()
    assert database.run(STATE) == [("Tên một", "113", 3, False)]
    assert not lan.refusals


def test_a_feature_drawn_meanwhile_is_kept(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    busy(lan, monkeypatch, lambda: lan.add("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)") and None)
    assert not lan.save()
    assert [row[0] for row in database.run(STATE)] == ["Trạm y tế Lê Mao"]
    assert lan.save()
    assert database.run(STATE) == [("Trạm y tế Lê Mao", None, 1, False), ("Trạm y tế Hưng Dũng", None, 1, False)]


def test_a_new_feature_that_is_mended_meanwhile_becomes_a_change(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    new = next(iter(lan.layers["testing_site"].editBuffer().addedFeatures()))
    busy(lan, monkeypatch, lambda: lan.change(new, name="Trạm y tế phường Lê Mao"))
    assert not lan.save()
    assert database.run(STATE) == [("Trạm y tế Lê Mao", None, 1, False)]
    assert lan.save()
    assert database.run(STATE) == [("Trạm y tế phường Lê Mao", None, 2, False)]


def test_a_removal_meanwhile_is_kept(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên một")
    busy(lan, monkeypatch, lambda: mark_removed(lan.layers["testing_site"], [fid], "Nhập trùng"))
    assert not lan.save()
    assert lan.save()
    assert database.run(STATE) == [("Tên một", None, 3, True)]


def test_what_is_withheld_and_what_came_meanwhile_are_kept_together(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên một")
    lan.add("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)", phone="không có")
    busy(lan, monkeypatch, lambda: lan.change(fid, opening_hours="24/7"), partly=True)
    assert not lan.save()
    assert database.run(STATE) == [("Tên một", None, 2, False)]
    layer = lan.layers["testing_site"]
    assert layer.getFeature(fid)["opening_hours"] == "24/7"
    assert [item["phone"] for item in layer.editBuffer().addedFeatures().values()] == ["không có"]


def test_a_quiet_save_leaves_nothing_behind(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    busy(lan, monkeypatch, lambda: None)
    assert lan.save()
    assert not lan.layers["testing_site"].isModified()


def test_a_wish_is_moved_to_the_version_that_was_made() -> None:
    new, changed, removed = Insert("pharmacy", "a", {"name": "A"}, b"1"), Update("pharmacy", "b", 3, {"name": "B"}), Remove("pharmacy", "c", 4, "vì")
    assert rebased(replace(new, values={"phone": "113"}), new, 1) == Update("pharmacy", "a", 1, {"name": None, "phone": "113"})
    assert rebased(replace(new, wkb=b"2"), new, 1) == Update("pharmacy", "a", 1, {}, b"2")
    assert rebased(changed, changed, 4) == Update("pharmacy", "b", 4, {"name": "B"})
    assert rebased(removed, removed, 5) == Remove("pharmacy", "c", 5, "vì")
    receipts = [Receipt("pharmacy", "a", 1, "insert"), Receipt("pharmacy", "b", 4, "update")]
    later = Update("pharmacy", "b", 3, {"name": "B", "phone": "113"})
    assert edited_since([new, changed], [new, later, removed], receipts) == [Update("pharmacy", "b", 4, {"name": "B", "phone": "113"}), removed]


def test_a_value_taken_out_of_a_new_feature_meanwhile_is_taken_out_by_the_next_save(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao", phone="113")
    new = next(iter(lan.layers["testing_site"].editBuffer().addedFeatures()))
    busy(lan, monkeypatch, lambda: lan.change(new, phone=None))
    assert not lan.save()
    assert lan.save()
    assert database.run(STATE) == [("Trạm y tế Lê Mao", None, 2, False)]


def test_one_edit_undone_and_another_made_meanwhile_is_seen(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    fid, layer = lan.stored("Trạm y tế Lê Mao"), lan.layers["testing_site"]

    def rename(name: str) -> None:
        layer.beginEditCommand("Sửa")
        lan.change(fid, name=name)
        layer.endEditCommand()

    def think_again() -> None:
        layer.undoStack().undo()
        rename("Tên hai")

    rename("Tên một")
    busy(lan, monkeypatch, think_again)
    assert not lan.save()
    assert lan.save()
    assert database.run(STATE) == [("Tên hai", None, 3, False)]


def test_qgis_may_not_save_by_itself_while_a_save_is_on_its_way(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan, tried, go_on = sit("lan"), list[bool](), Event()
    lan.add("Trạm y tế Lê Mao")

    def slowly(*given: Any, **named: Any) -> Any:
        assert go_on.wait(10)
        return save(*given, **named)

    def commit() -> None:
        tried.append(lan.layers["testing_site"].commitChanges(False))
        go_on.set()

    monkeypatch.setattr("ncovy_qgis.gis.sending.save", slowly)
    busy(lan, monkeypatch, commit)
    assert lan.save()
    assert tried == [False]
    assert not lan.refusals
    assert database.run(STATE) == [("Trạm y tế Lê Mao", None, 1, False)]
