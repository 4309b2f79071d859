"""What lies under the tables: encoding, extensions, SRID 9208, roles, schemas. Each step looks first and says what it changed."""

from __future__ import annotations

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from .connection import execute, fetch, value_of
from .errors import SetupError

OWNER = "ncovy_owner"
_MAY_BECOME_OWNER = "SELECT pg_has_role(current_user, 'ncovy_owner', %s)"
GROUPS = ("ncovy_viewer", "ncovy_editor", "ncovy_supervisor", "ncovy_publisher", "ncovy_reader")
# A publisher reads ncovy_public only, a reader ncovy_open only; editors and supervisors read everything.
MEMBERS = (("ncovy_viewer", "ncovy_editor"), ("ncovy_viewer", "ncovy_supervisor"))
SCHEMAS = ("ncovy", "ncovy_public")
MADE_ANEW = ("ncovy_app", "ncovy_open")
EXTENSIONS = ("postgis", "unaccent", "pg_trgm")
SRID = 9208
# Decision 05/2007/QĐ-BTNMT (EPSG:6960) as position vector: its rotations change sign.
PROJ4 = (
    "+proj=tmerc +lat_0=0 +lon_0=104.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 "
    "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +units=m +no_defs"
)
WKT = (
    'PROJCS["VN-2000 / TM-3 104-45",GEOGCS["VN-2000",DATUM["Vietnam_2000",SPHEROID["WGS 84",6378137,298.257223563],'
    "TOWGS84[-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278]],"
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4756"]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",104.75],PARAMETER["scale_factor",0.9999],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AUTHORITY["EPSG","9208"]]'
)


def lay(connection: Connection) -> tuple[str, ...]:
    """Do what is missing as the connected role; ends as that role."""
    _refuse_old(connection)
    return (*_extensions(connection), *_srid(connection), *_roles(connection), *_membership(connection), *_schemas(connection))


def become_owner(connection: Connection) -> None:
    """From here to the end of the transaction everything made belongs to ncovy_owner."""
    execute(connection, "SET LOCAL ROLE ncovy_owner")


def look_as_owner(connection: Connection) -> None:
    """For looking at a database: the account that installed it may have no rights of its own there (PostgreSQL 16 and newer)."""
    known = value_of(connection, "SELECT true FROM pg_roles WHERE rolname = 'ncovy_owner'")
    if known and value_of(connection, _MAY_BECOME_OWNER, (_membership_kind(connection),)):
        become_owner(connection)


def make_app_schema(connection: Connection) -> None:
    """An empty ncovy_app and ncovy_open; all functions, triggers, policies and open views of the old ones go with them."""
    become_owner(connection)
    for name in MADE_ANEW:
        execute(connection, sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))
    execute(connection, "RESET ROLE")
    for name in MADE_ANEW:
        execute(connection, sql.SQL("CREATE SCHEMA {} AUTHORIZATION ncovy_owner").format(sql.Identifier(name)))
    become_owner(connection)


def _refuse_old(connection: Connection) -> None:
    if connection.info.server_version < 140000:
        raise SetupError("Cần PostgreSQL 14 trở lên.", "PostgreSQL 14 or newer is needed.")
    if value_of(connection, "SHOW server_encoding") != "UTF8":
        raise SetupError("Cơ sở dữ liệu phải có bảng mã UTF8.", "The database must be encoded in UTF8.")


def _extensions(connection: Connection) -> tuple[str, ...]:
    have = dict(fetch(connection, "SELECT e.extname, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"))
    for name in EXTENSIONS:
        if have.get(name, "public") != "public":
            raise SetupError(f"Phần mở rộng {name} phải nằm trong lược đồ public.", f"The extension {name} must be in schema public.")
    missing = [name for name in EXTENSIONS if name not in have]
    for name in missing:
        _make_extension(connection, name)
    return tuple(f"Thêm phần mở rộng {name}" for name in missing)


def _make_extension(connection: Connection, name: str) -> None:
    allowed = "SELECT v.trusted OR r.rolsuper FROM pg_available_extension_versions v, pg_roles r WHERE v.name = %s AND r.rolname = current_user LIMIT 1"
    if not value_of(connection, allowed, (name,)):
        raise SetupError(
            f"Thiếu phần mở rộng {name}: nhờ quản trị máy chủ chạy «CREATE EXTENSION {name}» trong cơ sở dữ liệu này.",
            f"The extension {name} is missing: ask the server's administrator for CREATE EXTENSION {name} in this database.",
        )
    execute(connection, sql.SQL("CREATE EXTENSION {} SCHEMA public").format(sql.Identifier(name)))


