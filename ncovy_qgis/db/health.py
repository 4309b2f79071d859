"""Is this database fit for work, for this person? Each trouble in plain words, with how to mend it. Used by `ncovy doctor` and by the GUI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue, Text

from . import foundation, migrations, upgrade, web_style
from .connection import tidy, value_of
from .errors import SetupError
from .foundation import EXTENSIONS, SRID

_DRAWN = "SELECT (SELECT position(convert_to(%s, 'UTF8') IN content) > 0 FROM ncovy.web_style WHERE name = 'style.json')"
OLDEST = 140000
OLDEST_POSTGIS = (3, 3)
UPGRADE = Text("Chạy «ncovy db upgrade» bằng tài khoản quản trị.", "Run “ncovy db upgrade” with the administrator's account.")
ASK_GRANT = Text("Nhờ quản trị chạy «ncovy staff grant».", "Ask the administrator for “ncovy staff grant”.")


@dataclass(frozen=True)
class Facts:
    """What was seen, without judgement."""

    server_version: int
    postgis: str | None
    extensions: tuple[str, ...]
    srid_known: bool
    open_public_schema: bool
    state: upgrade.Status | None
    too_new: Text | None
    person: str
    roles: tuple[str, ...]
    areas: int
    admin: bool
    units: int
    approximate_units: int
    web_style: bool | None
    """Whether this program drew the public map's style; None when none is stored."""
    exercise: bool


@dataclass(frozen=True)
class Trouble:
    """One thing that is not as it should be; `severity` is 'error' (no work possible) or 'warning'."""

    code: str
    severity: str
    text: Text
    remedy: Text


def health(connection: Connection, catalogue: Catalogue) -> tuple[Trouble, ...]:
    """What is wrong, most serious first; empty when all is well."""
    return diagnose(read_facts(connection, catalogue))


def read_facts(connection: Connection, catalogue: Catalogue) -> Facts:
    """Look at the server, the database and the person; changes nothing."""
    tidy(connection)
    try:
        return _facts(connection, catalogue)
    finally:
        tidy(connection)


def diagnose(facts: Facts) -> tuple[Trouble, ...]:
    """Judge what was seen. Pure."""
    found = [*_server(facts), *_schema(facts)]
    if not any(each.severity == "error" for each in found):
        found += [*_person(facts), *_content(facts)]
    return tuple(sorted(found, key=lambda each: each.severity))


def _facts(connection: Connection, catalogue: Catalogue) -> Facts:
    state, too_new = _state(connection, catalogue)
    ready = bool(state and state.installed)
    extensions = value_of(connection, "SELECT coalesce(array_agg(extname::text), '{}') FROM pg_extension WHERE extname = ANY (%s)", (list(EXTENSIONS),))
    postgis = "postgis" in extensions

    def ask(query: str, otherwise: object, when: bool = ready) -> object:
        return value_of(connection, query) if when else otherwise

    usable = ready and bool(value_of(connection, "SELECT has_schema_privilege('ncovy', 'USAGE') AND has_table_privilege('ncovy.unit', 'SELECT')"))
    in_view = usable and bool(value_of(connection, "SELECT has_table_privilege('ncovy.assignment', 'SELECT')"))
    return Facts(
        server_version=connection.info.server_version,
        postgis=str(ask("SELECT public.postgis_lib_version()", "", postgis)) or None,
        extensions=tuple(extensions),
        srid_known=bool(ask(_SRID.as_string(connection), False, postgis)),
        open_public_schema=bool(value_of(connection, "SELECT has_schema_privilege('public', 'public', 'CREATE')")),
        state=state,
        too_new=too_new,
        person=str(value_of(connection, "SELECT session_user")),
        roles=tuple(value_of(connection, _ROLES)),
        areas=int(str(ask(_AREAS, 0, in_view))),
        admin=bool(ask("SELECT ncovy_app.is_admin()", False, in_view)),
        units=int(str(ask("SELECT count(*) FROM ncovy.unit WHERE geom IS NOT NULL", 0, usable))),
        approximate_units=int(str(ask("SELECT count(*) FROM ncovy.unit WHERE level = 3 AND quality = 'approximate'", 0, usable))),
        web_style=value_of(connection, _DRAWN, (web_style.drawn_by(catalogue),)) if usable else None,
        exercise=bool(ask("SELECT EXISTS (SELECT FROM ncovy.setting WHERE name = 'exercise')", False, usable)),
    )


_SRID = sql.SQL("SELECT EXISTS (SELECT FROM public.spatial_ref_sys WHERE srid = {} AND strpos(proj4text, 'towgs84') > 0)").format(sql.Literal(SRID))
_ROLES = (
    "SELECT coalesce(array_agg(substr(rolname, 7) ORDER BY rolname), '{}') FROM pg_roles"
    " WHERE rolname IN ('ncovy_viewer', 'ncovy_editor', 'ncovy_supervisor', 'ncovy_publisher', 'ncovy_reader') AND pg_has_role(session_user, oid, 'USAGE')"
)
_AREAS = "SELECT count(*) FROM ncovy.assignment WHERE person = session_user AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())"


def _state(connection: Connection, catalogue: Catalogue) -> tuple[upgrade.Status | None, Text | None]:
    if not migrations.installed(connection):
        return upgrade.Status(False, (), False, False), None
    foundation.look_as_owner(connection)
    if not value_of(connection, "SELECT has_schema_privilege('ncovy', 'USAGE')"):
        return None, None
    try:
        state = upgrade.status(connection, catalogue)
        foundation.look_as_owner(connection)
        return state, None
    except SetupError as error:
        tidy(connection)
        return upgrade.Status(True, (), True, True), error.text


