"""Certain fixes in the edit buffer: read with what is not yet saved, one command a layer, undone and redone whole, then saved."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.gis.fixes import Proposal, apply, proposals
from tests.gis.conftest import Sit
from tests.server import Database

SPELLING = ("phone__stored_form", ())
HOURS = ("opening_hours__stored_form", ())
ADD = (
    "INSERT INTO ncovy.testing_site (name, geom, active_from, phone, opening_hours)"
    " VALUES (%s, 'SRID=4326;POINT(105.68 18.67)', '2021-08-22', '0238 3844 528', '7h30 - 17h00')"
)


def values(layer: QgsVectorLayer, fid: int) -> tuple[str, str]:
    feature = layer.getFeature(fid)
    return str(feature["phone"]), str(feature["opening_hours"])


def test_what_would_change_is_told_and_nothing_is_changed(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    database.run(ADD, ("Trạm 1",), person="lan")
    lan = sit("lan")
    layer, fid = lan.layers["testing_site"], lan.fid("Trạm 1")
    found = proposals(layer, catalogue.layer("testing_site"), {fid: [SPELLING, HOURS, ("name__required", ())]})
    assert {(each.field, each.before, each.after) for each in found} == {
        ("phone", "0238 3844 528", "02383844528"),
        ("opening_hours", "7h30 - 17h00", "Mo-Su 07:30-17:00"),
    }
    assert {each.name for each in found} == {"Trạm 1"}
    assert not layer.isEditable()


def test_fixes_are_one_command_undone_redone_and_saved(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    for name in ("Trạm 1", "Trạm 2"):
        database.run(ADD, (name,), person="lan")
    lan = sit("lan")
    layer = lan.layers["testing_site"]
    fids = [lan.fid("Trạm 1"), lan.fid("Trạm 2")]
    found = proposals(layer, catalogue.layer("testing_site"), {fid: [SPELLING, HOURS] for fid in fids})
    assert apply(layer, found, "Sửa theo kết quả kiểm tra") == 4
    assert layer.undoStack().count() == 1
    assert layer.undoStack().text(0) == "Sửa theo kết quả kiểm tra"
    assert all(values(layer, fid) == ("02383844528", "Mo-Su 07:30-17:00") for fid in fids)
    layer.undoStack().undo()
    assert all(values(layer, fid) == ("0238 3844 528", "7h30 - 17h00") for fid in fids)
    layer.undoStack().redo()
    assert lan.save()
    assert database.run("SELECT DISTINCT phone, opening_hours, row_version FROM ncovy.testing_site") == [("02383844528", "Mo-Su 07:30-17:00", 2)]
    assert proposals(layer, catalogue.layer("testing_site"), {fid: [SPELLING, HOURS] for fid in fids}) == ()


def test_an_unsaved_edit_is_what_is_judged(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    database.run(ADD, ("Trạm 1",), person="lan")
    lan = sit("lan")
    fid = lan.fid("Trạm 1")
    lan.change(fid, phone="115")
    assert proposals(lan.layers["testing_site"], catalogue.layer("testing_site"), {fid: [SPELLING]}) == ()


def test_a_feature_that_is_gone_has_nothing_to_mend(sit: Sit, catalogue: Catalogue) -> None:
    lan = sit("lan")
    assert proposals(lan.layers["testing_site"], catalogue.layer("testing_site"), {987_654: [SPELLING]}) == ()


def test_nothing_chosen_starts_no_editing(sit: Sit) -> None:
    layer = sit("lan").layers["testing_site"]
    assert apply(layer, [], "Sửa") == 0
    assert not layer.isEditable()


def test_where_the_layer_cannot_be_edited_nothing_is_said_to_be_done(sit: Sit) -> None:
    layer = sit("lan").layers["testing_site"]
    layer.setReadOnly(True)
    assert apply(layer, [Proposal("testing_site", 1, "Trạm", "phone", "1 15", "115")], "Sửa") == 0


def test_a_value_is_emptied_where_the_form_hides_it(sit: Sit, database: Database, catalogue: Catalogue) -> None:
    database.run(ADD, ("Trạm 1",), person="lan")
    database.run("UPDATE ncovy.testing_site SET licence_no = '12', confirmatory = false, base_version = 1", person="lan")
    lan = sit("lan")
    layer, fid = lan.layers["testing_site"], lan.fid("Trạm 1")
    found = proposals(layer, catalogue.layer("testing_site"), {fid: [("licence_no__only_when", ())]})
    assert [(each.before, each.after) for each in found] == [("12", None)]
    assert apply(layer, found, "Sửa") == 1
    assert lan.save()
    assert database.run("SELECT licence_no FROM ncovy.testing_site") == [(None,)]
