"""Values and differences speak the language of the form."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.diff import differences, moved_metres, same_value
from ncovy_qgis.core.normalise import normalise_value
from ncovy_qgis.core.shown import show_typed, show_value
from tests.core.cases import _MATCHING, NOW, UUID, VIETNAM
from tests.core.quick import quick

MIDNIGHT = datetime(2021, 8, 22, tzinfo=VIETNAM)


@pytest.mark.parametrize(("layer", "field", "value", "vi", "en"), [
    # lists
    ("pharmacy", "operating_state", "open", "Đang hoạt động", "Open"),
    ("pharmacy", "operating_state", "unheard_of", "unheard_of", "unheard_of"),
    ("testing_site", "methods", ["rt_pcr", "rapid_antigen"], "RT-PCR mẫu đơn, Test nhanh kháng nguyên", "RT-PCR single, Rapid antigen"),
    ("testing_site", "methods", ("rt_pcr",), "RT-PCR mẫu đơn", "RT-PCR single"),
    ("testing_site", "methods", [], "", ""),
    # yes and no, from Python, JSON and PostgreSQL's text
    ("testing_site", "is_mobile", True, "Có", "Yes"),
    ("testing_site", "is_mobile", "true", "Có", "Yes"),
    ("testing_site", "is_mobile", "t", "Có", "Yes"),
    ("testing_site", "is_mobile", False, "Không", "No"),
    ("testing_site", "is_mobile", "f", "Không", "No"),
    ("testing_site", "is_mobile", None, "", ""),
    # numbers with their units
    ("testing_site", "price_pcr_vnd", 734000, "734.000 đồng", "734,000"),
    ("testing_site", "price_pcr_vnd", 0, "0 đồng", "0"),
    ("testing_site", "price_pcr_vnd", "734000", "734.000 đồng", "734,000"),
    ("testing_site", "price_pcr_vnd", Decimal(734000), "734.000 đồng", "734,000"),
    ("lockdown_zone", "area_ha", 12.5, "12,5 ha", "12.5"),
    ("lockdown_zone", "area_ha", "1270.5", "1.270,5 ha", "1,270.5"),
    # texts with their own form
    ("testing_site", "opening_hours", "24/7", "24/24", "24/24"),
    ("testing_site", "opening_hours", "Mo-Fr 07:30-17:00", "T2–T6 7:30–17:00", "T2–T6 7:30–17:00"),
    ("testing_site", "phone", "02383844528", "0238 3844 528", "0238 3844 528"),
    ("testing_site", "name", "Trạm y tế", "Trạm y tế", "Trạm y tế"),
    # days and moments
    ("lockdown_zone", "active_from", datetime(2021, 8, 21, 17, tzinfo=timezone.utc), "22/08/2021 00:00", "22/08/2021 00:00"),
    ("lockdown_zone", "active_from", "2021-08-22T00:00:00+07:00", "22/08/2021 00:00", "22/08/2021 00:00"),
    ("lockdown_zone", "active_from", datetime(2021, 8, 22), "22/08/2021 00:00", "22/08/2021 00:00"),
    ("lockdown_zone", "decision_date", "2021-08-22", "22/08/2021", "22/08/2021"),
    ("lockdown_zone", "decision_date", date(2021, 8, 22), "22/08/2021", "22/08/2021"),
    ("lockdown_zone", "decision_date", MIDNIGHT, "22/08/2021", "22/08/2021"),
    # what is spoilt or missing
    ("lockdown_zone", "decision_date", "spoilt", "spoilt", "spoilt"),
    ("lockdown_zone", "reason", None, "", ""),
    ("lockdown_zone", "name", "", "", ""),
    ("lockdown_point", "zone_id", UUID, UUID, UUID),
])  # fmt: skip
def test_a_value_is_shown_as_people_read_it(layer: str, field: str, value: Any, vi: str, en: str, catalogue: Catalogue) -> None:
    shown = show_value(catalogue.layer(layer).field(field), value, catalogue)
    assert (shown.vi, shown.en) == (vi, en)


@pytest.mark.parametrize(("field", "stored", "shown"), [
    ("phone", "02383844528; 0966641414", "0238 3844 528; 0966 641 414"),
    ("phone", "", ""),
    ("phone", "0966.641.414", "0966.641.414"),  # not in its stored form: shown as it is, so that it is noticed
    ("opening_hours", "Mo-Su 07:30-17:00", "Hằng ngày 7:30–17:00"),
    ("opening_hours", "24/7", "24/24"),
    ("opening_hours", "sáng", "sáng"),
    ("name", "Trạm y tế", "Trạm y tế"),
])  # fmt: skip
def test_a_form_shows_text_as_people_read_it(field: str, stored: str, shown: str, catalogue: Catalogue) -> None:
    assert show_typed(catalogue.layer("pharmacy").field(field), stored) == shown


@quick
@given(text=st.text(max_size=30) | st.sampled_from([text for texts in _MATCHING.values() for text in texts]))
def test_what_a_form_shows_can_be_typed_again(text: str, catalogue: Catalogue) -> None:
    for name in ("phone", "opening_hours", "name"):
        field = catalogue.layer("pharmacy").field(name)
        stored = normalise_value(field, text) or ""
        assert (normalise_value(field, show_typed(field, stored)) or "") == stored


def test_a_difference_names_the_field_and_both_values_in_the_order_of_the_form(catalogue: Catalogue) -> None:
    layer = catalogue.layer("quarantine_site")
    old = {"name": "Khách sạn A", "capacity": 100, "status": "planned", "active_from": "2021-08-22T00:00:00+07:00", "audience": ["contacts"]}
    new = {"name": "Khách sạn A", "capacity": 120, "status": "active", "active_from": datetime(2021, 8, 21, 17, tzinfo=timezone.utc), "audience": None}
    changes = differences(layer, old, new, catalogue)
    assert [(change.field, change.label.vi, change.old.vi, change.new.vi) for change in changes] == [
        ("capacity", "Công suất (người)", "100 người", "120 người"),
        ("audience", "Đối tượng", "F1", ""),
        ("status", "Tình trạng", "Dự kiến", "Đang áp dụng"),
    ]


def test_columns_of_the_server_are_no_difference(catalogue: Catalogue) -> None:
    layer = catalogue.layer("pharmacy")
    assert differences(layer, {"row_version": 1, "edited_by": "lan"}, {"row_version": 2, "edited_by": "minh"}, catalogue) == ()


def test_a_row_does_not_differ_from_itself_and_a_new_one_differs_in_all_it_holds(catalogue: Catalogue) -> None:
    layer = catalogue.layer("testing_site")
    row = {"name": "x", "methods": ["rt_pcr"], "active_from": NOW, "is_mobile": False, "price_pcr_vnd": 0, "note_public": ""}
    assert differences(layer, row, dict(row), catalogue) == ()
    assert {change.field for change in differences(layer, {}, row, catalogue)} == {"name", "methods", "active_from", "is_mobile", "price_pcr_vnd"}


@pytest.mark.parametrize(("field", "old", "new", "same"), [
    # text
    ("name", None, "", True),
    ("name", "a", "a", True),
    ("name", "a", "b", False),
    ("name", "hoà", "hòa", False),
    # lists of codes: their order says nothing
    ("methods", ["rt_pcr", "rapid_antigen"], ["rapid_antigen", "rt_pcr"], True),
    ("methods", ["rt_pcr"], ("rt_pcr",), True),
    ("methods", ["rt_pcr"], ["rt_pcr", "rapid_antigen"], False),
    ("methods", [], None, True),
    ("methods", ["rt_pcr"], None, False),
    # one code
    ("site_type", "cdc", "cdc", True),
    ("site_type", "cdc", "hospital", False),
    # numbers: JSON, PostgreSQL and Python write them in their own way
    ("price_pcr_vnd", 100, 100.0, True),
    ("price_pcr_vnd", 100, "100", True),
    ("price_pcr_vnd", 100, Decimal("100.00"), True),
    ("price_pcr_vnd", 100, 101, False),
    ("price_pcr_vnd", 0, None, False),
    # yes, no, not known
    ("is_mobile", False, False, True),
    ("is_mobile", False, True, False),
    ("is_mobile", False, None, False),
    # days
    ("decision_date", "2021-08-22", date(2021, 8, 22), True),
    ("decision_date", "2021-08-22", date(2021, 8, 23), False),
    ("decision_date", date(2021, 8, 22), None, False),
    ("decision_date", "x", "x", True),
    ("decision_date", "x", "2021-08-22", False),
    # moments: the same one in two zones
    ("active_from", "2021-08-22T00:00:00+07:00", "2021-08-21T17:00:00Z", True),
    ("active_from", "2021-08-22T00:00:00+07:00", MIDNIGHT, True),
    ("active_from", MIDNIGHT, MIDNIGHT + timedelta(minutes=1), False),
    ("active_from", MIDNIGHT, None, False),
])  # fmt: skip
def test_two_ways_to_write_one_value_are_no_difference(field: str, old: Any, new: Any, same: bool, catalogue: Catalogue) -> None:
    known = catalogue.layer("testing_site").field(field)
    assert same_value(known, old, new) is same_value(known, new, old) is same


@pytest.mark.parametrize(("new", "metres"), [
    ((105.68, 18.68), 0),
    ((105.68, 18.689), 1000.8),  # north
    ((105.69, 18.68), 1053.4),  # east: a degree is shorter there
    ((105.68, 18.67991), 10.0),
    ((105.68123, 18.67987), 130.3),
    ((105.8542, 21.0285), 261800),  # Hà Nội
])  # fmt: skip
def test_a_move_is_told_in_metres(new: tuple[float, float], metres: float) -> None:
    assert moved_metres((105.68, 18.68), new) == pytest.approx(metres, rel=0.002, abs=0.1)
    assert moved_metres(new, (105.68, 18.68)) == pytest.approx(moved_metres((105.68, 18.68), new))
