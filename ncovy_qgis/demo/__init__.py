"""A training database: sample features, demo persons and one day of their work, all through the real ways of the product."""

from __future__ import annotations

from .run import run

__all__ = ["run"]
