"""Started inside QGIS by `make qgis`: connects as a sample person and opens the map."""

from __future__ import annotations

import os

from qgis.utils import plugins

from ncovy_qgis.gis.source import Source
from ncovy_qgis.ui.connect import remember

remember(Source(service=os.environ.get("NCOVY_SERVICE", "ncovy_editor")))
plugins["ncovy_qgis"].session.open_map()
