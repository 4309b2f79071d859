"""Why a save cannot even begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsProject, QgsVectorLayer

from . import compat
from .source import parameters_of, place_of


def hindrance_of(edited: Sequence[QgsVectorLayer]) -> Optional[str]:
    """The name of the local refusal (gis/refusals.py); None when the layers can be sent."""
    if not compat.transactions_disabled(QgsProject.instance()):
        return "transaction_mode"
    if len({place_of(parameters_of(layer)) for layer in edited}) > 1:  # one save is one transaction of one database
        return "two_databases"
    return None
