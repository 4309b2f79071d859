"""Filters of the queue under names of the person's own, kept in the profile of QGIS."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Optional

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QInputDialog, QListWidget, QListWidgetItem, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from ...core.text import sort_key
from .rows import GROUPINGS, KINDS, QUEUES, SEVERITIES, SORTS, TALKS, Wanted

KEY = "ncovy/review_filters"
ALLOWED: Mapping[str, tuple[Any, ...]] = {
    "queue": QUEUES,
    "grouping": GROUPINGS,
    "sort": tuple(SORTS),
    "kind": ("", *KINDS),
    "severity": ("", *SEVERITIES),
    "talk": ("", *TALKS),
}


def load() -> dict[str, Wanted]:
    """Name → filter, in alphabetical order; what cannot be read, or says what this version does not know, is left out."""
    try:
        kept = json.loads(QgsSettings().value(KEY, "{}"))
    except (TypeError, ValueError):
        return {}
    found = {str(name): _wanted(values) for name, values in kept.items()} if isinstance(kept, dict) else {}
    return {name: wanted for name, wanted in sorted(found.items(), key=lambda item: sort_key(item[0])) if wanted is not None}


def keep(filters: Mapping[str, Wanted]) -> None:
    """These and no others."""
    QgsSettings().setValue(KEY, json.dumps({name: asdict(wanted) for name, wanted in filters.items()}, ensure_ascii=False))


def _wanted(values: Any) -> Optional[Wanted]:
    """As stored, when every value is of its kind."""
    usual = asdict(Wanted())
    if not isinstance(values, dict) or any(name in usual and type(value) is not type(usual[name]) for name, value in values.items()):
        return None
    known = {field.name: values[field.name] for field in fields(Wanted) if field.name in values}
    return Wanted(**known) if all(known.get(name, allowed[0]) in allowed for name, allowed in ALLOWED.items()) else None


class SavedFilters(QToolButton):
    """The button with the person's filters; `chosen` brings one, `wanted` is asked for what to keep."""

    chosen = pyqtSignal(object)  # a Wanted
    keep_wanted = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyReviewSaved")
        self.setText(QCoreApplication.translate("Ncovy", "Bộ lọc"))
        self.setToolTip(QCoreApplication.translate("Ncovy", "Bộ lọc của tôi: chọn, lưu, đổi tên, xóa"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        self.fill()

    def fill(self) -> None:
        """What is kept now: another window may have changed it."""
        menu, translate = self.menu(), QCoreApplication.translate
        menu.clear()
        filters = load()
        for name, wanted in filters.items():
            menu.addAction(name.replace("&", "&&")).triggered.connect(lambda _=False, wanted=wanted: self.chosen.emit(wanted))
        if filters:
            menu.addSeparator()
        menu.addAction(translate("Ncovy", "Xem tất cả")).triggered.connect(lambda _=False: self.chosen.emit(Wanted()))
        menu.addAction(translate("Ncovy", "Lưu bộ lọc này…")).triggered.connect(lambda _=False: self.keep_wanted.emit())
        if filters:
            menu.addAction(translate("Ncovy", "Đổi tên, xóa…")).triggered.connect(lambda _=False: self.manage())

    def keep_as(self, wanted: Wanted) -> None:
        """Ask for a name; one that is there already is replaced."""
        title, text = QCoreApplication.translate("Ncovy", "Lưu bộ lọc"), QCoreApplication.translate("Ncovy", "Tên bộ lọc")
        name, accepted = QInputDialog.getText(self, title, text)
        if accepted and name.strip():
            keep({**load(), name.strip(): wanted})

    def manage(self) -> None:
        """The window in which they are renamed and deleted."""
        dialog = ManageDialog(self.window(), load())
        if dialog.exec():
            keep(dialog.filters())
        dialog.deleteLater()


class ManageDialog(QDialog):
    """Names to be edited in place; nothing is kept before OK."""

    def __init__(self, parent: QWidget, filters: Mapping[str, Wanted]) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setObjectName("ncovyReviewFilters")
        self.setWindowTitle(translate("Ncovy", "Bộ lọc của tôi"))
        self.list = QListWidget(self)
        self.list.setToolTip(translate("Ncovy", "F2 để đổi tên, Delete để xóa"))
        for name, wanted in filters.items():
            row = QListWidgetItem(name, self.list)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsEditable)
            row.setData(Qt.ItemDataRole.UserRole, wanted)
        remove = QPushButton(translate("Ncovy", "Xóa"), self)
        remove.setObjectName("ncovyReviewFilterRemove")
        remove.setShortcut("Delete")
        remove.clicked.connect(lambda: [self.list.takeItem(self.list.row(row)) for row in self.list.selectedItems()])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(remove, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addWidget(buttons)
        self.resize(360, 320)

    def filters(self) -> dict[str, Wanted]:
        """As they are named now; an empty name keeps nothing."""
        rows = [self.list.item(number) for number in range(self.list.count())]
        return {row.text().strip(): row.data(Qt.ItemDataRole.UserRole) for row in rows if row.text().strip()}
