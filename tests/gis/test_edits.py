"""Saving through QGIS's own button: stored whole, checked, or kept; against a real database, with two editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject

from ncovy_qgis.db.changes import save
from ncovy_qgis.gis import journal_lines
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.gis.desk import Desk
from ncovy_qgis.gis.edits import Edits
from tests.gis.conftest import Sit
from tests.gis.editors import STARTED, VINH, ZONE
from tests.server import Database


def test_a_new_feature_is_in_the_database_with_its_commune_and_a_receipt(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao", methods=["rt_pcr", "rapid_antigen"], site_type="health_station")
    assert lan.save()
    rows = database.run("SELECT uid::text, methods, commune_code, edited_by, row_version, active_from FROM ncovy.testing_site")
    assert [(row[1], row[2][:2], row[3], row[4]) for row in rows] == [(["rt_pcr", "rapid_antigen"], "16", "lan", 1)]
    assert rows[0][5].isoformat() == "2021-08-22T00:00:00+07:00"
    assert [(item.uid, item.operation) for item in lan.receipts] == [(rows[0][0], "insert")]


def test_a_save_keeps_editing_with_an_empty_buffer_and_shows_what_the_server_made_of_it(sit: Sit) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao", phone="0238 3844 528")
    layer = lan.layers["testing_site"]
    assert layer.isEditable()
    assert not layer.isModified()
    assert layer.getFeature(fid)["row_version"] == 1
    assert layer.getFeature(fid)["commune_code"]


def test_what_staff_type_in_their_own_way_is_stored_in_one_form_and_shown_so(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    typed = {"phone": "+84 238 3844528 hoặc 0966.641.414", "decision_no": "Số: 3088/qd-ubnd ngày 22/8/2021", "opening_hours": "7h - 17h"}
    fid = lan.stored("Trạm y tế Lê Mao", **typed)
    shown = lan.layers["testing_site"].getFeature(fid)
    stored = ("02383844528; 0966641414", "3088/QĐ-UBND", "Mo-Su 07:00-17:00")
    assert tuple(shown[name] for name in typed) == stored
    lan.change(fid, phone="(0238) 3 844 528")
    assert lan.save()
    assert database.run("SELECT phone, decision_no, opening_hours, row_version FROM ncovy.testing_site") == [("02383844528", *stored[1:], 2)]


def test_another_spelling_of_what_a_form_showed_is_no_change(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao", phone="02383844528")
    layer = lan.start()
    lan.edits.saw(layer, layer.getFeature(fid))
    lan.change(fid, phone="0238 3844 528")
    assert lan.save()
    assert database.run("SELECT phone, row_version FROM ncovy.testing_site") == [("02383844528", 1)]


def test_what_nobody_touched_stays_as_it_was_even_when_it_could_be_mended(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao", opening_hours="7h - 17h")
    database.run("SET LOCAL session_replication_role = replica; UPDATE ncovy.testing_site SET opening_hours = '7h - 17h'")
    layer = lan.start()
    layer.rollBack(False)
    lan.edits.saw(layer, layer.getFeature(fid))
    lan.change(fid, opening_hours="7h - 17h", name="Trạm y tế phường Lê Mao")
    assert lan.save()
    assert database.run("SELECT name, opening_hours FROM ncovy.testing_site") == [("Trạm y tế phường Lê Mao", "7h - 17h")]


def test_starting_to_edit_keeps_what_was_selected(sit: Sit) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    layer = lan.layers["testing_site"]
    layer.commitChanges()
    layer.selectByIds([fid])
    lan.start()
    assert layer.selectedFeatureIds() == [fid]


def test_saving_and_stopping_leaves_editing(sit: Sit) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    assert lan.save(stop=True)
    assert not lan.layers["testing_site"].isEditable()


def test_a_change_and_a_move_of_one_feature_are_one_version(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, name="Trạm y tế phường Lê Mao")
    lan.start().changeGeometry(fid, QgsGeometry.fromWkt("Point(105.681 18.671)"))
    assert lan.save()
    query = "SELECT name, row_version, round(st_x(geom)::numeric, 6) FROM ncovy.testing_site"
    assert [tuple(map(str, row)) for row in database.run(query)] == [("Trạm y tế phường Lê Mao", "2", "105.681000")]


def test_the_second_editor_is_told_who_changed_what_he_changes_and_keeps_his_edit(sit: Sit, database: Database) -> None:
    lan, minh = sit("lan"), sit("minh")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.start()
    minh.start()
    lan.change(fid, name="Tên của Lan")
    minh.change(fid, name="Tên của Minh")
    assert lan.save()
    assert not minh.save()
    assert minh.codes() == ["NC001"]
    assert "lan đã sửa" in minh.refusals[0].text.vi
    assert minh.layers["testing_site"].getFeature(fid)["name"] == "Tên của Minh"
    assert minh.layers["testing_site"].selectedFeatureIds() == [fid]
    assert database.run("SELECT name, row_version FROM ncovy.testing_site") == [("Tên của Lan", 2)]


@pytest.mark.parametrize("version_seen", [1, 2])
def test_a_feature_that_came_after_the_start_is_not_overwritten_unseen(sit: Sit, database: Database, version_seen: int) -> None:
    """Which version of it the map showed cannot be known, unless there has only been one."""
    lan, minh = sit("lan"), sit("minh")
    layer = minh.start()
    fid = lan.stored("Trạm y tế Lê Mao")
    assert layer.getFeature(fid)["name"] == "Trạm y tế Lê Mao"  # what he sees
    if version_seen == 2:
        lan.change(fid, name="Tên của Lan")
        assert lan.save()
    minh.change(fid, name="Tên của Minh")
    assert minh.save() is (version_seen == 1)
    assert minh.codes() == ([] if version_seen == 1 else ["NC001"])
    assert database.run("SELECT name FROM ncovy.testing_site") == [("Tên của Minh" if version_seen == 1 else "Tên của Lan",)]


def test_after_reloading_the_second_editor_can_save(sit: Sit, database: Database) -> None:
    lan, minh = sit("lan"), sit("minh")
    fid = lan.stored("Trạm y tế Lê Mao")
    minh.start()
    lan.change(fid, name="Tên của Lan")
    assert lan.save()
    minh.change(fid, phone="02383844528")
    assert not minh.save()
    minh.layers["testing_site"].rollBack(False)
    minh.change(fid, phone="02383844528")
    assert minh.save()
    assert database.run("SELECT name, phone FROM ncovy.testing_site") == [("Tên của Lan", "02383844528")]


def test_what_a_form_showed_counts_although_somebody_saved_before_it_was_accepted(sit: Sit) -> None:
    lan, minh = sit("lan"), sit("minh")
    fid = lan.stored("Trạm y tế Lê Mao")
    layer = minh.start()
    minh.edits.saw(layer, layer.getFeature(fid))
    lan.change(fid, name="Tên của Lan")
    assert lan.save()
    minh.change(fid, name="Tên của Minh")
    assert not minh.save()
    assert minh.codes() == ["NC001"]


def test_a_form_accepted_without_a_change_makes_no_version(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao", methods=["rt_pcr"], is_mobile=False)
    layer = lan.start()
    lan.edits.saw(layer, layer.getFeature(fid))
    lan.change(fid, methods='{"rt_pcr"}', active_from=STARTED, is_mobile="false", name="Trạm y tế Lê Mao")
    assert lan.save()
    assert not layer.isModified()
    assert database.run("SELECT row_version FROM ncovy.testing_site") == [(1,)]


def test_one_wrong_feature_keeps_all_and_its_reason_names_the_field(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    wrong = lan.add("Trạm y tế Hưng Dũng", phone="không có")
    assert not lan.save()
    assert [(item.code, item.field, str(item.uid)) for item in lan.refusals] == [("23514", "phone", wrong["uid"])]
    assert "«Điện thoại»" in lan.refusals[0].text.vi
    assert lan.layers["testing_site"].editBuffer().addedFeatures().__len__() == 2
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(0,)]


def test_after_mending_a_refused_save_everything_is_stored_once(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    lan.add("Trạm y tế Hưng Dũng", phone="không có")
    assert not lan.save()
    layer = lan.layers["testing_site"]
    fid = next(fid for fid, item in layer.editBuffer().addedFeatures().items() if item["phone"] == "không có")
    lan.change(fid, phone="02383844528")
    assert lan.save()
    assert database.run("SELECT count(*), count(DISTINCT uid), max(row_version) FROM ncovy.testing_site") == [(2, 2, 1)]


def test_two_layers_are_saved_together_or_not_at_all(sit: Sit, database: Database) -> None:
    lan = sit("lan", "testing_site", "lockdown_zone")
    lan.add("Trạm y tế Lê Mao")
    lan.add("Khối 5", "lockdown_zone", ZONE, phone="không có")
    assert not lan.save("testing_site")
    assert database.run("SELECT (SELECT count(*) FROM ncovy.testing_site), (SELECT count(*) FROM ncovy.lockdown_zone)") == [(0, 0)]
    zone = lan.layers["lockdown_zone"]
    lan.change(next(iter(zone.editBuffer().addedFeatures())), "lockdown_zone", phone=None)
    assert lan.save("testing_site")
    assert not zone.isModified()
    query = "SELECT count(DISTINCT changeset), count(*) FROM ncovy.version"
    assert database.run(query) == [(1, 2)]


def test_removing_keeps_the_history_and_the_reason(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    mark_removed(lan.start(), [fid], "Nhập trùng")
    assert lan.save()
    assert database.run("SELECT removed, removed_reason, row_version FROM ncovy.testing_site") == [(True, "Nhập trùng", 2)]
    assert lan.layers["testing_site"].featureCount() == 0


def test_who_may_delete_removes_instead(sit: Sit, database: Database) -> None:
    admin = sit("admin")
    fid = admin.stored("Trạm y tế Lê Mao")
    assert admin.start().deleteFeature(fid)
    assert admin.save()
    assert database.run("SELECT removed, removed_reason FROM ncovy.testing_site") == [(True, "Gỡ bỏ trong QGIS")]


def test_removing_what_somebody_changed_is_a_conflict(sit: Sit, database: Database) -> None:
    lan, minh = sit("lan"), sit("minh")
    fid = lan.stored("Trạm y tế Lê Mao")
    minh.start()
    lan.change(fid, name="Tên của Lan")
    assert lan.save()
    mark_removed(minh.start(), [fid], "Nhập trùng")
    assert not minh.save()
    assert minh.codes() == ["NC001"]
    assert database.run("SELECT removed FROM ncovy.testing_site") == [(False,)]


def test_a_foreign_area_is_refused_with_its_name(sit: Sit, database: Database) -> None:
    hoa = sit("hoa")
    hoa.add("Trạm y tế Lê Mao")
    assert not hoa.save()
    assert "không được giao địa bàn" in hoa.refusals[0].text.vi
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(0,)]


def test_a_place_outside_the_province_is_refused(sit: Sit) -> None:
    lan = sit("lan")
    lan.add("Hồ Hoàn Kiếm", where="Point(105.852 21.028)")
    assert not lan.save()
    assert [item.field for item in lan.refusals] == ["geom"]


def test_a_killed_connection_keeps_the_buffer_and_the_next_save_stores_it_once(
    sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    database.run("ALTER TABLE ncovy.testing_site ADD CONSTRAINT slow CHECK (pg_sleep(0.4)::text = '' AND name <> '')")

    def wait(thread: Any) -> bool:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ncovy qgis' AND datname = current_database()"
        while thread.is_alive():
            thread.join(0.1)
            database.run(query)
        return True

    with monkeypatch.context() as patch:
        patch.setattr(lan.edits, "_desk", lan.desk(wait=wait))
        assert not lan.save()
    assert lan.layers["testing_site"].editBuffer().addedFeatures()
    assert lan.refusals
    assert len(list(lan.folder.glob("*.jsonl"))) == 1
    database.run("ALTER TABLE ncovy.testing_site DROP CONSTRAINT slow")
    assert lan.save()
    assert database.run("SELECT count(*), max(row_version) FROM ncovy.testing_site") == [(1, 1)]
    assert lan.edits.recorder.flush()
    assert not list(lan.folder.glob("*.jsonl"))


def test_an_answer_that_came_too_late_is_recognised_and_nothing_is_stored_twice(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    sent: list[Any] = []

    def impatient(thread: Any) -> bool:
        sent.append(thread)
        thread.give_up = lambda: None
        return False

    with monkeypatch.context() as patch:
        patch.setattr(lan.edits, "_desk", lan.desk(wait=impatient))
        assert not lan.save()
    assert lan.codes() == ["no_answer"]
    sent[0].join()
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(1,)]
    assert lan.save()
    assert [(item.operation, item.row_version) for item in lan.receipts] == [("insert", 1)]
    assert database.run("SELECT count(*), max(row_version) FROM ncovy.testing_site") == [(1, 1)]


def test_what_was_edited_after_an_answer_that_came_too_late_is_stored_on_top(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    sent: list[Any] = []

    def impatient(thread: Any) -> bool:
        sent.append(thread)
        thread.give_up = lambda: None
        return False

    with monkeypatch.context() as patch:
        patch.setattr(lan.edits, "_desk", lan.desk(wait=impatient))
        assert not lan.save()
    sent[0].join()
    lan.change(next(iter(lan.layers["testing_site"].editBuffer().addedFeatures())), name="Trạm y tế phường Lê Mao")
    assert lan.save()
    assert database.run("SELECT count(*), max(row_version), max(name) FROM ncovy.testing_site") == [(1, 2, "Trạm y tế phường Lê Mao")]


def test_the_journal_is_on_disk_before_anything_is_stored(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao", methods=["rt_pcr"])
    found: list[Any] = []

    def watched(*given: Any, before_commit: Callable[[], object], **named: Any) -> Any:
        def look() -> None:
            before_commit()
            found.extend(filter(None, (journal_lines.read(path.read_bytes()) for path in lan.folder.glob("*.jsonl"))))

        return save(*given, before_commit=look, **named)

    monkeypatch.setattr("ncovy_qgis.gis.sending.save", watched)
    assert lan.save()
    assert [held.change.values["methods"] for content in found for held in content.held.values()] == [["rt_pcr"]]
    assert [len(content.open) for content in found] == [1]
    assert lan.edits.recorder.flush()
    assert not list(lan.folder.glob("*"))


def test_edits_thrown_away_take_their_journal_along(sit: Sit) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao", phone="không có")
    assert not lan.save()
    assert len(list(lan.folder.glob("*.jsonl"))) == 1
    lan.layers["testing_site"].rollBack()
    assert lan.edits.recorder.flush()
    assert not list(lan.folder.glob("*"))


def test_another_transaction_mode_is_refused_with_a_sentence(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    project = QgsProject.instance()
    project.setAutoTransaction(True)
    try:
        assert not lan.save()
    finally:
        project.setAutoTransaction(False)
    assert lan.codes() == ["transaction_mode"]
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(0,)]


def test_layers_of_two_databases_are_never_saved_together(sit: Sit, database: Database) -> None:
    lan, elsewhere = sit("lan"), sit("minh", watched=False)
    lan.add("Trạm y tế Lê Mao")
    elsewhere.add("Trạm y tế khác nơi")
    lan.edits.watch(elsewhere.layers["testing_site"])
    assert not lan.edits.save()
    assert lan.codes() == ["two_databases"]
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(0,)]
    assert [len(each.layers["testing_site"].editBuffer().addedFeatures()) for each in (lan, elsewhere)] == [1, 1]


def test_a_removal_without_a_reason_stops_the_save(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = sit("admin")
    fid = admin.stored("Trạm y tế Lê Mao")
    assert admin.start().deleteFeature(fid)
    monkeypatch.setattr(admin.edits, "_desk", admin.desk(reason=lambda count: None))
    assert not admin.save()
    assert admin.codes() == ["cancelled"]
    assert admin.layers["testing_site"].editBuffer().deletedFeatureIds() == [fid]


def test_a_mistake_of_ours_never_leaves_the_save_to_an_unchecked_commit(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")

    sent: list[Any] = []

    def fail(thread: Any) -> bool:
        sent.append(thread)
        raise ValueError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(lan.edits, "_desk", lan.desk(wait=fail))
        assert not lan.save()
    assert lan.codes() == ["error"]
    sent[0].join()
    assert lan.save()
    assert database.run("SELECT count(*), count(DISTINCT uid) FROM ncovy.testing_site") == [(1, 1)]


def test_a_pasted_twin_gets_a_uid_of_its_own(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    first = lan.add("Trạm y tế Lê Mao")
    twin = QgsFeature(first)
    twin["name"] = "Trạm y tế Hưng Dũng"
    twin.setGeometry(QgsGeometry.fromWkt("Point(105.683 18.673)"))
    assert lan.start().addFeature(twin)
    assert lan.save()
    assert database.run("SELECT count(DISTINCT uid) FROM ncovy.testing_site") == [(2,)]


def test_watching_twice_saves_once_and_closing_leaves_plain_qgis(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    lan.edits.watch(lan.layers["testing_site"])
    lan.add("Trạm y tế Lê Mao")
    assert lan.save()
    assert len(lan.receipts) == 1
    lan.edits.close()
    lan.add("Trạm y tế Hưng Dũng")
    assert lan.save()
    assert len(lan.receipts) == 1
    query = "SELECT count(*) FROM ncovy.version WHERE application = 'ncovy qgis'"
    assert database.run(query) == [(1,)]


def test_saving_a_thousand_changes_takes_well_under_the_promised_time(sit: Sit, database: Database) -> None:
    import time

    lan = sit("lan")
    layer = lan.start()
    template = lan.add("Trạm 0")
    for number in range(1, 1000):
        feature = QgsFeature(template)
        feature["uid"], feature["name"] = None, f"Trạm {number}"
        layer.addFeature(feature)
    start = time.monotonic()
    assert lan.save()
    assert time.monotonic() - start < 5
    assert database.run("SELECT count(*) FROM ncovy.testing_site") == [(1000,)]


def test_a_save_of_nothing_but_a_token_stores_nothing(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    lan.change(fid, base_version=7)
    assert lan.save()
    assert database.run("SELECT row_version FROM ncovy.testing_site") == [(1,)]


def test_a_server_that_is_gone_is_a_sentence_and_the_buffer_stays(sit: Sit, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    lan = sit("lan")
    lan.add("Trạm y tế Lê Mao")
    monkeypatch.setattr("ncovy_qgis.gis.edits.parameters_of", lambda layer: {"host": str(tmp_path), "dbname": "none", "user": "lan"})
    assert not lan.save()
    assert lan.refusals
    assert "Connection refused" not in lan.refusals[0].text.vi
    assert lan.layers["testing_site"].editBuffer().addedFeatures()


def test_edits_is_quiet_about_layers_that_are_not_ours(sit: Sit, tmp_path: Any, catalogue: Any) -> None:
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer("Point?field=name:string", "khác", "memory")
    edits = Edits(catalogue, tmp_path, Desk())
    edits.watch(layer)
    layer.startEditing()
    layer.addFeature(QgsFeature(layer.fields()))
    assert layer.commitChanges()
    assert not edits.edited()


def test_edits_older_than_the_watching_are_saved_though_a_form_shows_them(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    late = sit("lan", watched=False)
    late.change(fid, name="Tên mới")
    layer = late.layers["testing_site"]
    late.edits.watch(layer)
    late.edits.saw(layer, layer.getFeature(fid))
    assert late.save()
    assert database.run("SELECT name, row_version FROM ncovy.testing_site") == [("Tên mới", 2)]


def test_edits_older_than_the_watching_overwrite_nobody(sit: Sit, database: Database) -> None:
    lan = sit("lan")
    fid = lan.stored("Trạm y tế Lê Mao")
    late = sit("lan", watched=False)
    late.change(fid, phone="113")
    lan.change(fid, phone="114")
    assert lan.save()
    late.edits.watch(late.layers["testing_site"])
    assert not late.save()
    assert late.codes() == ["NC001"]
    assert database.run("SELECT phone FROM ncovy.testing_site") == [("114",)]


def test_new_features_of_others_edited_while_the_server_was_away_are_saved_later(sit: Sit, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    minh, lan, there = sit("minh"), sit("lan", watched=False), [True]
    monkeypatch.setattr(lan.edits.line, "alive", lambda layer: there[-1])
    lan.edits.watch(lan.layers["testing_site"])
    lan.start()
    first, second = minh.stored("Trạm y tế Lê Mao"), minh.stored("Trạm y tế Hưng Dũng")
    there.append(False)
    lan.change(first, phone="113")
    lan.change(second, phone="114")
    assert len(lan.edits.changes()) == len({change.uid for change in lan.edits.changes()}) == 2
    there.append(True)
    assert lan.save(), lan.codes()
    assert database.run("SELECT phone, row_version FROM ncovy.testing_site ORDER BY phone") == [("113", 2), ("114", 2)]


def test_taking_a_position_away_is_refused_and_never_forgotten(sit: Sit) -> None:
    lan = sit("lan", "testing_site", "lockdown_zone")
    lan.add("Khối 5", "testing_site", VINH)
    lan.add("Khối 5", "lockdown_zone", ZONE)
    assert lan.save()
    for stem in lan.layers:
        assert lan.start(stem).changeGeometry(lan.fid("Khối 5", stem), QgsGeometry())
    assert not lan.save()
    assert [(item.code, item.field) for item in lan.refusals] == [("23514", "geom")] * 2
    assert all(layer.isModified() for layer in lan.layers.values())
