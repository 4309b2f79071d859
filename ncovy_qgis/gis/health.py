"""Is everything there that the map needs? In plain words, and with the name of what can mend it. Reads only; no widgets."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping, Optional

from psycopg2.extensions import connection as Connection
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Catalogue
from ..db.connection import connect, fetch, value_of
from ..db.upgrade import Status, status
from . import journal
from .edits import place
from .source import Source

GROUPS = ("ncovy_viewer", "ncovy_editor", "ncovy_supervisor", "ncovy_publisher")
TIMEZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Sign:
    """One thing looked at; `mend` names the remedy, "" when there is none here."""

    good: bool
    text: str
    mend: str = ""


def examine(source: Source, catalogue: Catalogue, journals: Optional[Path] = None) -> tuple[Sign, ...]:
    """All signs; a database that cannot be reached is a sign too."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        connection.set_session(readonly=True)
        signs = [_reached(connection), _schema(status(connection, catalogue))]
        if signs[-1].good or value_of(connection, "SELECT to_regclass('ncovy.assignment') IS NOT NULL"):
            signs += [_role(connection), _area(connection), _time_zone(connection), _forms(connection, catalogue), _web_style(connection)]
    if journals is not None:
        signs.append(_journals(journals, source))
    return tuple(signs)


def _say(text: str, **values: object) -> str:
    return text.format(**values) if values else text


def _reached(connection: Connection) -> Sign:
    version, person = fetch(connection, "SELECT current_setting('server_version'), session_user")[0]
    text = QCoreApplication.translate("Ncovy", "Kết nối được: PostgreSQL {version}, người dùng «{person}».")
    return Sign(True, _say(text, version=version, person=person))


def _schema(found: Status) -> Sign:
    if found.current:
        return Sign(True, QCoreApplication.translate("Ncovy", "Cấu trúc cơ sở dữ liệu đúng phiên bản."))
    if not found.installed:
        return Sign(False, QCoreApplication.translate("Ncovy", "Cơ sở dữ liệu chưa có các bảng của Ncovy."), "upgrade")
    text = QCoreApplication.translate("Ncovy", "Cấu trúc cơ sở dữ liệu cũ hơn chương trình; cần nâng cấp.")
    return Sign(False, text, "upgrade")


def _role(connection: Connection) -> Sign:
    query = "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND pg_has_role(session_user, oid, 'member')"
    roles = [row[0] for row in fetch(connection, query, (list(GROUPS),))]
    words = {
        "ncovy_viewer": QCoreApplication.translate("Ncovy", "xem"),
        "ncovy_editor": QCoreApplication.translate("Ncovy", "nhập liệu"),
        "ncovy_supervisor": QCoreApplication.translate("Ncovy", "kiểm duyệt"),
        "ncovy_publisher": QCoreApplication.translate("Ncovy", "công bố"),
    }
    if not roles:
        text = QCoreApplication.translate("Ncovy", "Bạn chưa có vai trò nào; người quản trị cấp bằng lệnh «ncovy staff grant».")
        return Sign(False, text)
    text = QCoreApplication.translate("Ncovy", "Vai trò của bạn: {roles}.")
    return Sign(True, _say(text, roles=", ".join(words[name] for name in GROUPS if name in roles)))


def _area(connection: Connection) -> Sign:
    query = """
        SELECT u.name FROM ncovy.assignment AS a JOIN ncovy.unit AS u ON u.code = a.unit_code AND u.era = a.era
         WHERE a.person = session_user AND a.valid_from <= now() AND (a.valid_to IS NULL OR a.valid_to > now()) ORDER BY u.level, u.name
    """
    names = [row[0] for row in fetch(connection, query)]
    if names:
        text = QCoreApplication.translate("Ncovy", "Địa bàn được giao: {names}.")
        return Sign(True, _say(text, names=", ".join(dict.fromkeys(names))))
    writes = value_of(
        connection,
        "SELECT bool_or(pg_has_role(session_user, oid, 'member')) FROM pg_roles WHERE rolname IN ('ncovy_editor', 'ncovy_supervisor')",
    )
    text = QCoreApplication.translate("Ncovy", "Bạn chưa được giao địa bàn nên chỉ xem được; người quản trị giao bằng «ncovy staff grant».")
    return Sign(not writes, text)


def _time_zone(connection: Connection) -> Sign:
    """QGIS 3.22 shows a time as the session writes it: the session must write Vietnamese time."""
    zone = value_of(connection, "SHOW TimeZone")
    if zone in (TIMEZONE, "Asia/Saigon", "+07"):
        return Sign(True, QCoreApplication.translate("Ncovy", "Giờ của cơ sở dữ liệu là giờ Việt Nam."))
    text = QCoreApplication.translate("Ncovy", "Cơ sở dữ liệu dùng múi giờ {zone}: biểu mẫu sẽ hiện sai giờ.")
    return Sign(False, _say(text, zone=zone), "time_zone")


def _forms(connection: Connection, catalogue: Catalogue) -> Sign:
    stored = 0
    if value_of(connection, "SELECT to_regclass('public.layer_styles') IS NOT NULL"):
        query = "SELECT count(DISTINCT f_table_name) FROM public.layer_styles WHERE f_table_schema = 'ncovy' AND useasdefault"
        stored = int(value_of(connection, query))
    if stored >= len(catalogue.layers):
        return Sign(True, QCoreApplication.translate("Ncovy", "Biểu mẫu cho QGIS không có tiện ích này đã được lưu."))
    text = QCoreApplication.translate("Ncovy", "Biểu mẫu cho QGIS không có tiện ích này chưa được lưu ({stored}/{count} lớp).")
    return Sign(False, _say(text, stored=stored, count=len(catalogue.layers)), "forms")


def _web_style(connection: Connection) -> Sign:
    if value_of(connection, "SELECT EXISTS (SELECT FROM ncovy.web_style WHERE name = 'style.json')"):
        return Sign(True, QCoreApplication.translate("Ncovy", "Kiểu bản đồ công khai đã được lưu."))
    return Sign(False, QCoreApplication.translate("Ncovy", "Kiểu bản đồ công khai chưa được lưu; chưa công bố được."), "web_style")


def _journals(folder: Path, source: Source) -> Sign:
    left = journal.leftovers(folder, place(source.dsn()))
    if not left:
        return Sign(True, QCoreApplication.translate("Ncovy", "Không có lần lưu nào dang dở."))
    text = QCoreApplication.translate("Ncovy", "{count} lần lưu chưa rõ kết quả còn trong nhật ký.")
    return Sign(False, _say(text, count=len(left)), "journals")


Remedy = Callable[[Source, Catalogue], None]


def mend_schema(source: Source, catalogue: Catalogue) -> None:
    """Upgrade the database; needs the rights of its owner."""
    from ..db.upgrade import upgrade

    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        upgrade(connection, catalogue)


def mend_time_zone(source: Source, catalogue: Catalogue) -> None:
    """Let every new session write Vietnamese time; needs the rights of the database's owner."""
    from psycopg2 import sql

    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection, connection:
        name = value_of(connection, "SELECT current_database()")
        with connection.cursor() as cursor:
            statement = sql.SQL("ALTER DATABASE {} SET timezone TO {}")
            cursor.execute(statement.format(sql.Identifier(name), sql.Literal(TIMEZONE)))


REMEDIES: Mapping[str, Remedy] = {"upgrade": mend_schema, "time_zone": mend_time_zone}
