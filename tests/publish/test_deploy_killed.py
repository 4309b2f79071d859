"""Deployments killed at any moment, again and again: whoever reads the place meanwhile sees whole releases, and the next run leaves nothing of them.

NCOVY_PROOF=long kills 300 times at each kind of place, over WebDAV as well."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.publish import releases, verify
from tests.proofs import LONG
from tests.publish.deploying import reading, told
from tests.publish.servers import Reached, ssh_server, webdav_server
from tests.publish.world import release
from tests.server import ROOT, Database, copy_of

KILLS = 300 if LONG else 6
KINDS = ("folder", "ssh", "webdav") if LONG else ("folder", "ssh")
CHAINS = ("Một", "Hai", "Ba")
LEFT_OVER = re.compile(r".*\.tmp|.*\.\w{6}|deploying\.json|\.partial")


@pytest.fixture(scope="module")
def many_releases(light_template: Database, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with three releases, each of which changes a layer: more than a place keeps in these tests."""
    site = tmp_path_factory.mktemp("many") / "site"
    with copy_of(light_template) as own:
        for chain in CHAINS:
            own.run("UPDATE ncovy_public.pharmacy SET chain = %s", (chain,))
            release(own, site, catalogue, expires_hours=1e6)
    return site


@pytest.fixture(params=KINDS)
def reached(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reached]:
    """An empty place of each kind."""
    if request.param == "folder":
        yield Reached(str(tmp_path / "public"), tmp_path / "public", {})
        return
    if request.param == "webdav" and not shutil.which("rclone"):
        pytest.skip("this Debian has no rclone")
    with ssh_server() if request.param == "ssh" else webdav_server(tmp_path) as place:
        for name, text in place.env.items():
            monkeypatch.setenv(name, text)
        yield place


def left_overs(public: Path) -> list[str]:
    return [path.relative_to(public).as_posix() for path in public.rglob("*") if LEFT_OVER.fullmatch(path.name) and path.name.startswith((".", "dep"))]


@pytest.mark.timeout(KILLS * 60)
def test_killed_at_any_moment_readers_see_whole_releases_and_the_next_run_leaves_nothing_of_it(reached: Reached, many_releases: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(many_releases, tmp_path / "site"))
    wish = {"site": str(site), "target": reached.place, "kills": KILLS, "seed": os.getpid()}
    with reading(reached.folder) as reader:
        command = [sys.executable, "-m", "tests.publish.killed_deploys", json.dumps(wish)]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / '.ci'}"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (wish["seed"], done.stderr)
    facts = {**json.loads(done.stdout), "reads": len(reader.seen), "releases": len(set(reader.seen)), "overtaken": reader.overtaken}
    print(reached.place, wish["seed"], facts)
    assert facts["killed"] == KILLS and facts["reads"] > KILLS
    assert reader.wrong == []
    assert set(reader.seen) <= set(releases(site)) and facts["releases"] > 1
    assert told(reached.folder) == told(site) and verify(reached.folder) == ()
    assert left_overs(reached.folder) == []
    assert len(list((reached.folder / "releases").iterdir())) <= 3
