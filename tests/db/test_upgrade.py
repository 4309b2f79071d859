"""Installing and upgrading: whole or not at all, twice without effect, by two people at once, by more than the superuser."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace

import psycopg2
import pytest
from psycopg2 import sql

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.db.errors import SetupError
from ncovy_qgis.db.health import health
from ncovy_qgis.db.stored_forms import Drawn, State, look, record, rewrite
from ncovy_qgis.db.upgrade import Report, status, upgrade
from tests.db.desk import LAYERS
from tests.server import Database

BUILDER = f"tho_xay_{os.getpid()}"  # may make roles and owns the database, no more; roles belong to the whole server, which test runs share


def run(database: Database, catalogue: Catalogue, person: str = "admin", *, dry_run: bool = False) -> Report:
    with closing(database.connect(person)) as connection:
        return upgrade(connection, catalogue, dry_run=dry_run)


def schemas(database: Database) -> set[str]:
    return {name for (name,) in database.run("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ncovy%'")}


def test_an_empty_database_gets_everything(empty_database: Database, catalogue: Catalogue) -> None:
    changes = run(empty_database, catalogue).changes
    assert any("lockdown_zone" in change for change in changes)
    assert schemas(empty_database) == {"ncovy", "ncovy_app", "ncovy_open", "ncovy_public"}
    assert empty_database.run("SELECT array_agg(name ORDER BY ord) FROM ncovy.layer") == [(list(LAYERS),)]
    assert empty_database.run("SELECT count(*) FROM ncovy.list_value")[0][0] == sum(len(each.values) for each in catalogue.lists.values())
    assert empty_database.run("SELECT era, level, count(*) FROM ncovy.unit GROUP BY 1, 2 ORDER BY 1, 2") == [
        (2021, 1, 1), (2021, 2, 21), (2021, 3, 460), (2025, 1, 1), (2025, 3, 130),
    ]  # fmt: skip


def test_the_second_run_changes_nothing_and_says_so(database: Database, catalogue: Catalogue) -> None:
    before = database.run("SELECT oid, relfilenode FROM pg_class ORDER BY oid"), database.run("SELECT oid FROM pg_proc ORDER BY oid")
    assert run(database, catalogue) == Report(())
    assert (database.run("SELECT oid, relfilenode FROM pg_class ORDER BY oid"), database.run("SELECT oid FROM pg_proc ORDER BY oid")) == before


def test_a_dry_run_tells_and_does_nothing(empty_database: Database, catalogue: Catalogue) -> None:
    assert len(run(empty_database, catalogue, dry_run=True).changes) > 20
    assert schemas(empty_database) == set()


def test_status_knows_before_and_after(empty_database: Database, catalogue: Catalogue) -> None:
    with closing(empty_database.admin()) as connection:
        before = status(connection, catalogue)
        upgrade(connection, catalogue)
        after = status(connection, catalogue)
    assert not before.installed and "0001_units.sql" in before.pending
    assert after.current and not after.pending


def test_srid_9208_shifts_the_datum_as_the_decision_of_2007_says(database: Database) -> None:
    unshifted = "+proj=tmerc +lat_0=0 +lon_0=104.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m"
    distance = "ST_Distance(ST_SetSRID(ST_Transform(p, 9208), 0), ST_SetSRID(ST_Transform(p, %s), 0))"
    (metres,) = database.run(f"SELECT {distance} FROM ST_SetSRID(ST_MakePoint(105.679530, 18.686737), 4326) AS p", (unshifted,))[0]
    assert 223.8 < metres < 224.5
    (there_and_back,) = database.run(
        "SELECT ST_Distance(p, ST_Transform(ST_Transform(p, 9208), 4326)) FROM ST_SetSRID(ST_MakePoint(105.679530, 18.686737), 4326) AS p"
    )[0]
    assert there_and_back < 1e-8


@contextmanager
def stalled(database: Database, table: str) -> Iterator[None]:
    """Whoever makes this table sleeps while doing so."""
    with closing(database.admin()) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION public.stall_at() RETURNS event_trigger LANGUAGE plpgsql AS"
                f' $$ BEGIN IF strpos(current_query(), \'CREATE TABLE "ncovy"."{table}"\') > 0 THEN PERFORM pg_sleep(60); END IF; END $$'
            )
            cursor.execute("CREATE EVENT TRIGGER stall ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.stall_at()")
            yield
            cursor.execute("DROP EVENT TRIGGER stall; DROP FUNCTION public.stall_at()")


def kill_when_stalled(database: Database, future: Future[Report]) -> None:
    for _ in range(300):
        time.sleep(0.05)
        if database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND wait_event = 'PgSleep'", (database.name,)):
            return
        assert not future.done(), future.exception()
    pytest.fail("the upgrade was never seen half-way")


def test_an_upgrade_killed_half_way_leaves_nothing(empty_database: Database, catalogue: Catalogue) -> None:
    with stalled(empty_database, "testing_site"), ThreadPoolExecutor() as pool:
        future = pool.submit(run, empty_database, catalogue)
        kill_when_stalled(empty_database, future)
        with pytest.raises(psycopg2.OperationalError):
            future.result(timeout=20)
    assert schemas(empty_database) == set()
    assert empty_database.run("SELECT extname FROM pg_extension WHERE extname IN ('postgis', 'unaccent', 'pg_trgm')") == []
    assert len(run(empty_database, catalogue).changes) > 20  # and the next attempt goes through


def test_of_two_upgraders_at_once_one_waits_and_finds_nothing_to_do(empty_database: Database, catalogue: Catalogue) -> None:
    with ThreadPoolExecutor() as pool:
        reports = [future.result(timeout=60) for future in [pool.submit(run, empty_database, catalogue) for _ in range(2)]]
    assert sorted(len(report.changes) > 0 for report in reports) == [False, True]


@pytest.fixture
def built(empty_database: Database) -> Iterator[Database]:
    """A database that belongs to a role without superpowers, prepared by the administrator as the refusals ask."""
    with closing(empty_database.admin()) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP ROLE IF EXISTS {0}; CREATE ROLE {0} LOGIN CREATEROLE").format(sql.Identifier(BUILDER)))
            cursor.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(empty_database.name), sql.Identifier(BUILDER)))
            if connection.info.server_version >= 160000:  # the roles of this cluster were made by the superuser
                cursor.execute(sql.SQL("GRANT ncovy_owner TO {} WITH ADMIN OPTION, INHERIT FALSE, SET FALSE").format(sql.Identifier(BUILDER)))
            yield empty_database
            cursor.execute(sql.SQL("REASSIGN OWNED BY {} TO admin").format(sql.Identifier(BUILDER)))
            cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(BUILDER)))


def test_the_owner_of_the_database_needs_no_superpowers(template_database: Database, built: Database, catalogue: Catalogue) -> None:
    built.run("CREATE EXTENSION postgis")
    built.run(f"GRANT INSERT, UPDATE ON spatial_ref_sys TO {BUILDER}")
    assert len(run(built, catalogue, BUILDER).changes) > 20
    assert run(built, catalogue, BUILDER) == Report(())
    with closing(built.connect(BUILDER)) as connection:
        assert status(connection, catalogue).current
        assert {trouble.severity for trouble in health(connection, catalogue)} == {"warning"}
    owners = built.run("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname LIKE 'ncovy%'")
    assert owners == [("ncovy_owner",)]


STYLES = """
    CREATE TABLE public.layer_styles (id serial, f_table_catalog text, f_table_schema text, f_table_name text, f_geometry_column text,
        stylename text, styleqml xml, stylesld xml, useasdefault boolean, update_time timestamp);
    INSERT INTO public.layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, stylename, styleqml, useasdefault)
    VALUES (current_database(), 'ncovy', 'pharmacy', 'geom', 'ncovy', '<qgis/>', true)
