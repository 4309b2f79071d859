"""Whatever PostgreSQL refuses, the user reads a whole Vietnamese sentence that says what happened and what to do."""

from __future__ import annotations

import json
import re

import pytest

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.core.messages import Refusal, explain
from ncovy_qgis.core.refusal_texts import CHECKS, CLASSES, GUARDS, STATES, UNKNOWN

UID = "5f0c7c1e-2a55-4c43-9d0e-3f3c9f2a1b01"
VIETNAMESE = re.compile("[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|is|was|not|and|you|your|again|server|error|value|row|row_version|failed|permission|denied|relation)\b", re.IGNORECASE)
ROW = "Failing row contains (1, Nguyễn Văn A, 0966641414, BN1234)."
GUARD_CODES = [f"NC{number:03}" for number in range(1, 11)]
# SQLSTATE → the beginning of what the user reads
TOLD = {
    "23502": "Thiếu một giá trị bắt buộc",
    "23503": "Đối tượng được chọn để liên kết không còn tồn tại",
    "23505": "Giá trị này đã có ở một đối tượng khác",
    "23514": "Một giá trị không hợp lệ",
    "23P01": "Một giá trị không hợp lệ",
    "42501": "Tài khoản của bạn không có quyền làm việc này",
    "42P01": "Cơ sở dữ liệu chưa khớp với phiên bản Ncovy này",
    "42703": "Cơ sở dữ liệu chưa khớp với phiên bản Ncovy này",
    "42883": "Cơ sở dữ liệu chưa khớp với phiên bản Ncovy này",
    "57014": "Máy chủ làm quá lâu",
    "57P01": "Máy chủ đã ngắt phiên làm việc",
    "57P03": "Máy chủ đang khởi động",
    "55P03": "Người khác đang lưu cùng đối tượng",
    "40001": "Hai người lưu cùng lúc",
    "40P01": "Hai người lưu cùng lúc",
    "08000": "Mất kết nối tới máy chủ",
    "08001": "Mất kết nối tới máy chủ",
    "08006": "Mất kết nối tới máy chủ",
    "08P01": "Mất kết nối tới máy chủ",
    "28000": "Máy chủ không nhận tên đăng nhập",
    "28P01": "Máy chủ không nhận tên đăng nhập",
    "3D000": "Không có cơ sở dữ liệu này",
    "53100": "Ổ đĩa của máy chủ đã đầy",
    "53200": "Máy chủ hết tài nguyên",
    "53300": "Máy chủ đã hết chỗ kết nối",
    "22001": "Một giá trị quá dài",
    "22003": "Một con số quá lớn",
    "22007": "Một giá trị sai dạng",
    "22008": "Một giá trị sai dạng",
    "22P02": "Một giá trị sai dạng",
    "25006": "Kết nối này chỉ để đọc",
    "25P02": "Giao dịch bị ngắt",
    "25P03": "Phiên làm việc để yên quá lâu",
    "XX000": "Máy chủ từ chối (mã XX000)",
    "HV000": "Máy chủ từ chối (mã HV000)",
    "99999": "Máy chủ từ chối (mã 99999)",
    "": "Máy chủ từ chối (mã )",
}


def texts_of(catalogue: Catalogue) -> list[Text]:
    """Everything a user may be told."""
    guards = [text for pair in GUARDS.values() for text in pair]
    rules = [rule.message for layer in catalogue.layers for rule in layer.rules]
    return [*guards, *CHECKS.values(), *STATES.values(), *CLASSES.values(), UNKNOWN, *rules]


def test_no_vietnamese_sentence_holds_english_and_no_english_one_vietnamese(catalogue: Catalogue) -> None:
    texts = texts_of(catalogue)
    assert [text.vi for text in texts if not VIETNAMESE.search(text.vi) or ENGLISH.search(re.sub(r"\{.*?\}", "", text.vi))] == []
    assert [text.en for text in texts if VIETNAMESE.search(re.sub("Nghệ An|QĐ-UBND", "", text.en))] == []


