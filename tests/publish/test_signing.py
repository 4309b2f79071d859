"""A signed site: only the key's owner can make, change, turn back or prolong it, and everybody can see that."""

from __future__ import annotations

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ncovy_qgis.cli import main
from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import ReleaseResult, keys, minisign, pointer, rollback, verify
from ncovy_qgis.publish.errors import MustBeSigned, UnknownToThePage
from ncovy_qgis.publish.files import canonical
from ncovy_qgis.publish.minisign import SecretKey
from ncovy_qgis.publish.pointer import Pointer, sealed
from ncovy_qgis.publish.serve import make_server
from tests.publish.world import AS_OF, release
from tests.server import Database

KEY, OTHER = minisign.generate(), minisign.generate()
LATER, SECOND = AS_OF + timedelta(hours=3), AS_OF + timedelta(hours=2)
RENAME = "UPDATE ncovy_public.pharmacy SET name = 'Hiệu thuốc mới' WHERE uid = (SELECT min(uid::text)::uuid FROM ncovy_public.pharmacy)"


@pytest.fixture(scope="module")
def signed_site(light_template: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One signed release; nobody changes it."""
    site = tmp_path_factory.mktemp("signed") / "site"
    release(light_template, site, catalogue, key=KEY)
    return site


@pytest.fixture
def site(signed_site: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed_site, tmp_path / "site"))


def codes(site: Path, key: SecretKey = KEY, seen: int = 0) -> set[str]:
    return {problem.code for problem in verify(site, now=LATER, key=key.public, seen=seen)}


def now(site: Path) -> Pointer:
    found = pointer.read(site)
    assert found is not None
    return found


def said(site: Path) -> dict[str, object]:
    return dict(json.loads((site / "release.json").read_bytes()))


def test_a_signed_site_is_as_it_should_be(signed_site: Path) -> None:
    assert codes(signed_site) == set()
    assert verify(signed_site, now=LATER) == ()
    assert now(signed_site).serial == 1


def test_the_same_state_is_signed_the_same(signed_site: Path, light_template: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    release(light_template, tmp_path / "again", catalogue, key=KEY)
    assert (tmp_path / "again" / "release.json").read_bytes() == (signed_site / "release.json").read_bytes()


def test_another_key_is_not_believed(signed_site: Path) -> None:
    assert codes(signed_site, OTHER) == {"other_key"}


def test_an_unsigned_site_is_not_believed_by_who_has_a_key(first_site: Path) -> None:
    assert codes(first_site) == {"unsigned"}


FORGERIES: dict[str, Callable[[dict[str, object]], object]] = {
    "prolonged": lambda words: words.update(expires="2031-09-19T06:00:00+07:00"),
    "made younger": lambda words: words.update(as_of="2021-09-17T20:00:00+07:00"),
    "called an exercise": lambda words: words.update(exercise=True),
    "given another serial": lambda words: words.update(serial=99),
    "given another manifest": lambda words: words.update(manifest="0" * 64),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_pointer_that_was_touched_is_found(site: Path, what: str) -> None:
    words = said(site)
    FORGERIES[what](words)
    (site / "release.json").write_bytes(canonical(words))
    assert "forged" in codes(site)


def test_a_pointer_that_lost_its_signature_is_found(site: Path) -> None:
    words = said(site)
    del words["signature"]
    (site / "release.json").write_bytes(canonical(words))
    assert codes(site) == {"unsigned"}


def test_a_release_of_ones_own_cannot_pass_for_the_publishers(site: Path, world: Database, catalogue: Catalogue) -> None:
    shutil.rmtree(site)
    world.run(RENAME)
    release(world, site, catalogue, key=OTHER)
    assert codes(site) == {"other_key"}
    stolen = sealed(now(site), minisign.SecretKey(minisign.PublicKey(KEY.public.number, OTHER.public.key), OTHER.seed))
    (site / "release.json").write_bytes(stolen.text())
    assert codes(site) == {"forged"}


def test_what_is_signed_stays_signed(site: Path, light_template: Database, catalogue: Catalogue) -> None:
    before = (site / "release.json").read_bytes()
    with pytest.raises(MustBeSigned):
        release(light_template, site, catalogue)
    with pytest.raises(MustBeSigned):
        rollback(site)
    assert (site / "release.json").read_bytes() == before


def test_an_unsigned_site_is_signed_from_the_first_publication_with_a_key_on(light_template: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    site = tmp_path / "site"
    release(light_template, site, catalogue)
    assert not release(light_template, site, catalogue, key=KEY).made
    assert codes(site) == set()


def test_an_old_release_shown_again_is_found_by_who_has_seen_the_newer(site: Path, world: Database, catalogue: Catalogue) -> None:
    old = shutil.copytree(site, site.with_name("old"))
    world.run(RENAME)
    assert release(world, site, catalogue, key=KEY, as_of=SECOND).made
    seen = now(site).serial
    assert codes(site, seen=seen) == set()
    assert codes(old, seen=seen) == {"downgraded"}


def test_the_publisher_may_go_back(site: Path, world: Database, catalogue: Catalogue) -> None:
    first = now(site)
    world.run(RENAME)
    release(world, site, catalogue, key=KEY, as_of=SECOND)
    assert rollback(site, key=KEY).id == first.id
    assert now(site).serial == 3
    assert codes(site, seen=3) == set()


def test_a_new_key_replaces_the_old_one(site: Path, light_template: Database, catalogue: Catalogue) -> None:
    release(light_template, site, catalogue, key=OTHER)
    assert codes(site, OTHER) == set()


def test_a_release_the_page_would_not_believe_is_not_made(
    light_template: Database, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    known = replace(catalogue, site=replace(catalogue.site, public_key=KEY.public.line))
    for key, told in ((OTHER, OTHER.public.line), (None, "thiếu chữ ký")):
        with pytest.raises(UnknownToThePage) as why:
            release(light_template, site, known, key=key)
        assert KEY.public.line in why.value.vi and told in why.value.vi and not site.exists()
    release(light_template, site, known, key=KEY)
    assert json.loads((site / "latest" / "site.json").read_bytes())["public_key"] == KEY.public.line and codes(site) == set()
    monkeypatch.setattr("ncovy_qgis.cli.publish.load_catalogue", lambda: known)
    keys.make(tmp_path / "other")
    current = next((site / "releases").iterdir()).name
    assert main(["rollback", str(site), current, "--key", str(tmp_path / "other")]) == 0
    assert f"biết khóa công khai {KEY.public.line} nên sẽ báo sai chữ ký" in capsys.readouterr().out  # an old release knows the old key
    for words in (["--dry-run"], [], ["--key", str(tmp_path / "other")], ["--key", str(tmp_path / "other"), "--dry-run"]):
        assert main(["publish", str(site), *words]) == 1  # before it asks for the database
        assert "forms/_site.yaml" in capsys.readouterr().err


@contextmanager
def served(site: Path) -> Iterator[str]:
    with make_server(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def remembers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "ncovy" / "seen.json"


def test_a_site_on_the_web_is_verified_as_one_on_the_disk(
    light_template: Database, catalogue: Catalogue, tmp_path: Path, remembers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release(light_template, tmp_path / "site", catalogue, key=KEY, expires_hours=24 * 365 * 30)
    with served(tmp_path / "site") as address:
        assert main(["verify", address, "--public-key", KEY.public.line]) == 0
        assert f"Chữ ký đúng, của khóa {KEY.public.name}." in capsys.readouterr().out
        assert list(json.loads(remembers.read_text()).values()) == [1]
        data = next((tmp_path / "site" / "releases").glob("*/data/pharmacy.geojson"))
        data.write_bytes(data.read_bytes().replace(b"open", b"shut", 1) + b" " * 9)
        assert main(["verify", address, "--public-key", KEY.public.line]) == 1
        assert "đã bị sửa" in capsys.readouterr().out
        assert main(["verify", address + "/nowhere"]) == 1
        assert "chưa có bản công bố" in capsys.readouterr().out
    assert main(["verify", address]) == 1
    assert "Không tải được" in capsys.readouterr().err


def test_a_downgrade_is_remembered_between_two_calls(
    site: Path, world: Database, catalogue: Catalogue, remembers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = shutil.copytree(site, site.with_name("old"))
    world.run(RENAME)
    release(world, site, catalogue, key=KEY, as_of=SECOND, expires_hours=24 * 365 * 30)
    assert main(["verify", str(site), "--public-key", KEY.public.line]) == 0
    shutil.rmtree(site)
    old.rename(site)
    assert main(["verify", str(site), "--public-key", KEY.public.line]) == 1
    assert "đã thấy bản mới hơn" in capsys.readouterr().out


def test_names_that_lead_out_of_the_folder_are_not_fetched(first_release: ReleaseResult, tmp_path: Path, remembers: Path) -> None:
    site = Path(shutil.copytree(first_release.folder.parent.parent, tmp_path / "www" / "site"))
    manifest = site / "releases" / first_release.id / "manifest.json"
    words = json.loads(manifest.read_bytes())
    words["files"]["../../../../../../../../tmp/ncovy-evil"] = words["files"]["../x"] = words["files"][".hidden"] = {"bytes": 3, "sha256": "0"}
    manifest.write_bytes(canonical(words))
    with served(site) as address:
        assert main(["verify", address]) == 1
    assert not Path("/tmp/ncovy-evil").exists()


def test_what_breaks_off_is_told_and_what_is_endless_is_cut(first_site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = {
        b"torn": b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{",
        b"strange": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n",
        b"mute": b"",
    }
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            for text in answers.values():
                line, _ = server.accept()
                with line:
                    line.recv(4096)
                    line.sendall(text)

        thread = threading.Thread(target=answer)
        thread.start()
        for _ in answers:
            assert main(["verify", f"http://127.0.0.1:{server.getsockname()[1]}/"]) == 1
            assert "Không tải được" in capsys.readouterr().err
        thread.join()


def test_what_is_found_is_said_though_nothing_can_be_remembered(signed_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["verify", str(signed_site), "--public-key", KEY.public.line, "--seen", "/proc/nowhere/seen.json"])
    said = capsys.readouterr()
    assert "hết hạn" in said.out and said.err.startswith("Không ghi nhớ được bản đã thấy")


def test_by_command_a_key_is_made_and_signs(
    world: Database, tmp_path: Path, remembers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "services").write_text(world.services())
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    site, key = str(tmp_path / "site"), str(tmp_path / "province.key")
    assert main(["key", key]) == 0
    assert keys.load_public(key + ".pub").line in capsys.readouterr().out
    world.run("INSERT INTO ncovy.setting VALUES ('exercise', jsonb_build_object('now', %s::text))", (AS_OF.isoformat(),))
    publish = ["publish", site, "--service", "ncovy_phuc", "--expires-hours", "876000"]
    assert main([*publish, "--key", key]) == 0
    assert main(["verify", site]) == 0
    assert f"chữ ký của khóa {keys.load_public(key + '.pub').name}" in capsys.readouterr().out
    assert main(["verify", site, "--public-key", key + ".pub"]) == 0
    world.run(RENAME)
    assert main(publish) == 1
    assert "hãy đưa khóa ký" in capsys.readouterr().err
    assert main([*publish, "--key", key]) == 0
    assert main(["rollback", site, "--key", key]) == 0
    assert main(["verify", site, "--public-key", key + ".pub"]) == 0
    capsys.readouterr()
    assert main(["key", key]) == 1
    assert "không bị ghi đè" in capsys.readouterr().err
