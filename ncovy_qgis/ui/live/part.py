"""The live map as a part of the desk: others' saves appear, what they changed under one's hands is marked, who edits what is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtWidgets import QAction

from ...db.change import Key
from ...db.live import Arrived, Present
from ...gis.arrivals import Arrivals
from ...gis.compat import the_project
from ...gis.live import Link, Live
from ...gis.source import Source, source_of
from ...gis.values import from_wkb
from ..icons import set_sign
from ..part import make_action
from ..timers import later
from ..words import said
from .forms import OpenForms
from .marks import Marks, go_to
from .notice import Notice
from .who import WhoDialog
from .words import form_words, link_words, overtaken_words, present_words

if TYPE_CHECKING:
    from ..session import Session

SIGNS = {Link.CONNECTED: "live", Link.POLLING: "live_polling", Link.LOST: "live_lost"}


class LiveMap(QObject):
    """One link for the open map; everything it shows is looked up anew when something changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.link = Link.LOST
        self.present: tuple[Present, ...] = ()
        self.live: Optional[Live] = None
        self.arrivals, self.forms = Arrivals(session.edits), OpenForms()
        self.marks = Marks(session.iface.mapCanvas())
        bar = session.iface.messageBar()
        self.overtaken, self.others = Notice(bar, Qgis.MessageLevel.Warning), Notice(bar, Qgis.MessageLevel.Info)
        self._source: Optional[Source] = None
        self._turn = 0
        self._action: Optional[QAction] = None
        self._window: Optional[WhoDialog] = None
        self._project = the_project()
        self._attending = later(self, 0, self._attend)  # after the session has begun, or ceased, to watch the layers
        self._attending.start()
        self._links = (
            (self._project.layersAdded, self._later),
            (self._project.layersRemoved, self._later),
            (session.map_opened, self._later),
            (self.arrivals.changed, self.look),
            (self.forms.changed, self.look),
        )
        for signal, slot in self._links:
            signal.connect(slot)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """One sign in the toolbar: how the map is linked; a click lists who is working."""
        text = QCoreApplication.translate("Ncovy", "Ai đang sửa…")
        self._action = make_action(owner, "ncovyLive", SIGNS[self.link], text, self.show_people)
        self._show_link()
        return [self._action]

    def close(self) -> None:
        """Hang up, leave the canvas and the message bars as they were."""
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._attending.stop()
        self._hang_up()
        self.forms.close()
        self.arrivals.close()
        self.marks.clear()
        self.overtaken.close()
        self.others.close()
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None
        self._action = None

    def show_people(self) -> None:
        """The window of who is working now."""
        if self._window is None:
            self._window = WhoDialog(self._session.iface.mainWindow(), self._session.catalogue, self._go_to_present)
        self._fill_window()
        self._window.show()
        self._window.raise_()

    # --- the link ---------------------------------------------------------------------------------------------------

    def _later(self, *_: object) -> None:
        self._attending.start()

    def _attend(self) -> None:
        """One link, to the database of the layers that are watched now."""
        layers = self._session.edits.layers
        source = source_of(next(iter(layers.values()))) if layers else None
        if source != self._source:
            self._hang_up()
            self._source = source
            if source is not None:
                self._dial(source)
        self.arrivals.follow()

    def _dial(self, source: Source) -> None:
        self.live = Live(source.dsn())
        queued = Qt.ConnectionType.QueuedConnection
        self.live.arrived.connect(self._arrived, queued)
        self.live.present.connect(self._present, queued)
        self.live.linked.connect(self._linked, queued)
        self.live.start()

    def _hang_up(self) -> None:
        live, self.live, self._source = self.live, None, None
        if live is not None:
            live.arrived.disconnect(self._arrived)
            live.present.disconnect(self._present)
            live.linked.disconnect(self._linked)
            live.close()
        self.link, self.present = Link.LOST, ()
        self._show_link()
        self.look()

    def _arrived(self, arrived: Sequence[Arrived]) -> None:
        self.arrivals.take(arrived)
        self._session.arrived.emit(arrived)

    def _present(self, present: Sequence[Present]) -> None:
        self.present = tuple(present)
        self.look()

    def _linked(self, link: Link) -> None:
        self.link = link
        self._show_link()

    # --- what is shown ----------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Say and mark what is true now; announce what is being edited."""
        touched, opened = self.arrivals.touched(), self.forms.features()
        if self.live is not None:
            self.live.announce(touched | opened)
        self._mark()
        mine = touched | self.arrivals.chosen()
        near = [each for each in self.present if (each.layer, each.uid) in mine]
        self.others.say(present_words(near, self._session.catalogue, self._me()) if near else "")
        self.overtaken.come_before(self.others)
        self.forms.tell(self._form_words)
        self._fill_window()

    def _mark(self) -> None:
        found = self.arrivals.overtaken()
        self.marks.show(found)
        text = overtaken_words(found, self._session.catalogue, self._me()) if found else ""
        self.overtaken.say(text, QCoreApplication.translate("Ncovy", "Tới đối tượng"), self._go_to_overtaken)

    def _form_words(self, key: Key, version: int) -> str:
        news = self.arrivals.news_of(key)
        present = [each for each in self.present if (each.layer, each.uid) == key]
        return form_words(news if news is not None and news.row_version > version else None, present, self._me())

    def _show_link(self) -> None:
        if self._action is not None:
            set_sign(self._action, SIGNS[self.link])
            self._action.setToolTip(self._link_words())
        self._fill_window()

    def _fill_window(self) -> None:
        if self._window is not None:
            self._window.show_people(self.present, self._link_words(), self._me())

    def _link_words(self) -> str:
        if self.live is None:
            return QCoreApplication.translate("Ncovy", "Chưa mở bản đồ nên chưa nối trực tiếp.")
        reason = self.live.reason
        return link_words(self.link, said(reason) if reason is not None else "")

    def _me(self) -> str:
        return self.live.me if self.live is not None else ""

    # --- going there ------------------------------------------------------------------------------------------------

    def _go_to_overtaken(self) -> None:
        """The newest, then one after the other."""
        found = self.arrivals.overtaken()
        if found:
            self._turn += 1
            item = found[-(self._turn % len(found) or len(found))]
            self._session.iface.setActiveLayer(item.layer)
            go_to(self._session.iface.mapCanvas(), item.geometry, item.layer.crs())

    def _go_to_present(self, item: Present) -> None:
        layer = self._session.edits.layers.get(item.layer)
        if layer is not None and item.wkb is not None:
            go_to(self._session.iface.mapCanvas(), from_wkb(item.wkb), layer.crs())
