"""What cannot be saved stays, what can be is stored if the person wants it, and QGIS's own commit never runs after a refused save."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from qgis.core import QgsGeometry

from ncovy_qgis.db.change import Insert, Remove, Update, key_of
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.gis.report import Fate
from tests.gis.conftest import Sit
from tests.gis.editors import VINH, ZONE, Editor
from tests.server import Database

NAMES = "SELECT name FROM ncovy.testing_site WHERE NOT removed ORDER BY name"


def willing(person: Editor, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The person wants the rest saved; what he was asked: (in the way, possible)."""
    asked: list[tuple[int, int]] = []

    def partly(report: Any, possible: int) -> bool:
        asked.append((len(report.problems), possible))
        return True

    monkeypatch.setattr(person.edits, "_desk", person.desk(partly=partly))
    return asked


def test_the_rest_is_stored_and_the_refused_one_stays_in_the_buffer(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    asked = willing(lan, monkeypatch)
    lan.add("Trạm y tế Lê Mao")
    wrong = lan.add("Trạm y tế Hưng Dũng", phone="không có")
    assert not lan.save()
    assert asked == [(1, 1)]
    assert database.run(NAMES) == [("Trạm y tế Lê Mao",)]
    left = lan.layers["testing_site"].editBuffer().addedFeatures()
    assert [(item["name"], item["uid"], item["phone"]) for item in left.values()] == [("Trạm y tế Hưng Dũng", wrong["uid"], "không có")]
    report = lan.reports[-1]
    assert (len(report.receipts), report.kept, report.answered) == (1, 1, True)
    assert report.sentence() == "Đã lưu 1 thay đổi; 1 bị từ chối; còn giữ 1 trong QGIS."


def test_what_was_kept_is_stored_once_it_is_mended(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    willing(lan, monkeypatch)
    lan.add("Trạm y tế Lê Mao")
    lan.add("Trạm y tế Hưng Dũng", phone="không có")
    assert not lan.save()
    lan.change(next(iter(lan.layers["testing_site"].editBuffer().addedFeatures())), phone="02383844528")
    assert lan.save()
    assert database.run("SELECT count(*), count(DISTINCT uid), max(row_version) FROM ncovy.testing_site") == [(2, 2, 1)]
    assert not lan.layers["testing_site"].isModified()


def test_a_conflict_keeps_its_edit_and_its_base_while_the_rest_is_stored(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan, minh = sit("lan"), sit("minh")
    willing(minh, monkeypatch)
    first, second = lan.stored("Trạm y tế Lê Mao"), lan.stored("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)")
    minh.start()
    lan.change(first, name="Tên của Lan")
    assert lan.save()
    minh.change(first, name="Tên của Minh", phone="02383844528")
    minh.start().changeGeometry(first, QgsGeometry.fromWkt("Point(105.6805 18.6705)"))
    minh.change(second, name="Trạm y tế phường Hưng Dũng")
    assert not minh.save()
    assert database.run(NAMES) == [("Trạm y tế phường Hưng Dũng",), ("Tên của Lan",)]
    (left,) = [change for found in minh.edits.pending().values() for change in found.values()]
    assert isinstance(left, Update)
    assert (left.base_version, left.values, left.wkb is not None) == (1, {"name": "Tên của Minh", "phone": "02383844528"}, True)
    assert [each.fate for each in minh.reports[-1].problems] == [Fate.CONFLICT]
    assert not minh.save()
    assert minh.codes()[-1] == "NC001", "keeping it must not make it current"


def test_a_removal_and_a_removed_one_are_told_apart(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    lan, minh = sit("lan"), sit("minh")
    first, second = lan.stored("Trạm y tế Lê Mao"), lan.stored("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)")
    minh.start()
    mark_removed(lan.start(), [first], "Nhập trùng")
    lan.change(second, name="Tên của Lan")
    assert lan.save()
    minh.change(first, name="Tên của Minh")
    mark_removed(minh.start(), [second], "Không còn")
    assert not minh.save()
    fates = {each.refusal.uid: each.fate for each in minh.reports[-1].problems}
    assert sorted(fate.value for fate in fates.values()) == ["conflict", "gone"]
    assert minh.reports[-1].sentence() == "Chưa lưu thay đổi nào; 1 xung đột với người khác; 1 không còn trên bản đồ; còn giữ 2 trong QGIS."


def test_what_the_layer_does_not_show_any_more_waits_beside_it_and_can_be_brought_back(
    sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, minh = sit("lan"), sit("minh")
    fid = lan.stored("Trạm y tế Lê Mao")
    minh.start()
    mark_removed(lan.start(), [fid], "Nhập trùng")
    assert lan.save()
    minh.change(fid, name="Tên của Minh")
    willing(minh, monkeypatch)
    minh.add("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)")
    assert not minh.save()
    layer = minh.layers["testing_site"]
    assert not layer.isModified()
    assert minh.edits.edited() == (layer,), "an edit that no buffer can hold is still to be saved"
    problem = minh.reports[-1].problems[0]
    assert problem.change is not None
    mine = Update("testing_site", str(problem.change.uid), 2, {"name": "Tên của Minh", "removed": False})
    minh.edits.settle({key_of(mine): mine})
    assert minh.edits.save()
    assert database.run(NAMES) == [("Trạm y tế Hưng Dũng",), ("Tên của Minh",)]
    assert minh.edits.edited() == ()


def test_giving_the_edits_up_takes_what_waits_beside_along(sit: Sit) -> None:
    lan, minh = sit("lan"), sit("minh")
    fid = lan.stored("Trạm y tế Lê Mao")
    minh.start()
    mark_removed(lan.start(), [fid], "Nhập trùng")
    assert lan.save()
    minh.change(fid, name="Tên của Minh")
    assert not minh.save()
    minh.edits.rewrite(minh.layers["testing_site"], [change for found in minh.edits.pending().values() for change in found.values()])
    assert minh.edits.edited()
    minh.layers["testing_site"].rollBack()
    assert not minh.edits.edited()


def test_a_feature_that_is_back_on_the_map_and_edited_again_is_one_change(sit: Sit, database: Database) -> None:
    lan, minh = sit("lan"), sit("minh")
    fid = lan.stored("Trạm y tế Lê Mao", phone="115")
    minh.start()
    mark_removed(lan.start(), [fid], "Nhập trùng")
    assert lan.save()
    minh.change(fid, name="Tên của Minh", phone="114")
    minh.edits.rewrite(minh.layers["testing_site"], minh.edits.changes())
    database.run("UPDATE ncovy.testing_site SET removed = false, base_version = row_version", person="lan")
    minh.change(fid, phone="113")
    (change,) = minh.edits.changes()
    assert isinstance(change, Update)
    assert (change.base_version, change.values) == (1, {"name": "Tên của Minh", "phone": "113"})
    assert not minh.save()
    assert minh.codes() == ["NC001"]


def test_a_point_of_a_refused_zone_is_kept_with_it(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan", "lockdown_zone", "lockdown_point")
    asked = willing(lan, monkeypatch)
    lan.add("Khối 5", "lockdown_zone", ZONE, phone="không có")
    uid = str(uuid4())
    layer = lan.layers["lockdown_zone"]
    layer.changeAttributeValue(next(iter(layer.editBuffer().addedFeatures())), layer.fields().indexOf("uid"), uid)
    lan.add("Ngõ 3 Lê Lợi", "lockdown_point", VINH, zone_id=uid)
    lan.add("Ngõ 4 Lê Lợi", "lockdown_point", "Point(105.6815 18.6715)")
    assert not lan.save("lockdown_zone")
    assert asked == [(2, 1)], "the point that refers to it is in the way too"
    assert database.run("SELECT name FROM ncovy.lockdown_point") == [("Ngõ 4 Lê Lợi",)]
    assert lan.reports[-1].kept == 2


def test_a_person_who_wants_all_or_nothing_gets_it(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    lan.add("Trạm y tế Hưng Dũng", phone="không có")
    assert not lan.save()
    assert database.run(NAMES) == []
    assert lan.reports[-1].kept == 2
    assert len(lan.layers["testing_site"].editBuffer().addedFeatures()) == 2


def test_a_refused_save_never_reaches_the_server_again_through_qgis(sit: Sit) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, phone="không có")
    layer = lan.layers["testing_site"]
    assert not layer.commitChanges(True)
    assert layer.isEditable(), "editing goes on"
    assert layer.commitErrors() == [], "QGIS did not try"
    assert layer.editBuffer().changedAttributeValues()[fid] == {layer.fields().indexOf("phone"): "không có"}, "the buffer is as the person left it"


def test_after_a_refused_save_and_a_closed_plugin_qgis_may_commit_again(sit: Sit) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, phone="không có")
    assert not lan.save()
    lan.edits.close()
    assert not lan.save()
    assert lan.layers["testing_site"].commitErrors(), "now the server itself refused"


def test_the_comment_of_a_save_is_in_the_history_of_all_its_layers(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan", "testing_site", "lockdown_zone")
    monkeypatch.setattr(lan.edits, "_desk", lan.desk(comment=lambda: "Theo báo cáo CDC sáng 17/9"))
    lan.add("Trạm y tế Lê Mao")
    lan.add("Khối 5", "lockdown_zone", ZONE)
    assert lan.save()
    query = "SELECT c.comment, count(*) FROM ncovy.version AS v JOIN ncovy.changeset AS c ON c.id = v.changeset GROUP BY c.id, c.comment"
    assert database.run(query) == [("Theo báo cáo CDC sáng 17/9", 2)]


def test_rewriting_puts_every_kind_of_change_back_as_it_was(sit: Sit) -> None:
    lan = sit("lan")
    first, second = lan.stored("Trạm y tế Lê Mao"), lan.stored("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)")
    lan.change(first, methods=["rt_pcr"], is_mobile=True, phone="02383844528")
    lan.start().changeGeometry(first, QgsGeometry.fromWkt("Point(105.6805 18.6705)"))
    mark_removed(lan.start(), [second], "Nhập trùng")
    lan.add("Trạm y tế Bến Thủy", methods=["rapid_antigen"], where="Point(105.70 18.65)")
    layer = lan.layers["testing_site"]
    before = {key_of(change): change for change in lan.edits.pending()[layer.id()].values()}
    assert {type(change) for change in before.values()} == {Insert, Update, Remove}
    lan.edits.rewrite(layer, before.values())
    assert {key_of(change): change for change in lan.edits.pending()[layer.id()].values()} == before
    assert lan.save()


def test_where_qgis_cannot_be_told_the_database_refuses_its_commit(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    monkeypatch.setattr("ncovy_qgis.gis.edits.allow_commit", lambda layer, allowed: False)
    lan.change(fid, phone="không có")
    lan.add("Trạm y tế Hưng Dũng", where="Point(105.69 18.68)")
    layer = lan.layers["testing_site"]
    assert not layer.commitChanges(False)
    assert layer.commitErrors(), "QGIS tried, and was refused"
    assert len(layer.editBuffer().addedFeatures()) == 1
    assert layer.getFeature(fid)["phone"] == "không có"
    assert database.run("SELECT count(*), max(row_version) FROM ncovy.testing_site") == [(1, 1)]
