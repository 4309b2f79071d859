"""The small language of the forms: shared parts, changes, groups, several rules of a kind, defaults; and where its lines are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import Catalogue, CatalogueError, Layer, Strength, load_catalogue
from ncovy_qgis.core.yaml_lines import read_yaml

LISTS = """
state:
  open: {vi: Mở, en: Open, colour: "#00FF00", note: daily}
  shut: {vi: Đóng, en: Shut}
"""
SHARED = """
order: [shop]
patterns:
  code: {regex: '<two>-<two>', parts: {two: '[0-9]{2}'}, example: 12-34}
shared:
  who:
    title: {vi: Ai, en: Who}
    fields:
      name: {label: {vi: Tên, en: Name}, type: text, max: 20, required: true, public: true}
      boss: {label: {vi: Chủ, en: Boss}, type: text, private: never}
"""
SHOP = """
title: {vi: Quán, en: Shop}
geometry: Point
colour: "#112233"
state: state
kind: state
tabs:
  - tab: {vi: Chính, en: Main}
    groups:
      - use: who
        change: {name: {max: 30, required: }, boss: {label: {vi: Bà chủ, en: Owner}}}
      - fields:
          state: {label: {vi: Tình trạng, en: State}, list: state, default: open}
          code: {label: {vi: Mã, en: Code}, type: text, matches: code}
      - group: {vi: Khi mở, en: When open}
        when: {state: open}
        fields:
          seats:
            label: {vi: Chỗ, en: Seats}
            type: integer
            required:
              - {when: {state: open}}
              - {when: {code: present}, strength: warn, message: {vi: Hãy đếm chỗ., en: Count the seats.}}
            between: {is: [1, 9], strength: warn}
