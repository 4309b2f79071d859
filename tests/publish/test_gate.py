"""Publishing through the gate: what is wrong stops it with the list, what is doubtful needs a publisher's word, and the site is not touched meanwhile."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import Blocked, gate, preview, publish
from ncovy_qgis.publish.errors import NotPrepared
from tests.publish.world import AS_OF, files, release, uid
from tests.server import Database

NOTE = "UPDATE ncovy_public.pharmacy SET note_public = %s, row_version = row_version + %s WHERE uid = %s"
KEEP_UP = """INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset)
    SELECT v.layer, v.uid, 'update', v.row_version + 1, v."row", v.geom, 0 FROM ncovy.version AS v WHERE v.uid = %s ORDER BY v.row_version DESC LIMIT 1"""


@pytest.fixture
def pharmacy(catalogue: Catalogue) -> str:
    return uid(catalogue.layer("pharmacy"), 3)


def note(world: Database, key: str, text: str, newer: int = 0) -> None:
    world.run(NOTE, (text, newer, key))
    if newer:
        world.run(KEEP_UP, (key,))


def blocked(world: Database, site: Path, catalogue: Catalogue, **options: Any) -> Blocked:
    with pytest.raises(Blocked) as refusal:
        release(world, site, catalogue, **options)
    return refusal.value


def accepted(world: Database) -> int:
    return int(world.run("SELECT count(*) FROM ncovy.acceptance WHERE reason <> 'Dữ liệu thử'")[0][0])


def test_a_warning_waits_for_a_reason_which_then_holds_for_this_version(world: Database, catalogue: Catalogue, pharmacy: str, tmp_path: Path) -> None:
    note(world, pharmacy, "BN 1234")
    refusal = blocked(world, tmp_path / "site", catalogue)
    (found,) = refusal.judgement.blocking
    assert (found.severity, found.layer, found.uid, found.field) == ("warning", "pharmacy", pharmacy, "note_public")
    assert (found.name, found.commune) == ("Hiệu thuốc số 3", "Phường Lê Lợi")
    assert "0 lỗi phải sửa, 1 cảnh báo chưa ai chấp nhận" in refusal.vi
    assert "không phải của người dân" in gate.advice(found).vi and gate.field_label(catalogue, found).vi == "Ghi chú công khai"
    assert files(tmp_path) == {}
    made = release(world, tmp_path / "site", catalogue, accept="Mã khoa")
    assert (made.made, made.accepted) == (True, 1)
    assert (release(world, tmp_path / "site", catalogue).made, accepted(world)) == (False, 1)
    assert not any("Mã khoa".encode() in content for content in files(tmp_path).values())
    note(world, pharmacy, "BN 1234.", newer=1)
    assert len(blocked(world, tmp_path / "site", catalogue).judgement.doubts) == 1


def test_an_error_is_never_accepted_and_nothing_beside_it_either(world: Database, catalogue: Catalogue, pharmacy: str, tmp_path: Path) -> None:
    release(world, tmp_path / "site", catalogue)
    before = files(tmp_path)
    note(world, pharmacy, "CCCD 040201001234")
    note(world, uid(catalogue.layer("pharmacy"), 4), "BN 1234")
    refusal = blocked(world, tmp_path / "site", catalogue, accept="Không sao")
    assert [each.severity for each in refusal.judgement.blocking] == ["error", "warning"]
    assert gate.advice(refusal.judgement.errors[0]).vi.startswith("Xóa khỏi trường này")
    assert (files(tmp_path), accepted(world)) == (before, 0)


def test_only_the_list_that_was_seen_is_accepted(world: Database, catalogue: Catalogue, pharmacy: str, tmp_path: Path) -> None:
    note(world, pharmacy, "BN 1234")
    with closing(world.connect("phuc")) as phuc:
        seen = preview(phuc, tmp_path / "site", catalogue=catalogue, as_of=AS_OF).gate
    note(world, uid(catalogue.layer("pharmacy"), 4), "BN 1235")
    refusal = blocked(world, tmp_path / "site", catalogue, accept="Mã khoa", seen=seen.digest)
    assert "Danh sách đã khác" in refusal.vi and len(refusal.judgement.doubts) == 2
    assert (files(tmp_path), accepted(world)) == ({}, 0)
    assert release(world, tmp_path / "site", catalogue, accept="Mã khoa", seen=refusal.judgement.digest).accepted == 2


def test_a_server_that_only_reads_publishes_what_was_answered_for_elsewhere(world: Database, catalogue: Catalogue, pharmacy: str, tmp_path: Path) -> None:
    note(world, pharmacy, "BN 1234")
    with closing(world.connect("phuc", options="-c default_transaction_read_only=on")) as standby:

        def attempt(**options: Any) -> Any:
            return publish(standby, tmp_path / "site", catalogue=catalogue, as_of=AS_OF, **options)

        with pytest.raises(Blocked):
            attempt()
        with pytest.raises(gate.CannotAccept, match="chỉ đọc"):
            attempt(accept="Mã khoa")
        with closing(world.connect("phuc")) as primary:
            assert gate.accept(primary, catalogue, AS_OF, "Mã khoa") == 1
        assert attempt().made


def test_who_only_reads_is_told_the_list_too_but_cannot_answer(world: Database, catalogue: Catalogue, pharmacy: str, tmp_path: Path) -> None:
    note(world, pharmacy, "BN 1234")
    with closing(world.connect("vy")) as vy:
        seen = preview(vy, tmp_path / "site", catalogue=catalogue, as_of=AS_OF).gate
        assert [each.uid for each in seen.doubts] == [pharmacy]
        with pytest.raises(Exception, match="NC006"):
            publish(vy, tmp_path / "site", catalogue=catalogue, as_of=AS_OF, accept="Mã khoa")


def test_a_database_without_a_gate_publishes_nothing(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    world.run("DROP FUNCTION ncovy_app.gate(timestamptz)")
    with pytest.raises(NotPrepared, match="ncovy db upgrade"):
        release(world, tmp_path / "site", catalogue)
    assert files(tmp_path) == {}
