"""The public part of the catalogue: catalogue.json for the viewer, one JSON Schema per layer for machines."""

from __future__ import annotations

from typing import Any

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer, Site, Text

PLACES = {
    "commune_name": Text("Xã, phường, thị trấn", "Commune"),
    "district_name": Text("Huyện, thành phố, thị xã", "District"),
}
_UUID = {"type": "string", "format": "uuid"}
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "reference": _UUID,
}
_COORDINATES: dict[str, Any] = {
    "Point": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
    "MultiPolygon": {"type": "array", "minItems": 1},
}


def text(value: Text) -> dict[str, str]:
    return {"vi": value.vi, "en": value.en}


def public_catalogue(catalogue: Catalogue) -> dict[str, Any]:
    """Layers, public fields and the lists they use, with labels in both languages."""
    used = {field.list for layer in catalogue.layers for field in layer.public_fields if field.list}
    return {
        "version": catalogue.version,
        "layers": [_layer(layer) for layer in catalogue.layers],
        "lists": {name: _values(catalogue, name) for name in sorted(used)},
    }


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "title": text(layer.title),
        "short": text(layer.short),
        "geometry": layer.geometry,
        "colour": layer.colour,
        "state_field": layer.state_field,
        "kind_field": layer.kind_field,
        "fields": [*(_field(field) for field in layer.public_fields), *_place_fields()],
    }


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "label": text(field.label), "type": field.type}
    optional = {"list": field.list, "unit": field.unit, "references": field.references}
    described.update({key: value for key, value in optional.items() if value})
    if field.normalise:
        described["form"] = field.normalise
    return described


def _place_fields() -> list[dict[str, Any]]:
    return [{"name": name, "label": text(label), "type": "text"} for name, label in PLACES.items()]


def _values(catalogue: Catalogue, name: str) -> list[dict[str, Any]]:
    return [{"code": value.code, "label": text(value.label), **({"colour": value.colour} if value.colour else {})} for value in catalogue.lists[name].values]


def public_site(site: Site) -> dict[str, Any]:
    """site.json: what the page says beside the map, from forms/_site.yaml."""
    report = {key: value for key, value in (("mail", site.report_mail), ("form", site.report_form)) if value}
    return {
        "report": report,
        "public_key": site.public_key,
        "hotlines": [{"label": text(each.label), "phone": each.phone, "district": each.district} for each in site.hotlines],
        "guidance": [{"title": text(each.title), "text": text(each.text)} for each in site.guidance],
        "links": [{"label": text(each.label), "url": each.url} for each in site.links],
    }


def schema(catalogue: Catalogue, layer: Layer) -> dict[str, Any]:
    """JSON Schema (2020-12) of the layer's GeoJSON file; it admits the public fields and nothing else."""
    properties: dict[str, Any] = {"id": {"title": "Mã định danh", **_UUID}}
    properties.update({field.name: _property(catalogue, field) for field in layer.public_fields})
    properties.update({name: {"title": label.vi, "type": ["string", "null"]} for name, label in PLACES.items()})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": layer.title.vi,
        "type": "object",
        "required": ["type", "features"],
        "additionalProperties": False,
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": _feature(layer, properties)},
        },
    }


def _feature(layer: Layer, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": {"const": layer.geometry}, "coordinates": _COORDINATES[layer.geometry]}
    return _closed(
        {
            "type": {"const": "Feature"},
            "id": _UUID,
            "geometry": _closed(geometry),
            "properties": _closed(properties),
        }
    )


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these members."""
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}


def _property(catalogue: Catalogue, field: Field) -> dict[str, Any]:
    """Every public field may be null: what is unknown stays visible as unknown."""
    described = {"title": field.label.vi, **_type(catalogue, field)}
    if "enum" in described:
        return {**described, "enum": [*described["enum"], None]}
    return {**described, "type": [described["type"], "null"]}


def _type(catalogue: Catalogue, field: Field) -> dict[str, Any]:
    allowed = catalogue.list_of(field)
    if allowed is None:
        return _TYPES.get(field.type, {"type": "string"})
    if field.type == "lists":
        return {"type": "array", "items": {"enum": list(allowed.codes)}}
    return {"enum": list(allowed.codes)}
