"""What this is, and which version."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ..core.catalogue import Catalogue
from ..paths import package_dir


def version() -> str:
    """The version of metadata.txt."""
    for folder in (package_dir(), package_dir().parent):
        file = folder / "metadata.txt"
        if file.exists():
            lines = file.read_text(encoding="utf-8").splitlines()
            return next(line.partition("=")[2] for line in lines if line.startswith("version="))
    return ""


def show_about(parent: QWidget, catalogue: Catalogue) -> None:
    """A window with name, version and purpose."""
    text = QCoreApplication.translate(
        "Ncovy",
        "Ncovy {version}\n\nNhập liệu, kiểm duyệt và công bố bản đồ Covid-19 của tỉnh ngay trong QGIS.\n"
        "Danh mục {catalogue}: {count} lớp.\n\nGiấy phép GPL-2.0-or-later.",
    )
    shown = text.format(version=version(), catalogue=catalogue.version, count=len(catalogue.layers))
    QMessageBox.information(parent, QCoreApplication.translate("Ncovy", "Giới thiệu Ncovy"), shown)
