"""A folder of forms becomes a catalogue: order, shared parts and changes to them, rules, lists, version."""

from __future__ import annotations

from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer, Strength, load_catalogue
from ncovy_qgis.core.yaml_lines import read_yaml
from tests.core.small_forms import LISTS, SHARED, SHOP, write_forms


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.fixture(scope="module")
def small(folder: Path) -> Catalogue:
    return load_catalogue(write_forms(folder))


@pytest.fixture(scope="module")
def shop(small: Catalogue) -> Layer:
    return small.layer("shop")


def test_what_did_not_change_is_not_read_again_and_what_changed_is(tmp_path: Path) -> None:
    first = load_catalogue(write_forms(tmp_path))
    assert load_catalogue(tmp_path) is first
    file = tmp_path / "shop.yaml"
    file.write_text(file.read_text() + "# another word\n")
    again = load_catalogue(tmp_path)
    assert again is not first and again.layers == first.layers


def test_fields_come_in_the_order_of_the_form_tab_by_tab(shop: Layer) -> None:
    assert [field.name for field in shop.fields] == ["name", "boss", "state", "code", "ready", "seats", "area", "kinds", "next", "since", "until"]
    assert [(tab.title.vi, [group.fields for group in tab.groups]) for tab in shop.tabs] == [
        ("Chính", [("name", "boss"), ("state", "code", "ready"), ("seats", "area", "kinds", "next")]),
        ("Thời gian", [("since",), ("until",)]),
    ]


@pytest.mark.parametrize(("field", "type_", "pg_type"), [
    ("name", "text", "text"),
    ("state", "list", "text"),
    ("kinds", "lists", "text[]"),
    ("ready", "boolean", "boolean"),
    ("seats", "integer", "integer"),
    ("area", "number", "numeric(7,1)"),
    ("next", "reference", "uuid"),
    ("since", "datetime", "timestamptz"),
    ("until", "date", "date"),
])  # fmt: skip
def test_a_type_of_a_form_is_a_type_of_the_database(field: str, type_: str, pg_type: str, shop: Layer) -> None:
    assert (shop.field(field).type, shop.field(field).pg_type) == (type_, pg_type)


def test_a_number_without_precision_is_numeric(folder: Path) -> None:
    layer = load_catalogue(write_forms(folder, SHOP.replace(", precision: [7, 1]", ""))).layer("shop")
    assert layer.field("area").pg_type == "numeric"


def test_a_layer_may_change_a_shared_field_and_take_a_rule_away(shop: Layer) -> None:
    assert shop.field("name").max == 30
    assert shop.field("name").rules_of("required") == ()
    assert shop.field("name").public  # what is not changed stays
    assert shop.field("boss").label.en == "Owner"
    assert shop.field("boss").private == "never"
    assert [rule.kind for rule in shop.field("until").rules] == ["not_before"]


def test_a_change_concerns_its_own_layer_only(folder: Path) -> None:
    write_forms(folder)
    other = SHOP.replace("        change: {name: {max: 30, required: }, boss: {label: {vi: Bà chủ, en: Owner}}}\n", "")
    (folder / "market.yaml").write_text(other, encoding="utf-8")
    try:
        catalogue = load_catalogue(folder)
    finally:
        (folder / "market.yaml").unlink()
    assert [layer.name for layer in catalogue.layers] == ["shop", "market"]  # unordered layers come last
    names = [layer.field("name") for layer in catalogue.layers]
    assert [(name.max, len(name.rules_of("required"))) for name in names] == [(30, 0), (20, 1)]


def test_a_shared_part_may_be_changed_in_a_new_field_of_rules(folder: Path) -> None:
    changed = SHOP.replace("{max: 30, required: }", "{max: 30, min_length: 2, private: , public: false}")
    name = load_catalogue(write_forms(folder, changed)).layer("shop").field("name")
    assert {rule.kind for rule in name.rules} == {"plain", "max", "min_length", "required"}
    assert (name.public, name.private) == (False, "internal")


def test_visibility_is_internal_unless_the_form_says_otherwise(shop: Layer) -> None:
    visibility = {field.name: (field.private, field.public, field.public_if_at_least) for field in shop.fields}
    assert visibility["name"] == ("public", True, None)
    assert visibility["seats"] == ("public", True, 3)
    assert visibility["boss"] == ("never", False, None)
    assert visibility["code"] == ("internal", False, None)
    assert [field.name for field in shop.public_fields] == ["name", "seats"]


def test_a_group_has_a_title_and_a_condition(shop: Layer) -> None:
    first, _, last = shop.tabs[0].groups
    assert first.title is None and first.when is None
    assert last.title is not None and last.title.vi == "Khi mở"
    assert last.when is not None and last.when.holds({"state": "open"}) and not last.when.holds({"state": "shut"})


def test_several_rules_of_a_kind_are_numbered_and_each_has_its_own_strength_and_message(shop: Layer) -> None:
    first, second = shop.field("seats").rules_of("required")
    assert (first.name, second.name) == ("seats__required", "seats__required_2")
    assert (first.strength, second.strength) == (Strength.SUBMIT, Strength.WARN)
    assert first.message.vi == "Khi «Tình trạng» là «Mở»: «Chỗ» phải được điền."
    assert (second.message.vi, second.message.en) == ("Hãy đếm chỗ.", "Count the seats.")
    assert shop.rule("seats__between") is shop.field("seats").rules_of("between")[0]
    assert shop.field("seats").rules_of("between")[0].strength is Strength.WARN
    assert shop.rule("seats__nothing") is None


