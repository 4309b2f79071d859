"""The map as it was, in the window of QGIS: the group of layers, its sign that takes it away, QGIS's clock."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsApplication, QgsInterval, QgsLayerTreeGroup, QgsLayerTreeNode, QgsTemporalNavigationObject, QgsUnitTypes
from qgis.gui import QgsLayerTreeView, QgsLayerTreeViewIndicator
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtWidgets import QDockWidget

from ...gis.as_of import Wanted, close_past, map_queries, open_past, past_groups, time_range
from ...gis.compat import the_project
from ...gis.project import language
from .. import waiting
from ..messages import sentence_of
from .as_of import AsOfDialog
from .tasks import asked
from .words import past_title

if TYPE_CHECKING:
    from ..session import Session

FRAMES = 200  # about so many steps through the time chosen
MINUTE_S, HOUR_MIN = 60, 60
CLOCK_DOCK = "Temporal Controller"  # as QGIS names it


class PastMap(QObject):
    """One past at a time; the map of now comes back with one click on the group's sign, or on the dialog's button."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._project = session, the_project()
        self.dialog: Optional[AsOfDialog] = None
        self.sign: Optional[QgsLayerTreeViewIndicator] = None
        self._group: Optional[QgsLayerTreeGroup] = None
        self._running = False
        self._panel: Optional[QDockWidget] = None  # QGIS's, when it was opened here
        self._project.layerTreeRoot().willRemoveChildren.connect(self._going)

    def show(self) -> None:
        """The dialog."""
        if self.dialog is None:
            self.dialog = AsOfDialog(self._session.iface.mainWindow())
            self.dialog.wanted.connect(self.open)
            self.dialog.left.connect(self.leave)
        self.dialog.shows_past(bool(past_groups(self._project)))
        self.dialog.show()
        self.dialog.raise_()

    def open(self, wanted: Wanted) -> None:
        """Read what is needed beside the window, then open the layers."""
        source, catalogue = self._session.source(), self._session.catalogue
        if source is None:
            return
        dsn, window = source.dsn(), self._session.iface.mainWindow()
        text = QCoreApplication.translate("Ncovy", "Đang mở bản đồ lúc trước…")
        try:
            queries = waiting.run(lambda: asked(dsn, lambda connection: map_queries(connection, catalogue, wanted)), window, text)
            group = open_past(source, catalogue, self._project, wanted, queries, past_title(wanted), language())
        except Exception as error:  # an edge: the sentence is shown
            self._tell(sentence_of(error))
            return
        self._mark(group)
        self._set_clock(wanted)
        self._tell("")

    def leave(self) -> None:
        """The map of now."""
        self._session.iface.mapCanvas().stopRendering()  # what is being drawn goes
        close_past(self._project)
        if self._running:
            self._clock_off()
        self._tell("")

    def close(self) -> None:
        """Layers a person opened stay; what is ours goes."""
        self._project.layerTreeRoot().willRemoveChildren.disconnect(self._going)
        self._unmark()
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None

    def _tell(self, text: str) -> None:
        there = bool(past_groups(self._project))
        if self.dialog is not None:
            self.dialog.tell(text)
            self.dialog.shows_past(there)
        elif text:
            self._session.messages.warn(text)
        self._session.iface.mapCanvas().refresh()

    # --- the sign of the group --------------------------------------------------------------------------------------

    def _mark(self, group: QgsLayerTreeGroup) -> None:
        view = self._session.iface.layerTreeView()
        if not isinstance(view, QgsLayerTreeView):
            return
        sign = QgsLayerTreeViewIndicator(view)
        sign.setIcon(QgsApplication.getThemeIcon("/mActionRemove.svg"))
        sign.setToolTip(QCoreApplication.translate("Ncovy", "Về bản đồ hiện nay: bỏ nhóm lịch sử này"))
        sign.clicked.connect(lambda _: self.leave())
        view.addIndicator(group, sign)
        self.sign, self._group = sign, group

    def _going(self, node: QgsLayerTreeNode, first: int, last: int) -> None:
        """However the group goes, its sign goes before."""
        if self._group is not None and self._group in node.children()[first : last + 1]:
            self._unmark()

    def _unmark(self) -> None:
        view = self._session.iface.layerTreeView()
        if self.sign is not None and isinstance(view, QgsLayerTreeView):
            view.removeIndicator(self._group, self.sign)
            self.sign.deleteLater()
        self.sign = self._group = None

    # --- QGIS's clock -----------------------------------------------------------------------------------------------

    def _clock(self) -> Optional[QgsTemporalNavigationObject]:
        found = self._session.iface.mapCanvas().temporalController()
        return found if isinstance(found, QgsTemporalNavigationObject) else None

    def _set_clock(self, wanted: Wanted) -> None:
        """Ready to run over the time chosen, by hours or by larger steps, with QGIS's own panel."""
        clock = self._clock()
        if self._running and wanted.until is None:
            self._clock_off()
        if clock is None or wanted.until is None:
            return
        self._project.timeSettings().setTemporalRange(time_range(wanted))
        clock.setTemporalExtents(time_range(wanted))
        clock.setFrameDuration(_step(wanted.until - wanted.at))
        clock.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.Animated)
        clock.rewindToStart()
        self._running = True
        dock = self._session.iface.mainWindow().findChild(QDockWidget, CLOCK_DOCK)
        if dock is not None and dock.isHidden():
            dock.show()
            self._panel = dock

    def _clock_off(self) -> None:
        """As it was before, the panel too."""
        clock, self._running = self._clock(), False
        panel, self._panel = self._panel, None
        if clock is not None:
            clock.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.NavigationOff)
        if panel is not None:
            panel.hide()


def _step(length: timedelta) -> QgsInterval:
    """Whole minutes, or whole hours where those are enough."""
    minutes = max(1, ceil(length.total_seconds() / MINUTE_S / FRAMES))
    if minutes < HOUR_MIN:
        return QgsInterval(minutes, QgsUnitTypes.TemporalUnit.TemporalMinutes)
    return QgsInterval(ceil(minutes / HOUR_MIN), QgsUnitTypes.TemporalUnit.TemporalHours)
