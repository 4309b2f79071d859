"""What looks like a patient is found; places, organisations and acts are not."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.personal_data import CITIZEN_ID, KINDS, PERHAPS_PERSONAL, PERSONAL_DATA, scan
from ncovy_qgis.core.rules.dialect import python_regex, regex_problem
from tests.core.cases import NOT_PERSONAL, NOW, PERSONAL

FOUND = {
    "CCCD 040123456789": "long_number",
    "CMND 186123456": "long_number",
    "BHYT DN4401234567890": "long_number",
    "gọi +84966641414": "long_number",
    "CCCD 0401 2345 6789": "grouped_id",
    "0401.2345.6789": "grouped_id",
    "gọi 0966.641.414": "phone",
    "0966 641 414": "phone",
    "0966-641-414": "phone",
    "0912 345678": "phone",
    "0238 3844 528": "phone",
    "BN1234": "patient_code",
    "bn1234": "patient_code",
    "(BN 1234)": "patient_code",
    "BN-12": "patient_code",
    "BN_12": "patient_code",
    "BN: 12": "patient_code",
    "bệnh nhân 3": "patient_code",
    "Bệnh nhân số 12": "patient_code",
    "F0 Nguyễn Văn An": "contact_name",
    "f. F0 ông Nguyễn Văn An": "contact_name",
    "F1: bà Trần Thị Bình": "contact_name",
    "F2 là anh Lê Hùng": "contact_name",
    "F3 tên Đặng Ý": "contact_name",
    "sinh năm 1980": "birth_year",
    "Sinh năm: 1980": "birth_year",
    "Năm sinh 2001": "birth_year",
    "SN 1975": "birth_year",
    "xe 37A-123.45": "vehicle_plate",
    "37A 12345": "vehicle_plate",
    "biển số 37B1-123.45": "vehicle_plate",
}
HARMLESS = [
    *NOT_PERSONAL,
    "Chốt cầu Bến Thủy 1", "Trạm y tế xã Nghi Phú", "Tổ 3, khối Tân Hòa", "Số 12 ngõ 5 đường Lê Lợi", "Chung cư 37A", "Tổ 37A 100",
    "QL1A", "QL48", "Km463+200", "3088/QĐ-UBND", "199/KH-UBND", "16/CT-TTg", "05/2007/QĐ-BTNMT",
    "ngày 22/8/2021", "00h00 ngày 22/08/2021", "năm 2021", "734.000 đồng", "1.270.000 người", "105.681389", "18°40'47\"",
    "Bệnh viện 115", "BV115", "BVDC số 1", "bệnh nhân nặng", "Bệnh nhân cần giấy chuyển viện", "điều trị F0 nhẹ", "F0 tại nhà", "cách ly F1", "F1 ở Hưng Dũng",
    "1900 9095", "115", "SNV", "Trường TH Hưng Bình",
]  # fmt: skip


def test_personal_data_is_found_and_its_kind_is_told() -> None:
    assert {text: kind for text, kind in FOUND.items() if kind not in {found.kind.name for found in scan(text)}} == {}


def test_every_kind_has_an_example_and_a_label_in_both_languages() -> None:
    assert set(FOUND.values()) == {kind.name for kind in KINDS}
    assert all(kind.label.vi and kind.label.en and kind.label.vi != kind.label.en for kind in KINDS)


def test_places_and_acts_are_not_taken_for_persons() -> None:
    assert {text: scan(text) for text in HARMLESS} == dict.fromkeys(HARMLESS, ())


def test_the_rule_of_the_form_finds_what_the_scan_finds() -> None:
    regex = python_regex(PERSONAL_DATA)
    texts = [*FOUND, *PERSONAL, *HARMLESS]
    assert [text for text in texts if bool(regex.search(text)) is not bool(scan(text))] == []


def test_every_kind_is_written_for_three_engines() -> None:
    assert {kind.name: regex_problem(kind.regex) for kind in KINDS} == dict.fromkeys((kind.name for kind in KINDS), None)


def test_a_finding_says_where_but_does_not_repeat_the_data() -> None:
    (found,) = scan("Nhà BN1234 ở xóm 5")
    assert "Nhà BN1234 ở xóm 5"[found.start : found.end].strip() == "BN1234"
    assert "1234" not in repr(found).replace(repr(found.kind), "")


def test_several_findings_come_in_the_order_of_the_text() -> None:
    assert [found.kind.name for found in scan("F0 Nguyễn Văn An, sinh năm 1980, gọi 0966.641.414")] == ["contact_name", "birth_year", "phone"]


def test_the_texts_that_the_public_reads_are_scanned(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        scanned = {rule.field for rule in layer.rules if rule.kind == "no_personal_data"}
        assert {"name", "address", "note_public", "hamlet", "note_internal"} <= scanned
        assert not layer.field("name").rules_of("no_personal_data")[0].holds({"name": "F0 Nguyễn Văn An"}, NOW)


@given(st.one_of(*(st.from_regex(regex) for regex in (*(kind.regex for kind in KINDS), CITIZEN_ID))))
def test_the_glance_before_misses_nothing_that_would_be_found(text: str) -> None:
    assert re.search(PERHAPS_PERSONAL, text)
