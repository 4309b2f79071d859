"""What of a published table may leave: the catalogue's public columns, and the rows visible at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from psycopg2 import sql

from ncovy_qgis.core.catalogue import Field, Layer
from ncovy_qgis.db import published

PLACE_COLUMNS = ("commune_name", "district_name")
LIFTED_DAYS = 14
_SECONDS = sql.SQL("date_trunc('second', {})")
# A snapshot's time zone is Vietnam's, its dates are ISO: to_char() takes twice as long for the same letters.
_TIMESTAMP = sql.SQL("replace(date_trunc('second', {})::text, ' ', 'T') || ':00'")


class Column(NamedTuple):
    name: str
    value: sql.Composable
    """SQL over the alias t, for JSON: keeps lists as lists."""
    flat: sql.Composable
    """SQL over the alias t, for tiles: text, number or boolean only."""
    kind: str = "text"
    """What `flat` is: text, integer, number (a float8) or boolean."""

    @property
    def is_text(self) -> bool:
        """Whether the table itself has text, which JSON puts in quotes."""
        return self.kind == "text" and self.value == self.flat


def public_columns(layer: Layer) -> tuple[Column, ...]:
    """The key, the public fields in catalogue order, the names of commune and district; nothing else, ever."""
    identity = Column("id", sql.SQL("t.uid"), sql.SQL("t.uid::text"))
    fields = (_column(field) for field in layer.fields if field.public)
    return (identity, *fields, *(_place(name) for name in PLACE_COLUMNS))


def _place(name: str) -> Column:
    reference = sql.SQL("t.") + sql.Identifier(name)
    return Column(name, reference, reference)


def _column(field: Field) -> Column:
    reference: sql.Composable = sql.SQL("t.") + sql.Identifier(field.name)
    if field.public_if_at_least is not None:
        reference = sql.SQL("(CASE WHEN {0} >= {1} THEN {0} END)").format(reference, sql.Literal(field.public_if_at_least))
    if field.type == "datetime":
        return Column(field.name, _SECONDS.format(reference), _TIMESTAMP.format(reference))
    if field.type == "number":
        trimmed = sql.SQL("trim_scale({})").format(reference)
        return Column(field.name, trimmed, sql.SQL("{}::float8").format(reference), field.type)
    if field.type == "lists":
        return Column(field.name, reference, sql.SQL("array_to_string({}, ',')").format(reference))
    if field.type in ("date", "reference"):
        return Column(field.name, reference, sql.SQL("{}::text").format(reference))
    return Column(field.name, reference, reference, field.type if field.type in ("integer", "boolean") else "text")


def visible(layer: Layer, as_of: datetime) -> sql.Composable:
    """Which rows the public sees at a moment."""
    return published.visible(layer, sql.Literal(as_of))
