"""Opening hours: typed the Vietnamese way, stored as OpenStreetMap writes them, shown in Vietnamese, never guessed."""

from __future__ import annotations

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.opening_hours import normalise_hours, show_hours
from tests.core.cases import NOW

STORED = {
    "24/7": "24/7",
    "24/24": "24/7",
    "24 / 24": "24/7",
    "24/24h": "24/7",
    "24/24 giờ": "24/7",
    "24h/24h": "24/7",
    "24/24h/ngày": "24/7",
    "cả ngày đêm": "24/7",
    "Cả ngày và đêm": "24/7",
    "suốt ngày đêm": "24/7",
    # every day
    "7h30 - 17h00": "Mo-Su 07:30-17:00",
    "7:30-17:00": "Mo-Su 07:30-17:00",
    "07:30–17:00": "Mo-Su 07:30-17:00",
    "7h30’ - 17h00’": "Mo-Su 07:30-17:00",
    "7h-17h": "Mo-Su 07:00-17:00",
    "7-17h": "Mo-Su 07:00-17:00",
    "7g30-17g": "Mo-Su 07:30-17:00",
    "7 giờ 30 - 17 giờ": "Mo-Su 07:30-17:00",
    "từ 7h đến 17h": "Mo-Su 07:00-17:00",
    "Hàng ngày: 7h-17h": "Mo-Su 07:00-17:00",
    "hằng ngày 7h-17h": "Mo-Su 07:00-17:00",
    "0h-24h": "Mo-Su 00:00-24:00",
    "22h-5h": "Mo-Su 22:00-05:00",
    # twice a day
    "8h-11h; 14h-16h30": "Mo-Su 08:00-11:00,14:00-16:30",
    "8h-11h, 14h-16h30": "Mo-Su 08:00-11:00,14:00-16:30",
    "8h-11h và 14h-16h30": "Mo-Su 08:00-11:00,14:00-16:30",
    "7g-11g, 13g30–17g": "Mo-Su 07:00-11:00,13:30-17:00",
    # days of the week
    "T2-T6: 7h-17h": "Mo-Fr 07:00-17:00",
    "t2-t6 7h-17h": "Mo-Fr 07:00-17:00",
    "T2 đến CN: 7h-17h": "Mo-Su 07:00-17:00",
    "thứ 2 - thứ 6: 7h-17h": "Mo-Fr 07:00-17:00",
    "thứ 2 đến thứ 6: từ 7h đến 17h": "Mo-Fr 07:00-17:00",
    "Thứ Hai đến Thứ Sáu: 7h30-17h": "Mo-Fr 07:30-17:00",
    "thứ hai, thứ tư: 8h-10h": "Mo,We 08:00-10:00",
    "T2,T4,T6: 8h-10h": "Mo,We,Fr 08:00-10:00",
    "T2-T6: 7h-17h; CN nghỉ": "Mo-Fr 07:00-17:00; Su off",
    "T2-T6 7h-11h; 13h-17h; T7 7h-11h": "Mo-Fr 07:00-11:00,13:00-17:00; Sa 07:00-11:00",
    "Chủ nhật: nghỉ": "Su off",
    "CN đóng cửa": "Su off",
    "Lễ nghỉ": "PH off",
    "T2-T6 7h-17h; ngày lễ: nghỉ": "Mo-Fr 07:00-17:00; PH off",
    # already stored
    "Mo-Fr 08:00-12:00,14:00-17:00; Su off": "Mo-Fr 08:00-12:00,14:00-17:00; Su off",
}
REFUSED = [
    "", "sáng chiều", "mở cửa", "8h", "8h-", "25h-26h", "7h60-8h", "T8: 7h-17h", "T2-T6", "nghỉ", "trong giờ hành chính",
    "sáng 7h-11h, chiều 13h-17h", "6h-18h (trừ CN)", "24/6", "7h-17h x",
]  # fmt: skip
SHOWN = {
    "24/7": "24/24",
    "Mo-Su 07:30-17:00": "Hằng ngày 7:30–17:00",
    "Mo-Su 08:00-11:00,14:00-16:30": "Hằng ngày 8:00–11:00,14:00–16:30",
    "Mo-Fr 07:00-17:00; Su off": "T2–T6 7:00–17:00; CN nghỉ",
    "Tu-Th 09:05-10:00; Fr off": "T3–T5 9:05–10:00; T6 nghỉ",
    "Mo,We 08:00-10:00": "T2,T4 8:00–10:00",
    "Sa 00:00-24:00; PH off": "T7 0:00–24:00; Lễ nghỉ",
}


def test_hours_are_stored_as_openstreetmap_writes_them() -> None:
    assert {typed: normalise_hours(typed) for typed in STORED} == STORED


def test_stored_hours_pass_the_form_and_stay_as_they_are(catalogue: Catalogue) -> None:
    (rule,) = catalogue.layer("pharmacy").field("opening_hours").rules_of("matches")
    stored = {*STORED.values(), *SHOWN}
    assert [hours for hours in stored if not rule.holds({"opening_hours": hours}, NOW)] == []
    assert {normalise_hours(hours) for hours in stored} == stored


def test_hours_that_cannot_be_read_are_left_for_the_rule_to_refuse(catalogue: Catalogue) -> None:
    (rule,) = catalogue.layer("pharmacy").field("opening_hours").rules_of("matches")
    assert [typed for typed in REFUSED if rule.holds({"opening_hours": normalise_hours(typed)}, NOW)] == []


def test_hours_are_shown_in_vietnamese_and_read_back_when_somebody_copies_them() -> None:
    assert {stored: show_hours(stored) for stored in SHOWN} == SHOWN
    assert {normalise_hours(shown): shown for shown in SHOWN.values()} == SHOWN
