"""The catalogue holds what the domain lists say, and a mistake in a form is told with file and line."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import Catalogue, CatalogueError, Strength, load_catalogue
from ncovy_qgis.paths import forms_dir

SYSTEM_COLUMNS = {"id", "name_search", "publish_state"}
TYPES = {"int": "integer", "bool": "boolean", "uuid": "uuid", "domain": "text", "domain[]": "text[]", "numeric(7,1)": "numeric(7,1)"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A copy of the forms that a test may spoil."""
    folder = tmp_path / "forms"
    shutil.copytree(forms_dir(), folder)
    return folder


@pytest.fixture
def pharmacy_alone(tmp_path: Path) -> Path:
    """A folder whose only layer is the pharmacy: quick to read."""
    folder = tmp_path / "forms"
    folder.mkdir()
    shutil.copy(forms_dir() / "pharmacy.yaml", folder)
    text = (forms_dir() / "_shared.yaml").read_text(encoding="utf-8")
    (folder / "_shared.yaml").write_text("order: [pharmacy]\n" + text[text.index("patterns:") :], encoding="utf-8")
    lists = (forms_dir() / "_lists.yaml").read_text(encoding="utf-8").split("\n\n")
    needed = ("operating_state:", "pharmacy_type:", "location_method:", "lifecycle_status:")
    (folder / "_lists.yaml").write_text("\n\n".join(each for each in lists if each.startswith(needed)), encoding="utf-8")
    return folder


def expected_fields(catalogue: Catalogue, shared_data: Path) -> list[tuple[str, dict[str, str]]]:
    """(layer, row of the field list) for every layer a field belongs to."""
    pairs = []
    for row in rows_of(shared_data / "layer_fields.csv"):
        if row["layer"] != "_common":
            pairs.append((row["layer"], row))
        elif row["field"] not in SYSTEM_COLUMNS and "," not in row["field"]:
            lifecycle = row["field"] in ("status", "active_from", "active_to", "lift_decision_no") or row["field"].startswith("decision_")
            pairs += [(layer.name, row) for layer in catalogue.layers if not lifecycle or layer.state_field == "status"]
    return pairs


def test_every_field_of_the_domain_is_there_with_its_labels_type_list_and_visibility(catalogue: Catalogue, shared_data: Path) -> None:
    wrong = []
    for stem, row in expected_fields(catalogue, shared_data):
        layer = catalogue.layer(stem)
        if not layer.has(row["field"]):
            wrong.append((stem, row["field"], "missing"))
            continue
        field = layer.field(row["field"])
        private = {"public": "public", "internal": "internal", "never public": "never"}[row["visibility"].split(" (")[0]]
        base = row["type"].split("(")[0]
        pg_type = TYPES.get(row["type"], {"char": "text", "text": "text"}.get(base, base))
        seen = (field.label.vi, field.label.en, field.private, field.pg_type, field.list or "")
        if seen != (row["label_vi"], row["label_en"], private, pg_type, row["domain"]):
            wrong.append((stem, row["field"], seen))
        if base == "text" and "(" in row["type"] and field.max != int(row["type"][5:-1]):
            wrong.append((stem, row["field"], f"max {field.max}"))
        if row["required"] == "yes" and not any(rule.when is None and rule.strength is Strength.SUBMIT for rule in field.rules_of("required")):
            wrong.append((stem, row["field"], "not required"))
    assert not wrong


def test_no_layer_has_a_field_the_domain_does_not_know(catalogue: Catalogue, shared_data: Path) -> None:
    known = {(stem, row["field"]) for stem, row in expected_fields(catalogue, shared_data)}
    ours = {(layer.name, field.name) for layer in catalogue.layers for field in layer.fields}
    assert {name for _, name in ours - known} == {"warning_reason", "removed_reason"}


def test_lists_are_those_of_the_domain_in_its_order_with_labels_and_colours(catalogue: Catalogue, shared_data: Path) -> None:
    expected: dict[str, list[tuple[str, str, str, str | None]]] = {}
    for row in rows_of(shared_data / "domain_values.csv"):
        expected.setdefault(row["domain"], []).append((row["code"], row["label_vi"], row["label_en"], row["colour"] or None))
    ours = {name: [(v.code, v.label.vi, v.label.en, v.colour) for v in values.values] for name, values in catalogue.lists.items()}
    assert ours == expected
    assert (len(ours), sum(map(len, ours.values()))) == (35, 191)


