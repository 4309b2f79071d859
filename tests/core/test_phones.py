"""Phone numbers of organisations: whatever a cell holds, digits are stored, or the text is left for the rule to refuse."""

from __future__ import annotations

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.phones import may_be_old_landline, normalise_phones, phone_link, read_phone, show_phones
from tests.core.cases import NOW

STORED = {
    # one number, as it is written in documents, sheets and contacts
    "0966641414": "0966641414",
    "0966.641.414": "0966641414",
    "0966-641-414": "0966641414",
    "0966 641 414": "0966641414",
    "0966\u00a0641\u00a0414": "0966641414",
    " 0966641414 ": "0966641414",
    "0966\u200b641414": "0966641414",
    "02386.555.666": "02386555666",
    "0238.3844.528": "02383844528",
    "(0238) 3.844.528": "02383844528",
    "(0238)3844528": "02383844528",
    "024 3 999 9999": "02439999999",
    # the country's code in its four spellings, with and without the 0 that should have gone
    "+84 966 641 414": "0966641414",
    "+84966641414": "0966641414",
    "0084966641414": "0966641414",
    "0084-966-641-414": "0966641414",
    "84966641414": "0966641414",
    "84 238 3844 528": "02383844528",
    "(+84) 966641414": "0966641414",
    "+84 (0)966 641 414": "0966641414",
    "+840966641414": "0966641414",
    "+84 (0) 238 3844528": "02383844528",
    # a spreadsheet took the number for a number: the 0 is lost, sometimes «.0» is won
    "966641414": "0966641414",
    "966641414.0": "0966641414",
    "2383844528": "02383844528",
    "2383844528.0": "02383844528",
    "0966641414.0": "0966641414",
    # mobiles of before 2018 had eleven digits
    "01688123456": "0388123456",
    "0120 123 4567": "0701234567",
    "0129.123.4567": "0821234567",
    "0186 123 4567": "0561234567",
    "0199 123 4567": "0591234567",
    # service and emergency numbers
    "1900 9095": "19009095",
    "1900.9095": "19009095",
    "1800 599 920": "1800599920",
    "1022": "1022",
    "115": "115",
    # several numbers in a cell
    "0966641414; 0912345678": "0966641414; 0912345678",
    "0966641414;": "0966641414",
    "0966641414,0912345678": "0966641414; 0912345678",
    "0966641414/0912345678": "0966641414; 0912345678",
    "0966641414 | 115": "0966641414; 115",
    "0966.641.414 - 0238 3844528": "0966641414; 02383844528",
    "0966.641.414–0912.345.678": "0966641414; 0912345678",
    "0966641414 hoặc 1900.9095": "0966641414; 19009095",
    "0966641414 và 0912345678": "0966641414; 0912345678",
    "0966641414\n115": "0966641414; 115",
    "0966641414\r\n115\r\n": "0966641414; 115",
    "0966641414; 0966 641 414": "0966641414",
    "113, 114, 115": "113; 114; 115",
}
REFUSED = [
    "",
    ";",
    "BN1234",
    "0123",
    "gọi bác sĩ",
    "0966641414 (cô Hoa)",
    "ĐT: 0966641414",
    "0966641414 0912345678",
    "0238 3844 528 máy lẻ 12",
    "+1 202 555 0100",
    "+85 966641414",
    "096664141",
    "09666414145",
    "0123456789",
    "0566",
    "8496664141",
    "12345678901234",
    "9.66641414E8",
    "119",
    "110",
    "1900 909",
    "18001234567",
    "０９６６６４１４１４",
    "٠٩٦٦٦٤١٤١٤",
]
SHOWN = {
    "02383844528": "0238 3844 528",
    "0966641414": "0966 641 414",
    "19009095": "1900 9095",
    "1800599920": "1800 599920",
    "1022": "1022",
    "115": "115",
    "02383844528; 0966641414": "0238 3844 528; 0966 641 414",
    "spoilt": "spoilt",
    "": "",
}


def test_phones_are_stored_as_digits() -> None:
    assert {typed: normalise_phones(typed) for typed in STORED} == STORED


def test_what_is_stored_passes_the_form_stays_as_it_is_and_is_read_back_from_what_is_shown(catalogue: Catalogue) -> None:
    (rule,) = catalogue.layer("pharmacy").field("phone").rules_of("matches")
    stored = set(STORED.values())
    assert [number for number in stored if not rule.holds({"phone": number}, NOW)] == []
    assert {normalise_phones(number) for number in stored} == stored
    assert {normalise_phones(show_phones(number)) for number in stored} == stored


def test_what_is_no_phone_is_left_for_the_rule_to_refuse(catalogue: Catalogue) -> None:
    (rule,) = catalogue.layer("pharmacy").field("phone").rules_of("matches")
    assert [typed for typed in REFUSED if rule.holds({"phone": normalise_phones(typed)}, NOW)] == []
    assert [typed for typed in REFUSED if read_phone(typed)] == []


def test_phones_are_shown_in_groups() -> None:
    assert {stored: show_phones(stored) for stored in SHOWN} == SHOWN


@pytest.mark.parametrize(("number", "link"), [
    ("0966641414", "tel:+84966641414"),
    ("02383844528", "tel:+842383844528"),
    ("19009095", "tel:19009095"),
    ("115", "tel:115"),
])  # fmt: skip
def test_a_number_is_dialled_from_abroad_where_that_works(number: str, link: str) -> None:
    assert phone_link(number) == link


@pytest.mark.parametrize(("typed", "asked"), [
    ("038 3844 528", True),
    ("0383844528", True),
    ("+84 38 3844 528", True),
    ("383844528.0", True),
    ("0238 3844 528", False),
    ("0393844528", False),
    ("0966641414", False),
    ("038", False),
    ("x", False),
])  # fmt: skip
def test_a_number_that_may_be_a_landline_of_before_2017_is_asked_about(typed: str, asked: bool) -> None:
    assert may_be_old_landline(typed) is asked
