"""Reads one field of a form: its type, its visibility, its rules (given and implied)."""

from __future__ import annotations

from collections import Counter
from collections import Counter as CounterOf
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .model import FIELD_TYPES, CatalogueError, Field, Strength, Text, ValueList
from .reading import allow_keys, fail, optional, read_text, string, unknown
from .rules import IMPLIED, KINDS, Rule, RuleError, Scope
from .rules.condition import Condition, read_condition
from .rules.scope import Column
from .yaml_lines import Map, Place, as_list

PRIVATE = ("internal", "never")
NORMALISERS = ("text", "phone", "decision_no", "opening_hours", "road", "km_post")
WIDGETS = ("multiline", "hidden", "slider", "radio")
RULE_KEYS = tuple(kind for kind in KINDS if kind not in IMPLIED)
FIELD_KEYS = (
    "label", "hint", "unit", "type", "precision", "list", "lists", "references", "public", "private", "auto", "widget",
    "suggest", "normalise", "default", *RULE_KEYS,
)  # fmt: skip
META_KEYS = ("is", "when", "strength", "message")


@dataclass(frozen=True)
class Draft:
    """A field whose rules are not read yet, as they may speak of fields further down."""

    name: str
    data: Map
    at: Place
    column: Column
    references: str | None


def read_draft(name: str, data: Map, at: Place, lists: Mapping[str, ValueList], stems: tuple[str, ...]) -> Draft:
    allow_keys(data, FIELD_KEYS)
    sources = [key for key in ("type", "list", "lists", "references") if key in data]
    if len(sources) != 1:
        raise CatalogueError(*at, f"«{name}» cần đúng một trong type, list, lists, references",
                             f"«{name}» needs exactly one of type, list, lists, references")  # fmt: skip
    source = sources[0]
    word = string(data, source)
    known = {"type": FIELD_TYPES[:6], "list": lists, "lists": lists, "references": stems}[source]
    if word not in known:
        unknown(data, source, word, known)
    type_ = {"type": word, "references": "reference"}.get(source, source)
    widget = optional(data, "widget", str)
    if widget is not None and widget not in WIDGETS:
        unknown(data, "widget", widget, WIDGETS)
    list_name = word if source in ("list", "lists") else None
    column = Column(name, type_, read_text(data, "label"), list_name, widget)
    return Draft(name, data, at, column, word if source == "references" else None)


def finish_field(draft: Draft, scope: Scope) -> Field:
    """The field with its rules, now that all columns are known."""
    data, column = draft.data, draft.column
    public, threshold = _visibility(data)
    limit = data.get("max")
    return Field(
        name=draft.name,
        label=column.label,
        type=column.type,
        hint=read_text(data, "hint") if "hint" in data else None,
        unit=optional(data, "unit", str),
        max=limit if isinstance(limit, int) else None,
        precision=_precision(data, column),
        list=column.list,
        references=draft.references,
        public=public,
        public_if_at_least=threshold,
        private="public" if public else _word(data, "private", PRIVATE, "internal"),
        auto=optional(data, "auto", bool, False),
        widget=column.widget,
        suggest=tuple(str(each) for each in optional(data, "suggest", list, [])),
        normalise=_normaliser(data, column),
        default=_default(data, column, scope),
        rules=_rules(draft, scope),
    )


def _word(data: Map, key: str, known: tuple[str, ...], default: str | None) -> str:
    word = optional(data, key, str, default)
    if word not in known:
        unknown(data, key, word, known)
    return str(word)


def _visibility(data: Map) -> tuple[bool, int | None]:
    """public: true | false | {at_least: n}"""
    public = data.get("public", False)
    if isinstance(public, Map):
        allow_keys(public, ("at_least",))
        return True, optional(public, "at_least", int)
    if not isinstance(public, bool):
        fail(data, "public", "«public» nhận true, false hoặc {at_least: n}", "«public» takes true, false or {at_least: n}")
    if public and "private" in data:
        fail(data, "private", "trường công khai không có «private»", "a public field has no «private»")
    return public, None


