"""Phones, decision numbers, hours and roads come to one stored form, and the rules accept exactly what normalising can read."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue, load_catalogue
from ncovy_qgis.core.decisions import normalise_decision
from ncovy_qgis.core.normalise import normalise_row, normalise_value
from ncovy_qgis.core.opening_hours import normalise_hours, show_hours
from ncovy_qgis.core.phones import may_be_old_landline, normalise_phones, phone_link, read_phone, show_phones
from ncovy_qgis.core.roads import normalise_road
from tests.core.cases import _MATCHING
from tests.core.quick import quick

CATALOGUE = load_catalogue()
NOW = datetime(2021, 9, 17, tzinfo=timezone.utc)


def accepted(name: str, text: str) -> bool:
    """Whether the form's rule for a text pattern accepts a text."""
    layer = CATALOGUE.layer("control_checkpoint")
    rule = layer.field(name).rules_of("matches")[0]
    return rule.holds({name: text}, NOW)


@pytest.mark.parametrize(("typed", "stored"), [
    ("0238.3844.528", "02383844528"), ("(0238) 3.844.528", "02383844528"), ("+84 966 641 414", "0966641414"), ("0084966641414", "0966641414"),
    ("84966641414", "0966641414"), ("+84 (0)966 641 414", "0966641414"), ("966641414.0", "0966641414"), ("2383844528", "02383844528"),
    ("0966.641.414 - 0238 3844528", "0966641414; 02383844528"), ("0966641414/0912345678", "0966641414; 0912345678"),
    ("0966641414 hoặc 1900.9095", "0966641414; 19009095"), ("0966641414\n115", "0966641414; 115"), ("01688123456", "0388123456"),
    ("0966641414; 0966 641 414", "0966641414"), ("1022", "1022"), ("02386.555.666", "02386555666"),
])  # fmt: skip
def test_phones_are_stored_as_digits(typed: str, stored: str) -> None:
    assert normalise_phones(typed) == stored
    assert accepted("phone", stored)


@pytest.mark.parametrize("typed", ["BN1234", "0123", "gọi bác sĩ", "0966641414 (anh A)", "+1 202 555 0100", "12345678901234"])
def test_what_is_no_phone_is_left_for_the_rule_to_refuse(typed: str) -> None:
    assert not accepted("phone", normalise_phones(typed))


def test_phones_are_shown_in_groups_and_dialled_from_abroad() -> None:
    assert show_phones("02383844528; 0966641414; 19009095; 115") == "0238 3844 528; 0966 641 414; 1900 9095; 115"
    assert [phone_link("0966641414"), phone_link("115")] == ["tel:+84966641414", "tel:115"]


def test_a_number_that_may_be_an_old_landline_is_asked_about() -> None:
    assert may_be_old_landline("038 3844 528")
    assert not may_be_old_landline("0966641414")
    assert not may_be_old_landline("x")
    assert read_phone("x") is None


@pytest.mark.parametrize(("typed", "stored"), [
    ("Số: 3088/QD-UBND ngày 22/8/2021", "3088/QĐ-UBND"), ("3986/QĐBYT", "3986/QĐ-BYT"), ("3088/qđ-ubnd", "3088/QĐ-UBND"), ("199 /KH - UBND", "199/KH-UBND"),
    ("QĐ số 2686/QĐ-BCĐQG", "2686/QĐ-BCĐQG"), ("05/2007/QĐ-BTNMT", "05/2007/QĐ-BTNMT"), ("16/CT-TTg", "16/CT-TTg"), ("16/CT-TTG", "16/CT-TTg"),
    ("2601/VPCP-KGVX", "2601/VPCP-KGVX"), ("3092/QD-BYT", "3092/QĐ-BYT"), ("128/NQ-CP", "128/NQ-CP"),
])  # fmt: skip
def test_decision_numbers_are_found_in_what_people_paste(typed: str, stored: str) -> None:
    assert normalise_decision(typed) == stored
    assert accepted("decision_no", stored)


def test_a_text_without_a_decision_number_is_left_for_the_rule_to_refuse() -> None:
    assert normalise_decision("theo  chỉ đạo") == "theo chỉ đạo"
    assert not accepted("decision_no", "theo chỉ đạo")


