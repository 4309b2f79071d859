"""Whoever edits a form and makes a mistake reads which file, which line, and what was probably meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import CatalogueError, load_catalogue
from ncovy_qgis.core.yaml_lines import read_yaml
from tests.core.small_forms import LISTS, SHARED, SHOP, write_forms

# what stands in the form, what somebody writes in its place, what he is told
IN_A_LAYER = [
    # the layer itself
    ("kind: state\n", "kind: state\nicon: x\n", "không có khóa «icon»"),
    ("geometry: Point", "geometry: Dot", "không biết «Dot»"),
    ("geometry: Point\n", "", "thiếu «geometry»"),
    ("geometry: Point", "geometry: point", "ý bạn là «Point»"),
    ('colour: "#112233"', "colour: green", "#RRGGBB"),
    ('colour: "#112233"', "colour: 112233", "«colour» phải là văn bản"),
    ("title: {vi: Quán, en: Shop}", "title: Quán", "«title» phải là {…}"),
    ("title: {vi: Quán, en: Shop}", "title: {vi: ' ', en: Shop}", "«vi» để trống"),
    ("title: {vi: Quán, en: Shop}", "title: {vi: Quán, en: Shop, fr: Café}", "không có khóa «fr»"),
    ("state: state\n", "state: ready\n", "không biết «ready»"),
    ("state: state\n", "state: kinds\n", "không biết «kinds»"),
    ("kind: state\n", "kind: stat\n", "ý bạn là «state»"),
    ("tabs:\n", "tabs: {}\nrest:\n", "không có khóa «rest»"),
    ("tabs:\n", "tabs: [x]\nshort:\n", "«tabs» phải là [{…}, {…}]"),
    ("tabs:\n", "tabs: [\n", "YAML sai cú pháp"),
    # tabs, groups, shared parts
    ("- tab: {vi: Chính, en: Main}", "- tap: {vi: Chính, en: Main}", "ý bạn là «tab»"),
    ("- group: {vi: Khi mở, en: When open}", "- groop: {vi: Khi mở, en: When open}", "ý bạn là «group»"),
    ("- use: who", "- use: whom", "ý bạn là «who»"),
    ("- use: when", "- use: [when]", "«use» phải là văn bản"),
    ("change: {name:", "change: {nam:", "ý bạn là «name»"),
    ("change: {until:", "change: {till:", "không biết «till»"),
    ("change: {until: {not_past: }}", "change: {until: 5}", "«until» phải là {…}"),
    ("{max: 30, required: }", "{max: 30, requird: }", "ý bạn là «required»"),
    ("when: {state: open}\n        fields", "when: {sate: open}\n        fields", "ý bạn là «state»"),
    ("when: {state: open}\n        fields", "when: open\n        fields", "điều kiện phải có dạng"),
    # a field
    ("code: {label", "Code: {label", "tên trường chỉ gồm a-z"),
    ("code: {label", "state: {label", "«state» có hai lần"),
    ("ready: {label", "name: {label", "«name» có hai lần"),
    ("ready: {label: {vi: Sẵn sàng, en: Ready}, type: boolean, default: false}", "ready: yes", "«ready» phải là {…}"),
    ("label: {vi: Chỗ, en: Seats}", "label: Chỗ", "«label» phải là {…}"),
    ("label: {vi: Mã, en: Code}, ", "", "thiếu «label»"),
    ("{vi: Mã, en: Code}", "{vi: Mã}", "thiếu «en»"),
    ("type: boolean", "type: bool", "không biết «bool»"),
    ("type: boolean, ", "", "cần đúng một trong type"),
    ("type: boolean", "type: boolean, list: state", "cần đúng một trong type"),
    ("type: boolean", "type: reference", "không biết «reference»"),
    ("lists: state", "lists: stat", "ý bạn là «state»"),
    ("references: shop", "references: shops", "ý bạn là «shop»"),
    ("unit: m,", "unit: 5,", "«unit» phải là văn bản"),
    ("unit: m,", "unit: m, unit: km,", "«unit» có hai lần"),
    ("type: integer", "type: integer\n            precision: [7, 1]", "chỉ dùng cho type: number"),
    ("precision: [7, 1]", "precision: [7]", "«precision: [7, 1]»"),
    ("type: integer", "type: integer\n            widget: knob", "không biết «knob»"),
    ("public: {at_least: 3}", "public: perhaps", "«public» nhận true"),
    ("public: {at_least: 3}", "public: {at_least: true}", "số nguyên"),
    ("public: {at_least: 3}", "public: {from: 3}", "không có khóa «from»"),
    ("public: {at_least: 3}", "public: true\n            private: never", "không có «private»"),
    ("type: text, matches: code", "type: text, matches: code, normalise: fone", "ý bạn là «phone»"),
    ("type: text, matches: code", "type: text, matches: code, private: secret", "không biết «secret»"),
    ("list: state, default: open", "list: state, default: ajar", "mặc định «ajar»"),
    ("type: boolean, default: false", "type: boolean, default: 3", "mặc định «3»"),
    ("type: boolean, default: false", "type: boolean, auto: 3", "«auto» phải là bool"),
    # a rule
    ("between: {is:", "betwen: {is:", "ý bạn là «between»"),
    ("between: {is: [1, 9], strength: warn}", "between: {is: [1, 9], strong: warn}", "không có khóa «strong»"),
    ("between: {is: [1, 9], strength: warn}", "between: {is: [9, 1]}", "[nhỏ, lớn]"),
    ("between: {is: [1, 9], strength: warn}", "after: since", "«after» không dùng cho integer"),
    ("[1, 9], strength: warn", "[1, 9], strength: warning", "ý bạn là «warn»"),
    ("message: {vi: Hãy đếm chỗ., en: Count the seats.}", "message: Hãy đếm", "«message» phải là {…}"),
    ("- {when: {state: open}}", "- {when: {state: ajar}}", "không có giá trị «ajar»"),
    ("- {when: {state: open}}", "- {when: {ready: maybe}}", "không so được"),
    ("- {when: {state: open}}", "- {when: {}}", "điều kiện phải có dạng"),
    ("{max: 30, required: }", "{max: thirty}", "số nguyên dương"),
    ("{max: 30, required: }", "{required: [{is: true, whan: x}]}", "không có khóa «whan»"),
    ("matches: code", "matches: cod", "ý bạn là «code»"),
    ("matches: code", "matches: '\\d+'", "biểu thức không dùng được"),
    ("{until: {not_past: }}", "{until: {not_before: name}}", "không phải là ngày giờ"),
    ("{until: {not_past: }}", "{until: {not_before: sinse}}", "ý bạn là «since»"),
]
IN_WHAT_IS_SHARED = [
    ("order: [shop]", "order: [shop, market]", "thiếu tệp market.yaml"),
    ("order: [shop]", "ordre: [shop]", "ý bạn là «order»"),
    ("order: [shop]", "order: shop", "«order» phải là […]"),
    ("'[0-9]{2}'}", "'\\d{2}'}", "biểu thức không dùng được"),
    ("'[0-9]{2}'}", "'[0-9{2}'}", "biểu thức không dùng được"),
    ("example: 12-34", "example: 1-2", "ví dụ không khớp"),
    (", example: 12-34", "", "thiếu «example»"),
    ("    title: {vi: Ai, en: Who}", "    titel: {vi: Ai, en: Who}", "ý bạn là «title»"),
    ("type: datetime", "type: datetim", "ý bạn là «datetime»"),
    ("default: now", "default: today", "chỉ mặc định là now"),
]
IN_A_LIST = [
    ("  open: {vi", "  open: {vi: a, en: b}\n  open: {vi", "«open» có hai lần"),
    ('"#00FF00"', '"green"', "#RRGGBB"),
    ('"#00FF00"', "5", "#RRGGBB"),
    ("note: daily", "remark: daily", "không có khóa «remark»"),
    ("  shut: {vi", "  đóng: {vi", "chữ không dấu"),
    ("  shut: {vi: Đóng, en: Shut}", "  shut: Đóng", "«shut» phải là {…}"),
    ("  shut: {vi: Đóng, en: Shut}", "  shut: {vi: Đóng}", "thiếu «en»"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


def told(folder: Path, **texts: str) -> CatalogueError:
    """What the person who spoilt a form reads."""
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(write_forms(folder, **texts))
    return caught.value


def test_a_mistake_in_a_layer_is_told_with_its_line_and_what_was_meant(folder: Path) -> None:
    wrong = []
    for old, new, sentence in IN_A_LAYER:
        assert old in SHOP, old
        error = told(folder, shop=SHOP.replace(old, new, 1))
        line = SHOP[: SHOP.index(old)].count("\n") + 1
        near = error.line >= line if "cú pháp" in sentence else -1 <= error.line - line <= 1 + new.count("\n")
        if sentence not in error.text.vi or not error.file.endswith("/shop.yaml") or not near:
            wrong.append((new, sentence, line, str(error)))
    assert wrong == []


@pytest.mark.parametrize(("name", "text", "table"), [("shared", SHARED, IN_WHAT_IS_SHARED), ("lists", LISTS, IN_A_LIST)])
def test_a_mistake_in_what_layers_share_is_told_there(name: str, text: str, table: list[tuple[str, str, str]], folder: Path) -> None:
    wrong = []
    for old, new, sentence in table:
        assert old in text, old
        error = told(folder, **{name: text.replace(old, new, 1)})
        line = text[: text.index(old)].count("\n") + 1
        if sentence not in error.text.vi or not error.file.endswith(f"/_{name}.yaml") or abs(error.line - line) > 1:
            wrong.append((new, sentence, line, str(error)))
    assert wrong == []


def test_a_mistake_is_told_in_both_languages_on_one_line(folder: Path) -> None:
    error = told(folder, shop=SHOP.replace("references: shop", "references: shops"))
    assert str(error) == f"{folder.name}/shop.yaml:29: không biết «shops»; ý bạn là «shop»? (unknown «shops»; did you mean «shop»?)"


@pytest.mark.parametrize("name", ["Quán", "1shop", "Shop", "a-b"])
def test_a_file_name_must_be_able_to_be_a_table_name(name: str, tmp_path: Path) -> None:
    write_forms(tmp_path)
    (tmp_path / f"{name}.yaml").write_text(SHOP, encoding="utf-8")
    with pytest.raises(CatalogueError, match="tên tệp"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize(("text", "sentence"), [
    ("- a\n- b\n", "bảng «khóa: giá trị»"),
    ("", "bảng"),
    ("a", "bảng"),
    ("a: [1\n", "sai cú pháp"),
    ("a:\n\tb: 1\n", "sai cú pháp"),
    ("? [a]\n: 1\n", "một từ"),
    ("a: \x07", "sai cú pháp"),
    ("a: *b", "sai cú pháp"),
    ("a: 1\n---\nb: 2\n", "sai cú pháp"),
    ("a: !!python/name:os.system x", "sai cú pháp"),
    ("a: !!python/object/apply:os.system [true]", "sai cú pháp"),
])  # fmt: skip
def test_what_is_no_form_is_refused_and_never_run(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=sentence):
        read_yaml(tmp_path / "x.yaml", "x.yaml")


def test_a_missing_file_and_text_that_is_not_utf8_are_refused_with_their_file(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"^x\.yaml:1: không đọc được"):
        read_yaml(tmp_path / "x.yaml", "x.yaml")
    (tmp_path / "x.yaml").write_bytes(b"title: Hi\xea\xf2u thu\xf4\xeac")
    with pytest.raises(CatalogueError, match=r"^x\.yaml:1: không đọc được"):
        read_yaml(tmp_path / "x.yaml", "x.yaml")


def test_any_value_replaced_by_any_other_is_either_read_or_refused_with_a_line(folder: Path) -> None:
    for name, text in (("shop", SHOP), ("shared", SHARED), ("lists", LISTS)):
        for found in re.finditer(r"(?<=(?<!vi)(?<!en): )(?!\{vi)(?:[^\n{}\[\],]+(?=[\n,}])|\{[^{}]*\}|\[[^\[\]]*\])", text):  # labels are told above
            junk = "{a: b}" if found.start() % 2 else "5"
            try:
                load_catalogue(write_forms(folder, **{name: text[: found.start()] + junk + text[found.end() :]}))
            except CatalogueError as error:
                assert error.line > 0 and error.file.endswith(".yaml")
