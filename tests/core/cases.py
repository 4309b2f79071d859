"""For any rule of a catalogue: rows that pass and rows that fail, written down per kind and independent of the rule's own code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

from ncovy_qgis.core.catalogue import Catalogue, Condition, Field, Layer, Rule

Row = dict[str, Any]
Case = tuple[Row, bool]
VIETNAM = timezone(timedelta(hours=7))
NOW = datetime(2021, 9, 17, 18, 0, tzinfo=VIETNAM)
UUID = "5f0c7c1e-2a55-4c43-9d0e-3f3c9f2a1b01"
NFD = unicodedata.normalize("NFD", "Chợ Quỳ Châu, Đô Lương")

_MATCHING = {
    "decision_no": ["3088/QĐ-UBND", "199/KH-UBND", "16/CT-TTg", "2601/VPCP-KGVX", "2686/QĐ-BCĐQG", "05/2007/QĐ-BTNMT"],
    "phone": [
        "02383844528", "0238 3844 528", "(0238) 3.844.528", "0966.641.414", "+84 966 641 414", "84966641414", "0084-966-641-414",
        "1900 9095", "19003228", "1800123456", "1022", "115", "0966641414; 02386555666", "0966641414/0912345678", "+84 (0) 966 641 414",
    ],
    "opening_hours": ["24/7", "24/24", "Mo-Su 07:30-17:00", "7h30 - 17h00", "8h-11h; 14h-16h30", "7g-11g, 13g30–17g", "T2-T7: 7h-17h; CN nghỉ",
                      "Mo,We 08:00-12:00; Su off"],
    "url": ["https://cdcnghean.vn", "http://a.vn/b?c=d&e=Nghệ%20An"],
    "km_post": ["Km463", "Km463+200", "Km7+5"],
    "facility_code": ["40001"],
    "commune_code": ["16681", "00001"],
    "district_code": ["412"],
    "province_code": ["40"],
}  # fmt: skip
_NOT_MATCHING = {
    "decision_no": ["3088/QĐUBND", "QĐ-UBND", "Số 3088/QĐ-UBND", "3088/qđ-ubnd", "123456/QĐ-UBND", "3088/QĐ-UBND ", "３088/QĐ-UBND"],
    "phone": ["0123456789", "096664141", "09666414145", "01234567890", "110x", "113;", "+85 966641414", "BN1234", "0966641414 hoặc", "٠٩٦٦٦٤١٤١٤"],
    "opening_hours": ["cả ngày", "7-17", "25h-26h", "24/6", "Mo-Su", "07:30-17:60", "7h30 - 17h00;"],
    "url": ["javascript:alert(1)", "ftp://a.vn", "https://a b", "//cdcnghean.vn", "https://a\"onload=", "cdcnghean.vn"],
    "km_post": ["463", "km463", "Km12345", "Km463+1234", "Km463+"],
    "facility_code": ["4001", "41001", "400012"],
    "commune_code": ["1668", "166811", "1668a"],
    "district_code": ["41", "4121"],
    "province_code": ["4", "400"],
}  # fmt: skip
_ALWAYS_WRONG = ["", " ", "\n", "Xã Đồng Văn", "😀"]
PERSONAL = [
    "Nhà F0 Nguyễn Văn An", "(F1: Trần Thị Bình)", "BN1234", "nhà BN 5", "bệnh nhân số 12", "Bệnh nhân 3", "gọi 0966.641.414", "CCCD 040123456789",
    "sinh năm 1980", "Năm sinh: 1975", "xe 37A-123.45", "37B1 12345", "\nBN77",
    "CCCD 0401 2345 6789", "0401-2345-6789", "nhà bn12",
]  # fmt: skip
NOT_PERSONAL = [
    "Khối 5, phường Hưng Dũng", "Bệnh viện dã chiến số 1", "QL1A Km463+200", "ABN12", "ngày 22/8/2021", "F0 tại cộng đồng", "100 250 270 giường",
    "3088/QĐ-UBND", "F1 TP Vinh", NFD, "", "12345678",
]  # fmt: skip
UNPLAIN = ["=1+1", "+84", "-x", "@SUM(A1)", "a<b>x</b>", "<script>", "</p>", "<!--", "a\x07", "x\x7f", "x\x85y", "\x1f"]


def cases(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    """Rows holding only what the rule looks at, each with the verdict it must get."""
    base = satisfying(rule.when, layer) if rule.when else {}
    for values, verdict in _KINDS[rule.kind](rule, layer, catalogue):
        yield {**base, **values}, verdict
        if rule.when and not verdict:
            yield {**values, **{name: None for name, _ in rule.when.terms}}, True
    if rule.kind != "required":
        yield base, True


def satisfying(condition: Condition, layer: Layer) -> Row:
    return {name: sample(layer.field(name)) if allowed is None else allowed[0] for name, allowed in condition.terms}


def sample(field: Field) -> Any:
    """A value of the field's type, right enough to count as present."""
    return {
        "text": "Đồng Văn", "list": "x", "lists": ["x"], "integer": 7, "number": 1.5, "boolean": False, "reference": UUID,
        "date": date(2021, 8, 22), "datetime": datetime(2021, 8, 22, tzinfo=VIETNAM),
    }[field.type]  # fmt: skip


