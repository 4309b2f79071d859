"""`make run start stop serve qgis`: the sample database in .run, and the programs on it. Stops what it started."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import plugin_zip
import psycopg2
from server import SUPERUSER, Cluster, ServerError

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / ".run"
SITE = RUN / "site"
DATABASE = "ncovy"
SERVICES = {
    "ncovy": SUPERUSER,
    "ncovy_editor": "lan",
    "ncovy_editor2": "minh",
    "ncovy_supervisor": "tuan",
    "ncovy_publisher": "phuc",
    "ncovy_viewer": "vy",
}
CLUSTER = Cluster(RUN / "server")


def environment() -> dict[str, str]:
    """Where libpq, Qt and QGIS look: only into .run, never into the user's own settings."""
    ours = {"PGSERVICEFILE": str(RUN / "pg_service.conf"), "QGIS_CUSTOM_CONFIG_PATH": str(RUN / "qgis"), "QGIS_PLUGINPATH": str(RUN / "plugins")}
    screen = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PG")}, **screen, **ours}


def ncovy(*arguments: str) -> None:
    """The command line, its words straight to the screen; a failure ends all."""
    subprocess.run([sys.executable, "-m", "ncovy_qgis", *arguments], cwd=ROOT, env=environment(), check=True)


@contextmanager
def sample_server() -> Iterator[bool]:
    """The sample server, running; stopped afterwards if it was not running before. Gives whether it was started here."""
    started = start_server()
    try:
        yield started
    finally:
        if started:
            CLUSTER.stop()


def start_server() -> bool:
    started = CLUSTER.start()
    with closing(psycopg2.connect(**CLUSTER.dsn("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,))
            if cursor.rowcount == 0:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
    services = RUN / "pg_service.conf"
    services.write_text(CLUSTER.services(DATABASE, SERVICES))
    (RUN / "env").write_text(f'export PGSERVICEFILE="{services}"\nexport PATH="{ROOT}/.venv/bin:$PATH"\n')
    return started


def run() -> None:
    """The main job, from an empty folder to the public map; a second run changes only what is missing."""
    with sample_server() as started:
        print("· máy chủ mẫu .run/server / sample server", "đã khởi động / started" if started else "đang chạy / was running", flush=True)
        ncovy("db", "upgrade")
        ncovy("demo", "--site", str(SITE))
        print(
            "\nXem tiếp / How to go on:\n"
            "  make qgis     mở QGIS trên cơ sở dữ liệu mẫu / open QGIS on the sample database\n"
            "  make serve    xem bản đồ công khai / see the public map\n"
            "  make start && . .run/env && ncovy check      dùng dòng lệnh / use the command line",
            flush=True,
        )
        if os.environ.get("DISPLAY"):
            open_qgis()


def start() -> None:
    started = start_server()
    ncovy("db", "upgrade")
    print("Máy chủ mẫu", "đã khởi động" if started else "đang chạy", "/ sample server is running.  . .run/env   psql service=ncovy   make stop")


def stop() -> None:
    print("Đã dừng máy chủ mẫu / sample server stopped" if CLUSTER.stop() else "Máy chủ mẫu không chạy / sample server was not running")


def serve() -> None:
    if not (SITE / "release.json").exists():
        sys.exit("Chưa có bản đồ: hãy chạy `make run` trước / no map yet: `make run` first")
    ncovy("serve", str(SITE))


def qgis() -> None:
    with sample_server():
        ncovy("db", "upgrade")
        open_qgis()


def open_qgis() -> None:
    """A QGIS with the plugin and settings of its own, as editor Lan; returns when it is closed."""
    prepare_profile()
    subprocess.run(["qgis", *qgis_options(), "--code", str(ROOT / ".ci" / "open_project.py")], cwd=ROOT, env=environment(), check=False)


def qgis_options() -> list[str]:
    return ["--profiles-path", str(RUN / "qgis"), "--profile", "ncovy", "--nologo", "--noversioncheck", "--lang", "vi"]


def prepare_profile() -> None:
    """Links the plugin and switches it on in a QGIS profile that is only ours."""
    plugin_zip.link(RUN / "plugins")
    settings = RUN / "qgis" / "profiles" / "ncovy" / "QGIS" / "QGIS3.ini"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("[PythonPlugins]\nncovy_qgis=true\nprocessing=true\n\n[locale]\nuserLocale=vi\noverrideFlag=true\n")


def clean() -> None:
    CLUSTER.stop()
    if CLUSTER.home != CLUSTER.folder:
        shutil.rmtree(CLUSTER.home, ignore_errors=True)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    commands = {"run": run, "start": start, "stop": stop, "serve": serve, "qgis": qgis, "clean": clean}
    try:
        commands[sys.argv[1] if len(sys.argv) > 1 else "run"]()
    except subprocess.CalledProcessError as error:
        return error.returncode or 1
    except ServerError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
