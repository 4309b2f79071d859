"""Warnings somebody answered for: reading them beside the findings, and recording one. The database decides what may be accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.model import Layer

from .connection import fetch, transaction, value_of
from .errors import explained
from .findings import WARNING, Finding

# Of versions that are still current, the latest first.
_ACCEPTED = """
    SELECT x.uid::text, x.code, x.facts, x.reason, x.by, x.at
      FROM ncovy.acceptance AS x JOIN {table} AS t ON t.uid = x.uid AND t.row_version = x.row_version
     WHERE x.layer = {name} AND x.uid = ANY (%s::uuid[]) ORDER BY x.seq DESC
"""
_OWN_REASONS = "SELECT uid::text, warning_reason FROM {table} WHERE warning_reason IS NOT NULL AND uid = ANY (%s::uuid[])"


@dataclass(frozen=True)
class Acceptance:
    """Whose word stands for a warning."""

    facts: tuple[Any, ...]
    reason: str
    by: str
    at: datetime


def accept(connection: Connection, finding: Finding, reason: str) -> None:
    """Record that this warning, as it was seen, is accepted; DatabaseError NC001 when the feature moved on, NC006 outside one's area."""
    values = (finding.layer, finding.uid, finding.code, finding.row_version, reason)
    with explained(layer=finding.layer, uid=finding.uid), transaction(connection):
        value_of(connection, "SELECT ncovy_app.accept_finding(%s, %s, %s, %s, %s)", values)


def with_acceptances(connection: Connection, layers: Iterable[Layer], found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each warning with its reason: of a person who accepted it, else of the feature itself."""
    by_layer: dict[str, list[Finding]] = {}
    for finding in found:
        by_layer.setdefault(finding.layer, []).append(finding)
    for layer in layers:
        own = by_layer.get(layer.name, [])
        doubtful = [finding.uid for finding in own if finding.severity == WARNING]
        accepted, reasons = _read(connection, layer, doubtful) if doubtful else ({}, {})
        for finding in own:
            yield _answered(finding, accepted, reasons) if finding.severity == WARNING else finding


def _read(connection: Connection, layer: Layer, uids: list[str]) -> tuple[dict[tuple[str, str], list[Acceptance]], dict[str, str]]:
    names = {"table": sql.Identifier("ncovy", layer.name), "name": sql.Literal(layer.name)}
    accepted: dict[tuple[str, str], list[Acceptance]] = {}
    for uid, code, facts, reason, by, at in fetch(connection, sql.SQL(_ACCEPTED).format(**names), (uids,)):
        accepted.setdefault((uid, code), []).append(Acceptance(tuple(facts), reason, by, at))
    own = fetch(connection, sql.SQL(_OWN_REASONS).format(**names), (uids,)) if layer.has("warning_reason") else []
    return accepted, dict(own)


def _answered(finding: Finding, accepted: Mapping[tuple[str, str], list[Acceptance]], reasons: Mapping[str, str]) -> Finding:
    for each in accepted.get((finding.uid, finding.code), ()):
        if finding.detail in each.facts:  # accepted as it is now, not as it was
            return replace(finding, accepted=each.reason, accepted_by=each.by, accepted_at=each.at)
    return replace(finding, accepted=reasons.get(finding.uid))
