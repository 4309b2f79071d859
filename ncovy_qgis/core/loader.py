"""Turns a folder of forms/*.yaml into a Catalogue; every mistake becomes «file:line: sentence». Pure: stdlib and yaml."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from .field_loader import FIELD_KEYS, Draft, finish_field, read_draft
from .model import Catalogue, CatalogueError, Field, Group, Layer, Pattern, Tab, Text, Value, ValueList
from .open_data import FILE as OPEN_DATA
from .open_data import read_open_data
from .reading import COLOUR, NAME, allow_keys, fail, maps, need, optional, read_text, string, unknown
from .rules import RuleError, Scope
from .rules.condition import Condition, read_condition
from .rules.dialect import regex_problem
from .site import read_site
from .yaml_lines import Map, read_yaml

_LAYER_KEYS = ("title", "short", "geometry", "colour", "state", "kind", "tabs")
_GEOMETRIES = ("Point", "MultiPolygon")


def read_catalogue(folder: Path) -> Catalogue:
    """Read _lists.yaml, _shared.yaml, _site.yaml and one file per layer; the page's texts are no part of the version."""
    files = {path.stem: read_yaml(path, f"{folder.name}/{path.name}") for path in sorted(folder.glob("*.yaml"))}
    site = read_site(files.pop("_site", Map((f"{folder.name}/_site.yaml", 1))))
    shared = files.get("_shared", Map((f"{folder.name}/_shared.yaml", 1)))
    allow_keys(shared, ("order", "patterns", "shared"))
    lists = _read_lists(files.get("_lists", Map((f"{folder.name}/_lists.yaml", 1))))
    patterns = _read_patterns(optional(shared, "patterns", Map, Map(shared.at)))
    order = [str(stem) for stem in optional(shared, "order", list, [])]
    stems = [stem for stem in files if not stem.startswith("_")]
    missing = [stem for stem in order if stem not in stems]
    if missing:
        fail(shared, "order", f"thiếu tệp {missing[0]}.yaml", f"file {missing[0]}.yaml is missing")
    ordered = order + [stem for stem in stems if stem not in order]
    reader = _LayerReader(optional(shared, "shared", Map, Map(shared.at)), lists, patterns, tuple(ordered))
    layers = tuple(reader.read(stem, files[stem]) for stem in ordered)
    content = json.dumps(files, ensure_ascii=False, default=str).encode()
    terms = read_open_data(files.get(OPEN_DATA, Map((f"{folder.name}/{OPEN_DATA}.yaml", 1))))
    return Catalogue(layers, lists, patterns, hashlib.sha256(content).hexdigest()[:12], terms, site)


def _read_lists(data: Map) -> dict[str, ValueList]:
    return {name: ValueList(name, tuple(_read_value(data, name, code) for code in need(data, name, Map))) for name in data}


def _read_value(lists: Map, name: str, code: str) -> Value:
    values: Map = lists[name]
    item = need(values, code, Map)
    allow_keys(item, ("vi", "en", "colour", "note"))
    if not re.fullmatch(r"[A-Za-z0-9_]{1,40}", code):
        fail(values, code, f"mã «{code}» chỉ gồm chữ không dấu, số và _", f"code «{code}» may hold ASCII letters, digits and _")
    colour = item.get("colour")
    if colour is not None and not COLOUR.fullmatch(str(colour)):
        fail(item, "colour", 'màu phải có dạng "#RRGGBB"', 'a colour reads "#RRGGBB"')
    return Value(code, Text(string(item, "vi"), string(item, "en")), colour, optional(item, "note", str))


def _read_patterns(data: Map) -> dict[str, Pattern]:
    return {name: _read_pattern(data, name) for name in data}


def _read_pattern(patterns: Map, name: str) -> Pattern:
    item = need(patterns, name, Map)
    allow_keys(item, ("regex", "example", "ignore", "parts"))
    regex, parts = string(item, "regex"), dict(optional(item, "parts", Map, {}))
    for part in reversed(list(parts)):
        regex = regex.replace(f"<{part}>", str(parts[part]))
    problem = regex_problem(regex)
    if problem:
        fail(item, "regex", f"biểu thức không dùng được ở cả ba nơi: {problem}", f"not portable regex: {problem}")
    pattern = Pattern(regex, string(item, "example"), str(item.get("ignore") or ""))
    example = "".join(char for char in pattern.example if char not in pattern.ignore)
    if not any(re.fullmatch(regex, each, re.DOTALL) for each in (example, *example.split("; "))):
        fail(item, "example", "ví dụ không khớp biểu thức", "the example does not match the regex")
    return pattern


