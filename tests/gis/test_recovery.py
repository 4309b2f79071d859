"""After a crash: what is offered is exactly what the server has not got, and put back it is what it was."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from qgis.core import QgsGeometry

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.changes import Change, Insert, Remove, Update, save
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.gis.journal import left
from ncovy_qgis.gis.recovery import Found, Meanwhile, look, restore
from ncovy_qgis.gis.values import VIETNAM, to_wkb
from tests.gis.conftest import Sit
from tests.gis.editors import VINH, ZONE, Editor
from tests.gis.left_behind import crashed
from tests.server import Database

POINT = to_wkb(QgsGeometry.fromWkt(VINH), False)
VALUES = {"name": "Trạm y tế Lê Mao", "active_from": datetime(2021, 8, 22, tzinfo=VIETNAM)}


def insert(**values: Any) -> Insert:
    return Insert("testing_site", str(uuid4()), {**VALUES, **values}, POINT)


def store(database: Database, catalogue: Catalogue, *changes: Change, person: str = "lan", number: Any = None) -> None:
    with closing(database.connect(person)) as connection:
        save(connection, changes, client_uid=number or uuid4(), comment="", catalogue=catalogue)


def found(database: Database, folder: Path) -> Found:
    contents = left(folder, "here")
    try:
        return look(database.dsn("lan"), [each.content for each in contents])
    finally:
        for each in contents:
            each.release()


def pending(editor: Editor) -> list[Change]:
    return [change for each in editor.edits.pending().values() for change in each.values()]


# --- what is offered --------------------------------------------------------------------------------------------------


def test_what_never_set_out_is_offered_with_its_name_and_time(database: Database, tmp_path: Path) -> None:
    new = insert()
    crashed(tmp_path, "here", [new])
    answer = found(database, tmp_path)
    assert [(each.change, each.name, each.meanwhile) for each in answer.unsaved] == [(new, "Trạm y tế Lê Mao", Meanwhile.SAME)]
    assert abs((datetime.now(VIETNAM) - answer.unsaved[0].at).total_seconds()) < 60
    assert answer.stored == ()


def test_a_save_whose_answer_was_lost_is_not_offered_when_the_server_has_it(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    new, number = insert(), uuid4()
    store(database, catalogue, new, number=number)
    crashed(tmp_path, "here", [new], number)
    answer = found(database, tmp_path)
    assert (answer.unsaved, answer.stored) == ((), (("testing_site", new.uid),))


def test_a_save_that_never_arrived_is_offered_whole(database: Database, tmp_path: Path) -> None:
    new = insert()
    crashed(tmp_path, "here", [new], uuid4())
    assert [each.change for each in found(database, tmp_path).unsaved] == [new]


def test_what_was_edited_after_a_save_that_had_arrived_builds_on_it(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    new, number = insert(phone="02383844528", source_org="CDC"), uuid4()
    store(database, catalogue, new, number=number)
    later = Insert("testing_site", new.uid, {**VALUES, "name": "Trạm y tế phường Lê Mao", "source_org": "CDC"}, POINT)
    crashed(tmp_path, "here", [new], number, [later])
    expected = Update("testing_site", new.uid, 1, {"name": "Trạm y tế phường Lê Mao", "phone": None})
    assert [each.change for each in found(database, tmp_path).unsaved] == [expected]


def test_a_change_edited_again_after_a_save_that_had_arrived_has_the_new_version(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    new, number = insert(), uuid4()
    store(database, catalogue, new)
    first = Update("testing_site", new.uid, 1, {"phone": "02383844528"})
    store(database, catalogue, first, number=number)
    crashed(tmp_path, "here", [first], number, [Remove("testing_site", new.uid, 1, "Nhập trùng")])
    assert [each.change for each in found(database, tmp_path).unsaved] == [Remove("testing_site", new.uid, 2, "Nhập trùng")]


def test_of_two_crashes_the_later_edit_of_a_feature_counts(database: Database, tmp_path: Path) -> None:
    new = insert()
    crashed(tmp_path, "here", [new])
    later = Insert("testing_site", new.uid, {**VALUES, "name": "Tên sau"}, POINT)
    crashed(tmp_path, "here", [later])
    assert [each.change for each in found(database, tmp_path).unsaved] == [later]


@pytest.mark.parametrize(("theirs", "expected"), [("UPDATE ncovy.testing_site SET phone = '02383844528'", Meanwhile.CHANGED),
                                                  ("UPDATE ncovy.testing_site SET removed = true, removed_reason = 'Nhập trùng'", Meanwhile.GONE)])  # fmt: skip
def test_what_somebody_did_meanwhile_is_told(database: Database, catalogue: Catalogue, tmp_path: Path, theirs: str, expected: Meanwhile) -> None:
    new = insert()
    store(database, catalogue, new)
    crashed(tmp_path, "here", [Update("testing_site", new.uid, 1, {"name": "Tên của Lan"})])
    (before,) = found(database, tmp_path).unsaved
    assert (before.meanwhile, before.name) == (Meanwhile.SAME, "Tên của Lan")
    database.run(f"{theirs}, base_version = row_version", person="minh")
    (after,) = found(database, tmp_path).unsaved
    assert after.meanwhile is expected


def test_a_change_without_a_name_is_shown_with_the_name_on_the_server(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    new = insert()
    store(database, catalogue, new)
    crashed(tmp_path, "here", [Update("testing_site", new.uid, 1, {"phone": None})])
    assert [each.name for each in found(database, tmp_path).unsaved] == ["Trạm y tế Lê Mao"]


# --- put back ---------------------------------------------------------------------------------------------------------


def test_everything_comes_back_into_the_buffers_as_it_was(sit: Sit) -> None:
    lan = sit("lan", "testing_site", "lockdown_zone")
    fid, moved, removed = (lan.stored(name) for name in ("Trạm một", "Trạm hai", "Trạm ba"))
    lan.change(fid, name="Trạm một mới", methods=["rt_pcr"], phone=None)
    lan.start().changeGeometry(moved, QgsGeometry.fromWkt("Point(105.681 18.671)"))
    mark_removed(lan.start(), [removed], "Nhập trùng")
    lan.add("Trạm bốn", is_mobile=True)
    lan.add("Khối 5", "lockdown_zone", ZONE)
    before = sorted(pending(lan), key=str)
    assert len(before) == 5
    again = sit("lan", "testing_site", "lockdown_zone")
    done, hidden = restore(again.edits, before)
    assert (len(done), hidden) == (5, ())
    assert sorted(pending(again), key=str) == before
    assert again.save()
    assert len(again.receipts) == 5


def test_each_restored_change_keeps_its_base_version_so_that_a_conflict_is_one(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên của Lan")
    before = pending(lan)
    database.run("UPDATE ncovy.testing_site SET name = 'Tên của Minh', base_version = row_version", person="minh")
    again = sit("lan")
    restore(again.edits, before)
    assert pending(again) == before
    assert not again.save()
    assert again.codes() == ["NC001"]
    assert database.run("SELECT name FROM ncovy.testing_site") == [("Tên của Minh",)]


def test_what_the_map_does_not_show_any_more_waits_for_the_next_save_which_asks(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên của Lan")
    (before,) = pending(lan)
    database.run("UPDATE ncovy.testing_site SET removed = true, removed_reason = 'Nhập trùng', base_version = row_version", person="minh")
    again = sit("lan")
    done, hidden = restore(again.edits, [before])
    assert done == hidden == (("testing_site", str(before.uid)),)
    assert not again.save()
    assert again.codes() == ["NC001"]
    assert [problem.change for problem in again.reports[-1].problems] == [before]


def test_what_is_being_edited_already_is_not_overwritten(sit: Sit) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên trước khi hỏng")
    before = pending(lan)
    again = sit("lan")
    again.change(fid, name="Tên đang gõ")
    assert restore(again.edits, before) == ((), ())
    assert [change.values["name"] for change in pending(again)] == ["Tên đang gõ"]


def test_a_layer_that_is_not_open_keeps_its_edits_in_the_journal(sit: Sit) -> None:
    lan = sit("lan")
    assert restore(lan.edits, [Insert("pharmacy", str(uuid4()), {"name": "Nhà thuốc"}, POINT)]) == ((), ())


def test_only_layers_with_something_to_restore_are_put_into_editing(sit: Sit) -> None:
    lan = sit("lan", "testing_site", "lockdown_zone")
    restore(lan.edits, [insert()])
    assert [stem for stem, layer in lan.layers.items() if layer.isEditable()] == ["testing_site"]


def test_what_was_restored_is_in_the_journal_of_this_qgis(sit: Sit) -> None:
    lan = sit("lan")
    new = insert()
    restore(lan.edits, [new])
    assert lan.edits.recorder.flush()
    lan.edits.close()
    (again,) = left(lan.folder)
    assert [held.change for held in again.content.held.values()] == [new]
    again.release()


def test_a_field_the_layer_has_not_any_more_does_not_hold_the_others_up(sit: Sit) -> None:
    lan = sit("lan")
    kept, old = insert(), insert()
    restore(lan.edits, [Insert("testing_site", old.uid, {**old.values, "no_such_field": "x"}, POINT), kept])
    assert sorted(change.uid for change in pending(lan)) == sorted([kept.uid, old.uid])


def test_a_new_feature_that_is_there_meanwhile_overwrites_nobody(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    new = insert(phone="115")
    store(database, catalogue, new)
    store(database, catalogue, Update("testing_site", new.uid, 1, {"phone": "113"}), person="minh")
    lan = sit("lan")
    restore(lan.edits, [new])
    assert not lan.save()
    assert lan.codes() == ["NC001"]
    assert database.run("SELECT phone FROM ncovy.testing_site") == [("113",)]


def test_what_waits_beside_the_layer_is_not_overwritten_either(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Tên của Lan")
    (before,) = pending(lan)
    assert isinstance(before, Update)
    database.run("UPDATE ncovy.testing_site SET removed = true, removed_reason = 'Nhập trùng', base_version = row_version", person="minh")
    again = sit("lan")
    restore(again.edits, [before])
    assert restore(again.edits, [Update("testing_site", before.uid, 1, {"phone": "113"})]) == ((), ())
    assert again.edits.changes() == (before,)
