"""Real servers on loopback: nginx, an SSH server, WebDAV, an object storage. Each ends with its block."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.server import ROOT

TOOLS = ROOT / ".run" / "tools"
MODULES = TOOLS / "usr" / "lib" / "nginx" / "modules"
S3RVER = ROOT / "tests" / "publish" / "node_modules" / ".bin" / "s3rver"
START_S = 30


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
    return port


@contextmanager
def running(port: int, command: Sequence[str], log: Path, **options: object) -> Iterator[None]:
    """A server that answers on its port."""
    with log.open("wb") as words:
        process = subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT, **options)  # type: ignore[call-overload]
    try:
        _await(process, port, log)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace"))


def nginx_program() -> str:
    """The one unpacked by .ci/setup; that of the system elsewhere."""
    own = TOOLS / "usr" / "sbin" / "nginx"
    found = str(own) if own.is_file() else shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert found, "no nginx; `make setup` brings it"
    return found


@contextmanager
def nginx(folder: Path, http: str, port: int, modules: Sequence[str] = ()) -> Iterator[None]:
    """One process, as the person who runs the tests; `http` stands inside http {}."""
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    loads = "".join(f"load_module {MODULES / name};\n" for name in modules)
    text = f"{loads}daemon off; master_process off; pid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{http}\n}}\n"
    (folder / "nginx.conf").write_text(text)
    with running(port, [nginx_program(), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")], folder / "nginx.log"):
        yield


@dataclass(frozen=True)
class Reached:
    """How a client gets to a server: what a target begins with, where its files lie, and what its program must be told."""

    place: str
    folder: Path
    env: Mapping[str, str]


@contextmanager
def ssh_server() -> Iterator[Reached]:
    """OpenSSH's server, never as root, with keys and settings of its own; its user writes into `folder`."""
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    with tempfile.TemporaryDirectory(prefix="ncovy-ssh-", dir="/var/tmp") as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        server, client, public = folder / "server", folder / "client", folder / "pub"
        _keys(server, client, public)
        shutil.copytree(TOOLS / "usr" / "lib", server / "lib", symlinks=True)  # where its user can read it
        (server / "sshd").write_bytes((TOOLS / "usr" / "sbin" / "sshd").read_bytes())
        (server / "config").write_text(_sshd_config(server, port))
        (client / "config").write_text(_ssh_config(client, port, user))
        (client / "known").write_text(f"[127.0.0.1]:{port} {(server / 'host.pub').read_text()}")
        for path in (server / "sshd", *server.glob("lib/openssh/*")):
            path.chmod(0o755)
        changed: dict[str, object] = {}
        if os.geteuid() == 0:
            changed = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
            for path in (public, *server.iterdir()):
                shutil.chown(path, user)
        environment = {**os.environ, "LD_LIBRARY_PATH": ":".join(str(each) for each in (server / "lib").glob("*-linux-gnu"))}
        with running(port, [str(server / "sshd"), "-D", "-e", "-f", str(server / "config")], folder / "log", env=environment, **changed):
            shell = ["ssh", "-F", str(client / "config")]
            with subprocess.Popen([*shell, "-M", "-N", "map"]) as line:  # one line for all that follows: logging in is most of the cost
                yield Reached(f"ssh://map{public}", public, {"RSYNC_RSH": " ".join(shell)})
                line.terminate()


def _keys(server: Path, client: Path, public: Path) -> None:
    for each in (server, client, public):
        each.mkdir()
    for key in (server / "host", client / "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    shutil.copy(client / "key.pub", server / "authorized")


def _sshd_config(folder: Path, port: int) -> str:
    lines = [
        f"ListenAddress 127.0.0.1:{port}", f"HostKey {folder}/host", f"AuthorizedKeysFile {folder}/authorized",
        "PidFile none", "UsePAM no", "StrictModes no", "PasswordAuthentication no", "KbdInteractiveAuthentication no",
    ]  # fmt: skip
    for option, program in (("SshdSessionPath", "sshd-session"), ("SshdAuthPath", "sshd-auth")):  # from OpenSSH 9.8 on it is three programs
        if (folder / "lib" / "openssh" / program).exists():
            lines.append(f"{option} {folder}/lib/openssh/{program}")
    return "\n".join(lines) + "\n"


def _ssh_config(folder: Path, port: int, user: str) -> str:
    return (
        f"Host map\n  HostName 127.0.0.1\n  Port {port}\n  User {user}\n  IdentityFile {folder}/key\n  IdentitiesOnly yes\n"
        f"  UserKnownHostsFile {folder}/known\n  GlobalKnownHostsFile none\n  BatchMode yes\n  ControlPath {folder}/line\n"
    )


@contextmanager
def webdav_server(folder: Path) -> Iterator[Reached]:
    """nginx with Debian's modules for WebDAV: it knows no hashes and keeps no times."""
    port = free_port()
    public, spare = folder / "dav", folder / "spare"
    for each in (public, spare):
        each.mkdir()
    http = f"""server {{ listen 127.0.0.1:{port}; root {public}; client_max_body_size 100m; location / {{
        dav_methods PUT DELETE MKCOL COPY MOVE; dav_ext_methods PROPFIND OPTIONS; create_full_put_path on; autoindex on; }} }}"""
    with nginx(spare, http, port, ["ngx_http_dav_ext_module.so"]):
        yield Reached(f"webdav://127.0.0.1:{port}/sites/map", public / "sites" / "map", {"RCLONE_CONFIG": str(folder / "none.conf")})


@contextmanager
def s3_server(folder: Path) -> Iterator[Reached]:
    """An object storage; its files lie in a shape of its own, so a reader asks it by HTTP."""
    port = free_port()
    settings = folder / "rclone.conf"
    key = "S3RVER"
    settings.write_text(
        f"[depot]\ntype = s3\nprovider = Other\nendpoint = http://127.0.0.1:{port}\naccess_key_id = {key}\nsecret_access_key = {key}\nregion = us-east-1\n"
    )
    command = [str(S3RVER), "-d", str(folder), "-a", "127.0.0.1", "-p", str(port), "--silent", "--configure-bucket", "map"]
    with running(port, command, folder / "s3.log"):
        yield Reached("depot:map/site", folder / "map" / "site", {"RCLONE_CONFIG": str(settings), "AWS_CA_BUNDLE": ""})
