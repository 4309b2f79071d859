"""Numbers of legal acts are found in what people paste; none is guessed."""

from __future__ import annotations

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.decisions import normalise_decision
from tests.core.cases import NOW

# Every number seen in documents of 2021 and the acts they cite: right as they are.
SEEN = [
    "3088/QĐ-UBND", "3087/QĐ-UBND", "3243/QĐ-UBND", "1979/QĐ-UBND", "2119/QĐ-UBND", "4213/QĐ-UBND", "4214/QĐ-UBND",
    "199/KH-UBND",
    "16/CT-TTg",
    "2601/VPCP-KGVX",
    "3986/QĐ-BYT", "3092/QĐ-BYT", "878/QĐ-BYT", "4111/QĐ-BYT", "4800/QĐ-BYT", "3646/QĐ-BYT",
    "2686/QĐ-BCĐQG",
    "128/NQ-CP",
    "05/2007/QĐ-BTNMT", "101/2010/NĐ-CP", "13/2023/NĐ-CP", "37/2019/TT-BGTVT",
    "831/NQ-UBTVQH14", "1243/NQ-UBTVQH15", "1678/NQ-UBTVQH15",
]  # fmt: skip
MENDED = {
    "3088/QD-UBND": "3088/QĐ-UBND",
    "3088/qđ-ubnd": "3088/QĐ-UBND",
    "3088/QÐ-UBND": "3088/QĐ-UBND",  # Icelandic Ð
    "3088/QĐ\u200b-UBND": "3088/QĐ-UBND",
    "3088/QĐUBND": "3088/QĐ-UBND",
    "3986/QĐBYT": "3986/QĐ-BYT",
    "3986/QDBYT": "3986/QĐ-BYT",
    "199 /KH - UBND": "199/KH-UBND",
    "3088 / QĐ – UBND": "3088/QĐ-UBND",
    "Số: 3088/QD-UBND ngày 22/8/2021": "3088/QĐ-UBND",
    "Quyết định số 3088/QĐ-UBND của UBND tỉnh": "3088/QĐ-UBND",
    "QĐ số 2686/QĐ-BCĐQG": "2686/QĐ-BCĐQG",
    "2686/QD-BCDQG": "2686/QĐ-BCĐQG",
    "16/CT-TTG": "16/CT-TTg",
    "16/ct-ttg": "16/CT-TTg",
    "1099/CD-TTG": "1099/CĐ-TTg",
    "101/2010/ND-CP": "101/2010/NĐ-CP",
    "18/2020/nq-hdnd": "18/2020/NQ-HĐND",
    "199/KH-UBND.": "199/KH-UBND",
}
LEFT = {
    "theo  chỉ đạo": "theo chỉ đạo",
    "": "",
    "3088": "3088",
    "QĐ-UBND 3088": "QĐ-UBND 3088",
    "3088-QĐ/TU": "3088-QĐ/TU",
    "22/8/2021": "22/8/2021",
    "123456/QĐ-UBND": "123456/QĐ-UBND",
    "3088/QĐ-UBND; 3087/QĐ-UBND": "3088/QĐ-UBND; 3087/QĐ-UBND",
    "3088/QĐ-UBND theo 16/CT-TTg": "3088/QĐ-UBND theo 16/CT-TTg",
}


def test_every_number_seen_is_right_as_it_is(catalogue: Catalogue) -> None:
    (rule,) = catalogue.layer("lockdown_zone").field("decision_no").rules_of("matches")
    assert [number for number in SEEN if not rule.holds({"decision_no": number}, NOW)] == []
    assert [normalise_decision(number) for number in SEEN] == SEEN


def test_a_number_is_found_in_what_people_paste_and_gets_its_letters_back(catalogue: Catalogue) -> None:
    (rule,) = catalogue.layer("lockdown_zone").field("decision_no").rules_of("matches")
    assert {typed: normalise_decision(typed) for typed in MENDED} == MENDED
    assert [number for number in MENDED.values() if not rule.holds({"decision_no": number}, NOW)] == []


def test_no_number_two_numbers_and_a_number_too_long_are_left_for_a_person(catalogue: Catalogue) -> None:
    (rule,) = catalogue.layer("lockdown_zone").field("decision_no").rules_of("matches")
    assert {typed: normalise_decision(typed) for typed in LEFT} == LEFT
    assert [text for text in LEFT.values() if rule.holds({"decision_no": text}, NOW)] == []
