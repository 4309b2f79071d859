"""Releases: the same state gives the same bytes, nothing changed gives nothing, and half a release is never seen."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Text
from ncovy_qgis.publish import PublishError, publish, verify
from ncovy_qgis.publish.errors import Cancelled, EmptyGeometry, NoWebStyle, SiteBusy, ViewerMissing
from ncovy_qgis.publish.lock import site_lock
from tests.publish.world import AS_OF, answer, features, files, release, uid
from tests.server import Database


def text(site: Path, name: str) -> str:
    return (site / name).read_text()


def test_two_sites_from_one_state_are_byte_identical(first_site: Path, published_template: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    release(published_template, tmp_path / "other", catalogue)
    assert files(tmp_path / "other") == files(first_site)


def test_the_order_in_which_rows_were_written_changes_nothing(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    release(world, tmp_path / "one", catalogue)
    with admin.cursor() as cursor:
        for layer in catalogue.layers:
            cursor.execute(f"CREATE TEMP TABLE held AS SELECT * FROM ncovy_public.{layer.name} ORDER BY random()")
            cursor.execute(f"DELETE FROM ncovy_public.{layer.name}; INSERT INTO ncovy_public.{layer.name} SELECT * FROM held; DROP TABLE held")
    release(world, tmp_path / "other", catalogue)
    assert files(tmp_path / "other") == files(tmp_path / "one")


def test_nothing_changed_makes_no_release_and_says_so(world: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    first = release(world, tmp_path, catalogue)
    before = files(tmp_path)
    second = release(world, tmp_path, catalogue)
    assert (first.made, second.made, second.id) == (True, False, first.id)
    assert files(tmp_path) == before


def test_unchanged_data_are_known_to_be_true_for_longer(world: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    first = release(world, tmp_path, catalogue)
    later = release(world, tmp_path, catalogue, as_of=AS_OF + timedelta(hours=20))
    pointer = json.loads(text(tmp_path, "release.json"))
    assert (later.made, pointer["id"]) == (False, first.id)
    assert (pointer["as_of"], pointer["expires"]) == ("2021-09-18T14:00:00+07:00", "2021-09-20T02:00:00+07:00")


def test_a_change_makes_a_release_that_names_its_predecessor(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    first = release(world, tmp_path, catalogue)
    with admin.cursor() as cursor:
        cursor.execute("UPDATE ncovy_public.pharmacy SET phone = '02383844528' WHERE uid = %s", (uid(catalogue.layer("pharmacy"), 3),))
    second = release(world, tmp_path, catalogue)
    assert second.made
    assert json.loads(text(tmp_path, "release.json"))["previous"] == first.id
    assert json.loads(text(second.folder, "manifest.json"))["previous"] == first.id
    assert (dict(second.changes)["changed"], sum(second.changes.values())) == (1, 1)
    assert next(f for f in features(tmp_path, "pharmacy") if f["id"] == uid(catalogue.layer("pharmacy"), 3))["properties"]["phone"] == "02383844528"


def test_changes_tell_what_opened_changed_was_lifted_and_left(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    checkpoint = catalogue.layer("control_checkpoint")
    with admin.cursor() as cursor:
        cursor.execute("CREATE TABLE held AS SELECT * FROM ncovy_public.control_checkpoint WHERE uid = %s", (uid(checkpoint, 0),))
        cursor.execute("DELETE FROM ncovy_public.control_checkpoint WHERE uid = %s", (uid(checkpoint, 0),))
        cursor.execute("UPDATE ncovy_public.road_block SET alt_checkpoint_id = %s", (uid(checkpoint, 5),))
    answer(world)
    release(world, tmp_path, catalogue)
    with admin.cursor() as cursor:
        cursor.execute("INSERT INTO ncovy_public.control_checkpoint SELECT * FROM held")
        cursor.execute("UPDATE ncovy_public.control_checkpoint SET geom = ST_Translate(geom, 0.01, 0) WHERE uid = %s", (uid(checkpoint, 1),))
        cursor.execute("UPDATE ncovy_public.control_checkpoint SET status = 'lifted', active_to = %s WHERE uid = %s", (AS_OF, uid(checkpoint, 2)))
        cursor.execute("DELETE FROM ncovy_public.control_checkpoint WHERE uid = %s", (uid(checkpoint, 3),))
    answer(world)
    result = release(world, tmp_path, catalogue)
    found = json.loads(text(result.folder, "changes.geojson"))["features"]
    assert {feature["id"]: feature["properties"]["change"] for feature in found} == {
        uid(checkpoint, 0): "opened", uid(checkpoint, 1): "changed", uid(checkpoint, 2): "lifted", uid(checkpoint, 3): "withdrawn",
    }  # fmt: skip
    assert next(f for f in found if f["properties"]["change"] == "changed")["properties"]["fields"] == ["geometry"]
    summary = text(result.folder, "summary.md")
    assert "1 mở mới, 1 thay đổi, 1 dỡ bỏ, 1 không còn hiển thị" in summary
    assert "## Dỡ bỏ (1)\n\n### Phường Lê Lợi, Thành phố Vinh (1)\n\n- Chốt kiểm soát: Chốt kiểm soát số 2, văn bản số" in summary
    assert "| Phường Lê Lợi | Thành phố Vinh | 1 | 1 | 1 | 1 |" in summary


def test_a_return_to_an_earlier_state_is_a_release_of_its_own(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    change = "UPDATE ncovy_public.pharmacy SET name = name || %s WHERE uid = %s"
    made = [release(world, tmp_path, catalogue)]
    with admin.cursor() as cursor:
        cursor.execute(change, (" mới", uid(catalogue.layer("pharmacy"), 1)))
        made.append(release(world, tmp_path, catalogue))
        cursor.execute("UPDATE ncovy_public.pharmacy SET name = replace(name, ' mới', '')")
        made.append(release(world, tmp_path, catalogue))
    assert len({result.id for result in made}) == 3
    assert (made[0].folder / "data" / "pharmacy.geojson").read_bytes() == (made[2].folder / "data" / "pharmacy.geojson").read_bytes()
    assert verify(tmp_path, now=AS_OF) == ()


def test_only_the_wanted_number_of_releases_is_kept(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    made = []
    for number in range(4):
        with admin.cursor() as cursor:
            cursor.execute("UPDATE ncovy_public.pharmacy SET chain = %s", (f"Chuỗi {number}",))
        made.append(release(world, tmp_path, catalogue, keep=2).id)
    assert {path.name for path in (tmp_path / "releases").iterdir()} == set(made[-2:])


def test_a_release_is_noted_in_the_database(world: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    result = release(world, tmp_path, catalogue)
    rows = world.run('SELECT id, "by", as_of, feature_count, manifest_sha256 FROM ncovy.release WHERE id = %s', (result.id,))
    assert rows == [(result.id, "phuc", AS_OF, 120, json.loads(text(tmp_path, "release.json"))["manifest"])]


def test_an_exercise_is_marked_on_the_site(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    with admin.cursor() as cursor:
        cursor.execute("""INSERT INTO ncovy.setting VALUES ('exercise', '{"now": "2021-09-17T18:00:00+07:00"}')""")
    release(world, tmp_path, catalogue, as_of=None)
    pointer = json.loads(text(tmp_path, "release.json"))
    assert (pointer["exercise"], pointer["as_of"]) == (True, "2021-09-17T18:00:00+07:00")


def test_without_a_stored_style_nothing_is_published(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    with admin.cursor() as cursor:
        cursor.execute("DELETE FROM ncovy.web_style")
    with pytest.raises(NoWebStyle, match="chưa có kiểu hiển thị web"):
        release(world, tmp_path, catalogue)
    assert files(tmp_path) == {}


def test_without_a_built_viewer_the_sentence_says_what_to_do(
    light_template: Database, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ncovy_qgis.publish.assets.require.__defaults__", (tmp_path / "nowhere",))
    with pytest.raises(ViewerMissing, match="npm run build"):
        release(light_template, tmp_path / "site", catalogue)


def test_an_empty_geometry_is_refused_by_name(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    key = uid(catalogue.layer("lockdown_zone"), 5)
    with admin.cursor() as cursor:
        cursor.execute("UPDATE ncovy_public.lockdown_zone SET geom = 'SRID=4326;MULTIPOLYGON EMPTY' WHERE uid = %s", (key,))
    with pytest.raises(EmptyGeometry, match=key):
        release(world, tmp_path, catalogue)


def test_cancelling_leaves_the_site_as_it_was(world: Database, admin: Connection, catalogue: Catalogue, tmp_path: Path) -> None:
    release(world, tmp_path, catalogue)
    before = files(tmp_path)
    with admin.cursor() as cursor:
        cursor.execute("UPDATE ncovy_public.pharmacy SET chain = 'Chuỗi'")
    steps: list[str] = []
    with pytest.raises(Cancelled):
        release(world, tmp_path, catalogue, progress=lambda _, name: steps.append(name.vi), cancelled=lambda: len(steps) > 14)
    assert len(steps) == 15
    assert files(tmp_path) == before


def test_progress_runs_from_nothing_to_nearly_all(light_template: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    seen: list[tuple[float, Text]] = []
    release(light_template, tmp_path, catalogue, progress=lambda share, name: seen.append((share, name)))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert 0.9 < shares[-1] <= 1
    assert Text("Ghi dữ liệu: Hiệu thuốc", "Writing data: Pharmacy") in [name for _, name in seen]
    assert all(name.vi and name.en and name.vi != name.en for _, name in seen)


def test_a_second_publisher_is_told(light_template: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    with site_lock(tmp_path), pytest.raises(SiteBusy, match="đang công bố"):
        release(light_template, tmp_path, catalogue)


def test_a_folder_that_cannot_be_written_is_named(light_template: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublishError, match="file"):
        release(light_template, tmp_path / "file", catalogue)


def test_the_connection_comes_back_as_it_was(light_template: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    with closing(light_template.connect("phuc")) as connection:
        publish(connection, tmp_path, catalogue=catalogue, as_of=AS_OF)
        assert (connection.autocommit, connection.readonly, connection.isolation_level) == (False, None, None)
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            assert cursor.fetchone() == ("off",)