def _srid(connection: Connection) -> tuple[str, ...]:
    if value_of(connection, "SELECT true FROM public.spatial_ref_sys WHERE srid = %s AND strpos(proj4text, 'towgs84') > 0", (SRID,)):
        return ()
    if not value_of(connection, "SELECT has_table_privilege('public.spatial_ref_sys', 'INSERT') AND has_table_privilege('public.spatial_ref_sys', 'UPDATE')"):
        raise SetupError(
            "Thiếu hệ tọa độ 9208 (VN-2000 / TM-3 104-45): nhờ quản trị máy chủ chạy «GRANT INSERT, UPDATE ON spatial_ref_sys» cho tài khoản này.",
            "SRID 9208 is missing: ask the server's administrator for GRANT INSERT, UPDATE ON spatial_ref_sys to this account.",
        )
    execute(
        connection,
        "INSERT INTO public.spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text) VALUES (%s, 'EPSG', %s, %s, %s)"
        " ON CONFLICT (srid) DO UPDATE SET srtext = excluded.srtext, proj4text = excluded.proj4text",
        (SRID, SRID, WKT, PROJ4),
    )
    return (f"Thêm hệ tọa độ {SRID} (VN-2000 / TM-3 104-45)",)


def _roles(connection: Connection) -> tuple[str, ...]:
    have = {row[0] for row in fetch(connection, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'ncovy%%'", ())}
    missing = [role for role in (OWNER, *GROUPS) if role not in have]
    for role in missing:
        # Roles belong to the whole server: another database's upgrade may make the same one at this moment.
        execute(
            connection,
            sql.SQL("DO $$ BEGIN CREATE ROLE {} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$").format(sql.Identifier(role)),
        )
    return tuple(f"Thêm vai trò {role}" for role in missing)


def _membership(connection: Connection) -> tuple[str, ...]:
    done = [_include(connection, group, member) for group, member in MEMBERS]
    done.append(_let_become_owner(connection))
    return tuple(sentence for sentence in done if sentence)


def _include(connection: Connection, group: str, member: str) -> str:
    if value_of(connection, "SELECT pg_has_role(%s, %s, 'USAGE')", (member, group)):
        return ""
    execute(connection, sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(member)))
    return f"Vai trò {member} gồm cả {group}"


def _let_become_owner(connection: Connection) -> str:
    """The installing account may act as ncovy_owner, but (where the server can tell) is not it all the time."""
    if value_of(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        return ""
    if value_of(connection, _MAY_BECOME_OWNER, (_membership_kind(connection),)):
        return ""
    modern = connection.info.server_version >= 160000
    if modern and not value_of(connection, "SELECT pg_has_role(current_user, 'ncovy_owner', 'MEMBER WITH ADMIN OPTION')"):
        raise SetupError(
            "Vai trò ncovy_owner do tài khoản khác tạo: nhờ quản trị máy chủ chạy «GRANT ncovy_owner TO tài_khoản_này WITH SET TRUE, INHERIT FALSE».",
            "The role ncovy_owner was made by another account: ask the server's administrator for GRANT ncovy_owner WITH SET TRUE, INHERIT FALSE.",
        )
    execute(connection, "GRANT ncovy_owner TO CURRENT_USER" + (" WITH SET TRUE, INHERIT FALSE" if modern else ""))
    return "Tài khoản cài đặt được hành động như ncovy_owner"


def _membership_kind(connection: Connection) -> str:
    return "SET" if connection.info.server_version >= 160000 else "MEMBER"


def _schemas(connection: Connection) -> tuple[str, ...]:
    have = {row[0] for row in fetch(connection, "SELECT nspname FROM pg_namespace")}
    missing = [name for name in SCHEMAS if name not in have]
    for name in missing:
        execute(connection, sql.SQL("CREATE SCHEMA {} AUTHORIZATION ncovy_owner").format(sql.Identifier(name)))
    if missing and value_of(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        execute(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    return tuple(f"Thêm lược đồ {name}" for name in missing)
