"""Nobody needs to see colours to read the map: signs and states differ in form, and stay apart for the colour-blind."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from ncovy_qgis.core.catalogue import Catalogue, Layer

from .styled_layers import DETAIL, OVERVIEW, difference, first_state, ink, pictures, states

pytestmark = pytest.mark.usefixtures("qgis_app")
# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
SIGHT = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}


def seen_with(picture: np.ndarray, sight: str) -> np.ndarray:
    linear = np.where(picture <= 0.04045, picture / 12.92, ((picture + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(SIGHT[sight]).T, 0, 1)
    return np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)


def silhouette_overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union of what is drawn."""
    return float((ink(one) & ink(other)).sum() / (ink(one) | ink(other)).sum())


def luminance(colour: str) -> float:
    part = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def signs(catalogue: Catalogue, scale: int) -> dict[str, np.ndarray]:
    points = [layer for layer in catalogue.layers if layer.geometry == "Point"]
    return {layer.name: pictures(layer, [{**first_state(layer), "accept_state": None}], scale)[0] for layer in points}


@pytest.mark.parametrize("scale", [OVERVIEW, DETAIL])
def test_no_two_signs_share_a_silhouette(scale: int, catalogue: Catalogue) -> None:
    drawn = signs(catalogue, scale)
    overlaps = {pair: silhouette_overlap(drawn[pair[0]], drawn[pair[1]]) for pair in combinations(drawn, 2)}
    assert {pair: share for pair, share in overlaps.items() if share > 0.86} == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("scale", [OVERVIEW, DETAIL])
def test_signs_of_two_layers_stay_apart_for_every_kind_of_sight(scale: int, sight: str, catalogue: Catalogue) -> None:
    drawn = {stem: seen_with(picture, sight) for stem, picture in signs(catalogue, scale).items()}
    alike = {pair: difference(drawn[pair[0]], drawn[pair[1]]) for pair in combinations(drawn, 2)}
    assert {pair: share for pair, share in alike.items() if share < 0.25} == {}


@pytest.mark.parametrize("sight", SIGHT)
def test_states_of_a_layer_stay_apart_for_every_kind_of_sight(sight: str, catalogue: Catalogue) -> None:
    alike = {}
    for layer in catalogue.layers:
        rows = states(layer, catalogue)
        drawn = [seen_with(picture, sight) for picture in pictures(layer, rows, DETAIL)]
        for a, b in combinations(range(len(rows)), 2):
            unknown = layer.geometry != "Point" and None in rows[a].values() and None in rows[b].values()
            if not unknown and difference(drawn[a], drawn[b]) < 0.05:
                alike[layer.name, str(rows[a]), str(rows[b])] = difference(drawn[a], drawn[b])
    assert alike == {}


def test_two_pictures_of_one_thing_are_found_alike(catalogue: Catalogue) -> None:
    """The measure itself can say no."""
    layer = catalogue.layer("pharmacy")
    one, other = pictures(layer, [first_state(layer)] * 2, DETAIL)
    assert difference(one, other) == 0
    assert silhouette_overlap(one, other) == 1


def test_red_and_green_alone_would_not_pass(catalogue: Catalogue) -> None:
    """Two discs of these colours differ for most people and hardly for some: the simulation works."""
    red, green = (np.ones((20, 20, 3)) for _ in range(2))
    red[4:16, 4:16], green[4:16, 4:16] = (0.78, 0.30, 0.10), (0.50, 0.47, 0.10)
    assert difference(red, green) == 1
    assert difference(seen_with(red, "deuteranopia"), seen_with(green, "deuteranopia")) < 1


def test_every_layer_colour_stands_out_from_the_paper(catalogue: Catalogue) -> None:
    paper = luminance("#f7f9fa") + 0.05
    contrast = {layer.name: paper / (luminance(layer.colour) + 0.05) for layer in catalogue.layers}
    assert {name: ratio for name, ratio in contrast.items() if ratio < 2.8} == {}


def ended(layer: Layer) -> dict[str, str]:
    return {layer.state_field: "closed_permanently" if layer.state_field == "operating_state" else "lifted"}


def test_what_has_ended_recedes(catalogue: Catalogue) -> None:
    for layer in catalogue.layers:
        now, past = pictures(layer, [first_state(layer), {**first_state(layer), **ended(layer)}], DETAIL)
        colourful = [float((picture.max(axis=2) - picture.min(axis=2)).sum()) for picture in (now, past)]
        assert colourful[1] < 0.05 * colourful[0], layer.name
