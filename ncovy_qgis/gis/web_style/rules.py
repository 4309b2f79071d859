"""What a renderer draws, as a flat list of symbols with filters: single, categorised, graduated or rule-based. Uses qgis.core alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Callable, Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsFeatureRenderer,
    QgsGraduatedSymbolRenderer,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
)

from .expressions import Filter, Untranslatable, every, filter_of, negated, some
from .scales import zoom_range

PUBLISHED: Mapping[str, object] = {"removed": False, "review_state": "approved"}
"""True of every published row: what the desk alone sees folds away."""
Report = Callable[[str], None]
Zooms = tuple[Optional[float], Optional[float]]
_ELSE = "ELSE"


@dataclass(frozen=True)
class Drawn:
    """One symbol, the features it is drawn for and the zooms it is drawn at."""

    code: str
    label: str
    where: Filter
    symbol: QgsSymbol
    zooms: Zooms = (None, None)


@dataclass(frozen=True)
class _Scope:
    """What a rule inherits from those above it."""

    where: Filter = True
    minimum_scale: float = 0
    maximum_scale: float = 0

    def narrowed(self, rule: QgsRuleBasedRenderer.Rule, where: Filter) -> _Scope:
        low = [scale for scale in (self.minimum_scale, rule.minimumScale()) if scale > 0]
        high = max(self.maximum_scale, rule.maximumScale())
        return _Scope(every(self.where, where), min(low, default=0), high)


def drawn(renderer: QgsFeatureRenderer, report: Report) -> tuple[Drawn, ...]:
    """The symbols in painting order, codes made unique; what cannot be translated is reported."""
    if isinstance(renderer, QgsRuleBasedRenderer):
        found = _group(renderer.rootRule(), _Scope(), report)
    elif isinstance(renderer, QgsCategorizedSymbolRenderer):
        found = _categories(renderer, report)
    elif isinstance(renderer, QgsGraduatedSymbolRenderer):
        found = _ranges(renderer, report)
    elif isinstance(renderer, QgsSingleSymbolRenderer):
        found = iter([Drawn("sign", "", True, renderer.symbol().clone())])
    else:
        report(f"kiểu hiển thị «{renderer.type()}» / renderer «{renderer.type()}»")
        found = iter(())
    return _unique(item for item in found if item.where is not False)


def _group(parent: QgsRuleBasedRenderer.Rule, scope: _Scope, report: Report) -> Iterator[Drawn]:
    children = [child for child in parent.children() if child.active()]
    matches: list[Filter] = []
    for child in sorted(children, key=lambda rule: rule.isElse()):
        try:
            where = negated(some(*matches)) if child.isElse() else _where(child)
            if not child.isElse():
                matches.append(_match(child))
        except Untranslatable as problem:
            report(f"điều kiện của «{child.label()}» / filter of «{child.label()}»: {problem}")
            continue
        inner = scope.narrowed(child, where)
        if inner.where is False:
            continue
        if child.symbol():
            zooms = zoom_range(inner.minimum_scale, inner.maximum_scale)
            yield Drawn(_code(child), child.label(), inner.where, child.symbol().clone(), zooms)
        yield from _group(child, inner, report)


def _where(rule: QgsRuleBasedRenderer.Rule) -> Filter:
    return filter_of(rule.filterExpression(), PUBLISHED)


def _match(rule: QgsRuleBasedRenderer.Rule) -> Filter:
    """Where a rule counts as matched for the ELSE beside it: a mere group matches where something in it does."""
    children = rule.children()
    if rule.symbol() or not children or any(child.isElse() for child in children):
        return _where(rule)
    return every(_where(rule), some(*(_match(child) for child in children)))


def _categories(renderer: QgsCategorizedSymbolRenderer, report: Report) -> Iterator[Drawn]:
    name = _classified(renderer.classAttribute(), report)
    if name is None:
        return
    read, named = ["get", name], []
    for category in renderer.categories():
        values = category.value() if isinstance(category.value(), list) else [category.value()]
        where: Filter = ["in", read, ["literal", values]]
        if values in ([""], [None]):
            where = negated(some(*named))
        else:
            named.append(where)
        if category.renderState():
            yield Drawn(_slug(str(values[0])) or "other", category.label(), where, category.symbol().clone())


def _ranges(renderer: QgsGraduatedSymbolRenderer, report: Report) -> Iterator[Drawn]:
    """A value on the border of two classes belongs to the first, as in QGIS."""
    name = _classified(renderer.classAttribute(), report)
    if name is None:
        return
    read: Filter = ["to-number", ["get", name]]
    borders: set[float] = set()
    for number, each in enumerate(renderer.ranges(), 1):
        lowest = ">" if each.lowerValue() in borders else ">="
        borders.add(each.upperValue())
        where = every(["!=", ["get", name], None], [lowest, read, each.lowerValue()], ["<=", read, each.upperValue()])
        if each.renderState():
            yield Drawn(_slug(each.label()) or f"class-{number}", each.label(), where, each.symbol().clone())


def _classified(field: str, report: Report) -> Optional[str]:
    """The one field that classes are made of."""
    name = field if re.fullmatch(r"\w+", field) else _column(field)
    if name is None:
        report(f"phân loại theo biểu thức «{field}» / classified by an expression «{field}»")
    return name


def _column(text: str) -> Optional[str]:
    expression = QgsExpression(text)
    return next(iter(expression.referencedColumns())) if expression.isField() else None


def _code(rule: QgsRuleBasedRenderer.Rule) -> str:
    """The key given in the QML; a key QGIS invented says nothing, so the label's letters then."""
    return _slug(rule.label()) if rule.ruleKey().startswith("{") else rule.ruleKey()


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")


def _unique(items: Iterator[Drawn]) -> tuple[Drawn, ...]:
    seen: dict[str, int] = {}
    result = []
    for item in items:
        code = item.code or "sign"
        seen[code] = seen.get(code, 0) + 1
        result.append(replace(item, code=code if seen[code] == 1 else f"{code}-{seen[code]}"))
    return tuple(result)


def storeys(items: tuple[Drawn, ...]) -> list[list[Drawn]]:
    """Symbols of which a feature gets at most one share a web layer; those painted over others come in the next."""
    floors: list[list[Drawn]] = []
    for item in items:
        last = floors[-1] if floors else []
        fits = last and all(exclusive(other.where, item.where) and other.zooms == item.zooms for other in last)
        if fits:
            last.append(item)
        else:
            floors.append([item])
    return floors


def exclusive(one: Filter, other: Filter) -> bool:
    """Certain that no feature satisfies both."""
    return _contradicts(one, other) or _contradicts(other, one)


def _contradicts(one: Filter, other: Filter) -> bool:
    terms, against = _terms(one), _terms(other)
    for term in terms:
        if term[0] == "!" and any(denied in against for denied in _alternatives(term[1])):
            return True
        values = _values(term)
        for rival in against:
            if values and rival[1:2] == term[1:2] and _values(rival) and not values & _values(rival):
                return True
    return False


def _terms(condition: Filter) -> list:
    if isinstance(condition, bool):
        return []
    return condition[1:] if condition[0] == "all" else [condition]


def _alternatives(condition: list) -> list:
    return condition[1:] if condition[0] == "any" else [condition]


def _values(term: list) -> set:
    if term[0] == "==":
        return {term[2]}
    return set(term[2][1]) if term[0] == "in" else set()
