"""Files that a release shares with the one before it: one file on the disk with two names, where the file system has such names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import manifest
from .files import link


def share(folder: Path, before: Path, known: Mapping[str, Mapping[str, Any]]) -> int:
    """Give what is alike in a staged release the file of the release `before`, whose files were just found to be as `known` says.

    Nothing here ever writes into a file that has its name, so no release changes with another; a defect of the disk
    would hit both, and verification finds it in both. Returns how many are shared.
    """
    return sum(
        known.get(name, {}).get("sha256") == facts["sha256"] and link(before / name, folder / name)
        for name, facts in manifest.list_files(folder).items()
    )
