"""Which database the open map is of: whoever reads from it beside the window begins anew when another map is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.PyQt.QtCore import QObject

from ..gis.compat import the_project
from ..gis.source import Source, source_of
from .timers import later

if TYPE_CHECKING:
    from .session import Session


class MapSource(QObject):
    """`source` is None as long as no map is open; `changed` is called after it has become another."""

    def __init__(self, parent: QObject, session: Session, changed: Callable[[], None]) -> None:
        super().__init__(parent)
        self._session, self._changed = session, changed
        self.source: Optional[Source] = None
        self._attending = later(self, 0, self._attend)  # after the layers of a map have come, or gone
        project = the_project()
        self._signals = (project.layersAdded, project.layersRemoved, session.map_opened)
        for signal in self._signals:
            signal.connect(self._soon)
        self._soon()

    def close(self) -> None:
        """Look no more."""
        for signal in self._signals:
            signal.disconnect(self._soon)
        self._attending.stop()

    def _soon(self, *_: Any) -> None:
        self._attending.start()

    def _attend(self) -> None:
        layers = self._session.layers()
        source = source_of(next(iter(layers.values()))) if layers else None
        if source != self.source:
            self.source = source
            self._changed()
