"""The published style with mistakes in it, one a layer, each of which the comparison must notice."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any


def wrong(style: Mapping[str, Any]) -> dict[str, Any]:
    """A copy with the mistakes that test_likeness.py names."""
    made: dict[str, Any] = copy.deepcopy(dict(style))
    layers = {layer["id"]: layer for layer in made["layers"]}
    layers["pharmacy"]["layout"]["icon-size"] = 1.25
    layers["testing_site"]["layout"]["icon-image"] = "testing_site:suspended"
    layers["road_block"]["layout"]["icon-image"] = "control_checkpoint:active"
    layers["medical_facility"]["paint"] = {"icon-opacity": 0.7}
    layers["essential_service"]["layout"]["icon-offset"] = [3, 0]
    _where(layers["lockdown_zone"]["paint"], "fill-color", "medical_isolation", "rgba(183,28,28,0.5)")
    _where(layers["lockdown_zone-hatch"]["paint"], "fill-pattern", "ct16", "lockdown_zone:active-ct16_plus")
    _where(layers["lockdown_zone-hatch"]["paint"], "fill-pattern", "ct15", "lockdown_zone:active-ct16")
    layers["unit-outline-2"]["paint"]["line-color"] = "#d32f2f"
    layers["unit-outline-3"]["paint"]["line-width"] = 7
    layers["control_checkpoint-label"]["paint"]["text-color"] = "#ff6f00"
    layers["quarantine_site-label"]["layout"]["text-size"] = 15
    layers["covid_treatment_facility-label"]["layout"]["text-radial-offset"] = 3
    made["layers"] = [layer for layer in made["layers"] if layer["id"] not in ("lockdown_point-label", "lockdown_point")]
    return made


def _where(paint: dict[str, Any], name: str, measure: str, value: str) -> None:
    paint[name] = ["case", ["==", ["get", "measure"], measure], value, paint[name]]
