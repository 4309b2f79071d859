"""May this person read the tables a map needs? Asked first: QGIS 3.22 crashes on a table it may not read."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from psycopg2.extensions import connection as Connection
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Catalogue
from ..db.connection import connect, fetch
from .layers import LayerError
from .source import Source

OTHERS = ("unit", "list_value", "era", "setting")
READABLE = """
    SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname = 'ncovy' AND c.relname = ANY (%s)
       AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
"""


def require_access(source: Source, catalogue: Catalogue) -> None:
    """Raise LayerError unless every table can be read."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        require_readable(connection, catalogue)


def require_readable(connection: Connection, catalogue: Catalogue) -> None:
    """The same on an open connection; for a thread."""
    wanted = [*(layer.name for layer in catalogue.layers), *OTHERS]
    closed = unreadable(connection, wanted)
    if closed:
        why = QCoreApplication.translate("Ncovy", "chưa có bảng này hoặc bạn không có quyền xem; hãy dùng «Kiểm tra kết nối».")
        raise LayerError(f"ncovy.{closed[0]}", why)


def unreadable(connection: Connection, tables: Iterable[str]) -> tuple[str, ...]:
    """Tables that are missing or closed to this person."""
    wanted = list(tables)
    found = {row[0] for row in fetch(connection, READABLE, (wanted,))}
    return tuple(table for table in wanted if table not in found)
