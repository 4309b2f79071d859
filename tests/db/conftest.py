"""Persons of the database, each on a connection of his own, closed after the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection


@pytest.fixture
def lan(database: Database) -> Iterator[Connection]:
    with closing(database.connect("lan")) as connection:
        yield connection


@pytest.fixture
def minh(database: Database) -> Iterator[Connection]:
    with closing(database.connect("minh")) as connection:
        yield connection


@pytest.fixture
def thu(database: Database) -> Iterator[Connection]:
    with closing(database.connect("thu")) as connection:
        yield connection


@pytest.fixture
def tuan(database: Database) -> Iterator[Connection]:
    with closing(database.connect("tuan")) as connection:
        yield connection


@pytest.fixture
def vy(database: Database) -> Iterator[Connection]:
    with closing(database.connect("vy")) as connection:
        yield connection
