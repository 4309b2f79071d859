"""QGIS labels as MapLibre symbol layers, drawn by the browser's own font. Uses qgis.core alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Optional

from qgis.core import (
    QgsAbstractVectorLayerLabeling,
    QgsExpression,
    QgsPalLayerSettings,
    QgsReadWriteContext,
    QgsRuleBasedLabeling,
    QgsStringUtils,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtXml import QDomDocument

from .areas import css
from .case import web_layer
from .expressions import Filter, Untranslatable, every, filter_of
from .points import LABEL_PADDING, NOT_CLUSTER, by_zoom, reach
from .rules import PUBLISHED, Drawn, Report, Zooms
from .scales import pixels, zoom_range

# Where QGIS puts the label (as the QML writes it), and which corner of the text the web map then pins to the point.
_ANCHORS = {
    "TL": "bottom-right", "TSL": "bottom-right", "T": "bottom", "TSR": "bottom-left", "TR": "bottom-left",
    "L": "right", "R": "left", "BL": "top-right", "BSL": "top-right", "B": "top", "BSR": "top-left", "BR": "top-left",
}  # fmt: skip
FAMILY = "Noto Sans"
"""The one family the viewer brings along, whatever fonts this computer has."""
_EM_PER_CHARACTER = 0.55
_LINE_HEIGHT = 1.36
"""From line to line in the viewer's font, in ems: QGIS asks the font, MapLibre takes 1.2 unless told."""
_WIDEST_HALO = 1 / 8
"""In ems: MapLibre draws its glyphs with a rim of 3 in 24, and a wider halo would be cut into boxes."""
_QUADRANTS = ("bottom-right", "bottom", "bottom-left", "right", "center", "left", "top-right", "top", "top-left")
_PLACEMENT = QgsPalLayerSettings.Placement
_AROUND = (_PLACEMENT.OrderedPositionsAroundPoint, _PLACEMENT.AroundPoint)
_MIDDLE = (_PLACEMENT.OverPoint, _PLACEMENT.AroundPoint, _PLACEMENT.Horizontal, _PLACEMENT.OrderedPositionsAroundPoint)
"""Of areas, all these come to the middle of the area: tiles hold one point for a name."""


class _Label(NamedTuple):
    settings: QgsPalLayerSettings
    where: Filter
    zooms: Zooms
    name: str
    """Of its rule, else what it shows."""


def label_layers(
    stem: str, source_layer: str, labeling: Optional[QgsAbstractVectorLayerLabeling], signs: Sequence[Drawn], report: Report
) -> list[dict[str, Any]]:
    """The text layers; `signs` are those of the layer, which labels keep clear of."""
    layers = []
    for label in _labels(labeling, report):
        column = _column(label.settings)
        if column is None:
            report(f"nhãn «{label.settings.fieldName}» / label «{label.settings.fieldName}»")
            continue
        _report_liberties(label, bool(signs), report)
        size = _pixels(label.settings.format().size(), label.settings.format().sizeUnit())
        where = every(NOT_CLUSTER, label.where) if signs else label.where
        layout = {"text-field": ["get", column], **_text(label.settings, size), **_place(label.settings, size, signs)}
        paint = _paint(label.settings.format(), size)
        low, high = label.zooms
        parts = {"filter": where, "minzoom": low, "maxzoom": high, "layout": layout, "paint": paint}
        layers.append(web_layer(stem, "symbol", "label", source_layer, **parts))
    return layers


def _labels(labeling: Optional[QgsAbstractVectorLayerLabeling], report: Report) -> Iterator[_Label]:
    if isinstance(labeling, QgsRuleBasedLabeling):
        yield from _rules(labeling, report)
    elif isinstance(labeling, QgsVectorLayerSimpleLabeling):
        settings = labeling.settings()
        scales = (settings.minimumScale, settings.maximumScale) if settings.scaleVisibility else (0, 0)
        yield _Label(settings, True, zoom_range(*scales), settings.fieldName)
    elif labeling is not None:
        report(f"kiểu nhãn «{labeling.type()}» / labelling «{labeling.type()}»")


def _rules(labeling: QgsRuleBasedLabeling, report: Report) -> Iterator[_Label]:
    for rule in labeling.rootRule().children():
        if not rule.active() or not rule.settings():
            continue
        name = rule.description()
        if rule.children() or rule.isElse():
            report(f"nhãn «{name}»: quy tắc lồng nhau / nested or ELSE label rule «{name}»")
            continue
        try:
            where = filter_of(rule.filterExpression(), PUBLISHED)
        except Untranslatable as problem:
            report(f"điều kiện của nhãn «{name}» / filter of label «{name}»: {problem}")
            continue
        if where is not False:
            yield _Label(rule.settings(), where, zoom_range(rule.minimumScale(), rule.maximumScale()), name or rule.settings().fieldName)


