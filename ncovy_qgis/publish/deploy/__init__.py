"""From a site folder to where the public reads it: a folder, SSH, WebDAV, object storage. No QGIS."""

from __future__ import annotations

from .deployment import KEEP, DeployResult, deploy

__all__ = ["KEEP", "DeployResult", "deploy"]
