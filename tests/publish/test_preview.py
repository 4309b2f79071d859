"""What a publication would change, told before it is made: the same that its release then says, and nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.cli import main
from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import preview
from ncovy_qgis.publish.changes import CHANGED, LIFTED, OPENED, WITHDRAWN, Change, to_geojson
from ncovy_qgis.publish.errors import Cancelled
from tests.publish.world import AS_OF, answer, approved, files, insert, release, uid
from tests.server import Database

FIRST = "(SELECT min(uid::text)::uuid FROM ncovy_public.{})"
EDITS = (
    "UPDATE ncovy_public.pharmacy SET name = 'Hiệu thuốc mới' WHERE uid = " + FIRST.format("pharmacy"),
    "UPDATE ncovy_public.lockdown_point SET status = 'lifted', active_to = %s WHERE uid = " + FIRST.format("lockdown_point"),
    "DELETE FROM ncovy_public.testing_site WHERE uid = " + FIRST.format("testing_site"),
)


@pytest.fixture
def site(world: Database, catalogue: Catalogue, tmp_path: Path) -> Path:
    release(world, tmp_path / "site", catalogue)
    return tmp_path / "site"


@pytest.fixture
def edited(world: Database, admin: Connection, site: Path, catalogue: Catalogue) -> Path:
    """One feature opened, one renamed, one lifted, one taken away."""
    for statement in EDITS:
        world.run(statement, (AS_OF,) if "%s" in statement else None)
    layer = catalogue.layer("road_block")
    insert(admin, layer, uid(layer, 900), {**approved(catalogue, layer, 1), "name": "Chốt mới"}, "POINT(105.7 18.7)")
    answer(world)
    return site


def seen(world: Database, site: Path, catalogue: Catalogue) -> tuple[Change, ...]:
    connection = world.connect("phuc")
    try:
        return preview(connection, site, catalogue=catalogue, as_of=AS_OF).changes
    finally:
        connection.close()


def test_a_state_that_is_shown_already_changes_nothing(world: Database, site: Path, catalogue: Catalogue) -> None:
    assert seen(world, site, catalogue) == ()


def test_what_is_told_before_is_what_the_release_says_after(world: Database, edited: Path, catalogue: Catalogue) -> None:
    before = files(edited)
    found = seen(world, edited, catalogue)
    assert files(edited) == before
    assert sorted(change.kind for change in found) == sorted([CHANGED, LIFTED, OPENED, WITHDRAWN])
    made = release(world, edited, catalogue)
    assert (made.folder / "changes.geojson").read_bytes() == to_geojson(found)


def test_before_the_first_release_everything_would_appear(world: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    found = seen(world, tmp_path / "none", catalogue)
    assert len(found) == 120 and {change.kind for change in found} == {OPENED}
    assert not (tmp_path / "none").exists()


def test_a_damaged_pointer_counts_as_no_release(world: Database, site: Path, catalogue: Catalogue) -> None:
    (site / "release.json").write_text("{")
    assert len(seen(world, site, catalogue)) == 120


def test_it_can_be_stopped(world: Database, site: Path, catalogue: Catalogue) -> None:
    connection = world.connect("phuc")
    try:
        with pytest.raises(Cancelled):
            preview(connection, site, catalogue=catalogue, cancelled=lambda: True)
    finally:
        connection.close()


def test_by_command_each_change_is_a_line(
    world: Database, edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run("INSERT INTO ncovy.setting VALUES ('exercise', jsonb_build_object('now', %s::text))", (AS_OF.isoformat(),))
    (tmp_path / "services").write_text(world.services())
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    command = ["publish", "--service", "ncovy_phuc", "--dry-run"]
    assert main([*command, str(edited)]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.endswith(": 1 mở mới, 1 thay đổi, 1 dỡ bỏ, 1 không còn hiển thị.")
    assert any(line == "Thay đổi: Hiệu thuốc – Hiệu thuốc mới – Phường Lê Lợi – Tên" for line in lines), lines
    assert len(lines) == 4
    assert main([*command, str(tmp_path / "none")]) == 0
    assert "sẽ công bố 120 đối tượng" in capsys.readouterr().out
    assert main([*command, "--json", str(edited)]) == 0
    assert json.loads(capsys.readouterr().out)["numbers"] == {OPENED: 1, CHANGED: 1, LIFTED: 1, WITHDRAWN: 1}
