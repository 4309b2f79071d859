"""The published tables: which columns of a layer the public sees, and in what form. They hold nothing that history could not give again."""

from __future__ import annotations

import hashlib

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer

from .columns import column, geometry_type
from .connection import execute, fetch

_MARKS = "SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_class AS c WHERE c.relnamespace = 'ncovy_public'::regnamespace AND c.relkind = 'r'"
_CREATE = sql.SQL(
    """
    CREATE TABLE {table} (
        uid uuid PRIMARY KEY,
        {fields}
        commune_name text,
        district_name text,
        geom {geometry} NOT NULL,
        approved_at timestamptz NOT NULL,
        row_version integer NOT NULL
    );
    CREATE INDEX {index} ON {table} USING gist (geom);
    COMMENT ON TABLE {table} IS {mark}
    """
)
_VISIBLE_STATUS = sql.SQL("(t.status IN ('active', 'suspended'){lifted}{planned})")
_LIFTED = sql.SQL(" OR (t.status = 'lifted' AND t.active_to > {as_of} - interval '14 days')")
_PLANNED = sql.SQL(" OR (t.status = 'planned' AND t.decision_no IS NOT NULL)")
HOUSEHOLD = "household"
PRIVATE_AT_HOME = ("address",)
GRID_DEGREES = 0.0005  # about 50 m


def table_name(layer: Layer) -> sql.Identifier:
    return sql.Identifier("ncovy_public", layer.name)


def names(layer: Layer) -> tuple[str, ...]:
    """The columns of the published table, in their order."""
    return ("uid", *(each.name for each in layer.public_fields), "commune_name", "district_name", "geom", "approved_at", "row_version")


def typed(layer: Layer) -> sql.Composable:
    """The same with their types, for a function that returns them."""
    fields = sql.SQL("").join(sql.SQL("{}, ").format(column(each)) for each in layer.public_fields)
    return sql.SQL("uid uuid, {}commune_name text, district_name text, geom public.geometry, approved_at timestamptz, row_version integer").format(fields)


def read(layer: Layer) -> sql.Composable:
    """What values() and geometry() need of a row, from `q`: `r`, as the published table has it, and `content`, the whole of it as JSON."""
    shown = [name for name in names(layer) if name not in ("commune_name", "district_name", "geom", "approved_at")]
    hidden = {"commune_code": "text", "district_code": "text", "commune_era": "smallint", **({"scope": "text"} if has_homes(layer) else {})}
    parts = [sql.SQL("(q.r).{}").format(sql.Identifier(name)) for name in shown]
    parts += [
        sql.SQL("(q.content ->> {})::{} AS {}").format(sql.Literal(name), sql.SQL(kind), sql.Identifier(name))
        for name, kind in hidden.items()
        if name not in shown
    ]
    return sql.SQL(", ").join(parts)


def values(layer: Layer) -> sql.Composable:
    """The public fields of a row `r`, in catalogue order, each followed by a comma."""
    return sql.SQL("").join(sql.SQL("{}, ").format(_value(layer, each)) for each in layer.public_fields)


def geometry(layer: Layer) -> sql.Composable:
    """The public place of a row `r`: a household is shown on a coarse grid."""
    if not has_homes(layer):
        return sql.SQL("r.geom")
    return sql.SQL("CASE WHEN r.scope = {} THEN public.st_snaptogrid(r.geom, {}) ELSE r.geom END").format(sql.Literal(HOUSEHOLD), sql.Literal(GRID_DEGREES))


def _value(layer: Layer, each: Field) -> sql.Composable:
    own: sql.Composable = sql.SQL("r.") + sql.Identifier(each.name)
    if each.public_if_at_least is not None:
        return sql.SQL("CASE WHEN {0} >= {1} THEN {0} END").format(own, sql.Literal(each.public_if_at_least))
    if each.name in PRIVATE_AT_HOME and has_homes(layer):
        return sql.SQL("CASE WHEN r.scope IS DISTINCT FROM {} THEN {} END").format(sql.Literal(HOUSEHOLD), own)
    return own


def verbatim(layer: Layer, each: Field) -> bool:
    """Whether the public sees a field as it is: neither withheld below a number nor at home."""
    return each.public and each.public_if_at_least is None and not (each.name in PRIVATE_AT_HOME and has_homes(layer))


def visible(layer: Layer, as_of: sql.Composable) -> sql.Composable:
    """Which rows, under the alias t, the public sees at a moment: in force, lifted less than 14 days ago, planned once decided."""
    names = {field.name for field in layer.public_fields}
    if layer.state_field == "operating_state":
        return sql.SQL("t.operating_state IS DISTINCT FROM 'closed_permanently'")
    if layer.state_field != "status" or "status" not in names:
        return sql.SQL("TRUE")
    lifted = _LIFTED.format(as_of=as_of) if "active_to" in names else sql.SQL("")
    planned = _PLANNED if "decision_no" in names else sql.SQL("")
    return _VISIBLE_STATUS.format(lifted=lifted, planned=planned)


def has_homes(layer: Layer) -> bool:
    return layer.geometry == "Point" and layer.has("scope")


def outdated(connection: Connection, catalogue: Catalogue) -> tuple[Layer, ...]:
    """Layers whose published table is missing or was made by other rules."""
    marks = dict(fetch(connection, _MARKS))
    return tuple(layer for layer in catalogue.layers if marks.get(layer.name) != _mark(connection, layer))


def rebuild(connection: Connection, layer: Layer) -> None:
    """Make the table anew and empty; the application refills it from history."""
    fields = sql.SQL("").join(sql.SQL("{}, ").format(column(each)) for each in layer.public_fields)
    execute(connection, sql.SQL("DROP TABLE IF EXISTS {}").format(table_name(layer)))
    execute(
        connection,
        _CREATE.format(
            table=table_name(layer), fields=fields, geometry=sql.SQL("public." + geometry_type(layer)),
            index=sql.Identifier(f"{layer.name}_geom"), mark=sql.Literal(_mark(connection, layer)),
        ),
    )  # fmt: skip


def _mark(connection: Connection, layer: Layer) -> str:
    made_of = (values(layer), geometry(layer), *(column(each) for each in layer.public_fields), sql.SQL(geometry_type(layer)))
    text = "\n".join(part.as_string(connection) for part in made_of)
    return "ncovy " + hashlib.sha256(text.encode()).hexdigest()[:16]
