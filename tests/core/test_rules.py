"""Each kind of rule: its sentence, its strength, the arguments it refuses, and what it does with what is absent."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from ncovy_qgis.core.catalogue import KINDS, Catalogue, Strength
from ncovy_qgis.core.rules import IMPLIED, RuleError
from ncovy_qgis.core.rules.condition import read_condition
from ncovy_qgis.core.rules.dialect import qgis_literal, qgis_whole, regex_problem, sql_literal, sql_whole
from tests.core.cases import NOW
from tests.core.small_scope import SCOPE

SENTENCES = [
    ("required", "name", True, "«Tên» phải được điền."),
    ("required", "state", True, "«Tình trạng» phải được chọn."),
    ("required", "ready", True, "«Sẵn sàng» phải chọn Có hoặc Không."),
    ("required", "host", True, "«Nơi» phải được chọn."),
    ("only_when", "used", {"state": "open"}, "«Đang dùng» chỉ điền khi «Tình trạng» là «Mở»."),
    ("only_when", "used", {"state": ["open", "shut"], "name": "present"}, "«Đang dùng» chỉ điền khi «Tình trạng» là «Mở» hoặc «Đóng» và «Tên» đã điền."),
    ("max", "name", 40, "«Tên» dài nhất 40 ký tự."),
    ("min_length", "name", 3, "«Tên» phải có ít nhất 3 ký tự."),
    ("matches", "name", "phone", "«Tên» phải có dạng 0966641414."),
    ("matches", "name", "[a-z]+", "«Tên» không đúng dạng."),
    ("plain", "name", True, "«Tên» không được bắt đầu bằng = + - @, không chứa thẻ HTML hoặc ký tự điều khiển."),
    ("between", "beds", [0, 2000], "«Giường» phải từ 0 đến 2.000."),
    ("between", "area", [0.5, 1000.5], "«Diện tích» phải từ 0,5 đến 1.000,5."),
    ("at_least", "beds", "used", "«Giường» không được nhỏ hơn «Đang dùng»."),
    ("at_most", "used", "beds", "«Đang dùng» không được lớn hơn «Giường»."),
    ("multiple_of", "beds", 100, "«Giường» phải là bội số của 100."),
    ("sum_at_most", "used", {"with": ["area"], "field": "beds"}, "«Đang dùng» cộng «Diện tích» không được lớn hơn «Giường»."),
    ("in_list", "state", True, "«Tình trạng» phải là một giá trị trong danh sách."),
    ("each_in_list", "states", True, "Mọi mục của «Các mục» phải có trong danh sách."),
    ("only", "state", ["open"], "«Tình trạng» chỉ nhận: Mở."),
    ("only", "beds", [7, 14], "«Giường» chỉ nhận: 7, 14."),
    ("has_member", "ready", {"field": "states", "value": "open"}, "«Sẵn sàng» chỉ chọn Có khi «Các mục» gồm «Mở»."),
    ("not_value", "ready", True, "«Sẵn sàng» không được là «Có»."),
    ("not_value", "state", "shut", "«Tình trạng» không được là «Đóng»."),
    ("after", "end", "start", "«Kết thúc» phải sau «Bắt đầu»."),
    ("not_before", "day", "start", "«Ngày» không được trước «Bắt đầu»."),
    ("not_after", "day", "start", "«Ngày» không được sau «Bắt đầu»."),
    ("not_after", "day", {"field": "start", "days": 3}, "«Ngày» không được sau «Bắt đầu» quá 3 ngày."),
    ("since", "start", date(2020, 1, 23), "«Bắt đầu» không được trước ngày 23/01/2020."),
    ("not_future", "start", True, "«Bắt đầu» không được ở tương lai."),
    ("not_future", "start", {"days": 30}, "«Bắt đầu» không được quá 30 ngày kể từ hôm nay."),
    ("not_past", "day", True, "«Ngày» đã hết hạn."),
    ("max_age", "start", {"hours": 24}, "«Bắt đầu» đã quá 24 giờ."),
    ("in_force", "state", {"field": "start", "until": date(2021, 10, 11)}, "«Tình trạng» chỉ dùng khi «Bắt đầu» không sau 11/10/2021."),
    ("in_force", "state", {"field": "start", "since": date(2021, 5, 31), "until": date(2021, 10, 11)},
     "«Tình trạng» chỉ dùng khi «Bắt đầu» không trước 31/05/2021 và không sau 11/10/2021."),
]  # fmt: skip

WRONG = [
    ("required", "name", 5),
    ("only_when", "used", {}),
    ("only_when", "used", "state"),
    ("only_when", "used", {"nothing": "x"}),
    ("only_when", "used", {"state": "ajar"}),
    ("only_when", "used", {"beds": True}),
    ("only_when", "used", {"start": "x"}),
    ("max", "name", 0),
    ("max", "name", True),
    ("max", "name", "40"),
    ("min_length", "name", -1),
    ("matches", "name", 5),
    ("matches", "name", "fone"),
    ("matches", "name", r"\d+"),
    ("matches", "name", "(?=a)"),
    ("matches", "name", "[[:alpha:]]"),
    ("matches", "name", "(a"),
    ("between", "beds", [1]),
    ("between", "beds", [2, 1]),
    ("between", "beds", ["a", "b"]),
    ("between", "beds", {"from": 1}),
    ("at_least", "beds", "name"),
    ("at_least", "beds", None),
    ("at_most", "used", "bed"),
    ("multiple_of", "beds", 0),
    ("multiple_of", "beds", 1.5),
    ("sum_at_most", "used", {"with": ["area"]}),
    ("sum_at_most", "used", ["area"]),
    ("sum_at_most", "used", {"with": ["name"], "field": "beds"}),
    ("in_list", "name", True),
    ("only", "state", []),
    ("only", "state", "open"),
    ("only", "state", ["ajar"]),
    ("only", "beds", ["7"]),
    ("has_member", "ready", "states"),
    ("has_member", "ready", {"field": "states", "value": "x"}),
    ("has_member", "ready", {"field": "name", "value": "x"}),
    ("has_member", "ready", {"field": "state", "value": "open"}),
    ("not_value", "ready", "yes"),
    ("after", "end", "name"),
    ("after", "end", "begin"),
    ("not_before", "day", 5),
    ("not_after", "day", {"field": "start", "hours": 3}),
    ("not_after", "day", {"field": "start", "days": "3"}),
    ("since", "start", "2020-01-23"),
    ("since", "start", NOW),
    ("not_future", "start", {"weeks": 1}),
    ("not_future", "start", {"days": -1}),
    ("not_future", "start", 30),
    ("max_age", "start", True),
    ("max_age", "start", {"days": 1, "hours": 2}),
    ("in_force", "state", {"field": "start"}),
    ("in_force", "state", "start"),
    ("in_force", "state", {"field": "name", "until": date(2021, 1, 1)}),
    ("in_force", "state", {"field": "start", "until": "soon"}),
]


def test_every_rule_speaks_a_sentence_that_names_the_field() -> None:
    texts = [KINDS[kind].read(SCOPE.column(field), argument, SCOPE).text(SCOPE) for kind, field, argument, _ in SENTENCES]
    assert [text.vi for text in texts] == [sentence for _, _, _, sentence in SENTENCES]
    named = [SCOPE.column(field).label.en in text.en and text.en.endswith(".") for (_, field, _, _), text in zip(SENTENCES, texts)]
    assert all(named)


def test_every_wrong_argument_is_refused_in_both_languages() -> None:
    taken = []
    for kind, field, argument in WRONG:
        try:
            taken.append((kind, argument, KINDS[kind].read(SCOPE.column(field), argument, SCOPE)))
        except RuleError as error:
            assert error.text.vi and error.text.en and error.text.vi != error.text.en
    assert taken == []


def test_every_kind_has_a_sentence_in_this_table() -> None:
    assert {kind for kind, _, _, _ in SENTENCES} | {"no_personal_data"} == set(KINDS)
    assert set(KINDS) >= IMPLIED


def test_what_is_absent_breaks_no_rule_but_required() -> None:
    broken = {kind for kind, field, argument, _ in SENTENCES if KINDS[kind].read(SCOPE.column(field), argument, SCOPE).holds({}, NOW) is False}
    assert broken == {"required"}


@pytest.mark.parametrize(("kind", "strength"), [("required", "submit"), ("only_when", "submit"), ("max", "save"), ("in_list", "save"), ("after", "save"),
                                                ("no_personal_data", "warn"), ("not_past", "warn"), ("max_age", "warn"), ("in_force", "warn")])  # fmt: skip
def test_each_kind_has_the_strength_one_would_expect(kind: str, strength: str) -> None:
    assert KINDS[kind].strength is Strength(strength)


def test_a_condition_is_told_in_a_sentence() -> None:
    condition = read_condition({"state": ["open", "shut"], "name": "present", "ready": False}, SCOPE)
    assert condition.text(SCOPE).vi == "«Tình trạng» là «Mở» hoặc «Đóng» và «Tên» đã điền và «Sẵn sàng» là «Không»"
    assert condition.text(SCOPE).en == "«State» is «Open» or «Shut» and «Name» is filled and «Ready» is «No»"


def test_a_misspelt_field_gets_a_proposal() -> None:
    with pytest.raises(RuleError, match="ý bạn là «state»"):
        read_condition({"stat": "open"}, SCOPE)


def test_a_rule_with_a_condition_is_silent_while_it_does_not_apply(catalogue: Catalogue) -> None:
    layer = catalogue.layer("lockdown_zone")
    rule = layer.rule("decision_no__required")
    assert rule is not None and rule.strength is Strength.SUBMIT
    assert rule.message.vi == "Khi «Tình trạng» là «Đang áp dụng»: «Số quyết định» phải được điền."
    assert rule.message.en == "When «Status» is «Active»: «Decision No.» must be filled."
    assert not rule.holds({"status": "active"}, NOW)
    assert rule.holds({"status": "planned"}, NOW)
    assert rule.holds({"status": "active", "decision_no": "3088/QĐ-UBND"}, NOW)


def test_a_time_without_a_zone_is_vietnamese() -> None:
    check = KINDS["after"].read(SCOPE.column("end"), "start", SCOPE)
    start = datetime(2021, 8, 22, 0, 0)
    utc = datetime(2021, 8, 21, 17, 0, tzinfo=timezone.utc)
    assert check.holds({"start": start, "end": utc}, NOW) is False
    assert check.holds({"start": start, "end": utc + timedelta(minutes=1)}, NOW) is True


def test_only_rules_about_now_say_so(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        for rule in layer.rules:
            assert rule.uses_now is ("THE_CLOCK" in rule.sql("THE_CLOCK")) is ("THE_CLOCK" in rule.expression("THE_CLOCK")), rule.name


def test_rules_hold_no_percent_sign_so_that_drivers_do_not_take_it_for_a_parameter(catalogue: Catalogue) -> None:
    assert not [rule.name for layer in catalogue.layers for rule in layer.rules if "%" in rule.sql()]


def test_text_in_rules_is_quoted_for_each_engine() -> None:
    assert sql_literal("O'Brien \\ x") == "'O''Brien \\ x'"
    assert qgis_literal("O'Brien \\ x") == "'O''Brien \\\\ x'"
    assert (sql_literal(True), sql_literal(7), qgis_literal(False), qgis_literal(1.5)) == ("TRUE", "7", "FALSE", "1.5")
    assert sql_whole("a|b") == "'^(?:a|b)$'"
    assert qgis_whole("\\u00a0") == "'(?s)^(?:\\\\x{00a0})\\\\z'"


@pytest.mark.parametrize(("regex", "portable"), [("[0-9]+", True), ("(?:a|b){2,3}", True), ("[+]\\.", True), ("\\u00a0", True), ("\\bA", False),
                                                 ("\\w", False), ("(?i)a", False), ("(?!a)", False), ("[[:digit:]]", False), ("*", False)])  # fmt: skip
def test_only_what_three_engines_read_alike_is_a_regex(regex: str, portable: bool) -> None:
    assert (regex_problem(regex) is None) is portable