@pytest.mark.parametrize(("typed", "stored", "shown"), [
    ("24/24", "24/7", "24/24"), ("24/24h", "24/7", "24/24"), ("7h30 - 17h00", "Mo-Su 07:30-17:00", "Hằng ngày 7:30–17:00"),
    ("8h-11h; 14h-16h30", "Mo-Su 08:00-11:00,14:00-16:30", "Hằng ngày 8:00–11:00,14:00–16:30"),
    ("T2-T6: 7h-17h; CN nghỉ", "Mo-Fr 07:00-17:00; Su off", "T2–T6 7:00–17:00; CN nghỉ"),
    ("thứ 2 đến thứ 6: từ 7h đến 17h", "Mo-Fr 07:00-17:00", "T2–T6 7:00–17:00"),
    ("7g-11g, 13g30–17g", "Mo-Su 07:00-11:00,13:30-17:00", "Hằng ngày 7:00–11:00,13:30–17:00"),
    ("Mo-Fr 08:00-12:00,14:00-17:00; Su off", "Mo-Fr 08:00-12:00,14:00-17:00; Su off", "T2–T6 8:00–12:00,14:00–17:00; CN nghỉ"),
    ("22h-5h", "Mo-Su 22:00-05:00", "Hằng ngày 22:00–5:00"), ("thứ hai, thứ tư: 8h-10h", "Mo,We 08:00-10:00", "T2,T4 8:00–10:00"),
])  # fmt: skip
def test_hours_are_stored_as_openstreetmap_writes_them_and_shown_in_vietnamese(typed: str, stored: str, shown: str) -> None:
    assert normalise_hours(typed) == stored
    assert accepted("opening_hours", stored)
    assert show_hours(stored) == shown


@pytest.mark.parametrize("typed", ["sáng chiều", "25h-26h", "mở cửa", "8h", ""])
def test_hours_that_cannot_be_read_are_left_for_the_rule_to_refuse(typed: str) -> None:
    assert not accepted("opening_hours", normalise_hours(typed))


@pytest.mark.parametrize(("typed", "stored"), [
    ("quốc lộ 1A", "QL1A"), ("QL 48c", "QL48C"), ("ql7", "QL7"), ("tỉnh lộ 534", "ĐT.534"), ("TL534B", "ĐT.534B"), ("Đường tỉnh 545", "ĐT.545"),
    ("đường  Lê Lợi", "đường Lê Lợi"), ("QL46 giao ĐT 542", "QL46 giao ĐT.542"),
])  # fmt: skip
def test_roads_have_one_name(typed: str, stored: str) -> None:
    assert normalise_road(typed) == stored


def test_a_row_is_normalised_by_the_forms_and_blank_text_is_nothing(catalogue: Catalogue) -> None:
    layer = catalogue.layer("control_checkpoint")
    row = {"name": "  Chốt\u00a0cầu  Bến Thủy ", "road_name": "quốc lộ 1A", "phone": "0966.641.414", "opening_hours": "24/24", "address": "  ",
           "note_public": " a \r\n b ", "green_lane": True, "staff_count": 5, "decision_no": "199/KH-UBND.", "unknown": " x "}  # fmt: skip
    assert normalise_row(layer, row) == {
        "name": "Chốt cầu Bến Thủy", "road_name": "QL1A", "phone": "0966641414", "opening_hours": "24/7", "address": None, "note_public": "a\nb",
        "green_lane": True, "staff_count": 5, "decision_no": "199/KH-UBND", "unknown": " x ",
    }  # fmt: skip


@pytest.mark.parametrize("pattern", ["phone", "decision_no", "opening_hours"])
def test_every_form_the_rule_accepts_normalises_to_a_form_it_accepts(pattern: str) -> None:
    normalise = {"phone": normalise_phones, "decision_no": normalise_decision, "opening_hours": normalise_hours}[pattern]
    for text in _MATCHING[pattern]:
        assert accepted(pattern, normalise(text)), text
        assert normalise(normalise(text)) == normalise(text)


@quick
@given(st.text(max_size=30) | st.text("0123456789-/ .;,:hTCN+QĐUBNDMoFrSu", max_size=30))
def test_normalising_twice_changes_nothing_more_and_never_raises(text: str) -> None:
    layer = CATALOGUE.layer("control_checkpoint")
    for name in ("phone", "decision_no", "opening_hours", "road_name", "name", "note_public"):
        once = normalise_value(layer.field(name), text)
        assert normalise_value(layer.field(name), once) == once
