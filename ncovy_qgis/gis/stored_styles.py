"""What is kept in the database for those without this plugin: forms and styles (layer_styles), and the public map's style."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace

from psycopg2.extensions import connection as Connection
from qgis.core import QgsMapLayer, QgsReadWriteContext, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ..core.catalogue import Catalogue, Layer
from ..db import stored_forms
from ..db.connection import connect, execute
from ..db.stored_forms import Drawn, State, in_state
from ..paths import icons_dir
from .access import require_access
from .form import compile_form
from .form_apply import apply_form
from .layers import LayerError, open_layer, open_units
from .project import form_context, language
from .restyle import dress
from .source import Source

READABLE = "GRANT SELECT ON public.layer_styles TO ncovy_viewer"  # QGIS makes the table for its owner alone


def store_forms(source: Source, catalogue: Catalogue) -> None:
    """Form and style of every layer into layer_styles, but for what somebody changed; raises LayerError. Main thread only."""
    with _connected(source) as connection:
        stored = stored_forms.look(connection, catalogue)
    languages = {layer.name: language() for layer in catalogue.layers if stored[layer.name].state is not State.CHANGED}
    for schema, layer in _derived(source, catalogue, languages):
        if stored[schema.name].state is State.UNKNOWN:
            with _connected(source) as connection:
                stored_forms.set_aside(connection, schema.name)
        _forget(layer)
        why = layer.saveStyleToDatabase(stored_forms.NAME, schema.title.vi, True, "")
        if isinstance(why, str) and why:
            raise LayerError(schema.title.vi, why)
        with _connected(source) as connection:  # at once: else a failure at the next layer would make this one look like somebody's
            execute(connection, READABLE)
            stored_forms.record(connection, catalogue, {schema.name: languages[schema.name]})


def renew_forms(source: Source, catalogue: Catalogue) -> tuple[str, ...]:
    """Write anew what the product wrote and nobody changed, where it is old; returns those layers. Raises LayerError and SetupError. Main thread only."""
    with _connected(source) as connection:
        stored = stored_forms.look(connection, catalogue)
    languages = {name: stored[name].language for name in in_state(stored, State.OLD)}
    drawn = {schema.name: _drawn(layer) for schema, layer in _derived(source, catalogue, languages)}
    with _connected(source) as connection:
        return stored_forms.rewrite(connection, catalogue, drawn, stored)


@contextmanager
def _connected(source: Source) -> Iterator[Connection]:
    """A connection whose one transaction is committed at the end."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection, connection:
        yield connection


def _derived(source: Source, catalogue: Catalogue, languages: Mapping[str, str]) -> Iterator[tuple[Layer, QgsVectorLayer]]:
    """The layers, each with the form and style of a QGIS without this plugin, in its language."""
    if not languages:
        return
    seen = require_access(source, catalogue)
    context = replace(form_context(seen), mends=False)
    layers = {layer.name: open_layer(source, layer, languages.get(layer.name, context.language)) for layer in catalogue.layers}
    dress(layers, seen.styles)
    layers.update(open_units(source, seen.era))
    for name, spoken in languages.items():
        schema, layer = catalogue.layer(name), layers[name]
        apply_form(compile_form(schema, catalogue, replace(context, language=spoken)), layer, layers)
        _carry_signs(layer)
        yield schema, layer


def _drawn(layer: QgsVectorLayer) -> Drawn:
    """As saveStyleToDatabase writes it."""
    qml, sld = QDomDocument(), QDomDocument()
    layer.exportNamedStyle(qml, QgsReadWriteContext())
    layer.exportSldStyle(sld, "")
    return Drawn(qml.toString(), sld.toString())


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
        if name == stored_forms.NAME:
            layer.deleteStyleFromDatabase(style)
