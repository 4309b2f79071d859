"""The locator (Ctrl+K): features of the ten layers and communes by name, accents or none. Its search runs in the locator's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable, Optional

from qgis.core import Qgis, QgsFeedback, QgsLocatorContext, QgsLocatorFilter, QgsLocatorResult, QgsMessageLog
from qgis.PyQt.QtCore import QCoreApplication

from ...core.catalogue import Catalogue
from ...core.text import fold
from ...db.search import Extent, Hit, era_today, extents_of, find_features, searching
from ...db.units import Found, find
from ..icons import icon
from ..words import said

PREFIX = "ncv"  # QGIS takes no shorter one from a plugin
DELAY_MS = 200  # after the last key
COMMUNES = 5
OPEN_FORM = 1
Target = tuple[str, int, Extent]  # stem ("" for a commune), feature id, extent in degrees
Dsn = Callable[[], Optional[Mapping[str, str]]]


class NcovyLocatorFilter(QgsLocatorFilter):
    """`dsn` is asked in the main thread; `go_to(stem, feature id, extent, form wanted)` shows what was chosen."""

    def __init__(self, catalogue: Catalogue, dsn: Dsn, go_to: Callable[[str, int, Extent, bool], None], signs: Optional[Mapping[str, Any]] = None) -> None:
        super().__init__()
        self._catalogue, self._dsn, self._go_to = catalogue, dsn, go_to
        self._signs = signs or {name: icon(name) for name in (*(layer.name for layer in catalogue.layers), "ncovy")}  # no pictures are read in a thread
        self._place: Optional[Mapping[str, str]] = None
        self.setFetchResultsDelay(DELAY_MS)

    def clone(self) -> NcovyLocatorFilter:
        """What the locator searches with."""
        return NcovyLocatorFilter(self._catalogue, self._dsn, self._go_to, self._signs)

    def name(self) -> str:
        return "ncovy"

    def displayName(self) -> str:  # the name QGIS calls
        return QCoreApplication.translate("Ncovy", "Ncovy: đối tượng và xã, phường")

    def prefix(self) -> str:
        return PREFIX

    def prepare(self, string: str, context: QgsLocatorContext) -> list[str]:
        """In the main thread: where to search."""
        self._place = self._dsn()
        return []

    def fetchResults(self, string: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:  # the name QGIS calls
        """In the locator's thread, with a connection of its own and a deadline; cancelling over the network could hold up the window."""
        if self._place is None or len(fold(string)) < 2 or feedback.isCanceled():
            return
        try:
            with searching(self._place) as connection:
                hits = find_features(connection, [layer.name for layer in self._catalogue.layers], string)
                communes = [unit for unit in find(connection, string, era_today(connection)) if unit.level == 3][:COMMUNES]
                extents = extents_of(connection, [(unit.code, unit.era) for unit in communes])
        except Exception as error:  # an edge: a search that fails finds nothing, the reason is in the log
            if not feedback.isCanceled():
                QgsMessageLog.logMessage(str(error).strip(), "Ncovy", Qgis.MessageLevel.Warning, False)
            return
        if not feedback.isCanceled():
            self._tell(hits, communes, extents)

    def _tell(self, hits: Sequence[Hit], communes: Sequence[Found], extents: Mapping[tuple[str, int], Extent]) -> None:
        for place, hit in enumerate(hits):
            title = said(self._catalogue.layer(hit.layer).title)
            where = ", ".join(filter(None, (hit.commune, hit.district)))
            target = (hit.layer, hit.id, hit.extent)
            self._send(hit.name, f"{title} · {where}" if where else title, hit.layer, target, _score(hit.exact, place))
        for place, unit in enumerate(communes):
            if (unit.code, unit.era) in extents:
                target = ("", 0, extents[unit.code, unit.era])
                self._send(unit.name, unit.parent or "", "ncovy", target, _score(unit.exact, place + 0.5))

    def _send(self, words: str, more: str, sign: str, target: Target, score: float) -> None:
        result = QgsLocatorResult(self, words, pack(target))
        result.description, result.icon, result.score = more, self._signs[sign], score
        if target[0]:
            result.actions = [QgsLocatorResult.ResultAction(OPEN_FORM, QCoreApplication.translate("Ncovy", "Mở biểu mẫu"))]
        self.resultFetched.emit(result)

    def triggerResult(self, result: QgsLocatorResult) -> None:  # the name QGIS calls
        """Go there."""
        self._go(result, False)

    def triggerResultFromAction(self, result: QgsLocatorResult, actionId: int) -> None:  # the names QGIS calls
        """Go there; the form too."""
        self._go(result, actionId == OPEN_FORM)

    def _go(self, result: QgsLocatorResult, form: bool) -> None:
        stem, fid, extent = unpack(result.userData)
        self._go_to(stem, fid, extent, form)


def pack(target: Target) -> str:
    """As text: other Python objects do not survive the way from thread to thread in a QVariant."""
    stem, fid, extent = target
    return " ".join(map(str, (stem or "-", fid, *extent)))


def unpack(text: str) -> Target:
    """What pack made."""
    stem, fid, west, south, east, north = str(text).split()
    return ("" if stem == "-" else stem), int(fid), (float(west), float(south), float(east), float(north))


def _score(exact: bool, place: float) -> float:
    """Between 0 and 1; the accents typed come before all others."""
    return (0.9 if exact else 0.5) - place / 100
