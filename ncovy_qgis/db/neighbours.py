"""Checking again after a save: the features touched, and those whose findings may have changed with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.model import Catalogue, Layer

from .checks import check
from .connection import fetch
from .findings import Finding

NEAR_DEGREES = 0.003  # every check that looks around stays within 300 m of the box of a feature


@dataclass(frozen=True)
class Recheck:
    """What was judged anew; whatever was known about these features no longer holds."""

    uids: frozenset[str]
    findings: tuple[Finding, ...]


def recheck(
    connection: Connection, catalogue: Catalogue, touched: Mapping[str, Sequence[str]], known: Iterable[str] = (), *, mine: bool = False, notes: bool = False
) -> Recheck:
    """Judge touched features (layer → uids) and their neighbours; `known`: more uids, such as those whose findings speak of a touched one."""
    uids = {*known, *(uid for found in touched.values() for uid in found), *neighbours(connection, catalogue, touched)}
    return Recheck(frozenset(uids), check(connection, catalogue, mine=mine, only=sorted(uids), notes=notes))


def neighbours(connection: Connection, catalogue: Catalogue, touched: Mapping[str, Sequence[str]]) -> set[str]:
    """Features near a touched one as it is or was before its last change, its namesakes, and those that refer to it."""
    given = {name: list(uids) for name, uids in touched.items() if uids and catalogue.has(name)}
    if not given:
        return set()
    parts = [part for layer in catalogue.layers for part in _queries(layer, given)]
    spots = sql.SQL(", ").join(sql.SQL("({}, {}::uuid[])").format(sql.Literal(name), sql.Literal(uids)) for name, uids in given.items())
    query = sql.SQL(_NEIGHBOURS).format(given=spots, near=sql.Literal(NEAR_DEGREES), queries=sql.SQL("\nUNION\n").join(parts))
    return {uid for (uid,) in fetch(connection, query)}


# The place before the last change counts too: what was guarded or crowded there may be so no longer.
_NEIGHBOURS = """
    WITH spot AS MATERIALIZED (
        SELECT public.st_expand(public.st_envelope(v.geom), {near}) AS box
          FROM (VALUES {given}) AS g (layer, uids),
               LATERAL unnest(g.uids) AS touched (uid),
               LATERAL (SELECT h.geom FROM ncovy.version AS h
                         WHERE h.layer = g.layer AND h.uid = touched.uid ORDER BY h.row_version DESC LIMIT 2) AS v)
    {queries}
"""
_NEAR = "SELECT t.uid::text FROM spot AS s JOIN {table} AS t ON t.geom OPERATOR(public.&&) s.box WHERE NOT t.removed"
_NAMESAKES = """
    SELECT t.uid::text FROM {table} AS a JOIN {table} AS t ON t.commune_code = a.commune_code AND t.name_search = a.name_search
     WHERE a.uid = ANY ({uids}::uuid[]) AND NOT t.removed
"""
_REFERRING = "SELECT t.uid::text FROM {table} AS t WHERE t.{column} = ANY ({uids}::uuid[]) AND NOT t.removed"


def _queries(layer: Layer, given: Mapping[str, list[str]]) -> Iterator[sql.Composable]:
    table = sql.Identifier("ncovy", layer.name)
    yield sql.SQL(_NEAR).format(table=table)
    if layer.name in given:
        yield sql.SQL(_NAMESAKES).format(table=table, uids=sql.Literal(given[layer.name]))
    for field in layer.fields:
        if field.references in given:
            yield sql.SQL(_REFERRING).format(table=table, column=sql.Identifier(field.name), uids=sql.Literal(given[str(field.references)]))
