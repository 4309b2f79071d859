"""How much is read for one feature among many: plans are looked at, not clocks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.checks import check, read_checks
from tests.db.features import exercise
from tests.server import Database

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

COUNT = 3000
FILL = """
    INSERT INTO ncovy.pharmacy (name, pharmacy_type, operating_state, open_24h, delivery, location_method, source_org, reported_at, geom)
    SELECT 'Nhà thuốc ' || n, 'pharmacy', 'open', false, false, 'gps', 'CDC', '2021-09-17 09:00+07',
           public.ST_SetSRID(public.ST_MakePoint(105.3 + (n %% 60) * 0.0051, 18.8 + (n / 60) * 0.0051), 4326) FROM generate_series(1, %s) AS n
"""
# Rows of the layer that this connection has looked at so far, by any plan.
READ = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relid = 'ncovy.pharmacy'::regclass"


@pytest.fixture(scope="module")
def many(module_database: Database) -> Iterator[Connection]:
    """A database of many pharmacies with nothing to complain of, on the day of the exercise."""
    with closing(module_database.admin()) as connection:
        exercise(connection)
        with connection.cursor() as cursor:
            cursor.execute(FILL, (COUNT,))
        connection.commit()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE ncovy.pharmacy")
        connection.autocommit = False
        yield connection


def value(connection: Connection, query: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return (cursor.fetchone() or [None])[0]


@pytest.mark.parametrize("function", ["row_findings_pharmacy", "set_findings_pharmacy"])
def test_the_findings_of_one_feature_read_that_one_and_its_neighbours(many: Connection, function: str) -> None:
    uid = value(many, "SELECT uid FROM ncovy.pharmacy ORDER BY id OFFSET 1500 LIMIT 1")
    before = value(many, READ)
    value(many, f"SELECT count(*) FROM ncovy_app.{function}(%s)", uid)
    assert value(many, READ) - before < COUNT / 30


def test_the_findings_of_all_features_are_asked_without_a_uid(many: Connection) -> None:
    assert value(many, "SELECT count(*) FROM ncovy_app.row_findings_pharmacy()") == 0
    assert value(many, "SELECT count(DISTINCT uid) FROM ncovy_app.row_findings_pharmacy() WHERE uid IS NULL") == 0


def test_namesakes_in_a_commune_are_found_by_an_index_of_both(many: Connection) -> None:
    with many.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT FROM ncovy.pharmacy WHERE commune_code = '16666' AND name_search = 'nha thuoc 7'")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "commune_code = '16666'" in plan and "name_search = 'nha thuoc 7'" in plan
    assert "Index Cond" in plan and "Filter" not in plan


def test_the_checks_of_everything_look_at_each_feature_a_few_times_only(many: Connection, catalogue: Catalogue) -> None:
    """A check that compared all with all would read COUNT² rows."""
    before = value(many, READ)
    found = check(many, catalogue)
    assert value(many, READ) - before < COUNT * len(read_checks(catalogue)) * 10
    assert {finding.code for finding in found} <= {"coarse_position"}


def test_a_position_is_tried_against_communes_only(many: Connection) -> None:
    with many.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef('ncovy.unit_commune_geom'::regclass)")
        assert "WHERE (level = 3)" in cursor.fetchone()[0]
        cursor.execute("EXPLAIN SELECT FROM ncovy.unit WHERE level = 3 AND geom && ST_SetSRID(ST_MakePoint(105.68, 18.687), 4326)")
        assert "unit_commune_geom" in "\n".join(row[0] for row in cursor.fetchall())
