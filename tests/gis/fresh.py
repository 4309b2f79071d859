"""One database a test file, emptied after each test: a copy for every test would take longer than the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue
from tests.server import Database

__all__ = ["OLDER_FORMS", "database"]
# as if an older program had stored them
OLDER_FORMS = """UPDATE ncovy.setting SET value = replace(value::text, '"from": "', '"from": "older ')::jsonb WHERE name = 'stored_forms'"""
RECORDS = ("version", "changeset", "decision", "acceptance", "staff_change", "presence", "web_style", "layer_style")


@pytest.fixture
def database(module_database: Database, catalogue: Catalogue) -> Iterator[Database]:
    """The file's database, without features; `service=ncovy_<person>` logs in to it."""
    yield module_database
    tables = [("ncovy", name) for name in (*(layer.name for layer in catalogue.layers), *RECORDS)]
    tables += [("ncovy_public", layer.name) for layer in catalogue.layers]
    emptied = [sql.SQL("DELETE FROM {}").format(sql.Identifier(*table)) for table in tables]
    unguarded = sql.SQL("SET LOCAL session_replication_role = replica")
    exercise = sql.SQL("DELETE FROM ncovy.setting WHERE name = 'exercise'")
    module_database.run(sql.SQL("; ").join([unguarded, *emptied, exercise]))
