"""Forms and styles kept in layer_styles for a QGIS without the plugin: who wrote them last, and made from what. Imports no QGIS.

QGIS makes that table and lets everybody who owns it overwrite its rows. So the product keeps in ncovy.setting what it wrote (a checksum, the
language) and from what; a row that is not as it was written has been changed by somebody and is his.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from ncovy_qgis.core.catalogue import Catalogue
from ncovy_qgis.paths import icons_dir, package_dir, styles_dir

from . import foundation, migrations
from .connection import execute, fetch, value_of
from .errors import SetupError

NAME = "ncovy"
ASIDE = "ncovy (cũ)"
_SETTING = "stored_forms"
_READABLE = "SELECT has_table_privilege(to_regclass('public.layer_styles'), 'SELECT')"
_CHECKSUM = sql.SQL("encode(sha256(convert_to(styleqml::text, 'UTF8')), 'hex')")
_OURS = sql.SQL("f_table_catalog = current_database() AND f_table_schema = 'ncovy' AND f_geometry_column = 'geom'")
_ROWS = sql.SQL("SELECT f_table_name, stylename, useasdefault, {} FROM public.layer_styles WHERE {}").format(_CHECKSUM, _OURS)
_REWRITE = sql.SQL(
    "UPDATE public.layer_styles SET styleqml = %s, stylesld = %s, update_time = now() WHERE {} AND f_table_name = %s AND stylename = %s AND {} = %s"
).format(_OURS, _CHECKSUM)
_SET_ASIDE = sql.SQL("UPDATE public.layer_styles SET stylename = %s, useasdefault = false WHERE {} AND f_table_name = %s AND stylename = %s").format(_OURS)
_SURROUNDINGS = (
    "SELECT coalesce(string_agg(e.era || ' ' || e.valid_from, ',' ORDER BY e.era), ''),"
    " (SELECT s.value ->> 'now' FROM ncovy.setting AS s WHERE s.name = 'exercise') FROM ncovy.era AS e"
)
_RECORDED = "SELECT value FROM ncovy.setting WHERE name = %s"
_RECORD = "INSERT INTO ncovy.setting AS s (name, value) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = s.value || excluded.value"


class State(Enum):
    """Of one layer's stored form."""

    MISSING = "missing"
    CURRENT = "current"
    OLD = "old"  # as the product wrote it, but made from other forms, styles or code than are here now
    CHANGED = "changed"  # by somebody, or another style is the default
    UNKNOWN = "unknown"  # stored before it was written down


@dataclass(frozen=True)
class StoredForm:
    state: State
    fresh: bool = True  # made from what is here now; an untold one counts as such
    language: str = "vi"
    checksum: str = ""


@dataclass(frozen=True)
class Drawn:
    """A form with its style as QGIS writes them."""

    qml: str
    sld: str


def look(connection: Connection, catalogue: Catalogue) -> Mapping[str, StoredForm]:
    """Each layer's stored form; a viewer may ask."""
    if not (migrations.installed(connection) and value_of(connection, _READABLE)):
        return {layer.name: StoredForm(State.MISSING) for layer in catalogue.layers}
    rows: dict[str, dict[str, tuple[bool, str]]] = {}
    for table, name, default, checksum in fetch(connection, _ROWS):
        rows.setdefault(table, {})[name] = (bool(default), checksum)
    foundation.look_as_owner(connection)
    known, now = value_of(connection, _RECORDED, (_SETTING,)) or {}, made_from(connection, catalogue)
    execute(connection, "RESET ROLE")  # whose rights on layer_styles are others
    return {layer.name: _judge(rows.get(layer.name, {}), known.get(layer.name), now) for layer in catalogue.layers}


def in_state(stored: Mapping[str, StoredForm], *states: State) -> tuple[str, ...]:
    return tuple(layer for layer, form in stored.items() if form.state in states)


def _judge(rows: Mapping[str, tuple[bool, str]], record: Mapping[str, str] | None, now: str) -> StoredForm:
    default, checksum = rows.get(NAME, (False, ""))
    fresh = record is None or record["from"] == now
    language = record["language"] if record else "vi"
    if any(others for name, (others, _) in rows.items() if name != NAME):
        return StoredForm(State.CHANGED, fresh, language)
    if NAME not in rows:
        return StoredForm(State.MISSING)
    if record is None:
        return StoredForm(State.UNKNOWN)
    if not default or checksum != record["sha256"]:
        return StoredForm(State.CHANGED, fresh, language)
    return StoredForm(State.CURRENT if fresh else State.OLD, fresh, language, checksum)