def _precision(data: Map, column: Column) -> tuple[int, int] | None:
    digits = optional(data, "precision", list)
    if digits is None:
        return None
    if column.type != "number" or len(digits) != 2 or not all(isinstance(each, int) for each in digits):
        fail(data, "precision", "«precision: [7, 1]» chỉ dùng cho type: number", "«precision: [7, 1]» is for type: number")
    return digits[0], digits[1]


def _normaliser(data: Map, column: Column) -> str | None:
    if column.type != "text":
        return None
    return _word(data, "normalise", NORMALISERS, "text")


def _default(data: Map, column: Column, scope: Scope) -> Any:
    value = data.get("default")
    kinds: dict[str, Any] = {"boolean": bool, "integer": int, "number": (int, float)}
    wrong = value is not None and not isinstance(value, kinds.get(column.type, str))
    listed = scope.values(column)
    if wrong or (value is not None and listed and value not in listed.codes):
        fail(data, "default", f"giá trị mặc định «{value}» không hợp với {column.type}", f"default «{value}» does not fit {column.type}")
    if column.type in ("date", "datetime") and value not in (None, "now"):
        fail(data, "default", "ngày giờ chỉ mặc định là now", "the only default of a time is now")
    return value


def _rules(draft: Draft, scope: Scope) -> tuple[Rule, ...]:
    """Implied rules first (the type), then those of the file in its order."""
    data, column = draft.data, draft.column
    given: list[tuple[str, Any]] = [(kind, True) for kind in _implied(draft)]
    given += [(key, each) for key in data if key in KINDS for each in as_list_of_rules(key, data[key])]
    seen: CounterOf[str] = Counter()
    rules: list[Rule] = []
    for kind, each in given:
        if each is False:
            continue
        seen[kind] += 1
        name = f"{draft.name}__{kind}" + (f"_{seen[kind]}" if seen[kind] > 1 else "")
        try:
            rules.append(_rule(name, kind, each, column, scope))
        except RuleError as error:
            fail(data, kind, error.text.vi, error.text.en)
    return tuple(rules)


def as_list_of_rules(kind: str, value: Any) -> list[Any]:
    """Several rules of a kind are a list of mappings; any other list is one argument: between: [0, 100]."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return as_list(value)
    return [value]


def _implied(draft: Draft) -> list[str]:
    kinds = {"list": ["in_list"], "lists": ["each_in_list"], "text": ["plain"]}.get(draft.column.type, [])
    return [] if "matches" in draft.data else kinds


def _rule(name: str, kind: str, given: Any, column: Column, scope: Scope) -> Rule:
    check_class = KINDS[kind]
    if column.type not in check_class.types:
        raise RuleError(f"quy tắc «{kind}» không dùng cho {column.type}", f"rule «{kind}» does not apply to {column.type}")
    argument, when, strength, message = _parts(kind, given, scope)
    check = check_class.read(column, argument, scope)
    text = message or _sentence(check.text(scope), when, scope)
    return Rule(kind, column.name, argument, when, strength or check_class.strength, name, text, check)


def _parts(kind: str, given: Any, scope: Scope) -> tuple[Any, Condition | None, Strength | None, Text | None]:
    """Argument, condition, strength and message of «kind: argument» or «kind: {is: argument, when: …, strength: …}»."""
    if not isinstance(given, Map) or not set(given) & set(META_KEYS):
        return given, None, None, None
    rest = {key: value for key, value in given.items() if key not in META_KEYS}
    if "is" in given and rest:
        key = next(iter(rest))
        fail(given, key, f"không có khóa «{key}» bên cạnh «is»", f"unknown key «{key}» beside «is»")
    argument = given.get("is", rest or True)
    when = read_condition(given["when"], scope) if "when" in given else None
    message = read_text(given, "message") if "message" in given else None
    word = _word(given, "strength", tuple(each.value for each in Strength), "save") if "strength" in given else None
    return argument, when, Strength(word) if word else None, message


def _sentence(text: Text, when: Condition | None, scope: Scope) -> Text:
    """The sentence of a check, begun with its condition."""
    if when is None:
        return text
    condition = when.text(scope)
    return Text(f"Khi {condition.vi}: {text.vi}", f"When {condition.en}: {text.en}")
