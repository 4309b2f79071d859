"""The public map looks as QGIS does: each layer in each state, drawn by QGIS with its QML and by MapLibre with the style and sprites made of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.PyQt.QtGui import QColor, QFontDatabase, QImage

from ncovy_qgis.core.catalogue import Catalogue, Layer, load_catalogue
from ncovy_qgis.gis.web_style import build_web_style
from ncovy_qgis.paths import icons_dir, package_dir, styles_dir
from ncovy_qgis.publish import webstyle
from tests.gis.styled_layers import as_array, first_state, states
from tests.viewer.alike import Likeness, compare, compare_areas
from tests.viewer.sheets import PAPER, Cell, Sheet, by_qgis, for_the_browser
from tests.viewer.wrong_styles import wrong

FONTS = package_dir() / "publish" / "site" / "node_modules" / "@fontsource" / "noto-sans" / "files"
OVERVIEW, BETWEEN, NEAR = 7.5, 12.5, 16.5
"""Zooms: signs small, and of zones one sign for all; between two stops of the sizes; signs at their full size."""
# What is allowed, from what was measured: MapLibre shrinks signs drawn at full size (worst at OVERVIEW: 2 px of a faint rim, 0.077 of colour),
# starts dashes and hatches elsewhere, and keeps a label clear of the whole sprite (5 px at most, where QGIS counts with a narrower sign).
SIGNS = Likeness(edge=2, colour=0.08, pixels=0.12)
AREAS = Likeness(edge=1.5, colour=0.05, pixels=0, rim=0.05, inside=0.04, texture=0.31)
TEXTS = Likeness(edge=5, colour=0.08, pixels=1)
CAUGHT = {
    ("wrong-signs", "pharmacy open"): "edge",
    ("wrong-signs", "testing_site active"): "pixels",
    ("wrong-signs", "road_block active"): "colour",
    ("wrong-signs", "medical_facility open"): "colour",
    ("wrong-signs", "essential_service open"): "pixels",
    ("wrong-signs", "lockdown_point active"): "edge",
    ("wrong-areas", "lockdown_zone active medical_isolation"): "inside",
    ("wrong-areas", "lockdown_zone active ct16"): "inside",
    ("wrong-areas", "lockdown_zone active ct15"): "texture",
    ("wrong-areas", "unit 1"): "rim",
    ("wrong-areas", "unit 2"): "rim",
    ("wrong-texts", "lockdown_point"): "edge",
    ("wrong-texts", "control_checkpoint"): "colour",
    ("wrong-texts", "quarantine_site"): "edge",
    ("wrong-texts", "covid_treatment_facility"): "edge",
}
"""The mistakes of wrong_styles.py, and a measure that goes beyond what is allowed because of it."""
Drawn = Mapping[str, tuple[np.ndarray, np.ndarray]]
PAPER_RGB = np.array(QColor(PAPER).getRgb()[:3]) / 255


def cells_of(catalogue: Catalogue, point: bool) -> list[Cell]:
    """Each state of each layer of points, or of areas with the three levels of units."""
    chosen = [layer for layer in catalogue.layers if (layer.geometry == "Point") is point]
    cells = [Cell(layer.name, point, row, _named(layer, row)) for layer in chosen for row in states(layer, catalogue)]
    return cells if point else cells + [Cell("unit", False, {"level": level}, f"unit {level}") for level in (1, 2, 3)]


def _named(layer: Layer, row: Mapping[str, Any]) -> str:
    return " ".join([layer.name, *(str(value) for value in row.values())])


def text_cells(catalogue: Catalogue) -> list[Cell]:
    """A short name in force, a long one that wraps, and one of what has ended."""
    cells = []
    for layer in catalogue.layers:
        now = first_state(layer)
        ended = {**now, layer.state_field: "closed_permanently" if layer.state_field == "operating_state" else "lifted"}
        for word, row, name in (("", now, "Vinh Tan 12"), ("long", now, "Cong vien trung tam thanh pho Vinh so 12"), ("ended", ended, "Vinh Tan 12")):
            cells.append(Cell(layer.name, layer.geometry == "Point", {**row, "name": name}, f"{layer.name} {word}".strip()))
    return cells + [Cell("unit", False, {"level": level, "name": "Vinh Tan"}, f"unit {level}") for level in (1, 2, 3)]


def all_sheets(catalogue: Catalogue) -> dict[str, Sheet]:
    """Those that must be alike, then those with mistakes."""
    signs, areas, texts = cells_of(catalogue, True), cells_of(catalogue, False), text_cells(catalogue)
    wide: dict[str, Any] = {"width": 112, "height": 112, "columns": 8}
    room: dict[str, Any] = {"labels": True, "width": 180, "height": 64, "columns": 5}
    brief = [cell for cell in texts if not cell.name.endswith("long")]
    found = [Sheet(f"signs-{zoom:g}", zoom, signs) for zoom in (OVERVIEW, BETWEEN, NEAR)]
    found += [Sheet(f"areas-{zoom:g}", zoom, areas, **wide) for zoom in (OVERVIEW, NEAR)]
    found += [Sheet("texts-16", 16, texts, **room), *(Sheet(f"texts-{zoom:g}", zoom, brief, **room) for zoom in (10, 13))]
    for kind, zoom, cells, size in (("signs", NEAR, signs, {}), ("areas", NEAR, areas, wide), ("texts", 16, texts, room)):
        chosen = [cell for cell in cells if (f"wrong-{kind}", cell.name) in CAUGHT]
        found.append(Sheet(f"wrong-{kind}", zoom, chosen, style="wrong.json", **size))
    return {sheet.name: sheet for sheet in found}


SHEETS = all_sheets(load_catalogue())
ALIKE = [(name, layer) for name, sheet in SHEETS.items() if not name.startswith("wrong") for layer in dict.fromkeys(cell.layer for cell in sheet.cells)]


@pytest.fixture(scope="module")
def drawn(qgis_app: Any, catalogue: Catalogue, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Each sheet by QGIS and by the browser."""
    folder = tmp_path_factory.mktemp("likeness")
    made = build_web_style(styles_dir(), icons_dir(), catalogue)
    published = webstyle.complete(made.style, made.files())
    for name, content in {"style.json": published.style, "wrong.json": wrong(published.style)}.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    for name, image in published.sprites.items():
        (folder / name).write_bytes(image)
    (folder / "sheets.json").write_text(json.dumps([for_the_browser(sheet) for sheet in SHEETS.values()]), encoding="utf-8")
    for weight in (400, 700):
        assert QFontDatabase.addApplicationFont(str(FONTS / f"noto-sans-latin-{weight}-normal.woff")) >= 0
    command = ["node", str(Path(__file__).with_name("likeness.mjs")), chromium, str(folder)]
    browser = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    ours = {name: by_qgis(sheet) for name, sheet in SHEETS.items()}
    _, told = browser.communicate(timeout=200)
    assert browser.returncode == 0, told
    return {name: (ours[name], as_array(QImage(str(folder / f"{name}.png")))) for name in SHEETS}


