"""The tabs of one change: its fields, what the public would see, what changed since it was given back, and what was done and said so far."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QCheckBox, QListWidget, QTabWidget, QWidget

from ...core.catalogue import Catalogue
from ...db.history import Version
from .reading import Sight
from .rows import FieldRow, public_rows, public_sentence, rows_of
from .table import DiffModel, DiffTable
from .words import talk

CHANGE, PUBLIC, SINCE, TALK = range(4)


class Panes(QTabWidget):
    """Four views of one change; keys 1 to 4."""

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.setObjectName("ncovyChangePanes")
        self.setDocumentMode(True)
        self.models = {place: DiffModel(self) for place in (CHANGE, PUBLIC, SINCE)}
        self.tables = {place: DiffTable(model, f"ncovyChangeTable{place}", self) for place, model in self.models.items()}
        self.talk = QListWidget(self)
        self.talk.setObjectName("ncovyChangeTalk")
        self.talk.setWordWrap(True)
        self.every = QCheckBox(QCoreApplication.translate("Ncovy", "Mọi trường (F)"), self)
        self.every.setObjectName("ncovyChangeEvery")
        self.every.toggled.connect(self._show_every)
        for place, widget in ((CHANGE, self.tables[CHANGE]), (PUBLIC, self.tables[PUBLIC]), (SINCE, self.tables[SINCE]), (TALK, self.talk)):
            self.insertTab(place, widget, "")
        self.setCornerWidget(self.every)
        self.show_sight(None)

    def show_sight(self, sight: Optional[Sight]) -> str:
        """Another change; returns what it does to the public map."""
        translate = QCoreApplication.translate
        found: dict[int, tuple[FieldRow, ...]] = {CHANGE: (), PUBLIC: (), SINCE: ()}
        if sight is not None:
            found[CHANGE], found[PUBLIC] = rows_of(sight, self._catalogue), public_rows(sight, self._catalogue)
            found[SINCE] = rows_of(sight, self._catalogue, sight.returned) if sight.returned is not None else ()
        after = _named(translate("Ncovy", "Sau"), sight.after if sight else None)
        now, then = translate("Ncovy", "Công chúng đang thấy"), translate("Ncovy", "Công chúng sẽ thấy")
        titles = {
            CHANGE: (_named(translate("Ncovy", "Trước"), sight.before if sight else None), after),
            PUBLIC: (now, then),
            SINCE: (_named(translate("Ncovy", "Khi bị trả lại"), sight.returned if sight else None), after),
        }
        for place, model in self.models.items():
            model.show_rows(found[place], titles[place])
        self._show_talk(sight)
        self._name_tabs(sight, found)
        return public_sentence(sight, found[PUBLIC]) if sight is not None else ""

    def show_pane(self, place: int) -> None:
        """By its key; the keyboard goes along."""
        if self.isTabVisible(place):
            self.setCurrentIndex(place)
            self.currentWidget().setFocus()

    def _show_talk(self, sight: Optional[Sight]) -> None:
        self.talk.clear()
        if sight is not None:
            self.talk.addItems(talk(sight.versions, sight.words))

    def _name_tabs(self, sight: Optional[Sight], found: dict[int, tuple[FieldRow, ...]]) -> None:
        translate = QCoreApplication.translate
        names = {
            CHANGE: translate("Ncovy", "Thay đổi"),
            PUBLIC: translate("Ncovy", "Công chúng"),
            SINCE: translate("Ncovy", "Từ lần trả lại"),
        }
        for place, name in names.items():
            self.setTabText(place, f"{name} ({sum(row.changed for row in found[place])})")
        self.setTabText(TALK, translate("Ncovy", "Lịch sử ({count})").format(count=self.talk.count()))
        self.setTabVisible(SINCE, sight is not None and sight.returned is not None)
        for place in range(self.count()):
            self.setTabToolTip(place, translate("Ncovy", "Phím {key}").format(key=place + 1))

    def _show_every(self, every: bool) -> None:
        for model in self.models.values():
            model.show_every(every)


def _named(words: str, version: Optional[Version]) -> str:
    """With its number; nothing there says so."""
    if version is None:
        return QCoreApplication.translate("Ncovy", "Trước: chưa có")
    return QCoreApplication.translate("Ncovy", "{words} (phiên bản {version})").format(words=words, version=version.row_version)
