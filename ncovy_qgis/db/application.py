"""Puts the application schema together: app/*.sql as they are, app/layer/*.sql once a layer (app/checks in them), app/all/*.sql last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Layer, Rule, Strength

from . import columns, gate_parts, open_views, published
from .checks import SetCheck, read_checks

FOLDER = Path(__file__).resolve().parent / "app"
_ONE_FEATURE = sql.SQL("(CASE WHEN $1::uuid IS NOT NULL THEN ARRAY[$1::uuid] END)")
_OF_TIME = ("as_of", "public_as_of", "would_be_public", "spans", "public_spans", "public_seen")
TODAY = "(SELECT ncovy_app.today())"
_ROW_FINDINGS = sql.SQL(
    "SELECT q.uid, f.field, f.code, f.severity, f.vi, f.en"
    " FROM (SELECT t.*, {conditions} FROM {table} AS t WHERE NOT t.removed AND ($1::uuid IS NULL OR t.uid = $1)) AS q"
    " CROSS JOIN LATERAL (VALUES {words}) AS f (failed, field, code, severity, vi, en) WHERE f.failed"
)
_SET_FINDING = sql.SQL("SELECT f.uid, f.field, f.code, f.severity, {vi}, {en}, f.detail FROM ({query}) AS f (layer, uid, field, code, severity, detail, geom)")
_NO_SET_FINDING = sql.SQL("SELECT NULL::uuid, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text, NULL::jsonb WHERE $1::uuid IS NULL AND false")


def statements(connection: Connection, catalogue: Catalogue, folder: Path | None = None) -> tuple[str, ...]:
    """Everything to be run, in order; the connection only quotes."""
    root = folder or FOLDER
    checks = read_checks(catalogue, _ONE_FEATURE, root / "checks")
    approved = read_checks(catalogue, folder=root / "checks", tables=gate_parts.tables)
    parts: list[sql.Composable] = [sql.SQL(text) for text in _texts(root)]
    for layer in catalogue.layers:
        words = {**_layer_parts(connection, layer, checks), **gate_parts.layer_parts(layer, approved)}
        parts += [sql.SQL(text).format(**words) for text in _texts(root / "layer")]
    parts += [sql.SQL(text).format(**_all_parts(connection, catalogue)) for text in _texts(root / "all")]
    return tuple(part.as_string(connection) for part in parts)


def fingerprint(texts: tuple[str, ...]) -> str:
    """Changes with every word of the application."""
    return hashlib.sha256("\n;\n".join(texts).encode()).hexdigest()


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.sql")):
        yield path.read_text("utf-8")


def _layer_parts(connection: Connection, layer: Layer, checks: tuple[SetCheck, ...]) -> dict[str, sql.Composable]:
    functions = {
        kind: sql.Identifier("ncovy_app", f"{kind}_{layer.name}")
        for kind in ("normalise", "project", "publish", "republish", "restore", "history_insert", "history_update", "row_findings", "set_findings", "gate")
    }
    functions |= {kind: sql.Identifier("ncovy_app", f"{kind}_{layer.name}") for kind in _OF_TIME}
    restored = [sql.Identifier(name) for name in (*(each.name for each in layer.fields), "commune_era", "name_search", "removed")]
    return {
        **functions,
        "table": columns.table_name(layer),
        "public": published.table_name(layer),
        "name": sql.Literal(layer.name),
        "geometry": sql.Literal(layer.geometry),
        "sequence": sql.Identifier("ncovy", f"{layer.name}_id_seq"),
        "editable": _listed(sql.Identifier(name) for name in columns.editable(layer)),
        "assignments": sql.SQL("\n    ").join(_assignments(layer)),
        "moments": _moments(layer, "NEW."),
        "old_moments": _moments(layer, "OLD."),
        "values": published.values(layer),
        "geom": published.geometry(layer),
        "kept": _listed(sql.SQL("n.") + sql.Identifier(name) for name in columns.kept(layer)),
        "public_columns": published.typed(layer),
        "public_names": _listed(sql.SQL("s.") + sql.Identifier(name) for name in published.names(layer)),
        "public_read": published.read(layer),
        "restored": _listed(restored),
        "old_restored": _listed(sql.SQL("old.") + name for name in restored),
        "row_query": sql.Literal(_row_query(layer).as_string(connection)),
        "queries": sql.Literal(_set_queries(layer, checks).as_string(connection)),
    }


def _assignments(layer: Layer) -> Iterator[sql.Composable]:
    """Tidy words; an empty list is no list; the area is measured, never typed."""
    for each in layer.fields:
        name = sql.Identifier(each.name)
        if each.pg_type == "text":
            clean = sql.Identifier("ncovy", "clean_lines" if each.widget == "multiline" else "clean")
            yield sql.SQL("NEW.{0} := {1}(NEW.{0});").format(name, clean)
        elif each.type == "lists":
            yield sql.SQL("NEW.{0} := nullif(NEW.{0}, '{{}}');").format(name)
        elif each.name == "area_ha":
            yield sql.SQL("NEW.{0} := round((public.st_area(NEW.geom::public.geography) / 10000)::numeric, 2);").format(name)


def _moments(layer: Layer, row: str) -> sql.Composable:
    return _listed(sql.SQL(row) + sql.Identifier(name) for name in ("active_from", "reported_at") if layer.has(name))


def _row_query(layer: Layer) -> sql.Composable:
    rules = [rule for rule in layer.rules if rule.strength is not Strength.SAVE]
    failed = [sql.Identifier(f"failed {number}") for number in range(len(rules))]
    conditions = [sql.SQL("NOT ({}) AS {}").format(sql.SQL(rule.sql(TODAY)), name) for rule, name in zip(rules, failed)]
    words = [_finding_words(rule, name) for rule, name in zip(rules, failed)]
    nothing = sql.SQL("(false, '', '', '', '', '')")
    return _ROW_FINDINGS.format(conditions=_listed([*conditions, sql.SQL("true AS seen")]), table=columns.table_name(layer), words=_listed([*words, nothing]))


def _finding_words(rule: Rule, failed: sql.Identifier) -> sql.Composable:
    severity = "warning" if rule.strength is Strength.WARN else "error"
    literals = (sql.Literal(text) for text in (rule.field, rule.name, severity, rule.message.vi, rule.message.en))
    return sql.SQL("(q.{}, {})").format(failed, _listed(literals))


def _set_queries(layer: Layer, checks: tuple[SetCheck, ...]) -> sql.Composed:
    queries = [
        _SET_FINDING.format(vi=sql.Literal(check.text.vi), en=sql.Literal(check.text.en), query=query)
        for check in checks
        for query in check.for_layers({layer.name})
    ]
    return sql.SQL("\nUNION ALL\n").join([*queries, _NO_SET_FINDING])


def _all_parts(connection: Connection, catalogue: Catalogue) -> dict[str, sql.Composable]:
    layers = catalogue.layers
    return {
        "invoker": sql.SQL("WITH (security_invoker = true)" if connection.info.server_version >= 150000 else ""),
        "features": sql.SQL("\nUNION ALL\n").join(_feature_rows(layer) for layer in layers),
        "open_views": sql.SQL("\n").join(open_views.statements(catalogue)),
        "generated": sql.SQL("\n").join(_grants(layers)),
        "gates": sql.SQL("\n            UNION ALL\n            ").join(map(gate_parts.gate, layers)),
        "gate_functions": _listed(sql.SQL("{}(timestamptz)").format(sql.Identifier("ncovy_app", f"gate_{layer.name}")) for layer in layers),
    }


_FEATURE = sql.SQL(
    "SELECT {} AS layer, t.uid, t.name, t.name_search, {} AS address, t.review_state, t.row_version, t.approved_version, t.commune_code, t.commune_era,"
    " t.district_code, t.edited_by, t.edited_at, t.verified_by, t.verified_at, t.removed, t.geom::public.geometry(Geometry, 4326) AS geom FROM {} AS t"
)


def _feature_rows(layer: Layer) -> sql.Composable:
    address = sql.SQL("t.address" if layer.has("address") else "NULL::text")
    return _FEATURE.format(sql.Literal(layer.name), address, columns.table_name(layer))


def _grants(layers: tuple[Layer, ...]) -> Iterator[sql.Composable]:
    for kind in ("row_findings", "set_findings"):
        for layer in layers:
            yield sql.SQL("GRANT EXECUTE ON FUNCTION {}(uuid) TO ncovy_viewer;").format(sql.Identifier("ncovy_app", f"{kind}_{layer.name}"))


def _listed(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)


def republish(layer: Layer) -> sql.Composed:
    """Refill a published table from history."""
    return sql.SQL("SELECT {}()").format(sql.Identifier("ncovy_app", f"republish_{layer.name}"))
