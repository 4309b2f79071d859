"""One truth table, three engines: every rule of every layer must judge every row alike in Python, in PostgreSQL and in QGIS."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg2 import sql
from psycopg2.extras import execute_values
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextScope, QgsFeature, QgsField, QgsFields
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QVariant

from ncovy_qgis.core.catalogue import KINDS, Catalogue, Field, Layer, Rule, load_catalogue
from tests.core.cases import NFD, NOT_PERSONAL, NOW, PERSONAL, UNPLAIN, UUID, VIETNAM, Row, cases

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from tests.server import Database

Verdicts = list[tuple[bool, ...]]
CATALOGUE = load_catalogue()
STEMS = [layer.name for layer in CATALOGUE.layers]
_QT_TYPES = {
    "text": QVariant.Type.String, "list": QVariant.Type.String, "reference": QVariant.Type.String, "integer": QVariant.Type.Int,
    "number": QVariant.Type.Double, "boolean": QVariant.Type.Bool, "date": QVariant.Type.Date, "datetime": QVariant.Type.DateTime,
    "lists": QVariant.Type.StringList,
}  # fmt: skip


class Tables:
    """One empty table per layer in a database whose time zone is none of ours."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        with connection.cursor() as cursor:
            cursor.execute("SET timezone = 'America/New_York'")
            for layer in CATALOGUE.layers:
                columns = [sql.SQL("{} " + field.pg_type).format(sql.Identifier(field.name)) for field in layer.fields]
                cursor.execute(sql.SQL("CREATE TEMP TABLE {} (n integer, {})").format(sql.Identifier(layer.name), sql.SQL(", ").join(columns)))
        connection.commit()

    def judge(self, layer: Layer, rows: Sequence[Row], rules: Sequence[Rule], now: str = f"timestamptz '{NOW.isoformat()}'") -> Verdicts:
        names = [field.name for field in layer.fields]
        self.connection.rollback()
        with self.connection.cursor() as cursor:
            template = "(%s, " + ", ".join(f"(%s)::{field.pg_type}" for field in layer.fields) + ")"
            values = [(n, *(row.get(name) for name in names)) for n, row in enumerate(rows)]
            execute_values(cursor, f'INSERT INTO "{layer.name}" VALUES %s', values, template, page_size=1000)
            cursor.execute("SELECT {} FROM {} ORDER BY n".format(", ".join(rule.sql(now) for rule in rules), layer.name))
            return list(cursor.fetchall())


@pytest.fixture(scope="module")
def tables(server: Any) -> Iterator[Tables]:
    from tests.server import Database, copy_of

    own: Database
    with copy_of(Database(server, "template1")) as own, closing(own.admin()) as connection:
        yield Tables(connection)


def python_verdicts(rows: Sequence[Row], rules: Sequence[Rule], now: datetime = NOW) -> Verdicts:
    return [tuple(rule.holds(row, now) for rule in rules) for row in rows]


def qgis_verdicts(layer: Layer, rows: Sequence[Row], rules: Sequence[Rule], now: str = "@now") -> Verdicts:
    fields = QgsFields()
    for field in layer.fields:
        fields.append(QgsField(field.name, _QT_TYPES[field.type]))
    context = QgsExpressionContext()
    scope = QgsExpressionContextScope()
    scope.setVariable("now", qt_value(NOW))
    context.appendScope(scope)
    context.setFields(fields)
    expressions = [_prepared(rule, now, context) for rule in rules]
    verdicts = []
    for row in rows:
        feature = QgsFeature(fields)
        feature.setAttributes([qt_value(row.get(field.name)) for field in layer.fields])
        context.setFeature(feature)
        verdicts.append(tuple(_judged(expression, context) for expression in expressions))
    return verdicts


def _prepared(rule: Rule, now: str, context: QgsExpressionContext) -> QgsExpression:
    expression = QgsExpression(rule.expression(now))
    assert not expression.hasParserError(), f"{rule.name}: {expression.parserErrorString()}"
    expression.prepare(context)
    return expression


def _judged(expression: QgsExpression, context: QgsExpressionContext) -> bool:
    value = expression.evaluate(context)
    assert not expression.hasEvalError(), f"{expression.expression()}: {expression.evalErrorString()}"
    assert value in (0, 1), f"{expression.expression()} is {value!r}, not true or false"
    return bool(value)


def qt_value(value: Any) -> Any:
    """A value as the PostgreSQL provider hands it to expressions."""
    if isinstance(value, datetime):
        at = value.astimezone(timezone.utc)
        qt = QDateTime.fromMSecsSinceEpoch(int(at.timestamp() * 1000), Qt.TimeSpec.OffsetFromUTC, int(value.utcoffset().total_seconds()))
        return qt if value.tzinfo is not VIETNAM else qt.toLocalTime()
    return QDate(value.year, value.month, value.day) if isinstance(value, date) else value


