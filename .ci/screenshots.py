"""`make screenshots`: docs/images, from a real QGIS under Xvfb and a real Chromium, on the sample of `make run`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import run

from ncovy_qgis.publish.serve import make_server

IMAGES = run.ROOT / "docs" / "images"
SHOTS = run.RUN / "shots"
SCREEN = "-screen 0 1400x900x24"


def main() -> int:
    """The forms that are asked for are pictured in .run/shots, what README.md and the guide show is copied to docs/images."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with run.sample_server():
        qgis("ncovy_editor", ",".join(["inbox", "lockdown_zone", *sys.argv[1:]]))
        qgis("ncovy_supervisor", "desk")
    with served() as address:
        subprocess.run(["node", str(run.ROOT / ".ci" / "shot_web.mjs"), address, str(SHOTS / "web-map.png")], cwd=run.ROOT / "tests" / "viewer", check=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SHOTS / "qgis-form-lockdown_zone.png", IMAGES / "qgis-form.png")
    for name in ("qgis-desk", "qgis-inbox", "web-map"):
        shutil.copyfile(SHOTS / f"{name}.png", IMAGES / f"{name}.png")
    return 0


def qgis(service: str, wanted: str) -> None:
    run.prepare_profile()
    ours = {"NCOVY_SERVICE": service, "NCOVY_SHOTS": str(SHOTS), "NCOVY_WANTED": wanted, "QT_QPA_PLATFORM": "xcb"}
    environment = {**run.environment(), **ours}
    command = ["xvfb-run", "-a", "-s", SCREEN, "qgis", *run.qgis_options(), "--code", str(run.ROOT / ".ci" / "shot_qgis.py")]
    subprocess.run(command, cwd=run.ROOT, env=environment, check=False, timeout=600)


@contextmanager
def served() -> Iterator[str]:
    server = make_server(run.SITE, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


if __name__ == "__main__":
    os.environ.pop("DISPLAY", None)
    sys.exit(main())
