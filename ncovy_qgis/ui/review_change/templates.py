"""Reasons a supervisor gives again and again: some to begin with, and those he kept, in the settings of QGIS."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication

KEY = "ncovy/review/reasons"
MOST = 30


def reasons() -> list[str]:
    """The newest kept first."""
    kept = QgsSettings().value(KEY)
    return [str(each) for each in ([kept] if isinstance(kept, str) else kept)] if kept is not None else _first()


def keep(text: str) -> None:
    """To the top; the oldest goes where there are too many."""
    if text.strip():
        _store([text.strip(), *(each for each in reasons() if each != text.strip())][:MOST])


def forget(text: str) -> None:
    """Not offered any more."""
    _store([each for each in reasons() if each != text])


def _store(texts: list[str]) -> None:
    QgsSettings().setValue(KEY, texts or [""])  # an empty list would read as never stored


def _first() -> list[str]:
    translate = QCoreApplication.translate
    return [
        translate("Ncovy", "Vị trí chưa đúng: hãy đặt lại theo bản đồ hoặc ảnh vệ tinh."),
        translate("Ncovy", "Ranh giới chưa khớp với mô tả trong quyết định."),
        translate("Ncovy", "Thiếu số quyết định hoặc văn bản nguồn."),
        translate("Ncovy", "Tên hoặc địa chỉ chưa rõ."),
        translate("Ncovy", "Có vẻ trùng với đối tượng đã có: hãy kiểm tra."),
        translate("Ncovy", "Thông tin đã cũ: hãy hỏi lại đơn vị cung cấp."),
    ]