def measured(drawn: Drawn, name: str, index: int) -> Likeness:
    sheet = SHEETS[name]
    one, other = (sheet.cut(picture, index) for picture in drawn[name])
    paper = np.broadcast_to(PAPER_RGB, one.shape)
    if sheet.cells[index].point or sheet.labels:
        return compare(one, other, paper)
    return compare_areas(one, other, paper, *sheet.masks(index))


def allowed(name: str, index: int) -> Likeness:
    sheet = SHEETS[name]
    return TEXTS if sheet.labels else SIGNS if sheet.cells[index].point else AREAS


def beyond(found: Likeness, limit: Likeness) -> list[str]:
    """The measures that are too large."""
    return [f"{measure} {value:.3f}" for measure, value, most in zip(found._fields, found, limit) if value > most]


@pytest.mark.parametrize(("name", "layer"), ALIKE)
def test_the_web_map_looks_as_qgis(name: str, layer: str, drawn: Drawn) -> None:
    cells = [index for index, cell in enumerate(SHEETS[name].cells) if cell.layer == layer]
    unlike = {SHEETS[name].cells[index].name: beyond(measured(drawn, name, index), allowed(name, index)) for index in cells}
    assert {cell: measures for cell, measures in unlike.items() if measures} == {}


@pytest.mark.parametrize(("name", "cell"), CAUGHT)
def test_a_mistake_in_the_style_is_noticed(name: str, cell: str, drawn: Drawn) -> None:
    (index,) = [index for index, each in enumerate(SHEETS[name].cells) if each.name == cell]
    assert CAUGHT[name, cell] in " ".join(beyond(measured(drawn, name, index), allowed(name, index)))


def test_names_are_there_at_the_zooms_at_which_qgis_writes_them(drawn: Drawn) -> None:
    """So that the sheets of texts compare something: none, some, all."""
    written = {}
    for name in ("texts-10", "texts-13", "texts-16"):
        cells = {cell.name: SHEETS[name].cut(drawn[name][1], index)[:, 80:] for index, cell in enumerate(SHEETS[name].cells)}
        written[name] = [word for word in ("pharmacy", "pharmacy ended") if (np.abs(cells[word] - PAPER_RGB) > 0.05).any()]
    assert written == {"texts-10": [], "texts-13": ["pharmacy"], "texts-16": ["pharmacy", "pharmacy ended"]}
