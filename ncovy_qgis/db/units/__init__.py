"""Administrative units by era: the shipped list with approximate cells, official layers over them, search by name."""

from __future__ import annotations

from ncovy_qgis.db.units.errors import UnitLayerError
from ncovy_qgis.db.units.find import Found, find
from ncovy_qgis.db.units.official import LoadReport, load
from ncovy_qgis.db.units.seed import seed

__all__ = ["Found", "LoadReport", "UnitLayerError", "find", "load", "seed"]
