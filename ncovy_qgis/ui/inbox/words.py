"""What the inbox says: what came back from whom, what to do next, how much waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qgis.PyQt.QtCore import QCoreApplication

from ...core.catalogue import Catalogue
from ...core.dates import show_datetime
from ...core.numbers import show_number
from ...db.threads import Returned
from ...gis.values import VIETNAM
from ..words import said
from .tasks import Box


def came(item: Returned) -> str:
    """Who gave it back or asks, when, about which version, and the words."""
    translate = QCoreApplication.translate
    if item.asked:
        text = translate("Ncovy", "{person} hỏi lúc {at}: {reason}")
    else:
        text = translate("Ncovy", "{person} trả lại phiên bản {version} lúc {at}: {reason}")
    return text.format(person=item.by, version=item.returned_version, at=show_datetime(item.at), reason=item.reason)


def moment(at: datetime, now: datetime) -> str:
    """Short, for a narrow column: the hour of today, else the day."""
    local, today = at.astimezone(VIETNAM), now.astimezone(VIETNAM)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%d/%m}" if local.year == today.year else f"{local:%d/%m/%Y}"


def place(item: Returned, catalogue: Catalogue) -> str:
    """Layer, name, commune."""
    parts = (said(catalogue.layer(item.layer).short), item.name or "–", item.commune_name)
    return " · ".join(part for part in parts if part)


def next_step(item: Returned, unsaved: bool) -> str:
    """One sentence: what the person does now."""
    translate = QCoreApplication.translate
    if unsaved:
        return translate("Ncovy", "Có sửa đổi chưa lưu: bấm «Lưu và gửi lại» khi đã sửa xong.")
    if item.review_state == "submitted":
        return translate("Ncovy", "Trả lời câu hỏi bên dưới; bản này vẫn chờ duyệt. Cần sửa thì mở biểu mẫu, sửa rồi gửi lại.")
    if item.returned_version is None or item.row_version > item.returned_version:
        return translate("Ncovy", "Đã lưu thành phiên bản {version}: xem lại rồi bấm «Gửi lại».").format(version=item.row_version)
    return translate("Ncovy", "Mở biểu mẫu, sửa theo lý do, rồi bấm «Lưu và gửi lại». Nếu bản này đã đúng: trả lời vì sao, rồi gửi lại.")


def summary(items: Sequence[Returned]) -> str:
    """How much waits."""
    returned = sum(each.review_state != "submitted" for each in items)
    text = QCoreApplication.translate("Ncovy", "{returned} bản cần sửa và gửi lại, {asked} câu hỏi.")
    return text.format(returned=show_number(returned), asked=show_number(sum(each.asked for each in items)))


def empty(box: Box) -> str:
    """What to do when nothing waits."""
    translate = QCoreApplication.translate
    nothing = translate("Ncovy", "Không có gì chờ bạn: không bản nào bị trả lại, không câu hỏi nào chưa trả lời.")
    if box.drafts:
        rest = translate("Ncovy", "Bạn còn {count} bản nháp chưa gửi: kiểm tra rồi gửi duyệt.").format(count=show_number(box.drafts))
    else:
        rest = translate("Ncovy", "Mọi bản của bạn đã được gửi hoặc duyệt; cứ tiếp tục nhập liệu, có gì trả lại sẽ hiện ngay ở đây.")
    return f"{nothing}\n\n{rest}"


def news(items: Sequence[Returned]) -> str:
    """What has come in."""
    translate = QCoreApplication.translate
    if len(items) > 1:
        return translate("Ncovy", "{count} việc chờ bạn trong Hộp thư.").format(count=show_number(len(items)))
    return f"«{items[0].name or '–'}»: {came(items[0])}"
