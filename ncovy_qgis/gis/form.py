"""The form of a layer, compiled from the catalogue to a plain value: tests compare values, form_apply gives it to QGIS.

Imports no QGIS. Layers a widget looks into are named by symbol ("list_value", "unit", or a stem).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from ..core.catalogue import Catalogue, Field, Group, Layer, Rule, Strength, Text
from . import form_system
from .form_value import Constraint, FormField, FormGroup, FormTab, FormValue, Widget
from .form_widgets import widget_of

UNITS = "Đơn vị hành chính"  # name of the private layer of all eras; default values look into it
AS_LIST = """try(array_cat(FIELD, array()), if(FIELD = '{}', array(), string_to_array(regexp_replace(FIELD, '[{}"]', ''))))"""
ERAS = ((2021, "2020-01-01"), (2025, "2025-07-01"))
# What core.normalise mends when it is saved may be typed: «Số: 3088/qd-ubnd ngày 22/8/2021» holds one number of a decision.
MENDED = {"decision_no": r"^(?!.*NUMBER.*NUMBER).*NUMBER".replace("NUMBER", r"(?<!\d)\d{1,5}\s*(?:/\s*\d{4}\s*)?/\s*[^\W\d_]{2,10}\s*[-–]?\s*[^\W\d_]{2}")}


@dataclass(frozen=True)
class FormContext:
    """What a form depends on besides its layer: language, the time ("now" of an exercise), eras of units and their first days."""

    language: str = "vi"
    now: str = "now()"
    eras: tuple[tuple[int, str], ...] = ERAS
    mends: bool = True  # saving brings values into their stored form; a QGIS without the plugin does not

    def words(self, text: Optional[Text]) -> str:
        """The text in the form's language."""
        return text.said(self.language) if text else ""


def compile_form(layer: Layer, catalogue: Catalogue, context: FormContext = FormContext()) -> FormValue:
    """The native form of a layer as a value."""
    fields = [_field(layer, field, catalogue, context) for field in layer.fields]
    tabs = [_tab(layer, tab.title, tab.groups, context) for tab in layer.tabs]
    return FormValue(
        layer=layer.name,
        title=context.words(layer.title),
        tabs=(*tabs, form_system.review_tab(context.language)),
        fields=(*fields, *form_system.system_fields(context.language)),
        display='"name"',
    )


def _tab(layer: Layer, title: Text, groups: Sequence[Group], context: FormContext) -> FormTab:
    return FormTab(context.words(title), tuple(_group(layer, group, context) for group in groups))


def _group(layer: Layer, group: Group, context: FormContext) -> FormGroup:
    """Required fields first; the catalogue's order decides the rest."""
    names = sorted(group.fields, key=lambda name: not _always_required(layer.field(name)))
    shown = _lists_readable(group.when.expression(), layer) if group.when else ""
    boxed = any(layer.field(name).widget == "multiline" for name in names)
    return FormGroup(context.words(group.title), tuple(names), shown, boxed=boxed)


def _field(layer: Layer, field: Field, catalogue: Catalogue, context: FormContext) -> FormField:
    alias = _alias(field, context)
    return FormField(
        name=field.name,
        alias=alias + (" *" if _always_required(field) else ""),
        alias_expression=_lists_readable(_alias_expression(field, alias), layer),
        hint=context.words(field.hint),
        widget=widget_of(field, catalogue, context.language, _era_of_form(layer, context)),
        constraint=_constraint(layer, field, context),
        wanted=_always_required(field) and not field.auto,
        default=_default(layer, field, context),
        read_only=field.auto,
    )


def _alias(field: Field, context: FormContext) -> str:
    """The label with its unit, unless the label says it already."""
    label = context.words(field.label)
    known = field.unit is None or field.unit.lower() in label.lower() or label.endswith(")")
    return label if known or context.language == "en" else f"{label} ({field.unit})"


def _alias_expression(field: Field, alias: str) -> str:
    """A star that appears when a condition makes the field required; "" when it is required always or never."""
    conditions = [rule.when.expression() for rule in field.rules_of("required") if rule.when is not None]
    if not conditions or _always_required(field):
        return ""
    wanted = " OR ".join(f"({condition})" for condition in conditions)
    return f"{quoted(alias)} || if({wanted}, ' *', '')"


def _always_required(field: Field) -> bool:
    return any(rule.when is None and rule.strength is not Strength.WARN for rule in field.rules_of("required"))


