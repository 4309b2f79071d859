"""What to look at twice, said in one sentence in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from ncovy_qgis.core.model import Text
from ncovy_qgis.core.unusual import FAR_MOVE, KINDS, NIGHT, REMOVALS, Facts, Limits, sentence

DAY = date(2021, 9, 1)
PHARMACY = Text("Nhà thuốc", "Pharmacy")


def test_many_removals_name_person_number_and_day() -> None:
    words = sentence(Facts(REMOVALS, "lan", DAY, 12), Limits())
    assert words == Text("lan gỡ bỏ 12 đối tượng trong ngày 01/09/2021.", "lan removed 12 features on 01/09/2021.")


def test_a_far_move_names_the_feature_and_the_distance_as_vietnamese_write_it() -> None:
    words = sentence(Facts(FAR_MOVE, "lan", DAY, 1, 3456.0, PHARMACY, "Hồng Ngọc"), Limits())
    assert words.vi == "lan dời «Hồng Ngọc» (Nhà thuốc) đi 3,5 km ngày 01/09/2021."
    assert words.en == "lan moved “Hồng Ngọc” (Pharmacy) by 3,5 km on 01/09/2021."


def test_others_moved_in_the_same_save_are_counted_not_listed() -> None:
    words = sentence(Facts(FAR_MOVE, "lan", DAY, 40, 50_000.0, PHARMACY, None), Limits())
    assert words.vi == "lan dời «–» (Nhà thuốc) đi 50 km ngày 01/09/2021, và 39 đối tượng khác trong cùng lần lưu."


def test_work_at_night_names_the_hours_that_were_asked_for() -> None:
    words = sentence(Facts(NIGHT, "hoa", DAY, 3), Limits(night_from=23, night_to=4))
    assert "từ 23 giờ đến 4 giờ sáng, đêm 01/09/2021" in words.vi and "between 23:00 and 4:00" in words.en


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_word_and_a_sentence(kind: str) -> None:
    words = sentence(Facts(kind, "lan", DAY, 1, 2000.0), Limits())
    assert KINDS[kind].vi and KINDS[kind].en
    assert words.vi.endswith(".") and words.en.endswith(".") and words.vi != words.en
