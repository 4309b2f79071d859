"""The form as a value: what the catalogue says is what the form asks. No QGIS needed."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from ncovy_qgis.core.catalogue import Catalogue, Layer, load_catalogue
from ncovy_qgis.core.normalise import normalise_value
from ncovy_qgis.gis.form import MENDED, FormContext, FormValue, compile_form, quoted
from ncovy_qgis.gis.values import VIETNAM

LAYERS = load_catalogue().layers
each_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)


def shown(form: FormValue) -> list[str]:
    return [name for tab in form.tabs for group in tab.groups for name in group.fields]


@each_layer
def test_every_field_is_in_exactly_one_place_of_the_form_and_system_columns_are_not(layer: Layer, catalogue: Catalogue) -> None:
    form = compile_form(layer, catalogue)
    names = shown(form)
    assert len(names) == len(set(names))
    assert {field.name for field in layer.fields} - set(names) <= {"removed_reason"}
    assert not {"id", "uid", "base_version", "name_search", "removed"} & set(names)


@each_layer
def test_required_fields_come_first_in_their_group_and_carry_a_star(layer: Layer, catalogue: Catalogue) -> None:
    form = compile_form(layer, catalogue)
    for tab in form.tabs:
        for group in tab.groups:
            stars = [form.field(name).alias.endswith(" *") for name in group.fields]
            assert stars == sorted(stars, reverse=True), group.fields
    for field in layer.fields:
        always = any(rule.when is None and rule.strength.value != "warn" for rule in field.rules_of("required"))
        assert form.field(field.name).alias.endswith(" *") == always


@each_layer
def test_only_what_is_never_stored_blocks_the_form(layer: Layer, catalogue: Catalogue) -> None:
    form = compile_form(layer, catalogue)
    for field in layer.fields:
        constraint = form.field(field.name).constraint
        if constraint is None:
            continue
        strengths = {rule.strength.value for rule in field.rules if rule.message.vi in constraint.sentence}
        assert strengths in ({"save"}, {"submit"}, {"warn"}, {"submit", "warn"}), field.name
        assert constraint.hard == (strengths == {"save"})


@each_layer
def test_english_forms_have_english_words_and_the_same_rules(layer: Layer, catalogue: Catalogue) -> None:
    vietnamese, english = compile_form(layer, catalogue), compile_form(layer, catalogue, FormContext(language="en"))
    assert english.title == layer.title.en
    assert shown(english) == shown(vietnamese)
    assert [tab.title for tab in english.tabs] != [tab.title for tab in vietnamese.tabs]


@each_layer
def test_what_the_server_fills_is_read_only(layer: Layer, catalogue: Catalogue) -> None:
    form = compile_form(layer, catalogue)
    assert {field.name for field in form.fields if field.read_only} >= {field.name for field in layer.fields if field.auto}
    assert form.field("review_state").read_only
    assert not form.field("name").read_only


def test_units_are_in_the_label_once(catalogue: Catalogue) -> None:
    form = compile_form(catalogue.layer("testing_site"), catalogue)
    assert form.field("price_pcr_vnd").alias == "Giá RT-PCR (đồng)"
    assert compile_form(catalogue.layer("lockdown_zone"), catalogue).field("area_ha").alias == "Diện tích (ha)"


def test_a_condition_makes_the_star_appear(catalogue: Catalogue) -> None:
    field = compile_form(catalogue.layer("lockdown_zone"), catalogue).field("decision_no")
    assert field.alias == "Số quyết định"
    assert field.alias_expression.startswith("'Số quyết định' || if(")
    assert "'active'" in field.alias_expression


def test_a_group_under_a_condition_is_shown_by_its_expression(catalogue: Catalogue) -> None:
    form = compile_form(catalogue.layer("testing_site"), catalogue)
    group = next(group for tab in form.tabs for group in tab.groups if "licence_no" in group.fields)
    assert group.shown == 'coalesce("confirmatory", FALSE)'


def test_lists_offer_their_values_in_order_and_an_empty_choice(catalogue: Catalogue) -> None:
    widget = compile_form(catalogue.layer("testing_site"), catalogue).field("site_type").widget
    labels = [next(iter(item)) for item in widget.config["map"]]
    assert widget.type == "ValueMap"
    assert labels == ["(chưa chọn)", *(value.label.vi for value in catalogue.lists["testing_site_type"].values)]


def test_an_only_rule_narrows_the_choice(catalogue: Catalogue) -> None:
    widget = compile_form(catalogue.layer("lockdown_point"), catalogue).field("measure").widget
    assert [code for item in widget.config["map"] for code in item.values()][1:] == ["medical_isolation", "temporary_isolation"]


def test_unknown_is_neither_yes_nor_no(catalogue: Catalogue) -> None:
    widget = compile_form(catalogue.layer("road_block"), catalogue).field("blocks_ambulance").widget
    assert [next(iter(item)) for item in widget.config["map"]] == ["(chưa chọn)", "Có", "Không"]


@pytest.mark.parametrize(
    ("stem", "name", "kind", "settings"),
    [
        ("lockdown_zone", "name", "TextEdit", {"IsMultiline": False, "UseHtml": False}),
        ("lockdown_zone", "boundary_text", "TextEdit", {"IsMultiline": True, "UseHtml": False}),
        ("lockdown_zone", "households", "Range", {"Min": 0, "Precision": 0, "AllowNull": True}),
        ("pharmacy", "location_accuracy_m", "Range", {"Min": 0, "Precision": 1, "AllowNull": True}),
        ("lockdown_zone", "area_ha", "TextEdit", {"IsMultiline": False}),
        ("lockdown_zone", "active_from", "DateTime", {"allow_null": True, "calendar_popup": True, "field_format": "yyyy-MM-dd HH:mm:ss"}),
        ("lockdown_zone", "decision_date", "DateTime", {"allow_null": True, "display_format": "dd/MM/yyyy", "field_format": "yyyy-MM-dd"}),
        ("pharmacy", "open_24h", "ValueMap", {}),
        ("pharmacy", "commune_code", "ValueRelation", {"Key": "code", "Value": "name", "AllowMulti": False, "OrderByValue": True}),
        ("pharmacy", "district_code", "ValueRelation", {"FilterExpression": '"level" = 2'}),
        ("testing_site", "methods", "ValueRelation", {"AllowMulti": True, "Value": "label_vi", "NofColumns": 2}),
        ("pharmacy", "review_state", "ValueMap", {}),
        ("pharmacy", "edited_at", "DateTime", {"display_format": "dd/MM/yyyy HH:mm"}),
        ("pharmacy", "uid", "Hidden", {}),
    ],
)
def test_each_kind_of_field_has_the_widget_that_suits_it(catalogue: Catalogue, stem: str, name: str, kind: str, settings: dict[str, object]) -> None:
    widget = compile_form(catalogue.layer(stem), catalogue).field(name).widget
    assert widget.type == kind
    assert {key: widget.config.get(key) for key in settings} == settings


@each_layer
def test_only_widgets_that_other_programs_know_are_used(layer: Layer, catalogue: Catalogue) -> None:
    kinds = {field.widget.type for field in compile_form(layer, catalogue).fields}
    assert kinds <= {"TextEdit", "Range", "CheckBox", "DateTime", "ValueMap", "ValueRelation", "RelationReference", "Hidden"}


@each_layer
def test_a_number_out_of_range_can_be_typed_so_that_its_sentence_is_read(layer: Layer, catalogue: Catalogue) -> None:
    form = compile_form(layer, catalogue)
    for field in layer.fields:
        for rule in field.rules_of("between"):
            widget = form.field(field.name).widget
            assert widget.config["Max"] > rule.argument[1], field.name
            assert widget.config["Min"] <= rule.argument[0], field.name


def test_several_values_are_ticked_in_the_list_of_words(catalogue: Catalogue) -> None:
    widget = compile_form(catalogue.layer("testing_site"), catalogue).field("methods").widget
    assert (widget.type, widget.looks_into, widget.config["AllowMulti"]) == ("ValueRelation", "list_value", True)
    assert widget.config["FilterExpression"] == "\"list\" = 'test_method'"


def test_communes_follow_the_district_and_the_era(catalogue: Catalogue) -> None:
    widget = compile_form(catalogue.layer("pharmacy"), catalogue).field("commune_code").widget
    assert widget.looks_into == "unit"
    assert "current_value('district_code')" in widget.config["FilterExpression"]
    assert "current_value('commune_era')" in widget.config["FilterExpression"]


def test_another_feature_is_found_by_typing_its_name(catalogue: Catalogue) -> None:
    for stem, field, target in (
        ("lockdown_point", "zone_id", "lockdown_zone"),
        ("road_block", "alt_checkpoint_id", "control_checkpoint"),
        ("covid_treatment_facility", "host_facility_id", "medical_facility"),
    ):
        widget = compile_form(catalogue.layer(stem), catalogue).field(field).widget
        assert (widget.looks_into, widget.config["Key"], widget.config["UseCompleter"]) == (target, "uid", True)


def test_moments_show_the_day_first_and_the_minute(catalogue: Catalogue) -> None:
    form = compile_form(catalogue.layer("lockdown_zone"), catalogue)
    assert form.field("active_from").widget.config["display_format"] == "dd/MM/yyyy HH:mm"
    assert form.field("expected_end").widget.config["display_format"] == "dd/MM/yyyy"


def test_the_token_of_plain_qgis_is_the_version_read(catalogue: Catalogue) -> None:
    field = compile_form(catalogue.layer("pharmacy"), catalogue).field("base_version")
    assert (field.default, field.on_update, field.widget.type) == ('"row_version"', True, "Hidden")


def test_an_exercise_has_its_own_now(catalogue: Catalogue) -> None:
    now = "to_datetime('2021-09-17T18:00:00+07:00')"
    form = compile_form(catalogue.layer("lockdown_zone"), catalogue, FormContext(now=now))
    assert form.field("reported_at").default == now
    constraint = form.field("reported_at").constraint
    assert constraint is not None
    assert now in constraint.expression
    assert "now()" not in constraint.expression


def test_defaults_are_those_of_the_catalogue_and_active_or_open(catalogue: Catalogue) -> None:
    zone, pharmacy = (compile_form(catalogue.layer(stem), catalogue) for stem in ("lockdown_zone", "pharmacy"))
    assert (zone.field("status").default, pharmacy.field("operating_state").default) == ("'active'", "'open'")
    assert zone.field("reported_at").default == "now()"
    assert pharmacy.field("delivery").default == "false"


def test_words_with_quotes_stay_words() -> None:
    assert quoted("O'Neil \\ d") == "'O''Neil \\\\ d'"


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("3088/QĐ-UBND", True),
        ("Số: 3088/qd-ubnd ngày 22/8/2021", True),
        ("199 / KH – UBND", True),
        ("12/2021/NĐ-CP", True),
        ("3088/QĐUBND", True),
        ("theo quyết định của huyện", False),
        ("3088/QĐ-UBND và 199/KH-UBND", False),
        ("ngày 22/8/2021", False),
    ],
)
def test_a_decision_may_be_typed_as_saving_can_mend_it(catalogue: Catalogue, typed: str, taken: bool) -> None:
    field = catalogue.layer("lockdown_zone").field("decision_no")
    (rule,) = field.rules_of("matches")
    assert rule.holds({"decision_no": normalise_value(field, typed)}, datetime.now(VIETNAM)) == taken
    assert (re.search(MENDED["decision_no"], typed) is not None) == taken


@each_layer
def test_a_text_of_several_lines_has_a_box_of_its_own_so_it_does_not_fill_the_tab(layer: Layer, catalogue: Catalogue) -> None:
    groups = [group for tab in compile_form(layer, catalogue).tabs for group in tab.groups]
    boxed = {name for group in groups if group.boxed for name in group.fields}
    assert {field.name for field in layer.fields if field.widget == "multiline"} <= boxed


def test_the_commonest_mistake_is_said_first(catalogue: Catalogue) -> None:
    constraint = compile_form(catalogue.layer("pharmacy"), catalogue).field("phone").constraint
    assert constraint is not None
    assert constraint.sentence.startswith("«Điện thoại» phải có dạng")