def test_every_text_is_whole_sentences(catalogue: Catalogue) -> None:
    assert [text for text in texts_of(catalogue) if not text.vi.endswith(".") or not text.en.endswith(".")] == []


@pytest.mark.parametrize("code", GUARD_CODES)
def test_every_guard_has_a_sentence_of_its_own_even_when_the_database_gives_none(code: str, catalogue: Catalogue) -> None:
    refusal = explain(code, None, "unexpected", None, catalogue)
    what, advice = GUARDS[code]
    assert refusal.code == code
    assert refusal.text.vi == f"{what.vi.format(by='người khác', at='?', row_version='?')} {advice.vi}"
    assert refusal.text.en == f"{what.en.format(by='somebody else', at='?', row_version='?')} {advice.en}"


@pytest.mark.parametrize("code", GUARD_CODES)
def test_the_sentence_of_the_database_is_told_with_advice_once(code: str, catalogue: Catalogue) -> None:
    advice = GUARDS[code][1].vi
    said = explain(code, None, f"{code}: Máy chủ nói một câu", None, catalogue).text.vi
    assert said == f"Máy chủ nói một câu. {advice}"
    assert explain(code, None, f"{code}: Máy chủ nói một câu. {advice}", None, catalogue).text.vi == said


def test_the_guards_are_those_of_the_database() -> None:
    assert sorted(GUARDS) == GUARD_CODES


def test_every_error_state_is_told_in_vietnamese_and_never_in_the_servers_words(catalogue: Catalogue) -> None:
    told = {code: explain(code, None, 'new row for relation "pharmacy" violates …', ROW, catalogue, "pharmacy") for code in TOLD}
    assert {code: refusal.text.vi for code, refusal in told.items() if not refusal.text.vi.startswith(TOLD[code])} == {}
    words = " ".join(refusal.text.vi + refusal.text.en for refusal in told.values())
    assert [leak for leak in ("Nguyễn", "0966641414", "BN1234", "Failing", "relation", "violates") if leak in words] == []
    assert {(refusal.layer, refusal.uid, refusal.field) for refusal in told.values()} == {("pharmacy", None, None)}


def test_a_conflict_says_who_when_and_which_version_in_both_languages(catalogue: Catalogue) -> None:
    detail = json.dumps({"layer": "pharmacy", "uid": UID, "by": "lan", "at": "2021-09-17 11:00:00.12345+00", "row_version": 4})
    refusal = explain("NC001", None, "NC001: lan đã sửa đối tượng này lúc 18:00 ngày 17/09/2021 (phiên bản 4)", detail, catalogue)
    assert refusal == Refusal("NC001", "pharmacy", UID, None, Text(
        "lan đã sửa đối tượng này lúc 18:00 ngày 17/09/2021 (phiên bản 4). Hãy tải lại, so sánh rồi lưu lại.",
        "lan changed this feature at 17/09/2021 18:00 (version 4). Reload it, compare, then save again.",
    ))  # fmt: skip


@pytest.mark.parametrize("at", [
    "2021-09-17T11:00:00Z",
    "2021-09-17T18:00:00+07:00",
    "2021-09-17 18:00:00+07",
    "2021-09-17 18:00:00.5+07",
    "2021-09-17T11:00:00.123456+00:00",
    "2021-09-17 06:00:00.12-05",
])  # fmt: skip
def test_every_way_the_database_writes_a_time_is_read(at: str, catalogue: Catalogue) -> None:
    refusal = explain("NC001", None, "", json.dumps({"by": "lan", "at": at, "row_version": 4}), catalogue)
    assert refusal.text.vi.startswith("lan đã sửa đối tượng này lúc 17/09/2021 18:00 (phiên bản 4).")


