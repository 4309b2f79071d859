"""The JSON Schemas that machines read: each kind of field admits its own values and no others. No database."""

from __future__ import annotations

from typing import Any, Callable

import pytest
from jsonschema import Draft202012Validator

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer
from ncovy_qgis.publish.columns import PLACE_COLUMNS, public_columns
from ncovy_qgis.publish.describe import public_catalogue, schema
from tests.publish.world import uid, value

GOOD: dict[str, Any] = {
    "text": "chữ", "integer": 3, "number": 2.5, "boolean": False, "date": "2021-09-17", "datetime": "2021-09-17T18:00:00+07:00",
    "reference": "6e7a0f52-2f5b-4a39-8d28-1a1a1a1a1a1a",
}  # fmt: skip
BAD: dict[str, tuple[Any, ...]] = {
    "text": (1, True, ["a"]),
    "integer": (1.5, "3", True),
    "number": ("2,5", True),
    "boolean": (0, "true"),
    "date": (20210917,),
    "datetime": (0,),
    "reference": (5,),
    "list": ("nowhere", 1, []),
    "lists": (["nowhere"], "a,b", [1]),
}


def good(catalogue: Catalogue, field: Field) -> Any:
    codes = list(catalogue.lists[field.list].codes) if field.list else []
    return {"list": codes[-1:] and codes[-1], "lists": codes}.get(field.type, GOOD.get(field.type))


def collection(catalogue: Catalogue, layer: Layer) -> dict[str, Any]:
    """One feature with a value in every public field."""
    key = uid(layer, 1)
    filled = {field.name: good(catalogue, field) for field in layer.public_fields}
    shapes: dict[str, Any] = {"Point": [105.68, 18.68], "MultiPolygon": [[[[105.6, 18.6], [105.7, 18.6], [105.7, 18.7], [105.6, 18.6]]]]}
    geometry = {"type": layer.geometry, "coordinates": shapes[layer.geometry]}
    properties = {"id": key, **filled, "commune_name": "Phường Lê Lợi", "district_name": "Thành phố Vinh"}
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "id": key, "geometry": geometry, "properties": properties}]}


def refuses(catalogue: Catalogue, layer: Layer, spoil: Callable[[dict[str, Any]], object]) -> bool:
    whole = collection(catalogue, layer)
    spoil(whole["features"][0])
    return not Draft202012Validator(schema(catalogue, layer)).is_valid(whole)


def with_values(values: dict[str, Any]) -> Callable[[dict[str, Any]], object]:
    """Puts values into a feature."""
    return lambda feature: feature["properties"].update(values)


def test_every_layers_schema_is_a_schema_and_admits_a_full_feature(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        Draft202012Validator.check_schema(schema(catalogue, layer))
        Draft202012Validator(schema(catalogue, layer)).validate(collection(catalogue, layer))


def test_every_public_field_may_be_unknown(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        whole = collection(catalogue, layer)
        properties = whole["features"][0]["properties"]
        properties.update({name: None for name in properties if name != "id"})
        Draft202012Validator(schema(catalogue, layer)).validate(whole)


def test_no_field_admits_a_value_of_another_kind(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        for field in layer.public_fields:
            for bad in BAD[field.type]:
                assert refuses(catalogue, layer, with_values({field.name: bad})), (layer.name, field.name, bad)


SPOILT: dict[str, Callable[[dict[str, Any]], object]] = {
    "a field too many": lambda feature: feature["properties"].update(contact_name="A"),
    "a field too few": lambda feature: feature["properties"].pop("name"),
    "no identifier": lambda feature: feature.pop("id"),
    "a member too many": lambda feature: feature.update(edited_by="lan"),
    "no geometry": lambda feature: feature.pop("geometry"),
    "another geometry": lambda feature: feature["geometry"].update(type="LineString"),
    "a height": lambda feature: feature["geometry"].update(coordinates=[105.68, 18.68, 7.0]),
    "coordinates as text": lambda feature: feature["geometry"].update(coordinates=["105.68", "18.68"]),
    "an empty geometry": lambda feature: feature["geometry"].update(coordinates=[]),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_feature_that_is_not_as_promised_is_refused(catalogue: Catalogue, name: str) -> None:
    assert refuses(catalogue, catalogue.layer("pharmacy"), SPOILT[name])


def test_schema_catalogue_and_columns_name_the_same_fields_in_the_same_order(catalogue: Catalogue) -> None:
    told = {layer["name"]: [field["name"] for field in layer["fields"]] for layer in public_catalogue(catalogue)["layers"]}
    for layer in catalogue.layers:
        names = [column.name for column in public_columns(layer)]
        feature = schema(catalogue, layer)["properties"]["features"]["items"]["properties"]
        assert list(feature["properties"]["properties"]) == names == ["id", *told[layer.name]]
        assert tuple(names[-2:]) == PLACE_COLUMNS


def test_nothing_that_is_never_public_is_offered_by_any_layer(catalogue: Catalogue) -> None:
    never = {field.name for layer in catalogue.layers for field in layer.fields if field.private == "never"}
    inside = {"warning_reason", "removed_reason", "edited_by", "verified_by", "review_state", "base_version", "approved_version", "name_search"}
    for layer in public_catalogue(catalogue)["layers"]:
        assert not {field["name"] for field in layer["fields"]} & (never | inside)


def test_every_field_is_described_for_people_and_its_list_is_there(catalogue: Catalogue) -> None:
    described = public_catalogue(catalogue)
    for layer in described["layers"]:
        for field in layer["fields"]:
            assert set(field) <= {"name", "label", "type", "list", "unit", "references", "form"}
            assert set(field["label"]) == {"vi", "en"}
            assert field["type"] not in ("list", "lists") or field["list"] in described["lists"]
            assert "references" not in field or catalogue.has(field["references"])


def test_the_codes_of_a_list_are_those_of_the_schema(catalogue: Catalogue) -> None:
    described = public_catalogue(catalogue)
    layer = catalogue.layer("control_checkpoint")
    properties = schema(catalogue, layer)["properties"]["features"]["items"]["properties"]["properties"]["properties"]
    for field in (field for field in layer.public_fields if field.list):
        codes = [each["code"] for each in described["lists"][field.list]]
        offered = properties[field.name].get("enum") or properties[field.name]["items"]["enum"]
        assert [code for code in offered if code is not None] == codes


def test_what_the_world_of_these_tests_holds_is_what_schemas_admit(catalogue: Catalogue) -> None:
    layer = catalogue.layer("pharmacy")
    for number in range(10):
        made = {field.name: value(catalogue, layer, field, number) for field in layer.public_fields if field.type in ("list", "boolean", "integer")}
        assert not refuses(catalogue, layer, with_values(made))
