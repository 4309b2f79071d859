"""What looks like a patient is found; places, organisations and acts are not."""

from __future__ import annotations

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.personal_data import KINDS, scan
from tests.core.cases import NOT_PERSONAL, NOW, PERSONAL


@pytest.mark.parametrize("text", PERSONAL)
def test_personal_data_is_found(text: str) -> None:
    assert scan(text)


@pytest.mark.parametrize("text", [*NOT_PERSONAL, "Chốt cầu Bến Thủy 1", "Trạm y tế xã Nghi Phú", "199/KH-UBND", "QL48", "Tổ 3, khối Tân Hòa", "Km463+200"])
def test_places_and_acts_are_not_taken_for_persons(text: str) -> None:
    assert scan(text) == ()


@pytest.mark.parametrize(("text", "kind"), [
    ("CCCD 040123456789", "long_number"), ("gọi 0966.641.414", "phone"), ("BN1234", "patient_code"), ("F0 Nguyễn Văn An", "contact_name"),
    ("F1: bà Trần Thị Bình", "contact_name"), ("sinh năm 1980", "birth_year"), ("xe 37A-123.45", "vehicle_plate"),
])  # fmt: skip
def test_the_kind_of_what_is_found_is_told(text: str, kind: str) -> None:
    assert kind in {found.kind.name for found in scan(text)}


def test_a_finding_says_where_but_does_not_repeat_the_data() -> None:
    (found,) = scan("Nhà BN1234 ở xóm 5")
    assert "Nhà BN1234 ở xóm 5"[found.start : found.end].strip() == "BN1234"
    assert "1234" not in repr(found).replace(repr(found.kind), "")


def test_every_kind_has_a_label_in_both_languages() -> None:
    assert all(kind.label.vi and kind.label.en for kind in KINDS)


def test_the_texts_that_the_public_reads_are_scanned(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        scanned = {rule.field for rule in layer.rules if rule.kind == "no_personal_data"}
        assert {"name", "address", "note_public", "hamlet", "note_internal"} <= scanned
        assert not layer.field("name").rules_of("no_personal_data")[0].holds({"name": "F0 Nguyễn Văn An"}, NOW)
