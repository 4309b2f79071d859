"""How far two pictures of one feature are from each other, each measure blind to what two renderers may do differently: smoothing, the start of a dash."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Picture = np.ndarray
INK = 0.05
"""Difference from the paper, of 1, from which on a pixel counts as drawn."""
PLAIN = 0.22
"""Difference that the eye cannot take for smoothing."""

HATCHED = 0.01
SQUARE = 64
"""Pixels a side of the part of an area that is looked at for its hatch."""


class Likeness(NamedTuple):
    """The smaller, the more alike. `edge` in pixels; the others are shares of 1."""

    edge: float
    """The largest distance between the sides of the boxes around what is drawn."""
    colour: float
    """Of the mean colour of all that is drawn."""
    pixels: float
    """Share of the drawn pixels that differ plainly after the best shift by one pixel."""
    rim: float = 0
    """Of the mean colour along an outline: width, dash and colour of it."""
    inside: float = 0
    """Of the mean colour within an outline."""
    texture: float = 0
    """Of the spectra within an outline: direction, distance and width of a hatch, wherever it begins."""


def compare(one: Picture, other: Picture, paper: Picture) -> Likeness:
    """Two pictures of a sign or a text."""
    inks = [_ink(picture, paper) for picture in (one, other)]
    if not inks[0].any() and not inks[1].any():
        return Likeness(0, 0, 0)
    if inks[0].any() != inks[1].any():
        return Likeness(99, 1, 1)
    both = inks[0] | inks[1]
    edge = max(abs(a - b) for a, b in zip(_box(inks[0]), _box(inks[1])))
    return Likeness(edge, _apart(one, other, both), _plainly(one, other, both))


def compare_areas(one: Picture, other: Picture, paper: Picture, rim: np.ndarray, inside: np.ndarray) -> Likeness:
    """Two pictures of an area, with masks of its outline and of what is well within."""
    whole = compare(one, other, paper)
    return whole._replace(pixels=0, rim=_apart(one, other, rim), inside=_apart(one, other, inside), texture=_texture(one, other, inside))


def _ink(picture: Picture, paper: Picture) -> np.ndarray:
    drawn: np.ndarray = np.abs(picture - paper).max(axis=2) > INK
    return drawn


def _box(ink: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(ink)
    return rows.min(), rows.max(), columns.min(), columns.max()


def _apart(one: Picture, other: Picture, where: np.ndarray) -> float:
    return float(np.abs(one[where].mean(axis=0) - other[where].mean(axis=0)).max())


def _plainly(one: Picture, other: Picture, where: np.ndarray) -> float:
    soft = _blurred(one)
    shifted = [np.roll(_blurred(other), (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    return min(float((np.abs(soft - each).max(axis=2) > PLAIN)[where].mean()) for each in shifted)


def _blurred(picture: Picture) -> Picture:
    padded = np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = picture.shape[:2]
    return sum(padded[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3)) / 9


def _texture(one: Picture, other: Picture, inside: np.ndarray) -> float:
    """Of a square inside: how far mean frequency and main direction of two hatches are apart; 1 when only one has a hatch."""
    rows, columns = np.nonzero(inside)
    top, left = int(rows.mean()) - SQUARE // 2, int(columns.mean()) - SQUARE // 2
    squares = [picture[top : top + SQUARE, left : left + SQUARE].mean(axis=2) for picture in (one, other)]
    hatched = [square.std() > HATCHED for square in squares]
    if not all(hatched):
        return float(hatched[0] != hatched[1])
    (often, course), (often_too, course_too) = map(_waves, squares)
    return max(abs(often - often_too) / max(often, often_too), abs(course - course_too))


def _waves(square: np.ndarray) -> tuple[float, complex]:
    """Mean frequency, and direction as a doubled angle, of the power spectrum without what is finer than a line."""
    window = np.outer(np.hanning(SQUARE), np.hanning(SQUARE))
    power = np.abs(np.fft.fftshift(np.fft.fft2((square - square.mean()) * window))) ** 2
    down, across = np.mgrid[-SQUARE // 2 : SQUARE // 2, -SQUARE // 2 : SQUARE // 2]
    power[np.hypot(down, across) > SQUARE / 4] = 0
    course = np.exp(2j * np.arctan2(down, across))
    return float((power * np.hypot(down, across)).sum() / power.sum()), complex((power * course).sum() / power.sum())
