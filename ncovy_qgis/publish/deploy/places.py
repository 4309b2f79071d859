"""Which place a text names: a folder, SSH, WebDAV, or a remote of rclone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Optional
from urllib.parse import unquote, urlsplit

from ncovy_qgis.core import places

from .errors import BadTarget
from .folder import FolderTarget
from .rclone import rclone_target, webdav_target
from .rsync import rsync_target
from .target import Target
from .tool import Tool

_HOST = re.compile(r"(?:\w[\w.-]*@)?(?:\w[\w.-]*|\[[0-9A-Fa-f:]+\])", re.ASCII)  # never begins with a dash, which ssh would take for an option


def opened(text: str, tool: Tool) -> Target:
    """The place a text names; BadTarget when it names none, or holds a password."""
    kind, scheme = places.kind_of(text), places.scheme_of(text)
    if not kind:
        raise BadTarget(text, f"không biết “{scheme}”", f"“{scheme}” is not known")
    if kind == places.WEBDAV:
        return webdav_target(text, *_webdav_parts(text), tool)
    if kind == places.SSH and scheme:
        return rsync_target(text, *_ssh_parts(text), tool)
    if kind == places.SSH:
        host, path = places.ssh_parts(text)
        return rsync_target(text, _host(text, host), None, path, tool)
    if kind == places.RCLONE and not Path(text).exists():
        return rclone_target(text, tool)
    return FolderTarget(Path(text), tool)


def _ssh_parts(text: str) -> tuple[str, Optional[int], str]:
    """Host with user, port, path of ssh://user@host:port/path."""
    shown = re.sub(r"//[^@/]*@", "//…@", text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadTarget(shown, "địa chỉ sai", "the address is wrong") from error
    if parts.password is not None:
        raise BadTarget(shown, "mật khẩu không được nằm trong địa chỉ; hãy dùng khóa SSH", "a password has no place in an address; use an SSH key")
    if not parts.path.strip("/"):
        raise BadTarget(shown, "thiếu thư mục", "the folder is missing")
    return _host(shown, parts.netloc.rpartition(":")[0] if port else parts.netloc), port, parts.path


def _host(shown: str, host: str) -> str:
    if not _HOST.fullmatch(host):
        raise BadTarget(shown, "tên máy sai", "the host name is wrong")
    return host


def _webdav_parts(text: str) -> tuple[str, str]:
    """Server and path; who logs in there is rclone's own configuration."""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise BadTarget(text, "địa chỉ sai", "the address is wrong") from error
    if "@" in parts.netloc:
        shown = f"{parts.scheme}://…@{parts.hostname}"
        raise BadTarget(shown, "tên và mật khẩu phải nằm trong cấu hình của rclone", "name and password belong into rclone's configuration")
    if not parts.hostname or "'" in text or parts.query or parts.fragment:
        raise BadTarget(text, "địa chỉ sai", "the address is wrong")
    return f"http{parts.scheme[len('webdav') :]}://{parts.netloc}", unquote(parts.path)
