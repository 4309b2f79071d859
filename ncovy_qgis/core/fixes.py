"""Which findings have a fix that is certain, and what it changes. Pure: nothing is guessed, nothing is written here.

Certain are three: a value in another spelling than the stored one, a value the form hides because it does not apply, and a link the map decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .model import Field, Layer, Text
from .normalise import normalise_value
from .rules.present import present_value

SPELLING = "stored_form"  # field__stored_form: the code of a value in another spelling
SPELLING_TEXT = Text("«{label}» chưa ở dạng chuẩn.", "«{label}» is not in its standard form.")
# What is surely in its stored form (SQL and Python regex); whatever else normalise_value decides.
STORED = {
    "phone": "^(?:0[0-9]{9,10}|1[0189][0-9]{1,8})(?:; (?:0[0-9]{9,10}|1[0189][0-9]{1,8}))*$",
    "decision_no": "^[1-9][0-9]{0,4}/(?:QĐ|KH|CT|CV|TB|NQ)-(?:UBND|BYT|TTg|BCĐ|SYT|CDC)$",
    "opening_hours": "^(?:24/7|(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))? (?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:[01][0-9]|2[0-3]):[0-5][0-9])$",
    "road": "^(?:QL[0-9]+[A-Z]?|ĐT[.][0-9]{3}[A-Z]?)$",
}
LINKS = {"point_unlinked": "zone_id"}  # code → the field that takes the one feature found


def spelled(layer: Layer) -> tuple[Field, ...]:
    """Fields whose spelling is settled by the program, not by the database itself."""
    return tuple(field for field in layer.fields if field.normalise in STORED and not field.auto)


def certain_fix(layer: Layer, row: Mapping[str, Any], code: str, others: Sequence[str] = ()) -> dict[str, Any]:
    """Field → new value; {} when nothing is certain. `others`: uids of the features that findings of this code speak of."""
    if code in LINKS:
        return _link(LINKS[code], row, others)
    name, _, kind = code.partition("__")
    if not layer.has(name):
        return {}
    value = row.get(name)
    if kind == SPELLING:
        stored = normalise_value(layer.field(name), value)
        return {name: stored} if stored != value else {}
    rule = layer.rule(code)
    if kind == "only_when" and rule is not None and present_value(value) and _hidden(layer, name, row):
        return {name: None}
    return {}


def may_be_certain(layer: Layer, code: str, others: Sequence[str] = ()) -> bool:
    """Whether a finding of this code can have a certain fix at all, without looking at the row."""
    name, _, kind = code.partition("__")
    if code in LINKS:
        return layer.has(LINKS[code]) and len(set(others)) == 1
    return layer.has(name) and (kind == SPELLING or (kind == "only_when" and _condition(layer, name) is not None))


def _link(field: str, row: Mapping[str, Any], others: Sequence[str]) -> dict[str, Any]:
    """The point lies in one zone alone: it belongs to that one."""
    found = set(others)
    return {field: found.pop()} if len(found) == 1 and row.get(field) is None else {}


def _hidden(layer: Layer, name: str, row: Mapping[str, Any]) -> bool:
    """The form does not show the field: what it holds is left over from before the choice that hid it."""
    when = _condition(layer, name)
    return when is not None and not when.holds(row)


def _condition(layer: Layer, name: str) -> Any:
    return next((group.when for tab in layer.tabs for group in tab.groups if name in group.fields), None)
