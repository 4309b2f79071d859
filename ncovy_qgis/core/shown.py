"""A value as people read it, in both languages: labels instead of codes, Vietnamese dates and numbers, grouped phone numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from .dates import DateError, parse_date, parse_datetime, show_date, show_datetime
from .model import Catalogue, Field, Text
from .normalise import normalise_value
from .numbers import NumberError, parse_number, show_number
from .opening_hours import show_hours
from .phones import show_phones

NOTHING = Text("", "")
_TEXTS = {"phone": show_phones, "opening_hours": show_hours}


def show_value(field: Field, value: Any, catalogue: Catalogue) -> Text:
    """The text of a value; it may come from Python, from JSON (times as ISO text) or from QGIS. Empty when there is none."""
    if value is None or value in ("", [], ()):
        return NOTHING
    values = catalogue.list_of(field)
    if values and isinstance(value, (list, tuple)):
        labels = [values.label(str(code)) for code in value]
        return Text(", ".join(label.vi for label in labels), ", ".join(label.en for label in labels))
    if values:
        return values.label(str(value))
    if field.type == "boolean":
        return Text("Có", "Yes") if value is True or value in ("t", "true") else Text("Không", "No")
    try:
        return _typed(field, value)
    except (DateError, NumberError):
        return _same(str(value))


def show_typed(field: Field, stored: str) -> str:
    """A stored text as a form shows it: in groups, but only where typing it again would store the same."""
    show = _TEXTS.get(field.normalise or "")
    shown = show(stored) if show else stored
    return shown if normalise_value(field, shown) == stored else stored


def _typed(field: Field, value: Any) -> Text:
    if field.type == "datetime":
        return _same(show_datetime(parse_datetime(value)))
    if field.type == "date":
        return _same(show_date(value if type(value) is date else parse_date(value)))
    if field.type in ("integer", "number"):
        return _number(field, parse_number(value if isinstance(value, (int, float)) else float(value)))
    show = _TEXTS.get(field.normalise or "")
    return _same(show(str(value)) if show else str(value))


def _number(field: Field, number: float) -> Text:
    english = f"{int(number):,}" if number == int(number) else f"{number:,}"
    return Text(_with_unit(show_number(number), field), english)


def _with_unit(text: str, field: Field) -> str:
    return f"{text} {field.unit}" if field.unit else text


def _same(text: str) -> Text:
    return Text(text, text)
