"""The public map's style and sprites from the styles of QGIS: QML is the truth, this translates it. Uses qgis.core alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsMapLayer, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ...core.catalogue import Catalogue, Layer
from ...db.web_style import drawn_by
from . import sprites
from .areas import area_layers
from .clusters import cluster_layers
from .labels import label_layers
from .legend import legend_of
from .points import Result, sign_layer
from .rules import Drawn, Report, drawn, storeys

UNIT = "unit"
PROBLEMS = "problems.json"
"""Kept beside the style for those who publish; no part of a release."""
UNIT_LABELS = "unit_label"
BACKGROUND = "#eaeef1"


@dataclass(frozen=True)
class WebStyle:
    """A MapLibre style, its sprite files and what of the QML could not be translated."""

    style: dict[str, Any]
    sprites: Mapping[str, bytes]
    problems: tuple[str, ...]

    def files(self) -> dict[str, bytes]:
        """All files by name, the same bytes for the same QML and icons."""
        text = json.dumps(self.style, ensure_ascii=False, indent=1, sort_keys=True)
        told = json.dumps(self.problems, ensure_ascii=False, indent=1)
        return {"style.json": text.encode(), PROBLEMS: told.encode(), **self.sprites}


@dataclass
class _Styled:
    """What one QML gives, in the order of painting."""

    stem: str
    areas: list[dict[str, Any]]
    signs: list[dict[str, Any]]
    labels: list[dict[str, Any]]
    legend: list[dict[str, Any]]


def build_web_style(styles_dir: Path, icons_dir: Path, catalogue: Catalogue, saved: Mapping[str, str] | None = None) -> WebStyle:
    """Translate unit.qml and the QML of every layer, the `saved` one where there is one; problems name the file and what is missing on the web map."""
    qml = saved or {}
    problems: list[str] = []
    images: dict[str, sprites.Draw] = {}
    with _icons_first(icons_dir):
        units = _styled_units(styles_dir, images, problems)
        layers = [_styled(layer, (styles_dir / f"{layer.name}.qml", qml.get(layer.name)), icons_dir, catalogue, images, problems) for layer in catalogue.layers]
        files = sprites.pack(images)
    style = {
        "version": 8,
        "name": "Ncovy",
        "metadata": {
            "ncovy:catalogue": catalogue.version,
            "ncovy:drawn_by": drawn_by(catalogue),
            "ncovy:pixel_ratios": list(sprites.RATIOS),
            "ncovy:legend": {layer.stem: layer.legend for layer in layers},
        },
        "sources": {"ncovy": {"type": "vector", "url": "pmtiles://tiles/ncovy.pmtiles"}},
        "sprite": "sprite",
        "layers": _with_ids([_background(), *_stacked(units, layers)]),
    }
    return WebStyle(style, files, tuple(problems))


def _stacked(units: _Styled, layers: list[_Styled]) -> Iterator[dict[str, Any]]:
    """Areas, labels, signs: the web map places upper layers first, so labels below the signs keep clear of them.

    Of points, the first layer of the catalogue lies on top, as in a legend.
    """
    yield from units.areas
    for layer in reversed(layers):
        yield from layer.areas
    yield from units.labels
    for layer in reversed(layers):
        yield from layer.labels
    for layer in reversed(layers):
        yield from layer.signs


def _styled(
    layer: Layer,
    look: tuple[Path, str | None],
    icons_dir: Path,
    catalogue: Catalogue,
    images: dict[str, sprites.Draw],
    problems: list[str],
) -> _Styled:
    report = _reporter(f"{layer.name}.qml", problems)
    loaded = _load(*look, layer.geometry, report)
    clusters = Result()
    icon = icons_dir / f"{layer.name}.svg"
    if icon.is_file():
        clusters = cluster_layers(layer, icon)
    else:
        report(f"thiếu {icon.name} / {icon.name} is missing")
    items = drawn(loaded.renderer(), report) if loaded else ()
    point = layer.geometry == "Point"
    result = _translated(layer.name, layer.name, items, point, report)
    images.update({**result.images, **clusters.images})
    labels = _labels(layer.name, layer.label_source, loaded, items if point else (), report)
    _report_private(layer, [*result.layers, *labels], report)
    signs = result.layers + clusters.layers if point else clusters.layers
    areas = [] if point else result.layers
    return _Styled(layer.name, areas, signs, labels, legend_of(layer, items, catalogue))


def _styled_units(styles_dir: Path, images: dict[str, sprites.Draw], problems: list[str]) -> _Styled:
    report = _reporter(f"{UNIT}.qml", problems)
    loaded = _load(styles_dir / f"{UNIT}.qml", None, "MultiPolygon", report)
    items = drawn(loaded.renderer(), report) if loaded else ()
    result = _translated(UNIT, UNIT, items, False, report)
    images.update({name: image for name, image in result.images.items() if ":legend-" not in name})
    return _Styled(UNIT, result.layers, [], _labels(UNIT, UNIT_LABELS, loaded, (), report), [])


def _translated(stem: str, source: str, items: tuple[Drawn, ...], point: bool, report: Report) -> Result:
    whole = Result()
    for floor in storeys(items):
        part = sign_layer(stem, "", [(item, item.symbol) for item in floor], report) if point else area_layers(stem, source, floor, report)
        whole.layers += part.layers
        whole.images.update(part.images)
    return whole


def _labels(stem: str, source: str, loaded: QgsVectorLayer | None, items: tuple[Drawn, ...], report: Report) -> list[dict[str, Any]]:
    if loaded is None or not loaded.labelsEnabled():
        return []
    return label_layers(stem, source, loaded.labeling(), items, report)


def _report_private(layer: Layer, web_layers: list[dict[str, Any]], report: Report) -> None:
    """A style may depend on public fields only: tiles hold nothing else."""
    public = {field.name for field in layer.public_fields} | {"count", "state", "commune_name", "district_name"}
    used = {name for web_layer in web_layers for name in _columns(web_layer)}
    for name in sorted(used - public):
        report(f"trường «{name}» không công khai / field «{name}» is not public")


def _columns(value: Any) -> Iterator[str]:
    """Names read by ["get", name] anywhere inside."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        if len(value) == 2 and value[0] == "get":
            yield value[1]
        for item in value:
            yield from _columns(item)


