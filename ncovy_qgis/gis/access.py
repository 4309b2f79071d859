"""May this person read the tables a map needs? Asked first: QGIS 3.22 crashes on a table it may not read."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Catalogue
from ..db.opening import Ground, Unreadable, ground
from .layers import LayerError
from .source import Source


def require_access(source: Source, catalogue: Catalogue) -> Ground:
    """The same as `ask`, of a source."""
    return ask(source.dsn(), catalogue)


def ask(dsn: Mapping[str, str], catalogue: Catalogue) -> Ground:
    """What the database says of itself; raises LayerError unless every table can be read. For a thread, too."""
    try:
        return ground(dsn, [layer.name for layer in catalogue.layers])
    except Unreadable as closed:
        why = QCoreApplication.translate("Ncovy", "chưa có bảng này hoặc bạn không có quyền xem; hãy dùng «Kiểm tra kết nối».")
        raise LayerError(f"ncovy.{closed.tables[0]}", why) from closed
