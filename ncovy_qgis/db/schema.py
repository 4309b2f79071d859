"""Compares the tables with the catalogue: what is missing is added, what would lose data is refused and needs a numbered migration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer

from . import columns as wanted
from .connection import execute, fetch
from .errors import DestructiveChange
from .lists import list_steps
from .steps import Plan, Step

_TABLES = """
    SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_class AS c
     WHERE c.relnamespace = 'ncovy'::regnamespace AND c.relkind = 'r' AND c.relname IN (SELECT name FROM ncovy.layer)
"""
_COLUMNS = """
    SELECT c.relname, a.attname, replace(format_type(a.atttypid, a.atttypmod), 'public.', ''), col_description(c.oid, a.attnum)
      FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'ncovy'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
_CONSTRAINTS = """
    SELECT c.relname, k.conname, k.contype::text, obj_description(k.oid, 'pg_constraint')
      FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
     WHERE c.relnamespace = 'ncovy'::regnamespace AND k.contype IN ('c', 'f')
"""


@dataclass
class Actual:
    """One table as the database has it."""

    comment: str | None = None
    columns: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    checks: dict[str, str | None] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)


def plan(connection: Connection, catalogue: Catalogue) -> Plan:
    """What has to be done for the tables to fit the catalogue."""
    actual = _read(connection)
    steps: list[Step] = []
    losses = [f"lớp {name} không còn trong danh mục" for name in sorted(set(actual) - {layer.name for layer in catalogue.layers})]
    for order, layer in enumerate(catalogue.layers):
        steps += _layer_steps(layer, order, actual.get(layer.name))
        losses += _losses(layer, actual.get(layer.name))
    for layer in catalogue.layers:
        steps += _reference_steps(layer, actual.get(layer.name))
    listed = list_steps(connection, catalogue)
    return Plan((*steps, *listed.steps), (*losses, *listed.losses))


def apply(connection: Connection, steps: tuple[Step, ...], migration_file: str) -> None:
    """Carry out a plan; a new rule that stored rows break is refused like any other loss."""
    for step in steps:
        try:
            execute(connection, step.statement)
        except psycopg2.errors.CheckViolation as error:
            raise DestructiveChange(
                [f"dữ liệu đang có không theo quy tắc {error.diag.constraint_name} của lớp {error.diag.table_name}"], migration_file
            ) from error


def _read(connection: Connection) -> dict[str, Actual]:
    tables = {name: Actual(comment) for name, comment in fetch(connection, _TABLES)}
    for table, name, kind, comment in fetch(connection, _COLUMNS):
        if table in tables:
            tables[table].columns[name] = (kind, comment)
    for table, name, kind, comment in fetch(connection, _CONSTRAINTS):
        if table in tables and kind == "c":
            tables[table].checks[name] = comment
        elif table in tables:
            tables[table].references.add(name)
    return tables


def _layer_steps(layer: Layer, order: int, actual: Actual | None) -> Iterator[Step]:
    if actual is None:
        yield Step(f"Thêm lớp {layer.name} ({layer.title.vi})", wanted.creation(layer))
        yield Step("", _REGISTER.format(*map(sql.Literal, (layer.name, order, layer.geometry))))
    known = actual or Actual(columns={each.name: (wanted.full_type(each), None) for each in layer.fields})
    quiet = actual is None
    yield from _column_steps(layer, known)
    yield from _check_steps(layer, known, quiet)
    yield from _label_steps(layer, known, quiet)


def _column_steps(layer: Layer, actual: Actual) -> Iterator[Step]:
    for each in layer.fields:
        if each.name not in actual.columns:
            yield Step(f"Thêm cột {layer.name}.{each.name}", sql.SQL("ALTER TABLE {} ADD COLUMN {}").format(wanted.table_name(layer), wanted.column(each)))


def _check_steps(layer: Layer, actual: Actual, quiet: bool) -> Iterator[Step]:
    checks = wanted.checks(layer)
    table = wanted.table_name(layer)
    for check in checks:
        name = sql.Identifier(check.name)
        if actual.checks.get(check.name) == check.mark:
            continue
        if check.name in actual.checks:
            yield Step("", _DROP.format(table, name))
        yield Step("" if quiet else f"Đặt quy tắc {layer.name}.{check.name}", _CHECK.format(table, name, sql.SQL(check.condition), sql.Literal(check.mark)))
    for gone in sorted(set(actual.checks) - {check.name for check in checks} - wanted.SYSTEM_CHECKS):
        yield Step(f"Bỏ quy tắc {layer.name}.{gone}", _DROP.format(table, sql.Identifier(gone)))


def _label_steps(layer: Layer, actual: Actual, quiet: bool) -> Iterator[Step]:
    table = wanted.table_name(layer)
    if actual.comment != layer.title.vi:
        yield Step("" if quiet else f"Đổi nhãn lớp {layer.name}", sql.SQL("COMMENT ON TABLE {} IS {}").format(table, sql.Literal(layer.title.vi)))
    for each in layer.fields:
        if actual.columns.get(each.name, ("", None))[1] != each.label.vi:
            statement = sql.SQL("COMMENT ON COLUMN {}.{} IS {}").format(table, sql.Identifier(each.name), sql.Literal(each.label.vi))
            yield Step("" if quiet or each.name not in actual.columns else f"Đổi nhãn cột {layer.name}.{each.name}", statement)


def _reference_steps(layer: Layer, actual: Actual | None) -> Iterator[Step]:
    for each in wanted.references(layer):
        name = reference_name(each)
        if actual is None or name not in actual.references:
            statement = _REFERENCE.format(
                wanted.table_name(layer), sql.Identifier(name), sql.Identifier(each.name), sql.Identifier("ncovy", each.references or "")
            )
            yield Step("" if actual is None else f"Đặt liên kết {layer.name}.{each.name}", statement)


def reference_name(each: Field) -> str:
    return f"{each.name}__references"


def _losses(layer: Layer, actual: Actual | None) -> Iterator[str]:
    if actual is None:
        return
    fields = {each.name: wanted.full_type(each) for each in layer.fields}
    for name, (kind, _) in actual.columns.items():
        if name == "geom" and kind != wanted.geometry_type(layer):
            yield f"hình học của lớp {layer.name} đổi từ {kind} sang {wanted.geometry_type(layer)}"
        elif name not in fields and name not in wanted.SYSTEM:
            yield f"cột {layer.name}.{name} không còn trong danh mục"
        elif name in fields and kind != fields[name]:
            yield f"cột {layer.name}.{name} đổi kiểu từ {kind} sang {fields[name]}"


_REGISTER = sql.SQL("INSERT INTO ncovy.layer (name, ord, geometry) VALUES ({}, {}, {}) ON CONFLICT (name) DO UPDATE SET ord = excluded.ord")
_DROP = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
_CHECK = sql.SQL("ALTER TABLE {0} ADD CONSTRAINT {1} CHECK ({2}); COMMENT ON CONSTRAINT {1} ON {0} IS {3}")
_REFERENCE = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} (uid)")
