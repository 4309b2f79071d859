"""A province of any size, invented set-based in SQL: the same number gives the same features."""

from __future__ import annotations

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer
from tests.bench.drafts import fill_drafts

# spread over Nghệ An as people are: half of them in the lowlands around Vinh
PLACE = """ST_SetSRID(ST_MakePoint(
    CASE WHEN n %% 2 = 0 THEN 105.35 + 0.4 * u ELSE 104.2 + 1.5 * u END,
    CASE WHEN n %% 2 = 0 THEN 18.6 + 0.45 * v ELSE 18.8 + 0.7 * v END), 4326)"""
ZONE = f"ST_Multi(ST_SetSRID(ST_Buffer({PLACE}, 0.0008 + 0.0012 * u, 6), 4326))"
NUMBERS = """(SELECT n, (n::bigint * 7919 %% 10007) / 10007.0 AS u, (n::bigint * 104729 %% 9973) / 9973.0 AS v
    FROM generate_series(1, %(count)s) AS n) AS numbers"""
TEXT = {
    "name": "'Nhà thuốc Hồng Bàng số ' || n",
    "address": "n || ' đường Nguyễn Thị Minh Khai'",
    "phone": "'0238' || lpad((n %% 10000000)::text, 7, '0')",
    "commune_code": "lpad((16600 + n %% 900)::text, 5, '0')",
    "district_code": "(410 + n %% 22)::text",
    "province_code": "'40'",
    "opening_hours": "'07:00-21:00'",
    "note_public": "CASE WHEN n %% 3 = 0 THEN 'Người dân đến khai báo y tế trước khi vào, giữ khoảng cách 2 m' END",
}
BY_TYPE = {
    "text": "'giá trị ' || (n %% 400)",
    "integer": "n %% 300",
    "number": "(n %% 3000) / 10.0",
    "boolean": "n %% 4 = 0",
    "date": "date '2021-09-01' + n %% 30",
    "datetime": "timestamptz '2021-09-01 08:00+07' + (n %% 14000) * interval '1 minute'",
    "reference": "NULL::uuid",
}


def fill(connection: Connection, catalogue: Catalogue, count: int) -> None:
    """`count` published features over all layers, and as many drafts; what was there goes."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        for layer in catalogue.layers:
            each = count // len(catalogue.layers)
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("ncovy_public", layer.name)))
            cursor.execute(_published(layer, catalogue), {"count": each})
        fill_drafts(connection, catalogue, count)
        cursor.execute("RESET session_replication_role")
    connection.commit()
    autocommit, connection.autocommit = connection.autocommit, True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.autocommit = autocommit


def _published(layer: Layer, catalogue: Catalogue) -> sql.Composed:
    fields = [field for field in layer.fields if field.public]
    return sql.SQL(
        "INSERT INTO {} (uid, {}, commune_name, district_name, geom, approved_at, row_version)"
        " SELECT md5({} || n)::uuid, {}, 'Xã Nghi Phú ' || n %% 460, 'Thành phố Vinh', {}, now(), 1 FROM " + NUMBERS
    ).format(
        sql.Identifier("ncovy_public", layer.name), _names(fields), sql.Literal(layer.name), _values(fields, catalogue, layer),
        sql.SQL(PLACE if layer.geometry == "Point" else ZONE),
    )  # fmt: skip


def _names(fields: list[Field]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(field.name) for field in fields)


def _values(fields: list[Field], catalogue: Catalogue, layer: Layer) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("({})").format(_value(field, catalogue, layer)) for field in fields)


def _value(field: Field, catalogue: Catalogue, layer: Layer) -> sql.Composable:
    if field.list is not None:
        codes = _visible_codes(field, catalogue, layer)
        chosen = sql.SQL("({}::text[])[1 + n %% {}]").format(sql.Literal(codes), sql.Literal(len(codes)))
        return sql.SQL("ARRAY[{}]").format(chosen) if field.type == "lists" else chosen
    return sql.SQL(TEXT.get(field.name, BY_TYPE[field.type]))


def _visible_codes(field: Field, catalogue: Catalogue, layer: Layer) -> list[str]:
    """All values of a list; of the state only those the public sees, so that every feature is published."""
    codes = [value.code for value in catalogue.lists[str(field.list)].values]
    if field.name != layer.state_field:
        return codes
    return [code for code in codes if code not in ("planned", "lifted", "cancelled", "closed_permanently")]
