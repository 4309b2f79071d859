"""What is wrong or doubtful in the data: the rules of each row and the checks over many rows (app/checks/*.sql)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection

from ncovy_qgis.core.model import Catalogue, Layer, Strength, Text

from .acceptances import with_acceptances
from .check_files import EVERYTHING, FOLDER, CheckFileError, SetCheck, read_checks
from .connection import fetch, tidy
from .errors import explained as refusals_explained
from .findings import ERROR, NOTE, SEVERITIES, WARNING, Finding, explained
from .notes import judged, notes_query

__all__ = ["FOLDER", "CheckFileError", "Finding", "SetCheck", "check", "read_checks"]
Progress = Callable[[int, int, Text], None]  # steps done, steps in all, what comes next


@dataclass(frozen=True)
class Scope:
    """Which features are judged: of some layers, of the person's own areas, or some alone (uids)."""

    layers: Container[str] | None = None
    mine: bool = False
    only: Sequence[str] | None = None

    def holds(self, layer: Layer) -> bool:
        return self.layers is None or layer.name in self.layers

    @property
    def uids(self) -> sql.Composable:
        return EVERYTHING if self.only is None else sql.SQL("{}::uuid[]").format(sql.Literal(list(self.only)))

    @property
    def chosen(self) -> sql.Composable:
        """A condition on the row `a`."""
        parts: list[sql.Composable] = [sql.SQL(MINE)] if self.mine else []
        parts += [sql.SQL("a.uid = ANY ({})").format(self.uids)] if self.only is not None else []
        return sql.SQL(" AND ").join(parts) if parts else sql.SQL("true")


# The communes of the areas assigned to whoever asks, as one hashed list.
MINE = """(a.commune_code, a.commune_era) IN (
    SELECT u.code, u.era FROM ncovy.unit AS u JOIN ncovy.assignment AS s
        ON s.unit_code = '40' OR s.era = u.era AND s.unit_code IN (u.code, u.parent_code)
     WHERE u.level = 3 AND s.person = session_user AND s.valid_from <= now() AND (s.valid_to IS NULL OR s.valid_to > now()))"""
# What every finding says of its feature, the row `a`.
WHO = sql.SQL(
    "a.uid::text AS uid, a.id, a.row_version, a.name, a.commune_code, a.commune_era,"
    " greatest(public.st_xmax(a.geom) - public.st_xmin(a.geom), public.st_ymax(a.geom) - public.st_ymin(a.geom)) AS size"
)


def check(
    conn: connection,
    catalogue: Catalogue,
    layers: Sequence[str] | None = None,
    *,
    mine: bool = False,
    only: Sequence[str] | None = None,
    notes: bool = False,
    progress: Progress | None = None,
) -> tuple[Finding, ...]:
    """Every finding about the features that are not removed; errors first. One statement a layer for the rules, one a check.

    `mine`: in the areas assigned to this login; `only`: of these uids; `notes`: spellings too. `progress` may raise, to stop.
    """
    scope = Scope(layers, mine, only)
    with conn.cursor() as cursor:
        cursor.execute(QUICK)
    wanted = [layer for layer in catalogue.layers if scope.holds(layer)]
    steps = tuple(_steps(conn, wanted, scope, read_checks(catalogue, scope.uids), notes))
    units = {(code, era): (name, district or "") for code, era, name, district in fetch(conn, UNITS)} if wanted else {}
    found: list[Finding] = []
    for number, (title, step) in enumerate(steps):
        if progress is not None:
            progress(number, len(steps), title)
        found += [_finding(row, units) for row in step()]
    order = {layer.name: place for place, layer in enumerate(catalogue.layers)}
    urgency = {name: place for place, name in enumerate(SEVERITIES)}
    answered = with_acceptances(conn, wanted, found)
    return tuple(sorted(answered, key=lambda f: (urgency[f.severity], order[f.layer], f.name or "", f.uid, f.field, f.code)))


def open_findings(conn: connection, keys: Iterable[tuple[str, str]] | None, catalogue: Catalogue) -> dict[tuple[str, str], list[Finding]]:
    """Errors, and warnings nobody answered for, of these features (layer, uid) or of all."""
    wanted = set(keys) if keys is not None else None
    layers = sorted({layer for layer, _ in wanted}) if wanted is not None else None
    only = sorted(uid for _, uid in wanted) if wanted is not None else None
    tidy(conn)
    with refusals_explained(catalogue):
        found = check(conn, catalogue, layers, only=only) if wanted is None or wanted else ()
    tidy(conn)
    by_key: dict[tuple[str, str], list[Finding]] = {}
    for each in found:
        if each.open and each.severity != NOTE and (wanted is None or (each.layer, each.uid) in wanted):
            by_key.setdefault((each.layer, each.uid), []).append(each)
    return by_key


UNITS = "SELECT u.code, u.era, u.name, p.name FROM ncovy.unit AS u LEFT JOIN ncovy.unit AS p ON p.code = u.parent_code AND p.era = u.era WHERE u.level = 3"


