"""One site brought to a folder, over SSH, WebDAV and object storage: real servers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ncovy_qgis.publish import verify
from ncovy_qgis.publish.deploy import deploy
from ncovy_qgis.publish.deploy.errors import NewerThere, NotOurs, TargetBusy, ToolFailed
from ncovy_qgis.publish.deploy.places import opened
from ncovy_qgis.publish.deploy.tool import Tool
from tests import proofs
from tests.publish.deploying import brought_back, own_copy, told
from tests.publish.servers import Reached, s3_server, ssh_server, webdav_server

LONG = ["webdav"] if proofs.LONG else []
KINDS = ("folder", "ssh", *(("webdav", "s3") if proofs.LONG else ()))


@pytest.fixture(scope="module", params=KINDS)
def reached(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reached]:
    """A place of each kind, empty."""
    if request.param in ("webdav", "s3"):
        needs_rclone()
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "folder":
            yield Reached(str(folder / "public"), folder / "public", {})
            return
        opened = {"ssh": ssh_server, "webdav": lambda: webdav_server(folder), "s3": lambda: s3_server(folder)}[request.param]
        with opened() as place:
            for name, text in place.env.items():
                patch.setenv(name, text) if text else patch.delenv(name, raising=False)
            yield place


def needs_rclone() -> None:
    if not shutil.which("rclone"):
        pytest.skip("this Debian has no rclone")


def seen(reached: Reached, folder: Path) -> Path:
    """What lies there, as a folder."""
    return brought_back(reached.place, folder) if reached.place.startswith("depot:") else reached.folder


def below(reached: Reached, name: str) -> Reached:
    return Reached(f"{reached.place}/{name}", reached.folder / name, reached.env)


def test_a_site_is_brought_whole_then_only_what_changed_and_never_back(reached: Reached, two_releases: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = (own_copy(site, tmp_path / site.name) for site in two_releases)
    reached = below(reached, "story")
    rclone = reached.place.startswith(("depot:", "webdav:"))
    there = deploy(first, reached.place)
    assert (there.switched, there.reused > 20, there.release) == (True, not rclone, told(first))
    later = deploy(second, reached.place)
    assert later.switched and later.reused >= 20 and later.sent < 40 and later.bytes < there.bytes / 2
    public = seen(reached, tmp_path / "seen")
    assert verify(public) == () and told(public) == told(second)
    assert (public / "releases" / told(first) / "manifest.json").is_file()
    assert not [path for path in public.rglob("*") if path.is_file() and (path.name == "deploying.json" or path.name.endswith(".tmp"))]
    with pytest.raises(NewerThere):
        deploy(first, reached.place)


@pytest.mark.parametrize("reached", ["ssh"], indirect=True)
def test_the_same_again_sends_nothing_and_going_back_needs_a_reason(reached: Reached, two_releases: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = (own_copy(site, tmp_path / site.name) for site in two_releases)
    reached = below(reached, "back")
    deploy(first, reached.place)
    deploy(second, reached.place)
    again = deploy(second, reached.place)
    assert (again.switched, again.sent, again.reused, again.removed) == (False, 0, 0, ())
    back = deploy(first, reached.place, replace_newer="bản hai sai ranh giới", keep=1)
    assert back.switched and back.sent < 8 and back.removed == ()
    assert "bản hai sai ranh giới" in (first / ".deploy" / "log.jsonl").read_text()
    assert deploy(first, reached.place, keep=1).removed == (told(second),)
    assert told(reached.folder) == told(first) and verify(reached.folder) == ()


@pytest.mark.parametrize("reached", ["ssh", *LONG], indirect=True)
def test_a_place_with_other_things_in_it_is_left_alone(reached: Reached, two_releases: tuple[Path, Path], tmp_path: Path) -> None:
    reached = below(reached, "other")
    reached.folder.mkdir(parents=True)
    (reached.folder / "ghi-chu.txt").write_text("của người khác")
    with pytest.raises(NotOurs, match=r"ghi-chu\.txt"):
        deploy(own_copy(two_releases[0], tmp_path / "site"), reached.place)
    assert [path.name for path in reached.folder.iterdir()] == ["ghi-chu.txt"]


@pytest.mark.parametrize("reached", ["ssh", *LONG], indirect=True)
def test_another_machine_waits_until_this_one_is_done(reached: Reached, two_releases: tuple[Path, Path], tmp_path: Path) -> None:
    reached = below(reached, "busy")
    with opened(reached.place, Tool()).turn("another"), pytest.raises(TargetBusy):
        deploy(own_copy(two_releases[0], tmp_path / "site"), reached.place)
    assert not (reached.folder / "releases").exists() and not (reached.folder / "deploying.json").exists()


@pytest.mark.parametrize("place", ["ssh://nobody@127.0.0.1:9/srv/map", "webdav://127.0.0.1:9/map", "nothing:map"])
def test_a_server_that_does_not_answer_is_told_in_its_programs_words(
    two_releases: tuple[Path, Path], tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not place.startswith("ssh:"):
        needs_rclone()
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    monkeypatch.setenv("RCLONE_LOW_LEVEL_RETRIES", "1")
    with pytest.raises(ToolFailed) as told_why:
        deploy(own_copy(two_releases[0], tmp_path / "site"), place)
    assert any(word in told_why.value.en for word in ("refused", "find section", "connection"))
