"""What is kept in the database for those without this plugin: forms and styles (layer_styles), and the public map's style."""

from __future__ import annotations

from base64 import b64encode
from contextlib import closing
from dataclasses import replace

from qgis.core import QgsMapLayer, QgsReadWriteContext, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ..core.catalogue import Catalogue
from ..db.connection import connect, execute
from ..paths import icons_dir, styles_dir
from .access import require_access
from .form import compile_form
from .form_apply import apply_form
from .layers import LayerError, open_layer, open_units
from .project import form_context
from .source import Source

STYLE_NAME = "ncovy"
READABLE = "GRANT SELECT ON public.layer_styles TO ncovy_viewer"  # QGIS makes the table for its owner alone


def store_forms(source: Source, catalogue: Catalogue) -> None:
    """Form and style of every layer into layer_styles; raises LayerError. Main thread only."""
    seen = require_access(source, catalogue)
    context = replace(form_context(seen), mends=False)
    layers = {layer.name: open_layer(source, layer, context.language) for layer in catalogue.layers}
    layers.update(open_units(source, seen.era))
    for schema in catalogue.layers:
        layer = layers[schema.name]
        apply_form(compile_form(schema, catalogue, context), layer, layers)
        _carry_signs(layer)
        _forget(layer)
        why = layer.saveStyleToDatabase(STYLE_NAME, schema.title.vi, True, "")
        if isinstance(why, str) and why:
            raise LayerError(schema.title.vi, why)
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection, connection:
        execute(connection, READABLE)


def store_web_style(source: Source, catalogue: Catalogue) -> None:
    """The style of the public map, drawn from the QML by this QGIS. Main thread only."""
    from ..db import web_style
    from .web_style import build_web_style

    drawn = build_web_style(styles_dir(), icons_dir(), catalogue)
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        web_style.store(connection, drawn)
        connection.commit()


def _carry_signs(layer: QgsVectorLayer) -> None:
    """Put the drawing of each sign into its symbols: a QGIS without our icons folder would draw question marks."""
    symbols, document = QgsMapLayer.StyleCategory.Symbology, QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), symbols)
    text = document.toString()
    for file in icons_dir().glob("*.svg"):
        drawing = b64encode(file.read_bytes()).decode("ascii")
        text = text.replace(f'"{file.name}"', f'"base64:{drawing}"')
    document.setContent(text)
    layer.importNamedStyle(document, symbols)


def _forget(layer: QgsVectorLayer) -> None:
    """Saving over a style of the same name would ask in a window."""
    count, ids, names, _, _ = layer.listStylesInDatabase()
    for style, name in zip(ids[: max(count, 0)], names):
        if name == STYLE_NAME:
            layer.deleteStyleFromDatabase(style)
