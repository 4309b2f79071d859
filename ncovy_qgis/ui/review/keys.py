"""What can be done in the list, by key and by its menu: the same letters as beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QAction, QWidget

from ..letters import Letters

SHORTCUTS = {
    "next": "J",
    "previous": "K",
    "approve": "A",
    "return": "R",
    "ask": "H",
    "skip": "S",
    "approve_many": "Shift+A",
    "return_many": "Shift+R",
    "whole_save": "W",
    "only_save": "L",
    "form": "O",
    "history": "Y",
    "map": "M",
    "find": "/",
    "reload": "F5",
}


def texts() -> Mapping[str, str]:
    """What each does."""
    translate = QCoreApplication.translate
    return {
        "next": translate("Ncovy", "Mục sau"),
        "previous": translate("Ncovy", "Mục trước"),
        "approve": translate("Ncovy", "Duyệt"),
        "return": translate("Ncovy", "Trả lại…"),
        "ask": translate("Ncovy", "Hỏi người soạn…"),
        "skip": translate("Ncovy", "Bỏ qua"),
        "approve_many": translate("Ncovy", "Duyệt các mục đã chọn…"),
        "return_many": translate("Ncovy", "Trả lại các mục đã chọn…"),
        "whole_save": translate("Ncovy", "Duyệt cả lần lưu…"),
        "only_save": translate("Ncovy", "Chỉ xem lần lưu này"),
        "form": translate("Ncovy", "Mở biểu mẫu"),
        "history": translate("Ncovy", "Lịch sử"),
        "map": translate("Ncovy", "Tới chỗ trên bản đồ"),
        "find": translate("Ncovy", "Tìm"),
        "reload": translate("Ncovy", "Đọc lại"),
    }


def make_actions(pane: QWidget, deeds: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """The entries of the menu. Their letters are no shortcuts of Qt, which would be mute wherever QGIS has the same one; see ui/letters.py."""
    words, made = texts(), {}
    for name, deed in deeds.items():
        action = QAction(f"{words[name]}\t{SHORTCUTS[name]}", pane)
        action.setObjectName(f"ncovyReview_{name}")
        action.triggered.connect(lambda _=False, deed=deed: deed())
        made[name] = action
    return made


def listen(pane: QWidget, deeds: Mapping[str, Callable[[], None]]) -> Letters:
    """The same by key, while the keyboard is in this pane; once all its widgets are there."""
    return Letters(pane, {SHORTCUTS[name].replace("/", "Slash"): deed for name, deed in deeds.items()})