"""


def write(folder: Path, shop: str = SHOP, shared: str = SHARED) -> Path:
    for name, text in (("_lists", LISTS), ("_shared", shared), ("shop", shop)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Layer:
    return load_catalogue(write(tmp_path)).layer("shop")


def test_fields_come_in_the_order_of_the_form(shop: Layer) -> None:
    assert [field.name for field in shop.fields] == ["name", "boss", "state", "code", "seats"]
    assert [group.fields for group in shop.tabs[0].groups] == [("name", "boss"), ("state", "code"), ("seats",)]


def test_a_layer_may_change_a_shared_field_and_take_a_rule_away(shop: Layer) -> None:
    assert shop.field("name").max == 30
    assert shop.field("name").rules_of("required") == ()
    assert shop.field("boss").label.en == "Owner"
    assert shop.field("boss").private == "never"


def test_a_group_has_a_title_and_a_condition(shop: Layer) -> None:
    group = shop.tabs[0].groups[2]
    assert group.title is not None and group.title.vi == "Khi mở"
    assert group.when is not None and group.when.holds({"state": "open"}) and not group.when.holds({"state": "shut"})


def test_several_rules_of_a_kind_are_numbered_and_each_has_its_own_strength_and_message(shop: Layer) -> None:
    first, second = shop.field("seats").rules_of("required")
    assert (first.name, second.name) == ("seats__required", "seats__required_2")
    assert (first.strength, second.strength) == (Strength.SUBMIT, Strength.WARN)
    assert second.message.vi == "Hãy đếm chỗ."
    assert shop.rule("seats__between") is shop.field("seats").rules_of("between")[0]
    assert shop.field("seats").rules_of("between")[0].strength is Strength.WARN


def test_types_imply_their_rules(shop: Layer) -> None:
    assert [rule.kind for rule in shop.field("boss").rules] == ["plain"]
    assert [rule.kind for rule in shop.field("state").rules] == ["in_list"]
    assert [rule.kind for rule in shop.field("code").rules] == ["matches"]


def test_lists_patterns_and_defaults_are_read(tmp_path: Path) -> None:
    catalogue = load_catalogue(write(tmp_path))
    value = catalogue.lists["state"].value("open")
    assert value is not None and (value.colour, value.note) == ("#00FF00", "daily")
    assert catalogue.lists["state"].value("ajar") is None
    assert catalogue.patterns["code"].regex == "[0-9]{2}-[0-9]{2}"
    layer = catalogue.layer("shop")
    assert layer.field("state").default == "open"
    assert layer.short == layer.title
    assert catalogue.list_of(layer.field("state")) is catalogue.lists["state"]
    assert catalogue.list_of(layer.field("name")) is None


def test_what_is_not_there_is_a_key_error(shop: Layer, catalogue: Catalogue) -> None:
    with pytest.raises(KeyError, match=r"shop\.nothing"):
        shop.field("nothing")
    with pytest.raises(KeyError, match="nothing"):
        catalogue.layer("nothing")


@pytest.mark.parametrize(("old", "new", "line", "sentence"), [
    ("max: 30, required: }", "max: 30, requird: }", 11, "không có khóa «requird»"),
    ("change: {name:", "change: {nam:", 11, "không biết «nam»"),
    ("list: state, default: open", "list: state, default: ajar", 13, "«ajar»"),
    ("when: {state: open}\n        fields", "when: {sate: open}\n        fields", 16, "ý bạn là «state»"),
    ("- {when: {state: open}}", "- {when: {state: ajar}}", 21, "không có giá trị «ajar»"),
    ("between: {is: [1, 9], strength: warn}", "between: {is: [1, 9], strong: warn}", 24, "không có khóa «strong»"),
    ("label: {vi: Chỗ, en: Seats}", "label: Chỗ", 19, "«label» phải là {…}"),
    ("geometry: Point\n", "", 2, "thiếu «geometry»"),
    ("tabs:\n", "tabs: {}\nrest:\n", 8, "không có khóa «rest»"),
    ("colour: \"#112233\"", "colour: 112233", 4, "«colour» phải là văn bản"),
    ("title: {vi: Quán, en: Shop}", "title: {vi: ' ', en: Shop}", 2, "«vi» để trống"),
    ("code: {label", "Code: {label", 14, "tên trường"),
    ("type: integer", "type: integer\n            precision: [7, 1]", 21, "type: number"),
    ("type: integer", "type: integer\n            widget: knob", 21, "không biết «knob»"),
    ("type: integer", "type: integer\n            public: yes", 21, "«public» nhận true"),
    ("type: integer", "type: integer\n            public: {at_least: true}", 21, "số nguyên"),
])  # fmt: skip
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, sentence: str, tmp_path: Path) -> None:
    assert old in SHOP
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(write(tmp_path, SHOP.replace(old, new, 1)))
    assert sentence in caught.value.text.vi
    assert caught.value.file.endswith("/shop.yaml")
    assert abs(caught.value.line - line) <= 1


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ("order: [shop]", "order: [shop, market]", "thiếu tệp market.yaml"), ("order: [shop]", "ordre: [shop]", "ý bạn là «order»"),
    ("'[0-9]{2}'}", "'\\d{2}'}", "biểu thức không dùng được"), ("example: 12-34", "example: 1-2", "ví dụ không khớp"),
    ("    title: {vi: Ai, en: Who}", "    titel: {vi: Ai, en: Who}", "không có khóa «titel»"),
])  # fmt: skip
def test_a_mistake_in_what_is_shared_is_told_there(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"_shared\.yaml:\d+: ") as caught:
        load_catalogue(write(tmp_path, shared=SHARED.replace(old, new, 1)))
    assert sentence in caught.value.text.vi


def test_a_file_name_must_be_able_to_be_a_table_name(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "Quán.yaml").write_text(SHOP, encoding="utf-8")
    with pytest.raises(CatalogueError, match="tên tệp"):
        load_catalogue(tmp_path)


def test_every_key_knows_its_line_also_after_a_change(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1\nb:\n  c: 2\n  d: {e: 3}\n", encoding="utf-8")
    data = read_yaml(path, "x.yaml")
    assert [data.place("a"), data["b"].place("d"), data["b"]["d"].place("e"), data.place("nothing")] == [
        ("x.yaml", 1), ("x.yaml", 4), ("x.yaml", 4), ("x.yaml", 1),
    ]  # fmt: skip
    changed = data["b"].changed_by(data["b"]["d"])
    assert (dict(changed), changed.place("c"), changed.place("e")) == ({"c": 2, "d": {"e": 3}, "e": 3}, ("x.yaml", 3), ("x.yaml", 4))


@pytest.mark.parametrize(("text", "sentence"), [
    ("- a\n- b\n", "bảng «khóa: giá trị»"), ("a: [1\n", "sai cú pháp"), ("", "bảng"), ("? [a]\n: 1\n", "một từ"),
    ("a: \x07", "sai cú pháp"), ("a: *b", "sai cú pháp"), ("a: !!python/name:os.system x", "sai cú pháp"),
])  # fmt: skip
def test_what_is_no_form_is_refused_and_never_run(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=sentence):
        read_yaml(tmp_path / "x.yaml", "x.yaml")


@pytest.mark.parametrize("junk", ["5", "{a: b}"])
@pytest.mark.parametrize("file", ["shop", "_shared"])
def test_any_value_replaced_by_any_other_is_either_read_or_refused_with_a_line(file: str, junk: str, tmp_path: Path) -> None:
    text = {"shop": SHOP, "_shared": SHARED}[file]
    write(tmp_path)
    for found in re.finditer(r"(?<=: )[^\n{}\[\],]+(?=[\n,}])|(?<=: )(\{[^{}]*\}|\[[^\[\]]*\])", text):
        (tmp_path / f"{file}.yaml").write_text(text[: found.start()] + junk + text[found.end() :], encoding="utf-8")
        try:
            load_catalogue(tmp_path)
        except CatalogueError as error:
            assert error.line > 0 and error.file.endswith(".yaml")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="không đọc được"):
        read_yaml(tmp_path / "x.yaml", "x.yaml")
