"""Which database: a service of the pg_service file, or an account kept by QGIS. Nothing secret is stored by us."""

from __future__ import annotations

import os
from contextlib import closing
from typing import Optional

from qgis.core import QgsSettings
from qgis.gui import QgsAuthConfigSelect
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..db.connection import connect, value_of
from ..gis.services import services
from ..gis.source import Source
from . import waiting
from .messages import sentence_of

KEY = "ncovy/connection"
FIELDS = ("service", "authcfg", "host", "port", "dbname")


def remembered() -> Optional[Source]:
    """The connection chosen last; None when there is none."""
    settings = QgsSettings()
    found = {name: str(settings.value(f"{KEY}/{name}", "")) for name in FIELDS}
    return Source(**found) if found["service"] or found["authcfg"] else None


def remember(source: Source) -> None:
    """Keep the choice for the next start."""
    for name in FIELDS:
        QgsSettings().setValue(f"{KEY}/{name}", getattr(source, name))


def try_connection(source: Source) -> str:
    """The person the database takes us for; raises what the connection raises."""
    with closing(connect(dsn=source.dsn(), application="ncovy qgis")) as connection:
        return str(value_of(connection, "SELECT session_user"))


class ConnectDialog(QDialog):
    """Choose, try, accept."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("ncovyConnect")
        self.setWindowTitle(QCoreApplication.translate("Ncovy", "Kết nối cơ sở dữ liệu"))
        self.setMinimumWidth(520)
        layout = QVBoxLayout(self)
        layout.addWidget(self._service_box())
        layout.addWidget(self._account_box())
        layout.addLayout(self._test_row())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(QCoreApplication.translate("Ncovy", "Kết nối"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(QCoreApplication.translate("Ncovy", "Hủy"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        self._show(remembered())

    def source(self) -> Source:
        """What is chosen now."""
        if self.by_service.isChecked():
            return Source(service=self.service.currentText().strip())
        host, port, dbname = (box.text().strip() for box in (self.host, self.port, self.dbname))
        return Source(authcfg=self.account.configId(), host=host, port=port or "5432", dbname=dbname)

    def test(self) -> bool:
        """Try the choice and say what came of it."""
        text = QCoreApplication.translate("Ncovy", "Đang thử kết nối…")
        source = self.source()
        try:
            person = waiting.run(lambda: try_connection(source), self, text)
        except Exception as error:  # an edge: the sentence is shown beside the button
            self.answer.setText(sentence_of(error))
            return False
        self.answer.setText(QCoreApplication.translate("Ncovy", "Kết nối được, người dùng «{person}».").format(person=person))
        return True

    def accept(self) -> None:
        """Remember the choice when it can be reached."""
        if self.test():
            remember(self.source())
            super().accept()

    def _service_box(self) -> QGroupBox:
        box = QGroupBox(self)
        layout = QVBoxLayout(box)
        self.by_service = QRadioButton(QCoreApplication.translate("Ncovy", "Dịch vụ trong tệp pg_service.conf"), box)
        self.by_service.setChecked(True)
        self.service = QComboBox(box)
        self.service.setEditable(True)
        self.service.addItems(services(os.environ))
        layout.addWidget(self.by_service)
        layout.addWidget(self.service)
        return box

    def _account_box(self) -> QGroupBox:
        box = QGroupBox(self)
        layout = QFormLayout(box)
        self.by_account = QRadioButton(QCoreApplication.translate("Ncovy", "Tài khoản lưu trong QGIS"), box)
        self.by_service.toggled.connect(lambda on: self.by_account.setChecked(not on))
        self.by_account.toggled.connect(lambda on: self.by_service.setChecked(not on))
        self.account = QgsAuthConfigSelect(box, "postgres")
        self.host, self.port, self.dbname = QLineEdit(box), QLineEdit("5432", box), QLineEdit("ncovy", box)
        layout.addRow(self.by_account)
        layout.addRow(QCoreApplication.translate("Ncovy", "Tài khoản"), self.account)
        layout.addRow(QCoreApplication.translate("Ncovy", "Máy chủ"), self.host)
        layout.addRow(QCoreApplication.translate("Ncovy", "Cổng"), self.port)
        layout.addRow(QCoreApplication.translate("Ncovy", "Cơ sở dữ liệu"), self.dbname)
        for row in (self.account, self.host, self.port, self.dbname):
            row.setEnabled(False)
            self.by_account.toggled.connect(row.setEnabled)
        return box

    def _test_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        button = QPushButton(QCoreApplication.translate("Ncovy", "Thử kết nối"), self)
        button.clicked.connect(self.test)
        self.answer = QLabel(self)
        self.answer.setWordWrap(True)
        row.addWidget(button)
        row.addWidget(self.answer, 1)
        return row

    def _show(self, source: Optional[Source]) -> None:
        if source is None:
            return
        self.by_service.setChecked(bool(source.service))
        self.by_account.setChecked(not source.service)
        self.service.setCurrentText(source.service or self.service.currentText())
        self.account.setConfigId(source.authcfg)
        for box, text in ((self.host, source.host), (self.port, source.port), (self.dbname, source.dbname)):
            box.setText(text or box.text())
