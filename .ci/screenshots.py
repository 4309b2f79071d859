"""`make screenshots`: docs/images, from a real QGIS under Xvfb and a real Chromium, on the sample of `make run`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
import run
from psycopg2 import sql

from ncovy_qgis.publish.serve import make_server

IMAGES = run.ROOT / "docs" / "images"
SHOTS = run.RUN / "shots"
NOTES = (  # layer, which of its features, what its public note says
    ("pharmacy", 3, "Dược sĩ có CCCD 040201001234"),
    ("pharmacy", 7, "Gọi anh Nam 0912 345 678 để đặt thuốc"),
    ("testing_site", 2, "Đã lấy mẫu BN 1234 và F1 Nguyễn Văn An"),
)
SCREEN = "-screen 0 1400x900x24"


def main() -> int:
    """The forms that are asked for are pictured in .run/shots, what README.md and the guide show is copied to docs/images."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with run.sample_server():
        qgis("ncovy_editor", ",".join(["inbox", "lockdown_zone", *sys.argv[1:]]))
        qgis("ncovy_supervisor", "desk")
        run.ncovy("publish", str(run.SITE), "--service", "ncovy_publisher")
        with doubtful():
            qgis("ncovy", "publish")
    with served() as address:
        subprocess.run(["node", str(run.ROOT / ".ci" / "shot_web.mjs"), address, str(SHOTS / "web-map.png")], cwd=run.ROOT / "tests" / "viewer", check=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SHOTS / "qgis-form-lockdown_zone.png", IMAGES / "qgis-form.png")
    for name in ("qgis-desk", "qgis-inbox", "qgis-publish", "web-map"):
        shutil.copyfile(SHOTS / f"{name}.png", IMAGES / f"{name}.png")
    return 0


def qgis(service: str, wanted: str) -> None:
    run.prepare_profile()
    ours = {"NCOVY_SERVICE": service, "NCOVY_SHOTS": str(SHOTS), "NCOVY_WANTED": wanted, "NCOVY_SITE": str(run.SITE), "QT_QPA_PLATFORM": "xcb"}
    environment = {**run.environment(), **ours}
    command = ["xvfb-run", "-a", "-s", SCREEN, "qgis", *run.qgis_options(), "--code", str(run.ROOT / ".ci" / "shot_qgis.py")]
    subprocess.run(command, cwd=run.ROOT, env=environment, check=False, timeout=600)


@contextmanager
def doubtful() -> Iterator[None]:
    """Public texts that stop a release, for as long as the picture takes."""
    with closing(psycopg2.connect(**run.CLUSTER.dsn(run.DATABASE))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            both = "SELECT uid, note_public FROM ncovy_public.pharmacy UNION ALL SELECT uid, note_public FROM ncovy_public.testing_site"
            cursor.execute("CREATE TEMP TABLE kept AS " + both)
            for layer, place, note in NOTES:
                pick = sql.SQL("UPDATE {0} SET note_public = %s WHERE uid = (SELECT uid FROM {0} ORDER BY name OFFSET %s LIMIT 1)")
                cursor.execute(pick.format(sql.Identifier("ncovy_public", layer)), (note, place))
            yield
            for layer in ("pharmacy", "testing_site"):
                back = sql.SQL("UPDATE {} AS p SET note_public = k.note_public FROM kept AS k WHERE k.uid = p.uid")
                cursor.execute(back.format(sql.Identifier("ncovy_public", layer)))


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