@dataclass(frozen=True)
class _Row:
    """One answer of the database before it is a finding."""

    layer: str
    who: tuple[Any, ...]  # WHO, lon, lat
    field: str
    code: str
    severity: str
    text: Text
    detail: Any = None
    rule: Text | None = None


def _finding(row: _Row, units: dict[tuple[str, int], tuple[str, str]]) -> Finding:
    uid, number, version, name, commune, era, size, lon, lat = row.who
    place = units.get((commune, era), ("", ""))
    return Finding(
        row.layer, uid, name, row.field, row.code, row.severity, row.text, lon, lat,
        id=number, row_version=version, commune=place[0], district=place[1], detail=row.detail, rule=row.rule, size=size,
    )  # fmt: skip


# Compiling these statements, or loading PostGIS into helpers, takes longer than running them.
QUICK = "SELECT set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)"
_Step = tuple[Text, Callable[[], Iterator[_Row]]]


def _steps(conn: connection, layers: Sequence[Layer], scope: Scope, checks: Sequence[SetCheck], notes: bool) -> Iterator[_Step]:
    for layer in layers:
        yield layer.title, lambda layer=layer: _row_findings(conn, layer, scope)  # type: ignore[misc]
    if notes:
        yield NOTES, lambda: _notes(conn, layers, scope)
    for each in checks:
        if each.for_layers({layer.name for layer in layers}):
            yield each.text, lambda each=each: _set_findings(conn, each, {layer.name for layer in layers}, scope)  # type: ignore[misc]


NOTES = Text("Cách viết số điện thoại, số quyết định, giờ, tên đường.", "Spelling of phones, decision numbers, hours and roads.")

TODAY = "(SELECT ncovy_app.today())"  # asked once a statement, not once a row

# A draft may lack what only a submission needs: the same sentence, as an error to mend before submitting.
ROW_QUERY = """
    SELECT {who}, public.st_x(p.spot), public.st_y(p.spot), broken.rules
      FROM {table} AS a,
           LATERAL (SELECT array_remove(ARRAY[{verdicts}]::text[], NULL) AS rules) AS broken,
           LATERAL (SELECT public.st_pointonsurface(a.geom) AS spot) AS p
     WHERE {chosen} AND NOT a.removed AND cardinality(broken.rules) > 0
"""


def _row_findings(conn: connection, layer: Layer, scope: Scope) -> Iterator[_Row]:
    rules = {rule.name: rule for rule in layer.rules if rule.strength is not Strength.SAVE}
    if not rules:
        return
    verdicts = [sql.SQL("CASE WHEN NOT ({}) THEN {} END").format(sql.SQL(rule.sql(TODAY)), sql.Literal(name)) for name, rule in rules.items()]
    query = sql.SQL(ROW_QUERY).format(table=sql.Identifier("ncovy", layer.name), verdicts=sql.SQL(", ").join(verdicts), chosen=scope.chosen, who=WHO)
    for *who, broken in fetch(conn, query):
        for code in broken:
            rule = rules[code]
            severity = WARNING if rule.strength is Strength.WARN else ERROR
            yield _Row(layer.name, tuple(who), rule.field, code, severity, rule.message)


NOTE_QUERY = """
    SELECT n.uid, n.id, n.row_version, n.name, n.commune_code, n.commune_era, n.size, public.st_x(p.spot), public.st_y(p.spot), n.field, n.value
      FROM ({query}) AS n, LATERAL (SELECT public.st_pointonsurface(n.geom) AS spot) AS p
"""


def _notes(conn: connection, layers: Sequence[Layer], scope: Scope) -> Iterator[_Row]:
    for layer in layers:
        query = notes_query(layer, WHO, scope.chosen)
        rows = fetch(conn, sql.SQL(NOTE_QUERY).format(query=query)) if query is not None else []
        for who, field, code, text in judged(layer, rows):
            yield _Row(layer.name, who, field, code, NOTE, text)


SET_QUERY = """
    SELECT f.layer, {who}, public.st_x(f.geom), public.st_y(f.geom), f.field, f.severity, f.detail
      FROM ({query}) AS f (layer, uid, field, code, severity, detail, geom) JOIN {table} AS a ON a.uid = f.uid WHERE {chosen}
"""


def _set_findings(conn: connection, each: SetCheck, layers: Container[str], scope: Scope) -> Iterator[_Row]:
    parts = [
        sql.SQL(SET_QUERY).format(query=query, table=sql.Identifier("ncovy", layer), chosen=scope.chosen, who=WHO)
        for layer, query in each.queries
        if layer in layers
    ]
    for layer, *who, field, severity, detail in fetch(conn, sql.SQL("\nUNION ALL\n").join(parts)):
        yield _Row(layer, tuple(who), field, each.code, severity, explained(each.text, detail), detail, each.text)
