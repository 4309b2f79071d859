"""Views for direct SQL: what the public map shows at this moment, and nothing else, with the words of the lists beside their codes."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer

from . import published

SCHEMA, ROLE = "ncovy_open", "ncovy_reader"
NOW = sql.SQL("ncovy_app.today()")
# The barrier keeps a function of the reader's own from seeing rows that the view leaves out.
_VIEW = sql.SQL(
    """CREATE VIEW {view} WITH (security_barrier = true) AS
SELECT {columns}
  FROM {table} AS t
 WHERE {visible};
COMMENT ON VIEW {view} IS {title};
GRANT SELECT ON {view} TO {role};"""
)
_LABEL = sql.SQL("(SELECT v.{words} FROM ncovy.list_value AS v WHERE v.list = {list} AND v.code = t.{name})")
_LABELS = sql.SQL("(SELECT pg_catalog.string_agg(v.{words}, '; ' ORDER BY v.ord) FROM ncovy.list_value AS v WHERE v.list = {list} AND v.code = ANY (t.{name}))")
_WORDS = {"label": ("label_vi", "nhãn"), "label_en": ("label_en", "nhãn tiếng Anh")}
_FIRST = ("id", sql.SQL("t.uid"), "Mã định danh, không bao giờ đổi; trùng với id trong GeoJSON")
_LAST = (
    ("commune_name", sql.SQL("t.commune_name"), "Xã, phường, thị trấn"),
    ("district_name", sql.SQL("t.district_name"), "Huyện, thành phố, thị xã"),
    ("geom", sql.SQL("t.geom"), "Vị trí, WGS 84 (EPSG:4326)"),
)
Column = tuple[str, sql.Composable, str]


def statements(catalogue: Catalogue) -> Iterator[sql.Composable]:
    """One view a layer, commented column by column."""
    for layer in catalogue.layers:
        view, told = sql.Identifier(SCHEMA, layer.name), list(columns(layer))
        yield _VIEW.format(
            view=view,
            columns=sql.SQL(",\n       ").join(sql.SQL("{} AS {}").format(value, sql.Identifier(name)) for name, value, _ in told),
            table=published.table_name(layer),
            visible=published.visible(layer, NOW),
            title=sql.Literal(f"{layer.title.vi}: những gì bản đồ công khai đang cho thấy"),
            role=sql.Identifier(ROLE),
        )
        for name, _, comment in told:
            yield sql.SQL("COMMENT ON COLUMN {}.{} IS {};").format(view, sql.Identifier(name), sql.Literal(comment))


def columns(layer: Layer) -> Iterator[Column]:
    """Name, SQL over the alias t, and what it is, in Vietnamese."""
    yield _FIRST
    for field in layer.public_fields:
        unit = f" ({field.unit})" if field.unit and f"({field.unit})" not in field.label.vi else ""
        yield field.name, sql.SQL("t.") + sql.Identifier(field.name), field.label.vi + unit
        yield from _labels(layer, field)
    yield from _LAST


def _labels(layer: Layer, field: Field) -> Iterator[Column]:
    form = _LABELS if field.type == "lists" else _LABEL
    for end, (words, what) in _WORDS.items():
        name = f"{field.name}_{end}"
        if field.list and not layer.has(name):
            yield name, form.format(words=sql.Identifier(words), list=sql.Literal(field.list), name=sql.Identifier(field.name)), f"{field.label.vi}: {what}"
