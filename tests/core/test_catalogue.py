"""The ten forms hold what the domain asks: fields, labels, types, lists, what is public, which rules stop whom."""

from __future__ import annotations

import csv
from pathlib import Path

from ncovy_qgis.core.catalogue import KINDS, Catalogue, Strength

SYSTEM_COLUMNS = {"id", "name_search", "publish_state"}
TYPES = {"int": "integer", "bool": "boolean", "uuid": "uuid", "domain": "text", "domain[]": "text[]", "numeric(7,1)": "numeric(7,1)"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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


# (layer, field, kind) → strengths, in the order of the form: what stops a person, when
STRENGTHS = {
    ("lockdown_zone", "name", "required"): ["submit"],
    ("lockdown_zone", "active_from", "required"): ["submit"],
    ("lockdown_zone", "active_from", "not_future"): ["save", "save"],
    ("lockdown_zone", "active_from", "max_age"): ["warn"],
    ("lockdown_zone", "active_to", "after"): ["save"],
    ("lockdown_zone", "active_to", "required"): ["submit"],
    ("lockdown_zone", "decision_date", "not_after"): ["warn"],
    ("lockdown_zone", "risk_level", "in_force"): ["warn"],
    ("lockdown_zone", "epidemic_level", "in_force"): ["warn"],
    ("lockdown_zone", "population", "at_least"): ["save"],
    ("lockdown_point", "measure", "only"): ["save"],
    ("control_checkpoint", "test_validity_h", "only"): ["save"],
    ("testing_site", "confirmatory", "has_member"): ["save"],
    ("testing_site", "price_pcr_vnd", "multiple_of"): ["save"],
    ("testing_site", "licence_no", "only_when"): ["submit"],
    ("testing_site", "active_to", "required"): ["submit", "submit"],
    ("covid_treatment_facility", "beds_occupied", "at_most"): ["warn"],
    ("quarantine_site", "occupancy", "at_most"): ["warn"],
    ("quarantine_site", "quarantine_days", "only"): ["save"],
    ("road_block", "blocks_ambulance", "not_value"): ["warn"],
    ("pharmacy", "gpp_expiry", "not_past"): ["warn"],
    ("pharmacy", "reported_at", "max_age"): [],
    ("medical_facility", "reported_at", "max_age"): [],
    ("testing_site", "reported_at", "max_age"): ["warn"],
    ("medical_facility", "facility_code", "matches"): ["save"],
}


def test_what_blocks_and_what_only_warns_is_as_the_province_wants_it(catalogue: Catalogue) -> None:
    ours = {key: [rule.strength.value for rule in catalogue.layer(key[0]).field(key[1]).rules_of(key[2])] for key in STRENGTHS}
    assert ours == STRENGTHS


def test_every_kind_of_rule_is_used_in_a_form(catalogue: Catalogue) -> None:
    used = {rule.kind for layer in catalogue.layers for rule in layer.rules}
    assert set(KINDS) - used == set()


def test_every_text_a_person_types_is_bounded_and_plain(catalogue: Catalogue) -> None:
    texts = [(layer.name, field) for layer in catalogue.layers for field in layer.fields if field.type == "text"]
    assert [(stem, field.name) for stem, field in texts if not field.rules_of("plain") and not field.rules_of("matches")] == []
    assert [(stem, field.name) for stem, field in texts if field.max is None and not field.rules_of("matches")] == []


def test_what_the_server_fills_is_never_asked_of_people(catalogue: Catalogue) -> None:
    auto = {field.name for layer in catalogue.layers for field in layer.fields if field.auto}
    assert auto == {"district_code", "province_code", "removed_reason", "area_ha"}
    assert [field.name for layer in catalogue.layers for field in layer.fields if field.auto and field.rules_of("required")] == []


def test_every_reference_and_list_leads_somewhere(catalogue: Catalogue) -> None:
    references = {(layer.name, field.name): field.references for layer in catalogue.layers for field in layer.fields if field.references}
    assert references == {
        ("lockdown_point", "zone_id"): "lockdown_zone",
        ("road_block", "alt_checkpoint_id"): "control_checkpoint",
        ("covid_treatment_facility", "host_facility_id"): "medical_facility",
    }
    assert all(catalogue.list_of(field) for layer in catalogue.layers for field in layer.fields if field.type in ("list", "lists"))


def test_every_layer_is_styled_by_lists_people_fill(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        assert {layer.field(layer.state_field).list} <= {"lifecycle_status", "operating_state"}
        assert layer.field(layer.kind_field).type == "list"
        assert layer.field(layer.kind_field).public and layer.field(layer.state_field).public


def test_labels_are_told_apart_within_a_layer(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        labels = [field.label.vi for field in layer.fields]
        assert sorted({label for label in labels if labels.count(label) > 1}) == [], layer.name


def test_the_fields_of_the_tabs_are_the_fields_of_the_layer(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        assert [name for tab in layer.tabs for group in tab.groups for name in group.fields] == [field.name for field in layer.fields]
