"""A layer is a form, a style and an icon of one name: the three folders must hold the same ten."""

from __future__ import annotations

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.paths import forms_dir, icons_dir, styles_dir

LAYERS = [
    "lockdown_zone", "lockdown_point", "control_checkpoint", "road_block", "testing_site", "quarantine_site", "covid_treatment_facility",
    "medical_facility", "pharmacy", "essential_service",
]  # fmt: skip


def test_the_ten_layers_are_there_in_the_order_of_the_legend(catalogue: Catalogue) -> None:
    assert [layer.name for layer in catalogue.layers] == LAYERS


@pytest.mark.parametrize("stem", LAYERS)
def test_each_layer_has_a_form_a_style_and_an_icon(stem: str) -> None:
    files = [forms_dir() / f"{stem}.yaml", styles_dir() / f"{stem}.qml", icons_dir() / f"{stem}.svg"]
    assert [str(file) for file in files if not file.is_file()] == []


def test_no_style_is_without_a_layer_but_that_of_the_units_behind_them() -> None:
    assert {file.stem for file in styles_dir().glob("*.qml")} == {*LAYERS, "unit"}


def test_each_layer_has_its_own_base_colour(catalogue: Catalogue) -> None:
    assert len({layer.colour for layer in catalogue.layers}) == len(LAYERS)


def test_only_lockdown_zones_are_areas(catalogue: Catalogue) -> None:
    assert [layer.name for layer in catalogue.layers if layer.geometry == "MultiPolygon"] == ["lockdown_zone"]
