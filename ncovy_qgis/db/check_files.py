"""The checks over many rows as their files state them (app/checks/*.sql): sentence, severity, and a query for each layer judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from psycopg2 import sql

from ncovy_qgis.core.model import Catalogue, Layer, Text

from .findings import ERROR, WARNING

FOLDER = Path(__file__).parent / "app" / "checks"
HEAD = re.compile(r"^-- (vi|en|severity|for): (.+)$", flags=re.MULTILINE)


@dataclass(frozen=True)
class SetCheck:
    """A check over many rows: its sentence, and its query for each layer whose features it judges."""

    code: str
    severity: str
    text: Text
    scope: str  # whose features it judges, as the file says
    queries: tuple[tuple[str, sql.Composable], ...]  # (layer judged, SELECT layer, uid, field, code, severity, detail, geom)

    def for_layers(self, names: Container[str]) -> list[sql.Composable]:
        return [query for layer, query in self.queries if layer in names]


class CheckFileError(Exception):
    """A file of app/checks that is not written as its README says."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path.name}: {what}")


EVERYTHING = sql.SQL("NULL::uuid[]")
Tables = Callable[[Layer, str], sql.Identifier]


def live(layer: Layer, scope: str) -> sql.Identifier:
    """Where a check finds the rows of a layer: as people edit them."""
    return sql.Identifier("ncovy", layer.name)


def read_checks(catalogue: Catalogue, only: sql.Composable = EVERYTHING, folder: Path = FOLDER, tables: Tables = live) -> tuple[SetCheck, ...]:
    """All checks that concern layers of this catalogue, by file name; `only` is SQL for the uids to judge, `tables` says in which rows."""
    checks = (_read_check(path, catalogue, only, tables) for path in sorted(folder.glob("*.sql")))
    return tuple(check for check in checks if check.queries)


def _read_check(path: Path, catalogue: Catalogue, only: sql.Composable, tables: Tables) -> SetCheck:
    content = path.read_text(encoding="utf-8")
    head = dict(HEAD.findall(content))
    if head.keys() != {"vi", "en", "severity", "for"} or head["severity"] not in (ERROR, WARNING):
        raise CheckFileError(path, "the head must state vi, en, severity and for")
    some, _, every = content.partition("\n-- all: ")
    chosen = every.partition("\n")[2] if every and only is EVERYTHING else some
    body = re.sub(r"^--.*\n", "", chosen, flags=re.MULTILINE).strip().replace('"only"', "{only}")
    named = {f"ncovy.{layer.name}": tables(layer, head["for"]) for layer in catalogue.layers}
    body = re.sub(r"\bncovy\.\w+", lambda found: f"{{{found[0]}}}" if found[0] in named else found[0], body)
    queries = ((layer, sql.SQL(body).format(only=only, **named, **names)) for layer, names in _subjects(head["for"], catalogue, tables))
    return SetCheck(path.stem, head["severity"], Text(head["vi"], head["en"]), head["for"], tuple(queries))


def _subjects(scope: str, catalogue: Catalogue, tables: Tables) -> Iterator[tuple[str, dict[str, sql.Composable]]]:
    """The layers a check judges, with the names its query uses for each."""
    if scope in ("each layer", "each point layer"):
        for layer in catalogue.layers:
            if scope == "each layer" or layer.geometry == "Point":
                yield layer.name, _names(layer, tables(layer, scope))
    elif scope == "each reference":
        for layer in catalogue.layers:
            yield from ((layer.name, names) for names in _references(layer, catalogue, tables))
    elif catalogue.has(scope):
        yield scope, {}


def _names(layer: Layer, table: sql.Identifier) -> dict[str, sql.Composable]:
    return {
        "layer": sql.Literal(layer.name),
        "table": table,
        "state": sql.Identifier(layer.state_field),
    }


def _references(layer: Layer, catalogue: Catalogue, tables: Tables) -> Iterator[dict[str, sql.Composable]]:
    for field in layer.fields:
        if field.references:
            yield {
                **_names(layer, tables(layer, "each reference")),
                "field": sql.Literal(field.name),
                "column": sql.Identifier(field.name),
                "target": tables(catalogue.layer(field.references), "each reference"),
            }