"""


def test_stored_forms_are_kept_track_of_without_superpowers(template_database: Database, built: Database, catalogue: Catalogue) -> None:
    """The account owns what QGIS made for it, ncovy_owner owns what the product remembers, and neither may read the other's."""
    built.run("CREATE EXTENSION postgis")
    built.run(f"GRANT INSERT, UPDATE ON spatial_ref_sys TO {BUILDER}")
    run(built, catalogue, BUILDER)
    built.run(STYLES, person=BUILDER)
    with closing(built.connect(BUILDER)) as connection:
        assert look(connection, catalogue)["pharmacy"].state is State.UNKNOWN
        record(connection, catalogue, {"pharmacy": "vi"})
        connection.commit()
        known = look(connection, replace(catalogue, version="newer"))
        assert known["pharmacy"].state is State.OLD
        assert rewrite(connection, catalogue, {"pharmacy": Drawn("<qgis>new</qgis>", "<sld/>")}, known) == ("pharmacy",)
        connection.commit()
        assert look(connection, catalogue)["pharmacy"].state is State.CURRENT


def test_what_only_the_administrator_can_do_is_said_in_words(template_database: Database, built: Database, catalogue: Catalogue) -> None:
    with pytest.raises(SetupError, match="CREATE EXTENSION postgis"):
        run(built, catalogue, BUILDER)
    built.run("CREATE EXTENSION postgis")
    with pytest.raises(SetupError, match="9208"):
        run(built, catalogue, BUILDER)
    assert schemas(built) == set()