def assert_agreement(layer: Layer, rows: Sequence[Row], python: Verdicts, others: dict[str, Verdicts], rules: Sequence[Rule]) -> None:
    for engine, verdicts in others.items():
        wrong = [
            f"{layer.name} {rules[j].name}: Python {python[i][j]}, {engine} {verdicts[i][j]} for { {k: v for k, v in row.items() if v is not None} }"
            for i, row in enumerate(rows)
            for j in range(len(rules))
            if python[i][j] != verdicts[i][j]
        ]
        assert not wrong, "\n".join(wrong[:20])


@cache
def written_cases(stem: str) -> list[tuple[str, Row, bool]]:
    layer = CATALOGUE.layer(stem)
    return [(rule.name, row, verdict) for rule in layer.rules for row, verdict in cases(rule, layer, CATALOGUE)]


@pytest.mark.parametrize("stem", STEMS)
def test_every_rule_judges_its_written_rows_as_written_and_all_rows_alike_in_three_engines(stem: str, tables: Tables, qgis_app: Any) -> None:
    layer, written = CATALOGUE.layer(stem), written_cases(stem)
    rows = [row for _, row, _ in written]
    python = python_verdicts(rows, layer.rules)
    column = {rule.name: n for n, rule in enumerate(layer.rules)}
    wrong = [(name, row) for (name, row, verdict), verdicts in zip(written, python) if verdicts[column[name]] != verdict]
    assert not wrong
    others = {"PostgreSQL": tables.judge(layer, rows, layer.rules), "QGIS": qgis_verdicts(layer, rows, layer.rules)}
    assert_agreement(layer, rows, python, others, layer.rules)


@pytest.mark.parametrize("stem", STEMS)
def test_every_rule_has_a_row_that_passes_and_a_row_that_fails(stem: str) -> None:
    seen = {(name, verdict) for name, _, verdict in written_cases(stem)}
    assert seen == {(rule.name, verdict) for rule in CATALOGUE.layer(stem).rules for verdict in (True, False)}


def test_every_kind_of_rule_is_used_by_some_layer() -> None:
    assert {rule.kind for layer in CATALOGUE.layers for rule in layer.rules} == set(KINDS)


def test_without_an_exercise_now_is_the_clock_of_each_engine(tables: Tables, qgis_app: Any) -> None:
    layer = CATALOGUE.layer("lockdown_zone")
    rules = [rule for rule in layer.rules if rule.uses_now]
    now = datetime.now(timezone.utc)
    rows = [{"status": "active", "reported_at": now + step, "active_from": now + step, "decision_date": (now + step * 24).date()}
            for step in (timedelta(hours=1), timedelta(hours=-1), timedelta(hours=-25), timedelta(days=-29))]  # fmt: skip
    python = python_verdicts(rows, rules, now)
    assert {verdict for verdicts in python for verdict in verdicts} == {True, False}
    others = {"PostgreSQL": tables.judge(layer, rows, rules, "now()"), "QGIS": qgis_verdicts(layer, rows, rules, "now()")}
    assert_agreement(layer, rows, python, others, rules)


_LETTERS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")
_EDGES = [*PERSONAL, *NOT_PERSONAL, *UNPLAIN, NFD, "3088/QĐ-UBND", "0966 641 414", "24/7", "7h30 - 17h00", "16681", "https://a.vn", "x" * 201]
_TEXTS = st.one_of(
    st.sampled_from(_EDGES),
    st.text(_LETTERS, max_size=12),
    st.text("0123456789/QĐ-UBND +().;:h", max_size=14),
    st.text("ệạ ̣BNF012", max_size=10).map(lambda text: unicodedata.normalize("NFD", text)),
)
_TIMES = st.datetimes(datetime(2019, 12, 1), datetime(2022, 1, 1), timezones=st.sampled_from([VIETNAM, timezone.utc, timezone(timedelta(hours=-5))]))


def _values(field: Field, catalogue: Catalogue) -> st.SearchStrategy[Any]:
    listed = catalogue.list_of(field)
    codes = st.sampled_from([*(listed.codes if listed else ()), "", "khác"])
    return st.none() | {
        "text": _TEXTS,
        "list": codes,
        "lists": st.lists(codes, max_size=3),
        "integer": st.sampled_from([0, 1, 5, 7, 24, 100, 150, 5001]) | st.integers(-(2**31), 2**31 - 1),
        "number": st.integers(-100, 60000).map(lambda tenths: tenths / 10),
        "boolean": st.booleans(),
        "reference": st.just(UUID),
        "date": _TIMES.map(lambda at: at.date()),
        "datetime": _TIMES.map(lambda at: at.replace(microsecond=0)),
    }[field.type]


@pytest.mark.parametrize("stem", STEMS)
@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_the_three_engines_agree_on_rows_nobody_thought_of(stem: str, tables: Tables, qgis_app: Any, data: st.DataObject) -> None:
    layer = CATALOGUE.layer(stem)
    row = st.fixed_dictionaries({field.name: _values(field, CATALOGUE) for field in layer.fields})
    rows = data.draw(st.lists(row, min_size=4, max_size=6))
    python = python_verdicts(rows, layer.rules)
    others = {"PostgreSQL": tables.judge(layer, rows, layer.rules), "QGIS": qgis_verdicts(layer, rows, layer.rules)}
    assert_agreement(layer, rows, python, others, layer.rules)
