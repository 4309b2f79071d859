"""From the approved tables to a public site: GeoJSON, tiles, style, viewer, manifest. psycopg2 and numpy, no QGIS."""

from __future__ import annotations

from .errors import PublishError
from .gate import Blocked, Judgement
from .history import releases, rollback
from .preview import Preview, preview
from .problems import Problem
from .rebuild import Rebuilt, rebuild
from .release import ReleaseResult, publish
from .verify import verify

__all__ = [
    "Blocked", "Judgement", "Preview", "Problem", "PublishError", "Rebuilt", "ReleaseResult", "preview", "publish", "rebuild", "releases", "rollback", "verify",
]  # fmt: skip
