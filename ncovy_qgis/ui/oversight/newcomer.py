"""A person who is new: the login's name and a first role. No password passes through here; the administrator gives it in psql."""

from __future__ import annotations

import re
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ...core.deeds import ROLES
from ..words import said

# What every client can type without quoting.
NAME = re.compile(r"[a-z][a-z0-9_]{1,62}")


class NewcomerDialog(QDialog):
    """OK only for a name that can be a login."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        self.setObjectName("ncovyStaffNewcomer")
        self.setWindowTitle(translate("Ncovy", "Người mới"))
        self.setMinimumWidth(420)
        self.account = QLineEdit(self)
        self.account.setObjectName("ncovyStaffAccount")
        self.account.setMaxLength(63)
        self.account.setPlaceholderText(translate("Ncovy", "chữ thường không dấu, số, gạch dưới"))
        self.first_role = QComboBox(self)
        for role, text in ROLES.items():
            self.first_role.addItem(said(text), role)
        self.first_role.setCurrentIndex(self.first_role.findData("editor"))
        note = QLabel(translate("Ncovy", "Tài khoản chưa có mật khẩu: quản trị viên đặt bằng \\password trong psql, để mật khẩu không nằm lại ở đâu."), self)
        note.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.account.textChanged.connect(lambda _: self._check())
        form = QFormLayout()
        form.addRow(translate("Ncovy", "Tài khoản"), self.account)
        form.addRow(translate("Ncovy", "Vai trò"), self.first_role)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(self.buttons)
        self._check()

    def name(self) -> str:
        """The login as it will be made."""
        return self.account.text().strip()

    def role(self) -> str:
        """One of the roles."""
        return str(self.first_role.currentData())

    def _check(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(NAME.fullmatch(self.name()) is not None)
