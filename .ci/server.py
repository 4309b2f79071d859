"""An embedded PostgreSQL in a folder of its own: for the sample database of `make run` and for the tests. Nothing of it leaves the machine:
it listens on a unix socket only, and only the user who started it (and root) can reach that socket."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "admin"
PORT = "5432"  # only the name of the socket file; nothing listens on a network port
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432.lock")
COMMON = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_line_prefix": "%m %u %d %a ",
    "unix_socket_permissions": "0777",  # the folder around the socket is closed
}
UNSAFE_BUT_QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_preload_libraries": "postgis-3,plpgsql",  # linked once, not for each of the thousands of short connections
}


class ServerError(Exception):
    """The embedded server cannot be made or started; says why and what helps."""


@dataclass(frozen=True)
class Cluster:
    """One embedded server; `folder` holds its data, log and (where the path is short enough) socket."""

    folder: Path
    quick: bool = False  # for tests: survives no power cut

    @property
    def home(self) -> Path:
        """Where the server's files really are: elsewhere when its user may not look into `folder` (root's home, say)."""
        if _can_reach(self.folder.parent, _server_user()):
            return self.folder
        return Path("/var/tmp") / f"ncovy-{_short_hash(self.folder)}"

    @property
    def socket_dir(self) -> Path:
        inside = self.home / "socket"
        return inside if len(str(inside)) <= LONGEST_SOCKET else Path("/tmp") / f"ncovy-{_short_hash(self.folder)}"

    @property
    def data(self) -> Path:
        return self.home / "data"

    def start(self) -> bool:
        """Start, made first if there is none yet. False when it was running already."""
        if not (self.data / "PG_VERSION").exists():
            self._init()
        if self.running():
            return False
        self._make_folder(self.socket_dir)
        log = self.home / "log"
        answer = self._run("pg_ctl", "start", "--wait", "--timeout=60", "--silent", "-D", str(self.data), "-l", str(log), "-o", f"-k {self.socket_dir}")
        if answer.returncode != 0:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:]) if log.exists() else answer.stderr
            raise ServerError(f"PostgreSQL does not start; end of {log}:\n{tail}")
        return True

    def stop(self) -> bool:
        """Stop at once, open transactions rolled back. False when it was not running."""
        if not self.running():
            return False
        self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast")
        return True

    def running(self) -> bool:
        return (self.data / "postmaster.pid").exists() and self._run("pg_ctl", "status", "-D", str(self.data)).returncode == 0

    def dsn(self, dbname: str, user: str = SUPERUSER) -> dict[str, str]:
        """Connection parameters in libpq's words."""
        return {"host": str(self.socket_dir), "port": PORT, "dbname": dbname, "user": user}

    def services(self, dbname: str, persons: Mapping[str, str]) -> str:
        """Text of a pg_service file: service name → the person it logs in."""
        return "\n".join(_service(name, self.dsn(dbname, user)) for name, user in persons.items())

    def _init(self) -> None:
        self._make_folder(self.home)
        half = self.home / "data.new"
        shutil.rmtree(half, ignore_errors=True)  # what an interrupted attempt left
        answer = self._run("initdb", "-D", str(half), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
        if answer.returncode != 0:
            raise ServerError(f"initdb failed: {answer.stderr.strip()}")
        settings = {**COMMON, **(UNSAFE_BUT_QUICK if self.quick else {})}
        with (half / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        half.rename(self.data)

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.is_symlink():
            raise ServerError(f"{folder} is a link; it must be a folder of its own.")
        user = _server_user()
        if user is not None and folder.stat().st_uid != user.pw_uid:
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o700)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        user = _server_user()
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        command = [str(self.programs() / program), *arguments]
        with (self.home / "command.out").open("w+") as out:  # a file: a pipe would stay open as long as the server runs
            done = subprocess.run(command, cwd="/", env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False, **identity)  # type: ignore[call-overload]
            out.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, "", out.read())

    def programs(self) -> Path:
        """The programs of the data's version, else the newest that has PostGIS."""
        version_file = self.data / "PG_VERSION"
        if version_file.exists():
            folder = Path("/usr/lib/postgresql") / version_file.read_text().strip() / "bin"
            if not folder.is_dir():
                raise ServerError(f"{self.data} was made by PostgreSQL {folder.parent.name}, which is not installed; `make clean` forgets it.")
            return folder
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
        with_postgis = [path for path in found if Path(f"/usr/share/postgresql/{path.parts[-3]}/extension/postgis.control").exists()]
        if not with_postgis:
            raise ServerError("No PostgreSQL with PostGIS found under /usr/lib/postgresql; `make setup` installs it.")
        return with_postgis[-1].parent


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: whom it runs as then."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _can_reach(folder: Path, user: pwd.struct_passwd | None) -> bool:
    if user is None:
        return True
    for step in (folder, *folder.parents):
        if step.exists():
            status = step.stat()
            allowed = 0o100 if status.st_uid == user.pw_uid else 0o010 if status.st_gid == user.pw_gid else 0o001
            if not status.st_mode & allowed:
                return False
    return True


def _short_hash(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:10]


def _service(name: str, dsn: Mapping[str, str]) -> str:
    return "\n".join([f"[{name}]", *(f"{key}={value}" for key, value in dsn.items()), ""])
