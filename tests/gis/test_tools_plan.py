"""Changes to many features: judged by the catalogue before anything happens, carried out as one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from qgis.core import QgsGeometry

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.buffer import mark_removed
from ncovy_qgis.gis.tools.closing import is_lifted, lifting, time_of
from ncovy_qgis.gis.tools.copying import copyable
from ncovy_qgis.gis.tools.plan import apply_plan, features_of, plan_change, title_of
from ncovy_qgis.gis.tools.unsaved import Pending, Unsaved, asked_of, pending
from ncovy_qgis.gis.tools.zones import add_zone, broken_zones, reshape, zone_layers
from ncovy_qgis.gis.values import VIETNAM, to_python
from tests.gis.editors import Editor
from tests.server import Database

NOW = datetime(2021, 9, 17, 18, 0, tzinfo=VIETNAM)
BOW_TIE = "MultiPolygon(((105.678 18.668, 105.682 18.672, 105.682 18.668, 105.678 18.672, 105.678 18.668)))"
Sit = Callable[..., Editor]


def values_of(editor: Editor, fid: int, *names: str, stem: str = "testing_site") -> list[Any]:
    feature = editor.layers[stem].getFeature(fid)
    return [to_python(feature[name]) for name in names]


def test_one_value_for_many_is_one_step_that_is_undone_at_once(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    lan = sit("lan")
    fids = [lan.stored(name) for name in ("Điểm A", "Điểm B", "Điểm C")]
    lan.change(fids[2], phone="02383844528")
    layer, schema = lan.start(), catalogue.layer("testing_site")
    plan = plan_change(layer, schema, features_of(layer, fids), {"phone": "0238 3844 528"}, NOW)
    assert (sorted(plan.changes), plan.same, plan.refused, plan.faults) == (fids[:2], 1, 0, ())
    steps = layer.undoStack().count()
    assert apply_plan(layer, plan, "Sửa hàng loạt") == 2
    assert layer.undoStack().count() == steps + 1
    layer.undoStack().undo()
    assert [values_of(lan, fid, "phone")[0] for fid in fids[:2]] == [None, None]
    layer.undoStack().redo()
    assert lan.save()
    assert database.run("SELECT DISTINCT regexp_replace(phone, ' ', '', 'g'), max(row_version) OVER () FROM ncovy.testing_site") == [("02383844528", 2)]


def test_what_the_database_would_refuse_is_named_and_left_out(sit: Sit, catalogue: Catalogue) -> None:
    lan = sit("lan")
    fids = [lan.stored("Điểm A"), lan.stored("Điểm B")]
    layer, schema = lan.start(), catalogue.layer("testing_site")
    plan = plan_change(layer, schema, features_of(layer, fids), {"phone": "gọi chị Lan"}, NOW)
    assert plan.changes == {} and plan.refused == 2
    assert [(fault.name, fault.field, fault.blocks) for fault in plan.faults] == [("Điểm A", "phone", True), ("Điểm B", "phone", True)]
    assert apply_plan(layer, plan, "x") == 0 and not layer.isModified()


def test_a_rule_for_submission_is_told_but_holds_nothing_up(sit: Sit, catalogue: Catalogue) -> None:
    lan = sit("lan")
    fid = lan.stored("Điểm A", source_org="CDC Nghệ An")
    layer = lan.start()
    plan = plan_change(layer, catalogue.layer("testing_site"), features_of(layer, [fid]), {"source_org": None}, NOW)
    assert list(plan.changes) == [fid]
    assert [(fault.field, fault.blocks) for fault in plan.faults] == [("source_org", False)]


def test_every_kind_of_value_reaches_the_database(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    lan = sit("lan")
    fid = lan.stored("Điểm A")
    methods = list(catalogue.list_of(catalogue.layer("testing_site").field("methods")).codes[:2])
    given = {"methods": methods, "confirmatory": True, "price_pcr_vnd": 700000, "decision_date": NOW.date(), "reported_at": NOW}
    layer = lan.start()
    plan = plan_change(layer, catalogue.layer("testing_site"), features_of(layer, [fid]), given, NOW)
    assert set(plan.changes[fid]) == set(given)
    apply_plan(layer, plan, "x")
    assert lan.save(), [item.text.vi for item in lan.refusals]
    stored = database.run("SELECT methods, confirmatory, price_pcr_vnd, decision_date, reported_at FROM ncovy.testing_site")
    assert stored == [(methods, True, 700000, NOW.date(), NOW)]


def test_lifting_writes_state_time_and_the_number_in_its_stored_form(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    lan = sit("lan")
    fid = lan.stored("Điểm A")
    schema, layer = catalogue.layer("testing_site"), lan.start()
    plan = plan_change(layer, schema, features_of(layer, [fid]), lifting(schema, NOW, "số 4213/qd-ubnd ngày 17/9/2021"), NOW)
    assert not [fault for fault in plan.faults if fault.blocks]
    apply_plan(layer, plan, "Kết thúc")
    assert lan.save(), [item.text.vi for item in lan.refusals]
    assert database.run("SELECT status, active_to, lift_decision_no FROM ncovy.testing_site") == [("lifted", NOW, "4213/QĐ-UBND")]


def test_nothing_ends_before_it_began(sit: Sit, catalogue: Catalogue) -> None:
    lan = sit("lan")
    fid = lan.stored("Điểm A")
    schema = catalogue.layer("testing_site")
    layer = lan.start()
    plan = plan_change(layer, schema, features_of(layer, [fid]), lifting(schema, NOW - timedelta(days=90), ""), NOW)
    assert plan.changes == {} and {fault.field for fault in plan.faults if fault.blocks} == {"active_to"}


def test_facilities_are_closed_not_lifted(catalogue: Catalogue) -> None:
    lifted = {layer.name for layer in catalogue.layers if is_lifted(layer)}
    assert {layer.name for layer in catalogue.layers} - lifted == {"pharmacy", "medical_facility", "essential_service"}
    assert "lift_decision_no" not in lifting(catalogue.layer("testing_site"), NOW, "  ")


def test_the_time_is_the_exercises_when_there_is_one(sit: Sit, database: Database) -> None:
    from tests.gis.editors import own_service

    source = own_service(database, "lan")
    assert abs(time_of(source) - datetime.now(VIETNAM)) < timedelta(minutes=2)
    database.run("INSERT INTO ncovy.setting VALUES ('exercise', '{\"now\": \"2021-09-17T18:00:00+07:00\"}')")
    assert time_of(source) == NOW


def test_names_places_and_persons_are_not_copied_unless_asked(sit: Sit, catalogue: Catalogue) -> None:
    lan = sit("lan")
    fid = lan.stored("Điểm A", address="5 Lê Lợi", phone="113", contact_phone="0966641414", contact_name="Chị Hà", source_org="CDC Nghệ An")
    schema = catalogue.layer("testing_site")
    (feature,) = features_of(lan.layers["testing_site"], [fid])
    offers = {offer.field.name: offer.usual for offer in copyable(lan.layers["testing_site"], schema, feature, schema)}
    assert {name for name, usual in offers.items() if not usual} >= {"name", "address", "contact_phone", "contact_name", "commune_code"}
    assert offers["source_org"] and offers["phone"] and offers["status"] and offers["active_from"]
    assert not {"uid", "id", "row_version", "district_code", "removed_reason", "review_state"} & set(offers)


def test_another_layer_gives_only_what_both_mean_alike(sit: Sit, catalogue: Catalogue) -> None:
    lan = sit("lan")
    fid = lan.stored("Điểm A", decision_no="3088/QĐ-UBND", opening_hours="24/7")
    (feature,) = features_of(lan.layers["testing_site"], [fid])
    offered = [offer.field.name for offer in copyable(lan.layers["testing_site"], catalogue.layer("testing_site"), feature, catalogue.layer("lockdown_zone"))]
    assert {"status", "active_from", "decision_no"} <= set(offered) and "opening_hours" not in offered
    assert title_of(feature) == "Điểm A"


def test_a_crossing_zone_of_the_buffer_is_found_mended_and_stored(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    lan = sit("lan", "lockdown_zone")
    layer = lan.start("lockdown_zone")
    assert zone_layers(lan.layers) == {"lockdown_zone": layer}
    feature = add_zone(layer, QgsGeometry.fromWkt(BOW_TIE), {"name": "Khối 5", "active_from": datetime(2021, 8, 22, tzinfo=VIETNAM), "commune_code": None}, "x")
    assert feature is not None and not lan.save("lockdown_zone")
    (broken,) = broken_zones(layer)
    assert (broken.name, broken.repair.broken) == ("Khối 5", True)
    reshape(layer, {broken.fid: broken.repair.after}, "Sửa hình")
    assert broken_zones(layer) == ()
    layer.undoStack().undo()
    assert len(broken_zones(layer)) == 1
    layer.undoStack().redo()
    lan.refusals.clear()
    assert lan.save("lockdown_zone"), [item.text.vi for item in lan.refusals]
    assert database.run("SELECT ST_IsValid(geom), ST_NumGeometries(geom) FROM ncovy.lockdown_zone") == [(True, 2)]


def test_the_buffer_is_asked_for_look_alikes_too(sit: Sit) -> None:
    lan = sit("lan")
    stored = lan.stored("Điểm A")
    lan.add("Trạm Lê Mao", where="Point(105.6801 18.67)")
    layer = lan.layers["testing_site"]
    layer.changeGeometry(stored, QgsGeometry.fromWkt("Point(105.6802 18.67)"))
    readings = lan.edits.readings(layer)
    assert readings is not None
    others = pending(layer, readings)
    asked = asked_of(7, "", "tram le mao", QgsGeometry.fromWkt("Point(105.69 18.67)"), False)
    far = Unsaved(layer, others).alike(asked, None, QgsGeometry.fromWkt("Point(105.69 18.67)"))
    assert [(found.name, found.same_name) for found in far] == [("Trạm Lê Mao", True)]
    beside = QgsGeometry.fromWkt("Point(105.6803 18.67)")
    near = Unsaved(layer, others).alike(asked_of(7, "", "khác", beside, False), None, beside)
    assert sorted(round(found.metres) for found in near) == [11, 21]
    mark_removed(layer, [stored], "nhầm")
    (gone,) = [each for each in pending(layer, readings) if each.gone]
    assert gone.uid == readings.of(stored).uid  # type: ignore[union-attr]


def test_a_moved_neighbour_is_no_longer_where_the_database_says() -> None:
    from ncovy_qgis.db.near import Alike

    found = Alike(1, "u", "Điểm A", 12, False)
    assert Pending(1, "u", gone=True).supersedes(found)
    assert not Pending(1, "v", gone=True).supersedes(found)
    assert not Pending(1, "u", name="Điểm B").supersedes(found)
    assert Pending(1, "u", name="Điểm B").supersedes(Alike(1, "u", "Điểm A", 900, True))


def test_thousands_of_unsaved_features_are_compared_in_a_moment(qgis_app: Any) -> None:
    from time import perf_counter

    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer("Point?crs=EPSG:4326", "many", "memory")
    others = [
        Pending(-fid, "", f"Điểm {fid}", None, QgsGeometry.fromWkt(f"Point({105 + fid % 70 * 0.01} {18.6 + fid // 70 * 0.01})")) for fid in range(1, 5001)
    ]
    started = perf_counter()
    known = Unsaved(layer, others)
    found = [known.alike(asked_of(each.fid, "", each.name, each.shape, False), None, each.shape) for each in others if each.shape is not None]
    assert not any(found) and perf_counter() - started < 5