def _required(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    field = layer.field(rule.field)
    yield {rule.field: sample(field)}, True
    yield {}, False
    if field.type in ("text", "list"):
        yield from (({rule.field: blank}, False) for blank in ("", " ", "\t \r\n"))
        yield {rule.field: NFD}, True
    if field.type == "lists":
        yield {rule.field: []}, False


def _only_when(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    value = {rule.field: sample(layer.field(rule.field))}
    condition = rule.check.condition  # type: ignore[attr-defined]
    yield value, False
    yield {**value, **satisfying(condition, layer)}, True
    yield satisfying(condition, layer), True


def _max(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    length = rule.argument
    for letter in ("ệ", "x", "😀", "\n"):
        yield {rule.field: letter * length}, True
        yield {rule.field: letter * (length + 1)}, False
    yield {rule.field: "e\u0323" * length}, False
    yield {rule.field: ""}, True


def _min_length(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    for letter in ("ệ", "😀", "\n"):
        yield {rule.field: letter * rule.argument}, True
        yield {rule.field: letter * (rule.argument - 1)}, False


def _matches(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    good = _MATCHING.get(rule.argument)
    if good is None:
        raise KeyError(f"write examples of pattern {rule.argument} into tests/core/cases.py")
    yield from (({rule.field: text}, True) for text in good)
    yield from (({rule.field: text}, False) for text in (*_NOT_MATCHING[rule.argument], *_ALWAYS_WRONG, good[0] + "\n", "\n" + good[0]))


def _plain(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    several_lines = layer.field(rule.field).widget == "multiline"
    for text in ("", "Chợ Vinh", NFD, "a = b", "1 < 2", "x@y.vn", "Ngõ 3–5", "😀"):
        yield {rule.field: text}, True
    for text in UNPLAIN:
        yield {rule.field: text}, False
    for text in ("a\nb", "a\r\nb", "a\tb"):
        yield {rule.field: text}, several_lines


def _no_personal_data(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    yield from (({rule.field: text}, True) for text in NOT_PERSONAL)
    yield from (({rule.field: text}, False) for text in PERSONAL)


def _between(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    low, high = rule.argument
    yield from (({rule.field: value}, True) for value in (low, high, (low + high) // 2))
    yield from (({rule.field: value}, False) for value in (low - 1, high + 1, -(10**5) - 1))
    if layer.field(rule.field).type == "number":
        yield {rule.field: high + 0.1}, False


def _at_least(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    other = rule.check.other.name  # type: ignore[attr-defined]
    yield {rule.field: 7, other: 7}, True
    yield {rule.field: 8, other: 7}, True
    yield {rule.field: 6, other: 7}, False
    yield {rule.field: 6}, True
    yield {other: 6}, True


def _at_most(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    other = rule.check.other.name  # type: ignore[attr-defined]
    yield {rule.field: 7, other: 7}, True
    yield {rule.field: 6, other: 7}, True
    yield {rule.field: 8, other: 7}, False
    yield {rule.field: 8}, True
    yield {other: 0}, True


def _multiple_of(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    step = rule.argument
    yield from (({rule.field: value}, True) for value in (0, step, 7 * step, -step))
    yield from (({rule.field: value}, False) for value in (1, step - 1, step + 1, -1))


def _sum_at_most(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    (other,), total = rule.argument["with"], rule.argument["field"]
    yield {rule.field: 3, other: 4, total: 7}, True
    yield {rule.field: 4, other: 4, total: 7}, False
    yield {rule.field: 7, total: 7}, True
    yield {rule.field: 8, total: 7}, False
    yield {rule.field: 8, other: 4}, True
    yield {other: 8, total: 7}, True


def _in_list(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    codes = catalogue.lists[layer.field(rule.field).list or ""].codes
    yield from (({rule.field: code}, True) for code in codes)
    yield from (({rule.field: code}, False) for code in ("", "khác", codes[0] + " ", codes[0] + "0", "0" + codes[0], "đ"))


def _each_in_list(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    codes = list(catalogue.lists[layer.field(rule.field).list or ""].codes)
    yield from (({rule.field: value}, True) for value in ([], codes, codes[:1], codes[:1] * 2))
    yield from (({rule.field: value}, False) for value in (["khác"], [*codes, "x"], [""]))


def _only(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    yield from (({rule.field: value}, True) for value in rule.argument)
    wrong = (0, -1, max(rule.argument) + 1) if isinstance(rule.argument[0], int) else ("", "ct16", "Đ")
    yield from (({rule.field: value}, False) for value in wrong)


def _has_member(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    other, code = rule.argument["field"], rule.argument["value"]
    yield {rule.field: True, other: [code]}, True
    yield {rule.field: True, other: ["x", code]}, True
    yield {rule.field: False, other: ["x"]}, True
    yield {rule.field: False}, True
    yield {rule.field: True, other: ["x"]}, False
    yield {rule.field: True, other: []}, False
    yield {rule.field: True}, False


def _not_value(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    yield {rule.field: rule.argument}, False
    yield {rule.field: not rule.argument if isinstance(rule.argument, bool) else "x"}, True


def _times(rule: Rule, layer: Layer, other: str, days: int) -> tuple[Any, Any]:
    """A start, and a value of the rule's field so many days later, each in its own type."""
    start = datetime(2021, 8, 22, 23, 30, tzinfo=VIETNAM)
    convert = {"date": lambda at: at.astimezone(VIETNAM).date(), "datetime": lambda at: at}
    return convert[layer.field(other).type](start), convert[layer.field(rule.field).type](start + timedelta(days=days))


def _after(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    other = rule.check.other.name  # type: ignore[attr-defined]
    for days, verdict in ((1, True), (0, False), (-1, False)):
        start, value = _times(rule, layer, other, days)
        yield {rule.field: value, other: start}, verdict
    yield {rule.field: _times(rule, layer, other, -1)[1]}, True


def _not_before(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    other = rule.check.other.name  # type: ignore[attr-defined]
    for days, verdict in ((1, True), (0, True), (-1, False)):
        start, value = _times(rule, layer, other, days)
        yield {rule.field: value, other: start}, verdict
    for start in (datetime(2021, 8, 22, 17, 0, tzinfo=timezone.utc), datetime(2021, 8, 23, 1, 0, tzinfo=timezone(timedelta(hours=9)))):
        vietnamese = start.astimezone(VIETNAM).date()
        yield {rule.field: vietnamese, other: start}, True
        yield {rule.field: vietnamese - timedelta(days=1), other: start}, False


def _not_after(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    other, allowed = rule.argument["field"], rule.argument["days"]
    for days, verdict in ((allowed, True), (-9, True), (allowed + 1, False)):
        start, value = _times(rule, layer, other, days)
        yield {rule.field: value, other: start}, verdict


def _as(field: Field, at: datetime) -> Any:
    return at if field.type == "datetime" else at.astimezone(VIETNAM).date()


def _since(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    first = datetime(rule.argument.year, rule.argument.month, rule.argument.day, tzinfo=VIETNAM)
    for at, verdict in ((first, True), (NOW, True), (first - timedelta(minutes=1), False), (first.replace(year=1969), False)):
        yield {rule.field: _as(layer.field(rule.field), at)}, verdict


def _not_future(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    limit = NOW + timedelta(days=0 if rule.argument is True else rule.argument["days"])
    for at, verdict in ((limit, True), (limit - timedelta(days=400), True), (limit + timedelta(days=1), False), (limit.replace(year=2222), False)):
        yield {rule.field: _as(layer.field(rule.field), at)}, verdict
    if layer.field(rule.field).type == "datetime":
        yield {rule.field: limit + timedelta(minutes=1)}, False
        yield {rule.field: limit.astimezone(timezone.utc)}, True


def _not_past(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    today = NOW.date()
    for days, verdict in ((0, True), (1, True), (-1, False), (-20000, False)):
        yield {rule.field: today + timedelta(days=days)}, verdict


def _max_age(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    limit = NOW - timedelta(**rule.argument)
    for at, verdict in ((limit, True), (NOW, True), (limit - timedelta(minutes=1), False), (limit - timedelta(days=999), False)):
        yield {rule.field: at}, verdict
        yield {rule.field: at.astimezone(timezone.utc)}, verdict


def _in_force(rule: Rule, layer: Layer, catalogue: Catalogue) -> Iterator[Case]:
    other, value = rule.argument["field"], {rule.field: sample(layer.field(rule.field))}
    for key, outside in (("since", -1), ("until", 1)):
        if key in rule.argument:
            day = rule.argument[key]
            edge = datetime(day.year, day.month, day.day, 0 if outside < 0 else 23, 30, tzinfo=VIETNAM)
            yield {**value, other: edge}, True
            yield {**value, other: edge + timedelta(days=outside)}, False
            yield {other: edge + timedelta(days=outside)}, True
    yield value, True


_KINDS = {name[1:]: function for name, function in list(globals().items()) if name[1:] in (
    "required", "only_when", "max", "min_length", "matches", "plain", "no_personal_data", "between", "at_least", "at_most", "multiple_of",
    "sum_at_most", "in_list", "each_in_list", "only", "has_member", "not_value", "after", "not_before", "not_after", "since", "not_future",
    "not_past", "max_age", "in_force",
) and name.startswith("_")}  # fmt: skip
