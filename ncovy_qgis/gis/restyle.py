"""A layer restyled in QGIS: its look into the database, and the public map's style drawn anew of all of them, in one transaction. Uses qgis.core only."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg2.extensions import connection as Connection
from qgis.core import QgsMapLayer, QgsReadWriteContext, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ..core.catalogue import Catalogue
from ..db import layer_styles, web_style
from ..db.connection import connect
from ..db.layer_styles import LayerStyle
from ..paths import icons_dir, styles_dir
from .layers import LayerError, load_style, use_icons
from .source import Source
from .web_style import build_web_style

SEEN = "ncovy/style"
"""Custom property of a layer: the version of the style it was opened with, 0 for the program's own."""
PARTS = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
_SVG = re.compile(r'"([^"]+\.svg)"')


@dataclass(frozen=True)
class Saved:
    """The layers whose look was saved, and what of all styles the public map cannot show."""

    layers: tuple[str, ...]
    problems: tuple[str, ...]


def dress(layers: Mapping[str, QgsVectorLayer], styles: Mapping[str, LayerStyle]) -> None:
    """Give the layers their saved looks; raises LayerError. Main thread only."""
    use_icons()
    for stem, style in styles.items():
        if stem not in layers:
            continue
        document = QDomDocument()
        document.setContent(style.qml)
        loaded, why = layers[stem].importNamedStyle(document, PARTS)
        if not loaded:
            raise LayerError(stem, why)
        layers[stem].setCustomProperty(SEEN, style.version)


def save_looks(source: Source, catalogue: Catalogue, layers: Mapping[str, QgsVectorLayer]) -> Saved:
    """Save how these layers look now and draw the public map's style; all or nothing.

    Raises DatabaseError: NC001 when somebody saved another look since a layer was opened. Main thread only.
    """
    versions: dict[str, int] = {}
    with _connected(source) as connection:
        for stem, layer in layers.items():
            versions[stem] = layer_styles.save(connection, stem, int(layer.customProperty(SEEN, 0)), look_of(layer))
        problems = _draw(connection, catalogue)
    for stem, version in versions.items():
        layers[stem].setCustomProperty(SEEN, version)
    return Saved(tuple(versions), problems)


def draw_web_style(source: Source, catalogue: Catalogue) -> tuple[str, ...]:
    """The public map's style of the looks there are; returns what it cannot show. Main thread only."""
    with _connected(source) as connection:
        layer_styles.hold(connection)
        return _draw(connection, catalogue)


def restyled(source: Source, layers: Mapping[str, QgsVectorLayer]) -> tuple[str, ...]:
    """Those of the layers that look otherwise than what is saved for them, or than the program's own style. Main thread only."""
    with _connected(source) as connection:
        styles = layer_styles.latest(connection)
    return tuple(stem for stem, layer in layers.items() if _comparable(layer, look_of(layer)) != _comparable(layer, _known(layer, stem, styles.get(stem))))


def _known(layer: QgsVectorLayer, stem: str, style: LayerStyle | None) -> str:
    if style:
        return style.qml
    bare = _bare(layer)
    load_style(bare, stem)
    return look_of(bare)


def _comparable(layer: QgsVectorLayer, qml: str) -> list[str]:
    """Read and written once more: QGIS completes what it reads, writes attributes in an order of chance, and numbers symbol layers by chance."""
    bare, document = _bare(layer), QDomDocument()
    document.setContent(qml)
    bare.importNamedStyle(document, PARTS)
    document.setContent(look_of(bare))
    return list(told(document.documentElement()))


def told(element: QDomElement) -> Iterator[str]:
    """An element and all in it, attributes in order; a symbol that QGIS wrote into an attribute as if it stood below."""
    attributes, nested = element.attributes(), QDomDocument()
    pairs = sorted((str(each.nodeName()), str(each.nodeValue())) for each in map(attributes.item, range(attributes.count())))
    written = [value for _, value in pairs if value.startswith("<")]
    yield f"{element.tagName()} {[pair for pair in pairs if pair[0] not in ('id', 'version') and pair[1] not in written]}"
    for value in written:
        nested.setContent(value)
        yield from told(nested.documentElement())
    child = element.firstChild()
    while not child.isNull():
        if child.isElement():
            yield from told(child.toElement())
        elif child.isText():
            yield str(child.nodeValue()).strip()
        child = child.nextSibling()


def _bare(layer: QgsVectorLayer) -> QgsVectorLayer:
    return QgsVectorLayer(f"{QgsWkbTypes.displayString(layer.wkbType())}?crs=EPSG:4326", "look", "memory")


def look_of(layer: QgsVectorLayer) -> str:
    """Symbols and labels as QML. Pictures from elsewhere than our signs are put inside: other computers do not have them."""
    use_icons()
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), PARTS)
    return _SVG.sub(_carried, document.toString())


def _carried(found: re.Match[str]) -> str:
    path = Path(found.group(1))
    if not path.is_absolute() or path.parent == icons_dir() or not path.is_file():
        return f'"{path.name}"' if path.parent == icons_dir() else found.group()
    return f'"base64:{b64encode(path.read_bytes()).decode("ascii")}"'


def _draw(connection: Connection, catalogue: Catalogue) -> tuple[str, ...]:
    looks = {stem: style.qml for stem, style in layer_styles.latest(connection).items()}
    drawn = build_web_style(styles_dir(), icons_dir(), catalogue, looks)
    web_style.store(connection, drawn)
    return drawn.problems


@contextmanager
def _connected(source: Source) -> Iterator[Connection]:
    """A connection whose one transaction is committed at the end."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection, connection:
        yield connection
