"""A release with nothing changed is not made, and finding that out takes one question; whatever could change it is noticed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import stage
from ncovy_qgis.publish.snapshot import snapshot
from ncovy_qgis.publish.unchanged import NAME, fingerprint, is_known, remember
from tests.publish.world import AS_OF, release
from tests.server import Database


def state(world: Database, catalogue: Catalogue, as_of: datetime = AS_OF) -> str:
    with closing(world.connect("phuc")) as connection, snapshot(connection, catalogue, as_of) as held:
        return fingerprint(held)


def test_nothing_is_written_again_when_nothing_changed(world: Database, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = release(world, tmp_path / "site", catalogue)
    monkeypatch.setattr(stage, "build", lambda *_: pytest.fail("a release was made for nothing"))
    later = release(world, tmp_path / "site", catalogue, as_of=AS_OF + timedelta(minutes=5))
    assert (later.id, later.made, later.counts) == (first.id, False, first.counts)


def test_a_state_that_cannot_be_read_is_no_state(world: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    first = release(world, tmp_path / "site", catalogue)
    for content in ("{", "[]", ""):
        (tmp_path / "site" / NAME).write_text(content)
        assert not is_known(tmp_path / "site", first.id, state(world, catalogue))
    again = release(world, tmp_path / "site", catalogue)
    assert (again.id, again.made) == (first.id, False)


def test_a_state_belongs_to_one_release(tmp_path: Path) -> None:
    remember(tmp_path, "2021-09-17-000000000000", "x")
    assert is_known(tmp_path, "2021-09-17-000000000000", "x")
    assert not is_known(tmp_path, "2021-09-17-000000000001", "x")
    assert not is_known(tmp_path, "2021-09-17-000000000000", "y")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ncovy_public.pharmacy SET name = name WHERE uid = (SELECT min(uid::text)::uuid FROM ncovy_public.pharmacy)",
        "DELETE FROM ncovy_public.road_block WHERE uid = (SELECT min(uid::text)::uuid FROM ncovy_public.road_block)",
        "UPDATE ncovy.unit SET name = name || '!' WHERE code = '412'",
        "UPDATE ncovy.web_style SET content = content || ' ' WHERE name = 'style.json'",
    ],
)
def test_whatever_the_public_sees_changes_the_state(world: Database, admin: Connection, catalogue: Catalogue, change: str) -> None:
    before = state(world, catalogue)
    with admin.cursor() as cursor:
        cursor.execute(change)
        assert cursor.rowcount >= 1
    assert state(world, catalogue) != before


def test_another_hotline_changes_the_state(world: Database, catalogue: Catalogue) -> None:
    assert state(world, replace(catalogue, site=replace(catalogue.site, hotlines=()))) != state(world, catalogue)


def test_what_the_public_does_not_see_does_not(world: Database, admin: Connection, catalogue: Catalogue) -> None:
    with admin.cursor() as cursor:
        cursor.execute("UPDATE ncovy_public.lockdown_point SET status = 'cancelled' WHERE uid = (SELECT min(uid::text)::uuid FROM ncovy_public.lockdown_point)")
        before = state(world, catalogue)
        cursor.execute("UPDATE ncovy_public.lockdown_point SET name = name || '!' WHERE status = 'cancelled'")
    assert state(world, catalogue) == before


def test_time_alone_changes_it_when_something_lifted_leaves_the_map(world: Database, admin: Connection, catalogue: Catalogue) -> None:
    with admin.cursor() as cursor:
        cursor.execute("UPDATE ncovy_public.lockdown_point SET status = 'lifted', active_to = %s", (AS_OF - timedelta(hours=1),))
    assert state(world, catalogue) == state(world, catalogue, AS_OF + timedelta(hours=1))
    assert state(world, catalogue) != state(world, catalogue, AS_OF + timedelta(days=15))
