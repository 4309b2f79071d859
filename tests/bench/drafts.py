"""The ten tables people edit, filled as a province is: three of ten features in its city, the rest around the other communes, names that come again."""

from __future__ import annotations

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Field, Layer

# Numbers between 0 and 1, the same each time, that know nothing of each other.
CHANCE = "(hashtext({layer} || {salt} || n) & 1048575) / 1048576.0"
# Every feature in a commune of its own choosing, a few hundred metres (city) or some kilometres (elsewhere) from where its people live.
PLACES = """
    SELECT n, c.code, c.parent_code, public.st_setsrid(public.st_makepoint(
               public.st_x(c.point) + c.spread * ({a} + {b} - 1), public.st_y(c.point) + c.spread * ({c} + {d} - 1)), 4326) AS spot
      FROM (SELECT n, {e} < 0.3 AS city, floor({f} * 1000)::integer AS turn FROM generate_series(1, {count}) AS n) AS numbers
      JOIN (SELECT city, max(place) AS places FROM communes GROUP BY city) AS size USING (city)
      JOIN communes AS c ON c.city = numbers.city AND c.place = 1 + numbers.turn % size.places
"""
COMMUNES = """
    CREATE TEMP TABLE communes AS
    SELECT u.code, u.parent_code, u.point, u.parent_code = '412' AS city, CASE WHEN u.parent_code = '412' THEN 0.012 ELSE 0.03 END AS spread,
           row_number() OVER (PARTITION BY u.parent_code = '412' ORDER BY u.code)::integer AS place
      FROM ncovy.unit AS u WHERE u.level = 3 AND u.era = 2021 AND u.point IS NOT NULL
"""
STEMS = {
    "lockdown_zone": "Khối", "lockdown_point": "Ngõ", "control_checkpoint": "Chốt kiểm soát số", "road_block": "Chốt chặn đường", "pharmacy": "Nhà thuốc",
    "medical_facility": "Phòng khám", "essential_service": "Cửa hàng", "quarantine_site": "Khu cách ly", "testing_site": "Điểm xét nghiệm",
    "covid_treatment_facility": "Cơ sở điều trị",
}  # fmt: skip
WORDS = "(ARRAY['Hồng Bàng','Lê Lợi','Quang Trung','Minh Khai','Trường Thi','Bến Thủy','Hưng Dũng','Nghi Phú'])[1 + n % 8]"
# One in a hundred or so of each is missing, old or spelled in another way: as much as a province has to mend.
GIVEN = {
    "address": "n || ' đường Nguyễn Thị Minh Khai'",
    "phone": "CASE WHEN n % 200 = 0 THEN '0238 3844 ' || lpad((n % 1000)::text, 3, '0') ELSE '0238' || lpad((n % 10000000)::text, 7, '0') END",
    "emergency_phone": "'115'",
    "opening_hours": "CASE WHEN n % 2 = 0 THEN '24/7' ELSE 'Mo-Su 07:00-21:00' END",
    "status": "(ARRAY['active', 'active', 'active', 'lifted', 'planned'])[1 + n % 5]",
    "active_from": "now() - interval '10 days' - CASE WHEN n % 50 = 0 THEN interval '30 days' ELSE interval '0 days' END",
    "active_to": "CASE WHEN n % 5 = 3 THEN now() - interval '1 day' END",
    "reported_at": "now() - interval '1 hour' * (n % 25)",
    "decision_no": "1 + n % 5000 || '/QĐ-UBND'",
    "decision_date": "(now() - interval '11 days')::date",
    "decision_authority": "CASE WHEN n % 100 > 0 THEN 'UBND tỉnh Nghệ An' END",
    "source_org": "'CDC Nghệ An'",
    "lead_agency": "'Công an tỉnh Nghệ An'",
    "managed_by": "'UBND xã'",
    "road_name": "'QL' || 1 + n % 90",
    "boundary_text": "'Phía Bắc giáp đường Quang Trung'",
    "facility_code": "CASE WHEN n % 40 = 0 AND n < 40000 THEN (40000 + n / 40)::text END",
    "zone_id": "CASE WHEN n % 300 = 0 THEN md5('lockdown_zone' || n)::uuid END",
    "alt_checkpoint_id": "md5('control_checkpoint' || n)::uuid",
    "host_facility_id": "CASE WHEN n % 20 = 0 THEN md5('medical_facility' || n)::uuid END",
    "extent": "'hamlet'",
}
BY_TYPE = {"boolean": "n % 4 = 0", "integer": "1 + n % 30"}
PARTICULAR = {"multiple_of", "has_member", "sum_at_most", "not_value", "only_when"}  # rules a value made up like these would break


def fill_drafts(connection: Connection, catalogue: Catalogue, count: int) -> None:
    """`count` drafts over all layers, without guards and history; what was there goes."""
    each = count // len(catalogue.layers)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS communes")
        cursor.execute(COMMUNES)
        for layer in catalogue.layers:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("ncovy", layer.name)))
            cursor.execute(_insert(layer, catalogue, each))


def _insert(layer: Layer, catalogue: Catalogue, count: int) -> sql.Composed:
    fields = [field for field in layer.fields if field.name in GIVEN or field.list or field.type in ("boolean", "integer")]
    fields = [field for field in fields if not {rule.kind for rule in field.rules} & PARTICULAR]
    salts = {salt: sql.SQL(CHANCE).format(layer=sql.Literal(layer.name), salt=sql.Literal(salt)) for salt in "abcdef"}
    name = sql.SQL("{} || ' ' || {} || ' ' || n % 700").format(sql.Literal(STEMS[layer.name]), sql.SQL(WORDS))
    spot = "p.spot" if layer.geometry == "Point" else "public.st_multi(public.st_buffer(p.spot, 0.0004 + 0.0006 * (n % 10) / 10, 6))"
    return sql.SQL(
        "INSERT INTO {} (uid, name, name_search, commune_code, district_code, province_code, commune_era, {}, geom)"
        " SELECT md5({} || n)::uuid, {}, ncovy.fold({}), p.code, p.parent_code, '40', 2021, {}, {} FROM ({}) AS p"
    ).format(
        sql.Identifier("ncovy", layer.name), sql.SQL(", ").join(sql.Identifier(field.name) for field in fields), sql.Literal(layer.name), name, name,
        sql.SQL(", ").join(_value(field, catalogue) for field in fields), sql.SQL(spot), sql.SQL(PLACES).format(count=sql.Literal(count), **salts),
    )  # fmt: skip


def _value(field: Field, catalogue: Catalogue) -> sql.Composable:
    only = next((list(rule.argument) for rule in field.rules_of("only")), None)
    if field.list is None:
        numbers = f"{only[0]}" if only else BY_TYPE.get(field.type, "NULL")
        return sql.SQL("({})").format(sql.SQL(GIVEN.get(field.name) or numbers))
    codes = only or [value.code for value in catalogue.lists[field.list].values]
    chosen = sql.SQL("({}::text[])[1 + n % {}]").format(sql.Literal(codes), sql.Literal(len(codes)))
    return sql.SQL("ARRAY[{}]").format(chosen) if field.type == "lists" else chosen
