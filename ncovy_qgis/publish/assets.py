"""The viewer in a site: index.html and hashed assets, the generation before kept for pages already open."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Optional

from . import sidefiles
from .errors import ViewerMissing
from .files import canonical, relative_files, replace, sha256, sync_folder

DIST = Path(__file__).parent / "site" / "dist"
LIST = "assets/files.json"


def install(site: Path, dist: Path = DIST) -> bool:
    """Bring the viewer of this product version into the site; False when it was there already."""
    require(dist)
    wanted = {name: sha256(dist / name) for name in relative_files(dist)}
    known = listed(site)
    if known.get("files") == wanted and not wrong(site, wanted):
        return False
    for name in wanted:
        if name != "index.html":
            _copy(dist / name, site / name)
    sidefiles.drop(site / "index.html")
    replace(site / "index.html", (dist / "index.html").read_bytes())
    listing = list_after(known, wanted)
    replace(site / LIST, canonical(listing))
    _sweep(site, {*wanted, *listing["before"], LIST})
    return True


def list_after(known: Mapping[str, Any], wanted: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The list of a viewer that follows another: pages already open still ask for the files of that one."""
    return {"files": dict(wanted), "before": {name: digest for name, digest in known.get("files", {}).items() if name not in wanted}}


def require(dist: Path = DIST) -> None:
    """Say so before the work, not after it, when the viewer was never built."""
    if not (dist / "index.html").is_file():
        raise ViewerMissing


def listed(site: Path) -> Mapping[str, Any]:
    """The list of viewer files; empty for a new site or a damaged list."""
    try:
        return read_list((site / LIST).read_bytes())
    except FileNotFoundError:
        return {}


def read_list(text: Optional[bytes]) -> Mapping[str, Any]:
    """The same, from the list's text."""
    try:
        value = json.loads(text or b"")
    except ValueError:
        return {}
    return value if isinstance(value, dict) and isinstance(value.get("files"), dict) else {}


def wrong(site: Path, wanted: Mapping[str, str]) -> tuple[str, ...]:
    """Listed files that are missing or altered."""
    return tuple(name for name, digest in wanted.items() if not (site / name).is_file() or sha256(site / name) != digest)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    sidefiles.drop(target)
    replace(target, source.read_bytes())


def _sweep(site: Path, kept: set[str]) -> None:
    for name in relative_files(site / "assets"):
        if f"assets/{name}" not in kept:
            (site / "assets" / name).unlink()
    sync_folder(site / "assets")


def remove_tree(folder: Path) -> None:
    """Delete a folder that nothing refers to."""
    shutil.rmtree(folder, ignore_errors=True)
