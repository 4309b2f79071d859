"""Whatever PostgreSQL refuses, the user reads a whole Vietnamese sentence that says what happened and what to do."""

from __future__ import annotations

import json
import re

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.core.messages import explain
from ncovy_qgis.core.refusal_texts import CHECKS, GUARDS, STATES

UID = "5f0c7c1e-2a55-4c43-9d0e-3f3c9f2a1b01"
VIETNAMESE = re.compile("[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]", re.IGNORECASE)


@pytest.mark.parametrize("code", [f"NC{number:03}" for number in range(1, 11)])
def test_every_guard_has_a_sentence_of_its_own_even_when_the_database_gives_none(code: str, catalogue: Catalogue) -> None:
    refusal = explain(code, None, "unexpected", None, catalogue)
    assert refusal.code == code
    assert refusal.text.vi.startswith(GUARDS[code][0].vi.split("{")[0][:1] or "ng")
    assert VIETNAMESE.search(refusal.text.vi)
    assert not VIETNAMESE.search(refusal.text.en.replace("Nghệ An", ""))


@pytest.mark.parametrize("code", [
    "23514", "23502", "23503", "23505", "42501", "57014", "55P03", "40001", "40P01", "08006", "08001", "08P01", "28P01", "28000", "3D000",
    "53300", "53100", "57P01", "57P03", "42P01", "42703", "22P02", "22007", "22008", "25006", "25P02", "XX000", "99999", "HV000",
])  # fmt: skip
def test_every_error_state_is_told_in_vietnamese_and_never_in_the_servers_words(code: str, catalogue: Catalogue) -> None:
    refusal = explain(code, None, 'relation "x" failed', "Failing row contains (1, Nguyễn Văn A, 0966641414).", catalogue, "pharmacy")
    assert VIETNAMESE.search(refusal.text.vi) and refusal.text.vi.endswith(".")
    assert "Failing" not in refusal.text.vi + refusal.text.en
    assert "Nguyễn" not in refusal.text.vi + refusal.text.en
    assert refusal.layer == "pharmacy"


def test_an_unknown_state_tells_its_code_so_that_the_administrator_can_find_it(catalogue: Catalogue) -> None:
    assert "HV000" in explain("HV000", None, "x", None, catalogue).text.vi


def test_a_conflict_says_who_when_and_which_version_in_both_languages(catalogue: Catalogue) -> None:
    detail = json.dumps({"layer": "pharmacy", "uid": UID, "by": "lan", "at": "2021-09-17 11:00:00.12345+00", "row_version": 4})
    refusal = explain("NC001", None, "NC001: lan đã sửa đối tượng này lúc 18:00 ngày 17/09/2021 (phiên bản 4)", detail, catalogue)
    assert (refusal.code, refusal.layer, refusal.uid) == ("NC001", "pharmacy", UID)
    assert refusal.text.vi == "lan đã sửa đối tượng này lúc 18:00 ngày 17/09/2021 (phiên bản 4). Hãy tải lại, so sánh rồi lưu lại."
    assert refusal.text.en == "lan changed this feature at 17/09/2021 18:00 (version 4). Reload it, compare, then save again."


@pytest.mark.parametrize("at", ["2021-09-17T11:00:00Z", "2021-09-17T18:00:00+07:00", "2021-09-17 18:00:00.5+07", "2021-09-17T11:00:00.123456+00:00"])
def test_every_way_the_database_writes_a_time_is_read(at: str, catalogue: Catalogue) -> None:
    refusal = explain("NC001", None, "", json.dumps({"by": "lan", "at": at, "row_version": 4}), catalogue)
    assert refusal.text.vi.startswith("lan đã sửa đối tượng này lúc 17/09/2021 18:00 (phiên bản 4).")


def test_a_conflict_without_facts_is_still_a_sentence(catalogue: Catalogue) -> None:
    assert explain("NC001", None, "", "{}", catalogue).text.vi.startswith("người khác đã sửa đối tượng này lúc ? (phiên bản ?).")


def test_a_foreign_area_is_told_by_its_guard_although_its_state_is_that_of_a_missing_right(catalogue: Catalogue) -> None:
    detail = json.dumps({"layer": "road_block", "uid": UID, "area": True})
    refusal = explain("42501", None, "NC006: lan không được giao địa bàn Xã Nghi Phú; không có gì được lưu.", detail, catalogue)
    assert (refusal.code, refusal.layer) == ("NC006", "road_block")
    assert refusal.text.vi.startswith("lan không được giao địa bàn Xã Nghi Phú; không có gì được lưu.")


def test_every_check_of_every_layer_leads_to_its_field_and_sentence(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        for rule in layer.rules:
            refusal = explain("23514", rule.name, f'new row violates check constraint "{rule.name}"', "Failing row …", catalogue, layer.name)
            assert (refusal.field, refusal.text) == (rule.field, rule.message)


@pytest.mark.parametrize("name", CHECKS)
def test_checks_of_the_position_have_sentences_too(name: str, catalogue: Catalogue) -> None:
    refusal = explain("23514", name, "…", json.dumps({"uid": UID, "layer": "lockdown_zone"}), catalogue)
    assert refusal.text == CHECKS[name]
    assert (refusal.field, refusal.uid, refusal.layer) == (name.split("__")[0], UID, "lockdown_zone")


def test_a_check_of_an_older_catalogue_names_at_least_the_field(catalogue: Catalogue) -> None:
    assert explain("23514", "phone__former", "", None, catalogue, "pharmacy").text.vi == "«Điện thoại» không hợp lệ; hãy sửa lại."
    assert explain("23514", "pharmacy_check", "", None, catalogue, "pharmacy").text == STATES["23514"]
    assert explain("23514", None, "", None, catalogue, None).text == STATES["23514"]


def test_a_table_that_is_no_layer_is_no_layer(catalogue: Catalogue) -> None:
    assert explain("23505", None, "", None, catalogue, "assignment").layer is None


@pytest.mark.parametrize("detail", ["", None, "not json", "[1]", '"text"', "null"])
def test_a_detail_that_is_not_ours_is_ignored(detail: str | None, catalogue: Catalogue) -> None:
    assert explain("NC003", None, "NC003: Không dòng nào được sửa.", detail, catalogue).uid is None


def test_braces_in_names_do_no_harm(catalogue: Catalogue) -> None:
    detail = json.dumps({"by": "{row_version}{x!r}", "at": None})
    assert "{row_version}{x!r}" in explain("NC001", None, "", detail, catalogue).text.vi
