"""After a save only what may have changed is read anew; what was read then is as good as if all had been."""

from __future__ import annotations

import pytest

from ncovy_qgis.gis.readings import Reading
from tests.gis.conftest import Sit
from tests.gis.editors import Editor

LE_MAO, HUNG_DUNG = "Trạm y tế Lê Mao", "Trạm y tế Hưng Dũng"


@pytest.fixture
def minh(sit: Sit) -> Editor:
    """In editing, with two features that were stored a moment ago."""
    lan = sit("lan")
    lan.stored(LE_MAO)
    lan.stored(HUNG_DUNG)
    minh = sit("minh")
    minh.start()
    return minh


def reading(editor: Editor, fid: int) -> Reading:
    readings = editor.edits.readings(editor.layers["testing_site"])
    assert readings is not None
    found = readings.of(fid)
    assert found is not None
    return found


def save_own(editor: Editor, fid: int, phone: str = "02383844528") -> None:
    editor.change(fid, phone=phone)
    assert editor.save()


def test_what_nobody_touched_is_not_read_again(minh: Editor) -> None:
    other = minh.fid(HUNG_DUNG)
    before = reading(minh, other)
    save_own(minh, minh.fid(LE_MAO))
    assert reading(minh, other) is before


def test_the_own_save_is_what_the_next_change_builds_on(minh: Editor) -> None:
    fid = minh.fid(LE_MAO)
    save_own(minh, fid)
    save_own(minh, fid, "02383844529")
    assert reading(minh, fid).row_version == 3


def test_what_others_stored_meanwhile_is_read(minh: Editor, sit: Sit) -> None:
    lan, other = sit("lan"), minh.fid(HUNG_DUNG)
    lan.change(other, name="Tên của Lan")
    lan.add("Trạm y tế Vinh Tân")
    assert lan.save()
    save_own(minh, minh.fid(LE_MAO))
    assert reading(minh, other).row_version == 2
    assert reading(minh, minh.fid("Trạm y tế Vinh Tân")).row_version == 1
    save_own(minh, other)


def test_what_others_removed_is_not_known_any_more(minh: Editor, sit: Sit) -> None:
    lan, other = sit("lan"), minh.fid(HUNG_DUNG)
    lan.change(other, removed=True, removed_reason="Nhập trùng")
    assert lan.save()
    save_own(minh, minh.fid(LE_MAO))
    readings = minh.edits.readings(minh.layers["testing_site"])
    assert readings is not None
    assert (readings.of(other), len(readings.fids())) == (None, 1)


def test_a_version_taken_from_elsewhere_is_forgotten_with_the_edits(minh: Editor) -> None:
    fid = minh.fid(LE_MAO)
    readings = minh.edits.readings(minh.layers["testing_site"])
    assert readings is not None
    readings.adopt(fid, Reading(reading(minh, fid).uid, 7))
    minh.change(fid, phone="02383844528")
    minh.layers["testing_site"].rollBack(False)
    assert reading(minh, fid).row_version == 1


def test_what_was_selected_stays_selected(minh: Editor) -> None:
    layer, other = minh.layers["testing_site"], minh.fid(HUNG_DUNG)
    layer.selectByIds([other])
    save_own(minh, minh.fid(LE_MAO))
    assert layer.selectedFeatureIds() == [other]