def _report_liberties(label: _Label, signs: bool, report: Report) -> None:
    """What a label may have that the web map has not."""
    settings, name = label.settings, label.name
    text = settings.format()
    told = (
        (_data_defined(settings), "thuộc tính theo dữ liệu", "data-defined"),
        (settings.placement not in ((*_AROUND, _PLACEMENT.OverPoint) if signs else _MIDDLE), "cách đặt nhãn", "placement"),
        (text.background().enabled(), "nền sau chữ", "a background"),
        (text.shadow().enabled(), "bóng chữ", "a shadow"),
        (bool(settings.angleOffset), "chữ xoay", "a rotation"),
    )
    for missing, vi, en in told:
        if missing:
            report(f"nhãn «{name}»: {vi} / label «{name}»: {en}")


def _data_defined(settings: QgsPalLayerSettings) -> bool:
    properties = settings.dataDefinedProperties()
    return any(properties.isActive(key) for key in properties.propertyKeys())


def _column(settings: QgsPalLayerSettings) -> Optional[str]:
    """The one column a label shows, None for a real expression."""
    if not settings.isExpression:
        return str(settings.fieldName)
    expression = QgsExpression(settings.fieldName)
    return next(iter(expression.referencedColumns())) if expression.isField() else None


def _text(settings: QgsPalLayerSettings, size: float) -> dict[str, Any]:
    text_format = settings.format()
    font = text_format.font()
    text: dict[str, Any] = {"text-font": _fonts(font), "text-size": size, "text-line-height": round(_LINE_HEIGHT * text_format.lineHeight(), 2)}
    if settings.autoWrapLength:
        text["text-max-width"] = round(settings.autoWrapLength * _EM_PER_CHARACTER, 1)
    if text_format.capitalization() == QgsStringUtils.Capitalization.AllUppercase:
        text["text-transform"] = "uppercase"
    if font.letterSpacing() and font.letterSpacingType() == QFont.SpacingType.AbsoluteSpacing:
        text["text-letter-spacing"] = round(font.letterSpacing() / size, 2)
    return text


def _fonts(font: QFont) -> list[str]:
    """The styled name first: the web map reads weight and slant from it, then draws with the family."""
    style = ["Bold"] * font.bold() + ["Italic"] * font.italic()
    return [" ".join([FAMILY, *style])] * bool(style) + [FAMILY, "sans-serif"]


def _place(settings: QgsPalLayerSettings, size: float, signs: Sequence[Drawn]) -> dict[str, Any]:
    if signs and settings.placement == _PLACEMENT.OverPoint:
        return _over_point(settings, size)
    if settings.placement not in _AROUND or not signs:
        return {}
    ordered = settings.placement == _PLACEMENT.OrderedPositionsAroundPoint
    positions = _written(settings, "predefinedPositionOrder").split(",") if ordered else list(_ANCHORS)
    anchors = [_ANCHORS[position] for position in positions if position in _ANCHORS]
    return {
        "text-variable-anchor": list(dict.fromkeys(anchors)),
        "text-radial-offset": by_zoom(reach(signs, pixels(settings.dist, settings.distUnits)), lambda far: round(far / size, 2)),
        "text-justify": "auto",
        "text-padding": LABEL_PADDING,
    }


def _over_point(settings: QgsPalLayerSettings, size: float) -> dict[str, Any]:
    """At a corner of the point, moved as in QGIS: right and down."""
    anchor = _QUADRANTS[int(_written(settings, "quadOffset") or 4)]
    offset = [round(_pixels(move, settings.offsetUnits) / size, 2) for move in (settings.xOffset, settings.yOffset)]
    return {"text-anchor": anchor, "text-offset": offset}


def _written(settings: QgsPalLayerSettings, name: str) -> str:
    """Of the placement, as the XML has it: Python is told some of it by the XML alone, or otherwise in each version."""
    placement = settings.writeXml(QDomDocument(), QgsReadWriteContext()).firstChildElement("placement")
    return str(placement.attribute(name))


def _paint(text_format: QgsTextFormat, size: float) -> dict[str, Any]:
    paint: dict[str, Any] = {"text-color": css(text_format.color(), text_format.opacity())}
    halo = text_format.buffer()
    if halo.enabled():
        width = _pixels(halo.size(), halo.sizeUnit())
        paint["text-halo-color"] = css(halo.color(), halo.opacity())
        paint["text-halo-width"] = min(width, round(size * _WIDEST_HALO, 2))
    return paint


def _pixels(size: float, unit: QgsUnitTypes.RenderUnit) -> float:
    return round(pixels(size, unit), 2)