class _LayerReader:
    """Reads layers one by one, knowing the shared parts, lists, patterns and the names of all layers."""

    def __init__(self, shared: Map, lists: Mapping[str, ValueList], patterns: Mapping[str, Pattern], stems: tuple[str, ...]) -> None:
        self.shared, self.lists, self.patterns, self.stems = shared, lists, patterns, stems

    def read(self, stem: str, data: Map) -> Layer:
        allow_keys(data, _LAYER_KEYS)
        if not NAME.fullmatch(stem):
            fail(data, None, "tên tệp chỉ gồm a-z, 0-9 và _", "the file name may hold a-z, 0-9 and _")
        drafts: dict[str, Draft] = {}
        tabs = [self._expand(tab, drafts) for tab in maps(data, "tabs")]
        scope = Scope({name: draft.column for name, draft in drafts.items()}, self.lists, self.patterns)
        fields = tuple(finish_field(draft, scope) for draft in drafts.values())
        title = read_text(data, "title")
        return Layer(
            name=stem,
            title=title,
            short=read_text(data, "short") if "short" in data else title,
            geometry=self._choice(data, "geometry", _GEOMETRIES),
            colour=self._colour(data),
            state_field=self._choice(data, "state", _listed(fields)),
            kind_field=self._choice(data, "kind", _listed(fields)),
            tabs=tuple(Tab(title, tuple(self._group(group, scope) for group in groups)) for title, groups in tabs),
            fields=fields,
        )

    def _choice(self, data: Map, key: str, known: tuple[str, ...]) -> str:
        value = string(data, key)
        if value not in known:
            unknown(data, key, value, known)
        return value

    def _colour(self, data: Map) -> str:
        colour = string(data, "colour")
        if not COLOUR.fullmatch(colour):
            fail(data, "colour", 'màu phải có dạng "#RRGGBB"', 'a colour reads "#RRGGBB"')
        return colour

    def _expand(self, tab: Map, drafts: dict[str, Draft]) -> tuple[Text, list[Map]]:
        """A tab as its title and groups, shared parts put in; its fields are added to the drafts."""
        if "use" in tab:
            allow_keys(tab, ("use", "change"))
            part = self._shared_part(tab)
            groups = self._groups(part, optional(tab, "change", Map), drafts)
            return read_text(part, "title"), groups
        allow_keys(tab, ("tab", "fields", "groups"))
        return read_text(tab, "tab"), self._groups(tab, None, drafts)

    def _shared_part(self, user: Map) -> Map:
        name = string(user, "use")
        if name not in self.shared:
            unknown(user, "use", name, self.shared)
        part = need(self.shared, name, Map)
        allow_keys(part, ("title", "fields", "groups"))
        return part

    def _groups(self, part: Map, change: Map | None, drafts: dict[str, Draft]) -> list[Map]:
        given = [part] if "fields" in part else maps(part, "groups")
        changed: list[str] = []
        groups: list[Map] = []
        for group in given:
            if "use" in group:
                allow_keys(group, ("use", "change"))
                groups += self._groups(self._shared_part(group), optional(group, "change", Map), drafts)
                continue
            if group is not part:
                allow_keys(group, ("group", "when", "fields"))
            for name in need(group, "fields", Map):
                self._add(group["fields"], name, change, drafts)
                changed += [name] if change and name in change else []
            groups.append(group)
        for name in change or ():
            if name not in changed:
                unknown(change or part, name, name, [field for group in groups for field in group["fields"]])
        return groups

    def _add(self, fields: Map, name: str, change: Map | None, drafts: dict[str, Draft]) -> None:
        data = need(fields, name, Map)
        if change and name in change:
            changes = need(change, name, Map)
            allow_keys(changes, FIELD_KEYS)
            data = data.changed_by(changes)
        if not NAME.fullmatch(name):
            fail(fields, name, "tên trường chỉ gồm a-z, 0-9 và _", "a field name may hold a-z, 0-9 and _")
        if name in drafts:
            at = min(fields.place(name), drafts[name].at, key=lambda place: "/_" in place[0])  # rather the layer's own line
            raise CatalogueError(*at, f"trường «{name}» có hai lần", f"field «{name}» appears twice")
        drafts[name] = read_draft(name, data, fields.place(name), self.lists, self.stems)

    def _group(self, group: Map, scope: Scope) -> Group:
        title = read_text(group, "group") if "group" in group else None
        return Group(title, tuple(group["fields"]), self._when(group, scope))

    def _when(self, group: Map, scope: Scope) -> Condition | None:
        if "when" not in group:
            return None
        try:
            return read_condition(group["when"], scope)
        except RuleError as error:
            fail(group, "when", error.text.vi, error.text.en)


def _listed(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(field.name for field in fields if field.type == "list")