@pytest.mark.parametrize("facts", [{}, {"at": None, "by": None}, {"at": "soon", "by": ""}, {"at": 5}])
def test_a_conflict_without_facts_is_still_a_sentence(facts: dict[str, object], catalogue: Catalogue) -> None:
    text = explain("NC001", None, "", json.dumps(facts), catalogue).text
    assert text.vi.startswith("người khác đã sửa đối tượng này lúc ? (phiên bản ?).")
    assert text.en.startswith("somebody else changed this feature at ? (version ?).")


def test_a_foreign_area_is_told_by_its_guard_although_its_state_is_that_of_a_missing_right(catalogue: Catalogue) -> None:
    detail = json.dumps({"layer": "road_block", "uid": UID, "area": True})
    refusal = explain("42501", None, "NC006: lan không được giao địa bàn Xã Nghi Phú; không có gì được lưu.", detail, catalogue)
    assert (refusal.code, refusal.layer) == ("NC006", "road_block")
    assert refusal.text.vi.startswith("lan không được giao địa bàn Xã Nghi Phú; không có gì được lưu.")


def test_every_check_of_every_layer_leads_to_its_field_and_sentence(catalogue: Catalogue) -> None:
    wrong = []
    for layer in catalogue.layers:
        for rule in layer.rules:
            refusal = explain("23514", rule.name, f'new row violates check constraint "{rule.name}"', ROW, catalogue, layer.name)
            if (refusal.field, refusal.text, refusal.layer) != (rule.field, rule.message, layer.name):
                wrong.append(rule.name)
    assert wrong == []


@pytest.mark.parametrize("name", CHECKS)
def test_checks_of_the_position_have_sentences_too(name: str, catalogue: Catalogue) -> None:
    refusal = explain("23514", name, "…", json.dumps({"uid": UID, "layer": "lockdown_zone"}), catalogue)
    assert refusal == Refusal("23514", "lockdown_zone", UID, name.split("__")[0], CHECKS[name])


@pytest.mark.parametrize(("constraint", "layer", "field", "sentence"), [
    ("phone__former", "pharmacy", "phone", "«Điện thoại» không hợp lệ; hãy sửa lại."),
    ("phone__former", None, "phone", STATES["23514"].vi),
    ("nothing__former", "pharmacy", "nothing", STATES["23514"].vi),
    ("pharmacy_check", "pharmacy", None, STATES["23514"].vi),
    ("", "pharmacy", None, STATES["23514"].vi),
    (None, None, None, STATES["23514"].vi),
])  # fmt: skip
def test_a_check_of_another_catalogue_names_at_least_the_field(
    constraint: str | None, layer: str | None, field: str | None, sentence: str, catalogue: Catalogue
) -> None:
    refusal = explain("23514", constraint, "", ROW, catalogue, layer)
    assert (refusal.field, refusal.text.vi) == (field, sentence)


def test_a_table_that_is_no_layer_is_no_layer(catalogue: Catalogue) -> None:
    assert explain("23505", None, "", None, catalogue, "assignment").layer is None
    assert explain("23505", None, "", json.dumps({"layer": "assignment"}), catalogue, "pharmacy").layer is None
    assert explain("23505", None, "", json.dumps({"layer": ["pharmacy"]}), catalogue).layer is None


@pytest.mark.parametrize("detail", ["", None, "not json", "[1]", '"text"', "null", ROW, '{"uid": '])
def test_a_detail_that_is_not_ours_is_ignored(detail: str | None, catalogue: Catalogue) -> None:
    refusal = explain("NC003", None, "NC003: Không dòng nào được sửa.", detail, catalogue)
    assert (refusal.uid, refusal.layer) == (None, None)
    assert "Nguyễn" not in refusal.text.vi


def test_braces_in_names_do_no_harm(catalogue: Catalogue) -> None:
    detail = json.dumps({"by": "{row_version}{x!r}", "at": None})
    assert "{row_version}{x!r}" in explain("NC001", None, "", detail, catalogue).text.vi
