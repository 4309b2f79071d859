"""What is kept in the database for those without this plugin: forms and styles (layer_styles), and the public map's style."""

from __future__ import annotations

from contextlib import closing

from qgis.core import QgsVectorLayer

from ..core.catalogue import Catalogue
from ..db.connection import connect
from ..paths import icons_dir, styles_dir
from .access import require_access
from .form import compile_form
from .form_apply import apply_form
from .layers import LayerError, open_layer, open_units
from .project import current_era, read_context
from .source import Source

STYLE_NAME = "ncovy"


def store_forms(source: Source, catalogue: Catalogue) -> None:
    """Form and style of every layer into layer_styles; raises LayerError. Main thread only."""
    require_access(source, catalogue)
    context = read_context(source)
    layers = {layer.name: open_layer(source, layer, context.language) for layer in catalogue.layers}
    layers.update(open_units(source, current_era(source)))
    for schema in catalogue.layers:
        layer = layers[schema.name]
        apply_form(compile_form(schema, catalogue, context), layer, layers)
        _forget(layer)
        why = layer.saveStyleToDatabase(STYLE_NAME, schema.title.vi, True, "")
        if isinstance(why, str) and why:
            raise LayerError(schema.title.vi, why)


def store_web_style(source: Source, catalogue: Catalogue) -> None:
    """The style of the public map, drawn from the QML by this QGIS. Main thread only."""
    from ..db import web_style
    from .web_style import build_web_style

    drawn = build_web_style(styles_dir(), icons_dir(), catalogue)
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        web_style.store(connection, drawn)
        connection.commit()


def _forget(layer: QgsVectorLayer) -> None:
    """Saving over a style of the same name would ask in a window."""
    count, ids, names, _, _ = layer.listStylesInDatabase()
    for style, name in zip(ids[: max(count, 0)], names):
        if name == STYLE_NAME:
            layer.deleteStyleFromDatabase(style)
