"""forms/layer.schema.json: completion and warnings for whoever edits a form in an editor. Made from the loader's own words."""

from __future__ import annotations

from typing import Any

from .field_loader import FIELD_KEYS, META_KEYS, NORMALISERS, PRIVATE, RULE_KEYS, WIDGETS
from .model import FIELD_TYPES, Catalogue, Strength

Schema = dict[str, Any]
_TEXT: Schema = {"$ref": "#/$defs/text"}


def layer_schema(catalogue: Catalogue, shared: tuple[str, ...]) -> Schema:
    """JSON Schema (2020-12) of a layer file; lists, patterns and shared parts are offered by name."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A layer of Ncovy: one file forms/<stem>.yaml",
        "$ref": "#/$defs/layer",
        "$defs": {
            "text": _closed({"vi": {"type": "string"}, "en": {"type": "string"}}, "vi", "en"),
            "condition": {"type": "object", "minProperties": 1, "description": "{status: active}, {status: [active, lifted]}, {decision_no: present}"},
            "rule": {"description": "argument, or {is: argument, when: {…}, strength: …, message: {…}}, or a list of such"},
            "field": _field(catalogue),
            "fields": {"type": "object", "additionalProperties": {"$ref": "#/$defs/field"}},
            "group": _group(shared),
            "tab": _tab(shared),
            "layer": _layer(),
        },
    }


def _closed(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}


def _field(catalogue: Catalogue) -> Schema:
    meta = {"when": {"$ref": "#/$defs/condition"}, "strength": {"enum": [each.value for each in Strength]}, "message": _TEXT, "is": {}}
    known: Schema = {
        "label": _TEXT,
        "hint": _TEXT,
        "unit": {"type": "string"},
        "type": {"enum": list(FIELD_TYPES[:6])},
        "precision": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "list": {"enum": list(catalogue.lists)},
        "lists": {"enum": list(catalogue.lists)},
        "references": {"enum": [layer.name for layer in catalogue.layers]},
        "public": {"anyOf": [{"type": "boolean"}, _closed({"at_least": {"type": "integer"}}, "at_least")]},
        "private": {"enum": list(PRIVATE)},
        "auto": {"type": "boolean"},
        "widget": {"enum": list(WIDGETS)},
        "suggest": {"type": "array", "items": {"type": "string"}},
        "normalise": {"enum": list(NORMALISERS)},
        "default": {"type": ["string", "number", "boolean"]},
        **{kind: {"$ref": "#/$defs/rule"} for kind in RULE_KEYS},
        "matches": {"anyOf": [{"enum": list(catalogue.patterns)}, {"$ref": "#/$defs/rule"}]},
        "required": {"anyOf": [{"type": "boolean"}, {"type": "array"}, _closed({key: meta[key] for key in META_KEYS})]},
    }
    return {**_closed({key: known[key] for key in FIELD_KEYS}, "label"), "oneOf": [{"required": [key]} for key in ("type", "list", "lists", "references")]}


def _use(shared: tuple[str, ...]) -> Schema:
    change = {"type": "object", "additionalProperties": {"type": "object", "propertyNames": {"enum": list(FIELD_KEYS)}}}
    return _closed({"use": {"enum": list(shared)}, "change": change}, "use")


def _group(shared: tuple[str, ...]) -> Schema:
    own = _closed({"group": _TEXT, "when": {"$ref": "#/$defs/condition"}, "fields": {"$ref": "#/$defs/fields"}}, "fields")
    return {"oneOf": [own, _use(shared)]}


def _tab(shared: tuple[str, ...]) -> Schema:
    groups = {"type": "array", "items": {"$ref": "#/$defs/group"}}
    own = _closed({"tab": _TEXT, "fields": {"$ref": "#/$defs/fields"}, "groups": groups}, "tab")
    return {"oneOf": [own, _use(shared)]}


def _layer() -> Schema:
    properties: Schema = {
        "title": _TEXT,
        "short": _TEXT,
        "geometry": {"enum": ["Point", "MultiPolygon"]},
        "colour": {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
        "state": {"type": "string", "description": "the list field that says whether it is in force or open"},
        "kind": {"type": "string", "description": "the list field that says what kind it is"},
        "tabs": {"type": "array", "items": {"$ref": "#/$defs/tab"}},
    }
    return _closed(properties, "title", "geometry", "colour", "state", "kind", "tabs")
