"""What is wrong or doubtful in the data: the rules of each row and the checks over many rows (app/checks/*.sql)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection

from ncovy_qgis.core.model import Catalogue, Layer, Strength, Text

FOLDER = Path(__file__).parent / "app" / "checks"
HEAD = re.compile(r"^-- (vi|en|severity|for): (.+)$", flags=re.MULTILINE)


@dataclass(frozen=True)
class SetCheck:
    """A check over many rows: its sentence, and its query for each layer whose features it judges."""

    code: str
    severity: str
    text: Text
    queries: tuple[tuple[str, sql.Composable], ...]  # (layer judged, SELECT layer, uid, field, code, severity, detail, geom)

    def for_layers(self, names: Container[str]) -> list[sql.Composable]:
        return [query for layer, query in self.queries if layer in names]


@dataclass(frozen=True)
class Finding:
    """One thing wrong ('error') or doubtful ('warning') about one feature."""

    layer: str
    uid: str
    name: str | None
    field: str
    code: str
    severity: str
    text: Text
    lon: float
    lat: float
    accepted: str | None = None  # the reason given for a warning


class CheckFileError(Exception):
    """A file of app/checks that is not written as its README says."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path.name}: {what}")


EVERYTHING = sql.SQL("NULL::uuid")


def read_checks(catalogue: Catalogue, only: sql.Composable = EVERYTHING, folder: Path = FOLDER) -> tuple[SetCheck, ...]:
    """All checks that concern layers of this catalogue, by file name; `only` is SQL for the one feature to judge."""
    checks = (_read_check(path, catalogue, only) for path in sorted(folder.glob("*.sql")))
    return tuple(check for check in checks if check.queries)


def _read_check(path: Path, catalogue: Catalogue, only: sql.Composable) -> SetCheck:
    content = path.read_text(encoding="utf-8")
    head = dict(HEAD.findall(content))
    if head.keys() != {"vi", "en", "severity", "for"} or head["severity"] not in ("error", "warning"):
        raise CheckFileError(path, "the head must state vi, en, severity and for")
    body = re.sub(r"^--.*\n", "", content, flags=re.MULTILINE).strip().replace('"only"', "{only}")
    queries = ((layer, sql.SQL(body).format(only=only, **names)) for layer, names in _subjects(head["for"], catalogue))
    return SetCheck(path.stem, head["severity"], Text(head["vi"], head["en"]), tuple(queries))


def _subjects(scope: str, catalogue: Catalogue) -> Iterator[tuple[str, dict[str, sql.Composable]]]:
    """The layers a check judges, with the names its query uses for each."""
    if scope in ("each layer", "each point layer"):
        for layer in catalogue.layers:
            if scope == "each layer" or layer.geometry == "Point":
                yield layer.name, _names(layer)
    elif scope == "each reference":
        for layer in catalogue.layers:
            yield from ((layer.name, names) for names in _references(layer))
    elif catalogue.has(scope):
        yield scope, {}


def _names(layer: Layer) -> dict[str, sql.Composable]:
    return {
        "layer": sql.Literal(layer.name),
        "table": sql.Identifier("ncovy", layer.name),
        "state": sql.Identifier(layer.state_field),
    }


def _references(layer: Layer) -> Iterator[dict[str, sql.Composable]]:
    for field in layer.fields:
        if field.references:
            yield {
                **_names(layer),
                "field": sql.Literal(field.name),
                "column": sql.Identifier(field.name),
                "target": sql.Identifier("ncovy", field.references),
            }


