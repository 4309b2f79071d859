"""Releases made while people work: each is one moment of all layers, and any of them can be made again from history, byte for byte.

NCOVY_PROOF=long makes 100 releases, then 10,000 edits, and makes 20 of them again."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from ncovy_qgis.cli import main
from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult, publish, rebuild, rollback, verify
from ncovy_qgis.publish.errors import MayNotReadHistory, NoRecord, OldProgramsRecord
from tests.proofs import LONG
from tests.publish.staff import Movers, begin
from tests.publish.world import files, plain_style, png, store_style
from tests.server import Database, copy_of

RELEASES, EDITS, AGAIN = (100, 10_000, 20) if LONG else (6, 100, 3)
PATIENCE_S = 6 * 3600 if LONG else 100


@dataclass(frozen=True)
class Past:
    """A site with many releases, and a database that went on."""

    database: Database
    site: Path
    made: tuple[ReleaseResult, ...]
    names: list[str]
    moves: int
    released_at: tuple[int, ...]
    """Moves done when each release was there."""


@pytest.fixture(scope="module")
def past(template_database: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    site = tmp_path_factory.mktemp("past") / "site"
    with copy_of(template_database) as own:
        own.run("UPDATE ncovy.unit SET geom = NULL WHERE level = 3 AND (parent_code NOT IN ('412', '421') OR era <> 2021)")  # boundaries are not what is asked
        store_style(own, plain_style(catalogue))
        begin(own)
        movers = Movers(own, catalogue)
        movers.start()
        made, counted = [], []
        try:
            with closing(own.connect("phuc")) as connection:
                for _ in range(RELEASES):
                    _wait_for(movers, movers.moves + 1)
                    made.append(publish(connection, site, catalogue=catalogue, keep=RELEASES))
                    counted.append(movers.moves)
            _wait_for(movers, EDITS // 2)  # a move is two edits: out of one layer, into the other
        finally:
            movers.end()
        store_style(own, {**plain_style(catalogue), "sprite.png": png(16)})  # the look of today is not that of the releases
        yield Past(own, site, tuple(made), movers.names, movers.moves, tuple(counted))


def _wait_for(movers: Movers, moves: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while movers.moves < moves and not movers.failed and time.monotonic() < end:
        time.sleep(0.01)


def contents(result: ReleaseResult, catalogue: Catalogue) -> Counter[str]:
    """Names of all features over all layers."""
    found: Counter[str] = Counter()
    for layer in catalogue.layers:
        data = json.loads((result.folder / "data" / f"{layer.name}.geojson").read_bytes())
        found.update(feature["properties"]["name"] for feature in data["features"])
    return found


def test_each_release_is_one_moment_of_all_layers_while_four_people_move_features_between_them(past: Past, catalogue: Catalogue) -> None:
    assert len({result.id for result in past.made}) == RELEASES
    for result in past.made:
        assert contents(result, catalogue) == Counter(past.names), result.id
    assert past.moves * 2 >= EDITS
    assert verify(past.site, now=None) == ()


def test_old_releases_are_made_again_byte_for_byte_after_many_edits_and_can_be_gone_back_to(past: Past, catalogue: Catalogue, tmp_path: Path) -> None:
    site = Path(shutil.copytree(past.site, tmp_path / "site"))
    wanted = past.made[:: max(RELEASES // AGAIN, 1)][:AGAIN]
    for result in wanted:
        shutil.rmtree(site / "releases" / result.id)
        with closing(past.database.connect("vy")) as connection:
            made = rebuild(connection, site, result.id, catalogue=catalogue)
        assert (made.same, made.differing, made.folder) == (True, (), site / "releases" / result.id)
        assert files(made.folder) == files(result.folder)
    assert rollback(site, wanted[0].id).id == wanted[0].id
    assert verify(site) == ()


def test_what_was_seen_is_told_by_transactions_not_by_the_clock(past: Past, catalogue: Catalogue) -> None:
    """Approvals that were written before a release began, but not committed, are not in it; the clock alone would put them in."""
    result = past.made[1]
    ((read_at, seen),) = past.database.run("SELECT read_at, seen FROM ncovy.release WHERE id = %s", (result.id,))
    lowest, highest = (int(each) for each in seen.split(":")[:2])
    assert lowest <= highest
    query = "SELECT ncovy_app.was_seen(%s + %s::interval, %s, %s::pg_snapshot, %s)"
    for late, xid, expected in (("0", highest, False), ("-1 s", highest + 5, False), ("1 s", lowest - 1, True), ("-2 h", highest + 5, True), ("2 h", 3, False)):
        assert past.database.run(query, (read_at, late, xid, seen, read_at)) == [(expected,)], (late, xid)


def test_what_the_database_does_not_know_or_may_not_tell_is_refused(past: Past, catalogue: Catalogue, tmp_path: Path) -> None:
    with closing(past.database.connect("vy")) as connection, pytest.raises(NoRecord, match="2020-01-01-000000000000"):
        rebuild(connection, tmp_path, "2020-01-01-000000000000", catalogue=catalogue)
    with closing(past.database.connect("phuc")) as connection, pytest.raises(MayNotReadHistory, match="lịch sử"):
        rebuild(connection, tmp_path, past.made[0].id, catalogue=catalogue)
    with copy_of(past.database) as own:
        own.run("UPDATE ncovy.release SET manifest = NULL")
        with closing(own.connect("vy")) as connection, pytest.raises(OldProgramsRecord):
            rebuild(connection, tmp_path, past.made[0].id, catalogue=catalogue)


def test_what_is_no_longer_the_same_is_said_and_placed_only_when_that_is_accepted(
    past: Past, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site, wanted = tmp_path / "site", past.made[2].id
    with copy_of(past.database) as own:
        (tmp_path / "pg_service.conf").write_text(own.services())
        monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "pg_service.conf"))
        own.run("UPDATE ncovy.unit SET name = 'Thành phố Vinh Mới' WHERE code = '412'")
        assert main(["rebuild", str(site), wanted, "--service", "ncovy_vy"]) == 1
        said = capsys.readouterr().out
        assert not (site / "releases").exists()
        with closing(own.connect("vy")) as connection:
            accepted = rebuild(connection, site, wanted, catalogue=catalogue, accept=True)
        assert main(["rebuild", str(site), "--service", "ncovy_vy"]) == 0
    assert f"Bản {wanted} không dựng lại giống từng byte được" in said
    assert "tiles/ncovy.pmtiles" in said
    assert "đơn vị hành chính đã nạp lại" in said
    assert [path.name for path in (site / "releases").iterdir()] == [accepted.id] != [wanted]
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {result.id for result in past.made}
