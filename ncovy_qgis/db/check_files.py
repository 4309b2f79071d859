"""The checks over many rows as their files state them (app/checks/*.sql): sentence, severity, and a query for each layer judged."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
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
    queries: tuple[tuple[str, sql.Composable], ...]  # (layer judged, SELECT layer, uid, field, code, severity, detail, geom)

    def for_layers(self, names: Container[str]) -> list[sql.Composable]:
        return [query for layer, query in self.queries if layer in names]


class CheckFileError(Exception):
    """A file of app/checks that is not written as its README says."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path.name}: {what}")


EVERYTHING = sql.SQL("NULL::uuid[]")


def read_checks(catalogue: Catalogue, only: sql.Composable = EVERYTHING, folder: Path = FOLDER) -> tuple[SetCheck, ...]:
    """All checks that concern layers of this catalogue, by file name; `only` is SQL for the uids to judge."""
    checks = (_read_check(path, catalogue, only) for path in sorted(folder.glob("*.sql")))
    return tuple(check for check in checks if check.queries)


def _read_check(path: Path, catalogue: Catalogue, only: sql.Composable) -> SetCheck:
    content = path.read_text(encoding="utf-8")
    head = dict(HEAD.findall(content))
    if head.keys() != {"vi", "en", "severity", "for"} or head["severity"] not in (ERROR, WARNING):
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
