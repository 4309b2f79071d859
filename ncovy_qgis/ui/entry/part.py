"""The part of the desk that adds features: dock, shortcuts, map tool and locator, from the first click to the open form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAction, QDialog, QShortcut

from ...core.coordinates import Degrees
from ...core.lookalikes import Pair, pair_of
from ...db.search import Place
from ...gis.source import parameters_of
from ..background import Question
from ..part import make_action
from . import memory
from .adding import Adding
from .dock import HERE, EntryDock
from .layer_list import make_shortcuts
from .locator import NcovyLocatorFilter
from .lookalike_dialog import LookalikeDialog, pairs_of
from .map_tool import Mark, PointTool
from .place_words import where
from .position_box import commune_at
from .prefill import Prefill

if TYPE_CHECKING:
    from ..session import Session

CLICKED = "imagery"  # location_method of a click on the map


class EntryPart:
    """One of the parts of the session."""

    def __init__(self, session: Session) -> None:
        self._session, self._window = session, session.iface.mainWindow()
        self._dock: Optional[EntryDock] = None
        self._adding = Adding(session)
        self._adding.entered.connect(self._entered)
        self._canvas = session.iface.mapCanvas()
        self._mark, self._tool = Mark(self._canvas), PointTool(self._canvas)
        self._tool.picked.connect(self._picked)
        self._tool.given_back.connect(self._put_down)
        self._canvas.mapToolSet.connect(self._tool_set)
        self._clicked: Optional[tuple[str, QgsPointXY, Mapping[str, Any]]] = None
        self._lookup = Question(None)
        self._lookup.answered.connect(self._whose)
        self._lookup.failed.connect(lambda _: self._open_clicked())
        self._asked: set[str] = set()
        self._shortcuts = self._make_shortcuts()
        self._prefill = Prefill(self._again, self._adding.watch)
        self._locator = NcovyLocatorFilter(session.catalogue, self.dsn, self._adding.go_to)
        session.iface.registerLocatorFilter(self._locator)

    def actions(self, owner: QObject) -> Sequence[QAction]:
        """One: show or hide the dock."""
        text = QCoreApplication.translate("Ncovy", "Nhập liệu")
        return [make_action(owner, "ncovyEntry", "mActionCapturePoint.svg", text, self.toggle, "Alt+Shift+N")]

    def close(self) -> None:
        """Leave nothing behind."""
        self._session.iface.deregisterLocatorFilter(self._locator)
        self._prefill.close()
        self._lookup.drop()
        self._adding.close()
        self._mark.hide()
        self._canvas.mapToolSet.disconnect(self._tool_set)
        self._canvas.unsetMapTool(self._tool)
        self._tool.deleteLater()
        for shortcut in self._shortcuts:
            shortcut.setParent(None)
            shortcut.deleteLater()
        if self._dock is not None:
            self._dock.stop()
            self._session.iface.removeDockWidget(self._dock)
            self._dock.setParent(None)
            self._dock.deleteLater()
            self._dock = None

    # --- the dock ---------------------------------------------------------------------------------------------------

    @property
    def dock(self) -> EntryDock:
        """Made when it is first wanted."""
        if self._dock is None:
            self._dock = self._make_dock()
        return self._dock

    def toggle(self) -> None:
        """Show the dock, or hide it."""
        if self._dock is not None and self._dock.isUserVisible():
            self._dock.hide()
        else:
            self.dock.show()
            self.dock.raise_()

    def dsn(self) -> Optional[Mapping[str, str]]:
        """How to reach the database of the open map; None without one. Main thread only."""
        layer = next(iter(self._session.layers().values()), None)
        return None if layer is None else parameters_of(layer)

    def _make_dock(self) -> EntryDock:
        dock = EntryDock(self._window, self._session.catalogue, self.dsn)
        dock.layers.chosen.connect(self._show)  # arrow keys pass by layers that nobody means: the questions wait
        dock.layers.itemClicked.connect(lambda *_: self.choose(dock.layers.stem()))
        dock.here.clicked.connect(lambda *_: self.here())
        dock.which.clicked.connect(lambda *_: self.ask_which())
        dock.which.setVisible(bool(pairs_of(self._session.catalogue)))
        for box in (dock.position, dock.commune):
            box.shown.connect(self._show_mark)
            box.wanted.connect(self._at)
        dock.visibilityChanged.connect(lambda shown: None if shown else self._mark.hide())
        self._session.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        return dock

    def _make_shortcuts(self) -> tuple[QShortcut, ...]:
        made = []
        for stem, shortcut in make_shortcuts(self._window, self._session.catalogue):
            shortcut.activated.connect(partial(self.choose, stem))
            made.append(shortcut)
        here = QShortcut(QKeySequence(HERE), self._window)
        here.setObjectName("ncovyEntryHereShortcut")
        here.activated.connect(self.here)
        return (*made, here)

    # --- which layer ------------------------------------------------------------------------------------------------

    def choose(self, stem: str) -> None:
        """The next feature goes into this layer, after two questions if it has a look-alike."""
        self.dock.show()
        self.dock.show_layer(stem)
        self._show(self._settled(stem))

    def ask_which(self, pair: Optional[Pair] = None) -> None:
        """The window with the two questions."""
        self._show(self._ask(pair or pair_of(self.dock.layers.stem()), False) or self.dock.layers.stem())

    def _show(self, stem: str) -> None:
        """The dock turns to the layer; a tool for points is no tool for zones."""
        self.dock.show_layer(stem)
        if self._canvas.mapTool() is self._tool and not self._takes_points():
            self._put_down()

    def _settled(self, stem: str) -> str:
        """The layer itself, or the one the answers propose; each pair is asked once a session."""
        pair = pair_of(stem)
        if pair is None or pair not in pairs_of(self._session.catalogue) or pair.name in self._asked or not memory.asks(pair.name):
            return stem
        self._asked.add(pair.name)
        return self._ask(pair, True) or stem

    def _ask(self, pair: Optional[Pair], automatic: bool) -> str:
        dialog = LookalikeDialog(self._window, self._session.catalogue, pair, automatic)
        accepted, proposal = dialog.exec() == QDialog.DialogCode.Accepted, dialog.proposal()
        if dialog.quiet.isChecked():
            memory.ask_no_more(dialog.pair().name)
        self._asked.add(dialog.pair().name)
        dialog.deleteLater()
        return proposal.layer if accepted and proposal is not None else ""

    def _ready(self) -> str:
        """The layer of the next feature, its questions put."""
        self.dock.show_layer(self._settled(self.dock.layers.stem()))
        return self.dock.layers.stem()

    def _takes_points(self) -> bool:
        return self._session.catalogue.layer(self.dock.layers.stem()).geometry == "Point"

    # --- where ------------------------------------------------------------------------------------------------------

    def here(self) -> None:
        """Take up the tool for a click on the map, or put it down; a zone is drawn with QGIS's own tool."""
        if self._canvas.mapTool() is self._tool:
            self._put_down()
            return
        stem = self._ready()
        if self._takes_points():
            if self._adding.layer(stem) is not None:
                self._canvas.setMapTool(self._tool)
        else:
            self._adding.draw(stem)
        self._tool_set()

    def _picked(self, spot: QgsPointXY) -> None:
        """Ask whose place it is: outside the province nothing is begun. An answer that does not come does not hold anybody up."""
        dsn, lon, lat = self.dsn(), spot.x(), spot.y()
        self._clicked = (self.dock.layers.stem(), spot, {**self.dock.reuse.values(), "location_method": CLICKED})
        if dsn is None:
            self._open_clicked()
        else:
            self._lookup.ask(lambda: commune_at(dsn, lon, lat))

    def _whose(self, place: Optional[Place]) -> None:
        if place is None or place.accepted:
            self._open_clicked()
        elif self._clicked is not None:
            self._session.messages.warn(where(place))
            self._clicked = None

    def _open_clicked(self) -> None:
        if self._clicked is not None:
            clicked, self._clicked = self._clicked, None
            self._adding.at(*clicked)

    def _at(self, spot: QgsPointXY, method: str) -> None:
        self._mark.hide()
        self._adding.at(self._ready(), spot, {**self.dock.reuse.values(), "location_method": method})

    def _show_mark(self, spot: Optional[QgsPointXY]) -> None:
        if spot is None:
            self._mark.hide()
        else:
            self._mark.show(spot, follow=Degrees(spot.x(), spot.y()).in_province)

    def _put_down(self) -> None:
        """Whoever puts the tool down before the answer is there does not want the form any more."""
        self._lookup.drop()
        self._canvas.unsetMapTool(self._tool)
        self._session.iface.actionPan().trigger()
        self._tool_set()

    def _tool_set(self, *_: Any) -> None:
        if self._dock is not None:
            with suppress(RuntimeError):  # QGIS is closing
                self._dock.here.setChecked(self._canvas.mapTool() is self._tool)

    def _again(self, stem: str) -> Mapping[str, Any]:
        """What is ticked for this layer, while the dock is there to see it."""
        shown = self._dock is not None and self._dock.isUserVisible() and self._dock.layers.stem() == stem
        return self.dock.reuse.values() if shown else {}

    def _entered(self, stem: str) -> None:
        if self._dock is not None and self._dock.layers.stem() == stem:
            self._dock.reuse.show_layer(self._session.catalogue.layer(stem))