def _server(facts: Facts) -> Iterator[Trouble]:
    if facts.server_version < OLDEST:
        yield _error(
            "old_server",
            "PostgreSQL cũ hơn phiên bản 14.",
            "PostgreSQL is older than version 14.",
            Text("Nâng cấp máy chủ PostgreSQL.", "Upgrade the PostgreSQL server."),
        )
    for name in EXTENSIONS:
        if name not in facts.extensions:
            remedy = Text(f"Nhờ quản trị máy chủ chạy «CREATE EXTENSION {name}».", f"Ask the server's administrator for CREATE EXTENSION {name}.")
            yield _error(f"no_{name}", f"Thiếu phần mở rộng {name}.", f"The extension {name} is missing.", remedy)
    if facts.postgis and tuple(int(part) for part in facts.postgis.split(".")[:2]) < OLDEST_POSTGIS:
        yield _error("old_postgis", "PostGIS cũ hơn phiên bản 3.3.", "PostGIS is older than version 3.3.", Text("Nâng cấp PostGIS.", "Upgrade PostGIS."))
    if facts.postgis and not facts.srid_known:
        yield _error("no_srid", "Thiếu hệ tọa độ VN-2000 / TM-3 104-45 (9208).", "SRID 9208 (VN-2000 / TM-3 104-45) is missing.", UPGRADE)
    if facts.open_public_schema:
        remedy = Text(
            "Nhờ quản trị chạy «REVOKE CREATE ON SCHEMA public FROM PUBLIC».", "Ask the administrator for REVOKE CREATE ON SCHEMA public FROM PUBLIC."
        )
        yield _warning("open_public", "Ai cũng tạo được hàm trong lược đồ public.", "Anybody may create functions in schema public.", remedy)


def _schema(facts: Facts) -> Iterator[Trouble]:
    if facts.state is None:
        yield _error(
            "no_access",
            f"Tài khoản {facts.person} chưa được vào cơ sở dữ liệu Ncovy.",
            f"The account {facts.person} has no access to the Ncovy database.",
            ASK_GRANT,
        )
    elif facts.too_new:
        yield Trouble("program_old", "error", facts.too_new, Text("Cập nhật Ncovy trong trình quản lý plugin.", "Update Ncovy in the plugin manager."))
    elif not facts.state.installed:
        yield _error("not_installed", "Cơ sở dữ liệu này chưa cài Ncovy.", "Ncovy is not installed in this database.", UPGRADE)
    elif facts.state.pending:
        yield _error("pending", f"Còn {len(facts.state.pending)} bước nâng cấp chưa chạy.", f"{len(facts.state.pending)} upgrade steps were not run.", UPGRADE)
    elif not facts.state.current:
        yield _warning(
            "outdated",
            "Biểu mẫu hoặc hàm trong cơ sở dữ liệu khác với chương trình này.",
            "Forms or functions in the database differ from this program.",
            UPGRADE,
        )


def _person(facts: Facts) -> Iterator[Trouble]:
    if not facts.roles and not facts.admin:
        yield _error("no_role", f"Tài khoản {facts.person} chưa có vai trò nào.", f"The account {facts.person} has no role.", ASK_GRANT)
    elif {"editor", "supervisor"} & set(facts.roles) and not facts.areas and not facts.admin:
        yield _warning("no_area", f"{facts.person} chưa được giao địa bàn nên không ghi được gì.", f"{facts.person} has no area and cannot write.", ASK_GRANT)


def _content(facts: Facts) -> Iterator[Trouble]:
    if not facts.units:
        yield _error("no_units", "Chưa có đơn vị hành chính.", "There are no administrative units.", UPGRADE)
    elif facts.approximate_units:
        remedy = Text("Nạp ranh giới chính thức: «ncovy units load TỆP».", "Load the official borders: “ncovy units load FILE”.")
        yield _warning(
            "approximate_units",
            f"{facts.approximate_units} xã mới có ranh giới ước lượng.",
            f"{facts.approximate_units} communes have approximate borders only.",
            remedy,
        )
    yield from _web_style(facts)
    if facts.exercise:
        remedy = Text("Xóa dòng «exercise» trong ncovy.setting khi làm việc thật.", "Delete the row “exercise” of ncovy.setting for real work.")
        yield _warning("exercise", "Đây là cơ sở dữ liệu diễn tập, thời gian được cố định.", "This is an exercise database; its time stands still.", remedy)


def _web_style(facts: Facts) -> Iterator[Trouble]:
    remedy = Text("Vẽ bằng QGIS: Ncovy ▸ Kiểm tra kết nối.", "Draw it with QGIS: Ncovy ▸ Check the connection.")
    if facts.web_style is None:
        yield _warning("no_web_style", "Chưa lưu kiểu hiển thị cho bản đồ công khai.", "The style of the public map is not stored yet.", remedy)
    elif not facts.web_style and facts.state and facts.state.current:  # two programs of different age would else draw it in turn
        vi, en = (
            "Kiểu hiển thị của bản đồ công khai do phiên bản khác của chương trình vẽ.",
            "Another version of this program drew the style of the public map.",
        )
        yield _warning("old_web_style", vi, en, remedy)


def _error(code: str, vi: str, en: str, remedy: Text) -> Trouble:
    return Trouble(code, "error", Text(vi, en), remedy)


def _warning(code: str, vi: str, en: str, remedy: Text) -> Trouble:
    return Trouble(code, "warning", Text(vi, en), remedy)
