"""Which field a reason speaks of."""

from __future__ import annotations

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.mentions import mentioned


@pytest.mark.parametrize(
    ("layer", "text", "field"),
    [
        ("lockdown_zone", "Thiếu số quyết định hoặc văn bản nguồn.", "decision_no"),
        ("lockdown_zone", "SỐ HỘ và số nhân khẩu không khớp", "households"),
        ("lockdown_zone", "Mô tả ranh giới chưa rõ", "boundary_text"),
        ("pharmacy", "thieu so dien thoai", "phone"),
        ("pharmacy", "Địa chỉ, điện thoại: xem lại", "address"),
        ("pharmacy", "Phone is wrong", "phone"),
        ("pharmacy", "Điê\u0323n thoại sai", "phone"),
    ],
)
def test_the_field_named_first_is_found_by_its_label_in_either_language(catalogue: Catalogue, layer: str, text: str, field: str) -> None:
    assert mentioned(catalogue.layer(layer), text) == field


def test_of_two_labels_that_begin_alike_the_longer_is_meant(catalogue: Catalogue) -> None:
    assert mentioned(catalogue.layer("lockdown_zone"), "SĐT người phụ trách sai") == "contact_phone"
    assert mentioned(catalogue.layer("lockdown_zone"), "Lý do gỡ bỏ chưa rõ") == "removed_reason"


@pytest.mark.parametrize("text", ["", "Vị trí chưa đúng", "tênh hênh", "Ten-nis 🎾", "(*", "Có vẻ trùng với đối tượng đã có"])
def test_a_text_that_names_no_field_gives_none(catalogue: Catalogue, text: str) -> None:
    found = {layer.name: mentioned(layer, text) for layer in catalogue.layers}
    assert set(found.values()) == ({"name"} if text.startswith("Ten") else {None})


def test_with_accents_a_word_of_other_accents_is_another_word(catalogue: Catalogue) -> None:
    assert mentioned(catalogue.layer("pharmacy"), "Hãy xem đền, chùa: chuối") is None
    assert mentioned(catalogue.layer("pharmacy"), "chuoi") == "chain"