def _load(path: Path, saved: str | None, geometry: str, report: Report) -> QgsVectorLayer | None:
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:4326", path.stem, "memory")
    categories = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
    if saved is not None:
        document = QDomDocument()
        document.setContent(saved)
        loaded, message = layer.importNamedStyle(document, categories)
        if loaded:
            return layer
        report(message)
    elif path.is_file():
        message, loaded = layer.loadNamedStyle(str(path), False, categories)
        if loaded:
            return layer
        report(message)
    else:
        report("thiếu tệp / file is missing")
    return None


def _reporter(file: str, problems: list[str]) -> Report:
    return lambda text: problems.append(f"{file}: {text}")


def _background() -> dict[str, Any]:
    return {"id": "background", "type": "background", "paint": {"background-color": BACKGROUND}}


def _with_ids(layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ids <stem>, <stem>-<role>, numbered from the second on."""
    seen: dict[str, int] = {}
    for layer in layers:
        if "metadata" not in layer:
            continue
        stem, role = layer["metadata"]["ncovy:layer"], layer["id"]
        name = f"{stem}-{role}" if role else stem
        seen[name] = seen.get(name, 0) + 1
        layer["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return layers


@contextmanager
def _icons_first(icons_dir: Path) -> Iterator[None]:
    """QML names icons only by file name: let QGIS find ours while we draw."""
    before = QgsApplication.svgPaths()
    QgsApplication.setSvgPaths([str(icons_dir), *before])
    try:
        yield
    finally:
        QgsApplication.setSvgPaths(before)