def made_from(connection: Connection, catalogue: Catalogue) -> str:
    """Checksum of all a stored form depends on: forms, styles, signs, the code that derives it, eras, the day of an exercise."""
    digest = hashlib.sha256(repr((catalogue.version, fetch(connection, _SURROUNDINGS))).encode())
    for path in _sources():
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from sorted(styles_dir().glob("*.qml"))
    yield from sorted(icons_dir().glob("*.svg"))
    yield from sorted((package_dir() / "core").rglob("*.py"))
    yield from sorted((package_dir() / "gis").glob("form*.py"))
    yield from (package_dir() / "gis" / name for name in ("layers.py", "stored_styles.py"))


def rewrite(connection: Connection, catalogue: Catalogue, drawn: Mapping[str, Drawn], stored: Mapping[str, StoredForm]) -> tuple[str, ...]:
    """Put new forms where the old ones still are as they were written; returns those layers. The caller commits."""
    if drawn and not value_of(connection, "SELECT has_table_privilege('public.layer_styles', 'UPDATE')"):
        owner = value_of(connection, "SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'layer_styles'")
        raise SetupError(
            f"Biểu mẫu lưu sẵn đã cũ, nhưng bảng layer_styles thuộc tài khoản {owner}: nhờ tài khoản đó chạy lại «ncovy db upgrade».",
            f"The stored forms are old, but the table layer_styles belongs to {owner}: let that account run “ncovy db upgrade” again.",
        )
    done = [layer for layer, form in drawn.items() if execute(connection, _REWRITE, (form.qml, form.sld, layer, NAME, stored[layer].checksum))]
    record(connection, catalogue, {layer: stored[layer].language for layer in done})
    return tuple(done)


def set_aside(connection: Connection, layer: str) -> None:
    """Keep what somebody may have changed under another name."""
    execute(connection, _SET_ASIDE, (ASIDE, layer, NAME))


def record(connection: Connection, catalogue: Catalogue, languages: Mapping[str, str]) -> None:
    """Write down that the forms of these layers, as they now are, are the product's. Ends as ncovy_owner; the caller commits."""
    sums = {table: checksum for table, name, _, checksum in fetch(connection, _ROWS) if name == NAME}
    foundation.become_owner(connection)
    origin = made_from(connection, catalogue)
    written = {layer: {"sha256": sums[layer], "from": origin, "language": language} for layer, language in languages.items()}
    execute(connection, _RECORD, (_SETTING, json.dumps(written)))


def outlook(stored: Mapping[str, StoredForm], catalogue: Catalogue, renewed: Iterable[str] = ()) -> tuple[str, ...]:
    """What an upgrade says of those that it leaves as they are; `renewed` was written anew meanwhile."""
    changed = tuple(layer for layer in in_state(stored, State.CHANGED) if not stored[layer].fresh)
    left = tuple(layer for layer in in_state(stored, State.OLD) if layer not in set(renewed))
    told = (
        (changed, "Giữ nguyên biểu mẫu, kiểu lưu sẵn mà có người đã sửa: {}."),
        (in_state(stored, State.UNKNOWN), "Giữ nguyên biểu mẫu, kiểu lưu sẵn không rõ có ai sửa chưa: {}; «Sửa» ở «Kiểm tra kết nối» thay bằng mẫu mới."),
        (left, "Biểu mẫu, kiểu lưu sẵn đã cũ: {}; «Sửa» ở «Kiểm tra kết nối» (QGIS) thay bằng mẫu mới."),
    )
    return tuple(text.format(titles(catalogue, layers)) for layers, text in told if layers)


def renewal(catalogue: Catalogue, layers: Iterable[str]) -> tuple[str, ...]:
    """The sentence of an upgrade for what it wrote anew, if anything."""
    named = titles(catalogue, layers)
    return (f"Ghi lại biểu mẫu, kiểu lưu sẵn cho QGIS không có tiện ích: {named}",) if named else ()


def titles(catalogue: Catalogue, layers: Iterable[str]) -> str:
    return ", ".join(catalogue.layer(name).title.vi for name in layers)
