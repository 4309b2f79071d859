"""Where signing keys are kept: a secret one in a file only its owner may read, the public one in a file beside it. No QGIS."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from . import minisign
from .errors import BadKey, KeyThere, UnknownToThePage
from .files import replace
from .minisign import PublicKey, SecretKey

SUFFIX = ".pub"


def make(path: Path) -> SecretKey:
    """A new key pair; a file that is there is never written over."""
    made, public = minisign.generate(), public_file(path)
    if public.exists():
        raise KeyThere(str(public))
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyThere(str(path)) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(made.text())
        file.flush()
        os.fsync(file.fileno())
    replace(public, made.public.text().encode())
    return made


def public_file(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def load(path: Path) -> SecretKey:
    """A secret key; one that others may read is no secret, and refused."""
    text = _text(path)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise BadKey(f"người khác cũng đọc được tệp {path}; hãy chạy “chmod 600 {path}”", f"others may read {path}; run “chmod 600 {path}”")
    return minisign.read_secret(text)


def load_public(given: str) -> PublicKey:
    """A public key: a file, or its line itself."""
    path = Path(given)
    return minisign.read_public(_text(path) if path.is_file() else given)


def agree(key: SecretKey | None, known: str | None) -> None:
    """Raises UnknownToThePage unless the page, which knows this public line, will believe what the key signs; with no line it asks nothing."""
    line = key.public.line if key else None
    if known and line != known:
        raise UnknownToThePage(line, known)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadKey(f"{path} không phải tệp khóa", f"{path} is no key file") from error
    except OSError as error:
        raise BadKey(f"không đọc được {path} ({error.strerror})", f"{path} cannot be read ({error.strerror})") from error
