"""A province of any size, invented set-based in SQL: the same number gives the same features."""

from __future__ import annotations

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer
from ncovy_qgis.publish import gate
from ncovy_qgis.publish.snapshot import snapshot
from tests.bench.drafts import PARTICULAR, fill_drafts
from tests.bench.makers import AS_OF

TEXT = {
    "name": "'Nhà thuốc Hồng Bàng số ' || n",
    "address": "'Đường Nguyễn Thị Minh Khai'",
    "phone": "'0238' || lpad((n %% 10000000)::text, 7, '0')",
    "delivery": "false",
    "decision_no": "1 + n %% 5000 || '/QĐ-UBND'",
    "decision_date": "date '2021-08-25'",
    "opening_hours": "'07:00-21:00'",
    "note_public": "CASE WHEN n %% 3 = 0 THEN 'Người dân đến khai báo y tế trước khi vào, giữ khoảng cách 2 m' END",
}
AS_WRITTEN = {"commune_code", "district_code", "province_code", "facility_code", "alt_checkpoint_id"}  # as the drafts have it
APPLIES_SELDOM = PARTICULAR | {"in_force"}  # rules a value made up like these would break
BY_TYPE = {
    "text": "'giá trị ' || (n %% 400)",
    "integer": "20 + n %% 300",
    "number": "(n %% 3000) / 10.0",
    "boolean": "n %% 4 = 0",
    "date": "date '2021-09-01' + n %% 30",
    "datetime": "timestamptz '2021-09-01 08:00+07' + (n %% 14000) * interval '1 minute'",
    "reference": "NULL::uuid",
}


def fill(connection: Connection, catalogue: Catalogue, count: int, answered: bool = True) -> None:
    """`count` features over all layers, as they are edited and, made of other words at the same places, as they were published; what was there goes.
    `answered`: what stands against a release is taken away or answered for, so that whole releases can be made."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        fill_drafts(connection, catalogue, count)
        cursor.execute("UPDATE ncovy.road_block SET blocks_ambulance = false")  # what is not public has to be complete, too
        for layer in catalogue.layers:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("ncovy_public", layer.name)))
            cursor.execute(_published(layer, catalogue), {"count": count // len(catalogue.layers)})
        cursor.execute("RESET session_replication_role")
    connection.commit()
    autocommit, connection.autocommit = connection.autocommit, True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.autocommit = autocommit
    if answered:
        _answer(connection, catalogue)


def _answer(connection: Connection, catalogue: Catalogue) -> None:
    """What could not have been approved is not public; the warnings about the rest were taken."""
    with snapshot(connection, catalogue, AS_OF) as held:
        wrong = gate.judge(held).errors
    with connection, connection.cursor() as cursor:
        for layer in catalogue.layers:
            keys = [each.uid for each in wrong if each.layer == layer.name]
            cursor.execute(sql.SQL("DELETE FROM {} WHERE uid = ANY (%s::uuid[])").format(sql.Identifier("ncovy_public", layer.name)), (keys,))
    gate.accept(connection, catalogue, AS_OF, "Thử tốc độ")


def _published(layer: Layer, catalogue: Catalogue) -> sql.Composed:
    fields = [field for field in layer.fields if field.public]
    homes = sql.SQL("CASE WHEN d.scope = 'household' THEN ST_SnapToGrid(d.geom, 0.0005) ELSE d.geom END" if layer.has("scope") else "d.geom")
    return sql.SQL(
        "INSERT INTO {} (uid, {}, commune_name, district_name, geom, approved_at, row_version)"
        " SELECT d.uid, {}, 'Xã Nghi Phú ' || n %% 460, 'Thành phố Vinh', {}, now(), d.row_version"
        " FROM generate_series(1, %(count)s) AS n JOIN {} AS d ON d.uid = md5({} || n)::uuid"
    ).format(
        sql.Identifier("ncovy_public", layer.name), _names(fields), _values(fields, catalogue, layer), homes,
        sql.Identifier("ncovy", layer.name), sql.Literal(layer.name),
    )  # fmt: skip


def _names(fields: list[Field]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(field.name) for field in fields)


def _values(fields: list[Field], catalogue: Catalogue, layer: Layer) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("({})").format(_value(field, catalogue, layer)) for field in fields)


def _value(field: Field, catalogue: Catalogue, layer: Layer) -> sql.Composable:
    own = sql.SQL("d.{}").format(sql.Identifier(field.name))
    if field.name in AS_WRITTEN or field.name == "scope":
        return own
    if {rule.kind for rule in field.rules} & APPLIES_SELDOM:
        return sql.SQL("false" if field.type == "boolean" and field.rules_of("required") else "NULL")
    if field.list is not None:
        codes = next((list(rule.argument) for rule in field.rules_of("only")), None) or _visible_codes(field, catalogue, layer)
        chosen = sql.SQL("({}::text[])[1 + n %% {}]").format(sql.Literal(codes), sql.Literal(len(codes)))
        return sql.SQL("ARRAY[{}]").format(chosen) if field.type == "lists" else chosen
    made = sql.SQL(TEXT.get(field.name, BY_TYPE[field.type]))
    return sql.SQL("CASE WHEN d.scope <> 'household' THEN {} END").format(made) if field.name == "address" and layer.has("scope") else made


def _visible_codes(field: Field, catalogue: Catalogue, layer: Layer) -> list[str]:
    """All values of a list; of the state only those the public sees, so that every feature is published."""
    codes = [value.code for value in catalogue.lists[str(field.list)].values]
    if field.name != layer.state_field:
        return codes
    return [code for code in codes if code not in ("planned", "lifted", "cancelled", "closed_permanently")]
