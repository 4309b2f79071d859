"""Names of the pg_service entries of this machine, as libpq finds them. Imports no QGIS."""

from __future__ import annotations

import os
from collections.abc import Mapping
from configparser import ConfigParser, Error
from pathlib import Path


def service_files(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The files libpq reads, the person's own first."""
    own = environment.get("PGSERVICEFILE")
    home = Path(environment.get("APPDATA", "")) / "postgresql" if os.name == "nt" else Path.home()
    files = [Path(own) if own else home / ".pg_service.conf"]
    if environment.get("PGSYSCONFDIR"):
        files.append(Path(environment["PGSYSCONFDIR"]) / "pg_service.conf")
    else:
        files.append(Path("/etc/postgresql-common/pg_service.conf"))
    return tuple(file for file in files if file.is_file())


def services(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Service names in the order of the files; a file that cannot be read gives none."""
    names: list[str] = []
    for file in service_files(environment):
        reader = ConfigParser(interpolation=None, strict=False, allow_no_value=True, delimiters=("=",))
        try:
            reader.read(file, encoding="utf-8")
        except (Error, OSError, UnicodeDecodeError):
            continue
        names += reader.sections()
    return tuple(dict.fromkeys(names))
