"""The web style kept in the database, so that publishing needs no QGIS, and which program drew it. Imports no QGIS."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

from ..core.catalogue import Catalogue
from ..paths import icons_dir, package_dir, styles_dir

_STORE = """INSERT INTO ncovy.web_style AS old (name, content, sha256) VALUES (%s, %s, %s)
ON CONFLICT (name) DO UPDATE SET content = excluded.content, sha256 = excluded.sha256
WHERE old.sha256 <> excluded.sha256 RETURNING name"""
_FORGET = "DELETE FROM ncovy.web_style WHERE name <> ALL (%s) RETURNING name"
_LOAD = "SELECT name, content, sha256 FROM ncovy.web_style ORDER BY name"


class Files(Protocol):
    """What gives named files: gis.web_style.WebStyle."""

    def files(self) -> Mapping[str, bytes]: ...


class DamagedStyle(Exception):
    """A stored file is not what was stored."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: nội dung không khớp mã kiểm tra / content does not match its checksum")


def drawn_by(catalogue: Catalogue) -> str:
    """Names what makes a style of the program's own looks: QML, icons, translator and catalogue; another where one of these is another."""
    digest = hashlib.sha256(catalogue.version.encode())
    for folder, pattern in ((styles_dir(), "*.qml"), (icons_dir(), "*.svg"), (package_dir() / "gis" / "web_style", "*.py")):
        for path in sorted(folder.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def store(conn: Any, web_style: Files) -> tuple[str, ...]:
    """Write the files that differ and forget those no longer made; returns their names. The caller commits."""
    files = web_style.files()
    changed: list[str] = []
    with conn.cursor() as cursor:
        for name in sorted(files):
            cursor.execute(_STORE, (name, files[name], _sha256(files[name])))
            changed += [row[0] for row in cursor.fetchall()]
        cursor.execute(_FORGET, (sorted(files),))
        changed += [row[0] for row in cursor.fetchall()]
    return tuple(changed)


def load(conn: Any) -> dict[str, bytes]:
    """The stored files by name; empty when none was ever stored."""
    with conn.cursor() as cursor:
        cursor.execute(_LOAD)
        files = {name: (bytes(content), digest) for name, content, digest in cursor.fetchall()}
    for name, (content, digest) in files.items():
        if _sha256(content) != digest:
            raise DamagedStyle(name)
    return {name: content for name, (content, _) in files.items()}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