@pytest.mark.parametrize(("field", "kinds"), [
    ("boss", ["plain"]),
    ("state", ["in_list"]),
    ("kinds", ["each_in_list"]),
    ("code", ["matches"]),  # a pattern says more than «plain»
    ("ready", []),
    ("next", []),
    ("name", ["plain", "max"]),
])  # fmt: skip
def test_types_imply_their_rules(field: str, kinds: list[str], shop: Layer) -> None:
    assert [rule.kind for rule in shop.field(field).rules] == kinds


def test_rules_may_speak_of_fields_further_down(folder: Path) -> None:
    text = SHOP.replace("type: boolean, default: false}", "type: boolean, required: {when: {seats: 5}}}")
    (rule,) = load_catalogue(write_forms(folder, text)).layer("shop").field("ready").rules
    assert rule.message.vi == "Khi «Chỗ» là «5»: «Sẵn sàng» phải chọn Có hoặc Không."


def test_a_rule_set_to_false_is_no_rule(folder: Path) -> None:
    text = SHOP.replace("{max: 30, required: }", "{max: 30, required: false}")
    assert load_catalogue(write_forms(folder, text)).layer("shop").field("name").rules_of("required") == ()


def test_lists_patterns_and_defaults_are_read(small: Catalogue, shop: Layer) -> None:
    value = small.lists["state"].value("open")
    assert value is not None and (value.colour, value.note, value.label.en) == ("#00FF00", "daily", "Open")
    assert small.lists["state"].value("ajar") is None
    assert small.lists["state"].label("ajar").vi == "ajar"
    assert small.lists["state"].codes == ("open", "shut")
    assert small.patterns["code"].regex == "[0-9]{2}-[0-9]{2}"
    assert [shop.field(name).default for name in ("state", "ready", "since", "name")] == ["open", False, "now", None]
    assert small.list_of(shop.field("state")) is small.list_of(shop.field("kinds")) is small.lists["state"]
    assert small.list_of(shop.field("name")) is None


def test_a_layer_without_a_short_title_has_its_title(shop: Layer, folder: Path) -> None:
    assert shop.short == shop.title
    named = SHOP.replace("geometry:", "short: {vi: Q, en: S}\ngeometry:")
    assert load_catalogue(write_forms(folder, named)).layer("shop").short.vi == "Q"


def test_text_is_normalised_unless_the_field_is_none(shop: Layer) -> None:
    normalisers: dict[str, str | None] = {field.name: field.normalise for field in shop.fields}
    assert (normalisers["name"], normalisers["code"], normalisers["state"], normalisers["seats"]) == ("text", "text", None, None)


def test_what_is_not_there_is_a_key_error(shop: Layer, small: Catalogue) -> None:
    with pytest.raises(KeyError, match=r"shop\.nothing"):
        shop.field("nothing")
    with pytest.raises(KeyError, match="nothing"):
        small.layer("nothing")
    assert (small.has("shop"), small.has("nothing"), shop.has("name"), shop.has("nothing")) == (True, False, True, False)


@pytest.mark.parametrize(("file", "old", "new", "same"), [
    ("shop", "tabs:\n", "tabs:   # a remark\n", True),
    ("shop", "\ngeometry:", "\n\n\ngeometry:", True),
    ("shop", "max: 30", "max: 31", False),
    ("shop", "en: Seats", "en: Chairs", False),
    ("shared", "vi: Ai,", "vi: Của ai,", False),
    ("lists", "note: daily", "note: nightly", False),
    ("lists", "#00FF00", "#00FF01", False),
])  # fmt: skip
def test_the_version_changes_with_content_and_not_with_remarks(file: str, old: str, new: str, same: bool, folder: Path, small: Catalogue) -> None:
    texts = {"shop": SHOP, "shared": SHARED, "lists": LISTS}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new)
    assert (load_catalogue(write_forms(folder, **texts)).version == small.version) is same
    assert len(small.version) == 12


def test_a_new_field_is_one_line(folder: Path) -> None:
    line = "          oxygen: {label: {vi: Bán bình ô-xy, en: Sells oxygen}, type: boolean, public: true}\n"
    layer = load_catalogue(write_forms(folder, SHOP.replace("          ready:", line + "          ready:"))).layer("shop")
    assert layer.field("oxygen") == Field("oxygen", layer.field("oxygen").label, "boolean", public=True, private="public")
    assert layer.field("oxygen") in layer.public_fields


def test_a_word_like_yes_or_on_stays_a_word(folder: Path) -> None:
    answers = LISTS + "\nanswer:\n  yes: {vi: Có, en: Yes}\n  no: {vi: Không, en: No}\n  on: {vi: Bật, en: On}\n"
    answer = load_catalogue(write_forms(folder, lists=answers)).lists["answer"]
    assert answer.codes == ("yes", "no", "on")
    assert [value.label.en for value in answer.values] == ["Yes", "No", "On"]


def test_every_key_knows_its_line_also_after_a_change(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1\nb:\n  c: 2\n  d: {e: 3}\n", encoding="utf-8")
    data = read_yaml(path, "x.yaml")
    assert [data.place("a"), data["b"].place("d"), data["b"]["d"].place("e"), data.place("nothing")] == [
        ("x.yaml", 1), ("x.yaml", 4), ("x.yaml", 4), ("x.yaml", 1),
    ]  # fmt: skip
    changed = data["b"].changed_by(data["b"]["d"])
    assert (dict(changed), changed.place("c"), changed.place("e")) == ({"c": 2, "d": {"e": 3}, "e": 3}, ("x.yaml", 3), ("x.yaml", 4))
    assert dict(data["b"]) == {"c": 2, "d": {"e": 3}}  # the shared part itself is not touched
