"""What the queue says: kinds of change, ages, headings, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...core.dates import show_datetime
from ...core.numbers import show_number
from ...db.queue import Item
from .rows import (
    AUTHOR,
    CHANGESET,
    CLEAN,
    COMMUNE,
    ERROR,
    EXPIRING,
    FLAT,
    LAYER,
    UNVERIFIED,
    WAITING,
    WARNED,
    WARNING,
    Found,
    Group,
    Row,
    severity,
)

HOUR_S, DAY_H = 3600, 24


def titles(queue: str) -> tuple[str, ...]:
    """The heads of the columns, in the order of rows.SORTS."""
    translate = QCoreApplication.translate
    waiting = queue == WAITING
    return (
        translate("Ncovy", "Đối tượng"),
        translate("Ncovy", "Thay đổi") if waiting else translate("Ncovy", "Vì sao"),
        translate("Ncovy", "Xã"),
        translate("Ncovy", "Người sửa"),
        translate("Ncovy", "Chờ") if waiting else translate("Ncovy", "Lúc"),
        translate("Ncovy", "Lỗi"),
    )


def kind_word(kind: str) -> str:
    """What became of the feature since its last approved version."""
    translate = QCoreApplication.translate
    words = {
        "new": translate("Ncovy", "Mới"),
        "changed": translate("Ncovy", "Sửa"),
        "moved": translate("Ncovy", "Dời vị trí"),
        "removed": translate("Ncovy", "Gỡ bỏ"),
        "restored": translate("Ncovy", "Khôi phục"),
    }
    return words[kind]


def queue_word(queue: str, hours: int) -> str:
    """The name of a queue."""
    translate = QCoreApplication.translate
    words = {
        WAITING: translate("Ncovy", "Chờ duyệt"),
        EXPIRING: translate("Ncovy", "Hết hạn trong 24 giờ"),
        UNVERIFIED: translate("Ncovy", "Chưa xác minh {hours} giờ").format(hours=hours),
        WARNED: translate("Ncovy", "Có cảnh báo"),
    }
    return words[queue]


def grouping_word(grouping: str) -> str:
    """How the list is grouped."""
    translate = QCoreApplication.translate
    words = {
        CHANGESET: translate("Ncovy", "Theo lần lưu"),
        LAYER: translate("Ncovy", "Theo lớp"),
        COMMUNE: translate("Ncovy", "Theo xã"),
        AUTHOR: translate("Ncovy", "Theo người sửa"),
        FLAT: translate("Ncovy", "Không nhóm"),
    }
    return words[grouping]


def severity_word(level: str) -> str:
    """What the rules say of an item."""
    translate = QCoreApplication.translate
    return {ERROR: translate("Ncovy", "Có lỗi"), WARNING: translate("Ncovy", "Có cảnh báo"), CLEAN: translate("Ncovy", "Không vướng gì")}[level]


def group_title(group: Group) -> str:
    """The number first: a long heading is cut at its end."""
    item = group.rows[0].waiting
    title = changeset_title(item) if item is not None and group.key == str(item.changeset) else group.title
    return f"({show_number(len(group.rows))}) {title}"


def changeset_title(item: Item) -> str:
    """Who saved, when, and with what comment."""
    words = " · ".join(part for part in (item.edited_by, show_datetime(item.changeset_at) if item.changeset_at else "") if part)
    return f"{words} · «{item.comment}»" if item.comment else words


def age(at: Optional[datetime], now: datetime) -> str:
    """How long something has waited, in the one unit that says most; clocks may differ a little."""
    if at is None:
        return ""
    hours = max(0.0, (now - at).total_seconds() / HOUR_S)
    translate = QCoreApplication.translate
    if hours < 1:
        return translate("Ncovy", "{minutes} phút").format(minutes=int(hours * 60))
    if hours < 2 * DAY_H:
        return translate("Ncovy", "{hours} giờ").format(hours=int(hours))
    return translate("Ncovy", "{days} ngày").format(days=show_number(int(hours // DAY_H)))


def tooltip(row: Row) -> str:
    """All that the narrow columns cut off."""
    item, translate = row.waiting, QCoreApplication.translate
    lines = [f"{row.layer}: {row.name}", row.place]
    if item is None:
        return "\n".join(line for line in (*lines, row.at and show_datetime(row.at)) if line)
    lines.append(f"{kind_word(item.kind)}, {row.who}, {show_datetime(row.at) if row.at else ''}")
    if item.warning_reason:
        lines.append(translate("Ncovy", "Lý do người soạn ghi: {reason}").format(reason=item.warning_reason))
    if item.own:
        lines.append(translate("Ncovy", "Bạn đã tham gia soạn bản này nên người khác phải duyệt."))
    if not item.mine:
        lines.append(translate("Ncovy", "Ngoài địa bàn được giao cho bạn."))
    if item.returned_before is not None:
        lines.append(translate("Ncovy", "Gửi lại sau khi bị trả (phiên bản {version}).").format(version=item.returned_before))
    if item.asked:
        lines.append(translate("Ncovy", "Đang chờ người soạn trả lời."))
    return "\n".join(line for line in lines if line)


def counts(shown: Sequence[Row], total: int, found: Found) -> str:
    """How many are listed, of how many, and how many of those to be decided on have errors or warnings."""
    numbers = {"shown": show_number(len(shown)), "total": show_number(total)}
    text = QCoreApplication.translate("Ncovy", "{shown} trong {total}").format(**numbers)
    levels = Counter(severity(row, found) for row in shown if row.waiting is not None)
    if not levels[ERROR] and not levels[WARNING]:
        return text
    more = QCoreApplication.translate("Ncovy", "{errors} có lỗi, {warnings} có cảnh báo")
    return f"{text}; {more.format(errors=show_number(levels[ERROR]), warnings=show_number(levels[WARNING]))}"
