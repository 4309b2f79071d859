"""The web style in the database: stored and forgotten by who publishes, read by who looks, written by nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field

import psycopg2
import pytest

from ncovy_qgis.db import web_style
from tests.server import Database


@dataclass(frozen=True)
class Drawn:
    """What QGIS drew."""

    content: Mapping[str, bytes] = field(default_factory=dict)

    def files(self) -> Mapping[str, bytes]:
        return self.content


FIRST = Drawn({"style.json": b"{}", "sprite.png": b"\x89PNG", "sprite.json": b"[]"})
SECOND = Drawn({"style.json": b'{"version": 8}', "sprite.png": b"\x89PNG"})


@pytest.fixture
def database(module_database: Database) -> Database:
    return module_database


def store(database: Database, person: str, drawn: Drawn) -> tuple[str, ...]:
    with closing(database.connect(person)) as connection, connection:
        return web_style.store(connection, drawn)


def load(database: Database, person: str) -> dict[str, bytes]:
    with closing(database.connect(person)) as connection:
        return web_style.load(connection)


@pytest.mark.parametrize("person", ["phuc", "admin"])
def test_who_publishes_stores_changes_and_forgets(database: Database, person: str) -> None:
    database.run("DELETE FROM ncovy.web_style")
    assert store(database, person, FIRST) == ("sprite.json", "sprite.png", "style.json")
    assert store(database, person, FIRST) == ()
    assert sorted(store(database, person, SECOND)) == ["sprite.json", "style.json"]
    assert load(database, "vy") == load(database, "phuc") == dict(SECOND.content)


@pytest.mark.parametrize("person", ["lan", "tuan", "vy"])
def test_who_does_not_publish_stores_nothing(database: Database, person: str) -> None:
    before = load(database, "admin")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        store(database, person, FIRST)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        database.run("DELETE FROM ncovy.web_style", person=person)
    assert load(database, "admin") == before


def test_a_damaged_file_is_not_loaded(database: Database) -> None:
    store(database, "phuc", FIRST)
    database.run("UPDATE ncovy.web_style SET content = 'x' WHERE name = 'style.json'")
    with pytest.raises(web_style.DamagedStyle, match=r"style\.json"):
        load(database, "phuc")
    store(database, "phuc", Drawn())
