"""What a release is made of: size and SHA-256 of every file, counts, versions; no path, user, host or making time."""

from __future__ import annotations

import hashlib
import platform
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy

from .files import relative_files, sha256

FORMAT = 1
NAME = "manifest.json"
REPORTS = (
    "changes.geojson", "summary.md", "daily.md", "feed.json", "dcat.jsonld", "dictionary.csv", "dictionary-values.csv", "dictionary.md",
)  # fmt: skip
"""Told against the releases before, or of this moment, so no part of what decides whether anything changed."""


def python_tools() -> dict[str, str]:
    """Versions here that shape the bytes of a release."""
    return {"python": platform.python_version(), "numpy": numpy.__version__, "zlib": zlib.ZLIB_RUNTIME_VERSION}


def list_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Path → size and hash, of all files but the manifest itself."""
    return {name: {"bytes": (folder / name).stat().st_size, "sha256": sha256(folder / name)} for name in relative_files(folder) if name != NAME}


def content_digest(files: Mapping[str, Mapping[str, Any]], *, exercise: bool) -> str:
    """One hash of what the public sees; equal digests mean nothing changed."""
    lines = [f"{name} {facts['sha256']}\n" for name, facts in sorted(files.items()) if name not in REPORTS]
    return hashlib.sha256("".join([*lines, f"exercise {exercise}\n"]).encode()).hexdigest()


def release_id(content: str, previous: str | None, as_of: datetime) -> str:
    """Day of the data and twelve digits that follow from content, moment and predecessor."""
    seed = f"{content} {previous} {as_of.isoformat()}"
    return f"{as_of:%Y-%m-%d}-{hashlib.sha256(seed.encode()).hexdigest()[:12]}"


def build(
    *,
    release: str,
    previous: str | None,
    as_of: datetime,
    exercise: bool,
    catalogue: str,
    tools: Mapping[str, str],
    counts: Mapping[str, int],
    content: str,
    files: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """The manifest, keys in their fixed order."""
    return {
        "format": FORMAT,
        "id": release,
        "previous": previous,
        "as_of": as_of.isoformat(),
        "exercise": exercise,
        "catalogue": catalogue,
        "tools": dict(sorted(tools.items())),
        "counts": dict(counts),
        "content": content,
        "files": {name: files[name] for name in sorted(files)},
    }
