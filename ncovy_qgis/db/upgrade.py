"""Brings a database to the form this program needs, in one transaction; what is so already is left alone."""

from __future__ import annotations

import json
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue

from . import application, foundation, migrations, published, schema
from .connection import execute, tidy, transaction, value_of
from .errors import DestructiveChange
from .steps import Plan
from .units.seed import seed

LOCK = 0x6E636F7679  # "ncovy"
_SETTING = "INSERT INTO ncovy.setting (name, value) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


@dataclass(frozen=True)
class Report:
    """What was changed, a sentence each."""

    changes: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """How far a database is from what this program needs."""

    installed: bool
    pending: tuple[str, ...]
    application: bool
    catalogue: bool

    @property
    def current(self) -> bool:
        return self.installed and not self.pending and self.application and self.catalogue


class _DryRun(Exception):
    """Leaves the transaction without a trace."""


def upgrade(connection: Connection, catalogue: Catalogue, *, dry_run: bool = False) -> Report:
    """Do what is missing; raises SetupError or DestructiveChange, and then nothing was changed. A second upgrader waits for the first."""
    changes: tuple[str, ...] = ()
    try:
        with transaction(connection):
            execute(connection, "SET LOCAL statement_timeout = 0; SET LOCAL client_min_messages = warning")
            execute(connection, "SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            execute(connection, "SET LOCAL lock_timeout = '30s'")
            changes = _upgrade(connection, catalogue)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return Report(changes)


def status(connection: Connection, catalogue: Catalogue) -> Status:
    """Look only; a viewer may ask."""
    tidy(connection)
    steps = migrations.read_migrations()
    if not migrations.installed(connection):
        return Status(False, tuple(step.name for step in steps), False, False)
    foundation.look_as_owner(connection)
    pending = tuple(step.name for step in migrations.pending(connection, steps))
    same = _setting(connection, "application") == application.fingerprint(application.statements(connection, catalogue))
    answer = Status(True, pending, same, _setting(connection, "catalogue") == catalogue.version)
    tidy(connection)
    return answer


def _upgrade(connection: Connection, catalogue: Catalogue) -> tuple[str, ...]:
    changes = list(foundation.lay(connection))
    foundation.become_owner(connection)
    steps = migrations.pending(connection, migrations.read_migrations())
    if steps:
        foundation.make_app_schema(connection)  # a step may not trip over a view or trigger
    changes += migrations.run(connection, steps)
    plan = schema.plan(connection, catalogue)
    if plan.losses:
        raise DestructiveChange(plan.losses, next_file())
    changes += _application(connection, catalogue, plan, bool(steps))
    changes += seed(connection)
    if _setting(connection, "catalogue") != catalogue.version:
        _store(connection, "catalogue", catalogue.version)
        changes.append(f"Danh mục {catalogue.version}")
    return tuple(changes)


def _application(connection: Connection, catalogue: Catalogue, plan: Plan, dropped: bool) -> tuple[str, ...]:
    texts = application.statements(connection, catalogue)
    outdated = published.outdated(connection, catalogue)
    same = _setting(connection, "application") == application.fingerprint(texts)
    if same and not (dropped or plan.steps or outdated):
        return ()
    foundation.make_app_schema(connection)
    schema.apply(connection, plan.steps, next_file())
    for layer in outdated:
        published.rebuild(connection, layer)
    for text in texts:
        execute(connection, text)
    for layer in outdated:
        execute(connection, application.republish(layer))
    _store(connection, "application", application.fingerprint(texts))
    return (*plan.sentences, *(f"Dựng bảng công khai {layer.name}" for layer in outdated), "Dựng lại hàm, trigger và quyền (ncovy_app)")


def next_file() -> str:
    """Where a migration that loses data on purpose has to be written."""
    return f"ncovy_qgis/db/migrations/{len(migrations.read_migrations()) + 1:04d}_….sql"


def _setting(connection: Connection, name: str) -> str | None:
    found = value_of(connection, "SELECT value ->> 'version' FROM ncovy.setting WHERE name = %s", (name,))
    return str(found) if found is not None else None


def _store(connection: Connection, name: str, version: str) -> None:
    execute(connection, _SETTING, (name, json.dumps({"version": version})))
