"""Where a site can be brought to, as people write it: a folder, SSH, WebDAV, a remote of rclone. Text alone: no disk, no network."""

from __future__ import annotations

import re

KINDS = FOLDER, SSH, WEBDAV, RCLONE = ("folder", "ssh", "webdav", "rclone")
_SCHEMES = {"ssh": SSH, "webdav": WEBDAV, "webdavs": WEBDAV}
_SSH = re.compile(r"(?P<host>[\w.-]+@(?:[\w.-]+|\[[0-9A-Fa-f:]+\])):(?P<path>.+)", re.ASCII)
_RCLONE = re.compile(r"\w[\w.+@ -]+:.*")  # of two letters at least: one is a Windows drive
_PASSWORD = re.compile(r"(?:[^:@]+://)?[^/:@]*:(?!//|\d+/)[^@]*@.*")  # a number before a slash is a port


def scheme_of(text: str) -> str:
    """What stands before ://, if anything does."""
    return text.partition("://")[0] if "://" in text else ""


def kind_of(text: str) -> str:
    """Which kind of place a text names; nothing for an address nobody knows. What looks like a remote of rclone may be a folder that exists."""
    scheme = scheme_of(text)
    if scheme:
        return _SCHEMES.get(scheme, "")
    if _SSH.fullmatch(text):
        return SSH
    return RCLONE if _RCLONE.fullmatch(text) else FOLDER


def ssh_parts(text: str) -> tuple[str, str]:
    """Host with its user, and path, of user@host:path."""
    found = _SSH.fullmatch(text)
    return (found["host"], found["path"]) if found else ("", "")


def shows_password(text: str) -> bool:
    """Whether a text looks as if a password stood in it: such a one is kept nowhere."""
    return bool(_PASSWORD.fullmatch(text))
