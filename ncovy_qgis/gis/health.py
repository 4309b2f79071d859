"""Is everything there that the map needs? What the database's own health knows, and what only a QGIS cares about. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ..core.catalogue import Catalogue, Text
from ..db import stored_forms
from ..db.connection import connect, value_of
from ..db.health import Facts, diagnose, read_facts
from ..db.stored_forms import State, in_state
from ..db.upgrade import upgrade
from . import journal
from .source import Source, place_of

TIMEZONE = "Asia/Ho_Chi_Minh"
SAME_ZONES = (TIMEZONE, "Asia/Saigon", "Asia/Bangkok", "+07")
ROLES = {
    "viewer": Text("xem", "viewing"),
    "editor": Text("nhập liệu", "editing"),
    "supervisor": Text("kiểm duyệt", "review"),
    "publisher": Text("công bố", "publishing"),
    "reader": Text("đọc dữ liệu mở", "reading open data"),
}
MENDED_BY = {
    "not_installed": "upgrade",
    "pending": "upgrade",
    "outdated": "upgrade",
    "no_srid": "upgrade",
    "no_units": "upgrade",
    "no_web_style": "web_style",
    "old_web_style": "web_style",
}


@dataclass(frozen=True)
class Sign:
    """One thing looked at; `mend` names the remedy this QGIS offers, "" when there is none."""

    good: bool
    text: Text
    advice: Optional[Text] = None
    mend: str = ""
    serious: bool = True  # else work goes on without it


def examine(source: Source, catalogue: Catalogue, journals: Path) -> tuple[Sign, ...]:
    """All signs; raises what the connection raises."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        facts = read_facts(connection, catalogue)
        signs = [_reached(facts)]
        signs += [Sign(False, each.text, each.remedy, MENDED_BY.get(each.code, ""), each.severity == "error") for each in diagnose(facts)]
        signs.append(_time_zone(connection))
        if facts.state is not None and facts.state.installed:
            signs.append(_forms(connection, catalogue, facts.state.current))
    signs.append(_journals(journals, source))
    return tuple(signs)


def _reached(facts: Facts) -> Sign:
    vi = ", ".join(ROLES[name].vi for name in facts.roles) or "chưa có"
    en = ", ".join(ROLES[name].en for name in facts.roles) or "none"
    version = facts.server_version // 10000
    return Sign(
        True,
        Text(
            f"Kết nối được PostgreSQL {version}, người dùng «{facts.person}»; vai trò: {vi}.",
            f"Connected to PostgreSQL {version} as “{facts.person}”; roles: {en}.",
        ),
    )


def _time_zone(connection: Connection) -> Sign:
    """QGIS 3.22 shows a time as the session writes it: the session must write Vietnamese time."""
    zone = value_of(connection, "SHOW TimeZone")
    if zone in SAME_ZONES:
        return Sign(True, Text("Giờ của cơ sở dữ liệu là giờ Việt Nam.", "The database writes Vietnamese time."))
    text = Text(f"Cơ sở dữ liệu dùng múi giờ {zone}: biểu mẫu sẽ hiện sai giờ.", f"The database uses time zone {zone}: forms would show wrong times.")
    return Sign(False, text, mend="time_zone")


def _forms(connection: Connection, catalogue: Catalogue, current: bool) -> Sign:
    """A database of another version of the program is told as such: its forms are not called old besides."""
    stored, wanted = stored_forms.look(connection, catalogue), len(catalogue.layers)
    there = wanted - len(in_state(stored, State.MISSING))
    old = len(in_state(stored, State.OLD, State.UNKNOWN))
    if there < wanted:
        text = Text(
            f"Biểu mẫu cho QGIS không có tiện ích này chưa được lưu ({there}/{wanted} lớp).",
            f"Forms for a QGIS without this plugin are not stored ({there} of {wanted} layers).",
        )
    elif old and current:
        text = Text(
            f"Biểu mẫu cho QGIS không có tiện ích này đã cũ ({old}/{wanted} lớp).",
            f"Forms for a QGIS without this plugin are old ({old} of {wanted} layers).",
        )
    else:
        kept = len(in_state(stored, State.CHANGED))
        return Sign(
            True,
            Text(
                "Biểu mẫu cho QGIS không có tiện ích này đã được lưu" + (f" ({kept} lớp giữ kiểu có người đã sửa)." if kept else "."),
                "Forms for a QGIS without this plugin are stored" + (f" ({kept} layers keep a style somebody changed)." if kept else "."),
            ),
        )
    return Sign(False, text, mend="forms", serious=False)


def _journals(folder: Path, source: Source) -> Sign:
    count = journal.count_left(folder, place_of(source.dsn()))
    if not count:
        return Sign(True, Text("Không có sửa đổi nào chưa lưu từ lần trước.", "No unsaved edits are left from last time."))
    text = Text(f"Còn {count} sửa đổi chưa lưu từ lần QGIS tắt đột ngột.", f"{count} unsaved edits are left from a QGIS that stopped suddenly.")
    advice = Text("Hãy dùng «Khôi phục sửa đổi…».", "Use “Restore edits…”.")
    return Sign(False, text, advice, serious=False)


Remedy = Callable[[Source, Catalogue], None]


def mend_schema(source: Source, catalogue: Catalogue) -> None:
    """Upgrade the database; needs the rights of its owner."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        upgrade(connection, catalogue)


def mend_time_zone(source: Source, catalogue: Catalogue) -> None:
    """Let every new session write Vietnamese time; needs the rights of the database's owner."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection, connection, connection.cursor() as cursor:
        statement = sql.SQL("ALTER DATABASE {} SET timezone TO {}")
        cursor.execute(statement.format(sql.Identifier(connection.info.dbname), sql.Literal(TIMEZONE)))


REMEDIES: Mapping[str, Remedy] = {"upgrade": mend_schema, "time_zone": mend_time_zone}