def _constraint(layer: Layer, field: Field, context: FormContext) -> Optional[Constraint]:
    """QGIS has one constraint a field: what is never stored blocks; if there is nothing such, the rest only colours."""
    if field.auto:
        return None
    hard = [rule for rule in field.rules if rule.strength is Strength.SAVE]
    soft = [rule for rule in field.rules if rule.strength is not Strength.SAVE]
    if _only_implied(hard):
        hard = []  # the widget of a list offers nothing else
    rules = hard or soft
    if not rules:
        return None
    expression = " AND ".join(f"({_accepted(rule, field, context)})" for rule in rules)
    expression = _lists_readable(expression, layer)
    return Constraint(expression, _sentences(rules, field, context), hard=bool(hard))


def _accepted(rule: Rule, field: Field, context: FormContext) -> str:
    """The rule, or what saving will bring into the form it asks for."""
    mended = MENDED.get(field.normalise or "") if context.mends and rule.kind == "matches" else None
    expression = rule.expression(context.now)
    return f'{expression} OR regexp_match("{field.name}", {quoted(mended)})' if mended else expression


def _lists_readable(expression: str, layer: Layer) -> str:
    """A form hands over a text[] as '{"a","b"}', a table as a list: expressions are made to take both."""
    for field in layer.fields:
        if field.type == "lists":
            expression = expression.replace(f'"{field.name}"', AS_LIST.replace("FIELD", f'"{field.name}"'))
    return expression


def _only_implied(rules: Sequence[Rule]) -> bool:
    return all(rule.kind in ("in_list", "each_in_list", "only") for rule in rules)


def _sentences(rules: Sequence[Rule], field: Field, context: FormContext) -> str:
    """The sentences of the rules that can fail in a form, then the hint."""
    shown = [rule for rule in rules if rule.kind not in ("in_list", "each_in_list")]
    shown.sort(key=lambda rule: rule.kind in ("max", "plain"))  # what goes wrong most often first
    said = [context.words(rule.message) for rule in shown]
    return " ".join(dict.fromkeys([*said, context.words(field.hint)])).strip()


def _default(layer: Layer, field: Field, context: FormContext) -> str:
    """The expression of a new feature's value."""
    if field.name in ("commune_code", "district_code"):
        return _unit_default(layer, field.name, context)
    value = field.default
    if value is None and field.name == layer.state_field:
        value = "active" if field.name == "status" else "open"
    if value is None:
        return ""
    if value == "now":
        return context.now
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else str(value)


def _era_of_form(layer: Layer, context: FormContext) -> str:
    """As era_expression, of the values an open form shows."""
    return era_expression(layer, context, "current_value({})").replace('current_value("', "current_value('").replace('")', "')")


def _unit_default(layer: Layer, name: str, context: FormContext) -> str:
    """The commune or district under the feature, at once and by the era of its dates; the database fills it again.

    The overlay asks the server by position. An aggregate, which can look through @parent too, reads all outlines of both eras, and again for
    the next field. The overlay's own filter knows no variables in 3.22: the few communes that meet the feature are sifted here.
    """
    column = 0 if name == "commune_code" else 1
    meeting = f"overlay_intersects({quoted(UNITS)}, array(\"code\", coalesce(\"parent_code\", ''), \"era\", $geometry), \"level\" = 3)"
    here = f"array_filter({meeting}, @element[2] = @ncovy_era AND intersects(@element[3], point_on_surface($geometry)))"
    found = f"try(array_first({here})[{column}], NULL)"
    if name == "district_code":
        found = f"with_variable('ncovy_unit', {found}, if(length(@ncovy_unit) = 3, @ncovy_unit, NULL))"  # 2025: no districts
    return f"with_variable('ncovy_era', {era_expression(layer, context, '{}')}, {found})"


def era_expression(layer: Layer, context: FormContext, reader: str) -> str:
    """The era of units at the feature's start, else its report; `reader` turns a quoted name into its value."""
    moments = [reader.format(f'"{name}"') for name in ("active_from", "reported_at") if layer.has(name)]
    at = f"coalesce({', '.join([*moments, context.now])})"
    later = [f"WHEN {at} >= to_datetime('{first} 00:00:00') THEN {era}" for era, first in reversed(context.eras[1:])]
    return f"CASE {' '.join(later)} ELSE {context.eras[0][0]} END" if later else str(context.eras[0][0])


def quoted(text: str) -> str:
    """A text literal of QGIS expressions."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


__all__ = [
    "UNITS",
    "Constraint",
    "FormContext",
    "FormField",
    "FormGroup",
    "FormTab",
    "FormValue",
    "Widget",
    "compile_form",
    "era_expression",
    "quoted",
]  # fmt: skip