def check(conn: connection, catalogue: Catalogue, layers: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """Every finding about the features that are not removed; errors first. One statement a layer for the rules, one a check."""
    with conn.cursor() as cursor:
        cursor.execute("SELECT set_config('jit', 'off', true)")  # compiling these takes longer than running them
    wanted = [layer for layer in catalogue.layers if layers is None or layer.name in layers]
    found: list[Finding] = []
    for layer in wanted:
        found += _row_findings(conn, layer)
    for each in read_checks(catalogue):
        queries = each.for_layers({layer.name for layer in wanted})
        if queries:
            found += _set_findings(conn, each, queries)
    order = {layer.name: place for place, layer in enumerate(catalogue.layers)}
    return tuple(sorted(_accepted(conn, wanted, found), key=lambda f: (f.severity, order[f.layer], f.name or "", f.uid, f.field, f.code)))


# A draft may lack what only a submission needs: the same sentence, as an error to mend before submitting.
ROW_QUERY = """
    SELECT a.uid::text, a.name, public.st_x(p.spot), public.st_y(p.spot), broken.rules
      FROM {table} AS a,
           LATERAL (SELECT array_remove(ARRAY[{verdicts}]::text[], NULL) AS rules) AS broken,
           LATERAL (SELECT public.st_pointonsurface(a.geom) AS spot) AS p
     WHERE NOT a.removed AND cardinality(broken.rules) > 0
"""


def _row_findings(conn: connection, layer: Layer) -> Iterator[Finding]:
    rules = {rule.name: rule for rule in layer.rules if rule.strength is not Strength.SAVE}
    if not rules:
        return
    verdicts = [sql.SQL("CASE WHEN NOT ({}) THEN {} END").format(sql.SQL(rule.sql("ncovy_app.today()")), sql.Literal(name)) for name, rule in rules.items()]
    query = sql.SQL(ROW_QUERY).format(table=sql.Identifier("ncovy", layer.name), verdicts=sql.SQL(", ").join(verdicts))
    for uid, name, lon, lat, broken in _fetch(conn, query):
        for code in broken:
            rule = rules[code]
            severity = "warning" if rule.strength is Strength.WARN else "error"
            yield Finding(layer.name, uid, name, rule.field, code, severity, rule.message, lon, lat)


SET_QUERY = """
    SELECT f.layer, f.uid::text, a.name, f.field, f.severity, f.detail, public.st_x(f.geom), public.st_y(f.geom)
      FROM ({queries}) AS f (layer, uid, field, code, severity, detail, geom)
      JOIN ncovy_app.feature AS a ON a.layer = f.layer AND a.uid = f.uid
"""


def _set_findings(conn: connection, each: SetCheck, queries: Iterable[sql.Composable]) -> Iterator[Finding]:
    query = sql.SQL(SET_QUERY).format(queries=sql.SQL("\nUNION ALL\n").join(queries))
    for layer, uid, name, field, severity, detail, lon, lat in _fetch(conn, query):
        yield Finding(layer, uid, name, field, each.code, severity, _explained(each.text, detail), lon, lat)


REASONS = "SELECT uid::text, warning_reason FROM {table} WHERE warning_reason IS NOT NULL AND uid = ANY (%s::uuid[])"


def _accepted(conn: connection, layers: Iterable[Layer], found: list[Finding]) -> Iterator[Finding]:
    """The findings, each warning with the reason its author gave."""
    for layer in layers:
        own = [finding for finding in found if finding.layer == layer.name]
        query = sql.SQL(REASONS).format(table=sql.Identifier("ncovy", layer.name))
        reasons = dict(_fetch(conn, query, ([finding.uid for finding in own],))) if own and layer.has("warning_reason") else {}
        for finding in own:
            yield replace(finding, accepted=reasons.get(finding.uid)) if finding.severity == "warning" else finding


def _explained(text: Text, detail: Mapping[str, Any] | None) -> Text:
    """The sentence, and which other feature it speaks of."""
    facts = detail or {}
    words = [f"«{facts['other']}»"] if facts.get("other") else []
    words += [f"{facts['metres']} m"] if "metres" in facts and "other" in facts else []
    words += [f"{facts['percent']} %"] if "percent" in facts else []
    tail = f" ({', '.join(words)})" if words else ""
    return Text(text.vi.rstrip(".") + tail + ".", text.en.rstrip(".") + tail + ".")


def _fetch(conn: connection, query: sql.Composable, values: Any = None) -> list[tuple[Any, ...]]:
    with conn.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
