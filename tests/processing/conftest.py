"""The database of the algorithms' tests."""

from __future__ import annotations

from tests.gis.fresh import database

__all__ = ["database"]
