"""What a form is made of: frozen values without QGIS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional


@dataclass(frozen=True)
class Widget:
    """A built-in editor widget. `looks_into` names the layer it takes its choices from."""

    type: str
    config: Mapping[str, Any]
    looks_into: str = ""


@dataclass(frozen=True)
class Constraint:
    """What must hold; hard: the form cannot be accepted."""

    expression: str
    sentence: str
    hard: bool


@dataclass(frozen=True)
class FormField:
    """One attribute."""

    name: str
    alias: str
    widget: Widget
    hint: str = ""
    alias_expression: str = ""
    constraint: Optional[Constraint] = None
    wanted: bool = False  # an empty field is coloured, never refused
    default: str = ""
    on_update: bool = False
    read_only: bool = False


@dataclass(frozen=True)
class FormGroup:
    """Fields shown together; `shown` is an expression, "" = always."""

    title: str
    fields: tuple[str, ...]
    shown: str = ""
    columns: int = 1
    boxed: bool = False  # in a box of its own though it has no title: there a text of several lines does not fill the tab


@dataclass(frozen=True)
class FormTab:
    title: str
    groups: tuple[FormGroup, ...]


@dataclass(frozen=True)
class FormValue:
    """The whole form of a layer; fields in no tab are hidden."""

    layer: str
    title: str
    tabs: tuple[FormTab, ...]
    fields: tuple[FormField, ...]
    display: str

    def field(self, name: str) -> FormField:
        """One field; KeyError when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)
