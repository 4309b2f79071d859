"""QGIS filter expressions as MapLibre filters. What is known of every published row is folded away. Uses qgis.core alone."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any, Callable, Union

from qgis.core import (
    QgsExpression,
    QgsExpressionNode,
    QgsExpressionNodeBinaryOperator,
    QgsExpressionNodeColumnRef,
    QgsExpressionNodeInOperator,
    QgsExpressionNodeLiteral,
    QgsExpressionNodeUnaryOperator,
)

from ..compat import is_null

Filter = Union[bool, list]
Known = Mapping[str, Any]

_OP = QgsExpressionNodeBinaryOperator.BinaryOperator
_NOT = QgsExpressionNodeUnaryOperator.UnaryOperator.uoNot
_COMPARE: dict[Any, tuple[str, str, Callable[[Any, Any], bool]]] = {
    _OP.boEQ: ("==", "!=", operator.eq),
    _OP.boNE: ("!=", "==", operator.ne),
    _OP.boLT: ("<", ">=", operator.lt),
    _OP.boLE: ("<=", ">", operator.le),
    _OP.boGT: (">", "<=", operator.gt),
    _OP.boGE: (">=", "<", operator.ge),
}
_MIRRORED = {_OP.boLT: _OP.boGT, _OP.boLE: _OP.boGE, _OP.boGT: _OP.boLT, _OP.boGE: _OP.boLE}


class Untranslatable(Exception):
    """Something of QGIS that the web map cannot show."""


def filter_of(text: str, known: Known) -> Filter:
    """A MapLibre filter that holds where the QGIS filter holds; True or False when it is decided for every row."""
    if not text.strip():
        return True
    expression = QgsExpression(text)
    if expression.hasParserError():
        raise Untranslatable(f"«{text}»: {expression.parserErrorString()}")
    return _translate(expression.rootNode(), known, True)


def every(*filters: Filter) -> Filter:
    """All of them, without what is always true."""
    return _joined("all", filters, absorbing=False)


def some(*filters: Filter) -> Filter:
    """Any of them, without what is never true."""
    return _joined("any", filters, absorbing=True)


def negated(condition: Filter) -> Filter:
    """Not that."""
    return not condition if isinstance(condition, bool) else ["!", condition]


def _joined(word: str, filters: tuple[Filter, ...], *, absorbing: bool) -> Filter:
    parts: list[Filter] = []
    for item in filters:
        if item is absorbing:
            return absorbing
        if isinstance(item, list):
            parts.extend(item[1:] if item[0] == word else [item])
    return [word, *parts] if len(parts) > 1 else parts[0] if parts else not absorbing


def _translate(node: QgsExpressionNode, known: Known, wanted: bool) -> Filter:
    """A filter that holds where the node gives `wanted`: never where it gives NULL, as in QGIS."""
    if isinstance(node, QgsExpressionNodeUnaryOperator) and node.op() == _NOT:
        return _translate(node.operand(), known, not wanted)
    if isinstance(node, QgsExpressionNodeBinaryOperator):
        return _binary(node, known, wanted)
    if isinstance(node, QgsExpressionNodeInOperator):
        return _member(node, known, wanted)
    if isinstance(node, QgsExpressionNodeLiteral) and not is_null(node.value()):
        return bool(node.value()) is wanted
    if isinstance(node, QgsExpressionNodeColumnRef):
        return known[node.name()] is wanted if node.name() in known else ["==", _get(node), wanted]
    raise Untranslatable(f"«{node.dump()}»")


def _binary(node: QgsExpressionNodeBinaryOperator, known: Known, wanted: bool) -> Filter:
    operation, left, right = node.op(), node.opLeft(), node.opRight()
    if operation in (_OP.boAnd, _OP.boOr):
        join = every if (operation == _OP.boAnd) is wanted else some
        return join(_translate(left, known, wanted), _translate(right, known, wanted))
    if isinstance(left, QgsExpressionNodeLiteral):
        operation, left, right = _MIRRORED.get(operation, operation), right, left
    if not (isinstance(left, QgsExpressionNodeColumnRef) and isinstance(right, QgsExpressionNodeLiteral)):
        raise Untranslatable(f"«{node.dump()}»")
    value = None if is_null(right.value()) else right.value()
    if operation in (_OP.boIs, _OP.boIsNot):
        return _identity(left, value, known, (operation == _OP.boIs) is wanted)
    if operation not in _COMPARE or value is None:
        raise Untranslatable(f"«{node.dump()}»")
    return _comparison(left, operation, value, known, wanted)


def _identity(column: QgsExpressionNodeColumnRef, value: Any, known: Known, same: bool) -> Filter:
    """IS, IS NOT: NULL is a value like others; a column a tile lacks reads as null."""
    if column.name() in known:
        return (known[column.name()] == value) is same
    return ["==" if same else "!=", _get(column), value]


def _comparison(column: QgsExpressionNodeColumnRef, operation: Any, value: Any, known: Known, wanted: bool) -> Filter:
    word, opposite, holds = _COMPARE[operation]
    if column.name() in known:
        return holds(known[column.name()], value) is wanted
    word = word if wanted else opposite
    if word == "==":
        return [word, _get(column), value]
    read = _get(column) if word == "!=" or isinstance(value, str) else ["to-number", _get(column)]
    return every(_present(column), [word, read, value])


def _member(node: QgsExpressionNodeInOperator, known: Known, wanted: bool) -> Filter:
    column, items = node.node(), node.list().list()
    literals = all(isinstance(item, QgsExpressionNodeLiteral) and not is_null(item.value()) for item in items)
    if not (isinstance(column, QgsExpressionNodeColumnRef) and literals):
        raise Untranslatable(f"«{node.dump()}»")
    values, inside = [item.value() for item in items], wanted is not node.isNotIn()
    if column.name() in known:
        return (known[column.name()] in values) is inside
    listed: Filter = ["in", _get(column), ["literal", values]]
    return listed if inside else every(_present(column), negated(listed))


def _get(column: QgsExpressionNodeColumnRef) -> list:
    return ["get", column.name()]


def _present(column: QgsExpressionNodeColumnRef) -> list:
    return ["!=", _get(column), None]
