"""Deployment into folders: what is refused, what is kept, what goes; and which place a text names."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ncovy_qgis.cli import main
from ncovy_qgis.publish import minisign, pointer, verify
from ncovy_qgis.publish.deploy import deploy, turn
from ncovy_qgis.publish.deploy.deployment import _LOCK
from ncovy_qgis.publish.deploy.errors import (
    BadTarget,
    BrokenSite,
    DeployBusy,
    DeployCancelled,
    NewerThere,
    NothingYet,
    NotOurs,
    TargetBusy,
    ToolFailed,
    ToolMissing,
)
from ncovy_qgis.publish.deploy.folder import FolderTarget
from ncovy_qgis.publish.deploy.places import opened
from ncovy_qgis.publish.deploy.rsync import RsyncTarget
from ncovy_qgis.publish.deploy.tool import Done, Tool, last_words
from ncovy_qgis.publish.errors import MustBeSigned, SiteBusy
from ncovy_qgis.publish.lock import site_lock
from tests.publish.deploying import own_copy, told
from tests.publish.world import files


@pytest.fixture
def first(two_releases: tuple[Path, Path], tmp_path: Path) -> Path:
    return own_copy(two_releases[0], tmp_path / "first")


@pytest.fixture
def second(two_releases: tuple[Path, Path], tmp_path: Path) -> Path:
    return own_copy(two_releases[1], tmp_path / "second")


@pytest.fixture
def public(two_releases: tuple[Path, Path], tmp_path: Path) -> Path:
    """The first release where the public reads it."""
    return own_copy(two_releases[0].parent / "public", tmp_path / "public")


def test_a_broken_site_stays_where_it_is(first: Path, tmp_path: Path) -> None:
    (first / "releases" / told(first) / "catalogue.json").write_text("{}")
    with pytest.raises(BrokenSite, match=r"catalogue\.json đã bị sửa"):
        deploy(first, str(tmp_path / "public"))
    assert not (tmp_path / "public").exists()


def test_a_folder_without_a_release_is_told_what_to_do_first(tmp_path: Path) -> None:
    with pytest.raises(NothingYet, match="ncovy publish"):
        deploy(tmp_path, str(tmp_path / "public"))


def test_a_site_is_not_deployed_into_itself(first: Path) -> None:
    for target in (first, first / "public", first.parent):
        with pytest.raises(BadTarget, match="nằm trong"):
            deploy(first, str(target))


def test_a_folder_with_a_page_of_somebody_else_is_left_alone(first: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text("Trang của xã")
    with pytest.raises(NotOurs, match=r"index\.html"):
        deploy(first, str(tmp_path / "other"))
    assert files(tmp_path / "other") == {"index.html": "Trang của xã".encode()}


def test_what_others_put_beside_a_map_stays(second: Path, public: Path) -> None:
    for name in ("robots.txt", ".htpasswd", ".user.backup"):
        (public / name).write_text("x")
    deploy(second, str(public))
    assert all((public / name).is_file() for name in ("robots.txt", ".htpasswd", ".user.backup"))


def test_another_release_of_the_same_number_is_not_replaced_unasked(second: Path, public: Path) -> None:
    there = pointer.read(public)
    assert there
    (public / "release.json").write_bytes(pointer.Pointer(**{**vars(there), "serial": 2, "exercise": not there.exercise}).text())
    with pytest.raises(NewerThere, match="số 2"):
        deploy(second, str(public))
    assert deploy(second, str(public), replace_newer="máy kia hỏng").switched


def test_a_signed_map_is_not_replaced_by_one_that_nobody_signed(second: Path, public: Path) -> None:
    there = pointer.read(public)
    assert there
    (public / "release.json").write_bytes(pointer.sealed(there, minisign.generate()).text())
    with pytest.raises(MustBeSigned):
        deploy(second, str(public))


def test_a_damaged_pointer_there_is_mended(second: Path, public: Path) -> None:
    (public / "release.json").write_text("{")
    assert deploy(second, str(public)).switched
    assert verify(public) == ()


def test_what_was_altered_or_lost_there_is_brought_again_and_nothing_else(first: Path, public: Path) -> None:
    altered = ["index.html", "latest/data/pharmacy.geojson", f"releases/{told(first)}/style.json"]
    for name in altered:
        (public / name).write_bytes((public / name).read_bytes().replace(b"a", b"b"))
    (public / f"releases/{told(first)}/sprite.png").unlink()
    result = deploy(first, str(public))
    assert (result.sent, result.reused, result.switched) == (3, 1, False)  # the stable address from its release
    assert verify(public) == ()


def test_a_release_half_brought_is_completed_without_what_is_there(second: Path, first: Path, public: Path) -> None:
    whole = deploy(second, str(public)).sent
    for name in ("data/pharmacy.geojson", "manifest.json"):
        (public / "releases" / told(second) / name).unlink()
    (public / "release.json").write_bytes((first / "release.json").read_bytes())
    again = deploy(second, str(public))
    assert again.sent <= 2 < whole
    assert verify(public) == ()


def test_old_releases_go_by_number_but_never_the_one_shown_before(first: Path, second: Path, public: Path) -> None:
    older = public / "releases" / "2021-09-01-0123456789ab"
    older.mkdir()
    (older / "manifest.json").write_text("{}")
    begun = public / "releases" / "2021-09-30-0123456789ab"
    (begun / "data").mkdir(parents=True)
    assert deploy(second, str(public), keep=3).removed == ()
    assert deploy(second, str(public), keep=2).removed == (older.name,)
    assert deploy(second, str(public), keep=1).removed == (told(first),)
    assert [path.name for path in (public / "releases").iterdir() if any(path.rglob("*.json"))] == [told(second)]


def test_left_overs_of_cut_transfers_are_swept(second: Path, public: Path) -> None:
    release = f"releases/{told(second)}"
    names = [".release.json.Ab12cD", ".index.html.tmp", "latest/data/.pharmacy.geojson.x9Yz01", f"{release}/tiles/.partial/ncovy.pmtiles",
             f"{release}/gone.json.gz", "latest/data/gone.geojson", "latest/data/gone.geojson.br", "assets/viewer-OLD.js"]  # fmt: skip
    for name in names:
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_text("x")
    deploy(second, str(public))
    assert not [name for name in names if (public / name).exists()]
    assert verify(public) == ()


def test_twins_nobody_makes_any_more_are_gone_before_their_files_change(second: Path, public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ncovy_qgis.publish.sidefiles.suffixes", lambda: (".gz",))
    seen: list[bool] = []
    reuse = FolderTarget.reuse

    def watched(self: FolderTarget, source: Path, old: str, new: str, names: tuple[str, ...], *, lasting: bool) -> None:
        if new == "latest":
            seen.append(any((self.folder / "latest").rglob("*.br")))
        reuse(self, source, old, new, names, lasting=lasting)

    monkeypatch.setattr(FolderTarget, "reuse", watched)
    deploy(second, str(public))
    assert seen and not any(seen)


def test_the_viewer_of_pages_that_are_open_stays_for_one_deployment(second: Path, public: Path) -> None:
    listing = json.loads((public / "assets" / "files.json").read_bytes())
    (public / "assets" / "viewer-OLD.js").write_text("old")
    listing["files"] = {**listing["files"], "assets/viewer-OLD.js": "0" * 64}
    (public / "assets" / "files.json").write_text(json.dumps(listing))
    deploy(second, str(public))
    assert (public / "assets" / "viewer-OLD.js").is_file() and verify(public) == ()


def test_a_site_somebody_publishes_into_or_deploys_from_is_told(first: Path, public: Path) -> None:
    for folder, name, error in ((first, ".lock", SiteBusy), (first, _LOCK, DeployBusy), (public, ".lock", SiteBusy)):
        with site_lock(folder, name), pytest.raises(error):
            deploy(first, str(public))
    assert not deploy(first, str(public)).switched


def test_a_program_that_outlives_its_deployment_keeps_the_lock(first: Path, public: Path) -> None:
    with site_lock(first, _LOCK) as lock:
        Tool(holds=(lock,)).run("sh", "-c", "sleep 1 >&- 2>&- &")
    with pytest.raises(DeployBusy):
        deploy(first, str(public))
    time.sleep(1.2)
    deploy(first, str(public))


def test_stopped_between_two_steps_nothing_is_shown_and_the_next_one_goes_on(second: Path, public: Path) -> None:
    asked: list[str] = []
    with pytest.raises(DeployCancelled):
        deploy(second, str(public), progress=lambda _, name: asked.append(name.vi), cancelled=lambda: "Kiểm tra nơi đến" in asked)
    assert told(public) != told(second)
    assert deploy(second, str(public)).sent == 0 and told(public) == told(second)


def test_a_program_is_ended_when_asked_to_stop() -> None:
    start = time.monotonic()
    with pytest.raises(DeployCancelled):
        Tool(cancelled=lambda: True).run("sleep", "30")
    assert time.monotonic() - start < 10


def test_a_turn_left_by_a_killed_run_is_its_own_and_another_s_lasts_an_hour(tmp_path: Path) -> None:
    target, now = FolderTarget(tmp_path), datetime.now(timezone.utc)
    for owner, minutes, free in (("mine", 1, True), ("theirs", 59, False), ("theirs", 61, True)):
        (tmp_path / turn.NAME).write_bytes(turn.Holder(owner, "run", now - timedelta(minutes=minutes)).text())
        if free:
            with turn.taken(target, "mine") as check:
                check()
            assert not (tmp_path / turn.NAME).exists()
        else:
            with pytest.raises(TargetBusy), turn.taken(target, "mine"):
                pass
            assert (tmp_path / turn.NAME).exists()


def test_a_turn_that_was_lost_is_noticed_and_the_other_s_is_left(tmp_path: Path) -> None:
    other = turn.Holder("other", "run", datetime.now(timezone.utc)).text()
    with turn.taken(FolderTarget(tmp_path), "mine") as check:
        (tmp_path / turn.NAME).write_bytes(other)
        with pytest.raises(TargetBusy):
            check()
    assert (tmp_path / turn.NAME).read_bytes() == other


@pytest.mark.parametrize(
    ("text", "place", "port"),
    [
        ("ssh://lan@map.example:2222/srv/map", "lan@map.example:/srv/map/", " -p 2222"), ("ssh://map/srv/map/", "map:/srv/map/", ""),
        ("lan@map.example:public", "lan@map.example:public/", ""), ("lan@[::1]:/srv/map", "lan@[::1]:/srv/map/", ""),
    ],
)  # fmt: skip
def test_addresses_of_ssh_are_taken_apart(text: str, place: str, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSYNC_RSH", "ssh -F own")
    target = opened(text, Tool())
    assert isinstance(target, RsyncTarget)
    assert (target.place, target.tool.env) == (place, {"RSYNC_RSH": f"ssh -F own{port}"})


@pytest.mark.parametrize("text", ["/srv/map", "map", "../map", "C:\\map", "D:/map", "a b/c"])
def test_anything_else_is_a_folder(text: str) -> None:
    assert isinstance(opened(text, Tool()), FolderTarget)


@pytest.mark.parametrize(
    "text",
    [
        "ssh://lan:hunter2@map/srv", "ssh://-oProxyCommand=x/srv", "ssh://map", "ssh://map:port/srv", "ssh://lan@-x/srv", "ftp://map/srv",
        "webdavs://lan:hunter2@map/srv", "webdav:///srv", "webdav://map/a'b", "webdav://map/?x=hunter2",
    ],
)  # fmt: skip
def test_addresses_with_passwords_or_tricks_are_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadTarget) as refused:
        opened(text, Tool())
    assert "hunter2" not in refused.value.vi + refused.value.en or "?x=" in text


def test_a_missing_program_is_named(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(first))
    with pytest.raises(ToolMissing, match="rsync"):
        deploy(first, "ssh://map/srv/map")


def test_the_last_words_say_why() -> None:
    said = "ssh: connect to host map port 22: Connection refused\nrsync: [sender] connection unexpectedly closed\nrsync error: unexplained error (code 255)\n"
    assert last_words(Done(255, b"", said)) == "ssh: connect to host map port 22: Connection refused"
    assert last_words(Done(1, b"", "2026/11/26 17:11:56 Failed to copy: 404 Not Found.\n")) == "Failed to copy: 404 Not Found"
    assert last_words(Done(9, b"", "")) == "(9)"
    said = 'Warning: Permanently added x\nrsync: mkdir "/srv/map" failed\nrsync error: error in file IO\n'
    assert last_words(Done(11, b"", said)) == 'rsync: mkdir "/srv/map" failed'


def test_the_command_says_what_it_did(first: Path, second: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = str(tmp_path / "new")
    assert main(["deploy", str(first), public]) == 0
    assert capsys.readouterr().out.startswith(f"Đã đưa bản {told(first)} lên {public}: ")
    assert main(["deploy", str(first), public, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["release"], document["switched"], document["sent"], document["removed"]) == (told(first), False, 0, [])
    assert main(["deploy", str(second), public, "--keep", "1"]) == 0
    assert main(["deploy", str(first), public]) == 1
    assert "--replace" in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        main(["deploy", str(first), public, "--keep", "0"])
    assert wrong.value.code == 2
    entries = [json.loads(line) for line in (first / ".deploy" / "log.jsonl").read_text().splitlines()]
    assert (entries[-1]["release"], entries[-1]["target"], entries[-1]["serial"]) == (told(first), public, 1)


def test_a_refused_login_is_told_in_ssh_s_words(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "ssh"
    closed.write_text("#!/bin/sh\necho 'lan@map: Permission denied (publickey).' >&2\nexit 255\n")
    closed.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", os.fspath(closed))
    with pytest.raises(ToolFailed, match=r"Permission denied \(publickey\)"):
        deploy(first, "lan@map:public")
