"""Values in another spelling than the stored one (written by psql or a plain QGIS): PostgreSQL sorts out what is surely right, Python judges the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg2 import sql

from ncovy_qgis.core.fixes import SPELLING, SPELLING_TEXT, STORED, spelled
from ncovy_qgis.core.model import Field, Layer, Text
from ncovy_qgis.core.normalise import normalise_value

_QUERY = "SELECT {who}, a.geom, {name} AS field, a.{column} AS value FROM {table} AS a WHERE {chosen} AND NOT a.removed AND a.{column} !~ {stored}"


def notes_query(layer: Layer, who: sql.Composable, chosen: sql.Composable) -> sql.Composable | None:
    """One statement a layer; None when it has no such field. `who` are the columns every finding needs."""
    parts = [
        sql.SQL(_QUERY).format(
            who=who,
            name=sql.Literal(field.name),
            column=sql.Identifier(field.name),
            table=sql.Identifier("ncovy", layer.name),
            chosen=chosen,
            stored=sql.Literal(STORED[str(field.normalise)]),
        )
        for field in spelled(layer)
    ]
    return sql.SQL("\nUNION ALL\n").join(parts) if parts else None


def judged(layer: Layer, rows: list[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], str, str, Text]]:
    """Of the rows of notes_query those that are spelled otherwise: (who, field, code, sentence)."""
    for row in rows:
        *who, name, value = row
        field = layer.field(name)
        if normalise_value(field, value) != value:
            yield tuple(who), name, f"{name}__{SPELLING}", _sentence(field)


def _sentence(field: Field) -> Text:
    return Text(SPELLING_TEXT.vi.format(label=field.label.vi), SPELLING_TEXT.en.format(label=field.label.en))
