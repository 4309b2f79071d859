"""Keeps ncovy.list_value equal to the vocabularies of the catalogue; a word in the database that the catalogue lost is not thrown away."""

from __future__ import annotations

from typing import Optional

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue

from .connection import fetch
from .steps import Plan, Step

Words = tuple[int, str, str, Optional[str]]
_SET = sql.SQL(
    "INSERT INTO ncovy.list_value (list, code, ord, label_vi, label_en, colour) VALUES ({}) ON CONFLICT (list, code) DO UPDATE"
    " SET ord = excluded.ord, label_vi = excluded.label_vi, label_en = excluded.label_en, colour = excluded.colour"
)


def list_steps(connection: Connection, catalogue: Catalogue) -> Plan:
    """Words to add or relabel; words that would be lost."""
    stored = {(row[0], row[1]): tuple(row[2:]) for row in fetch(connection, "SELECT list, code, ord, label_vi, label_en, colour FROM ncovy.list_value")}
    wanted = _wanted(catalogue)
    quiet = not stored
    steps = []
    for key, words in wanted.items():
        if stored.get(key) != words:
            verb = "Sửa" if key in stored else "Thêm"
            statement = _SET.format(sql.SQL(", ").join(sql.Literal(value) for value in (*key, *words)))
            steps.append(Step("" if quiet else f"{verb} giá trị {key[0]}.{key[1]}", statement))
    if quiet and steps:
        steps[0] = Step(f"Thêm {len(steps)} giá trị danh mục", steps[0].statement)
    losses = [f"giá trị {name}.{code} không còn trong danh mục" for name, code in sorted(set(stored) - set(wanted))]
    return Plan(tuple(steps), tuple(losses))


def _wanted(catalogue: Catalogue) -> dict[tuple[str, str], Words]:
    return {
        (name, value.code): (order, value.label.vi, value.label.en, value.colour)
        for name, each in catalogue.lists.items()
        for order, value in enumerate(each.values, start=1)
    }
