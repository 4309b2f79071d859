"""From the approved tables to a public site: GeoJSON, tiles, style, viewer, manifest. psycopg2 and numpy, no QGIS."""

from __future__ import annotations

from .errors import PublishError
from .history import releases, rollback
from .problems import Problem
from .release import ReleaseResult, publish
from .verify import verify

__all__ = ["Problem", "PublishError", "ReleaseResult", "publish", "releases", "rollback", "verify"]
