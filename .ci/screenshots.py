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
    """Every form is pictured in .run/shots, the two of README.md are copied to docs/images."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with run.sample_server():
        qgis(sys.argv[1] if len(sys.argv) > 1 else "lockdown_zone")
    with served() as address:
        subprocess.run(["node", str(run.ROOT / ".ci" / "shot_web.mjs"), address, str(SHOTS / "web-map.png")], cwd=run.ROOT / "tests" / "viewer", check=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SHOTS / "qgis-form-lockdown_zone.png", IMAGES / "qgis-form.png")
    shutil.copyfile(SHOTS / "web-map.png", IMAGES / "web-map.png")
    return 0


def qgis(layers: str) -> None:
    run.prepare_profile()
    environment = {**run.environment(), "NCOVY_SHOTS": str(SHOTS), "NCOVY_LAYERS": layers, "QT_QPA_PLATFORM": "xcb"}
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
