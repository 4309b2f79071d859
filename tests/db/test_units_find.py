"""Units are found as people type them: with accents or none, words in any order, the tone on either vowel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ncovy_qgis.db.units import find

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


def codes(connection: Connection, text: str, era: int | None = 2021) -> list[str]:
    return [found.code for found in find(connection, text, era)]


def test_without_accents_all_namesakes_answer_and_none_is_guessed(connection: Connection) -> None:
    found = find(connection, "chau binh", 2021)
    assert {unit.name for unit in found} >= {"Xã Châu Bình", "Xã Châu Bính"}
    assert not any(unit.exact for unit in found)


@pytest.mark.parametrize(("typed", "code"), [("Châu Bính", "16780"), ("châu bình", "16804"), ("Xã Nậm Cắn", "16837"), ("Nậm Càn", "16873")])
def test_typed_accents_put_their_own_unit_first(connection: Connection, typed: str, code: str) -> None:
    found = find(connection, typed, 2021)
    assert found[0].code == code
    assert found[0].exact
    assert len(found) == 1 or not found[1].exact  # the namesake without these accents comes after


@pytest.mark.parametrize("typed", ["Hoà Hiếu", "Hòa Hiếu", "phường hòa hiếu", "Ho\u0300a Hie\u0302\u0301u"])
def test_the_place_of_the_tone_and_the_unicode_form_do_not_matter(connection: Connection, typed: str) -> None:
    assert codes(connection, typed)[0] == "16939"


def test_words_may_come_in_any_order_and_name_the_district(connection: Connection) -> None:
    assert codes(connection, "luu quynh tan")[0] == "17119"  # Xã Quỳnh Tân, huyện Quỳnh Lưu
    assert "17119" in codes(connection, "tan quynh luu")


def test_three_communes_of_one_name_are_told_apart_by_their_district(connection: Connection) -> None:
    found = find(connection, "Đồng Văn", 2021)
    assert {(unit.code, unit.parent) for unit in found} == {("16744", "Huyện Quế Phong"), ("17287", "Huyện Tân Kỳ"), ("17764", "Huyện Thanh Chương")}
    assert codes(connection, "dong van que phong") == ["16744"]


def test_a_code_is_found_in_every_era_that_uses_it(connection: Connection) -> None:
    assert {(unit.era, unit.name) for unit in find(connection, "16744")} == {(2021, "Xã Đồng Văn"), (2025, "Xã Thông Thụ")}
    assert codes(connection, "16744", 2025) == ["16744"]


@pytest.mark.parametrize("typed", ["", "   ", "Hà Nội", "%", "_", "'; DROP TABLE ncovy.unit --", "\\"])
def test_nonsense_finds_nothing_and_does_no_harm(connection: Connection, typed: str) -> None:
    assert find(connection, typed) == ()


def test_a_unit_tells_where_it_is(connection: Connection) -> None:
    (vinh,) = [unit for unit in find(connection, "Thành phố Vinh", 2021) if unit.level == 2]
    assert (vinh.code, vinh.parent, vinh.quality) == ("412", "Tỉnh Nghệ An", "approximate")
    assert 105.6 < vinh.lon < 105.8
    assert 18.6 < vinh.lat < 18.85
