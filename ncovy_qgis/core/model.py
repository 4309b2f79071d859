"""The values a catalogue is made of. Frozen; pure: imports nothing of QGIS, psycopg2 or geopandas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .rules import Rule
    from .rules.condition import Condition


@dataclass(frozen=True)
class Text:
    """One text in both languages of the product."""

    vi: str
    en: str

    def said(self, language: str) -> str:
        """In English for "en", in Vietnamese for every other language."""
        return self.en if language == "en" else self.vi


class CatalogueError(Exception):
    """A mistake in forms/*.yaml, with its file and line."""

    def __init__(self, file: str, line: int, vi: str, en: str) -> None:
        self.file, self.line, self.text = file, line, Text(vi, en)
        super().__init__(f"{file}:{line}: {vi} ({en})")


class Strength(Enum):
    """How hard a rule is: never stored, never submitted, or accepted with a reason."""

    SAVE = "save"
    SUBMIT = "submit"
    WARN = "warn"


@dataclass(frozen=True)
class Value:
    """One allowed value of a list."""

    code: str
    label: Text
    colour: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class ValueList:
    """A vocabulary; its order is the order in forms and legends."""

    name: str
    values: tuple[Value, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(value.code for value in self.values)

    def value(self, code: str) -> Value | None:
        return next((value for value in self.values if value.code == code), None)

    def label(self, code: str) -> Text:
        """The label of a code; the code itself when it is unknown."""
        value = self.value(code)
        return value.label if value else Text(code, code)


@dataclass(frozen=True)
class Pattern:
    """A form of text: a whole-text regex in the dialect common to Python, PCRE and PostgreSQL."""

    regex: str
    example: str
    ignore: str = ""


_PG_TYPES = {
    "text": "text", "integer": "integer", "number": "numeric", "boolean": "boolean", "date": "date",
    "datetime": "timestamptz", "list": "text", "lists": "text[]", "reference": "uuid",
}  # fmt: skip
FIELD_TYPES = tuple(_PG_TYPES)


@dataclass(frozen=True)
class Field:
    """One column of a layer, with everything forms, tables, imports and publications derive from it."""

    name: str
    label: Text
    type: str
    hint: Text | None = None
    unit: str | None = None
    max: int | None = None
    precision: tuple[int, int] | None = None
    list: str | None = None
    references: str | None = None
    public: bool = False
    public_if_at_least: int | None = None
    private: str = "internal"
    auto: bool = False
    widget: str | None = None
    suggest: tuple[str, ...] = ()
    normalise: str | None = None
    default: Any = None
    rules: tuple[Rule, ...] = ()

    @property
    def pg_type(self) -> str:
        if self.precision:
            return "numeric({},{})".format(*self.precision)
        return _PG_TYPES[self.type]

    def rules_of(self, kind: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind == kind)


@dataclass(frozen=True)
class Group:
    """Fields shown together, perhaps only under a condition."""

    title: Text | None
    fields: tuple[str, ...]
    when: Condition | None = None


@dataclass(frozen=True)
class Tab:
    title: Text
    groups: tuple[Group, ...]


LABELS = "_label"
"""What the tiles add to the name of a layer of areas: a point for each name."""


@dataclass(frozen=True)
class Layer:
    """One layer: form, columns, rules."""

    name: str
    title: Text
    short: Text
    geometry: str
    colour: str
    state_field: str
    kind_field: str
    tabs: tuple[Tab, ...]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        if name not in self._by_name:
            raise KeyError(f"{self.name}.{name}")
        return self._by_name[name]

    def has(self, name: str) -> bool:
        return name in self._by_name

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {field.name: field for field in self.fields}

    def rule(self, name: str) -> Rule | None:
        """The rule a CHECK of this name stands for."""
        return next((rule for rule in self.rules if rule.name == name), None)

    @property
    def label_source(self) -> str:
        """Layer of the tiles its names are written from: of an area a tile holds only a part, and each part would get the name."""
        return self.name if self.geometry == "Point" else self.name + LABELS

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for field in self.fields for rule in field.rules)

    @property
    def public_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.public)


@dataclass(frozen=True)
class Licence:
    address: str
    title: str


@dataclass(frozen=True)
class OpenData:
    """What catalogues of open data ask of a publisher; what nobody stated is left out."""

    title: Text = Text("Bản đồ Covid-19", "Covid-19 map")
    description: Text | None = None
    publisher: Text | None = None
    homepage: str | None = None
    contact: str | None = None
    """A mail address."""
    licence: Licence | None = None
    address: str = ""
    """Where the public map stands, with a slash at the end; empty: files refer to each other relatively."""
    place: Text | None = None
    since: str | None = None
    """The first day the data speak of, YYYY-MM-DD."""
    keywords: tuple[str, ...] = ()
    theme: str | None = None
    frequency: str | None = None


@dataclass(frozen=True)
class Hotline:
    """A number people may call; `phone` as digits, `district` the code of the one it is of, None for the whole province."""

    label: Text
    phone: str
    district: str | None = None


@dataclass(frozen=True)
class Note:
    """Guidance: a title and points, one a line."""

    title: Text
    text: Text


@dataclass(frozen=True)
class Link:
    label: Text
    url: str


@dataclass(frozen=True)
class Site:
    """What the public page says beside the map. `report_form` is an address with {layer} {id} {name} {release} {lat} {lon} {link}."""

    report_mail: str | None = None
    report_form: str | None = None
    public_key: str | None = None
    hotlines: tuple[Hotline, ...] = ()
    guidance: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """All layers in their order, all lists, and a version that changes with their content."""

    layers: tuple[Layer, ...]
    lists: Mapping[str, ValueList]
    patterns: Mapping[str, Pattern]
    version: str
    open_data: OpenData = OpenData()
    site: Site = Site()

    def layer(self, stem: str) -> Layer:
        for layer in self.layers:
            if layer.name == stem:
                return layer
        raise KeyError(stem)

    def has(self, stem: str) -> bool:
        return any(layer.name == stem for layer in self.layers)

    def list_of(self, field: Field) -> ValueList | None:
        return self.lists[field.list] if field.list else None
