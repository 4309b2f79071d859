"""The style kept in the database for publishing without QGIS: written when it differs, read back unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg2
import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db import web_style
from ncovy_qgis.gis.web_style import build_web_style
from ncovy_qgis.paths import icons_dir, styles_dir


class Style:
    """Files by name."""

    def __init__(self, **files: bytes) -> None:
        self._files = {name.replace("_", "."): content for name, content in files.items()}

    def files(self) -> Mapping[str, bytes]:
        return self._files


@pytest.fixture
def empty(connection: Any) -> Any:
    """Nothing is stored yet."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        cursor.execute("DELETE FROM ncovy.web_style")
    yield connection
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT before")


def test_nothing_stored_reads_as_nothing(empty: Any) -> None:
    assert web_style.load(empty) == {}


def test_what_was_stored_comes_back_byte_for_byte(empty: Any) -> None:
    content = bytes(range(256))
    assert web_style.store(empty, Style(style_json=b"{}", sprite_png=content)) == ("sprite.png", "style.json")
    assert web_style.load(empty) == {"sprite.png": content, "style.json": b"{}"}


def test_storing_the_same_again_writes_nothing(empty: Any) -> None:
    style = Style(style_json=b"{}", sprite_png=b"1")
    web_style.store(empty, style)
    with empty.cursor() as cursor:
        cursor.execute("SELECT name, xmin, ctid FROM ncovy.web_style ORDER BY name")
        before = cursor.fetchall()
        assert web_style.store(empty, style) == ()
        cursor.execute("SELECT name, xmin, ctid FROM ncovy.web_style ORDER BY name")
        assert cursor.fetchall() == before


def test_only_what_changed_is_written(empty: Any) -> None:
    web_style.store(empty, Style(style_json=b"{}", sprite_png=b"1"))
    assert web_style.store(empty, Style(style_json=b"{}", sprite_png=b"2")) == ("sprite.png",)


def test_a_file_no_longer_made_is_forgotten(empty: Any) -> None:
    web_style.store(empty, Style(style_json=b"{}", old_png=b"1"))
    assert web_style.store(empty, Style(style_json=b"{}")) == ("old.png",)
    assert set(web_style.load(empty)) == {"style.json"}


def test_a_damaged_file_is_not_handed_out(empty: Any) -> None:
    web_style.store(empty, Style(style_json=b"{}"))
    with empty.cursor() as cursor:
        cursor.execute("UPDATE ncovy.web_style SET content = 'x'")
    with pytest.raises(web_style.DamagedStyle, match=r"style\.json"):
        web_style.load(empty)


@pytest.mark.usefixtures("qgis_app")
def test_the_style_drawn_by_qgis_goes_through_the_database_unchanged(empty: Any, catalogue: Catalogue) -> None:
    built = build_web_style(styles_dir(), icons_dir(), catalogue)
    assert len(web_style.store(empty, built)) == 8
    assert web_style.load(empty) == built.files()


@pytest.mark.parametrize("person", ["lan", "tuan", "vy"])
def test_who_does_not_publish_cannot_change_how_the_map_looks(person: str, database: Any) -> None:
    connection = database.connect(person)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        web_style.store(connection, Style(style_json=b"{}"))
    connection.close()


def test_the_publisher_stores_the_style_and_reads_it(database: Any) -> None:
    connection = database.connect("phuc")
    assert web_style.store(connection, Style(style_json=b"{}")) == ("style.json",)
    assert web_style.load(connection) == {"style.json": b"{}"}
    connection.close()
