"""Refusals that come from this side of the network, in the same words and shape as the database's. Imports no widgets."""

from __future__ import annotations

from typing import Optional

import psycopg2
from qgis.PyQt.QtCore import QCoreApplication

from ..core.catalogue import Text
from ..core.messages import Refusal
from ..db.errors import DatabaseError, refusal_of

TEXTS = {
    "transaction_mode": Text(
        "Chế độ giao dịch của dự án phải là «Tắt» (Dự án → Thuộc tính → Nguồn dữ liệu): chỉ khi đó việc lưu mới kiểm tra được.",
        "The project's transaction mode must be “Disabled” (Project → Properties → Data Sources): only then can a save be checked.",
    ),
    "two_databases": Text(
        "Các lớp đang sửa thuộc hai cơ sở dữ liệu khác nhau; hãy lưu riêng từng bên bằng cách đóng bớt lớp. Chưa có gì được lưu.",
        "The layers being edited belong to two databases; close one side and save each alone. Nothing was stored.",
    ),
    "cancelled": Text("Bạn đã dừng việc lưu; chưa có gì được lưu.", "You stopped the save; nothing was stored."),
    "no_answer": Text(
        "Máy chủ chưa trả lời. Các sửa đổi vẫn còn nguyên trong QGIS và trong nhật ký; hãy lưu lại sau.",
        "The server has not answered. All edits are kept in QGIS and in the journal; save again later.",
    ),
}  # fmt: skip


def local_refusal(code: str) -> Refusal:
    """One of TEXTS."""
    return Refusal(code=code, layer=None, uid=None, field=None, text=TEXTS[code])


def refusal_of_error(error: Optional[Exception]) -> Refusal:
    """Any error as a sentence; never raw English of a driver."""
    if error is None:
        return local_refusal("no_answer")
    if isinstance(error, DatabaseError):
        return error.refusal
    if isinstance(error, psycopg2.Error):
        return refusal_of(error)
    text = QCoreApplication.translate("Ncovy", "Lỗi ngoài dự kiến ({kind}); chưa có gì được lưu.").format(kind=type(error).__name__)
    return Refusal(code="error", layer=None, uid=None, field=None, text=Text(text, text))
