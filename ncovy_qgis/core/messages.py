"""Turns what PostgreSQL refuses into a Vietnamese and an English sentence: what happened, what to do. Never the driver's own words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import Any

from .model import Catalogue, Layer, Text
from .refusal_texts import CHECKS, CLASSES, GUARDS, STATES, UNKNOWN
from .rules.moments import VIETNAM

_GUARD = re.compile(r"^(NC\d{3}): (.+)", re.DOTALL)


@dataclass(frozen=True)
class Refusal:
    """One thing that could not be done: which feature, which field, and the sentence for the user."""

    code: str
    layer: str | None
    uid: str | None
    field: str | None
    text: Text
    facts: Mapping[str, Any] = dataclass_field(default_factory=dict, compare=False)  # what a guard put in DETAIL: by, at, row_version, removed …


def explain(sqlstate: str, constraint: str | None, message: str, detail: str | None, catalogue: Catalogue, layer: str | None = None) -> Refusal:
    """The refusal behind an error's SQLSTATE, constraint, message and detail."""
    facts = _facts(detail)
    stem = facts.get("layer") or layer
    known = catalogue.layer(stem) if isinstance(stem, str) and catalogue.has(stem) else None
    guard = _GUARD.match(message)
    code = guard.group(1) if guard else sqlstate
    field, text = None, None
    if code == "23514":
        field, text = _check(constraint or "", known)
    elif code in GUARDS:
        text = _guard(code, guard.group(2).strip() if guard else None, facts)
    if text is None:
        text = STATES.get(code) or CLASSES.get(code[:2]) or Text(UNKNOWN.vi.format(code=code), UNKNOWN.en.format(code=code))
    uid = facts.get("uid")
    return Refusal(code, known.name if known else None, str(uid) if uid else None, field, text, facts)


def _facts(detail: str | None) -> Mapping[str, Any]:
    """The JSON our guards put in DETAIL; PostgreSQL's own details (whole rows) are not looked at."""
    try:
        facts = json.loads(detail or "")
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _check(constraint: str, layer: Layer | None) -> tuple[str | None, Text]:
    rule = layer.rule(constraint) if layer else None
    if rule:
        return rule.field, rule.message
    field = constraint.split("__")[0] if "__" in constraint else None
    if constraint in CHECKS:
        return field, CHECKS[constraint]
    label = layer.field(field).label if layer and field and layer.has(field) else None
    if label is None:
        return field, STATES["23514"]
    return field, Text(f"«{label.vi}» không hợp lệ; hãy sửa lại.", f"«{label.en}» is not valid; correct it.")


def _guard(code: str, said: str | None, facts: Mapping[str, Any]) -> Text:
    """A guard's own Vietnamese sentence, or ours; what to do; and the same in English."""
    text, advice = GUARDS[code]
    vi = said or _filled(text.vi, facts, "người khác")
    en = _filled(text.en, facts, "somebody else")
    return Text(_sentence(vi, advice.vi), _sentence(en, advice.en))


def _sentence(text: str, advice: str) -> str:
    ended = text if text.endswith((".", "!", "?")) else text + "."
    return f"{ended} {advice}" if advice and advice not in ended else ended


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


def _filled(template: str, facts: Mapping[str, Any], somebody: str) -> str:
    known = _Known(facts)
    known["by"] = facts.get("by") or somebody
    known["at"] = _clock(facts.get("at"))
    return template.format_map(known)


def _clock(value: object) -> str:
    """An ISO time as dd/MM/yyyy HH:mm in Vietnam."""
    text = str(value or "").strip().replace(" ", "T", 1)
    text = re.sub(r"(\.\d+)", lambda found: found.group().ljust(7, "0")[:7], text)
    text = re.sub(r"([+-]\d\d)$", r"\1:00", text.replace("Z", "+00:00"))
    try:
        return datetime.fromisoformat(text).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    except ValueError:
        return "?"
