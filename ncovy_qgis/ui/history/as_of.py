"""Choosing which past the map shows: a moment, or from one to another with QGIS's clock; the staff's view or the public's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QDateTimeEdit, QDialog, QDialogButtonBox, QFormLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from ...core.rules.moments import VIETNAM
from ...gis.as_of import Wanted
from .moments import put_moment, shown_moment


class AsOfDialog(QDialog):
    """Small, beside the map; asks by signal."""

    wanted = pyqtSignal(object)  # Wanted
    left = pyqtSignal()  # the map of now

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        translate, now = QCoreApplication.translate, datetime.now(VIETNAM).replace(second=0, microsecond=0)
        self.setObjectName("ncovyAsOfDialog")
        self.setWindowTitle(translate("Ncovy", "Bản đồ lúc trước"))
        self.at, self.until = QDateTimeEdit(self), QDateTimeEdit(self)
        put_moment(self.at, now - timedelta(days=1))
        put_moment(self.until, now)
        self.running = QCheckBox(translate("Ncovy", "Chạy theo thời gian, đến"), self)
        self.staff = QRadioButton(translate("Ncovy", "Như cán bộ đã có (kể cả bản nháp)"), self)
        self.public = QRadioButton(translate("Ncovy", "Như công chúng đã thấy (bản đã duyệt)"), self)
        self.notice = QLabel(self)
        self._arrange()
        self.running.toggled.connect(self._allow)
        for edit in (self.at, self.until):
            edit.dateTimeChanged.connect(lambda _: self._allow())
        self.staff.setChecked(True)
        self._allow()

    def choice(self) -> Optional[Wanted]:
        """None when the end is not after the beginning."""
        at, until = shown_moment(self.at), shown_moment(self.until) if self.running.isChecked() else None
        return Wanted(at, until, self.public.isChecked()) if until is None or until > at else None

    def tell(self, text: str) -> None:
        """One sentence above the buttons; "" for none."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def shows_past(self, there: bool) -> None:
        """Whether there is a past to leave."""
        self.back.setEnabled(there)

    def _allow(self, *_: object) -> None:
        self.until.setEnabled(self.running.isChecked())
        self.open.setEnabled(self.choice() is not None)
        self.tell("" if self.choice() is not None else QCoreApplication.translate("Ncovy", "Lúc kết thúc phải sau lúc bắt đầu."))

    def _open(self) -> None:
        choice = self.choice()
        if choice is not None:
            self.wanted.emit(choice)

    def _arrange(self) -> None:
        translate = QCoreApplication.translate
        for edit, name in ((self.at, "At"), (self.until, "Until")):
            edit.setObjectName(f"ncovyAsOf{name}")
        for widget, name in ((self.running, "Running"), (self.staff, "Staff"), (self.public, "Public"), (self.notice, "Notice")):
            widget.setObjectName(f"ncovyAsOf{name}")
        self.notice.setWordWrap(True)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        form, buttons = QFormLayout(), QDialogButtonBox(self)
        form.addRow(translate("Ncovy", "Lúc (giờ Việt Nam)"), self.at)
        form.addRow(self.running, self.until)
        self.open, self.back, self.shut = (QPushButton(self) for _ in range(3))
        self.open.setText(translate("Ncovy", "Mở"))
        self.back.setText(translate("Ncovy", "Về bản đồ hiện nay"))
        self.shut.setText(translate("Ncovy", "Đóng"))
        self.open.clicked.connect(lambda _=False: self._open())
        self.back.clicked.connect(lambda _=False: self.left.emit())
        self.shut.clicked.connect(lambda _=False: self.reject())
        roles = QDialogButtonBox.ButtonRole
        for button, name, role in ((self.open, "Open", roles.ActionRole), (self.back, "Back", roles.ActionRole), (self.shut, "Close", roles.RejectRole)):
            button.setObjectName(f"ncovyAsOf{name}")
            buttons.addButton(button, role)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for widget in (self.staff, self.public, self.notice, buttons):
            layout.addWidget(widget)