def test_a_lockdown_in_force_needs_a_decision_but_a_checkpoint_may_rest_on_a_plan(catalogue: Catalogue) -> None:
    strengths = {layer.name: [rule.strength.value for rule in layer.field("decision_no").rules_of("required")]
                 for layer in catalogue.layers if layer.state_field == "status"}  # fmt: skip
    assert strengths == {
        "lockdown_zone": ["submit"], "lockdown_point": ["submit"], "quarantine_site": ["submit"], "testing_site": [],
        "control_checkpoint": ["warn"], "road_block": ["warn"], "covid_treatment_facility": ["warn"],
    }  # fmt: skip


def test_check_names_are_unique_in_a_layer_and_lead_back_to_their_rule(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        names = [rule.name for rule in layer.rules]
        assert len(names) == len(set(names))
        assert all(layer.rule(name) is not None and len(name) <= 63 for name in names)


def test_every_message_is_a_vietnamese_and_an_english_sentence(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        for rule in layer.rules:
            label = layer.field(rule.field).label
            assert rule.message.vi.endswith(".") and rule.message.en.endswith("."), rule.name
            assert f"«{label.vi}»" in rule.message.vi or rule.kind in ("max_age", "not_value"), rule.message.vi


def test_what_is_personal_or_internal_is_never_public(catalogue: Catalogue) -> None:
    public = {field.name for layer in catalogue.layers for field in layer.public_fields}
    never = {"contact_name", "contact_phone", "pharmacist", "staff_count", "forces", "case_count", "occupancy", "beds_occupied",
             "note_internal", "source_doc", "warning_reason", "removed_reason", "location_method", "host_facility_id"}  # fmt: skip
    assert not public & never


def test_small_households_and_populations_have_a_threshold_in_every_layer(catalogue: Catalogue) -> None:
    thresholds = {(field.name, field.public_if_at_least) for layer in catalogue.layers for field in layer.fields
                  if field.name in ("households", "population")}  # fmt: skip
    assert thresholds == {("households", 5), ("population", 20)}


def test_the_version_changes_with_content_and_not_with_comments(pharmacy_alone: Path) -> None:
    forms = pharmacy_alone
    before = load_catalogue(forms).version
    file = forms / "pharmacy.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert load_catalogue(forms).version == before
    file.write_text(file.read_text(encoding="utf-8").replace("en: Chain}", "en: Chains}"), encoding="utf-8")
    assert load_catalogue(forms).version != before


def test_a_new_field_is_one_line(pharmacy_alone: Path) -> None:
    forms = pharmacy_alone
    file = forms / "pharmacy.yaml"
    line = "          oxygen: {label: {vi: Bán bình ô-xy, en: Sells oxygen}, type: boolean, public: true}\n"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("          chain:", line + "          chain:"), encoding="utf-8")
    layer = load_catalogue(forms).layer("pharmacy")
    assert layer.field("oxygen").pg_type == "boolean"
    assert layer.field("oxygen") in layer.public_fields


def test_an_eleventh_layer_is_one_more_form_and_comes_last(forms: Path) -> None:
    text = (forms / "pharmacy.yaml").read_text(encoding="utf-8").replace("vi: Hiệu thuốc, en: Pharmacy", "vi: Điểm ô-xy, en: Oxygen point")
    (forms / "oxygen_point.yaml").write_text(text, encoding="utf-8")
    layers = load_catalogue(forms).layers
    assert [layer.name for layer in layers][-1] == "oxygen_point"
    assert layers[-1].title.vi == "Điểm ô-xy"


MISTAKES = {
    "unknown key of a field": ("list: pharmacy_type,", "lists_of: x, list: pharmacy_type,", "khóa «lists_of»"),
    "misspelt rule": ("type: date, not_past:", "type: date, not_passed:", "ý bạn là «not_past»"),
    "unknown list": ("list: pharmacy_type,", "list: pharmacy_typ,", "ý bạn là «pharmacy_type»"),
    "unknown type": ("type: date,", "type: dato,", "ý bạn là «date»"),
    "no type at all": ("type: date, ", "", "cần đúng một trong"),
    "type and list": ("list: pharmacy_type,", "list: pharmacy_type, type: text,", "cần đúng một trong"),
    "no label": ("label: {vi: Chuỗi, en: Chain}, ", "", "thiếu «label»"),
    "label without English": ("{vi: Chuỗi, en: Chain}", "{vi: Chuỗi}", "thiếu «en»"),
    "duplicate key": ("type: text, max: 60,", "type: text, max: 60, max: 61,", "«max» có hai lần"),
    "duplicate field": ("          chain:", "          delivery:", "«delivery» có hai lần"),
    "field of a shared part again": ("          chain:", "          address:", "«address» có hai lần"),
    "unknown shared part": ("- use: place", "- use: plase", "ý bạn là «place»"),
    "change of no field": ("reported_at: {max_age: }", "reported: {max_age: }", "không biết «reported»"),
    "unknown pattern": ("matches: opening_hours", "matches: opening_hour", "ý bạn là «opening_hours»"),
    "regex of one engine only": ("matches: opening_hours", "matches: '\\d+'", "biểu thức không dùng được"),
    "condition on no field": ("not_past: {strength: warn}", "required: {when: {deliverry: true}}", "ý bạn là «delivery»"),
    "condition on no value": ("not_past: {strength: warn}", "required: {when: {operating_state: opened}}", "không có giá trị «opened»"),
    "condition of a wrong type": ("not_past: {strength: warn}", "required: {when: {delivery: maybe}}", "không so được"),
    "unknown strength": ("not_past: {strength: warn}", "not_past: {strength: warning}", "ý bạn là «warn»"),
    "rule of another type": ("type: date, not_past: {strength: warn}", "type: date, between: [1, 2]", "«between» không dùng cho date"),
    "rule with a wrong argument": ("type: text, max: 60,", "type: text, max: sixty,", "số nguyên dương"),
    "rule with a key too many": ("not_past: {strength: warn}", "required: {is: true, whan: x, strength: warn}", "khóa «whan»"),
    "wrong colour": ('colour: "#558B2F"', "colour: green", "#RRGGBB"),
    "wrong geometry": ("geometry: Point", "geometry: Dot", "không biết «Dot»"),
    "state of no list field": ("state: operating_state", "state: delivery", "không biết «delivery»"),
    "default outside its list": ("boolean, default: false,", "boolean, default: 3,", "mặc định «3»"),
    "public and private": ("type: text, max: 60, public: true", "type: text, max: 60, public: true, private: never", "không có «private»"),
    "unknown key of a layer": ("kind: pharmacy_type\n", "kind: pharmacy_type\nicon: x\n", "khóa «icon»"),
    "wrong YAML": ("tabs:", "tabs: [", "YAML sai cú pháp"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_its_file_its_line_and_what_was_meant(mistake: str, pharmacy_alone: Path) -> None:
    forms = pharmacy_alone
    old, new, sentence = MISTAKES[mistake]
    text = (forms / "pharmacy.yaml").read_text(encoding="utf-8")
    assert old in text
    (forms / "pharmacy.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(forms)
    line = text[: text.index(old)].count("\n") + 1
    assert sentence in str(caught.value)
    assert caught.value.file == "forms/pharmacy.yaml"
    assert caught.value.line >= line if mistake == "wrong YAML" else abs(caught.value.line - line) <= 1


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ("  open: {vi", "  open: {vi: a, en: b}\n  open: {vi", "«open» có hai lần"),
    ('"#2E7D32"', '"green"', "#RRGGBB"),
    ("  open: {vi", "  mở: {vi", "chữ không dấu"),
])  # fmt: skip
def test_a_mistake_in_a_list_is_refused_too(old: str, new: str, sentence: str, pharmacy_alone: Path) -> None:
    forms = pharmacy_alone
    file = forms / "_lists.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=sentence) as caught:
        load_catalogue(forms)
    assert caught.value.file == "forms/_lists.yaml"


def test_an_example_that_does_not_fit_its_pattern_is_refused(pharmacy_alone: Path) -> None:
    forms = pharmacy_alone
    file = forms / "_shared.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("example: Km463+200", "example: Km"), encoding="utf-8")
    with pytest.raises(CatalogueError, match="ví dụ không khớp"):
        load_catalogue(forms)


def test_a_word_like_yes_or_on_stays_a_word(pharmacy_alone: Path) -> None:
    forms = pharmacy_alone
    file = forms / "_lists.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\nanswer:\n  yes: {vi: Có, en: Yes}\n  no: {vi: Không, en: No}\n", encoding="utf-8")
    assert load_catalogue(forms).lists["answer"].codes == ("yes", "no")
    assert load_catalogue(forms).lists["answer"].label("no").en == "No"


def test_text_that_is_not_utf8_is_refused_with_its_file(pharmacy_alone: Path) -> None:
    forms = pharmacy_alone
    (forms / "pharmacy.yaml").write_bytes("title: Hiệu thuốc".encode("cp1258", errors="replace"))
    with pytest.raises(CatalogueError, match=r"forms/pharmacy\.yaml:1:"):
        load_catalogue(forms)
